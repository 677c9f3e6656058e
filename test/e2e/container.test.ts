// The layouts in the hands of other tools: read, pushed, unpacked, and their Python started.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { PlanFile } from "../../src/plan/plan-file";
import { saySkipped } from "../say-skipped";
import { debianBase, run } from "./base-image";
import { type ContainerRuntime, pushLayout, startContainerRuntimes } from "./container-runtimes";
import { type LoopbackRegistry, startLoopbackRegistry } from "./loopback-registry";
import { ociTool as tool } from "./oci-tools";
import { SCRATCH, Workspace } from "./workspace";

const IMAGES = ["forecast", "report"] as const;

/** What the applications print when every package works. */
const PRINTS = {
  forecast: /^forecast ok slope=2\.497 total=8515\.6$/m,
  report: /^report ok total=27\.50 html=\d+$/m,
};

/** Runs a test, or says aloud why it is skipped. */
function testWith(needs: boolean, reason: string): jest.It {
  if (!needs) {
    saySkipped(`${reason}`);
  }
  return needs ? test : test.skip;
}

const base = debianBase();
const onBase = testWith(base !== undefined, "no base image from Debian packages, see above");
let workspace: Workspace;

beforeAll(() => {
  workspace = Workspace.create("examples", "examples");
  let targets = IMAGES.map((image) => `//:${image}_layers`);
  if (base !== undefined) {
    cpSync(base, path.join(workspace.folder, "base"), { recursive: true });
    const more = IMAGES.map(
      (image) => `package_layers(name = "${image}_on_base", base = "base", binary = ":${image}", max_layers = 24)`,
    );
    workspace.write("BUILD.bazel", `${workspace.read("BUILD.bazel")}\n${more.join("\n")}\n`);
    targets = [...targets, ...IMAGES.map((image) => `//:${image}_on_base`)];
  }
  workspace.build(targets);
});

function manifestDigest(layout: string): string {
  return JSON.parse(readFileSync(path.join(layout, "index.json"), "utf8")).manifests[0].digest;
}

test.each(IMAGES)("skopeo reads the layout of %s", (image) => {
  const inspected = JSON.parse(run(tool("skopeo"), ["inspect", `oci:${workspace.output(`${image}_layers`)}`]));
  expect(inspected.Digest).toBe(manifestDigest(workspace.output(`${image}_layers`)));
  const plan: PlanFile = JSON.parse(readFileSync(workspace.output(`${image}_layers.plan.json`), "utf8"));
  expect(inspected.Layers).toEqual(plan.layers.map(({ digest }) => digest));
  expect(inspected.Os).toBe("linux");
});

describe("a registry on loopback", () => {
  let registry: LoopbackRegistry;
  let address: string;

  beforeAll(async () => {
    registry = await startLoopbackRegistry();
    address = registry.address;
  });

  afterAll(() => {
    registry.stop();
  });

  test.each(IMAGES)("takes %s and gives the same digests back, and crane finds every layer sound", (image) => {
    const layout = workspace.output(`${image}_layers`);
    const name = `${address}/${image}:latest`;
    // Where a machine has no policy.json skopeo refuses to copy at all; what is copied here was made here.
    run(tool("skopeo"), [
      "--insecure-policy",
      "copy",
      "--dest-tls-verify=false",
      "--preserve-digests",
      `oci:${layout}`,
      `docker://${name}`,
    ]);
    expect(run(tool("crane"), ["digest", "--insecure", name]).trim()).toBe(manifestDigest(layout));
    const manifest = JSON.parse(run(tool("crane"), ["manifest", "--insecure", name]));
    expect(manifest).toEqual(
      JSON.parse(readFileSync(path.join(layout, "blobs", ...manifestDigest(layout).split(":")), "utf8")),
    );
    expect(run(tool("crane"), ["validate", "--insecure", `--remote=${name}`])).toContain("PASS");
  });

  test.each(IMAGES)("gets %s by `bazel run` of .push, whole, and a second time nothing", (image) => {
    const name = `${address}/pushed/${image}:1`;
    const push = workspace.script([`//:${image}_layers.push`]);
    const env = { XDG_CACHE_HOME: path.join(workspace.folder, ".testbed") };
    expect(run(push, [name], { env })).toContain("uploaded");
    expect(run(tool("crane"), ["digest", "--insecure", name]).trim()).toBe(
      manifestDigest(workspace.output(`${image}_layers`)),
    );
    expect(run(tool("crane"), ["validate", "--insecure", `--remote=${name}`])).toContain("PASS");
    expect(run(push, [name], { env })).not.toContain("uploaded");
  });
});

const runtimes = base === undefined ? [] : startContainerRuntimes();

(runtimes.length > 0 ? describe : describe.skip)("container runtimes", () => {
  let registry: LoopbackRegistry;

  beforeAll(async () => {
    registry = await startLoopbackRegistry();
    for (const image of IMAGES) {
      pushLayout(workspace.output(`${image}_on_base`), `${registry.address}/${image}:latest`);
    }
  });

  afterAll(() => {
    for (const runtime of runtimes) {
      runtime.stop();
    }
    registry.stop();
  });

  test.each(runtimes.flatMap((runtime) => IMAGES.map((image) => [runtime.name, image, runtime] as const)))(
    "%s pulls and runs %s",
    (_, image, { runPulled }) => {
      expect(runPulled(`${registry.address}/${image}:latest`)).toMatch(PRINTS[image]);
    },
  );

  describe("`bazel run` of .load puts an image into a daemon", () => {
    let load: string;
    let source: string;

    beforeAll(() => {
      source = workspace.read("report.py");
      load = workspace.script(["//:report_on_base.load"]);
    });

    afterAll(() => {
      workspace.write("report.py", source);
      workspace.build(["//:report_layers", "//:report_on_base"]);
    });

    /** Loads, and gives the bytes and layers that moved. */
    function loadInto({ name, environment }: ContainerRuntime): {
      readonly kilobytes: number;
      readonly layers: number;
    } {
      const said = run(load, [`--into=${name}`, "--name=report:dev"], { env: environment });
      const [, amount, unit, layers] = /: ([\d.]+) ([kM]?B) of .* moved, (\d+) of 24 layers/.exec(said)!;
      return { kilobytes: Number(amount) * { B: 0.001, kB: 1, MB: 1000 }[unit as string]!, layers: Number(layers) };
    }

    test.each(runtimes.map((runtime) => [runtime.name, runtime] as const))(
      "%s: nothing that it has already, and of a changed line the application's layer",
      (name, runtime) => {
        const image = {
          containerd: "docker.io/library/report:dev",
          docker: "report:dev",
          podman: "localhost/report:dev",
        }[name]!;
        workspace.write("report.py", source);
        workspace.build(["//:report_on_base"]);
        loadInto(runtime);
        expect(loadInto(runtime)).toEqual({ kilobytes: expect.any(Number), layers: 0 });
        expect(runtime.run(image)).toMatch(PRINTS.report);

        workspace.write("report.py", source.replace("report ok total", "report ok once more, total"));
        workspace.build(["//:report_on_base"]);
        const { layers, kilobytes } = loadInto(runtime);
        const plan = JSON.parse(readFileSync(workspace.output("report_on_base.plan.json"), "utf8"));
        expect(layers).toBe(1);
        expect(kilobytes).toBeLessThan(plan.layers.at(-1).size / 1000 + 20);
        expect(runtime.run(image)).toContain("report ok once more, total");
      },
    );
  });
});

describe("a root file system from base and layers", () => {
  test.each(IMAGES)("umoci unpacks the layout of %s", (image) => {
    const bundle = mkdtempSync(path.join(SCRATCH, `unpacked-${image}-`));
    try {
      run(tool("umoci"), [
        "unpack",
        "--rootless",
        "--image",
        `${workspace.output(`${image}_layers`)}:latest`,
        path.join(bundle, "b"),
      ]);
      expect(existsSync(path.join(bundle, "b", "rootfs", "app"))).toBe(true);
    } finally {
      run("rm", ["-rf", bundle]);
    }
  });

  onBase.each(IMAGES)("the unpacked %s starts, imports every package and prints what it computed", (image) => {
    const layout = workspace.output(`${image}_on_base`);
    const bundle = mkdtempSync(path.join(SCRATCH, `unpacked-${image}-`));
    try {
      run(tool("umoci"), ["unpack", "--image", `${layout}:latest`, path.join(bundle, "b")]);
      const root = path.join(bundle, "b", "rootfs");
      mkdirSync(path.join(root, "proc"), { recursive: true });
      const inImage = 'mount -t proc proc "$0/proc" && exec chroot "$0" /app';
      const output = run("unshare", ["--mount", "--pid", "--fork", "sh", "-c", inImage, root]);
      expect(output).toMatch(PRINTS[image]);
    } finally {
      run("rm", ["-rf", bundle]);
    }
  });

  onBase("the base's layers come first and count toward the cap", () => {
    const inspected = JSON.parse(run(tool("skopeo"), ["inspect", `oci:${workspace.output("report_on_base")}`]));
    const [first] = JSON.parse(run(tool("skopeo"), ["inspect", `oci:${base}`])).Layers;
    expect(inspected.Layers[0]).toBe(first);
    expect(inspected.Layers.length).toBeLessThanOrEqual(24);
  });
});
