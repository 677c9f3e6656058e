import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { installScripts } from "../../src/layer/install-scripts";
import { collectEntries, type LayerEntry } from "../../src/layer/layer-entry";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "package-layers-scripts-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Installs files, given by their places in the environment, and gives what became of each. */
async function install(files: Record<string, string>, root = ""): Promise<Record<string, string | undefined>> {
  const places = Object.keys(files).map((place, index) => {
    writeFileSync(path.join(folder, `${index}`), files[place]!);
    return [`venv/${place}`, `${index}`] as const;
  });
  const entries = await collectEntries(
    { files: places, trees: [], links: [], symlinks: [], empty: [] },
    { disk: folder, image: root },
  );
  const installed = installScripts(entries, root === "" ? "venv" : `${root}/venv`);
  expect(installed.map((entry) => entry.path)).toEqual(installed.map((entry) => entry.path).sort());
  return Object.fromEntries(installed.map((entry) => [entry.path, madeText(entry)]));
}

function madeText(entry: LayerEntry): string | undefined {
  return entry.kind === "made" ? entry.content.toString("latin1") : undefined;
}

const ENTRY_POINTS = "lib/python3.11/site-packages/a-1.dist-info/entry_points.txt";

test("a package without scripts stays as it is", async () => {
  expect(await install({ "lib/python3.11/site-packages/a.py": "#!python\n" })).toEqual({
    "venv/lib/python3.11/site-packages/a.py": undefined,
  });
});

test("entry points become programs, also in the place of a file", async () => {
  const installed = await install({ [ENTRY_POINTS]: "[console_scripts]\nrun = a:main", "bin/run": "#!/dev/null\nold" });
  expect(installed["venv/bin/run"]).toContain("from a import main");
  expect(installed["venv/bin/run"]).not.toContain("old");
});

test("ignores entry points of another distribution", async () => {
  const vendored = "lib/python3.11/site-packages/a/_vendor/b-1.dist-info/entry_points.txt";
  expect(Object.keys(await install({ [vendored]: "[console_scripts]\nb = b:main" }))).toEqual([`venv/${vendored}`]);
});

test("a script gets the interpreter's path below the image's root, and all its other bytes stay", async () => {
  const installed = await install({ "bin/run": "#!python\n# \u00e9\u00ff\0" }, "srv/app");
  const bytes = Buffer.from("# \u00e9\u00ff\0").toString("latin1");
  expect(installed["srv/app/venv/bin/run"]).toBe(`#!/srv/app/venv/bin/python\n${bytes}`);
});

test("programs and scripts of other languages are not touched", async () => {
  expect(await install({ "bin/native": "\x7fELF#!python\n", "bin/shell": "#!/bin/sh\n" })).toEqual({
    "venv/bin/native": undefined,
    "venv/bin/shell": undefined,
  });
});

test.each(["..", ".", ".wh.python", ".wh..wh..opq", "n".repeat(256)])(
  "an entry point named %s is an error that names the file and the remedy",
  async (name) => {
    await expect(install({ [ENTRY_POINTS]: `[console_scripts]\n${name} = a:main\n` })).rejects.toMatchObject({
      message: expect.stringContaining("an entry point cannot be installed as"),
      details: { file: path.join(folder, "0"), remedy: expect.stringContaining("leave the package out") },
    });
  },
);

test("a list of entry points that no distribution has is an error, and is not read", async () => {
  const comment = `#${"x".repeat(1023)}`;
  await expect(install({ [ENTRY_POINTS]: `${`${comment}\n`.repeat(1024)}[console_scripts]\n` })).rejects.toMatchObject({
    message: "a list of entry points has 1049618 bytes, and at most 1048576 are read",
    details: { file: path.join(folder, "0") },
  });
});
