import { formatBytes } from "../../src/plan/format-bytes";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.00 kB"],
  [9_996, "10.0 kB"],
  [99_949, "99.9 kB"],
  [999_500, "1.00 MB"],
  [4_780_000, "4.78 MB"],
  [2 ** 40, "1.10 TB"],
])("%d is %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
