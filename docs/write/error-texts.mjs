// Every text by which TypeScript sources refuse something or tell of it, with its remedy, read from the sources' syntax trees.
//
// What the program fills in is `…`. A text with alternatives is one text for each.

import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parseSync } from "@swc/core";

/** More alternatives of one text than this are one text with `…` where they differ. */
const MOST_ALTERNATIVES = 16;
const UNKNOWN = "…";
const MACHINE_ERRORS = "src/action/machine-error.ts";
/** Errors of Bazel's worker protocol have no remedy of their own. */
const WITHOUT_REMEDY = new Set(["FrameError"]);

/**
 * @param {string} repository
 * @returns {{ kind: string, message: string, remedies: string[], file: string }[]} sorted by file, then as in the file
 */
export function errorTexts(repository) {
  const files = readdirSync(path.join(repository, "src"), { recursive: true })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.posix.join("src", file.replaceAll(path.sep, "/")))
    .sort();
  const modules = new Map(files.map((file) => [file, readModule(repository, file)]));
  return files.flatMap((file) => textsOf(modules.get(file), modules));
}

function readModule(repository, file) {
  const program = parseSync(readFileSync(path.join(repository, file), "utf8"), { syntax: "typescript" });
  const imports = new Map();
  for (const item of program.body.filter(({ type }) => type === "ImportDeclaration")) {
    for (const { local, imported } of item.specifiers) {
      const from = path.posix.join(path.posix.dirname(file), item.source.value);
      imports.set(local.value, { from: `${from}.ts`, name: imported?.value ?? local.value });
    }
  }
  return { file, program, imports };
}

function textsOf(module, modules) {
  const found = [];
  visit(module.program, [module.program], (node, scopes) => {
    const context = { scopes, module, modules, depth: 0 };
    const evaluate = (expression) => alternatives(expression, context);
    if (node.type === "NewExpression" && node.callee.type === "Identifier") {
      const [message, details] = (node.arguments ?? []).map(({ expression }) => expression);
      if (node.callee.value === "ActionError") {
        // Once for each call of the function that it is in, so that a message has the remedy that is given with it.
        const around = scopes.find(isFunction);
        const calls = around === undefined ? [] : callsOf(around, module, modules);
        for (const call of 0 < calls.length && calls.length < MOST_ALTERNATIVES ? calls : [undefined]) {
          const evaluateCall = (expression) => alternatives(expression, { ...context, bound: { around, call } });
          const remedies = remediesOf(details, evaluateCall, scopes);
          found.push(
            ...pairs("error", evaluateCall(message), remedies, module.file, chosenTogether(message, details, scopes)),
          );
        }
      } else if (node.callee.value === "Map" && module.file === MACHINE_ERRORS) {
        found.push(...machineErrors(node, evaluate, module.file));
      } else if (WITHOUT_REMEDY.has(node.callee.value)) {
        found.push(...pairs("protocol", evaluate(message), [], module.file, false));
      }
    } else if (node.type === "ObjectExpression") {
      const severity = property(node, "severity") ?? property(node, "level");
      const [message, remedy] = [property(node, "message"), property(node, "remedy")];
      if (severity !== undefined && message !== undefined && remedy !== undefined) {
        const kinds = evaluate(severity);
        const kind = kinds.length === 1 && kinds[0] !== UNKNOWN ? kinds[0] : "finding";
        found.push(...pairs(kind, evaluate(message), evaluate(remedy), module.file, false));
      }
    }
  });
  const merged = new Map();
  for (const text of found) {
    const key = `${text.kind} ${text.message}`;
    const before = merged.get(key);
    merged.set(key, { ...text, remedies: [...new Set([...(before?.remedies ?? []), ...text.remedies])] });
  }
  return [...merged.values()];
}

/** The machine's own errors: a Map of errno(3) names to what is wrong and a remedy. */
function machineErrors(node, evaluate, file) {
  const entries = node.arguments?.[0]?.expression.elements ?? [];
  return entries.flatMap(({ expression: entry }) => {
    const [, text] = entry.elements.map(({ expression }) => expression);
    return text.type === "ArrayExpression"
      ? pairs("error", evaluate(text.elements[0].expression), evaluate(text.elements[1].expression), file, false)
      : [];
  });
}

function pairs(kind, messages, remedies, file, together) {
  return messages.map((message, index) => ({
    kind,
    message,
    remedies: (together ? [remedies[index]] : remedies).filter((remedy) => remedy !== ""),
    file,
  }));
}

/** Whether one condition chooses both, as in `a ? message1 : message2` beside `a ? remedy1 : remedy2`. */
function chosenTogether(message, details, scopes) {
  const remedy = remedyIn(details, scopes);
  const test = (expression) =>
    JSON.stringify(expression.test, (key, value) => (["span", "ctxt"].includes(key) ? undefined : value));
  const both = [message, remedy].every((expression) => expression?.type === "ConditionalExpression");
  return both && test(message) === test(remedy);
}

function remedyIn(details, scopes) {
  const object = details?.type === "Identifier" ? declared(details.value, scopes)?.init : details;
  return object?.type === "ObjectExpression" ? property(object, "remedy") : undefined;
}

function remediesOf(details, evaluate, scopes) {
  const remedy = remedyIn(details, scopes);
  return remedy === undefined ? [UNKNOWN] : evaluate(remedy);
}

function property(object, name) {
  for (const entry of object.properties) {
    if (entry.type === "Identifier" && entry.value === name) {
      return entry;
    }
    if (entry.type === "KeyValueProperty" && entry.key.value === name) {
      return entry.value;
    }
  }
  return undefined;
}

const isFunction = ({ type }) =>
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ClassMethod|PrivateMethod|Constructor|MethodProperty)$/.test(
    type,
  );

function visit(node, scopes, see) {
  if (Array.isArray(node)) {
    for (const item of node) {
      visit(item, scopes, see);
    }
  } else if (node !== null && typeof node === "object") {
    see(node, scopes);
    const inner = isFunction(node) || Array.isArray(node.stmts) ? [node, ...scopes] : scopes;
    for (const value of Object.values(node)) {
      visit(value, inner, see);
    }
  }
}

/** What a name stands for in the innermost scope that has it: the expression that a constant is given, or a parameter. */
function declared(name, scopes) {
  for (const scope of scopes) {
    const body = scope.type === "Module" ? scope.body : (scope.stmts ?? []);
    for (const statement of body) {
      const declaration = statement.type === "ExportDeclaration" ? statement.declaration : statement;
      const one = declaration.declarations?.find(({ id }) => id.type === "Identifier" && id.value === name);
      if (one !== undefined) {
        return declaration.kind === "const" ? { init: one.init ?? undefined } : undefined;
      }
    }
    if (isFunction(scope)) {
      const parameters = (scope.params ?? scope.function?.params ?? []).map((parameter) => parameter.pat ?? parameter);
      const index = parameters.findIndex((parameter) => (parameter.left ?? parameter).value === name);
      if (index >= 0) {
        return { parameter: index, of: scope };
      }
    }
  }
  return undefined;
}

/** The texts that an expression may have. */
function alternatives(expression, context) {
  if (context.depth > 12) {
    return [UNKNOWN];
  }
  const deeper = { ...context, depth: context.depth + 1 };
  const of = (inner) => alternatives(inner, deeper);
  // A word or its plural, or something that may be left out, is not another text.
  const within = (inner) => {
    // What a function gives back is filled in, and so is a part that is wholly filled in for some.
    const texts = inner.type === "CallExpression" ? [UNKNOWN] : of(inner);
    return texts.length > 1 &&
      (texts.includes("") || texts.includes(UNKNOWN) || texts.every((text) => text.length < 10))
      ? [UNKNOWN]
      : texts;
  };
  switch (expression?.type) {
    case "StringLiteral":
      return [expression.value];
    case "NumericLiteral":
      return [String(expression.value)];
    case "ParenthesisExpression":
    case "TsAsExpression":
    case "TsNonNullExpression":
    case "TsConstAssertion":
      return of(expression.expression);
    case "TemplateLiteral":
      return joined(
        expression.quasis.flatMap(({ cooked }, index) =>
          index < expression.expressions.length ? [[cooked], within(expression.expressions[index])] : [[cooked]],
        ),
      );
    case "ConditionalExpression":
      return distinct([...of(expression.consequent), ...of(expression.alternate)]);
    case "BinaryExpression":
      return expression.operator === "+"
        ? joined([within(expression.left), within(expression.right)])
        : expression.operator === "??"
          ? distinct([...of(expression.left), ...of(expression.right)])
          : [UNKNOWN];
    case "Identifier":
      return meaningOf(expression.value, deeper);
    case "CallExpression":
      if (expression.callee.property?.value === "trim") {
        return of(expression.callee.object).map((text) => text.trim());
      }
      return returned(expression, deeper);
    default:
      return [UNKNOWN];
  }
}

function joined(parts) {
  const whole = parts.reduce(
    (texts, part) =>
      texts.length * part.length > MOST_ALTERNATIVES
        ? texts.map((text) => text + UNKNOWN)
        : texts.flatMap((text) => part.map((next) => text + next)),
    [""],
  );
  return distinct(whole.map((text) => text.replaceAll("\n", " ").replace(/…(?:[.,]? ?…)+/g, UNKNOWN)));
}

const distinct = (texts) => (new Set(texts).size > MOST_ALTERNATIVES ? [UNKNOWN] : [...new Set(texts)]);

function meaningOf(name, context) {
  const { scopes, module, modules } = context;
  const found = declared(name, scopes);
  if (found?.init !== undefined) {
    return alternatives(found.init, context);
  }
  if (found?.parameter !== undefined) {
    return argumentsOf(found, context);
  }
  const imported = module.imports.get(name);
  const from = imported && modules.get(imported.from);
  const init = from && declared(imported.name, [from.program])?.init;
  return init === undefined ? [UNKNOWN] : alternatives(init, { ...context, module: from, scopes: [from.program] });
}

/** What the callers of a function give for a parameter. */
function argumentsOf({ parameter, of: callee }, context) {
  const { module, modules, bound } = context;
  const calls = bound?.call !== undefined && bound.around === callee ? [bound.call] : callsOf(callee, module, modules);
  const given = calls.flatMap(({ args, caller, scopes }) =>
    args[parameter] === undefined
      ? [UNKNOWN]
      : alternatives(args[parameter].expression, { ...context, bound: undefined, module: caller, scopes }),
  );
  return given.length === 0 ? [UNKNOWN] : distinct(given);
}

/** The calls of a function, in its own file and in those that import it. */
function callsOf(callee, module, modules) {
  const name = nameOf(callee, module.program);
  const callers = [...modules.values()].filter(
    ({ file, imports }) => file === module.file || imports.get(name)?.from === module.file,
  );
  return name === undefined
    ? []
    : callers.flatMap((caller) => {
        const calls = [];
        visit(caller.program, [caller.program], (node, scopes) => {
          if (node.type === "CallExpression" && calledName(node.callee) === name) {
            calls.push({ args: node.arguments, caller, scopes });
          }
        });
        return calls;
      });
}

/** The name of a function, or of a method of the object itself: other objects have methods of the same names. */
function calledName(callee) {
  return callee.type === "MemberExpression" && callee.object.type === "ThisExpression"
    ? (callee.property.value ?? callee.property.id?.value)
    : callee.value;
}

function nameOf(callee, program) {
  if (callee.identifier != null) {
    return callee.identifier.value;
  }
  if (callee.key != null) {
    return callee.key.value ?? callee.key.id?.value;
  }
  let name;
  visit(program, [], (node) => {
    if (node.type === "VariableDeclarator" && node.init === callee) {
      name = node.id.value;
    }
  });
  return name;
}

/** What a function gives back, when each of its `return`s is a text. */
function returned(call, context) {
  if (call.callee.type !== "Identifier") {
    return [UNKNOWN];
  }
  const { module, modules } = context;
  const imported = module.imports.get(call.callee.value);
  const home = imported === undefined ? module : modules.get(imported.from);
  const callee = home?.program.body
    .map((item) => (item.type === "ExportDeclaration" ? item.declaration : item))
    .find(
      ({ type, identifier }) =>
        type === "FunctionDeclaration" && identifier.value === (imported?.name ?? call.callee.value),
    );
  if (callee === undefined) {
    return [UNKNOWN];
  }
  const texts = [];
  const bound = { around: callee, call: { args: call.arguments, caller: module, scopes: context.scopes } };
  visit(callee.body, [callee, home.program], (node, scopes) => {
    if (node.type === "ReturnStatement") {
      texts.push(...alternatives(node.argument, { ...context, bound, module: home, scopes }));
    }
  });
  return texts.length === 0 ? [UNKNOWN] : distinct(texts);
}
