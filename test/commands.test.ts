import { commands } from "../src/commands";
import { actions } from "./every-action";

const context = { root: "/nonexistent", signal: new AbortController().signal, log: () => {} };

/** What the action's schema says of flags that nothing can be done with. */
async function complaints(name: string, args: readonly string[]): Promise<string> {
  return actions.get(name)!(args, context).then(
    () => "",
    (error: Error) => error.message,
  );
}

test("every action is in the help and every command of the help is an action", () => {
  expect(commands.map(({ name }) => name).sort()).toEqual([...actions.keys()].sort());
});

test.each(commands)("$name: each flag of the help is known to the action", async ({ name, flags }) => {
  const named = flags.map(([flag]) => flag.slice(0, flag.indexOf("=")));
  expect(await complaints(name, [...named.map((flag) => `${flag}=`), "--no-such-flag=1"])).toMatch(
    /unknown --no-such-flag$/,
  );
});

test.each(commands)("$name: each flag that the action cannot do without is in the help", async ({ name, flags }) => {
  const missing = (await complaints(name, [])).match(/--[a-z-]+(?= is missing)/g) ?? [];
  const named = flags.map(([flag]) => flag.slice(0, flag.indexOf("=")));
  expect(named).toEqual(expect.arrayContaining(missing));
});
