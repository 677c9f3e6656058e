import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { formatRecord, namesInRecord } from "../../src/layer/record";
import { makeLayer } from "./make-layer";
import { findProgram, run, testWith } from "./tar-programs";

const SITE = "srv/venv/lib/python3.11/site-packages";
const PLACE = { path: `${SITE}/a-1.dist-info/RECORD`, sitePackages: SITE, below: "srv/venv" };

test("lines are in the order of their paths' bytes, and start from site-packages", () => {
  const sha256 = createHash("sha256").update("").digest();
  const hash = "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
  const files = ["a/ñ.py", "a/b,c.py", 'a/"q".py', "B.py"].map((name) => ({
    path: `${SITE}/${name}`,
    size: 0,
    sha256,
  }));
  const others = [
    { path: "srv/venv/bin/tool", size: 0, sha256 },
    { path: "srv/app/outside.py", size: 0, sha256 },
    { path: `${SITE}/a/link` },
  ];
  expect(formatRecord(PLACE, [...files, ...others]).split("\n")).toEqual([
    `../../../bin/tool,${hash},0`,
    `B.py,${hash},0`,
    "a-1.dist-info/RECORD,,",
    `"a/""q"".py",${hash},0`,
    `"a/b,c.py",${hash},0`,
    "a/link,,",
    `a/ñ.py,${hash},0`,
    "",
  ]);
});

test("the names in a list are those of the files that it was made from", () => {
  const names = ["B.py", "a-1.dist-info/RECORD", 'a/"q".py', "a/b,c.py", "a/ñ.py"];
  const files = names.map((name) => ({ path: `${SITE}/${name}`, size: 0 })).filter(({ path: at }) => at !== PLACE.path);
  expect(namesInRecord(formatRecord(PLACE, files))).toEqual(names);
  expect(namesInRecord("a.py,,\r\nb.py,sha256=x,1\r\n")).toEqual(["a.py", "b.py"]);
});

/** Holds what Python says of an unpacked distribution's files against the files. */
const VERIFY = `
import base64, hashlib, importlib.metadata, sys, tarfile
with tarfile.open(sys.argv[1]) as layer:
    layer.extractall(sys.argv[2])
sys.path[:0] = [sys.argv[2] + "/venv/lib/python3.11/site-packages"]
names = []
for file in importlib.metadata.distribution("a").files:
    content = file.read_binary()
    if file.hash is not None:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        assert (file.hash.mode, file.hash.value, file.size) == ("sha256", digest, len(content)), file
    names.append(str(file))
print("\\n".join(sorted(names)))
assert importlib.metadata.packages_distributions()["a"] == ["a"]
`;

const python = findProgram("python3");

testWith(python)("Python finds every file of the layer by it, and each is what it says", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "record-"));
  try {
    const site = "venv/lib/python3.11/site-packages";
    const files = {
      [`${site}/a/__init__.py`]: "a = 1\n",
      [`${site}/a/one, "two".txt`]: "odd\n",
      [`${site}/a/large.txt`]: "large\n".repeat(300_000),
      [`${site}/a-1.dist-info/METADATA`]: "Metadata-Version: 2.1\nName: a\nVersion: 1\n",
      [`${site}/a-1.dist-info/RECORD`]: "a/__init__.py,sha256=wrong,1\nnot/there.py,,\n",
      [`${site}/a-1.dist-info/entry_points.txt`]: "[console_scripts]\ntool = a:main\n",
    };
    const { blob } = await makeLayer(folder, "a", files, { venv: "venv" });
    writeFileSync(path.join(folder, "verify.py"), VERIFY);
    const listed = run(python!, [path.join(folder, "verify.py"), blob, path.join(folder, "root")]).toString();
    expect(listed.trim().split("\n")).toEqual(
      ["../../../bin/tool", ...Object.keys(files).map((file) => path.posix.relative(site, file))].sort(),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
