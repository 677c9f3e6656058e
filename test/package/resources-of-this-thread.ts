// What layers are written with in tests: everything in the thread that asks for it.

import { PiecePool } from "../../src/package/piece-pool";
import { proveWith } from "../../src/package/proof";
import type { LayerResources } from "../../src/package/write-layer";

export function resourcesOfThisThread(): LayerResources {
  const pieces = new PiecePool();
  return { pieces, prove: proveWith(pieces) };
}
