// The pages of docs/api: every public symbol with its docstring, as Bazel reads them, and every build setting.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import protobuf from "protobufjs";

/** What of Bazel's src/main/protobuf/stardoc_output.proto the pages show. */
const field = (id, type, rule) => ({ id, type, rule });
const text = (id) => field(id, "string");
const many = (id, type) => field(id, type, "repeated");
const NAMED = { name: text(1), doc_string: text(2) };
const ATTRIBUTE = { ...NAMED, type: field(3, "int32"), mandatory: field(4, "bool"), default_value: text(6) };
const ModuleInfo = protobuf.Root.fromJSON({
  nested: {
    ModuleInfo: {
      fields: {
        rule_info: many(1, "RuleInfo"),
        provider_info: many(2, "ProviderInfo"),
        func_info: many(3, "FunctionInfo"),
        aspect_info: many(4, "AspectInfo"),
        module_docstring: text(5),
        module_extension_info: many(7, "ExtensionInfo"),
      },
    },
    RuleInfo: { fields: { ...NAMED, attribute: many(3, "AttributeInfo") } },
    ProviderInfo: { fields: { ...NAMED, field_info: many(3, "FieldInfo") } },
    FunctionInfo: {
      fields: {
        name: text(1),
        parameter: many(2, "ParameterInfo"),
        doc_string: text(3),
        return: field(4, "ReturnInfo"),
      },
    },
    AspectInfo: { fields: { ...NAMED, aspect_attribute: many(3, "string"), attribute: many(4, "AttributeInfo") } },
    ExtensionInfo: { fields: { ...NAMED, tag_class: many(3, "TagClassInfo") } },
    TagClassInfo: { fields: { ...NAMED, attribute: many(3, "AttributeInfo") } },
    AttributeInfo: { fields: ATTRIBUTE },
    ParameterInfo: {
      fields: { ...NAMED, default_value: text(3), mandatory: field(4, "bool"), role: field(5, "int32") },
    },
    FieldInfo: { fields: NAMED },
    ReturnInfo: { fields: { doc_string: text(1) } },
  },
}).lookupType("ModuleInfo");

/** AttributeType of that file, as people write the types. */
const TYPES = [
  "",
  "name",
  "int",
  "label",
  "str",
  "list of str",
  "list of int",
  "list of labels",
  "bool",
  "dict of label to str",
  "dict of str",
  "dict of str to list of str",
  "output",
  "list of outputs",
  "dict of str to label",
];
/** FunctionParamRole of that file: `*args` and `**kwargs`. */
const STARS = new Map([
  [4, "*"],
  [5, "**"],
]);

/**
 * @param {Map<string, Buffer>} modules As `publicModules` gives them.
 * @returns {Map<string, string>} Markdown by the page's name
 */
export const apiPages = (modules) =>
  new Map([...modules].map(([name, module]) => [`${name}.md`, page(name, ModuleInfo.decode(module))]));

const HEAD = "<!-- npm run docs writes this page -->\n\n";

function page(name, module) {
  const symbols = [
    ...module.func_info.map((info) => [info.name, functionText(info)]),
    ...module.rule_info.map((info) => [info.name, ruleText(info)]),
    ...module.aspect_info.map((info) => [info.name, aspectText(info)]),
    ...module.provider_info.map((info) => [info.name, providerText(info)]),
    ...module.module_extension_info.map((info) => [info.name, extensionText(info)]),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  const list = symbols.map(([symbol]) => `[\`${symbol}\`](#${symbol.toLowerCase()})`).join(", ");
  return `${HEAD}# \`@package_layers//bazel:${name}.bzl\`\n\n${module.module_docstring}\n\n${name === "extensions" ? "For `use_extension`" : "For `load`"}: ${list}.\n\n${symbols
    .map(([symbol, body]) => `## ${symbol}\n\n${body}`)
    .join("\n")}`;
}

const ruleText = ({ doc_string, attribute }) => `Rule. ${prose(doc_string)}\n\n${attributes(attribute)}`;

const aspectText = ({ doc_string, attribute, aspect_attribute }) =>
  `Aspect, along ${aspect_attribute.every((one) => one === "*") ? "all attributes" : aspect_attribute.map((one) => `\`${one}\``).join(", ")}. ${prose(
    doc_string,
  )}\n\n${attributes(attribute)}`;

const providerText = ({ doc_string, field_info }) =>
  `Provider. ${prose(doc_string)}\n\n${table(
    ["field", "meaning"],
    field_info.map((info) => [`\`${info.name}\``, info.doc_string]),
  )}`;

const functionText = ({ doc_string, parameter, return: returned }) =>
  `${prose(doc_string)}\n\n${table(
    ["parameter", "default", "meaning"],
    parameter.map((info) => [
      `\`${STARS.get(info.role) ?? ""}${info.name}\``,
      info.mandatory ? "required" : info.default_value === "" ? "" : `\`${info.default_value}\``,
      info.doc_string,
    ]),
  )}${returned?.doc_string ? `\nReturns: ${prose(returned.doc_string)}\n` : ""}`;

const extensionText = ({ name, doc_string, tag_class }) =>
  `Module extension. ${prose(doc_string)}\n\n${tag_class
    .map((tag) => `### ${name}.${tag.name}\n\n${prose(tag.doc_string)}\n\n${attributes(tag.attribute)}`)
    .join("\n")}`;

/** Attributes that a rule has by itself (`name`) are left out where they say nothing of it. */
function attributes(list) {
  const rows = list
    .filter(({ name, doc_string }) => name !== "name" || !/^A unique name for this target/.test(doc_string))
    .map(({ name, type, mandatory, default_value, doc_string }) => [
      `\`${name}\``,
      TYPES[type] ?? "",
      mandatory ? "required" : `\`${default_value}\``,
      doc_string,
    ]);
  return rows.length === 0 ? "" : table(["attribute", "type", "default", "meaning"], rows);
}

const table = (head, rows) =>
  rows.length === 0
    ? ""
    : `${[head, head.map(() => "---"), ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(" | ")} |`).join("\n")}\n`;

const cell = (value) =>
  linked(
    value
      .trim()
      .replace(/\s*\n\s*/g, " ")
      .replaceAll("|", "\\|"),
  );

/** A docstring as Markdown: examples, which are indented, become blocks of Starlark. */
function prose(docstring) {
  const blocks = docstring.trim().split(/\n{2,}/);
  const marked = [];
  for (const block of blocks) {
    const isCode = block.split("\n").every((line) => line.startsWith("    "));
    const before = marked.at(-1);
    if (isCode && before?.isCode === true) {
      before.lines.push("", ...block.split("\n"));
    } else {
      marked.push({ isCode, lines: block.split("\n") });
    }
  }
  return marked
    .map(({ isCode, lines }) =>
      isCode
        ? `\`\`\`starlark\n${lines.map((line) => line.replace(/^ {4}/, "")).join("\n")}\n\`\`\``
        : linked(lines.join("\n")),
    )
    .join("\n\n");
}

/** Names of pages lead to them. */
const linked = (markdown) => markdown.replace(/(?<![\w/(])docs\/([\w-]+)\.md/g, "[$1](../$1.md)");

/** Every build setting of bazel/settings/BUILD.bazel, with the comment above it. */
export function settingsPage(repository) {
  const build = readFileSync(path.join(repository, "bazel", "settings", "BUILD.bazel"), "utf8");
  const found = build.matchAll(
    /((?:^# .*\n)+)^(\w+)\(\n {4}name = "(\w+)",\n {4}build_setting_default = (.*),\n(?: {4}values = \[\n((?: {8}.*\n)+) {4}\],\n)?\)/gm,
  );
  const rows = [...found].map(([, comment, rule, name, value, values]) => [
    `\`${name}\``,
    values === undefined
      ? rule
          .replace(/_flag$/, "")
          .replace("string", "str")
          .replace("repeatable", "str, repeated")
      : values.match(/"\w+"/g).join(", "),
    `\`${value}\``,
    comment.replace(/^# /gm, ""),
  ]);
  if (rows.length !== build.match(/build_setting_default/g).length) {
    throw new Error("bazel/settings/BUILD.bazel: each setting needs a comment above it, and the form of the others");
  }
  return `${HEAD}# \`@package_layers//bazel/settings\`

Every build setting: \`--@package_layers//bazel/settings:NAME=VALUE\`, one for the whole build. [When to change which](../settings.md).

${table(["name", "values", "default", "meaning"], rows)}`;
}

/** Writes the pages below a folder. */
export function writeApiPages(folder, pages) {
  mkdirSync(folder, { recursive: true });
  for (const [name, markdown] of pages) {
    writeFileSync(path.join(folder, name), markdown);
  }
}
