import type { RecurrentWork, TranslationWork, Work } from "../cases/work.ts";
import type { LocalName } from "../contenders/local-contenders.ts";
import type { StepProfile } from "../profile/profile-step.ts";

/** What the page does when Node asks: all that goes over is plain data. */
export interface PageApi {
  start(backend: string): Promise<void>;
  /** @returns its version */
  load(name: LocalName): Promise<string>;
  /** @returns the number of the session */
  open(name: LocalName, work: Work): Promise<number>;
  results(session: number): Promise<Record<string, number[]>>;
  /** @returns milliseconds by the page's clock */
  sample(session: number, repetitions: number): Promise<number>;
  profileStep(work: RecurrentWork | TranslationWork): Promise<StepProfile>;
  dispose(session: number): Promise<void>;
}

declare global {
  // Set by the page once it is ready.
  var unrollBench: PageApi;
}
