// What the help says of each action; the actions' own schemas decide what is accepted.

import { planCommand } from "../plan/plan-command";
import type { Command } from "./command-line";

/** Every command that people may use, with its flags. */
export const commands: readonly Command[] = [
  {
    name: "layer",
    summary: "make one layer: its blob and its descriptor",
    flags: [
      ["--kind=KIND", "package, interpreter, external or application"],
      ["--name=NAME", "name of the distribution, or of what the layer holds"],
      ["--version=VERSION", "version of the distribution (optional)"],
      ["--file=IMAGE_PATH<TAB>FILE", "a file (repeated)"],
      ["--tree=IMAGE_PATH<TAB>DIRECTORY", "a directory with all that is in it (repeated)"],
      ["--link=IMAGE_PATH<TAB>SYMLINK", "a symlink on disk whose target is stored (repeated)"],
      ["--symlink=IMAGE_PATH<TAB>TARGET", "a symlink to be made (repeated)"],
      ["--empty=IMAGE_PATH", "an empty file (repeated)"],
      ["--exclude=PATTERN", "what to leave out of site-packages, as in .gitignore (repeated)"],
      ["--wheel=FILE", "the wheel that the files come from; its compressed bytes are used again (optional)"],
      ["--root=PREFIX", "what to put before every path in the image"],
      ["--compression=KIND", "gzip, zstd or none"],
      ["--level=N", "level of the compression"],
      ["--mtime=SECONDS", "time of every entry, in seconds since 1970"],
      ["--owner=UID:GID", "owner of every entry"],
      ["--merge-limit=BYTES", "from this size on a package is always a layer of its own"],
      ["--blob=FILE", "output: the compressed tar"],
      ["--descriptor=FILE", "output: the JSON that describes it"],
      ["--mergeable=FILE", "output: the blob again if it is below the merge limit, else empty"],
    ],
  },
  {
    name: "merge-layers",
    summary: "plan an image and make the bundles of its small packages",
    flags: [
      ["--descriptor=FILE", "descriptor of a package (repeated)"],
      ["--mergeable=FILE", "mergeable of the package at the same place (repeated)"],
      ["--interpreter=FILE", "descriptor of an interpreter layer (repeated)"],
      ["--external=FILE", "descriptor of a layer of another external repository (repeated)"],
      ["--application=FILE", "descriptor of an application layer (repeated)"],
      ["--base=DIRECTORY", "OCI layout of the base image (optional)"],
      ["--max-layers=N", "most layers of the image, those of the base counted"],
      ["--architecture=ARCH", "architecture in the words of OCI, such as amd64"],
      ["--os=OS", "operating system in the words of OCI, such as linux"],
      ["--variant=VARIANT", "variant of the architecture (optional)"],
      ["--entrypoint=ARG", "entry point of the image (repeated; /app if not given)"],
      ["--heavy=REGEX", "packages that are always a layer of their own (repeated, optional)"],
      ["--together=A,B,C", "packages that stay in one layer (repeated, optional)"],
      ["--group=PATTERN<TAB>GROUP", "packages that form a layer (repeated, optional)"],
      ["--min-layer-bytes=N", "no smaller layers where it can be helped (optional)"],
      ["--lock=FILE", "the layer lock to keep to (optional)"],
      ["--recipe=NAME", "three, heavy or groups: layers by this alone; each --mergeable is the whole blob (optional)"],
      ["--plan=FILE", "output: the plan, JSON"],
      ["--bundles=DIRECTORY", "output: bundles, manifest and config"],
      ["--report=FILE", "output: the plan as a page, HTML"],
    ],
  },
  {
    name: "image-layout",
    summary: "put an OCI image layout together from a plan, its bundles and the blobs",
    flags: [
      ["--plan=FILE", "the plan that merge-layers made"],
      ["--bundles=DIRECTORY", "the bundles that merge-layers made"],
      ["--base=DIRECTORY", "OCI layout of the base image (optional)"],
      ["--descriptor=FILE", "descriptor of a layer (repeated)"],
      ["--blob=FILE", "blob of the layer at the same place (repeated)"],
      ["--layout=DIRECTORY", "output: the OCI image layout"],
    ],
  },
  planCommand,
];
