import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import * as u from "@unroll/core";
import { cpu } from "./index.ts";
import { readFileSync, readdirSync } from "node:fs";
beforeAll(async () => {
  await u.useBackend(cpu()); tf.zeros([1]).dispose(); tf.env().set("IS_TEST", false);
});
const dir="/work/shared/golden/pytorch/";
for (const f of readdirSync(dir).filter((f) => /^(lstm|gru|rnn)/.test(f) && !f.includes("projection"))) {
  for (const resetAfter of f.startsWith("gru") ? [true,false]:[true])
  test(f+resetAfter, () => {
    const g = JSON.parse(readFileSync(dir+f,"utf8"));
    const o = g.options;
    const opt = { inputSize:o.inputSize, hiddenSize:o.hiddenSize, numLayers:o.numLayers, bidirectional:o.bidirectional, bias:o.bias, rng:null as any, nonlinearity:o.nonlinearity ?? undefined, resetAfter };
    const make=(kernels:any): u.Sequence<any> => { const q={...opt,kernels}; return o.kind==="lstm"?u.lstm(q):o.kind==="gru"?u.gru(q):u.elman(q);};const s=make("required"),s2=make("off");
    const T=(t:any)=>tf.tensor(t.data.flat(Infinity),t.shape);
    for (const [k,v] of Object.entries(g.weights)) {s.parameters[k]!.assign(T(v));s2.parameters[k]!.assign(T(v));}
    const x = tf.variable(T(g.inputs.x));
    const h0 = g.inputs.h0 && tf.unstack(T(g.inputs.h0)), c0 = g.inputs.c0 && tf.unstack(T(g.inputs.c0));
    const loss=(s:any)=>()=>{
      const st = h0 && h0.map((h:any,i:number)=>c0?{h,c:c0[i]}:{h});
      const r = s.run(x as any,{lengths:o.lengths??undefined,state:st} as any);
      let l = tf.sum(tf.mul(r.y,T(g.lossWeights.y)));
      l = tf.add(l, tf.sum(tf.mul(tf.stack(r.state.map((q:any)=>q.h)),T(g.lossWeights.h_n))));
      if (g.lossWeights.c_n) l = tf.add(l, tf.sum(tf.mul(tf.stack(r.state.map((q:any)=>q.c)),T(g.lossWeights.c_n))));
      return l as tf.Scalar;
    };
    const {value,grads}=tf.variableGrads(loss(s),[x,...Object.values(s.parameters)] as any);
    const other=tf.variableGrads(loss(s2),[x,...Object.values(s2.parameters)] as any);
    if (resetAfter) expect(value.dataSync()[0]).toBeCloseTo(g.loss,4);
    expect(value.dataSync()[0]).toBeCloseTo(other.value.dataSync()[0]!,4);
    let worst=0;
    for (const [k,v] of Object.entries<any>(g.grads)) { if (k==="h0"||k==="c0") continue;
      const va:any = k==="x"?x:s.parameters[k]!; const a=grads[va.name]!.dataSync(); const e=resetAfter?v.data.flat(Infinity):other.grads[k==="x"?x.name:s2.parameters[k]!.name]!.dataSync();
      a.forEach((q:number,i:number)=>{worst=Math.max(worst,Math.abs(q-e[i])/(1+Math.abs(e[i])));}); }
    expect(worst).toBeLessThan(1e-5);
  });
}
