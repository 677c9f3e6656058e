// The `soci-ztoc` action: a gzip blob in, its zTOC out.

import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { type ActionHelp, flag, outputFile, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { NoInput, type OpenInput, withInputFile } from "../action/input-file";
import { writeOutputs } from "../action/output-transaction";
import { EndOfFile, type ReadInto, readerOf } from "./buffer-pool";
import { cannotRead } from "./cannot-read";
import { finishDigest } from "./digest";
import { type GzipMember, readGzipMembers } from "./gzip-members";
import { formatZtoc, spansOf } from "./soci-ztoc";
import { TarEntries } from "./tar-entries";

const argumentsSchema = z.strictObject({
  blob: flag("FILE", "a layer of gzip that package_layers made", pathFlag),
  ztoc: flag("FILE", "output: the zTOC", outputFile),
});

/** What the help shows of the action. */
export const sociZtocCommand: ActionHelp = {
  name: "soci-ztoc",
  summary: "make the zTOC of a layer, from which SOCI reads single files",
  flags: argumentsSchema.shape,
};

/** Makes the zTOC of one layer. */
export const sociZtocAction: Action = async (args, context) => {
  const flags = parseArguments("soci-ztoc", argumentsSchema, args);
  const file = path.resolve(context.root, flags.blob);
  const ztoc = await withInputFile(file, async (input) => {
    const made = await makeZtoc(file, input, context.signal);
    await input.requireUnchanged();
    return made;
  }).catch((cause: unknown) => {
    throw isOfReading(cause) ? cannotRead(file, cause) : cause;
  });
  await writeOutputs({ files: [file], signal: context.signal }, async (outputs) => {
    writeFileSync(outputs.file(path.resolve(context.root, flags.ztoc)), ztoc);
  });
};

async function makeZtoc(file: string, { handle, size }: OpenInput, signal: AbortSignal): Promise<Uint8Array> {
  const read = readerOf(handle.fd);
  const members: GzipMember[] = [];
  const tar = new TarEntries();
  await readGzipMembers(
    file,
    size,
    read,
    signal,
    (member) => members.push(member),
    (content) => tar.take(content),
  );
  tar.end();
  const spans = spansOf(members);
  const spanDigests = spans.map(({ stream }, index) => digestBetween(read, stream, spans[index + 1]?.stream ?? size));
  return formatZtoc({ size, tarSize: tar.size, entries: tar.entries, spans, spanDigests });
}

function isOfReading(error: unknown): boolean {
  return error instanceof NoInput || error instanceof EndOfFile || "syscall" in (error as NodeJS.ErrnoException);
}

/** Digest of the bytes from `start` to `end`. */
function digestBetween(read: ReadInto, start: number, end: number): string {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (let at = start; at < end; ) {
    const piece = buffer.subarray(0, end - at);
    read(piece, at);
    hash.update(piece);
    at += piece.length;
  }
  return finishDigest(hash);
}
