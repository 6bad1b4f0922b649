// Its package has types that its exports do not name.
declare module "@web/rollup-plugin-import-meta-assets" {
  export function importMetaAssets(): import("rollup").Plugin;
}
