declare module "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js" {
  /** What tfjs' threads run. */
  export const wasmWorkerContents: string;
}
declare module "*?raw" {
  /** The text of a file. */
  const text: string;
  export default text;
}
