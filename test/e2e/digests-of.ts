// What lies in a folder, so that two builds can be compared.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";

/** Every file of a folder, at any depth, with the SHA-256 of its content; links are followed. */
export function digestsOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((file) => statSync(path.join(folder, file)).isFile())
      .sort()
      .map((file) => [
        file,
        createHash("sha256")
          .update(readFileSync(path.join(folder, file)))
          .digest("hex"),
      ]),
  );
}
