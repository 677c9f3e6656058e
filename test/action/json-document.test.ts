import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as z from "zod";
import { ActionError } from "../../src/action/action-error";
import { parseJson, parseJsonIfValid, readJson, schemaVersion } from "../../src/action/json-document";

const document = { name: "the plan", file: "plan.json", remedy: "make it again" };
const schema = z.strictObject({ layers: z.array(z.strictObject({ size: z.number() })) });

/** The error's message and details but its cause. */
function refusal(text: string): unknown {
  try {
    parseJson(schema, text, document);
  } catch (error) {
    expect(error).toBeInstanceOf(ActionError);
    const { message, details } = error as ActionError;
    return [message, details.file, details.remedy];
  }
  throw new Error("it was accepted");
}

test("what fits the schema is given back", () => {
  expect(parseJson(schema, '{"layers": [{"size": 1}]}', document)).toEqual({ layers: [{ size: 1 }] });
});

test.each([
  ["", "the plan is not JSON"],
  ['{"layers": [', "the plan is not JSON"],
  ["[]", /^the plan is not valid: Invalid input: expected object/],
  ["{}", /^the plan is not valid: layers: [^(]*$/],
  ['{"layers": [{"size": 1}, {"size": "2"}]}', /^the plan is not valid: layers\.1\.size: .*number/],
  ['{"layers": [], "more": 1}', /more/],
  ['{"layers": 1, "more": 1}', /^the plan is not valid: layers: .* \(and 1 more\)$/],
])("%j is refused, and the error names file, field and remedy", (text, message) => {
  expect(refusal(text)).toEqual([
    typeof message === "string" ? message : expect.stringMatching(message),
    "plan.json",
    "make it again",
  ]);
});

test("what another program gave may be anything", () => {
  expect(parseJsonIfValid(schema, '{"layers": []}')).toEqual({ layers: [] });
  expect(["", "{", "[]", '{"layers": 1}'].map((text) => parseJsonIfValid(schema, text))).toEqual(
    Array.from({ length: 4 }, () => undefined),
  );
});

test("a document of another version says which one is known", () => {
  const versioned = z.strictObject({ schema: schemaVersion(2) });
  expect(() => parseJson(versioned, '{"schema": 1}', document)).toThrow(
    "the plan is not valid: schema: is not 2, the version that this package_layers knows",
  );
});

describe("on disk", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "json-document-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test("a file is read", async () => {
    const file = path.join(folder, "plan.json");
    writeFileSync(file, '{"layers": []}\n');
    expect(await readJson(schema, file, document)).toEqual({ layers: [] });
  });

  test.each(["missing.json", "."])("%s cannot be read, and the error keeps the cause", async (name) => {
    const file = path.join(folder, name);
    await expect(readJson(schema, file, { ...document, file: undefined })).rejects.toMatchObject({
      message: "the plan cannot be read",
      details: { file, remedy: "make it again", cause: { code: name === "." ? "EISDIR" : "ENOENT" } },
    });
  });
});
