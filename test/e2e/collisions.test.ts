// Real packages that have files at the same paths: what pip makes of them works, and what may not work is an error.

import { cpSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Finding } from "../../src/plan/finding";
import { debianBase } from "./base-image";
import { inImage, startOf } from "./started-image";
import { Workspace } from "./workspace";

const base = debianBase();
const onBase = base === undefined ? describe.skip : describe;

onBase("packages that share paths", () => {
  let workspace: Workspace;

  beforeAll(() => {
    workspace = Workspace.create("test/e2e/collisions", "collisions");
    cpSync(base!, path.join(workspace.folder, "base"), { recursive: true });
  }, 600_000);

  afterAll(() => {
    workspace.bazel(["shutdown"]);
  });

  const build = (image: string) => workspace.build([`//:${image}`, "--output_groups=+plan"]);

  /** What the plan says of collisions. */
  function findings(image: string): Finding[] {
    const { findings: all } = JSON.parse(readFileSync(workspace.output(`${image}.plan.json`), "utf8"));
    return (all as Finding[]).filter(({ id }) => id.endsWith("-collision"));
  }

  function expectStarts(image: string, program: string): void {
    inImage(workspace, image, (start) => {
      const { Entrypoint, Cmd = [] } = startOf(workspace, image);
      expect(start([...Entrypoint, ...Cmd])).toBe(workspace.bazel(["run", `//:${program}`]));
    });
  }

  describe.each(["runfiles", "venv"])("in the layout %s", (layout) => {
    test.each(["scripts", "namespaces", "clouds"])(
      "%s: the image starts as `bazel run` does",
      (program) => {
        build(`${program}_${layout}`);
        expectStarts(`${program}_${layout}`, program);
      },
      900_000,
    );
  });

  test("of two console scripts the last package's is there, and plan and output say so", () => {
    expect(findings("scripts_venv")).toEqual([
      {
        id: "script-collision",
        severity: "warning",
        message:
          "fastapi 0.115.6 and fastapi-cli 0.0.7 have different files at venv/bin/fastapi; the image has that of fastapi-cli 0.0.7",
        remedy: "leave one of the packages out if you need the script of the other",
      },
    ]);
    expect(findings("scripts_runfiles")).toEqual([]);
    inImage(workspace, "scripts_venv", (start) => {
      expect(start(["cat", "/venv/bin/fastapi"])).toContain("from fastapi_cli.cli import main");
      expect(start(["/venv/bin/fastapi", "--help"])).toContain("Usage: fastapi");
    });
    const said = workspace.bazelFailure(["build", "//:strict_scripts_venv"]);
    expect(said).toContain("have different files at venv/bin/fastapi");
  }, 300_000);

  test("namespaces do not collide, however they are declared", () => {
    const site = "venv/lib/python3.11/site-packages";
    expect(findings("clouds_venv").filter(({ id }) => id !== "document-collision")).toEqual([]);
    expect(findings("namespaces_venv")).toEqual([]);
    inImage(workspace, "namespaces_venv", (start) => {
      expect(start(["cat", `/${site}/backports/__init__.py`])).toContain("extend_path(__path__, __name__)");
    });
  }, 300_000);

  test("tests of two packages at one path are an error, whose remedies work", () => {
    build("tests_runfiles");
    expectStarts("tests_runfiles", "tests");
    const said = workspace.bazelFailure(["build", "//:tests_venv"]);
    expect(said).toContain(
      [
        "package_layers: two layers have different files at one path",
        "  package: mcap 1.1.0 and mcap-protobuf-support 0.3.0",
        "  file: venv/lib/python3.11/site-packages/tests/test_writer.py",
        "  remedy: leave them out of all packages with --@package_layers//bazel/settings:exclude=tests/, " +
          'or let mcap-protobuf-support 0.3.0 win with collisions = "warn"',
      ].join("\n"),
    );
    build("warned_tests_venv");
    expect(findings("warned_tests_venv")).toEqual([
      {
        id: "file-collision",
        severity: "warning",
        message:
          "mcap 1.1.0 and mcap-protobuf-support 0.3.0 have different files at " +
          "venv/lib/python3.11/site-packages/tests/test_writer.py; the image has that of mcap-protobuf-support 0.3.0",
        remedy: "leave them out of all packages with --@package_layers//bazel/settings:exclude=tests/",
      },
    ]);
    expectStarts("warned_tests_venv", "tests");
    inImage(workspace, "warned_tests_venv", (start) => {
      expect(start(["cat", "/venv/lib/python3.11/site-packages/tests/test_writer.py"])).toContain("mcap_protobuf");
    });
    workspace.build(["//:tests_venv", "--@package_layers//bazel/settings:exclude=tests/"]);
  }, 600_000);
});
