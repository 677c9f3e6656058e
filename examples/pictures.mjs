// `npm run pictures`: takes the pictures of the documentation, docs/pictures/*.png, from the page of the demo's image.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const EXAMPLES = path.dirname(fileURLToPath(import.meta.url));
const PICTURES = path.join(path.dirname(EXAMPLES), "docs", "pictures");
const PAGE = path.join(EXAMPLES, ".testbed", "demo", "bazel-bin", "pages", "forecast_layers.html");
/** Debian's Chromium, or the one that CHROMIUM names. */
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

if (
  !existsSync(PAGE) &&
  spawnSync(process.execPath, [path.join(EXAMPLES, "demo.mjs")], { stdio: "inherit" }).status !== 0
) {
  process.exit(1);
}
mkdirSync(PICTURES, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
for (const [name, width, height, colorScheme] of [
  ["page-light", 1280, 1010, "light"],
  ["page-dark", 1280, 1010, "dark"],
  ["page-tablet", 820, 1000, "light"],
  ["page-phone", 390, 844, "dark"],
]) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(pathToFileURL(PAGE).href);
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
  console.log(path.relative(process.cwd(), path.join(PICTURES, `${name}.png`)));
}
await browser.close();
