import { PartialFrame } from "../../src/worker/frame-reader";

test("joins what was appended and is empty afterwards", () => {
  const partial = new PartialFrame();
  for (const text of ["ab", "", "c"]) {
    partial.append(Buffer.from(text));
  }
  expect(partial.length).toBe(3);
  expect(Buffer.from(partial.take()).toString()).toBe("abc");
  expect(partial.length).toBe(0);
  expect(partial.take()).toHaveLength(0);
});
