// What a layer costs, and what a bundle is expected to cost: from these two the plan knows when to stop cutting.

/**
 * What a layer costs at each pull of a new version, in uncompressed bytes of a layer that has to be pulled again.
 *
 * bench/LAYER_COST.md: pulling the same bytes in one layer more takes containerd as long as 0.5 MB more, podman 2 to 4 MB. A
 * node pulls an image whole once, and then the changed layers of new versions; ten of these are assumed.
 */
export const layerCostBytes = 200_000;

/** The chance that a package changes from one version of an image that is pulled to the next; the same for all packages. */
const changeChance = 0.2;

/** The chance that one of `count` packages changes, so that their layer is pulled again: 1 - (1 - p)^count. */
export function chanceOfAnyChange(count: number): number {
  // By multiplication, which gives the same bits on every machine, as powers do not.
  let unchanged = 1;
  for (let factor = 1 - changeChance, rest = count; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      unchanged *= factor;
    }
    factor *= factor;
  }
  return 1 - unchanged;
}
