import type { Plugin } from "vite";

/**
 * The page talks to the server it came from and to no other, and runs no code but that server's files.
 * 'wasm-unsafe-eval' lets it compile WebAssembly, and nothing else.
 */
export const contentSecurityPolicy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; form-action 'none'";

/** Writes the policy into the built page, for hosts that send no headers. vite's dev server needs inline code. */
export function contentSecurityPolicyMeta(): Plugin {
  return {
    name: "unroll:content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy },
        injectTo: "head-prepend",
      },
    ],
  };
}
