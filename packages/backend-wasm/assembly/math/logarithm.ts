/** The host's Math.log. One call for a row of logits: a logarithm of our own would save nothing. */
// @ts-ignore: decorators
@external("math", "log")
export declare function log(x: f64): f64;
