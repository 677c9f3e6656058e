// usage: fuzz [--cases=N] [--seed=N] [--target=NAME]
// Runs N cases (default 1,050,000) over all targets by their shares, or all on one; ends with 1 at the first failure.

import { fuzz } from "./fuzz-target";
import { targets } from "./targets";

async function main(args: readonly string[]): Promise<void> {
  const setting = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const cases = Number(setting("cases") ?? 1_050_000);
  const seed = Number(setting("seed") ?? Date.now() % 1_000_000);
  const chosen = targets.filter(({ name }) => name === (setting("target") ?? name));
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  console.log(`seed ${seed}`);
  let total = 0;
  for (const target of chosen) {
    const count = Math.ceil((cases * target.share) / shares);
    const begin = performance.now();
    for (let first = 0; first < count; first += 10_000) {
      await fuzz(target, seed, first, Math.min(10_000, count - first));
    }
    const seconds = (performance.now() - begin) / 1000;
    console.log(`${target.name}: ${count} cases in ${seconds.toFixed(1)} s, none fails`);
    total += count;
  }
  console.log(`${total} cases, none fails`);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
