// The `push` command: puts an image into a registry and says which package each blob is that moved.

import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import { type ActionHelp, flag, integer, many, one, parseArguments, path as pathFlag } from "../action/flag-schemas";
import { spokenFlags } from "../action/spoken-flags";
import { contentOf } from "../compare/format-comparison";
import { contentsOfImage } from "../compare/image-contents";
import { readLayoutImage } from "../image/layout-image";
import { formatBytes } from "../plan/format-bytes";
import { findCredentials } from "./credentials";
import { parseImageName } from "./image-name";
import { type PushedBlob, pushImage } from "./push-image";
import { pushedRepositoriesFile, readPushedRepositories, rememberPush } from "./pushed-repositories";
import { RegistryClient } from "./registry-client";

const argumentsSchema = z.strictObject({
  layout: flag("DIRECTORY", "OCI image layout of the image", pathFlag),
  to: flag("NAME", "where to push it: REGISTRY/REPOSITORY:TAG", pathFlag),
  "mount-from": flag("REPOSITORY", "repository of the same registry that may have layers", many),
  jobs: flag(
    "N",
    "blobs to upload at a time; 8 if not given",
    integer.refine((jobs) => jobs >= 1 && jobs <= 64, "is not between 1 and 64").optional(),
  ),
  "plain-http": flag(
    "true",
    "speak HTTP to a registry that is not on this machine; --plain-http alone works too",
    one.pipe(z.literal("true")).optional(),
  ),
});

/** What the help shows of the command. */
export const pushCommand: ActionHelp = {
  name: "push",
  summary: "push an image to a registry: what it lacks, mounted from a sibling where that is possible",
  usage: "package-layers push --layout=DIRECTORY REGISTRY/REPOSITORY:TAG [--FLAG=VALUE...]",
  flags: argumentsSchema.shape,
};

/** Pushes, and says what moved. */
export const pushAction: Action = async (args, { root, signal, log }) => {
  const flags = parseArguments(
    "push",
    argumentsSchema,
    spokenFlags(args, { bare: ["plain-http"], positional: ["to"] }),
  );
  const name = parseImageName(flags.to);
  if (name.reference.includes(":")) {
    throw new ActionError("an image is pushed to a tag and not to a digest", {
      remedy: "write REGISTRY/REPOSITORY:TAG; the digest is printed once the image is there",
    });
  }
  const layout = path.resolve(root, flags.layout);
  const image = await readLayoutImage(layout);
  const memory = pushedRepositoriesFile(process.env);
  const remembered = (await readPushedRepositories(memory)).filter(({ registry }) => registry === name.registry);
  const words = contentsByDigest(image);
  const client = new RegistryClient({
    registry: name.registry,
    credentials: await findCredentials(name.registry, process.env),
    plainHttp: flags["plain-http"] === "true",
    signal,
    warn: (line) => log(`  ${line}`),
  });
  const start = performance.now();
  let pushed: readonly PushedBlob[];
  try {
    pushed = await pushImage(client, {
      layout,
      image,
      name,
      siblings: (digest) => [
        ...new Set([
          ...flags["mount-from"],
          ...remembered.filter(({ blobs }) => blobs.includes(digest)).map(({ repository }) => repository),
        ]),
      ],
      jobs: flags.jobs ?? 8,
      done: ({ digest, size, how, from }) => {
        if (how !== "there") {
          const source = from === undefined ? "" : ` from ${from}`;
          log(`  ${how}${source}: ${words.get(digest) ?? "config of the image"}, ${formatBytes(size)}`);
        }
      },
    });
  } finally {
    client.close();
  }
  await rememberPush(memory, {
    registry: name.registry,
    repository: name.repository,
    blobs: image.manifest.layers.map(({ digest }) => digest),
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  log(`${flags.to}@${image.descriptor.digest}: ${summaryOf(pushed, image.manifest.layers.length)}, ${seconds} s`);
};

function contentsByDigest({ manifest, config }: Awaited<ReturnType<typeof readLayoutImage>>): Map<string, string> {
  return new Map(contentsOfImage(manifest, config).layers.map((layer) => [layer.digest, contentOf(layer)]));
}

function summaryOf(pushed: readonly PushedBlob[], layers: number): string {
  if (pushed.length === 0) {
    return "is there already";
  }
  const of = (how: PushedBlob["how"]) => pushed.filter((blob) => blob.how === how);
  const bytes = (list: readonly PushedBlob[]) => formatBytes(list.reduce((sum, { size }) => sum + size, 0));
  return [
    `${bytes(of("uploaded"))} uploaded`,
    ...(of("mounted").length === 0 ? [] : [`${bytes(of("mounted"))} mounted`]),
    `${of("there").length} of ${layers + 1} blobs were there`,
  ].join(", ");
}
