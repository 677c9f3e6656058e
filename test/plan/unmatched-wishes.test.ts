import { repeatedDistributions, unmatchedWishes } from "../../src/plan/unmatched-wishes";
import type { PlanPackage } from "../../src/plan/wishes";

const packageOf = (name: string, version = "1.0"): PlanPackage => ({
  id: `${name}@${version}`,
  name,
  version,
  bytes: 10,
  mergeable: true,
});
const packages = ["numpy", "ruamel-yaml", "boto3"].map((name) => packageOf(name));
const messages = (wishes: Parameters<typeof unmatchedWishes>[1]) =>
  unmatchedWishes(packages, wishes).map(({ message }) => message);

test("says nothing about wishes that match, however a name is written", () => {
  expect(
    messages({
      heavy: ["num", "ruamel_yaml"],
      together: [["Ruamel.YAML", "boto3"]],
      groups: [{ pattern: "boto*", group: "aws" }],
    }),
  ).toEqual([]);
});

test("each wish that matches nothing is named as the user wrote it", () => {
  expect(
    messages({
      heavy: ["^torch$", "numpy"],
      together: [["numpy", "skipy"]],
      groups: [
        { pattern: "boto4", group: "aws" },
        { pattern: "boto*", group: "aws" },
      ],
    }),
  ).toEqual([
    'heavy "^torch$" matches no package of the image',
    "skipy in together [numpy, skipy] matches no package of the image",
    'the pattern boto4 of group "aws" matches no package of the image',
  ]);
});

test("one distribution in two versions is named with both", () => {
  const found = repeatedDistributions([...packages, packageOf("numpy", "2.0"), packageOf("boto3", "")]);
  expect(found.map(({ message }) => message)).toEqual([
    "the image has numpy 2 times: 1.0, 2.0",
    "the image has boto3 2 times: 1.0, an unknown version",
  ]);
});
