// What layers are written with in tests: everything in the thread that asks for it.

import { RoomAhead } from "../../src/layer/blob-writer";
import { BufferPool } from "../../src/layer/buffer-pool";
import { checkStreamWith } from "../../src/layer/stream-check";
import type { LayerResources } from "../../src/layer/write-layer";

export function resourcesOfThisThread(): LayerResources {
  const pieces = new BufferPool();
  return { pieces, checkStream: checkStreamWith(pieces), room: new RoomAhead(2) };
}
