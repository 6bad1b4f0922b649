import { attention } from "./attention.ts";
import { badIndex } from "./bad-index.ts";
import type { Group } from "./case.ts";
import { empty } from "./empty.ts";
import { equality } from "./equality.ts";
import { finiteDifferences } from "./finite-differences.ts";
import { keras } from "./keras.ts";
import { notANumber } from "./not-a-number.ts";
import { ops } from "./ops.ts";
import { purity } from "./purity.ts";
import { pytorch } from "./pytorch.ts";
import { saturation } from "./saturation.ts";
import { sequenceNaN } from "./sequence-nan.ts";
import { sequences } from "./sequences.ts";
import { streaming } from "./streaming.ts";

/** Everything that needs no file system. */
export const portableGroups: readonly Group[] = [
  equality,
  empty,
  badIndex,
  saturation,
  notANumber,
  purity,
  finiteDifferences,
  sequences,
  streaming,
  sequenceNaN,
  ops,
  attention,
  pytorch,
  keras,
];
