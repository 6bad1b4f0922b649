import type { RecurrentWork, TranslationWork } from "../cases/work.ts";
import type { Contender } from "../contenders/contender.ts";
import type { LocalName } from "../contenders/local-contenders.ts";
import type { StepProfile } from "../profile/profile-step.ts";

/** Where Unroll and its local peers run: this process or a page. */
export interface Host {
  /** Such as "node 20.20.2" or "chromium 156". */
  readonly runtime: string;
  /** How long a sample lasts at least, for its clock. */
  readonly leastMs: number;
  /** Makes a backend the one in use. */
  start(backend: string): Promise<void>;
  contender(name: LocalName): Promise<Contender>;
  /** Where the time of a Trainer's step goes. */
  profileStep(work: RecurrentWork | TranslationWork): Promise<StepProfile>;
  close(): Promise<void>;
}
