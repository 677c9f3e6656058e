import { readFileSync } from "node:fs";
import * as path from "node:path";

const SETTINGS = path.join(path.dirname(path.dirname(__dirname)), "bazel", "settings", "BUILD.bazel");

test("the default time of files is after 1979 in every time zone, so that zip archives can say it", () => {
  const text = readFileSync(SETTINGS, "utf8");
  const mtime = Number(/name = "mtime",\n {4}build_setting_default = (\d+),/.exec(text)![1]);
  const zones = Intl.supportedValuesOf("timeZone");
  expect(zones.length).toBeGreaterThan(100);
  for (const timeZone of [...zones, "Etc/GMT+12", "Etc/GMT-14"]) {
    const year = new Intl.DateTimeFormat("en", { timeZone, year: "numeric" }).format(new Date(mtime * 1000));
    expect([timeZone, year]).toEqual([timeZone, "1980"]);
  }
});
