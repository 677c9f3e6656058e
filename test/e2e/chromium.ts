// A browser without a window for tests of pages: Debian's Chromium, driven by Playwright.

import { spawnSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";
import { saySkipped } from "../say-skipped";
import { programHere } from "./oci-tools";

function chromiumHere(): string | undefined {
  return programHere("chromium") ?? programHere("chromium-browser") ?? programHere("google-chrome");
}

/** Whether this machine has or can have a browser; brings Debian's where it can, and says why where it cannot. */
export function haveChromium(): boolean {
  if (chromiumHere() === undefined) {
    if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) {
      saySkipped("the page's tests need Chromium, or root and apt-get to install it");
      return false;
    }
    const apt = ["-oDPkg::Lock::Timeout=600", "-qq", "-y"];
    spawnSync("apt-get", [...apt, "update"]);
    const installed = spawnSync("apt-get", [...apt, "install", "--no-install-recommends", "chromium"], {
      encoding: "utf8",
    });
    if (installed.status !== 0) {
      saySkipped(`the page's tests need Chromium: ${installed.stderr.trim().split("\n").at(-1)}`);
      return false;
    }
  }
  return true;
}

/** Starts the browser. */
export function startChromium(): Promise<Browser> {
  // A machine under load starts it slowly; and as root it starts without its sandbox only.
  return chromium.launch({ executablePath: chromiumHere()!, args: ["--no-sandbox"], timeout: 0 });
}
