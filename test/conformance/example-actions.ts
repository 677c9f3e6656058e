// Work that shows what a worker does: the counterpart of Bazel's ExampleWorker, the same for every worker compared.

import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, readdir, readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Action, ActionContext } from "../../src/action/action";
import { ActionError } from "../../src/action/action-error";
import { parseFlags } from "../../src/action/flags";
import { writeOutputs } from "../../src/action/output-transaction";

const processUuid = randomUUID();
let requestCount = 0;

async function writeText(flags: Record<string, string[]>, text: string, { root, signal }: ActionContext) {
  await writeOutputs({ signal }, async (outputs) => {
    await writeFile(outputs.file(resolve(root, flags.output![0]!)), text);
  });
}

/** Actions by name; each takes `--output=FILE` and, unless it says otherwise, writes one line there. */
export const exampleActions = new Map<string, Action>([
  [
    // The words given; --uppercase=1 makes them upper case.
    "write",
    async (args, context) => {
      const flags = parseFlags(args);
      const text = (flags.word ?? []).join(" ");
      await writeText(flags, flags.uppercase === undefined ? text : text.toUpperCase(), context);
    },
  ],
  ["arguments", async (args, context) => writeText(parseFlags(args), JSON.stringify(args), context)],
  [
    // Which process this is and how many requests of this kind it has had.
    "count",
    async (args, context) => {
      requestCount += 1;
      await writeText(parseFlags(args), `${processUuid} ${requestCount}`, context);
    },
  ],
  [
    "copy",
    async (args, context) => {
      const flags = parseFlags(args);
      await writeText(flags, await readFile(resolve(context.root, flags.input![0]!), "utf8"), context);
    },
  ],
  [
    "list",
    async (args, context) => {
      const flags = parseFlags(args);
      const names = await readdir(resolve(context.root, flags.directory![0]!));
      await writeText(flags, names.sort().join(" "), context);
    },
  ],
  ["environment", async (args, context) => writeText(parseFlags(args), JSON.stringify(process.env), context)],
  [
    // Writes a part, waits --milliseconds, writes the rest.
    "slow",
    async (args, { root, signal }) => {
      const flags = parseFlags(args);
      await writeOutputs({ signal }, async (outputs) => {
        const file = createWriteStream(outputs.file(resolve(root, flags.output![0]!)));
        try {
          file.write("begin ");
          await delay(Number(flags.milliseconds![0]), undefined, { signal });
        } finally {
          await new Promise<void>((done) => file.end("end", done));
        }
      });
    },
  ],
  [
    // Writes --bytes into the file and into files of --directory, in pieces of 64 KiB.
    "large",
    async (args, { root, signal }) => {
      const flags = parseFlags(args);
      await writeOutputs({ signal }, async (outputs) => {
        const directory = outputs.directory(resolve(root, flags.directory![0]!));
        const file = outputs.file(resolve(root, flags.output![0]!));
        const handle = await open(file, "wx");
        try {
          for (let rest = Number(flags.bytes![0]), part = 0; rest > 0; rest -= 65_536, part += 1) {
            signal.throwIfAborted();
            const bytes = Buffer.alloc(Math.min(rest, 65_536), part);
            await handle.write(bytes);
            await writeFile(resolve(directory, `part-${part}`), bytes);
          }
        } finally {
          await handle.close();
        }
      });
    },
  ],
  [
    // Prints where only responses belong, the ways that libraries print.
    "print",
    async (args, context) => {
      console.log("a library says hello");
      process.stdout.write("and again\n");
      await writeText(parseFlags(args), "printed", context);
    },
  ],
  [
    "say",
    async (args, context) => {
      const flags = parseFlags(args);
      for (const word of flags.word ?? []) {
        context.log(word);
      }
      await writeText(flags, "said", context);
    },
  ],
  [
    "fail",
    async () => {
      throw new ActionError("the example failed", { file: "example.txt", remedy: "do not ask it to" });
    },
  ],
  [
    "throw",
    async () => {
      throw new TypeError("exploded");
    },
  ],
  [
    "exit",
    async () => {
      process.stderr.write("pretending to do work, then exiting\n");
      process.exit(3);
    },
  ],
]);
