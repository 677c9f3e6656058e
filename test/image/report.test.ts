import { formatReport } from "../../src/image/report";
import type { PlanFile, PlanFileLayer } from "../../src/plan/plan-file";
import { digestOf } from "../layer/describe-layer";

const layer = (kind: PlanFileLayer["kind"], size: number, names: string[], why = "a reason"): PlanFileLayer => ({
  kind,
  packages: names.map((name) => ({ name, version: "1.0", bytes: 2 * size })),
  digest: digestOf(`${kind} ${names}`),
  size,
  mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
  diffId: digestOf(`tar ${kind} ${names}`),
  why,
});

const report = (layers: PlanFileLayer[], findings: PlanFile["findings"] = []) =>
  formatReport({
    schema: 1,
    maxLayers: 125,
    layersForPackages: 120,
    layers,
    packages: [],
    findings,
  } satisfies PlanFile);

const shares = (page: string) => [...page.matchAll(/<span style="flex:([\d.]+) /g)].map(([, share]) => Number(share));
const cells = (page: string) =>
  [...page.matchAll(/<tr>(<td>.*)<\/tr>/g)].map(([, row]) =>
    row!
      .split("</td>")
      .slice(0, -1)
      .map((cell) => cell.replaceAll(/<[^>]*>/g, "")),
  );

test("each layer has a row in the image's order, with what it holds, its size and why", () => {
  const page = report([
    layer("base", 30_000_000, [], "a layer of the base image"),
    layer("package", 15_000_000, ["numpy"]),
    layer("bundle", 4_600, ["attrs", "six"]),
  ]);
  expect(cells(page)).toEqual([
    ["1", "base", "base", "30.0 MB", "a layer of the base image"],
    ["2", "package", "numpy 1.0", "15.0 MB", "a reason"],
    ["3", "bundle", "attrs 1.0, six 1.0", "0.005 MB", "a reason"],
  ]);
  expect(page).toContain("<h1>3 of at most 125 layers, 45.0 MB</h1>");
});

test("the bars are as wide as the layers are large", () => {
  expect(shares(report([layer("base", 300, []), layer("package", 100, ["a"])]))).toEqual([75, 25]);
});

test("no layers and empty layers make a page too", () => {
  expect(report([])).toContain("<h1>0 of at most 125 layers, 0.000 MB</h1>");
  expect(shares(report([layer("application", 0, ["application"])]))).toEqual([0]);
});

test("names and reasons are text, whatever is in them", () => {
  const page = report([layer("package", 1, [`<script>"x" & 'y'</script>`], "<b>why</b>")]);
  expect(page).not.toContain("<script>");
  expect(page).not.toContain("<b>");
  expect(page).toContain("&#60;script&#62;&#34;x&#34; &#38; &#39;y&#39;&#60;/script&#62;");
});

test("the page needs nothing from elsewhere", () => {
  expect(report([layer("package", 1, ["a"])])).not.toMatch(/https?:|src=|href=|url\(|@import/);
});

test("says every finding, whatever characters are in it", () => {
  const page = report(
    [],
    [{ id: "x", severity: "warning", message: "heavy <a&b> matches nothing", remedy: "take it out" }],
  );
  expect(page).toContain("<li>warning: heavy &#60;a&#38;b&#62; matches nothing; take it out</li>");
  expect(report([])).not.toContain("To be said");
});
