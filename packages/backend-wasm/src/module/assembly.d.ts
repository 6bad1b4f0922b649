// What assembly-script.mjs of @unroll/build makes of an import of AssemblyScript sources or of a binary.
declare module "*?wasm=binary" {
  /** The binary, packed with gzip, in base64. */
  const binary: string;
  export default binary;
}
declare module "*?wasm=simd" {
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
