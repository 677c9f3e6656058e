import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { readLockHistory } from "../../src/plan/lock-history";

let folder: string;
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.invalid", ...args], { cwd: folder });
const commit = (text: string, date: string) => {
  writeFileSync(path.join(folder, "requirements.txt"), text);
  git("add", "requirements.txt");
  git("commit", "-qm", text, `--date=${date}T12:00:00Z`);
};

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lock-history-"));
  git("init", "-q");
  commit("a==1\n", "2024-01-01");
  commit("a==2\nb==1\n", "2024-02-01");
  git("commit", "-qm", "another file", "--allow-empty");
  commit("b==2\n", "2024-03-01");
});

afterAll(() => rmSync(folder, { recursive: true }));

test("revisions of the file, oldest first", async () => {
  const revisions = await readLockHistory(path.join(folder, "requirements.txt"));
  expect(revisions.map(({ date, versions }) => [date, [...versions]])).toEqual([
    ["2024-01-01", [["a", "1"]]],
    [
      "2024-02-01",
      [
        ["a", "2"],
        ["b", "1"],
      ],
    ],
    ["2024-03-01", [["b", "2"]]],
  ]);
  expect(revisions[0]!.commit).toMatch(/^[0-9a-f]{40}$/);
});

test("only the newest revisions, up to the limit", async () => {
  const revisions = await readLockHistory(path.join(folder, "requirements.txt"), 2);
  expect(revisions.map(({ date }) => date)).toEqual(["2024-02-01", "2024-03-01"]);
});

test("a file that git does not know, and a folder that is not a repository", async () => {
  await expect(readLockHistory(path.join(folder, "absent.txt"))).rejects.toThrow(
    "git knows no revision of the lock file",
  );
  await expect(readLockHistory(path.join(folder, "absent", "x.txt"))).rejects.toThrow("git cannot read the history");
});
