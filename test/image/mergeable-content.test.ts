import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { contentReader } from "../../src/image/mergeable-content";
import { layerDescriptorSchema } from "../../src/layer/layer-descriptor";
import { makeLayer } from "../layer/make-layer";

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "mergeable-content-"));
  await makeLayer(folder, "six", { "x/a.py": "content", "x/b.py": "other", "x/__init__.py": "# nothing\n" });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const at = (name: string) => path.join(folder, name);
const descriptor = () => layerDescriptorSchema.parse(JSON.parse(readFileSync(at("six.json"), "utf8")));
const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");

test("files that are asked for are read out of the blob", async () => {
  const read = contentReader(() => at("six.mergeable"));
  expect(Object.fromEntries(await read(descriptor(), ["x/a.py", "x/__init__.py", "x/absent.py"]))).toEqual({
    "x/a.py": { sha256: sha256("content"), namespace: false },
    "x/__init__.py": { sha256: sha256("# nothing\n"), namespace: true },
  });
});

test.each<[string, () => string | undefined]>([
  ["a layer without a mergeable", () => undefined],
  [
    "a package above the merge limit, whose mergeable is empty",
    () => {
      writeFileSync(at("six.mergeable"), "");
      return at("six.mergeable");
    },
  ],
  [
    "a mergeable that is another's",
    () => {
      writeFileSync(at("six.mergeable"), "another");
      return at("six.mergeable");
    },
  ],
])("of %s nothing is known", async (_name, file) => {
  const mergeable = file();
  expect((await contentReader(() => mergeable)(descriptor(), ["x/a.py"])).size).toBe(0);
});
