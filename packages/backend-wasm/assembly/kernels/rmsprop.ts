import { loadFloat } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

/**
 * One update of RMSprop (Tieleman & Hinton 2012), as torch.optim.RMSprop.
 * param, grad, square, velocity [count], scale [] -> paramNext, squareNext, velocityNext.
 * g = scale*grad + weightDecay*param;  square' = alpha*square + (1-alpha)*g^2;
 * velocity' = momentum*velocity + g/(sqrt(square') + eps);  param' = param - lr*velocity'.
 */
export function rmsprop(
  param: usize,
  grad: usize,
  square: usize,
  velocity: usize,
  scale: usize,
  count: i32,
  learningRate: f32,
  alpha: f64,
  epsilon: f32,
  momentum: f32,
  weightDecay: f32,
  paramNext: usize,
  squareNext: usize,
  velocityNext: usize,
): void {
  const s = f32x4.splat(loadFloat(scale));
  const rate = f32x4.splat(learningRate);
  const keep = f32x4.splat(<f32>alpha);
  const take = f32x4.splat(<f32>(1 - alpha));
  const eps = f32x4.splat(epsilon);
  const mu = f32x4.splat(momentum);
  const decay = f32x4.splat(weightDecay);
  for (let n = 0; n < count; n += 4) {
    const lanes = count - n;
    const at = floats(n);
    const p = loadLanes(param + at, lanes);
    const g = f32x4.add(f32x4.mul(s, loadLanes(grad + at, lanes)), f32x4.mul(decay, p));
    const q = f32x4.add(
      f32x4.mul(keep, loadLanes(square + at, lanes)),
      f32x4.mul(f32x4.mul(take, g), g),
    );
    const v = f32x4.add(
      f32x4.mul(mu, loadLanes(velocity + at, lanes)),
      f32x4.div(g, f32x4.add(f32x4.sqrt(q), eps)),
    );
    storeLanes(squareNext + at, q, lanes);
    storeLanes(velocityNext + at, v, lanes);
    storeLanes(paramNext + at, f32x4.sub(p, f32x4.mul(rate, v)), lanes);
  }
}
