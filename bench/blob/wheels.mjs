// Brings the pinned wheels and unpacks them.
import { existsSync, mkdirSync, readdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { log, must } from "./tools.mjs";

const PINS = path.join(path.dirname(fileURLToPath(import.meta.url)), "wheels.txt");
const PLATFORMS = ["manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_24_x86_64", "manylinux2014_x86_64"];

/** Its layers take minutes each with most contenders: one round, and not the slowest. */
const LARGE = "torch";
/** What the large wheel, its files and two layers take. */
const ROOM_FOR_LARGE = 5e9;

/** A wheel of the machine's own, unpacked into a folder of its own name. */
export function ownWheel(cache, wheel) {
  if (!existsSync(wheel)) {
    throw new Error(`--wheel ${wheel}: there is no such file`);
  }
  const name = path.basename(wheel).split("-")[0].toLowerCase();
  const folder = path.join(cache, "own", path.basename(wheel, ".whl"));
  if (!existsSync(folder)) {
    mkdirSync(path.dirname(folder), { recursive: true });
    must("python3", ["-m", "zipfile", "-e", wheel, folder]);
  }
  return { name, wheel: path.resolve(wheel), folder, isLarge: false };
}

/**
 * @param {string} cache Folder that keeps them.
 * @param {string | undefined} only Name of the one that is wanted; all without it, the large one where the disk has room.
 * @returns {{name: string, wheel: string, folder: string, isLarge: boolean}[]}
 */
export function bringWheels(cache, only) {
  const pins = new Map(
    readFileSync(PINS, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [line.split("==")[0], line]),
  );
  const chosen = [...pins.keys()].filter((name) => only === undefined || name === only);
  if (chosen.length === 0) {
    throw new Error(`--only ${only}: the wheels are ${[...pins.keys()].join(", ")}`);
  }
  mkdirSync(cache, { recursive: true });
  const { bavail, bsize } = statfsSync(cache);
  if (only === undefined && bavail * bsize < ROOM_FOR_LARGE) {
    log(`skipped: ${LARGE}, which does not fit on the disk`);
    chosen.splice(chosen.indexOf(LARGE), 1);
  }
  const fileOf = (name) =>
    readdirSync(cache).find((file) => file.endsWith(".whl") && file.startsWith(`${name.replaceAll("-", "_")}-`));
  const missing = chosen.filter((name) => fileOf(name) === undefined);
  if (missing.length > 0) {
    log(`fetching ${missing.join(", ")}`);
    const wanted = path.join(cache, "wanted.txt");
    writeFileSync(wanted, missing.map((name) => pins.get(name)).join("\n"));
    must("python3", [
      ...["-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"],
      ...["--python-version=3.11", ...PLATFORMS.map((platform) => `--platform=${platform}`)],
      ...[`--dest=${cache}`, `--requirement=${wanted}`],
    ]);
  }
  return chosen.map((name) => {
    const wheel = path.join(cache, fileOf(name));
    const folder = path.join(cache, name);
    if (!existsSync(folder)) {
      must("python3", ["-m", "zipfile", "-e", wheel, folder]);
    }
    return { name, wheel, folder, isLarge: name === LARGE };
  });
}
