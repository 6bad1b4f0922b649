/** How many targets count: those that are not negative. */
export function countTargets(targets: Int32Array): number {
  let count = 0;
  for (let n = 0; n < targets.length; n++) if (targets[n]! >= 0) count++;
  return count;
}
