// What a distribution says of itself, in old metadata and new.

import { readDistributionMetadata } from "../../src/facts/distribution-metadata";

test("a distribution of today", () => {
  const metadata =
    "Metadata-Version: 2.4\nName: Flask_Thing\nVersion: 1.2+local\nLicense-Expression: MIT\nRequires-Python: >=3.9\n\nName: not a field\n";
  const wheel = "Wheel-Version: 1.0\nTag: cp311-cp311-manylinux_2_17_x86_64\nTag: cp311-cp311-manylinux2014_x86_64\n";
  expect(readDistributionMetadata("site/x.dist-info", metadata, wheel)).toEqual({
    path: "site/x.dist-info",
    name: "Flask_Thing",
    version: "1.2+local",
    purl: "pkg:pypi/flask-thing@1.2%2Blocal",
    licenseExpression: "MIT",
    requiresPython: ">=3.9",
    tags: ["cp311-cp311-manylinux_2_17_x86_64", "cp311-cp311-manylinux2014_x86_64"],
  });
});

test.each([
  ["a field", "License: BSD 3-Clause\r\n", "BSD 3-Clause"],
  ["a field of several lines", "License: BSD\n  and more\n", "BSD and more"],
  [
    "classifiers, where the field says nothing",
    "License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\n",
    "MIT License",
  ],
])("the licence of old metadata: %s", (_, lines, license) => {
  expect(readDistributionMetadata("d", `Name: a\nVersion: 1\n${lines}`, undefined)).toEqual({
    path: "d",
    name: "a",
    version: "1",
    purl: "pkg:pypi/a@1",
    license,
  });
});

test("a whole licence text is cut", () => {
  const found = readDistributionMetadata("d", `Name: a\nVersion: 1\nLicense: ${"x".repeat(5000)}\n`, undefined);
  expect(found?.license).toHaveLength(200);
});

test.each(["", "Name: a\n", "Version: 1\n", "\nName: a\nVersion: 1\n"])(
  "what names no distribution is none: %j",
  (metadata) => {
    expect(readDistributionMetadata("d", metadata, undefined)).toBeUndefined();
  },
);
