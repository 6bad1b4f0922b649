import { loadFloat } from "../memory/access";
import { loadLanes, storeLanes } from "../memory/lanes";
import { floats } from "../memory/sizes";

/**
 * One update of Adam (Kingma & Ba 2015) or, decoupled, AdamW (Loshchilov & Hutter 2019).
 * param, grad, m, v [count], scale [] -> paramNext, mNext, vNext.
 * g = scale*grad + coupledDecay*param;  m' = b1*m + (1-b1)*g;  v' = b2*v + (1-b2)*g^2;
 * param' = keep*param - stepSize * m' / (sqrt(v' * correction2) + eps).
 */
export function adam(
  param: usize,
  grad: usize,
  m: usize,
  v: usize,
  scale: usize,
  count: i32,
  beta1: f64,
  beta2: f64,
  epsilon: f32,
  coupledDecay: f32,
  keep: f32,
  stepSize: f32,
  correction2: f32,
  paramNext: usize,
  mNext: usize,
  vNext: usize,
): void {
  const s = f32x4.splat(loadFloat(scale));
  const b1 = f32x4.splat(<f32>beta1);
  const c1 = f32x4.splat(<f32>(1 - beta1));
  const b2 = f32x4.splat(<f32>beta2);
  const c2 = f32x4.splat(<f32>(1 - beta2));
  const decay = f32x4.splat(coupledDecay);
  const kept = f32x4.splat(keep);
  const size = f32x4.splat(stepSize);
  const correction = f32x4.splat(correction2);
  const eps = f32x4.splat(epsilon);
  for (let n = 0; n < count; n += 4) {
    const lanes = count - n;
    const at = floats(n);
    const p = loadLanes(param + at, lanes);
    const g = f32x4.add(f32x4.mul(s, loadLanes(grad + at, lanes)), f32x4.mul(decay, p));
    const m1 = f32x4.add(f32x4.mul(b1, loadLanes(m + at, lanes)), f32x4.mul(c1, g));
    const v1 = f32x4.add(f32x4.mul(b2, loadLanes(v + at, lanes)), f32x4.mul(f32x4.mul(c2, g), g));
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(v1, correction)), eps);
    storeLanes(mNext + at, m1, lanes);
    storeLanes(vNext + at, v1, lanes);
    storeLanes(
      paramNext + at,
      f32x4.sub(f32x4.mul(kept, p), f32x4.div(f32x4.mul(size, m1), root)),
      lanes,
    );
  }
}
