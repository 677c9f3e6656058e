import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ActionError } from "../../src/action/action-error";
import { runCommandLine } from "../../src/action/command-line";
import { commands } from "../../src/commands";

async function run(...args: string[]) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const runs: (readonly string[])[] = [];
  const exitCode = await runCommandLine(args, {
    actions: new Map([
      [
        "layer",
        async (given: readonly string[], { log }: { log: (line: string) => void }) => {
          runs.push(given);
          log("one file is empty");
        },
      ],
      [
        "merge-layers",
        async () => {
          throw new ActionError("the cap is too low", { remedy: "raise --max-layers" });
        },
      ],
    ]),
    commands: async () => commands,
    version: "1.2.3",
    root: tmpdir(),
    signal: new AbortController().signal,
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
  });
  return { exitCode, printed: printed.join("\n"), complaints: complaints.join("\n"), runs };
}

test.each(["--help", "-h", "help"])("%s shows every command, its summary and how to go on", async (arg) => {
  const { exitCode, printed, complaints } = await run(arg);
  expect(exitCode).toBe(0);
  expect(printed).toContain("usage: package-layers COMMAND");
  expect(printed).toMatch(/^ {2}layer +make one layer/m);
  expect(printed).toMatch(/^ {2}merge-layers +plan an image/m);
  expect(printed).not.toContain("image-layout");
  expect(complaints).toBe("");
});

test.each([
  ["layer", "--help"],
  ["help", "layer"],
])("%s %s shows the command's flags and runs nothing", async (...args) => {
  const { exitCode, printed, runs } = await run(...args);
  expect(exitCode).toBe(0);
  expect(printed).toContain("usage: package-layers layer");
  expect(printed).toMatch(/^ {2}--blob=FILE +output/m);
  expect(runs).toEqual([]);
});

test("--version", async () => {
  expect(await run("--version")).toMatchObject({ exitCode: 0, printed: "package-layers 1.2.3" });
});

test("no arguments are an error that shows the usage", async () => {
  const { exitCode, complaints, printed } = await run();
  expect(exitCode).toBe(2);
  expect(complaints).toContain("usage:");
  expect(printed).toBe("");
});

test("an unknown command is an error with a remedy, and with a guess where there is one", async () => {
  expect(await run("frobnicate")).toMatchObject({
    exitCode: 2,
    complaints: expect.stringContaining("use one of: layer, merge-layers"),
  });
  expect(await run("lyer")).toMatchObject({ exitCode: 2, complaints: expect.stringContaining("did you mean layer?") });
  expect(await run("help", "merge-layer")).toMatchObject({
    exitCode: 2,
    complaints: expect.stringContaining("did you mean merge-layers?"),
  });
});

test("a command gets its arguments, and what it logs is printed", async () => {
  const { exitCode, runs, printed, complaints } = await run("layer", "--a=1");
  expect(exitCode).toBe(0);
  expect(runs).toEqual([["--a=1"]]);
  expect(printed).toBe("one file is empty");
  expect(complaints).toBe("");
});

test("a flag file may hold the command too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "command-line-"));
  try {
    writeFileSync(join(folder, "flags"), "layer\n--a=1 2\n");
    expect((await run(`@${join(folder, "flags")}`, "--b=3")).runs).toEqual([["--a=1 2", "--b=3"]]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a command that fails gives 1 and the error for people", async () => {
  const { exitCode, complaints } = await run("merge-layers");
  expect(exitCode).toBe(1);
  expect(complaints).toBe("package_layers: the cap is too low\n  remedy: raise --max-layers");
});

test("a flag file that is missing gives 1 and names it", async () => {
  const { exitCode, complaints } = await run("@missing-flags");
  expect(exitCode).toBe(1);
  expect(complaints).toContain("file: missing-flags");
});
