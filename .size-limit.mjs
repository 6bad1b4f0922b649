// One ceiling a package, on what a user's page downloads: the web entry, minified and compressed with
// brotli, without peers (tfjs, core), which a page holds once.

const peers = ["@tensorflow/*", "@unroll/*"];

const gradients = "./register_all_gradients.js";

const limits = [
  {
    name: "@unroll/core",
    path: "packages/core/dist/index.js",
    // All cells, layers and ops; a bundler leaves out what a page does not import.
    limit: "35 kB",
    ignore: [...peers, gradients],
  },
  {
    name: "@unroll/core, when it trains",
    path: `packages/core/dist/${gradients}`,
    // tfjs' gradients, which core must bundle (tfjs.mjs of the build says why). They come with the first step.
    limit: "22 kB",
    ignore: peers,
  },
  {
    name: "@unroll/core, as installed",
    path: "packages/core/dist/**",
    // Built files and their maps; none of the gradients, which alone would be 1.9 MB.
    limit: "1.3 MB",
    ...uncompressed(),
  },
  {
    name: "@unroll/backend-cpu",
    path: "packages/backend-cpu/dist/index.js",
    // Some thirty kernels of a few hundred bytes, nothing bundled.
    limit: "9 kB",
    ignore: peers,
  },
  {
    name: "@unroll/backend-wasm",
    path: "packages/backend-wasm/dist/{index,builds,*_relaxed}.js",
    // With one of the four builds of the module: a page loads no other. Some forty kernels of 200 to 1,200 bytes.
    limit: "27 kB",
    disablePlugins: ["@size-limit/esbuild"],
  },
  {
    name: "@unroll/backend-wasm, what tfjs brings",
    path: "packages/backend-wasm/dist/{start-tfjs,tfjs-backend-wasm-simd*}.js",
    // Its kernels and its module with SIMD; tfjs fetched as much.
    limit: "180 kB",
    disablePlugins: ["@size-limit/esbuild"],
  },
  {
    name: "@unroll/tasks",
    path: "packages/tasks/dist/index.js",
    // With every task, of which a page loads one, and the scores of translations, of which none comes along unasked:
    // Hugging Face's tokenizers, 13 kB, are sentiment's; subwords and the search are translation's. What reads data to
    // train on, with its CSV parser, comes when something is read.
    limit: "36 kB",
    ignore: [...peers, "./read.js", "./read-pairs.js"],
  },
  {
    name: "@unroll/cli",
    path: "packages/cli/dist/**/*.js",
    // Not for a page: what counts is how fast Node reads it.
    limit: "120 kB",
    ...uncompressed(),
  },
  model("sentiment-en", "4 MB"),
  model("translation-en-de", "12 MB"),
];

export default limits;

/** A page must have it within seconds on a slow line. */
function model(name, limit) {
  const path = `models/${name}/{config.json,model.safetensors,tokenizer.json}`;
  return { name: `@unroll/model-${name}`, path, limit, ...uncompressed() };
}

function uncompressed() {
  return { disablePlugins: ["@size-limit/esbuild"], brotli: false, gzip: false };
}
