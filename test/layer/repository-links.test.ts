import { repositoryLinks } from "../../src/layer/repository-links";

const links = (...lines: string[]) => Object.fromEntries(repositoryLinks(`${lines.join("\n")}\n`));

test("a name of the main repository leads to the directory of what it means", () => {
  expect(links(",my_app,_main", ",rules_python,rules_python~", "rules_python~,rules_python,rules_python~")).toEqual({
    my_app: "_main",
    rules_python: "rules_python~",
  });
});

test("a name that only other repositories have is a link when all mean one thing by it", () => {
  expect(links("a~,x,x~1", "b~,x,x~1", "a~,y,y~1", "b~,y,y~2")).toEqual({ x: "x~1" });
});

test("what the main repository means by a name goes before what others do", () => {
  expect(links("a~,x,x~2", ",x,x~1")).toEqual({ x: "x~1" });
});

test("a name that is a directory of its own stays that", () => {
  expect(links(",_main,_main", ",six,_main~pip~six", "a~,b,six")).toEqual({ b: "six" });
});

test("sources with a star, as Bazel shortens them, count as any others", () => {
  expect(links("pip++*,six,pip++six", ",six,pip++six")).toEqual({ six: "pip++six" });
});

test("skips names that are not a single directory, empty lines, and an empty mapping", () => {
  expect(links("", ",..,x~", ",a/b,x~", "odd")).toEqual({});
  expect(links()).toEqual({});
});
