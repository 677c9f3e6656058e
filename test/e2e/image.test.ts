// An image's own settings in both layouts, started as the image says.

import { cpSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import type { PlanFile } from "../../src/plan/plan-file";
import { tarBytes } from "../base/tar-bytes";
import { addLayer, debianBase } from "./base-image";
import { inImage, startOf } from "./started-image";
import { Workspace } from "./workspace";

const LAYOUTS = ["runfiles", "venv"] as const;

const base = debianBase();
const onBase = base === undefined ? describe.skip : describe;

onBase("images on a base", () => {
  let workspace: Workspace;

  beforeAll(() => {
    workspace = Workspace.create("test/e2e/image", "image");
    cpSync(base!, path.join(workspace.folder, "base"), { recursive: true });
    mkdirSync(path.join(workspace.folder, "refused"));
  }, 600_000);

  afterAll(() => {
    workspace.bazel(["shutdown"]);
  });

  describe.each(LAYOUTS)("in the layout %s", (layout) => {
    test("start as `bazel run` starts the binary: arguments, environment and working directory", () => {
      const image = `plain_${layout}`;
      workspace.build([`//:${image}`, "--output_groups=+plan"]);
      const { Entrypoint, Cmd, ...rest } = startOf(workspace, image);
      expect(Cmd).toEqual(["--conf=./conf.txt", "--text", "two words", "$HOME"]);
      expect(rest).not.toHaveProperty("User");
      const said = JSON.parse(workspace.bazel(["run", "//:tell"]));
      inImage(workspace, image, (start) => {
        const { cwd_has, ids, env, ...told } = JSON.parse(start([...Entrypoint, ...Cmd!]));
        expect(told).toEqual({ ...said, cwd_has: undefined, ids: undefined, env: undefined });
        expect(cwd_has).toEqual(expect.arrayContaining(["conf.txt", "tell.py"]));
        expect(env).toMatchObject({ GREETING: "hello", CONF: "./conf.txt" });
      });
    }, 600_000);

    test("have the settings that the macro gives", () => {
      const image = `set_${layout}`;
      workspace.build([`//:${image}`, "--output_groups=+plan"]);
      const searchPath = layout === "venv" ? "/venv/bin:" : "";
      const { Env, ...settings } = startOf(workspace, image);
      expect(settings).toEqual({
        Cmd: ["one", "two words"],
        Entrypoint: ["/usr/bin/env", "EXTRA=1", "/usr/bin/printenv"],
        ExposedPorts: { "53/udp": {}, "8080/tcp": {} },
        Labels: { "org.opencontainers.image.title": "a = b" },
        User: "65532:65532",
        WorkingDir: "/srv",
      });
      expect(Env).toEqual(
        expect.arrayContaining([
          "CONF=./conf.txt",
          "BOTH=hello to ./conf.txt",
          "GREETING=good day",
          `PATH=${searchPath}/opt/bin:/usr/bin:/bin`,
        ]),
      );
    }, 300_000);

    test("hold several programs, the packages of all once, and each is found where it should be", () => {
      const image = `several_${layout}`;
      workspace.build([`//:${image}`, "--output_groups=+plan"]);
      const plan: PlanFile = JSON.parse(readFileSync(workspace.output(`${image}.plan.json`), "utf8"));
      expect(plan.packages.map(({ name }) => name)).toEqual(["jmespath", "tabulate"]);
      expect(plan.findings.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^env of .*\/\/:other is not in the image, which has that of its entry point$/),
      ]);
      const { Entrypoint, Cmd } = startOf(workspace, image);
      const tell = JSON.parse(workspace.bazel(["run", "//:tell"]));
      const other = workspace.bazel(["run", "//:other", "--", "-x"]);
      inImage(workspace, image, (start) => {
        for (const program of [Entrypoint, ["/srv/server/tell"]]) {
          const { args, conf } = JSON.parse(start([...program, ...Cmd!]));
          expect({ args, conf }).toEqual({ args: tell.args, conf: tell.conf });
        }
        expect(start(["/other", "-x"])).toBe(other);
        expect(start(["cat", "/srv/server/tell.runfiles/_main/conf.txt"])).toBe("the configuration\n");
      });
    }, 600_000);

    test("share their packages with images of one program, whatever paths they have", () => {
      const { executed } = workspace.build([`//:plain_${layout}`, `//:several_${layout}`]);
      expect(executed.PackageLayer).toBeUndefined();
    }, 300_000);

    test("copy a base that Bazel did not make once, and not when the program changes", () => {
      const image = `plain_${layout}`;
      workspace.build([`//:${image}`]);
      const tell = workspace.read("tell.py");
      workspace.write("tell.py", `${tell}\n# changed for ${layout}\n`);
      const { executed } = workspace.build([`//:${image}`]);
      workspace.write("tell.py", tell);
      expect(executed).toMatchObject({ ApplicationLayer: 1, ImageLayout: 1 });
      expect(executed.CopyBase).toBeUndefined();
      const [layer] = readdirSync(workspace.output(`${image}.base/blobs/sha256`));
      const inode = (directory: string) => statSync(workspace.output(`${directory}/blobs/sha256/${layer}`)).ino;
      expect(inode(image)).toBe(inode(`${image}.base`));
    }, 300_000);
  });

  test("find the packages of the base's Python by choice", () => {
    workspace.build(["//:plain_venv", "//:system_venv", "--output_groups=+plan"]);
    const paths = ["plain_venv", "system_venv"].map((image) => {
      let found = "";
      inImage(workspace, image, (start) => {
        found = start(["/venv/bin/python", "-c", "import sys; print(sys.path)"]);
      });
      return found;
    });
    expect(paths[0]).not.toContain("/dist-packages");
    expect(paths[1]).toContain("/dist-packages");
  }, 300_000);

  test.each([
    ["twice", "binaries names a program twice; remove one of the two"],
    ["none", "neither binary nor binaries is given; name a py_binary"],
    ["relative", 'path = "srv/app" is not an absolute path of plain names; write it as in "/srv/server/app"'],
    ["inside", 'path = "/venv/app" lies where the image has its own files; choose a path outside /app, /python'],
    ["unnamed", 'labels: "a=b" is not a name; write labels = {'],
  ])(
    "that cannot be are refused: %s",
    (name, message) => {
      workspace.write(
        "refused/BUILD.bazel",
        [
          'load("@package_layers//bazel:package_layers.bzl", "package_layers")',
          ...{
            twice: ['package_layers(name = "image", binaries = ["//:tell", "//:other", "//:tell"])'],
            none: ['package_layers(name = "image")'],
            relative: ['package_layers(name = "image", binary = "//:tell", path = "srv/app")'],
            inside: ['package_layers(name = "image", binary = "//:tell", path = "/venv/app")'],
            unnamed: ['package_layers(name = "image", binary = "//:tell", labels = {"a=b": "c"})'],
          }[name]!,
        ].join("\n"),
      );
      expect(workspace.bazelFailure(["build", "//refused:image"])).toContain(message);
    },
    120_000,
  );

  test("on a base with files where ours go are refused, and the place that the error names helps", () => {
    // An image for a layout that is a directory of the workspace, with one layer more than the base.
    const layer = tarBytes([
      { path: "app", directory: true },
      { path: "app/config.txt", content: "theirs" },
    ]);
    cpSync(base!, path.join(workspace.folder, "refused", "base"), { recursive: true });
    addLayer(path.join(workspace.folder, "refused", "base"), layer);
    workspace.write(
      "refused/BUILD.bazel",
      [
        'load("@package_layers//bazel:package_layers.bzl", "package_layers")',
        'package_layers(name = "image", base = "base", binary = "//:other")',
      ].join("\n"),
    );
    const said = workspace.bazelFailure(["build", "//refused:image"]);
    expect(said).toContain(
      "package_layers: the base has files where the image puts its own\n  file: /app/config.txt\n",
    );
    workspace.build(["//refused:image", "--@package_layers//bazel/settings:root=/opt/image"]);
  }, 300_000);

  test("on an image of ours are refused, which says what to do", () => {
    workspace.write(
      "refused/BUILD.bazel",
      [
        'load("@package_layers//bazel:package_layers.bzl", "package_layers")',
        'package_layers(name = "image", base = "//:plain_runfiles", binary = "//:other")',
      ].join("\n"),
    );
    const said = workspace.bazelFailure(["build", "//refused:image"]);
    expect(said).toContain("the base is an image that package_layers made, whose program this image would replace");
    expect(said).toContain("put both programs into one image with `binaries`");
  }, 120_000);
});
