// What assembly-script.mjs of @unroll/build makes of an import of AssemblyScript sources.
declare module "*?wasm=simd" {
  /** The compiled binary in base64. */
  const binary: string;
  export default binary;
}
declare module "*?wasm=relaxed" {
  const binary: string;
  export default binary;
}
declare module "*?wasm=simd-shared" {
  const binary: string;
  export default binary;
}
declare module "*?wasm=relaxed-shared" {
  const binary: string;
  export default binary;
}
declare module "*?wasm=checked" {
  const binary: string;
  export default binary;
}
declare module "*?url" {
  /** Where vite serves a file. */
  const address: string;
  export default address;
}
