// Every fuzz target of the project; a part adds its own list here.

import { documentTargets } from "./document-targets";
import { factsTargets } from "./facts-targets";
import type { FuzzTarget } from "./fuzz-target";
import { imageTargets } from "./image-targets";
import { packageTargets } from "./layer-targets";
import { textTargets } from "./text-targets";
import { workerTargets } from "./worker-targets";

export const targets: readonly FuzzTarget[] = [
  ...workerTargets,
  ...packageTargets,
  ...imageTargets,
  ...factsTargets,
  ...textTargets,
  ...documentTargets,
];
