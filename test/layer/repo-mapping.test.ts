import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { createLayerAction } from "../../src/layer/layer-action";
import { expandRepoMapping } from "../../src/layer/repo-mapping";
import { layerArguments } from "./make-layer";
import { readTar } from "./read-tar";
import { resourcesOfThisThread } from "./resources-of-this-thread";

/** What Bazel 9 writes for an application of two wheels, and what Bazel 8 does. */
const COMPACT = `\
,rules_python,rules_python+
,_main,_main
+pip+*,pypi,+pip+pypi
+pip+*,pypi_jinja2,+pip+pypi_jinja2
rules_python+,pypi_jinja2,+pip+pypi_jinja2
`;
const EXPANDED = `\
,_main,_main
,rules_python,rules_python+
+pip+pypi_jinja2,pypi,+pip+pypi
+pip+pypi_jinja2,pypi_jinja2,+pip+pypi_jinja2
+pip+pypi_six,pypi,+pip+pypi
+pip+pypi_six,pypi_jinja2,+pip+pypi_jinja2
rules_python+,pypi_jinja2,+pip+pypi_jinja2
`;
const REPOSITORIES = ["rules_python+", "+pip+pypi_six", "+pip+pypi_jinja2", "+pip+pypi_six"];

test("a row for several repositories becomes one row for each that the image has", () => {
  expect(expandRepoMapping(COMPACT, REPOSITORIES)).toBe(EXPANDED);
});

test("a mapping without such rows stays as it is", () => {
  expect(expandRepoMapping(EXPANDED, REPOSITORIES)).toBeUndefined();
});

test("a row of the repository itself goes first, and then an earlier row before a later one", () => {
  const rows = "+e+*,dep,first\n+e+a,dep,own\n+e+a*,dep,second\n+e+a*,more,third\n";
  expect(expandRepoMapping(rows, ["+e+a", "+e+ab", "+other"])).toBe(
    "+e+a,dep,own\n+e+a,more,third\n+e+ab,dep,first\n+e+ab,more,third\n",
  );
});

test("a mapping that would be too long stays as Bazel wrote it", () => {
  expect(expandRepoMapping(COMPACT, REPOSITORIES, EXPANDED.length)).toBe(EXPANDED);
  expect(expandRepoMapping(COMPACT, REPOSITORIES, EXPANDED.length - 1)).toBeUndefined();
});

test("a row of another form is refused", () => {
  expect(() => expandRepoMapping("a,b\n", [])).toThrow("has a row that is not SOURCE,APPARENT,TARGET: a,b");
});

describe("in a layer", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "repo-mapping-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function mappingInLayer(mapping: string): Promise<string> {
    writeFileSync(path.join(folder, "app.repo_mapping"), mapping);
    const layer = createLayerAction(resourcesOfThisThread());
    await layer(
      layerArguments("app", { kind: "application" }, [
        "--repo-mapping=app.runfiles/_repo_mapping\tapp.repo_mapping",
        ...REPOSITORIES.map((name) => `--repository=${name}`),
      ]),
      { root: folder, signal: new AbortController().signal, log: () => {} },
    );
    const entries = await readTar(gunzipSync(readFileSync(path.join(folder, "app.blob"))));
    const found = entries.find(({ path: file }) => file === "app.runfiles/_repo_mapping")!;
    return found.content.toString();
  }

  test.each([COMPACT, EXPANDED])("the mapping is the same, whichever form Bazel writes", async (mapping) => {
    expect(await mappingInLayer(mapping)).toBe(EXPANDED);
  });

  test("a file that is not a mapping is refused, with its name", async () => {
    await expect(mappingInLayer("what is this\n")).rejects.toMatchObject({
      message: "Bazel's repository mapping has a row that is not SOURCE,APPARENT,TARGET: what is this",
      details: { file: "app.repo_mapping" },
    });
  });
});
