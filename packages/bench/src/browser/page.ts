/** The page's side of a run in a browser: it works when Node asks. */
import { startBackend } from "../backends.ts";
import type { Session } from "../contenders/contender.ts";
import { localContenders } from "../contenders/local-contenders.ts";
import { profileStep } from "../profile/profile-step.ts";

const sessions: Session[] = [];
const session = (index: number) => sessions[index] as Session;

globalThis.unrollBench = {
  start: startBackend,
  load: async (name) => {
    if (name === "onnxruntime-web") {
      (await import("../contenders/onnxruntime-web.ts")).setOnnxWasmPaths("/onnxruntime/");
    }
    return (await localContenders[name]()).version;
  },
  open: async (name, work) => {
    const contender = await localContenders[name]();
    return sessions.push(await contender.open(work)) - 1;
  },
  results: async (index) => {
    const results = await session(index).results();
    return Object.fromEntries(
      Object.entries(results).map(([name, values]) => [name, Array.from(values)]),
    );
  },
  sample: (index, repetitions) => session(index).sample(repetitions),
  profileStep,
  dispose: async (index) => {
    await session(index).dispose();
    delete sessions[index];
  },
};
