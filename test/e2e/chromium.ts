// A browser without a window for tests of pages: Debian's Chromium, driven by Playwright.

import { type Browser, chromium } from "playwright-core";
import { debianProgram } from "../debian-program";
import { saySkipped } from "../say-skipped";
import { programHere } from "./oci-tools";

/** The path of a Chromium, Debian's where none is here; undefined, with a line that says so, where it cannot be had. */
export function chromiumHere(): string | undefined {
  const program = programHere("chromium") ?? debianProgram("/usr/bin/chromium", "chromium");
  if (program === undefined) {
    saySkipped("the page's tests need Chromium, or root and apt-get to install it");
  }
  return program;
}

/** Starts the browser. */
export function startChromium(executablePath: string): Promise<Browser> {
  // A machine under load starts it slowly; and as root it starts without its sandbox only.
  return chromium.launch({ executablePath, args: ["--no-sandbox"], timeout: 0 });
}
