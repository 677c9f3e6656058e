// A wheel index of direct requirements has the wheels of their own requirements too, and Bazel fetches no other package of the lock.

import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { Workspace } from "./workspace";

const CLOSURE = ["certifi", "charset-normalizer", "idna", "requests", "urllib3"];
const ELSEWHERE = ["attrs", "six"];

test("an index of one requirement brings the wheels of all that it requires, and fetches nothing else", () => {
  const workspace = Workspace.create("test/e2e/wheel-index", "wheel-index");
  // An output base of its own: what other builds have fetched would be there.
  const startup = [`--output_base=${path.join(workspace.folder, ".testbed", "output_base")}`];
  try {
    const flags = ["--@package_layers//bazel/settings:wheels=//:wheels", "--norun_validations"];
    workspace.bazel(["build", ...flags, "//:app_layers"], startup);

    const actions = JSON.parse(
      workspace.bazel(
        ["aquery", ...flags, "--output=jsonproto", 'mnemonic("PackageLayer", deps(//:app_layers))'],
        startup,
      ),
    ).actions as { arguments: string[] }[];
    const values = ({ arguments: args }: { arguments: string[] }, flag: string) =>
      args.filter((arg) => arg.startsWith(`--${flag}=`)).map((arg) => arg.slice(flag.length + 3));
    expect(actions.map((action) => values(action, "name")[0]!.replaceAll("_", "-")).sort()).toEqual(CLOSURE);
    for (const action of actions) {
      expect(values(action, "wheel").join()).toMatch(/\.whl$/);
    }

    const output = workspace.bazel(["info", "output_base"], startup).trim();
    const fetched = readdirSync(path.join(output, "external")).filter((name) => !name.startsWith("@"));
    const has = (name: string) =>
      fetched.some((repository) => new RegExp(`pypi.*[_~+]${name.replace("-", "_")}([_~+]|$)`).test(repository));
    expect(CLOSURE.filter((name) => !has(name))).toEqual([]);
    expect(ELSEWHERE.filter(has)).toEqual([]);
    expect(readFileSync(path.join(workspace.folder, "requirements_lock.txt"), "utf8")).toMatch(
      /^attrs==[\s\S]*^six==/m,
    );
  } finally {
    workspace.bazel(["shutdown"], startup);
  }
});
