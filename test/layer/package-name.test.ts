import { normalizePackageName } from "../../src/layer/package-name";

test.each([
  ["Foo.Bar", "foo-bar"],
  ["foo__bar-.baz", "foo-bar-baz"],
  ["PyYAML", "pyyaml"],
])("%s is %s", (name, normalized) => {
  expect(normalizePackageName(name)).toBe(normalized);
});
