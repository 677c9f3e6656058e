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

test.each(commands)("$name: the flags of the help are those that the action takes", async ({ name, flags }) => {
  const named = flags.map(([flag]) => flag.slice(0, flag.indexOf("=")));
  expect(named.length).toBeGreaterThan(0);
  expect(await complaints(name, [...named.map((flag) => `${flag}=`), "--no-such-flag=1"])).toMatch(
    /unknown --no-such-flag$/,
  );
});

test.each(commands)(
  "$name: each flag has a value, a meaning and how often it may be given",
  async ({ name, flags }) => {
    const missing = (await complaints(name, [])).match(/--[a-z-]+(?= is missing)/g) as string[] | null;
    for (const [flag, meaning] of flags) {
      expect(flag).toMatch(/^--[a-z-]+=(true|seen|[A-Z][A-Z0-9_,:=<>]*)$/);
      expect(meaning).toMatch(/^\S.{5,}$/);
      const isNeeded = missing?.includes(flag.slice(0, flag.indexOf("=")));
      expect([flag, / \(optional\)$/.test(meaning)]).toEqual([
        flag,
        isNeeded !== true && !/ \(repeated\)$/.test(meaning),
      ]);
    }
  },
);
