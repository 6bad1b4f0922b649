import { loadFloat } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

/**
 * One update of SGD with momentum, as torch.optim.SGD without dampening (Sutskever 2013).
 * param, grad, velocity [count], scale [] -> paramNext, velocityNext.
 * g = scale*grad + weightDecay*param;  velocity' = momentum*velocity + g;
 * param' = param - lr*(nesterov ? g + momentum*velocity' : velocity').
 */
export function sgd(
  param: usize,
  grad: usize,
  velocity: usize,
  scale: usize,
  count: i32,
  learningRate: f32,
  momentum: f32,
  nesterov: bool,
  weightDecay: f32,
  paramNext: usize,
  velocityNext: usize,
): void {
  const s = f32x4.splat(loadFloat(scale));
  const rate = f32x4.splat(learningRate);
  const mu = f32x4.splat(momentum);
  const decay = f32x4.splat(weightDecay);
  for (let n = 0; n < count; n += 4) {
    const lanes = count - n;
    const at = floats(n);
    const p = loadLanes(param + at, lanes);
    const g = f32x4.add(f32x4.mul(s, loadLanes(grad + at, lanes)), f32x4.mul(decay, p));
    const v = f32x4.add(f32x4.mul(mu, loadLanes(velocity + at, lanes)), g);
    const move = nesterov ? f32x4.add(g, f32x4.mul(mu, v)) : v;
    storeLanes(velocityNext + at, v, lanes);
    storeLanes(paramNext + at, f32x4.sub(p, f32x4.mul(rate, move)), lanes);
  }
}
