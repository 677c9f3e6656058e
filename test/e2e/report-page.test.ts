// The page of an image in a browser: what it says, how it is worked with, and that everybody can read it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type CheckFile, formatCheckFile } from "../../src/check/check-file";
import { formatLayerFacts, type LayerFacts } from "../../src/facts/layer-facts";
import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import { formatBytes } from "../../src/plan/format-bytes";
import { formatPlanFile } from "../../src/plan/plan-file";
import { application, describePackage, packages, planOf } from "../report/example-image";
import { chromiumHere, startChromium } from "./chromium";
import { REPOSITORY } from "./workspace";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const SIZES = [
  ["a desktop", { width: 1280, height: 900 }],
  ["a tablet", { width: 820, height: 1100 }],
  ["a phone", { width: 390, height: 844 }],
] as const;

const folder = mkdtempSync(path.join(tmpdir(), "package-layers-page-"));
const plan = planOf(packages, application);
let browser: Browser;

/** What the check and the packages' metadata say. */
const check: CheckFile = {
  schema: 1,
  findings: [
    { level: "error", kind: "library", message: "libgomp.so.1 is missing", remedy: "install libgomp1 in the base" },
    { level: "note", kind: "unknown", message: "a note without a remedy", remedy: "" },
  ],
  checked: { packages: 4, elfFiles: 3, modules: 0, libc: "glibc 2.36", python: "3.11", base: "" },
};
const facts: LayerFacts = {
  schema: 1,
  kind: "package",
  name: "numeric",
  version: "1.2",
  distributions: [
    {
      path: "numeric.dist-info",
      name: "Numeric",
      version: "1.2",
      purl: "pkg:pypi/numeric@1.2",
      license: "BSD\nfull text",
    },
  ],
  sboms: [],
  elf: [],
  damaged: [],
  scripts: [],
};

/** Makes a page with the bundle as it is checked in. */
function makePage(name: string, list: readonly LayerDescriptor[]): string {
  const at = (file: string) => path.join(folder, file);
  const descriptors = [...list, application].map((one, index) => {
    const file = at(`${name}.${index}.json`);
    writeFileSync(file, JSON.stringify(one));
    return `--descriptor=${file}`;
  });
  writeFileSync(at(`${name}.plan.json`), formatPlanFile(planOf(list, application)));
  const other = at(`${name}.other.plan.json`);
  writeFileSync(other, formatPlanFile(planOf([list[1]!], application)));
  writeFileSync(at(`${name}.check.json`), formatCheckFile(check));
  writeFileSync(at(`${name}.facts.json`), formatLayerFacts(facts));
  execFileSync(process.execPath, [
    path.join(REPOSITORY, "bazel", "worker", "worker.cjs"),
    "report",
    ...descriptors,
    ...[`--check=${at(`${name}.check.json`)}`, `--facts=${at(`${name}.facts.json`)}`],
    `--plan=${at(`${name}.plan.json`)}`,
    `--other=//services/api:layers\t${other}`,
    ...["--image=//services/jobs:layers", "--platform=linux/amd64", "--base=//base:debian", "--layout=runfiles"],
    `--page=${at(`${name}.html`)}`,
  ]);
  return `file://${at(`${name}.html`)}`;
}

/** Opens a page; whatever it asks of the network, or complains of, fails the test. */
async function withPage(
  url: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(0);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) {
      complaints.push(`asks for ${request.url()}`);
    }
  });
  try {
    await page.goto(url);
    await use(page);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

const chromium = chromiumHere();
const describeWithChromium = chromium === undefined ? describe.skip : describe;

afterAll(() => rmSync(folder, { recursive: true }));

describeWithChromium("the page of an image", () => {
  let url: string;

  beforeAll(async () => {
    browser = await startChromium(chromium!);
    url = makePage("example", packages);
  });

  afterAll(() => browser?.close());

  test("has the plan's figures", () =>
    withPage(url, {}, async (page) => {
      const figures = await page.locator(".figures dd").allTextContents();
      const sum = (list: readonly { readonly size: number }[]) => list.reduce((total, { size }) => total + size, 0);
      expect(figures).toEqual([
        formatBytes(sum(plan.layers)),
        formatBytes(plan.layers.flatMap((layer) => layer.packages).reduce((total, { bytes }) => total + bytes, 0)),
        formatBytes(plan.layers[0]!.size),
        "5 of 125",
        "4",
        formatBytes(
          sum(plan.layers.filter(({ packages: list }) => ["numeric", "application"].includes(list[0]?.name ?? ""))),
        ),
        formatBytes(application.size),
        formatBytes(plan.packages.reduce((total, { layer }) => total + plan.layers[layer]!.size, 0) / 4),
      ]);
      expect(await page.locator("h1").textContent()).toBe("//services/jobs:layers");
      expect(await page.locator("header p").textContent()).toContain(
        "linux/amd64 · layout runfiles · base //base:debian",
      );
    }));

  test("has a tile with the name of each layer but the base, as large as the layer", () =>
    withPage(url, {}, async (page) => {
      const tiles = await page.locator("#treemap > .tile > button").evaluateAll((list) =>
        list.map((tile) => ({
          label: tile.getAttribute("aria-label") ?? "",
          area: tile.clientWidth * tile.clientHeight,
        })),
      );
      expect(tiles.map(({ label }) => label.split(", ")[0])).toEqual([
        "arrow 1.2",
        "numeric 1.2",
        "2 packages in one layer",
        "application",
      ]);
      expect(tiles[0]!.area / tiles[1]!.area).toBeCloseTo(plan.layers[1]!.size / plan.layers[2]!.size, 1);
      expect(tiles[1]!.label).toContain("also in //services/api:layers");
      await expect(page.locator("#treemap .tile").first().locator(".part b").allTextContents()).resolves.toEqual(
        expect.arrayContaining(["libarrow.so", "lib.so", "tests/"]),
      );
    }));

  test("can be used with the keyboard alone: into a package, its parts, and back", () =>
    withPage(url, {}, async (page) => {
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the table");
      await page.keyboard.press("Tab");
      expect(await focused()).toMatch(/^arrow 1\.2, .*; opens$/);
      await page.keyboard.press("ArrowRight");
      expect(await focused()).toMatch(/^numeric /);
      await page.keyboard.press("Home");
      await page.keyboard.press("Enter");
      expect(await focused()).toMatch(/^libarrow\.so, 30\.0 MB compressed/);
      expect(await page.locator("#trail li").allTextContents()).toEqual(["the image", "arrow"]);
      await page.keyboard.press("End");
      expect(await page.locator("#detail").textContent()).toMatch(/^other files: /);
      await page.keyboard.press("Escape");
      expect(await focused()).toMatch(/^arrow /);
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.closest("#treemap"))).toBeNull();
    }));

  test("sorts and filters its table", () =>
    withPage(url, {}, async (page) => {
      const names = () => page.locator("#packages tbody tr:visible th").allTextContents();
      const inOrder = ["base layer 1", "arrow", "numeric", "tiny-one", "tiny-two", "application"];
      expect(await names()).toEqual(inOrder);
      const header = page.locator("#packages thead th", { hasText: "unpacked" });
      await header.getByRole("button").click();
      expect(await header.getAttribute("aria-sort")).toBe("descending");
      expect(await names()).toEqual(["arrow", "numeric", "tiny-two", "application", "tiny-one", "base layer 1"]);
      await page.getByRole("button", { name: "package", exact: true }).press("Enter");
      expect(await names()).toEqual([...inOrder].sort());
      expect(await header.getAttribute("aria-sort")).toBeNull();
      await page.getByLabel("Search").fill("tiny bundle");
      expect(await names()).toEqual(["tiny-one", "tiny-two"]);
      expect(await page.locator("#count").textContent()).toBe("2 of 6 rows");
      await page.getByLabel("Search").fill("");
      await page.getByLabel("Show").selectOption("shared");
      expect((await names()).sort()).toEqual(["application", "base layer 1", "numeric"]);
      expect(await page.locator("#packages tbody td[data-title=licence]:visible").allTextContents()).toContain("BSD");
    }));

  test("says what the build said, and what could go", () =>
    withPage(url, {}, async (page) => {
      const items = await page.locator(".findings li > p:first-child").allTextContents();
      expect(items).toEqual([
        "Error: libgomp.so.1 is missing",
        'Warning: heavy "^torch$" matches no package',
        "Note: a note without a remedy",
        "Could go: tests of packages: 8.00 MB uncompressed in 1 package",
        "Could go: C and C++ headers and Cython sources: 2.00 MB uncompressed in 1 package",
        "Could go: type stubs: 600 kB uncompressed in 1 package",
      ]);
      await page.locator("summary").first().click();
      expect(await page.locator("details pre").first().textContent()).toBe(
        "common --@package_layers//bazel/settings:exclude=tests/\ncommon --@package_layers//bazel/settings:exclude=test/",
      );
    }));

  test.each(
    SIZES.flatMap(([device, viewport]) =>
      (["light", "dark"] as const).map((theme) => [device, theme, viewport] as const),
    ),
  )("can be read by everybody on %s, %s (axe-core)", (_device, colorScheme, viewport) =>
    withPage(url, { viewport, colorScheme }, async (page) => {
      await page.evaluate(AXE);
      const { violations, passes } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
      );
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(["color-contrast", "button-name"]));
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      expect([scrollWidth, clientWidth]).toEqual([scrollWidth, scrollWidth]);
      await page.screenshot();
    }),
  );

  test("is drawn again for another width", () =>
    withPage(url, { viewport: { width: 1200, height: 800 } }, async (page) => {
      const right = () =>
        page.locator("#treemap").evaluate((map) => {
          const edges = [...map.children].map((tile) => tile.getBoundingClientRect().right);
          return Math.round(Math.max(...edges) - map.getBoundingClientRect().right);
        });
      expect(await right()).toBe(0);
      await page.setViewportSize({ width: 500, height: 800 });
      await page.waitForFunction(() => {
        const map = document.getElementById("treemap")!;
        const edges = [...map.children].map((tile) => tile.getBoundingClientRect().right);
        return Math.round(Math.max(...edges) - map.getBoundingClientRect().right) === 0;
      });
      expect(await right()).toBe(0);
    }));

  test("is printed with its whole table and without what cannot be used on paper", () =>
    withPage(url, { colorScheme: "dark" }, async (page) => {
      await page.emulateMedia({ media: "print" });
      expect(await page.getByLabel("Search").isVisible()).toBe(false);
      expect(await page.locator("#packages tbody tr:visible").count()).toBe(6);
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
      expect((await page.pdf({ format: "A4", printBackground: true })).subarray(0, 5).toString()).toBe("%PDF-");
    }));

  test("without its program still has figures and table", () =>
    withPage(url, { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator("#packages tbody tr").count()).toBe(6);
      expect(await page.locator("#treemap").isVisible()).toBe(false);
    }));

  test.each([
    [
      "300 packages",
      Array.from({ length: 300 }, (_, i) =>
        describePackage(`package-${String(i).padStart(3, "0")}`, {
          [`package_${i}/__init__.py`]: 1000 * (i + 1),
          [`package_${i}/data.bin`]: Math.round(20_000 * 1.03 ** i),
        }),
      ),
    ],
    [
      "a package of 3 GB",
      [
        ...packages,
        describePackage(
          "torch",
          Object.fromEntries(
            Array.from({ length: 9000 }, (_, i) => [
              `torch/lib${i % 40}/part_${i}.${i % 7 === 0 ? "so" : "py"}`,
              Math.round(3e9 / (i + 2) / 8.5),
            ]),
          ),
        ),
      ],
    ],
  ])("of an image with %s is small, drawn and readable", (name, list) =>
    withPage(makePage(name.replaceAll(" ", "-"), list), { viewport: { width: 1280, height: 900 } }, async (page) => {
      expect((await page.content()).length).toBeLessThan(400_000);
      expect(await page.locator("#packages tbody tr").count()).toBe(list.length + 2);
      expect(await page.locator("#treemap b").count()).toBeGreaterThan(15);
      expect(await page.locator("#treemap *").count()).toBeLessThan(6000);
    }),
  );
});

/** What is read of axe-core's answer. */
interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
  readonly passes: readonly { readonly id: string }[];
}
