// An image's own settings in both layouts, started as the image says.

import { cpSync } from "node:fs";
import * as path from "node:path";
import { debianBase } from "./base-image";
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
  });
});
