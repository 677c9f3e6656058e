import { deltas, formatLines, lockedSizes } from "../../../bench/plan/lock-lines";

test("revisions become what they set and delete", () => {
  const revision = (date: string, versions: Record<string, string>) => ({
    date,
    commit: `commit of ${date}`,
    versions: new Map(Object.entries(versions)),
  });
  expect(
    deltas([
      revision("2026-01-01", { b: "1", a: "1" }),
      revision("2026-01-02", { a: "1", b: "1" }),
      revision("2026-01-03", { a: "2", c: "1" }),
    ]),
  ).toEqual([
    { date: "2026-01-01", commit: "commit of 2026-01-01", set: { a: "1", b: "1" }, del: [] },
    { date: "2026-01-03", commit: "commit of 2026-01-03", set: { a: "2", c: "1" }, del: ["b"] },
  ]);
});

test("a uv.lock's sizes: a wheel that Linux takes goes before others, those before the source", () => {
  const file = (name: string, size: number) =>
    `{ url = "https://files.example/${name}", hash = "sha256:0", size = ${size} },`;
  const lock = `
[[package]]
name = "Native.Thing"
version = "1.0"
sdist = ${file("native_thing-1.0.tar.gz", 5)}
wheels = [
    ${file("native_thing-1.0-cp312-cp312-macosx_11_0_arm64.whl", 10)}
    ${file("native_thing-1.0-cp312-cp312-manylinux_2_17_x86_64.whl", 20)}
    ${file("native_thing-1.0-cp312-cp312-win_amd64.whl", 30)}
]

[[package]]
name = "source"
version = "2"
sdist = ${file("source-2.tar.gz", 7)}

[[package]]
name = "local"
version = "3"
source = { editable = "." }
`;
  expect(lockedSizes(lock)).toEqual([
    ["native-thing", "1.0", 20, "w"],
    ["source", "2", 7, "s"],
  ]);
});

test("one value a line", () => {
  expect(formatLines([{ a: 1 }, [2]])).toBe('{"a":1}\n[2]\n');
});
