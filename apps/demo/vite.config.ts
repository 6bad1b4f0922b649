import { assemblyScript } from "@unroll/build/assembly-script";
import { defaultClientConditions, defineConfig } from "vite";
import {
  contentSecurityPolicy,
  contentSecurityPolicyMeta,
} from "./vite/content-security-policy.ts";

export default defineConfig({
  // Relative, so that dist/ can be hosted in any folder; a file that is not there is a 404.
  base: "./",
  appType: "mpa",
  // The packages' sources: tfjs is then bundled once, and a change shows at once.
  resolve: { conditions: ["@unroll/source", ...defaultClientConditions] },
  plugins: [assemblyScript(), contentSecurityPolicyMeta()],
  // The kernels in WebAssembly are sources too; only the worker imports them. In dev its files are the page's.
  worker: { format: "es", plugins: () => [assemblyScript()] },
  // The chunks beyond 500 kB are tfjs.
  build: { target: "es2022", modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1000 },
  // The page's <meta> does not bind its workers; a header does.
  preview: { headers: { "Content-Security-Policy": contentSecurityPolicy } },
});
