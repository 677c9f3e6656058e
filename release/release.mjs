// Makes everything that a release publishes, from the files that git tracks: the same bytes every time.
// usage: node release/release.mjs [--dry-run] [--out=FOLDER] [--repository=OWNER/NAME]
//   --dry-run      also from a work tree that is not tagged, and without what only the project's owners can fill in
//   --out          where the files go; default: dist
//   --repository   the repository on GitHub that the release is published in; default: $GITHUB_REPOSITORY, or the one of
//                  .bcr/metadata.template.json
// Writes FOLDER/package_layers-VERSION.tar.gz, its integrity (SRI), FOLDER/package_layers-VERSION.docs.tar.gz (for the
// registry's pages; Bazel reads the docstrings), FOLDER/registry/ (the entry as a Bazel registry has it) and FOLDER/notes.md.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { publicModules } from "../docs/write/public-modules.mjs";
import { prepareBazel } from "../testbed/bazel.mjs";
import { docsArchive, sourceArchive } from "./archive.mjs";
import { notesOf } from "./changelog.mjs";
import { missingForRegistry, registryEntry } from "./registry-entry.mjs";

const REPOSITORY = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const read = (file) => readFileSync(path.join(REPOSITORY, file), "utf8");

function git(...args) {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: REPOSITORY, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`git ${args.join(" ")} failed: ${stderr.trim()}`);
  }
  return stdout;
}

/** The version, which package.json and MODULE.bazel have to agree on. */
function releaseVersion() {
  const { version } = JSON.parse(read("package.json"));
  const inModule = /^module\([^)]*\bversion = "([^"]+)"/m.exec(read("MODULE.bazel"))?.[1];
  if (version !== inModule) {
    throw new Error(`package.json says version ${version}, and MODULE.bazel says ${inModule}; make them the same`);
  }
  return version;
}

function requireTagged(version) {
  const tags = git("tag", "--points-at", "HEAD").split("\n");
  if (!tags.includes(`v${version}`)) {
    throw new Error(`HEAD is not tagged v${version}; tag it, or use --dry-run`);
  }
  if (git("status", "--porcelain") !== "") {
    throw new Error("the work tree has changes; commit them, or use --dry-run");
  }
}

/** The owners' part of .bcr/, which publish-to-bcr reads from the tag. */
function requireFilledIn(metadata, repository) {
  const missing = missingForRegistry(metadata, repository);
  if (missing.length > 0) {
    console.error(
      [
        "release: .bcr/metadata.template.json cannot be published yet; fill it in before the tag, or use --dry-run",
        ...missing,
      ].join("\n  "),
    );
    process.exit(1);
  }
}

const { values } = parseArgs({
  options: {
    "dry-run": { type: "boolean", default: false },
    out: { type: "string", default: path.join(REPOSITORY, "dist") },
    repository: { type: "string" },
  },
});
const version = releaseVersion();
const metadata = JSON.parse(read(".bcr/metadata.template.json"));
const repository = values.repository ?? process.env.GITHUB_REPOSITORY;
if (!values["dry-run"]) {
  requireTagged(version);
  requireFilledIn(metadata, repository);
}
const out = path.resolve(values.out);
const name = `package_layers-${version}`;
const blob = await sourceArchive(REPOSITORY, git("ls-files", "-z").split("\0").filter(Boolean), name);
const bazel = await prepareBazel(REPOSITORY, (line) => console.error(`release: ${line}`));
const docs = await docsArchive(publicModules(REPOSITORY, bazel));
const entry = registryEntry({
  version,
  archive: blob,
  prefix: name,
  metadata,
  source: JSON.parse(read(".bcr/source.template.json")),
  presubmit: read(".bcr/presubmit.yml"),
  module: read("MODULE.bazel"),
  repository,
});
rmSync(path.join(out, "registry"), { recursive: true, force: true });
for (const [file, content] of Object.entries({
  [`${name}.tar.gz`]: blob,
  [`${name}.tar.gz.integrity`]: `${entry.integrity}\n`,
  [`${name}.docs.tar.gz`]: docs,
  "notes.md": notesOf(read("CHANGELOG.md"), version),
  ...entry.files,
})) {
  mkdirSync(path.dirname(path.join(out, file)), { recursive: true });
  writeFileSync(path.join(out, file), content);
}
console.log(`${name}.tar.gz: ${blob.length} bytes, ${entry.integrity}`);
console.log(`${name}.docs.tar.gz: ${docs.length} bytes`);
