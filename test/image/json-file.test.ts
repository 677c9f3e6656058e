import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as z from "zod";
import { ActionError } from "../../src/action/action-error";
import { parseJson, readJson } from "../../src/image/json-file";

const schema = z.strictObject({ layers: z.array(z.strictObject({ size: z.number() })) });

/** The error's message and details but its cause. */
function refusal(text: string): unknown {
  try {
    parseJson(schema, text, "plan.json", "make it again");
  } catch (error) {
    expect(error).toBeInstanceOf(ActionError);
    const { message, details } = error as ActionError;
    return [message, details.file, details.remedy];
  }
  throw new Error("it was accepted");
}

test("what fits the schema is given back", () => {
  expect(parseJson(schema, '{"layers": [{"size": 1}]}', "plan.json", "")).toEqual({ layers: [{ size: 1 }] });
});

test.each([
  ["", "a file is no JSON"],
  ['{"layers": [', "a file is no JSON"],
  ["[]", /^the whole file: /],
  ["{}", /^layers: /],
  ['{"layers": [{"size": 1}, {"size": "2"}]}', /^layers\.1\.size: .*number/],
  ['{"layers": [], "more": 1}', /more/],
])("%j is refused, and the error names file, field and remedy", (text, message) => {
  expect(refusal(text)).toEqual([
    typeof message === "string" ? message : expect.stringMatching(message),
    "plan.json",
    "make it again",
  ]);
});

describe("on disk", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "json-file-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test("a file is read", async () => {
    const file = path.join(folder, "plan.json");
    writeFileSync(file, '{"layers": []}\n');
    expect(await readJson(schema, file, "")).toEqual({ layers: [] });
  });

  test.each(["missing.json", "."])("%s cannot be read, and the error keeps the cause", async (name) => {
    const file = path.join(folder, name);
    await expect(readJson(schema, file, "make it again")).rejects.toMatchObject({
      message: "a file cannot be read",
      details: { file, remedy: "make it again", cause: { code: name === "." ? "EISDIR" : "ENOENT" } },
    });
  });
});
