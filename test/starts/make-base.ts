// Makes a base of Debian's packages: its files for a chroot, and the same as an OCI image layout.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import type { BaseRecipe } from "./corpus";
import { muslPython } from "./make-musl-python";
import { run } from "./run";

/** A base that is there. */
export interface Base {
  readonly recipe: BaseRecipe;
  /** Directory with its files. */
  readonly root: string;
  /** Its OCI image layout. */
  readonly layout: string;
}

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Makes a base, or takes the one of an earlier run.
 *
 * @param folder Where downloads and bases are kept.
 * @param emulator Path of qemu for the base's architecture, where it is another one.
 */
export function makeBase(recipe: BaseRecipe, folder: string, emulator: string | undefined): Base {
  const key = createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 12);
  const home = path.join(folder, "bases", `${recipe.name}-${key}`);
  const base = { recipe, root: path.join(home, "root"), layout: path.join(home, "layout") };
  if (existsSync(home)) {
    return base;
  }
  const made = `${home}.partial`;
  rmSync(made, { recursive: true, force: true });
  const root = path.join(made, "root");
  mkdirSync(root, { recursive: true });
  for (const archive of download(recipe, folder)) {
    run("dpkg-deb", ["--extract", archive, root]);
  }
  if (recipe.muslPython) {
    const python = muslPython(folder, (packages) => downloadSources("bookworm", packages, folder));
    run("cp", ["--archive", `${python}/.`, root]);
  }
  removeMatching(root, recipe.without);
  for (const [link, target] of Object.entries(recipe.links ?? {})) {
    mkdirSync(path.join(root, path.dirname(link)), { recursive: true });
    rmSync(path.join(root, link), { force: true });
    symlinkSync(target, path.join(root, link));
  }
  if (recipe.cache && emulator === undefined) {
    run("chroot", [root, "/sbin/ldconfig"]);
  }
  removeMatching(root, recipe.withoutLater);
  writeLayout(root, path.join(made, "layout"), recipe.architecture);
  renameSync(made, home);
  return base;
}

function removeMatching(root: string, patterns: readonly string[] = []): void {
  for (const name of patterns.flatMap((pattern) => matching(root, pattern))) {
    rmSync(path.join(root, name), { recursive: true, force: true });
  }
}

function matching(root: string, pattern: string): string[] {
  return execFileSync("sh", ["-c", `ls -d ${pattern} 2>/dev/null || true`], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
}

/** The archives of a base's packages, and of all that they depend on. */
function download({ suite, architecture, packages, alone }: BaseRecipe, folder: string): string[] {
  const apt = packagesOf(suite, architecture, folder);
  const listed = alone
    ? run("apt-get", ["download", "--print-uris", ...packages], { env: apt.env })
    : run("apt-get", ["install", "--print-uris", "-y", "-qq", "--no-install-recommends", ...packages], {
        env: apt.env,
      });
  return apt.fetch(listed.split("\n"));
}

/** The archives of upstream that Debian's source packages have. */
function downloadSources(suite: string, packages: readonly string[], folder: string): string[] {
  const apt = packagesOf(suite, "amd64", folder);
  const listed = run("apt-get", ["source", "--print-uris", "-qq", ...packages], { env: apt.env });
  return apt.fetch(listed.split("\n").filter((line) => /\.orig\.tar\.\w+ /.test(line)));
}

/** What apt-get takes packages of a suite by, and what fetches the archives that it names. */
function packagesOf(suite: string, architecture: string, folder: string) {
  const home = path.join(folder, "apt", `${suite}-${architecture}`);
  for (const name of ["state/lists/partial", "cache/archives/partial", "etc", "archives"]) {
    mkdirSync(path.join(home, name), { recursive: true });
  }
  writeFileSync(path.join(home, "status"), "");
  writeFileSync(
    path.join(home, "sources.list"),
    ["deb", "deb-src"]
      .map((kind) => `${kind} [signed-by=${KEYRING}] http://deb.debian.org/debian ${suite} main\n`)
      .join(""),
  );
  const config = path.join(home, "apt.conf");
  const settings: Readonly<Record<string, string>> = {
    "Dir::State": path.join(home, "state"),
    "Dir::State::status": path.join(home, "status"),
    "Dir::Cache": path.join(home, "cache"),
    "Dir::Etc::sourcelist": path.join(home, "sources.list"),
    "Dir::Etc::sourceparts": "-",
    "Dir::Etc::preferencesparts": path.join(home, "etc"),
    "APT::Architecture": architecture,
    "Acquire::Languages": "none",
  };
  writeFileSync(
    config,
    `${Object.entries(settings)
      .map(([name, value]) => `${name} "${value}";\n`)
      .join("")}APT::Architectures { "${architecture}"; };\n`,
  );
  const env = { ...process.env, APT_CONFIG: config };
  if (!existsSync(path.join(home, "updated-with-sources"))) {
    run("apt-get", ["update", "-qq"], { env });
    writeFileSync(path.join(home, "updated-with-sources"), "");
  }
  const fetch = (lines: readonly string[]) =>
    lines.filter(Boolean).map((line) => {
      const [, uri, name] = /^'([^']+)' (\S+) /.exec(line)!;
      const archive = path.join(home, "archives", name!);
      if (!existsSync(archive)) {
        run("curl", ["--silent", "--show-error", "--fail", "--retry", "3", "--output", `${archive}.partial`, uri!]);
        renameSync(`${archive}.partial`, archive);
      }
      return archive;
    });
  return { env, fetch };
}

function writeLayout(root: string, layout: string, architecture: string): void {
  const blobs = path.join(layout, "blobs", "sha256");
  mkdirSync(blobs, { recursive: true });
  const tar = execFileSync("tar", ["--create", "--numeric-owner", "--directory", root, ...readdirSync(root).sort()], {
    maxBuffer: 1 << 30,
  });
  const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  const put = (bytes: Buffer, mediaType: string) => {
    writeFileSync(path.join(blobs, digest(bytes)), bytes);
    return { mediaType, digest: `sha256:${digest(bytes)}`, size: bytes.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const layer = put(gzipSync(tar, { level: 1 }), "application/vnd.oci.image.layer.v1.tar+gzip");
  const config = put(
    json({
      architecture,
      os: "linux",
      config: {},
      rootfs: { type: "layers", diff_ids: [`sha256:${digest(tar)}`] },
    }),
    "application/vnd.oci.image.config.v1+json",
  );
  const manifest = put(
    json({ schemaVersion: 2, config, layers: [layer] }),
    "application/vnd.oci.image.manifest.v1+json",
  );
  writeFileSync(path.join(layout, "index.json"), json({ schemaVersion: 2, manifests: [manifest] }));
  writeFileSync(path.join(layout, "oci-layout"), json({ imageLayoutVersion: "1.0.0" }));
}
