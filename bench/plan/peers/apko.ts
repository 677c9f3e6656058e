// apko's layering strategy "origin": packages of one source package together, the largest groups a layer each, the others in
// the last layer.
//
// From chainguard-dev/apko, pkg/build/layers.go (`groupByOriginAndSize`, at d1b5d5ec). Wheels have no origin; the part of the
// name before its first `-` stands for it (google-cloud-storage and google-auth are "google"). No wheel replaces another.

import type { HistoryPackage } from "../histories";
import { layerBytes, stateless } from "../replay";

export const apko = stateless("apko", "apko (families as origins)", (packages, layers) => {
  const byOrigin = new Map<string, HistoryPackage[]>();
  for (const one of packages) {
    const origin = one.name.split("-", 1)[0]!;
    byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), one]);
  }
  const groups = [...byOrigin.values()].map((group) => ({
    group,
    size: layerBytes(group),
    tieBreaker: group
      .map(({ name }) => name)
      .sort()
      .at(-1)!,
  }));
  groups.sort((a, b) => b.size - a.size || (a.tieBreaker < b.tieBreaker ? -1 : 1));
  const divided = groups.map(({ group }) => group);
  return divided.length <= layers ? divided : [...divided.slice(0, layers - 1), divided.slice(layers - 1).flat()];
});
