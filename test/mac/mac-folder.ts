// A folder whose names are those of a Mac's file system: of APFS on a Mac itself, and elsewhere mounted for a test.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { installDebianPackages } from "../debian-program";

/** How the file system spells names: as they were given, or in NFD. */
export type Spelling = "apfs" | "hfs";

const FUSEPY = "/usr/lib/python3/dist-packages/fusepy.py";

/** Why this machine has no such folder; undefined when it has. */
export function cannotMount(spelling: Spelling): string | undefined {
  if (process.platform === "darwin") {
    return spelling === "apfs" ? undefined : "the volumes of this Mac are of APFS";
  }
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return "it needs Linux and root";
  }
  if (!existsSync("/dev/fuse")) {
    return "it needs a kernel with FUSE (/dev/fuse)";
  }
  if (spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "none", "/mnt"]).status !== 0) {
    return "this root may not mount";
  }
  if (existsSync(FUSEPY) || (existsSync("/usr/bin/apt-get") && installDebianPackages(["python3-fusepy"]))) {
    return undefined;
  }
  return "it needs Debian's python3-fusepy, or apt-get to install it";
}

/** Such a folder, which is there until it is closed. */
export class MacFolder {
  readonly path: string;
  readonly #parent: string;
  readonly #program: ChildProcess | undefined;

  private constructor(parent: string, program?: ChildProcess) {
    this.path = path.join(parent, "mounted");
    this.#parent = parent;
    this.#program = program;
  }

  static async mount(spelling: Spelling): Promise<MacFolder> {
    const parent = mkdtempSync(path.join(tmpdir(), "mac-folder-"));
    const [backing, mounted] = ["backing", "mounted"].map((name) => path.join(parent, name)) as [string, string];
    mkdirSync(backing);
    mkdirSync(mounted);
    if (process.platform === "darwin") {
      return new MacFolder(parent);
    }
    const program = spawn("/usr/bin/python3", [path.join(__dirname, "mac_folder.py"), backing, mounted, spelling], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    // Its first words, or its end without any.
    await once(program.stdout, "readable");
    if (program.stdout.read() === null) {
      throw new Error("the folder was not mounted; see the lines above");
    }
    program.stdout.resume();
    return new MacFolder(parent, program);
  }

  /** Unmounts it and removes what was in it. */
  async close(): Promise<void> {
    if (this.#program !== undefined) {
      const ended = once(this.#program, "exit");
      const { status, stderr } = spawnSync("umount", [this.path], { encoding: "utf8" });
      if (status !== 0) {
        throw new Error(`${this.path} is still mounted: ${stderr}`);
      }
      await ended;
    }
    rmSync(this.#parent, { recursive: true });
  }
}
