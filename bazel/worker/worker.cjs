"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name2 in all)
    __defProp(target, name2, { get: all[name2], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key2 of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key2) && key2 !== except)
        __defProp(to, key2, { get: () => from[key2], enumerable: !(desc = __getOwnPropDesc(from, key2)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// package.json
var version;
var init_package = __esm({
  "package.json"() {
    version = "0.2.0";
  }
});

// src/action/printable.ts
function escaped(character) {
  return character < " " ? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}` : character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
function printableLine(text4) {
  return text4.replaceAll(UNSAFE, escaped);
}
function printableLines(text4, hasColour = false) {
  if (hasColour) {
    return text4.split(COLOUR).map((part, index) => index % 2 === 1 ? part : printableLines(part)).join("");
  }
  return text4.replaceAll(UNSAFE, (character) => character === "\n" ? "\n" : escaped(character));
}
var UNSAFE, COLOUR;
var init_printable = __esm({
  "src/action/printable.ts"() {
    "use strict";
    UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
    COLOUR = new RegExp(`(${String.fromCharCode(27)}\\[(?:[0-2]|3[1-4])m)`);
  }
});

// src/action/action-error.ts
function causeOf({ message }) {
  const [line2] = message.split("\n");
  return line2.length <= LONGEST_CAUSE ? line2 : `${line2.slice(0, LONGEST_CAUSE)}\u2026`;
}
var import_types, LONGEST_CAUSE, ActionError;
var init_action_error = __esm({
  "src/action/action-error.ts"() {
    "use strict";
    import_types = require("node:util/types");
    init_printable();
    LONGEST_CAUSE = 300;
    ActionError = class extends Error {
      details;
      constructor(message, details2) {
        super(message, { cause: details2.cause });
        this.name = "ActionError";
        this.details = details2;
      }
      /** The message and the known details, a line each, as shown to the user. */
      describe() {
        const { package: name2, file, remedy, cause } = this.details;
        const reason = (0, import_types.isNativeError)(cause) ? causeOf(cause) : void 0;
        return [
          `package_layers: ${printableLine(this.message)}`,
          ...name2 === void 0 ? [] : [`  package: ${printableLine(name2)}`],
          ...file === void 0 ? [] : [`  file: ${printableLine(file)}`],
          ...reason === void 0 || this.message.includes(reason) ? [] : [`  cause: ${printableLine(reason)}`],
          `  remedy: ${printableLine(remedy)}`
        ].join("\n");
      }
    };
  }
});

// src/action/input-file.ts
function identityOf({ dev, ino, size, mtimeNs, ctimeNs }) {
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}
async function withInputFile(file, read) {
  if (openFiles === OPEN_AT_A_TIME) {
    await new Promise((goOn) => waiting.push(goOn));
  } else {
    openFiles += 1;
  }
  try {
    return await withOpenFile(file, read);
  } finally {
    const next = waiting.shift();
    if (next === void 0) {
      openFiles -= 1;
    } else {
      next();
    }
  }
}
async function withOpenFile(file, read) {
  const handle = await (0, import_promises.open)(file, import_node_fs.constants.O_RDONLY | import_node_fs.constants.O_NONBLOCK);
  try {
    const found = await handle.stat({ bigint: true });
    if (!found.isFile()) {
      throw found.isDirectory() ? new NoInput("it is a directory", "EISDIR") : new NoInput("it is not a file");
    }
    const requireUnchanged = async () => {
      if (identityOf(await handle.stat({ bigint: true })) !== identityOf(found)) {
        throw new NoInput("it changed while it was read");
      }
    };
    return await read({ handle, size: Number(found.size), requireUnchanged });
  } finally {
    await handle.close();
  }
}
function readDocument(file) {
  return withInputFile(file, async ({ handle, size, requireUnchanged }) => {
    if (size > LARGEST_DOCUMENT) {
      throw new NoInput(`it has ${size} bytes, and at most ${LARGEST_DOCUMENT} are read`);
    }
    const bytes = await handle.readFile();
    await requireUnchanged();
    return bytes;
  });
}
var import_node_fs, import_promises, LARGEST_DOCUMENT, NoInput, OPEN_AT_A_TIME, openFiles, waiting;
var init_input_file = __esm({
  "src/action/input-file.ts"() {
    "use strict";
    import_node_fs = require("node:fs");
    import_promises = require("node:fs/promises");
    LARGEST_DOCUMENT = 256 << 20;
    NoInput = class extends Error {
      code;
      constructor(message, code3) {
        super(message);
        this.code = code3;
      }
    };
    OPEN_AT_A_TIME = 64;
    openFiles = 0;
    waiting = [];
  }
});

// src/action/flag-file.ts
async function expandFlagFiles(args, root) {
  const expanded2 = [];
  await expandInto(expanded2, args, root, []);
  return expanded2;
}
async function expandFlagFileFlags(args, root) {
  if (!args.some((arg) => flagFileFlag.test(arg))) {
    return args;
  }
  const expanded2 = [];
  for (const arg of args) {
    if (flagFileFlag.test(arg)) {
      await expandInto(expanded2, [arg], root, []);
    } else {
      expanded2.push(arg);
    }
  }
  return expanded2;
}
async function expandInto(expanded2, args, root, within) {
  for (const arg of args) {
    const named = flagFileOf(arg);
    if (named === void 0) {
      expanded2.push(arg);
      continue;
    }
    const file = (0, import_node_path.resolve)(root, named);
    if (within.includes(file)) {
      throw new ActionError("a flag file includes itself", {
        file: named,
        remedy: "take the line that names it out of it"
      });
    }
    await expandInto(expanded2, await readLines(file, named), root, [...within, file]);
  }
}
function flagFileOf(arg) {
  if (arg.startsWith("@") && arg.length > 1 && !arg.startsWith("@@") && !externalLabel.test(arg)) {
    return arg.slice(1);
  }
  return flagFileFlag.exec(arg)?.[1];
}
async function readLines(file, named) {
  let bytes;
  try {
    bytes = await readDocument(file);
  } catch (cause) {
    throw new ActionError("a flag file cannot be read", {
      file: named,
      remedy: "name an existing file after the @; paths are relative to the working directory",
      cause
    });
  }
  return parseFlagFile(bytes, named);
}
function parseFlagFile(bytes, name2) {
  let text4;
  try {
    text4 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new ActionError("a flag file is not UTF-8", { file: name2, remedy: "write the file in UTF-8", cause });
  }
  const lines = text4.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") {
    lines.pop();
  }
  return lines;
}
var import_node_path, externalLabel, flagFileFlag;
var init_flag_file = __esm({
  "src/action/flag-file.ts"() {
    "use strict";
    import_node_path = require("node:path");
    init_action_error();
    init_input_file();
    externalLabel = /^@.*\/\/.*$/;
    flagFileFlag = /^--?flagfile=(.+)$/s;
  }
});

// src/action/near-names.ts
function nearNames(name2, known, most) {
  const asked = name2.slice(0, 100);
  const allowed2 = Math.max(1, Math.min(3, Math.floor(asked.length / 3)));
  return known.map((candidate) => {
    const holds2 = asked.length > 1 && (candidate.includes(asked) || asked.includes(candidate));
    const errors = distance(candidate.slice(0, 100), asked);
    return { candidate, errors: holds2 ? Math.min(errors, allowed2) : errors };
  }).filter(({ errors }) => errors <= allowed2).sort((a, b) => a.errors - b.errors || (a.candidate < b.candidate ? -1 : 1)).slice(0, most).map(({ candidate }) => candidate);
}
function distance(left, right) {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1;
      current.push(Math.min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + change));
    }
    previous = current;
  }
  return previous[right.length];
}
var init_near_names = __esm({
  "src/action/near-names.ts"() {
    "use strict";
  }
});

// src/action/machine-error.ts
function machineFault(error2) {
  const explanation = (0, import_types2.isNativeError)(error2) ? EXPLANATIONS.get(errnoOf(error2)) : void 0;
  return explanation === void 0 ? void 0 : { what: explanation[0], remedy: explanation[1] };
}
function errnoOf({ code: code3 = "", message }) {
  if (code3 === "ERR_WORKER_INIT_FAILED") {
    return /\bE[A-Z]+\b/.exec(message)?.[0] ?? "";
  }
  return message === "Array buffer allocation failed" ? "ENOMEM" : SAME_AS.get(code3) ?? code3;
}
function explainMachineError(error2) {
  const fault = machineFault(error2);
  if (fault === void 0) {
    return error2;
  }
  return new ActionError(fault.what, {
    file: error2.path,
    remedy: fault.remedy,
    cause: error2
  });
}
var import_types2, EXPLANATIONS, SAME_AS;
var init_machine_error = __esm({
  "src/action/machine-error.ts"() {
    "use strict";
    import_types2 = require("node:util/types");
    init_action_error();
    EXPLANATIONS = /* @__PURE__ */ new Map([
      ["ENOSPC", ["the disk is full", "make room on the disk that Bazel's output base is on, and build again"]],
      ["EDQUOT", ["the disk quota is used up", "make room within the quota of the output base's disk, and build again"]],
      ["EFBIG", ["a file would be larger than is allowed", "raise the limit on the size of files (`ulimit -f`)"]],
      ["EROFS", ["the disk cannot be written to", "let the outputs be on a disk that can be written to"]],
      ["EIO", ["the disk fails", "check the disk, then fetch the package again with `bazel fetch --force`"]],
      ["EMFILE", ["too many files are open", "raise the limit on open files (`ulimit -n`), and build again"]],
      ["ENFILE", ["too many files are open on this machine", "raise the system's limit on open files, and build again"]],
      ["ENOMEM", ["memory has run out", "give the worker more memory, or run fewer workers at a time"]],
      ["EACCES", ["access is denied", "let the user who builds read the inputs and write to the outputs' directories"]],
      ["EPERM", ["the system does not permit it", "let the user who builds own the outputs' directories"]],
      ["ENAMETOOLONG", ["a path is too long", "use shorter names, or a shorter output base"]],
      ["ENOTDIR", ["a path leads through a file as if it were a directory", "name a path whose folders are directories"]],
      ["EEXIST", ["something else is in the way", "name another path, or remove what is there"]],
      ["EISDIR", ["a directory is where a file should be", "name a file"]],
      ["ELOOP", ["a path leads through too many symlinks", "name a path without a loop of symlinks"]],
      ["EBUSY", ["a path is in use, as a place where a disk is mounted is", "name another path"]]
    ]);
    SAME_AS = /* @__PURE__ */ new Map([
      ["Z_MEM_ERROR", "ENOMEM"],
      ["ERR_WORKER_OUT_OF_MEMORY", "ENOMEM"],
      ["ERR_MEMORY_ALLOCATION_FAILED", "ENOMEM"]
    ]);
  }
});

// src/action/run-action.ts
async function runAction(actions2, args, context) {
  context.signal.throwIfAborted();
  const [name2, ...rest] = args;
  const action = name2 === void 0 ? void 0 : actions2.get(name2);
  if (action === void 0) {
    throw new ActionError(
      name2 === void 0 ? "the request has no arguments" : `there is no action ${JSON.stringify(name2.slice(0, 200))}`,
      { remedy: `give the name of an action as the first argument: ${[...actions2.keys()].join(", ")}` }
    );
  }
  try {
    await action(rest, context);
  } catch (error2) {
    throw explainMachineError(error2);
  }
}
function describeFailure(error2) {
  if (error2 instanceof ActionError) {
    return error2.describe();
  }
  const lines = [
    `package_layers: unexpected error: ${error2 instanceof Error ? error2.stack ?? error2.message : String(error2)}`
  ];
  let cause = error2 instanceof Error ? error2.cause : void 0;
  while (cause instanceof Error && lines.length < 5) {
    lines.push(`caused by: ${cause.stack ?? cause.message}`);
    cause = cause.cause;
  }
  return lines.join("\n");
}
var init_run_action = __esm({
  "src/action/run-action.ts"() {
    "use strict";
    init_action_error();
    init_machine_error();
  }
});

// src/layer/own-zlib.ts
function allowSharedZlib() {
  allowed = true;
}
function hasSharedZlib(config2 = process.config) {
  const { node_shared_zlib: shared } = config2.variables;
  return shared === true || shared === "true" || shared === 1;
}
function requireOwnZlib(config2) {
  if (hasSharedZlib(config2) && !allowed) {
    throw new ActionError(
      "this Node compresses with the system's zlib, so that layers would have other bytes than elsewhere",
      {
        file: process.execPath,
        remedy: "use a Node with a zlib of its own, such as node.download() or one of nodejs.org; where every machine has this very Node, say node.local(allow_shared_zlib = True), or --allow_shared_zlib to the program"
      }
    );
  }
}
var allowed;
var init_own_zlib = __esm({
  "src/layer/own-zlib.ts"() {
    "use strict";
    init_action_error();
    allowed = false;
  }
});

// src/worker/frame-reader.ts
var maximumFrameLength, FrameError, PartialFrame;
var init_frame_reader = __esm({
  "src/worker/frame-reader.ts"() {
    "use strict";
    maximumFrameLength = 256 * 1024 * 1024;
    FrameError = class extends Error {
      name = "FrameError";
    };
    PartialFrame = class {
      #chunks = [];
      #length = 0;
      get length() {
        return this.#length;
      }
      append(chunk) {
        if (chunk.length > 0) {
          this.#chunks.push(chunk);
          this.#length += chunk.length;
        }
      }
      /** Everything appended, as one array; the partial frame is empty afterwards. */
      take() {
        const whole = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks, this.#length);
        this.#chunks.length = 0;
        this.#length = 0;
        return whole;
      }
    };
  }
});

// src/worker/persistent-worker.ts
async function servePersistentWorker(options) {
  await new PersistentWorker(options).serve();
}
var import_node_path2, maximumUnfinished, maximumOutputLength, PersistentWorker, BoundedOutput;
var init_persistent_worker = __esm({
  "src/worker/persistent-worker.ts"() {
    "use strict";
    import_node_path2 = require("node:path");
    init_flag_file();
    init_printable();
    init_run_action();
    init_frame_reader();
    maximumUnfinished = 1e3;
    maximumOutputLength = 1024 * 1024;
    PersistentWorker = class {
      #options;
      #open = /* @__PURE__ */ new Set();
      #running = 0;
      #singleplexRunning = false;
      #unwritten = 0;
      #hasGivenUp = false;
      #onProgress;
      constructor(options) {
        this.#options = options;
      }
      async serve() {
        const { input, stop: stop2 } = this.#options;
        const onStop = () => {
          this.#giveUp();
          input.destroy();
        };
        stop2.addEventListener("abort", onStop);
        try {
          if (!stop2.aborted) {
            await this.#readRequests();
          }
        } catch (error2) {
          if (!stop2.aborted) {
            this.#giveUp();
            throw error2;
          }
        } finally {
          await this.#finish();
          stop2.removeEventListener("abort", onStop);
        }
      }
      async #readRequests() {
        const { input, protocol, stop: stop2 } = this.#options;
        const frames = protocol.createFrameReader();
        for await (const chunk of input) {
          for (const frame of frames.read(chunk)) {
            this.#accept(protocol.decodeRequest(frame));
            await this.#finishedDownTo(maximumUnfinished);
            if (stop2.aborted) {
              return;
            }
          }
        }
        frames.end();
      }
      #accept(request2) {
        if (request2.cancel) {
          this.#cancel(request2.requestId);
          return;
        }
        if (request2.requestId !== 0 && this.#find(request2.requestId) !== void 0) {
          throw new FrameError(`request ${request2.requestId} came again before it was answered`);
        }
        this.#open.add({ request: request2, abort: new AbortController(), started: false });
        this.#startWaiting();
      }
      #cancel(requestId) {
        const open4 = this.#find(requestId);
        if (open4 === void 0) {
          return;
        }
        open4.abort.abort(new DOMException(`request ${requestId} was cancelled`, "AbortError"));
        if (!open4.started) {
          this.#answer(open4, { exitCode: 0, output: "", wasCancelled: true });
        }
      }
      /** The oldest open request with that id; only with id 0 there can be several. */
      #find(requestId) {
        for (const open4 of this.#open) {
          if (open4.request.requestId === requestId) {
            return open4;
          }
        }
        return void 0;
      }
      #startWaiting() {
        for (const open4 of this.#open) {
          if (this.#running >= this.#options.concurrency) {
            return;
          }
          const isSingleplex = open4.request.requestId === 0;
          if (!open4.started && !(isSingleplex && this.#singleplexRunning)) {
            open4.started = true;
            this.#running += 1;
            this.#singleplexRunning ||= isSingleplex;
            void this.#run(open4);
          }
        }
      }
      async #run(open4) {
        const { request: request2, abort } = open4;
        const { root, run: run2, log, startupArguments = [] } = this.#options;
        const output = new BoundedOutput();
        const begin = performance.now();
        if (request2.verbosity > 0) {
          log(`request ${request2.requestId}: ${request2.arguments.length} arguments, ${request2.inputs.length} inputs`);
        }
        let exitCode = 0;
        try {
          const requestRoot = (0, import_node_path2.resolve)(root, request2.sandboxDir);
          const args = await expandFlagFileFlags([...startupArguments, ...request2.arguments], requestRoot);
          await run2(args, { root: requestRoot, signal: abort.signal, log: (line2) => output.add(line2) });
        } catch (error2) {
          exitCode = 1;
          output.add(describeFailure(error2));
        }
        this.#running -= 1;
        if (request2.requestId === 0) {
          this.#singleplexRunning = false;
        }
        const wasCancelled = abort.signal.aborted && exitCode !== 0;
        if (request2.verbosity > 0) {
          const outcome = wasCancelled ? "cancelled" : `exit code ${exitCode}`;
          log(`request ${request2.requestId}: ${outcome} after ${Math.round(performance.now() - begin)} ms`);
        }
        this.#answer(
          open4,
          wasCancelled ? { exitCode: 0, output: "", wasCancelled } : { exitCode, output: output.text(), wasCancelled }
        );
      }
      #answer(open4, answer) {
        const { protocol, write } = this.#options;
        this.#open.delete(open4);
        if (!this.#hasGivenUp) {
          this.#unwritten += 1;
          const onWritten = () => {
            this.#unwritten -= 1;
            this.#onProgress?.();
          };
          write(protocol.encodeResponse({ ...answer, requestId: open4.request.requestId })).then(onWritten, onWritten);
          this.#startWaiting();
        }
        this.#onProgress?.();
      }
      #giveUp() {
        this.#hasGivenUp = true;
        for (const open4 of this.#open) {
          open4.abort.abort(new DOMException("the worker is being stopped", "AbortError"));
          if (!open4.started) {
            this.#open.delete(open4);
          }
        }
        this.#onProgress?.();
      }
      /** Resolves when all is answered; or, when it was given up, all is over or has had its time for that. */
      async #finish() {
        const { log, stop: stop2, stopTimeout = 5e3 } = this.#options;
        let timer;
        const outOfTime = new Promise((done) => {
          const begin = () => {
            timer = setTimeout(() => {
              log(`an action did not stop within ${stopTimeout} ms`);
              done();
            }, stopTimeout);
          };
          if (this.#hasGivenUp) {
            begin();
          } else {
            stop2.addEventListener("abort", begin, { once: true });
          }
        });
        await Promise.race([this.#finishedDownTo(0), outOfTime]);
        clearTimeout(timer);
      }
      /** Resolves when at most `count` requests are open and as many responses unwritten; after giving up only the former. */
      async #finishedDownTo(count3) {
        while (this.#open.size > count3 || this.#unwritten > count3 && !this.#hasGivenUp) {
          await new Promise((done) => {
            this.#onProgress = done;
          });
        }
      }
    };
    BoundedOutput = class {
      #lines = [];
      #length = 0;
      #isCut = false;
      add(said) {
        const line2 = printableLines(said);
        if (this.#isCut) {
          return;
        }
        if (this.#length + line2.length > maximumOutputLength) {
          this.#isCut = true;
          this.#lines.push(line2.slice(0, maximumOutputLength - this.#length), "\u2026 (more output is left out)");
          return;
        }
        this.#length += line2.length;
        this.#lines.push(line2);
      }
      text() {
        return this.#lines.map((line2) => `${line2}
`).join("");
      }
    };
  }
});

// src/worker/protect-stdout.ts
function protectStdout(stdout = process.stdout, stderr = process.stderr) {
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  return (bytes) => new Promise((done, fail) => write(bytes, (error2) => error2 ? fail(error2) : done()));
}
var init_protect_stdout = __esm({
  "src/worker/protect-stdout.ts"() {
    "use strict";
  }
});

// node_modules/zod/v4/core/util.js
var util_exports = {};
__export(util_exports, {
  BIGINT_FORMAT_RANGES: () => BIGINT_FORMAT_RANGES,
  CONSTANT_CATCH: () => CONSTANT_CATCH,
  Class: () => Class,
  NUMBER_FORMAT_RANGES: () => NUMBER_FORMAT_RANGES,
  aborted: () => aborted,
  allowsEval: () => allowsEval,
  assert: () => assert,
  assertEqual: () => assertEqual,
  assertIs: () => assertIs,
  assertNever: () => assertNever,
  assertNotEqual: () => assertNotEqual,
  assignProp: () => assignProp,
  attachSchema: () => attachSchema,
  base64ToUint8Array: () => base64ToUint8Array,
  base64urlToUint8Array: () => base64urlToUint8Array,
  cached: () => cached,
  captureStackTrace: () => captureStackTrace,
  cleanEnum: () => cleanEnum,
  cleanRegex: () => cleanRegex,
  clone: () => clone,
  cloneDef: () => cloneDef,
  codePointLength: () => codePointLength,
  constantCatch: () => constantCatch,
  createTransparentProxy: () => createTransparentProxy,
  defineLazy: () => defineLazy,
  defineLazyInternal: () => defineLazyInternal,
  derived: () => derived,
  esc: () => esc,
  escapeRegex: () => escapeRegex,
  explicitlyAborted: () => explicitlyAborted,
  extend: () => extend,
  finalizeIssue: () => finalizeIssue,
  floatSafeRemainder: () => floatSafeRemainder,
  getElementAtPath: () => getElementAtPath,
  getEnumValues: () => getEnumValues,
  getLengthableOrigin: () => getLengthableOrigin,
  getParsedType: () => getParsedType,
  getSizableOrigin: () => getSizableOrigin,
  hexToUint8Array: () => hexToUint8Array,
  hide: () => hide,
  installLazyProp: () => installLazyProp,
  isObject: () => isObject,
  isPlainObject: () => isPlainObject,
  issue: () => issue,
  joinValues: () => joinValues,
  jsonStringifyReplacer: () => jsonStringifyReplacer,
  members: () => members,
  merge: () => merge,
  mergeDefs: () => mergeDefs,
  normalizeParams: () => normalizeParams,
  nullish: () => nullish,
  numKeys: () => numKeys,
  objectClone: () => objectClone,
  omit: () => omit,
  optionalKeys: () => optionalKeys,
  own: () => own,
  parsedType: () => parsedType,
  partial: () => partial,
  pick: () => pick,
  prefixIssues: () => prefixIssues,
  primitiveTypes: () => primitiveTypes,
  promiseAllObject: () => promiseAllObject,
  propertyKeyTypes: () => propertyKeyTypes,
  randomString: () => randomString,
  rawShape: () => rawShape,
  required: () => required,
  safeExtend: () => safeExtend,
  shallowClone: () => shallowClone,
  sizeCaps: () => sizeCaps,
  slugify: () => slugify,
  stringifyPrimitive: () => stringifyPrimitive,
  toZod: () => toZod,
  uint8ArrayToBase64: () => uint8ArrayToBase64,
  uint8ArrayToBase64url: () => uint8ArrayToBase64url,
  uint8ArrayToHex: () => uint8ArrayToHex,
  unwrapMessage: () => unwrapMessage
});
function assertEqual(val) {
  return val;
}
function assertNotEqual(val) {
  return val;
}
function toZod() {
  return (schema) => schema;
}
function assertIs(_arg) {
}
function assertNever(_x) {
  throw new Error("Unexpected value in exhaustive check");
}
function assert(_) {
}
function getEnumValues(entries) {
  const numericValues = Object.values(entries).filter((v) => typeof v === "number");
  const values = Object.entries(entries).filter(([k, _]) => numericValues.indexOf(+k) === -1).map(([_, v]) => v);
  return values;
}
function joinValues(array2, separator = "|") {
  return array2.map((val) => stringifyPrimitive(val)).join(separator);
}
function jsonStringifyReplacer(_, value) {
  if (typeof value === "bigint")
    return value.toString();
  return value;
}
function cached(getter) {
  return new Cached(getter);
}
function nullish(input) {
  return input === null || input === void 0;
}
function cleanRegex(source) {
  const start = source.startsWith("^") ? 1 : 0;
  const end = source.endsWith("$") ? source.length - 1 : source.length;
  return source.slice(start, end);
}
function floatSafeRemainder(val, step) {
  const ratio = val / step;
  const roundedRatio = Math.round(ratio);
  const tolerance = 4 * Number.EPSILON * Math.max(Math.abs(ratio), 1);
  if (Math.abs(ratio - roundedRatio) < tolerance)
    return 0;
  return ratio - roundedRatio;
}
function defineLazy(object2, key2, getter) {
  let value = void 0;
  Object.defineProperty(object2, key2, {
    get() {
      if (value === EVALUATING) {
        return void 0;
      }
      if (value === void 0) {
        value = EVALUATING;
        value = getter();
      }
      return value;
    },
    set(v) {
      Object.defineProperty(object2, key2, {
        value: v
        // configurable: true,
      });
    },
    configurable: true
  });
}
function objectClone(obj) {
  return Object.create(Object.getPrototypeOf(obj), Object.getOwnPropertyDescriptors(obj));
}
function assignProp(target, prop, value) {
  Object.defineProperty(target, prop, {
    value,
    writable: true,
    enumerable: true,
    configurable: true
  });
}
function rawShape(def) {
  const desc = Object.getOwnPropertyDescriptor(def, "shape");
  return desc?.get ? desc.get.raw : desc?.value;
}
function sourceShape(schema) {
  return rawShape(schema._zod.def) ?? schema._zod.def.shape;
}
function deferProp(target, key2, getter) {
  Object.defineProperty(target, key2, {
    get() {
      const value = getter();
      assignProp(this, key2, value);
      return value;
    },
    enumerable: true,
    configurable: true
  });
}
function putProp(target, key2, value) {
  if (key2 in target)
    assignProp(target, key2, value);
  else
    target[key2] = value;
}
function mirrorShape(target, source, keys, wrap2) {
  const raw = sourceShape(source);
  for (const key2 of keys) {
    const desc = Object.getOwnPropertyDescriptor(raw, key2);
    if (!desc.enumerable)
      continue;
    if (desc.get) {
      deferProp(target, key2, () => {
        const value = source._zod.def.shape[key2];
        return wrap2 ? wrap2(value, key2) : value;
      });
    } else
      putProp(target, key2, wrap2 ? wrap2(desc.value, key2) : desc.value);
  }
}
function mirrorProps(target, source) {
  for (const key2 of Reflect.ownKeys(source)) {
    const desc = Object.getOwnPropertyDescriptor(source, key2);
    if (!desc.enumerable)
      continue;
    if (desc.get)
      deferProp(target, key2, () => source[key2]);
    else
      putProp(target, key2, desc.value);
  }
}
function mergeDefs(...defs) {
  const mergedDescriptors = {};
  for (const def of defs) {
    const descriptors = Object.getOwnPropertyDescriptors(def);
    Object.assign(mergedDescriptors, descriptors);
  }
  return Object.defineProperties({}, mergedDescriptors);
}
function cloneDef(schema) {
  return mergeDefs(schema._zod.def);
}
function getElementAtPath(obj, path34) {
  if (!path34)
    return obj;
  return path34.reduce((acc, key2) => acc?.[key2], obj);
}
function promiseAllObject(promisesObj) {
  const keys = Object.keys(promisesObj);
  const promises = keys.map((key2) => promisesObj[key2]);
  return Promise.all(promises).then((results) => {
    const resolvedObj = {};
    for (let i = 0; i < keys.length; i++) {
      resolvedObj[keys[i]] = results[i];
    }
    return resolvedObj;
  });
}
function randomString(length = 10) {
  const chars = "abcdefghijklmnopqrstuvwxyz";
  let str = "";
  for (let i = 0; i < length; i++) {
    str += chars[Math.floor(Math.random() * chars.length)];
  }
  return str;
}
function esc(str) {
  return JSON.stringify(str);
}
function slugify(input) {
  return input.toLowerCase().trim().replace(/[^\w\s-]/g, "").replace(/[\s_-]+/g, "-").replace(/^-+|-+$/g, "");
}
function isObject(data) {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
function isPlainObject(o) {
  if (isObject(o) === false)
    return false;
  const ctor = o.constructor;
  if (ctor === void 0)
    return true;
  if (typeof ctor !== "function")
    return true;
  const prot = ctor.prototype;
  if (isObject(prot) === false)
    return false;
  if (Object.prototype.hasOwnProperty.call(prot, "isPrototypeOf") === false) {
    return false;
  }
  return true;
}
function shallowClone(o) {
  if (isPlainObject(o))
    return { ...o };
  if (Array.isArray(o))
    return [...o];
  if (o instanceof Map)
    return new Map(o);
  if (o instanceof Set)
    return new Set(o);
  return o;
}
function numKeys(data) {
  let keyCount = 0;
  for (const key2 in data) {
    if (Object.prototype.hasOwnProperty.call(data, key2)) {
      keyCount++;
    }
  }
  return keyCount;
}
function escapeRegex(str) {
  return str.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
function clone(inst, def, params) {
  const cl = new inst._zod.constr(def ?? inst._zod.def);
  if (!def || params?.parent)
    cl._zod.parent = inst;
  return cl;
}
function normalizeParams(_params) {
  const params = _params;
  if (!params)
    return {};
  if (typeof params === "string")
    return { error: () => params };
  if (params?.message !== void 0) {
    if (params?.error !== void 0)
      throw new Error("Cannot specify both `message` and `error` params");
    params.error = params.message;
  }
  delete params.message;
  if (typeof params.error === "string")
    return { ...params, error: () => params.error };
  return params;
}
function createTransparentProxy(getter) {
  let target;
  return new Proxy({}, {
    get(_, prop, receiver) {
      target ?? (target = getter());
      return Reflect.get(target, prop, receiver);
    },
    set(_, prop, value, receiver) {
      target ?? (target = getter());
      return Reflect.set(target, prop, value, receiver);
    },
    has(_, prop) {
      target ?? (target = getter());
      return Reflect.has(target, prop);
    },
    deleteProperty(_, prop) {
      target ?? (target = getter());
      return Reflect.deleteProperty(target, prop);
    },
    ownKeys(_) {
      target ?? (target = getter());
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor(_, prop) {
      target ?? (target = getter());
      return Reflect.getOwnPropertyDescriptor(target, prop);
    },
    defineProperty(_, prop, descriptor) {
      target ?? (target = getter());
      return Reflect.defineProperty(target, prop, descriptor);
    }
  });
}
function stringifyPrimitive(value) {
  if (typeof value === "bigint")
    return value.toString() + "n";
  if (typeof value === "string")
    return `"${value}"`;
  return `${value}`;
}
function optionalKeys(shape) {
  return Object.keys(shape).filter((k) => {
    return shape[k]._zod.optin !== void 0 && shape[k]._zod.optout === "optional";
  });
}
function pick(schema, mask) {
  const currDef = schema._zod.def;
  const checks = currDef.checks;
  const hasChecks = checks && checks.length > 0;
  if (hasChecks) {
    throw new Error(".pick() cannot be used on object schemas containing refinements");
  }
  const newShape = {};
  mirrorShape(newShape, schema, maskedKeys(schema, mask));
  return clone(schema, mergeDefs(currDef, { shape: newShape, checks: [] }));
}
function maskedKeys(schema, mask) {
  const raw = sourceShape(schema);
  const keys = [];
  for (const key2 of Reflect.ownKeys(mask)) {
    if (!Object.getOwnPropertyDescriptor(raw, key2)?.enumerable) {
      throw new Error(`Unrecognized key: "${String(key2)}"`);
    }
    if (mask[key2])
      keys.push(key2);
  }
  return keys;
}
function omit(schema, mask) {
  const currDef = schema._zod.def;
  const checks = currDef.checks;
  const hasChecks = checks && checks.length > 0;
  if (hasChecks) {
    throw new Error(".omit() cannot be used on object schemas containing refinements");
  }
  const omitted = new Set(maskedKeys(schema, mask));
  const newShape = {};
  mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)).filter((key2) => !omitted.has(key2)));
  return clone(schema, mergeDefs(currDef, { shape: newShape, checks: [] }));
}
function extend(schema, shape) {
  if (!isPlainObject(shape)) {
    throw new Error("Invalid input to extend: expected a plain object");
  }
  const checks = schema._zod.def.checks;
  const hasChecks = checks && checks.length > 0;
  if (hasChecks) {
    const existingShape = sourceShape(schema);
    for (const key2 of Reflect.ownKeys(shape)) {
      if (Object.getOwnPropertyDescriptor(existingShape, key2) !== void 0) {
        throw new Error("Cannot overwrite keys on object schemas containing refinements. Use `.safeExtend()` instead.");
      }
    }
  }
  return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function extended(schema, shape) {
  const newShape = {};
  mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)));
  mirrorProps(newShape, shape);
  return newShape;
}
function safeExtend(schema, shape) {
  if (!isPlainObject(shape)) {
    throw new Error("Invalid input to safeExtend: expected a plain object");
  }
  return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function merge(a, b) {
  if (!b?._zod?.def) {
    throw new Error("Invalid input to merge: expected an object schema. To merge a plain shape, use `.extend()`.");
  }
  if (a._zod.def.checks?.length) {
    throw new Error(".merge() cannot be used on object schemas containing refinements. Use .safeExtend() instead.");
  }
  const newShape = {};
  mirrorShape(newShape, a, Reflect.ownKeys(sourceShape(a)));
  mirrorShape(newShape, b, Reflect.ownKeys(sourceShape(b)));
  const def = mergeDefs(a._zod.def, {
    shape: newShape,
    get catchall() {
      return b._zod.def.catchall;
    },
    checks: b._zod.def.checks ?? []
  });
  return clone(a, def);
}
function partial(Class2, schema, mask, name2 = "partial") {
  const currDef = schema._zod.def;
  const checks = currDef.checks;
  const hasChecks = checks && checks.length > 0;
  if (hasChecks) {
    throw new Error(`.${name2}() cannot be used on object schemas containing refinements`);
  }
  const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
  const newShape = {};
  mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), Class2 && ((value, key2) => selected && !selected.has(key2) ? value : new Class2({ type: "optional", innerType: value })));
  return clone(schema, mergeDefs(schema._zod.def, { shape: newShape, checks: [] }));
}
function required(Class2, schema, mask) {
  const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
  const newShape = {};
  mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), (value, key2) => (
    // overwrite with non-optional
    selected && !selected.has(key2) ? value : new Class2({ type: "nonoptional", innerType: value })
  ));
  return clone(schema, mergeDefs(schema._zod.def, { shape: newShape }));
}
function aborted(x, startIndex = 0) {
  if (x.aborted === true)
    return true;
  for (let i = startIndex; i < x.issues.length; i++) {
    if (x.issues[i]?.continue !== true) {
      return true;
    }
  }
  return false;
}
function explicitlyAborted(x, startIndex = 0) {
  if (x.aborted === true)
    return true;
  for (let i = startIndex; i < x.issues.length; i++) {
    if (x.issues[i]?.continue === false) {
      return true;
    }
  }
  return false;
}
function prefixIssues(path34, issues) {
  return issues.map((iss) => {
    var _a3;
    (_a3 = iss).path ?? (_a3.path = []);
    iss.path.unshift(path34);
    return iss;
  });
}
function unwrapMessage(message) {
  return typeof message === "string" ? message : message?.message;
}
function sizeCaps(defChecks) {
  const caps = [];
  for (const ch of defChecks ?? []) {
    const d = ch._zod.def;
    if (!/_(length|size)$|_equals$/.test(d.check))
      break;
    const max = d.maximum ?? d.length ?? d.size;
    if (max >= 0)
      caps.push([max, ch]);
  }
  return caps;
}
function attachSchema(issues, start, inst) {
  var _a3;
  for (let i = start; i < issues.length; i++) {
    (_a3 = issues[i]).schema ?? (_a3.schema = inst);
  }
}
function finalizeIssue(iss, ctx, config2) {
  var _a3;
  const traits = iss.inst?._zod?.traits;
  if (traits?.has("$ZodType")) {
    if (traits.has("$ZodCheck"))
      (_a3 = iss).schema ?? (_a3.schema = iss.inst);
    else
      iss.schema = iss.inst;
  }
  const schemaError = iss.schema !== iss.inst ? iss.schema?._zod.def?.error : void 0;
  const message = iss.message ? iss.message : unwrapMessage(iss.inst?._zod.def?.error?.(iss)) ?? unwrapMessage(schemaError?.(iss)) ?? unwrapMessage(ctx?.error?.(iss)) ?? unwrapMessage(config2.customError?.(iss)) ?? unwrapMessage(config2.localeError?.(iss)) ?? "Invalid input";
  const full = {};
  for (const k of Object.keys(iss)) {
    if (k === "inst" || k === "schema" || k === "continue" || k === "input" || k === "__proto__")
      continue;
    full[k] = iss[k];
  }
  full.path ?? (full.path = []);
  full.message = message;
  if (ctx?.reportInput) {
    full.input = iss.input;
  }
  return full;
}
function getSizableOrigin(input) {
  if (input instanceof Set)
    return "set";
  if (input instanceof Map)
    return "map";
  if (input instanceof File)
    return "file";
  return "unknown";
}
function codePointLength(str) {
  const units = str.length;
  if (!highSurrogate.test(str))
    return units;
  let count3 = units;
  for (let i = 0; i < units - 1; i++) {
    if ((str.charCodeAt(i) & 64512) === 55296 && (str.charCodeAt(i + 1) & 64512) === 56320) {
      count3--;
      i++;
    }
  }
  return count3;
}
function getLengthableOrigin(input) {
  if (Array.isArray(input))
    return "array";
  if (typeof input === "string")
    return "string";
  return "unknown";
}
function parsedType(data) {
  const t = typeof data;
  switch (t) {
    case "number": {
      return Number.isNaN(data) ? "nan" : "number";
    }
    case "object": {
      if (data === null) {
        return "null";
      }
      if (Array.isArray(data)) {
        return "array";
      }
      const obj = data;
      if (obj && Object.getPrototypeOf(obj) !== Object.prototype && "constructor" in obj && obj.constructor) {
        return obj.constructor.name;
      }
    }
  }
  return t;
}
function issue(...args) {
  const [iss, input, inst] = args;
  if (typeof iss === "string") {
    return {
      message: iss,
      code: "custom",
      input,
      inst
    };
  }
  return { ...iss };
}
function cleanEnum(obj) {
  return Object.entries(obj).filter(([k, _]) => {
    return Number.isNaN(Number.parseInt(k, 10));
  }).map((el) => el[1]);
}
function base64ToUint8Array(base642) {
  const binaryString = atob(base642);
  const bytes = new Uint8Array(binaryString.length);
  for (let i = 0; i < binaryString.length; i++) {
    bytes[i] = binaryString.charCodeAt(i);
  }
  return bytes;
}
function uint8ArrayToBase64(bytes) {
  let binaryString = "";
  for (let i = 0; i < bytes.length; i++) {
    binaryString += String.fromCharCode(bytes[i]);
  }
  return btoa(binaryString);
}
function base64urlToUint8Array(base64url2) {
  const base642 = base64url2.replace(/-/g, "+").replace(/_/g, "/");
  const padding2 = "=".repeat((4 - base642.length % 4) % 4);
  return base64ToUint8Array(base642 + padding2);
}
function uint8ArrayToBase64url(bytes) {
  return uint8ArrayToBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
function hexToUint8Array(hex) {
  const cleanHex = hex.replace(/^0x/, "");
  if (cleanHex.length % 2 !== 0) {
    throw new Error("Invalid hex string length");
  }
  const bytes = new Uint8Array(cleanHex.length / 2);
  for (let i = 0; i < cleanHex.length; i += 2) {
    bytes[i / 2] = Number.parseInt(cleanHex.slice(i, i + 2), 16);
  }
  return bytes;
}
function uint8ArrayToHex(bytes) {
  return Array.from(bytes).map((b) => b.toString(16).padStart(2, "0")).join("");
}
function members(proto, table2) {
  for (const key2 in table2) {
    const desc = Object.getOwnPropertyDescriptor(table2, key2);
    if (desc.get)
      Object.defineProperty(proto, key2, { ...desc, enumerable: false });
    else
      defineBound(proto, key2, desc.value);
  }
}
function own(inst, key2, value, enumerable = true) {
  Object.defineProperty(inst, key2, { configurable: true, writable: true, enumerable, value });
  return value;
}
function hide(inst, key2, value) {
  return own(inst, key2, value, false);
}
// @__NO_SIDE_EFFECTS__
function derived(computes, table2) {
  for (const key2 in computes) {
    const compute = computes[key2];
    Object.defineProperty(table2, key2, {
      configurable: true,
      enumerable: true,
      get() {
        return own(this, key2, compute(this));
      },
      set(value) {
        own(this, key2, value);
      }
    });
  }
  return table2;
}
function defineBound(proto, key2, fn) {
  Object.defineProperty(proto, key2, {
    configurable: true,
    get() {
      return this == null ? fn : own(this, key2, fn.bind(this));
    },
    set(value) {
      own(this, key2, value);
    }
  });
}
function claim(inst, sentinel) {
  const proto = Object.getPrototypeOf(inst);
  return sentinel in proto ? void 0 : proto;
}
function defineLazyInternal(inst, key2, compute) {
  const proto = Object.getPrototypeOf(inst._zod);
  if (key2 in proto && installing !== inst._zod) {
    installing = void 0;
    return;
  }
  installing = inst._zod;
  Object.defineProperty(proto, key2, {
    configurable: true,
    get() {
      Object.defineProperty(this, key2, breaker);
      const outer = broke;
      broke = false;
      try {
        const value = compute(this);
        if (broke)
          delete this[key2];
        else
          Object.defineProperty(this, key2, { configurable: true, writable: true, value });
        broke = broke || outer;
        return value;
      } catch (err) {
        delete this[key2];
        broke = broke || outer;
        throw err;
      }
    },
    set(value) {
      Object.defineProperty(this, key2, { configurable: true, writable: true, value });
    }
  });
}
function installLazyProp(inst, key2, make, enumerable) {
  const proto = claim(inst, key2);
  if (!proto)
    return;
  Object.defineProperty(proto, key2, {
    configurable: true,
    get() {
      const desc = { configurable: true, writable: true, enumerable, value: void 0 };
      Object.defineProperty(this, key2, desc);
      desc.value = make(this);
      Object.defineProperty(this, key2, desc);
      return desc.value;
    },
    set(value) {
      Object.defineProperty(this, key2, { configurable: true, writable: true, enumerable, value });
    }
  });
}
function constantCatch(value) {
  const fn = () => value;
  fn[CONSTANT_CATCH] = true;
  return fn;
}
var Cached, EVALUATING, captureStackTrace, allowsEval, getParsedType, propertyKeyTypes, primitiveTypes, NUMBER_FORMAT_RANGES, BIGINT_FORMAT_RANGES, highSurrogate, Class, installing, broke, breaker, CONSTANT_CATCH;
var init_util = __esm({
  "node_modules/zod/v4/core/util.js"() {
    init_core();
    Cached = class {
      constructor(getter) {
        this._getter = getter;
        this._value = void 0;
      }
      get value() {
        const getter = this._getter;
        if (getter !== void 0) {
          this._value = getter();
          this._getter = void 0;
        }
        return this._value;
      }
    };
    EVALUATING = /* @__PURE__ */ Symbol("evaluating");
    captureStackTrace = "captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => {
    };
    allowsEval = /* @__PURE__ */ cached(() => {
      if (globalConfig.jitless) {
        return false;
      }
      if (typeof navigator !== "undefined" && navigator?.userAgent?.includes("Cloudflare")) {
        return false;
      }
      try {
        const F = Function;
        new F("");
        return true;
      } catch (_) {
        return false;
      }
    });
    getParsedType = (data) => {
      const t = typeof data;
      switch (t) {
        case "undefined":
          return "undefined";
        case "string":
          return "string";
        case "number":
          return Number.isNaN(data) ? "nan" : "number";
        case "boolean":
          return "boolean";
        case "function":
          return "function";
        case "bigint":
          return "bigint";
        case "symbol":
          return "symbol";
        case "object":
          if (Array.isArray(data)) {
            return "array";
          }
          if (data === null) {
            return "null";
          }
          if (data.then && typeof data.then === "function" && data.catch && typeof data.catch === "function") {
            return "promise";
          }
          if (typeof Map !== "undefined" && data instanceof Map) {
            return "map";
          }
          if (typeof Set !== "undefined" && data instanceof Set) {
            return "set";
          }
          if (typeof Date !== "undefined" && data instanceof Date) {
            return "date";
          }
          if (typeof File !== "undefined" && data instanceof File) {
            return "file";
          }
          return "object";
        default:
          throw new Error(`Unknown data type: ${t}`);
      }
    };
    propertyKeyTypes = /* @__PURE__ */ new Set(["string", "number", "symbol"]);
    primitiveTypes = /* @__PURE__ */ new Set([
      "string",
      "number",
      "bigint",
      "boolean",
      "symbol",
      "undefined"
    ]);
    NUMBER_FORMAT_RANGES = /* @__PURE__ */ (() => ({
      safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
      int32: [-2147483648, 2147483647],
      uint32: [0, 4294967295],
      float32: [-34028234663852886e22, 34028234663852886e22],
      float64: [-Number.MAX_VALUE, Number.MAX_VALUE]
    }))();
    BIGINT_FORMAT_RANGES = {
      int64: [/* @__PURE__ */ BigInt("-9223372036854775808"), /* @__PURE__ */ BigInt("9223372036854775807")],
      uint64: [/* @__PURE__ */ BigInt(0), /* @__PURE__ */ BigInt("18446744073709551615")]
    };
    highSurrogate = /[\uD800-\uDBFF]/;
    Class = class {
      constructor(..._args) {
      }
    };
    broke = false;
    breaker = {
      configurable: true,
      get() {
        broke = true;
        return void 0;
      }
    };
    CONSTANT_CATCH = "~constantCatch";
  }
});

// node_modules/zod/v4/core/core.js
function newError(Definition) {
  const E = _E;
  if (E) {
    const saved = E.stackTraceLimit;
    if (typeof saved === "number") {
      try {
        E.stackTraceLimit = 0;
      } catch {
        _E = null;
        return new Definition();
      }
      try {
        return new Definition();
      } finally {
        E.stackTraceLimit = saved;
      }
    }
  }
  return new Definition();
}
// @__NO_SIDE_EFFECTS__
function $constructor(name2, initializer3, proto, params) {
  const zodProto = {};
  function Internals(def) {
    this.def = def;
    this.constr = _;
    this.traits = /* @__PURE__ */ new Set();
  }
  Internals.prototype = zodProto;
  const protoMembers = proto;
  const initialized = protoMembers && /* @__PURE__ */ new WeakSet();
  function init(inst, def) {
    if (!inst._zod) {
      _zodDesc.value = new Internals(def);
      try {
        Object.defineProperty(inst, "_zod", _zodDesc);
      } finally {
        _zodDesc.value = void 0;
      }
    } else if (inst._zod.traits.has(name2)) {
      return;
    }
    inst._zod.traits.add(name2);
    initializer3(inst, def);
    if (initialized) {
      const own2 = Object.getPrototypeOf(inst);
      const ctorProto = inst._zod.constr.prototype;
      let up = own2;
      while (up && up !== ctorProto)
        up = Object.getPrototypeOf(up);
      const target = up ?? own2;
      if (!initialized.has(target)) {
        initialized.add(target);
        members(target, protoMembers);
      }
    }
    const proto2 = _.prototype;
    for (const k in proto2) {
      if (!Object.prototype.hasOwnProperty.call(proto2, k))
        continue;
      if (!(k in inst)) {
        inst[k] = proto2[k].bind(inst);
      }
    }
  }
  const Parent = params?.Parent ?? Object;
  class Definition extends Parent {
  }
  Object.defineProperty(Definition, "name", { value: name2 });
  function _(def) {
    const inst = params?.Parent ? newError(Definition) : this;
    init(inst, def);
    const deferred = inst._zod.deferred;
    if (deferred) {
      for (const fn of deferred) {
        fn();
      }
      inst._zod.deferred = void 0;
    }
    const pp = globalThis.__zod_globalConfig?.postProcessor;
    if (pp)
      pp(inst);
    return inst;
  }
  Object.defineProperty(_, "init", { value: init });
  Object.defineProperty(_, Symbol.hasInstance, {
    value: (inst) => {
      if (params?.Parent && inst instanceof params.Parent)
        return true;
      return inst?._zod?.traits?.has(name2);
    }
  });
  Object.defineProperty(_, "name", { value: name2 });
  return _;
}
function config(newConfig) {
  if (newConfig)
    Object.assign(globalConfig, newConfig);
  return globalConfig;
}
var _a, NEVER, _zodDesc, _E, $ZodAsyncError, $ZodEncodeError, globalConfig;
var init_core = __esm({
  "node_modules/zod/v4/core/core.js"() {
    init_util();
    NEVER = /* @__PURE__ */ Object.freeze({
      status: "aborted"
    });
    _zodDesc = { value: void 0, enumerable: false };
    _E = "captureStackTrace" in Error ? Error : null;
    $ZodAsyncError = class extends Error {
      constructor() {
        super(`Encountered Promise during synchronous parse. Use .parseAsync() instead.`);
      }
    };
    $ZodEncodeError = class extends Error {
      constructor(name2) {
        super(`Encountered unidirectional transform during encode: ${name2}`);
        this.name = "ZodEncodeError";
      }
    };
    (_a = globalThis).__zod_globalConfig ?? (_a.__zod_globalConfig = {});
    globalConfig = globalThis.__zod_globalConfig;
  }
});

// node_modules/zod/v4/core/errors.js
function _getMessage() {
  const internals = this._zod;
  internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2));
  return internals.message;
}
function _setMessage(value) {
  this._zod.message = value;
}
function node(obj, key2, make) {
  if (!Object.prototype.hasOwnProperty.call(obj, key2)) {
    if (key2 === "__proto__") {
      Object.defineProperty(obj, key2, { value: make(), writable: true, enumerable: true, configurable: true });
    } else {
      obj[key2] = make();
    }
  }
  return obj[key2];
}
function flattenError(error2, mapper = (issue2) => issue2.message) {
  const fieldErrors = {};
  const formErrors = [];
  for (const sub of error2.issues) {
    if (sub.path.length > 0) {
      node(fieldErrors, sub.path[0], () => []).push(mapper(sub));
    } else {
      formErrors.push(mapper(sub));
    }
  }
  return { formErrors, fieldErrors };
}
function formatError(error2, mapper = (issue2) => issue2.message) {
  const fieldErrors = { _errors: [] };
  const processError = (error3, path34 = []) => {
    for (const issue2 of error3.issues) {
      if (issue2.code === "invalid_union" && issue2.errors.length) {
        issue2.errors.map((issues) => processError({ issues }, [...path34, ...issue2.path]));
      } else if (issue2.code === "invalid_key") {
        processError({ issues: issue2.issues }, [...path34, ...issue2.path]);
      } else if (issue2.code === "invalid_element") {
        processError({ issues: issue2.issues }, [...path34, ...issue2.path]);
      } else {
        const fullpath = [...path34, ...issue2.path];
        if (fullpath.length === 0) {
          fieldErrors._errors.push(mapper(issue2));
        } else {
          let curr = fieldErrors;
          let i = 0;
          while (i < fullpath.length) {
            const el = fullpath[i];
            const terminal = i === fullpath.length - 1;
            if (el === "_errors") {
              if (terminal)
                curr._errors.push(mapper(issue2));
              i++;
              continue;
            }
            if (!Object.prototype.hasOwnProperty.call(curr, el)) {
              Object.defineProperty(curr, el, {
                value: { _errors: [] },
                enumerable: true,
                writable: true,
                configurable: true
              });
            }
            const node2 = curr[el];
            if (terminal) {
              node2._errors.push(mapper(issue2));
            }
            curr = node2;
            i++;
          }
        }
      }
    }
  };
  processError(error2);
  return fieldErrors;
}
function toDotPath(_path) {
  const segs = [];
  const path34 = _path.map((seg) => typeof seg === "object" ? seg.key : seg);
  for (const seg of path34) {
    if (typeof seg === "number")
      segs.push(`[${seg}]`);
    else if (typeof seg === "symbol")
      segs.push(`[${JSON.stringify(String(seg))}]`);
    else if (/[^\w$]/.test(seg))
      segs.push(`[${JSON.stringify(seg)}]`);
    else {
      if (segs.length)
        segs.push(".");
      segs.push(seg);
    }
  }
  return segs.join("");
}
function prettifyError(error2) {
  const lines = [];
  const issues = [...error2.issues].sort((a, b) => (a.path ?? []).length - (b.path ?? []).length);
  for (const issue2 of issues) {
    lines.push(`\u2716 ${issue2.message}`);
    if (issue2.path?.length)
      lines.push(`  \u2192 at ${toDotPath(issue2.path)}`);
  }
  return lines.join("\n");
}
var _messageDesc, _issuesDesc, _installedToString, initializer, $ZodError, $ZodRealError;
var init_errors = __esm({
  "node_modules/zod/v4/core/errors.js"() {
    init_core();
    init_util();
    _messageDesc = {
      get: _getMessage,
      set: _setMessage,
      enumerable: true,
      configurable: true
    };
    _issuesDesc = { value: void 0, enumerable: false };
    _installedToString = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
    initializer = (inst, def) => {
      inst.name = "$ZodError";
      _issuesDesc.value = def;
      Object.defineProperty(inst, "issues", _issuesDesc);
      _issuesDesc.value = void 0;
      Object.defineProperty(inst, "message", _messageDesc);
      const proto = Object.getPrototypeOf(inst);
      if (!_installedToString.has(proto)) {
        _installedToString.add(proto);
        Object.defineProperty(proto, "toString", {
          configurable: true,
          enumerable: false,
          get() {
            const value = () => this.message;
            Object.defineProperty(this, "toString", { value, configurable: true, writable: true });
            return value;
          },
          set(value) {
            Object.defineProperty(this, "toString", { value, configurable: true, writable: true });
          }
        });
      }
    };
    $ZodError = $constructor("$ZodError", initializer);
    $ZodRealError = $constructor("$ZodError", initializer, void 0, {
      Parent: Error
    });
  }
});

// node_modules/zod/v4/core/parse.js
function finalizeParams(callee, params) {
  return { callee: params?.callee ?? callee, Err: params?.Err };
}
function failure(Err, issues, ctx) {
  let error2;
  return {
    success: false,
    get error() {
      if (!error2) {
        error2 = new Err(issues.map((iss) => finalizeIssue(iss, ctx, config())));
        issues = void 0;
        ctx = void 0;
      }
      return error2;
    },
    set error(e) {
      error2 = e;
      issues = void 0;
      ctx = void 0;
    }
  };
}
function validateFallback(schema, value, _ctx) {
  const ctx = _ctx ? { ..._ctx, async: false, abortEarly: true } : { async: false, abortEarly: true };
  const fallbackRun = schema._zod.bag.fallbackRun;
  let result;
  if (fallbackRun) {
    ctx[COMPILE_FALLBACK] = true;
    result = fallbackRun({ value, issues: [] }, ctx);
  } else {
    result = schema._zod.run({ value, issues: [] }, ctx);
  }
  if (result instanceof Promise) {
    throw new $ZodAsyncError();
  }
  return result.issues.length === 0;
}
var _parse, _parseAsync, _safeParse, _safeParseAsync, COMPILE_INVALID, COMPILE_FALLBACK, validate, validateAsync, _encode, _decode, _encodeAsync, _decodeAsync, _safeEncode, _safeDecode, _safeEncodeAsync, _safeDecodeAsync;
var init_parse = __esm({
  "node_modules/zod/v4/core/parse.js"() {
    init_core();
    init_util();
    _parse = (_Err) => {
      const fn = (schema, value, _ctx, _params) => {
        const ctx = _ctx ? { ..._ctx, async: false } : { async: false };
        const result = schema._zod.run({ value, issues: [] }, ctx);
        if (result instanceof Promise) {
          throw new $ZodAsyncError();
        }
        if (result.issues.length) {
          const e = new (_params?.Err ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
          captureStackTrace(e, _params?.callee ?? fn);
          throw e;
        }
        return result.value;
      };
      return fn;
    };
    _parseAsync = (_Err) => {
      const fn = async (schema, value, _ctx, params) => {
        const ctx = _ctx ? { ..._ctx, async: true } : { async: true };
        let result = schema._zod.run({ value, issues: [] }, ctx);
        if (result instanceof Promise)
          result = await result;
        if (result.issues.length) {
          const e = new (params?.Err ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
          captureStackTrace(e, params?.callee ?? fn);
          throw e;
        }
        return result.value;
      };
      return fn;
    };
    _safeParse = (_Err) => (schema, value, _ctx) => {
      const ctx = _ctx ? { ..._ctx, async: false } : { async: false };
      const result = schema._zod.run({ value, issues: [] }, ctx);
      if (result instanceof Promise) {
        throw new $ZodAsyncError();
      }
      return result.issues.length ? failure(_Err, result.issues, ctx) : { success: true, data: result.value };
    };
    _safeParseAsync = (_Err) => async (schema, value, _ctx) => {
      const ctx = _ctx ? { ..._ctx, async: true } : { async: true };
      let result = schema._zod.run({ value, issues: [] }, ctx);
      if (result instanceof Promise)
        result = await result;
      return result.issues.length ? failure(_Err, result.issues, ctx) : { success: true, data: result.value };
    };
    COMPILE_INVALID = /* @__PURE__ */ Symbol.for("zod.compile.invalid");
    COMPILE_FALLBACK = /* @__PURE__ */ Symbol.for("zod.compile.fallback");
    validate = ((schema, value, _ctx) => {
      const validator = schema._zod.bag.validator;
      if (validator !== void 0) {
        if (validator(value) !== COMPILE_INVALID)
          return true;
        if (validator.definite === true && _ctx === void 0)
          return false;
      }
      return validateFallback(schema, value, _ctx);
    });
    validateAsync = async (schema, value, _ctx) => {
      const ctx = _ctx ? { ..._ctx, async: true, abortEarly: true } : { async: true, abortEarly: true };
      let result = schema._zod.run({ value, issues: [] }, ctx);
      if (result instanceof Promise)
        result = await result;
      return result.issues.length === 0;
    };
    _encode = (_Err) => {
      const parse3 = _parse(_Err);
      const fn = (schema, value, _ctx, _params) => {
        const ctx = _ctx ? { ..._ctx, direction: "backward" } : { direction: "backward" };
        return parse3(schema, value, ctx, finalizeParams(fn, _params));
      };
      return fn;
    };
    _decode = (_Err) => {
      const parse3 = _parse(_Err);
      const fn = (schema, value, _ctx, _params) => {
        return parse3(schema, value, _ctx, finalizeParams(fn, _params));
      };
      return fn;
    };
    _encodeAsync = (_Err) => {
      const parseAsync2 = _parseAsync(_Err);
      const fn = async (schema, value, _ctx, _params) => {
        const ctx = _ctx ? { ..._ctx, direction: "backward" } : { direction: "backward" };
        return await parseAsync2(schema, value, ctx, finalizeParams(fn, _params));
      };
      return fn;
    };
    _decodeAsync = (_Err) => {
      const parseAsync2 = _parseAsync(_Err);
      const fn = async (schema, value, _ctx, _params) => {
        return await parseAsync2(schema, value, _ctx, finalizeParams(fn, _params));
      };
      return fn;
    };
    _safeEncode = (_Err) => (schema, value, _ctx) => {
      const ctx = _ctx ? { ..._ctx, direction: "backward" } : { direction: "backward" };
      return _safeParse(_Err)(schema, value, ctx);
    };
    _safeDecode = (_Err) => (schema, value, _ctx) => {
      return _safeParse(_Err)(schema, value, _ctx);
    };
    _safeEncodeAsync = (_Err) => async (schema, value, _ctx) => {
      const ctx = _ctx ? { ..._ctx, direction: "backward" } : { direction: "backward" };
      return _safeParseAsync(_Err)(schema, value, ctx);
    };
    _safeDecodeAsync = (_Err) => async (schema, value, _ctx) => {
      return _safeParseAsync(_Err)(schema, value, _ctx);
    };
  }
});

// node_modules/zod/v4/core/regexes.js
function nanoidOfLength(length) {
  return new RegExp(`^[a-zA-Z0-9_-]{${length}}$`);
}
function emoji() {
  return new RegExp(_emoji, "u");
}
function anchor(source) {
  return new RegExp(`^${source}$`);
}
function timeSource(args) {
  const hhmm = `(?:[01]\\d|2[0-3]):[0-5]\\d`;
  const regex = typeof args.precision === "number" ? args.precision === -1 ? `${hhmm}` : args.precision === 0 ? `${hhmm}:[0-5]\\d` : `${hhmm}:[0-5]\\d\\.\\d{${args.precision}}` : args.seconds ? `${hhmm}:[0-5]\\d(?:\\.\\d+)?` : `${hhmm}(?::[0-5]\\d(?:\\.\\d+)?)?`;
  return regex;
}
function time(args) {
  return new RegExp(`^${timeSource(args)}$`);
}
function datetime(args) {
  const opts = ["Z"];
  if (args.offset)
    opts.push(`([+-](?:[01]\\d|2[0-3]):[0-5]\\d)`);
  const qualified = `${timeSource({ precision: args.precision, seconds: true })}(?:${opts.join("|")})`;
  const timeRegex = args.local ? `${qualified}|${timeSource({ precision: args.precision })}` : qualified;
  return new RegExp(`^${dateSource}T(?:${timeRegex})$`);
}
var cuid, cuid2, ulid, xid, ksuid, nanoid, duration, guid, uuid, email, _emoji, ipv4, ipv6, cidrv4, cidrv6, base64, base64url, httpProtocol, e164, dateSource, date, anyString, integer, number, boolean, lowercase, uppercase;
var init_regexes = __esm({
  "node_modules/zod/v4/core/regexes.js"() {
    cuid = /^[cC][0-9a-z]{6,}$/;
    cuid2 = /^[0-9a-z]+$/;
    ulid = /^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$/;
    xid = /^[0-9a-vA-V]{20}$/;
    ksuid = /^[A-Za-z0-9]{27}$/;
    nanoid = /^[a-zA-Z0-9_-]{21}$/;
    duration = /^P(?:(\d+W)|(?!.*W)(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$/;
    guid = /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$/;
    uuid = (version3) => {
      if (!version3)
        return /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;
      return new RegExp(`^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-${version3}[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$`);
    };
    email = /^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$/;
    _emoji = `^(?=[\\s\\S]*[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u20E3])[\\p{Extended_Pictographic}\\p{Emoji_Component}]+$`;
    ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$/;
    ipv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$/;
    cidrv4 = /^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\/([0-9]|[1-2][0-9]|3[0-2])$/;
    cidrv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))\/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$/;
    base64 = /^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$/;
    base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?$/;
    httpProtocol = /^https?$/;
    e164 = /^\+[1-9]\d{6,14}$/;
    dateSource = `(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))`;
    date = /* @__PURE__ */ anchor(dateSource);
    anyString = /^[\s\S]{0,}$/;
    integer = /^-?\d+$/;
    number = /^-?\d+(?:\.\d+)?$/;
    boolean = /^(?:true|false)$/i;
    lowercase = /^[^A-Z]*$/;
    uppercase = /^[^a-z]*$/;
  }
});

// node_modules/zod/v4/core/checks.js
var $ZodCheck, _whenHasLength, numericOriginMap, $ZodCheckLessThan, $ZodCheckGreaterThan, $ZodCheckMultipleOf, $ZodCheckNumberFormat, $ZodCheckMaxLength, $ZodCheckMinLength, $ZodCheckLengthEquals, $ZodCheckStringFormat, $ZodCheckRegex, $ZodCheckLowerCase, $ZodCheckUpperCase, $ZodCheckIncludes, $ZodCheckStartsWith, $ZodCheckEndsWith, $ZodCheckOverwrite;
var init_checks = __esm({
  "node_modules/zod/v4/core/checks.js"() {
    init_core();
    init_regexes();
    init_util();
    $ZodCheck = /* @__PURE__ */ $constructor("$ZodCheck", (inst, def) => {
      var _a3;
      inst._zod ?? (inst._zod = {});
      inst._zod.def = def;
      (_a3 = inst._zod).onattach ?? (_a3.onattach = []);
    });
    _whenHasLength = (payload) => {
      const val = payload.value;
      return !nullish(val) && val.length !== void 0;
    };
    numericOriginMap = {
      number: "number",
      bigint: "bigint",
      object: "date"
    };
    $ZodCheckLessThan = /* @__PURE__ */ $constructor("$ZodCheckLessThan", (inst, def) => {
      $ZodCheck.init(inst, def);
      const origin = numericOriginMap[typeof def.value];
      inst._zod.check = (payload) => {
        if (def.inclusive ? payload.value <= def.value : payload.value < def.value) {
          return;
        }
        payload.issues.push({
          origin: numericOriginMap[typeof payload.value] ?? origin,
          code: "too_big",
          maximum: typeof def.value === "object" ? def.value.getTime() : def.value,
          input: payload.value,
          inclusive: def.inclusive,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodCheckGreaterThan = /* @__PURE__ */ $constructor("$ZodCheckGreaterThan", (inst, def) => {
      $ZodCheck.init(inst, def);
      const origin = numericOriginMap[typeof def.value];
      inst._zod.check = (payload) => {
        if (def.inclusive ? payload.value >= def.value : payload.value > def.value) {
          return;
        }
        payload.issues.push({
          origin: numericOriginMap[typeof payload.value] ?? origin,
          code: "too_small",
          minimum: typeof def.value === "object" ? def.value.getTime() : def.value,
          input: payload.value,
          inclusive: def.inclusive,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodCheckMultipleOf = /* @__PURE__ */ $constructor("$ZodCheckMultipleOf", (inst, def) => {
      $ZodCheck.init(inst, def);
      inst._zod.check = (payload) => {
        if (typeof payload.value !== typeof def.value)
          throw new Error("Cannot mix number and bigint in multiple_of check.");
        const isMultiple = typeof payload.value === "bigint" ? (
          // `value % 0n` throws, and nothing is a multiple of zero — the number branch already fails this way via NaN
          def.value !== BigInt(0) && payload.value % def.value === BigInt(0)
        ) : floatSafeRemainder(payload.value, def.value) === 0;
        if (isMultiple)
          return;
        payload.issues.push({
          origin: typeof payload.value,
          code: "not_multiple_of",
          divisor: def.value,
          input: payload.value,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodCheckNumberFormat = /* @__PURE__ */ $constructor("$ZodCheckNumberFormat", (inst, def) => {
      $ZodCheck.init(inst, def);
      def.format = def.format || "float64";
      const isInt = def.format?.includes("int");
      const origin = isInt ? "int" : "number";
      const [minimum, maximum] = NUMBER_FORMAT_RANGES[def.format];
      inst._zod.check = (payload) => {
        const input = payload.value;
        if (isInt) {
          if (!Number.isInteger(input)) {
            payload.issues.push({
              expected: origin,
              format: def.format,
              code: "invalid_type",
              continue: false,
              input,
              inst
            });
            return;
          }
          if (!Number.isSafeInteger(input)) {
            if (input > 0) {
              payload.issues.push({
                input,
                code: "too_big",
                maximum: Number.MAX_SAFE_INTEGER,
                note: "Integers must be within the safe integer range.",
                inst,
                origin,
                inclusive: true,
                continue: !def.abort
              });
            } else {
              payload.issues.push({
                input,
                code: "too_small",
                minimum: Number.MIN_SAFE_INTEGER,
                note: "Integers must be within the safe integer range.",
                inst,
                origin,
                inclusive: true,
                continue: !def.abort
              });
            }
            return;
          }
        }
        if (input < minimum) {
          payload.issues.push({
            origin: "number",
            input,
            code: "too_small",
            minimum,
            inclusive: true,
            inst,
            continue: !def.abort
          });
        }
        if (input > maximum) {
          payload.issues.push({
            origin: "number",
            input,
            code: "too_big",
            maximum,
            inclusive: true,
            inst,
            continue: !def.abort
          });
        }
      };
    });
    $ZodCheckMaxLength = /* @__PURE__ */ $constructor("$ZodCheckMaxLength", (inst, def) => {
      var _a3;
      $ZodCheck.init(inst, def);
      (_a3 = inst._zod.def).when ?? (_a3.when = _whenHasLength);
      inst._zod.check = (payload) => {
        const input = payload.value;
        const units = input.length;
        const length = typeof input === "string" && units > def.maximum ? codePointLength(input) : units;
        if (length <= def.maximum)
          return;
        const origin = getLengthableOrigin(input);
        payload.issues.push({
          origin,
          code: "too_big",
          maximum: def.maximum,
          inclusive: true,
          input,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodCheckMinLength = /* @__PURE__ */ $constructor("$ZodCheckMinLength", (inst, def) => {
      var _a3;
      $ZodCheck.init(inst, def);
      (_a3 = inst._zod.def).when ?? (_a3.when = _whenHasLength);
      inst._zod.check = (payload) => {
        const input = payload.value;
        const units = input.length;
        const length = typeof input === "string" && units >= def.minimum && units < def.minimum * 2 ? codePointLength(input) : units;
        if (length >= def.minimum)
          return;
        const origin = getLengthableOrigin(input);
        payload.issues.push({
          origin,
          code: "too_small",
          minimum: def.minimum,
          inclusive: true,
          input,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodCheckLengthEquals = /* @__PURE__ */ $constructor("$ZodCheckLengthEquals", (inst, def) => {
      var _a3;
      $ZodCheck.init(inst, def);
      (_a3 = inst._zod.def).when ?? (_a3.when = _whenHasLength);
      inst._zod.check = (payload) => {
        const input = payload.value;
        const units = input.length;
        const length = typeof input === "string" && units >= def.length && units <= def.length * 2 ? codePointLength(input) : units;
        if (length === def.length)
          return;
        const origin = getLengthableOrigin(input);
        const tooBig = length > def.length;
        payload.issues.push({
          origin,
          ...tooBig ? { code: "too_big", maximum: def.length } : { code: "too_small", minimum: def.length },
          inclusive: true,
          exact: true,
          input: payload.value,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodCheckStringFormat = /* @__PURE__ */ $constructor("$ZodCheckStringFormat", (inst, def) => {
      var _a3, _b;
      $ZodCheck.init(inst, def);
      if (def.pattern)
        (_a3 = inst._zod).check ?? (_a3.check = (payload) => {
          def.pattern.lastIndex = 0;
          if (def.pattern.test(payload.value))
            return;
          payload.issues.push({
            origin: "string",
            code: "invalid_format",
            format: def.format,
            input: payload.value,
            ...def.pattern ? { pattern: def.pattern.toString() } : {},
            inst,
            continue: !def.abort
          });
        });
      else
        (_b = inst._zod).check ?? (_b.check = () => {
        });
    });
    $ZodCheckRegex = /* @__PURE__ */ $constructor("$ZodCheckRegex", (inst, def) => {
      $ZodCheckStringFormat.init(inst, def);
      inst._zod.check = (payload) => {
        def.pattern.lastIndex = 0;
        if (def.pattern.test(payload.value))
          return;
        payload.issues.push({
          origin: "string",
          code: "invalid_format",
          format: "regex",
          input: payload.value,
          pattern: def.pattern.toString(),
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodCheckLowerCase = /* @__PURE__ */ $constructor("$ZodCheckLowerCase", (inst, def) => {
      def.pattern ?? (def.pattern = lowercase);
      $ZodCheckStringFormat.init(inst, def);
    });
    $ZodCheckUpperCase = /* @__PURE__ */ $constructor("$ZodCheckUpperCase", (inst, def) => {
      def.pattern ?? (def.pattern = uppercase);
      $ZodCheckStringFormat.init(inst, def);
    });
    $ZodCheckIncludes = /* @__PURE__ */ $constructor("$ZodCheckIncludes", (inst, def) => {
      $ZodCheck.init(inst, def);
      const escapedRegex = escapeRegex(def.includes);
      const pattern = new RegExp(typeof def.position === "number" ? `^.{${def.position},}${escapedRegex}` : escapedRegex);
      def.pattern = pattern;
      inst._zod.check = (payload) => {
        if (payload.value.includes(def.includes, def.position))
          return;
        payload.issues.push({
          origin: "string",
          code: "invalid_format",
          format: "includes",
          includes: def.includes,
          input: payload.value,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodCheckStartsWith = /* @__PURE__ */ $constructor("$ZodCheckStartsWith", (inst, def) => {
      $ZodCheck.init(inst, def);
      const pattern = new RegExp(`^${escapeRegex(def.prefix)}.*`);
      def.pattern ?? (def.pattern = pattern);
      inst._zod.check = (payload) => {
        if (payload.value.startsWith(def.prefix))
          return;
        payload.issues.push({
          origin: "string",
          code: "invalid_format",
          format: "starts_with",
          prefix: def.prefix,
          input: payload.value,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodCheckEndsWith = /* @__PURE__ */ $constructor("$ZodCheckEndsWith", (inst, def) => {
      $ZodCheck.init(inst, def);
      const pattern = new RegExp(`.*${escapeRegex(def.suffix)}$`);
      def.pattern ?? (def.pattern = pattern);
      inst._zod.check = (payload) => {
        if (payload.value.endsWith(def.suffix))
          return;
        payload.issues.push({
          origin: "string",
          code: "invalid_format",
          format: "ends_with",
          suffix: def.suffix,
          input: payload.value,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodCheckOverwrite = /* @__PURE__ */ $constructor("$ZodCheckOverwrite", (inst, def) => {
      $ZodCheck.init(inst, def);
      inst._zod.check = (payload) => {
        payload.value = def.tx(payload.value);
      };
    });
  }
});

// node_modules/zod/v4/core/doc.js
var Doc;
var init_doc = __esm({
  "node_modules/zod/v4/core/doc.js"() {
    Doc = class {
      constructor(args = [], closed = {}) {
        this.content = [];
        this.indent = 0;
        this.args = args;
        this.closed = closed;
      }
      // the compiler catches a child's throw and keeps writing into this doc, so the indent has to unwind with it
      indented(fn) {
        this.indent += 1;
        try {
          fn(this);
        } finally {
          this.indent -= 1;
        }
      }
      write(arg) {
        if (typeof arg === "function") {
          arg(this, { execution: "sync" });
          arg(this, { execution: "async" });
          return;
        }
        const content = arg;
        const lines = content.split("\n").filter((x) => x);
        const minIndent = Math.min(...lines.map((x) => x.length - x.trimStart().length));
        const dedented = lines.map((x) => x.slice(minIndent)).map((x) => " ".repeat(this.indent * 2) + x);
        for (const line2 of dedented) {
          this.content.push(line2);
        }
      }
      compile() {
        const F = Function;
        const content = this?.content ?? [``];
        const factory = new F(...Object.keys(this.closed), `return function (${this.args.join(", ")}) {
${content.join("\n")}
};`);
        return factory(...Object.values(this.closed));
      }
    };
  }
});

// node_modules/zod/v4/core/versions.js
var version2;
var init_versions = __esm({
  "node_modules/zod/v4/core/versions.js"() {
    version2 = {
      major: 4,
      minor: 6,
      patch: 7
    };
  }
});

// node_modules/zod/v4/core/schemas.js
async function validateAsync2(inst, value) {
  const ctx = { async: true };
  return toStandardResult(await inst._zod.run({ value, issues: [] }, ctx), ctx);
}
function standardProps(inst) {
  return {
    validate: (value) => {
      const ctx = { async: false };
      try {
        const r = inst._zod.run({ value, issues: [] }, ctx);
        if (!(r instanceof Promise))
          return toStandardResult(r, ctx);
      } catch (_) {
      }
      return validateAsync2(inst, value);
    },
    vendor: "zod",
    version: 1
  };
}
function canParseURL(input) {
  try {
    if (typeof URL !== "undefined" && typeof URL.canParse === "function")
      return URL.canParse(input);
    new URL(input);
    return true;
  } catch {
    return false;
  }
}
function validateURL(trimmed, def) {
  if (!("normalize" in def) && !("hostname" in def) && !("protocol" in def)) {
    return canParseURL(trimmed) || URL_UNPARSEABLE;
  }
  return parseURLObject(trimmed, def);
}
function parseURLObject(trimmed, def) {
  if (!def.normalize && def.protocol?.source === httpProtocol.source && !/^https?:\/\//i.test(trimmed)) {
    return URL_BAD_FORMAT;
  }
  try {
    if (typeof URL !== "undefined") {
      const URLStatic = URL;
      if (typeof URLStatic.parse === "function")
        return URLStatic.parse(trimmed) ?? URL_UNPARSEABLE;
    }
    return new URL(trimmed);
  } catch {
    return URL_UNPARSEABLE;
  }
}
function stripTabAndNewline(value) {
  return value.replace(asciiTabOrNewline, "");
}
function urlHostnameOk(url, hostname) {
  hostname.lastIndex = 0;
  return hostname.test(url.hostname);
}
function urlProtocolOk(url, protocol) {
  protocol.lastIndex = 0;
  return protocol.test(url.protocol.endsWith(":") ? url.protocol.slice(0, -1) : url.protocol);
}
function isValidIPv6(value) {
  if (!ipv6Alphabet.test(value))
    return false;
  return canParseURL(`http://[${value}]`);
}
function isValidCIDRv6(value) {
  const parts = value.split("/");
  if (parts.length !== 2)
    return false;
  const [address, prefix] = parts;
  if (!prefix)
    return false;
  const prefixNum = Number(prefix);
  if (`${prefixNum}` !== prefix)
    return false;
  if (prefixNum < 0 || prefixNum > 128)
    return false;
  return isValidIPv6(address);
}
function isValidBase64(data) {
  if (data === "")
    return true;
  if (/\s/.test(data))
    return false;
  if (data.length % 4 !== 0)
    return false;
  try {
    atob(data);
    return true;
  } catch {
    return false;
  }
}
function isValidBase64URL(data) {
  if (!base64urlCharset.test(data))
    return false;
  const base642 = data.replace(/[-_]/g, (c) => c === "-" ? "+" : "/");
  const padded = base642.padEnd(Math.ceil(base642.length / 4) * 4, "=");
  return isValidBase64(padded);
}
function isValidJWT(token, algorithm = null) {
  try {
    const tokensParts = token.split(".");
    if (tokensParts.length !== 3)
      return false;
    const [header] = tokensParts;
    if (!header)
      return false;
    const parsedHeader = JSON.parse(atob(header));
    if ("typ" in parsedHeader && parsedHeader?.typ !== "JWT")
      return false;
    if (!parsedHeader.alg)
      return false;
    if (algorithm && (!("alg" in parsedHeader) || parsedHeader.alg !== algorithm))
      return false;
    return true;
  } catch {
    return false;
  }
}
function capSize(inst, size) {
  const caps = sizeCaps(inst._zod.def.checks);
  if (!caps.length)
    return;
  const cap = Math.min(...caps.map((c) => c[0]));
  const parse3 = inst._zod.parse;
  inst._zod.parse = (payload, ctx) => {
    const n = size(payload.value);
    if (n > cap && !ctx?.skipChecks && ctx?.direction !== "backward") {
      for (const [max, ch] of sizeCaps(inst._zod.def.checks)) {
        if (n > max && ch._zod.def.when(payload)) {
          const start = payload.issues.length;
          ch._zod.check(payload);
          payload.issues[start].continue = false;
          attachSchema(payload.issues, start, inst);
          return payload;
        }
      }
    }
    return parse3(payload, ctx);
  };
}
function handleArrayResult(result, final, index) {
  if (result.issues.length) {
    final.issues.push(...prefixIssues(index, result.issues));
  }
  final.value[index] = result.value;
}
function handlePropertyResult(result, final, key2, input, optin, optout) {
  const isPresent = key2 in input;
  const isOptionalOut = optout === "optional";
  if (!isPresent && isOptionalOut && optin === "optional") {
    return;
  }
  if (result.issues.length) {
    if (optin !== void 0 && isOptionalOut && !isPresent) {
      return;
    }
    final.issues.push(...prefixIssues(key2, result.issues));
  }
  if (!isPresent && optin === void 0) {
    if (!result.issues.length) {
      final.issues.push({
        code: "invalid_type",
        expected: "nonoptional",
        input: void 0,
        path: [key2]
      });
    }
    return;
  }
  if (result.value === void 0) {
    if (isPresent || optin === "defaulted" && !isOptionalOut) {
      final.value[key2] = void 0;
    }
  } else {
    final.value[key2] = result.value;
  }
}
function normalizeDef(def) {
  const keys = Object.keys(def.shape);
  const ownSymbols = Object.getOwnPropertySymbols(def.shape);
  const symbolKeys = ownSymbols.length ? ownSymbols : NO_SYMBOL_KEYS;
  const allKeys = symbolKeys.length ? [...keys, ...symbolKeys] : keys;
  for (const k of allKeys) {
    if (!def.shape?.[k]?._zod?.traits?.has("$ZodType")) {
      throw new Error(`Invalid element at key "${String(k)}": expected a Zod schema`);
    }
  }
  const okeys = optionalKeys(def.shape);
  return {
    ...def,
    allKeys,
    symbolKeys,
    // string-only: handleCatchall matches it against `for...in`, which never yields a symbol
    keySet: new Set(keys),
    numKeys: keys.length,
    optionalKeys: new Set(okeys)
  };
}
function handleCatchall(proms, input, payload, ctx, def, inst, abortEarly) {
  const unrecognized = [];
  const keySet = def.keySet;
  const _catchall = def.catchall._zod;
  const t = _catchall.def.type;
  const optin = _catchall.optin;
  const optout = _catchall.optout;
  let seen = 0;
  for (const key2 in input) {
    if (abortEarly && payload.issues.length !== seen) {
      if (aborted(payload, seen))
        break;
      seen = payload.issues.length;
    }
    if (keySet.has(key2))
      continue;
    if (key2 === "__proto__") {
      if (t === "never")
        unrecognized.push(key2);
      continue;
    }
    if (t === "never") {
      unrecognized.push(key2);
      continue;
    }
    const r = _catchall.run({ value: input[key2], issues: [] }, ctx);
    if (r instanceof Promise) {
      proms.push(r.then((r2) => handlePropertyResult(r2, payload, key2, input, optin, optout)));
    } else {
      handlePropertyResult(r, payload, key2, input, optin, optout);
    }
  }
  if (unrecognized.length) {
    payload.issues.push({
      code: "unrecognized_keys",
      keys: unrecognized,
      input,
      inst,
      // Describes the shape of the input, not the validity of the parsed value, so it never aborts. The parse still fails; the schema's own checks just get to run first, and an enclosing intersection can reconcile the key against a sibling operand.
      continue: true
    });
  }
  if (!proms.length)
    return payload;
  return Promise.all(proms).then(() => {
    return payload;
  });
}
function handleUnionResults(results, final, inst, ctx) {
  for (const result of results) {
    if (result.issues.length === 0) {
      final.value = result.value;
      return final;
    }
  }
  const nonaborted = results.filter((r) => !aborted(r));
  if (nonaborted.length === 1) {
    final.value = nonaborted[0].value;
    return nonaborted[0];
  }
  final.issues.push({
    code: "invalid_union",
    input: final.value,
    inst,
    errors: results.map((result) => result.issues.map((iss) => finalizeIssue(iss, ctx, config())))
  });
  return final;
}
function mergeValues(a, b) {
  if (a === b) {
    return { valid: true, data: a };
  }
  if (a instanceof Date && b instanceof Date && +a === +b) {
    return { valid: true, data: a };
  }
  if (isPlainObject(a) && isPlainObject(b)) {
    const bKeys = Object.keys(b);
    const sharedKeys = Object.keys(a).filter((key2) => bKeys.indexOf(key2) !== -1);
    const newObj = { ...a, ...b };
    if (Object.prototype.hasOwnProperty.call(newObj, "__proto__"))
      delete newObj.__proto__;
    for (const key2 of sharedKeys) {
      if (key2 === "__proto__")
        continue;
      const sharedValue = mergeValues(a[key2], b[key2]);
      if (!sharedValue.valid) {
        return {
          valid: false,
          mergeErrorPath: [key2, ...sharedValue.mergeErrorPath]
        };
      }
      newObj[key2] = sharedValue.data;
    }
    return { valid: true, data: newObj };
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) {
      return { valid: false, mergeErrorPath: [] };
    }
    const newArray = [];
    for (let index = 0; index < a.length; index++) {
      const itemA = a[index];
      const itemB = b[index];
      const sharedValue = mergeValues(itemA, itemB);
      if (!sharedValue.valid) {
        return {
          valid: false,
          mergeErrorPath: [index, ...sharedValue.mergeErrorPath]
        };
      }
      newArray.push(sharedValue.data);
    }
    return { valid: true, data: newArray };
  }
  return { valid: false, mergeErrorPath: [] };
}
function handleIntersectionResults(result, left, right) {
  const unrecKeys = /* @__PURE__ */ new Map();
  let unrecIssue;
  const keyIssues = /* @__PURE__ */ new Map();
  const collect = (iss, side) => {
    let keys;
    if (iss.code === "unrecognized_keys" && !iss.path?.length) {
      unrecIssue ?? (unrecIssue = iss);
      keys = iss.keys;
    } else if (iss.code === "invalid_key" && iss.origin === "record" && iss.path?.length === 1) {
      const k = String(iss.path[0]);
      if (!keyIssues.has(k))
        keyIssues.set(k, iss);
      keys = [k];
    } else {
      return false;
    }
    for (const k of keys) {
      if (!unrecKeys.has(k))
        unrecKeys.set(k, {});
      unrecKeys.get(k)[side] = true;
    }
    return true;
  };
  for (const iss of left.issues) {
    if (!collect(iss, "l"))
      result.issues.push(iss);
  }
  for (const iss of right.issues) {
    if (!collect(iss, "r"))
      result.issues.push(iss);
  }
  const bothKeys = [...unrecKeys].filter(([, f]) => f.l && f.r).map(([k]) => k);
  if (bothKeys.length) {
    const aggregated = unrecIssue ? bothKeys.filter((k) => unrecIssue.keys.includes(k)) : [];
    if (aggregated.length)
      result.issues.push({ ...unrecIssue, keys: aggregated });
    for (const k of bothKeys) {
      if (!aggregated.includes(k) && keyIssues.has(k))
        result.issues.push(keyIssues.get(k));
    }
  }
  const merged = mergeValues(left.value, right.value);
  if (!merged.valid) {
    if (aborted(result))
      return result;
    throw new Error(`Unmergable intersection. Error path: ${JSON.stringify(merged.mergeErrorPath)}`);
  }
  result.value = merged.data;
  return result;
}
function getTupleOptStart(items, key2) {
  for (let i = items.length - 1; i >= 0; i--) {
    const omittable = key2 === "optin" ? items[i]._zod.optin !== void 0 : items[i]._zod.optout === "optional";
    if (!omittable)
      return i + 1;
  }
  return 0;
}
function handleTupleResult(result, final, index) {
  if (result.issues.length) {
    final.issues.push(...prefixIssues(index, result.issues));
  }
  final.value[index] = result.value;
}
function handleTupleResults(itemResults, final, items, input, optoutStart) {
  for (let i = 0; i < items.length; i++) {
    const r = itemResults[i];
    const isPresent = i < input.length;
    if (!isPresent && i >= optoutStart && items[i]._zod.optin === "optional") {
      final.value.length = i;
      break;
    }
    if (r.issues.length) {
      if (!isPresent && i >= optoutStart) {
        final.value.length = i;
        break;
      }
      final.issues.push(...prefixIssues(i, r.issues));
    }
    final.value[i] = r.value;
  }
  for (let i = final.value.length - 1; i >= input.length; i--) {
    if (items[i]._zod.optout === "optional" && final.value[i] === void 0) {
      final.value.length = i;
    } else {
      break;
    }
  }
  return final;
}
function handleOptionalResult(payload, result) {
  payload.value = result.issues.length ? void 0 : result.value;
  return payload;
}
function handleDefaultResult(payload, def) {
  if (payload.value === void 0) {
    payload.value = def.defaultValue;
  }
  return payload;
}
function handleNonOptionalResult(payload, inst) {
  if (!payload.issues.length && payload.value === void 0) {
    payload.issues.push({
      code: "invalid_type",
      expected: "nonoptional",
      input: payload.value,
      inst
    });
  }
  return payload;
}
function handleCatchResult(payload, result, def, ctx) {
  if (!result.issues.length) {
    payload.value = result.value;
    if (result.memo)
      payload.memo = true;
    return payload;
  }
  payload.value = def.catchValue({
    ...result,
    value: payload.value,
    error: {
      issues: result.issues.map((iss) => finalizeIssue(iss, ctx, config()))
    },
    input: payload.value
  });
  return payload;
}
function handlePipeResult(left, next, ctx) {
  if (left.issues.some((iss) => iss.code !== "unrecognized_keys")) {
    left.aborted = true;
    return left;
  }
  return next._zod.run({ value: left.value, issues: left.issues }, ctx);
}
function handleReadonlyResult(payload) {
  if (!payload.memo)
    payload.value = Object.freeze(payload.value);
  return payload;
}
function handleRefineResult(result, payload, input, inst) {
  if (!result) {
    const _iss = {
      code: "custom",
      input,
      inst,
      // incorporates params.error into issue reporting
      path: [...inst._zod.def.path ?? []],
      // incorporates params.error into issue reporting
      continue: !inst._zod.def.abort
      // params: inst._zod.def.params,
    };
    if (inst._zod.def.params)
      _iss.params = inst._zod.def.params;
    payload.issues.push(issue(_iss));
  }
}
var $ZodType, toStandardResult, $ZodString, $ZodStringFormat, $ZodGUID, $ZodUUID, $ZodEmail, URL_BAD_FORMAT, URL_UNPARSEABLE, asciiTabOrNewline, $ZodURL, $ZodEmoji, $ZodNanoID, $ZodCUID, $ZodCUID2, $ZodULID, $ZodXID, $ZodKSUID, $ZodISODateTime, $ZodISODate, $ZodISOTime, $ZodISODuration, $ZodIPv4, ipv6Alphabet, $ZodIPv6, $ZodCIDRv4, $ZodCIDRv6, base64Charset, $ZodBase64, base64urlCharset, $ZodBase64URL, $ZodE164, $ZodJWT, $ZodNumber, $ZodNumberFormat, $ZodBoolean, $ZodUnknown, $ZodNever, arraySize, $ZodArray, NO_SYMBOL_KEYS, $ZodObject, $ZodObjectJIT, $ZodUnion, $ZodIntersection, $ZodTuple, $ZodRecord, $ZodEnum, $ZodLiteral, $ZodTransform, $ZodOptional, $ZodExactOptional, $ZodNullable, $ZodDefault, $ZodPrefault, $ZodNonOptional, $ZodCatch, $ZodPipe, $ZodReadonly, $ZodCustom;
var init_schemas = __esm({
  "node_modules/zod/v4/core/schemas.js"() {
    init_checks();
    init_core();
    init_doc();
    init_regexes();
    init_util();
    init_versions();
    init_util();
    $ZodType = /* @__PURE__ */ $constructor("$ZodType", (inst, def) => {
      var _a3;
      inst ?? (inst = {});
      inst._zod.def = def;
      inst._zod.bag = inst._zod.bag || {};
      inst._zod.version = version2;
      const defChecks = inst._zod.def.checks;
      const checks = inst._zod.traits.has("$ZodCheck") ? [inst, ...defChecks ?? []] : defChecks?.length ? [...defChecks] : [];
      for (const ch of checks) {
        for (const fn of ch._zod.onattach) {
          fn(inst);
        }
      }
      if (checks.length === 0) {
        (_a3 = inst._zod).deferred ?? (_a3.deferred = []);
        inst._zod.deferred?.push(() => {
          inst._zod.run = inst._zod.parse;
        });
      } else {
        const runChecks = (payload, checks2, ctx) => {
          if (payload.memo)
            return payload;
          let isAborted = aborted(payload);
          let asyncResult;
          for (const ch of checks2) {
            if (ch._zod.def.when) {
              if (explicitlyAborted(payload))
                continue;
              const shouldRun = ch._zod.def.when(payload);
              if (!shouldRun)
                continue;
            } else if (isAborted) {
              continue;
            }
            const currLen = payload.issues.length;
            const _ = ch._zod.check(payload);
            if (_ instanceof Promise && ctx?.async === false) {
              throw new $ZodAsyncError();
            }
            if (asyncResult || _ instanceof Promise) {
              asyncResult = (asyncResult ?? Promise.resolve()).then(async () => {
                await _;
                const nextLen = payload.issues.length;
                if (nextLen === currLen)
                  return;
                attachSchema(payload.issues, currLen, inst);
                if (!isAborted)
                  isAborted = aborted(payload, currLen);
              });
            } else {
              const nextLen = payload.issues.length;
              if (nextLen === currLen)
                continue;
              attachSchema(payload.issues, currLen, inst);
              if (!isAborted)
                isAborted = aborted(payload, currLen);
            }
          }
          if (asyncResult) {
            return asyncResult.then(() => {
              return payload;
            });
          }
          return payload;
        };
        const handleCanaryResult = (canary, payload, ctx) => {
          if (aborted(canary)) {
            canary.aborted = true;
            return canary;
          }
          const checkResult = runChecks(payload, checks, ctx);
          if (checkResult instanceof Promise) {
            if (ctx.async === false)
              throw new $ZodAsyncError();
            return checkResult.then((checkResult2) => inst._zod.parse(checkResult2, ctx));
          }
          return inst._zod.parse(checkResult, ctx);
        };
        inst._zod.run = (payload, ctx) => {
          if (ctx.skipChecks) {
            return inst._zod.parse(payload, ctx);
          }
          if (ctx.direction === "backward") {
            const canary = inst._zod.parse({ value: payload.value, issues: [] }, { ...ctx, skipChecks: true });
            if (canary instanceof Promise) {
              return canary.then((canary2) => {
                return handleCanaryResult(canary2, payload, ctx);
              });
            }
            return handleCanaryResult(canary, payload, ctx);
          }
          const result = inst._zod.parse(payload, ctx);
          if (result instanceof Promise) {
            if (ctx.async === false)
              throw new $ZodAsyncError();
            return result.then((result2) => runChecks(result2, checks, ctx));
          }
          return runChecks(result, checks, ctx);
        };
      }
    }, {
      // Wrappers extend this by installing a richer factory over it; reading it eagerly would defeat the laziness.
      get "~standard"() {
        return hide(this, "~standard", standardProps(this));
      },
      set "~standard"(value) {
        own(this, "~standard", value);
      }
    });
    toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
    $ZodString = /* @__PURE__ */ $constructor("$ZodString", (inst, def) => {
      $ZodType.init(inst, def);
      inst._zod.pattern = def.pattern ?? anyString;
      inst._zod.parse = (payload, _) => {
        if (def.coerce)
          try {
            payload.value = String(payload.value);
          } catch (_2) {
          }
        if (typeof payload.value === "string")
          return payload;
        payload.issues.push({
          expected: "string",
          code: "invalid_type",
          input: payload.value,
          inst
        });
        return payload;
      };
    });
    $ZodStringFormat = /* @__PURE__ */ $constructor("$ZodStringFormat", (inst, def) => {
      $ZodCheckStringFormat.init(inst, def);
      $ZodString.init(inst, def);
    });
    $ZodGUID = /* @__PURE__ */ $constructor("$ZodGUID", (inst, def) => {
      def.pattern ?? (def.pattern = guid);
      $ZodStringFormat.init(inst, def);
    });
    $ZodUUID = /* @__PURE__ */ $constructor("$ZodUUID", (inst, def) => {
      if (def.version) {
        const versionMap = {
          v1: 1,
          v2: 2,
          v3: 3,
          v4: 4,
          v5: 5,
          v6: 6,
          v7: 7,
          v8: 8
        };
        const v = versionMap[def.version];
        if (v === void 0)
          throw new Error(`Invalid UUID version: "${def.version}"`);
        def.pattern ?? (def.pattern = uuid(v));
      } else
        def.pattern ?? (def.pattern = uuid());
      $ZodStringFormat.init(inst, def);
    });
    $ZodEmail = /* @__PURE__ */ $constructor("$ZodEmail", (inst, def) => {
      def.pattern ?? (def.pattern = email);
      $ZodStringFormat.init(inst, def);
    });
    URL_BAD_FORMAT = 1;
    URL_UNPARSEABLE = 2;
    asciiTabOrNewline = /[\t\n\r]/g;
    $ZodURL = /* @__PURE__ */ $constructor("$ZodURL", (inst, def) => {
      $ZodStringFormat.init(inst, def);
      inst._zod.check = (payload) => {
        try {
          const trimmed = payload.value.trim();
          const url = validateURL(trimmed, def);
          if (url === URL_BAD_FORMAT) {
            payload.issues.push({
              code: "invalid_format",
              format: "url",
              note: "Invalid URL format",
              input: payload.value,
              inst,
              continue: !def.abort
            });
            return;
          }
          if (url === URL_UNPARSEABLE) {
            payload.issues.push({
              code: "invalid_format",
              format: "url",
              input: payload.value,
              inst,
              continue: !def.abort
            });
            return;
          }
          if (url === true) {
            payload.value = stripTabAndNewline(trimmed);
            return;
          }
          if (def.hostname && !urlHostnameOk(url, def.hostname)) {
            payload.issues.push({
              code: "invalid_format",
              format: "url",
              note: "Invalid hostname",
              pattern: def.hostname.source,
              input: payload.value,
              inst,
              continue: !def.abort
            });
          }
          if (def.protocol && !urlProtocolOk(url, def.protocol)) {
            payload.issues.push({
              code: "invalid_format",
              format: "url",
              note: "Invalid protocol",
              pattern: def.protocol.source,
              input: payload.value,
              inst,
              continue: !def.abort
            });
          }
          payload.value = def.normalize ? url.href : stripTabAndNewline(trimmed);
          return;
        } catch (_) {
          payload.issues.push({
            code: "invalid_format",
            format: "url",
            input: payload.value,
            inst,
            continue: !def.abort
          });
        }
      };
    });
    $ZodEmoji = /* @__PURE__ */ $constructor("$ZodEmoji", (inst, def) => {
      def.pattern ?? (def.pattern = emoji());
      $ZodStringFormat.init(inst, def);
    });
    $ZodNanoID = /* @__PURE__ */ $constructor("$ZodNanoID", (inst, def) => {
      if (def.length !== void 0 && (!Number.isInteger(def.length) || def.length < 1))
        throw new Error(`Invalid nanoid length: ${def.length}`);
      def.pattern ?? (def.pattern = def.length === void 0 ? nanoid : nanoidOfLength(def.length));
      $ZodStringFormat.init(inst, def);
    });
    $ZodCUID = /* @__PURE__ */ $constructor("$ZodCUID", (inst, def) => {
      def.pattern ?? (def.pattern = cuid);
      $ZodStringFormat.init(inst, def);
    });
    $ZodCUID2 = /* @__PURE__ */ $constructor("$ZodCUID2", (inst, def) => {
      def.pattern ?? (def.pattern = cuid2);
      $ZodStringFormat.init(inst, def);
    });
    $ZodULID = /* @__PURE__ */ $constructor("$ZodULID", (inst, def) => {
      def.pattern ?? (def.pattern = ulid);
      $ZodStringFormat.init(inst, def);
    });
    $ZodXID = /* @__PURE__ */ $constructor("$ZodXID", (inst, def) => {
      def.pattern ?? (def.pattern = xid);
      $ZodStringFormat.init(inst, def);
    });
    $ZodKSUID = /* @__PURE__ */ $constructor("$ZodKSUID", (inst, def) => {
      def.pattern ?? (def.pattern = ksuid);
      $ZodStringFormat.init(inst, def);
    });
    $ZodISODateTime = /* @__PURE__ */ $constructor("$ZodISODateTime", (inst, def) => {
      def.pattern ?? (def.pattern = datetime(def));
      $ZodStringFormat.init(inst, def);
    });
    $ZodISODate = /* @__PURE__ */ $constructor("$ZodISODate", (inst, def) => {
      def.pattern ?? (def.pattern = date);
      $ZodStringFormat.init(inst, def);
    });
    $ZodISOTime = /* @__PURE__ */ $constructor("$ZodISOTime", (inst, def) => {
      def.pattern ?? (def.pattern = time(def));
      $ZodStringFormat.init(inst, def);
    });
    $ZodISODuration = /* @__PURE__ */ $constructor("$ZodISODuration", (inst, def) => {
      def.pattern ?? (def.pattern = duration);
      $ZodStringFormat.init(inst, def);
    });
    $ZodIPv4 = /* @__PURE__ */ $constructor("$ZodIPv4", (inst, def) => {
      def.pattern ?? (def.pattern = ipv4);
      $ZodStringFormat.init(inst, def);
    });
    ipv6Alphabet = /^[0-9a-fA-F:.]+$/;
    $ZodIPv6 = /* @__PURE__ */ $constructor("$ZodIPv6", (inst, def) => {
      def.pattern ?? (def.pattern = ipv6);
      $ZodStringFormat.init(inst, def);
      inst._zod.check = (payload) => {
        if (!isValidIPv6(payload.value)) {
          payload.issues.push({
            code: "invalid_format",
            format: "ipv6",
            input: payload.value,
            inst,
            continue: !def.abort
          });
        }
      };
    });
    $ZodCIDRv4 = /* @__PURE__ */ $constructor("$ZodCIDRv4", (inst, def) => {
      def.pattern ?? (def.pattern = cidrv4);
      $ZodStringFormat.init(inst, def);
    });
    $ZodCIDRv6 = /* @__PURE__ */ $constructor("$ZodCIDRv6", (inst, def) => {
      def.pattern ?? (def.pattern = cidrv6);
      $ZodStringFormat.init(inst, def);
      inst._zod.check = (payload) => {
        if (!isValidCIDRv6(payload.value)) {
          payload.issues.push({
            code: "invalid_format",
            format: "cidrv6",
            input: payload.value,
            inst,
            continue: !def.abort
          });
        }
      };
    });
    base64Charset = /^[0-9a-zA-Z+/]*={0,2}$/;
    $ZodBase64 = /* @__PURE__ */ $constructor("$ZodBase64", (inst, def) => {
      def.pattern ?? (def.pattern = base64Charset);
      $ZodStringFormat.init(inst, def);
      inst._zod.check = (payload) => {
        if (isValidBase64(payload.value))
          return;
        payload.issues.push({
          code: "invalid_format",
          format: "base64",
          input: payload.value,
          inst,
          continue: !def.abort
        });
      };
    });
    base64urlCharset = /^[A-Za-z0-9_-]*$/;
    $ZodBase64URL = /* @__PURE__ */ $constructor("$ZodBase64URL", (inst, def) => {
      def.pattern ?? (def.pattern = base64urlCharset);
      $ZodStringFormat.init(inst, def);
      inst._zod.check = (payload) => {
        if (isValidBase64URL(payload.value))
          return;
        payload.issues.push({
          code: "invalid_format",
          format: "base64url",
          input: payload.value,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodE164 = /* @__PURE__ */ $constructor("$ZodE164", (inst, def) => {
      def.pattern ?? (def.pattern = e164);
      $ZodStringFormat.init(inst, def);
    });
    $ZodJWT = /* @__PURE__ */ $constructor("$ZodJWT", (inst, def) => {
      $ZodStringFormat.init(inst, def);
      inst._zod.check = (payload) => {
        if (isValidJWT(payload.value, def.alg))
          return;
        payload.issues.push({
          code: "invalid_format",
          format: "jwt",
          input: payload.value,
          inst,
          continue: !def.abort
        });
      };
    });
    $ZodNumber = /* @__PURE__ */ $constructor("$ZodNumber", (inst, def) => {
      $ZodType.init(inst, def);
      inst._zod.pattern = number;
      inst._zod.parse = (payload, _ctx) => {
        if (def.coerce)
          try {
            payload.value = Number(payload.value);
          } catch (_) {
          }
        const input = payload.value;
        if (typeof input === "number" && !Number.isNaN(input) && Number.isFinite(input)) {
          return payload;
        }
        const received = typeof input === "number" ? Number.isNaN(input) ? "NaN" : !Number.isFinite(input) ? String(input) : void 0 : void 0;
        payload.issues.push({
          expected: "number",
          code: "invalid_type",
          input,
          inst,
          ...received ? { received } : {}
        });
        return payload;
      };
    });
    $ZodNumberFormat = /* @__PURE__ */ $constructor("$ZodNumberFormat", (inst, def) => {
      $ZodCheckNumberFormat.init(inst, def);
      $ZodNumber.init(inst, def);
    });
    $ZodBoolean = /* @__PURE__ */ $constructor("$ZodBoolean", (inst, def) => {
      $ZodType.init(inst, def);
      inst._zod.pattern = boolean;
      inst._zod.parse = (payload, _ctx) => {
        if (def.coerce)
          try {
            payload.value = Boolean(payload.value);
          } catch (_) {
          }
        const input = payload.value;
        if (typeof input === "boolean")
          return payload;
        payload.issues.push({
          expected: "boolean",
          code: "invalid_type",
          input,
          inst
        });
        return payload;
      };
    });
    $ZodUnknown = /* @__PURE__ */ $constructor("$ZodUnknown", (inst, def) => {
      $ZodType.init(inst, def);
      inst._zod.parse = (payload) => payload;
    });
    $ZodNever = /* @__PURE__ */ $constructor("$ZodNever", (inst, def) => {
      $ZodType.init(inst, def);
      inst._zod.parse = (payload, _ctx) => {
        payload.issues.push({
          expected: "never",
          code: "invalid_type",
          input: payload.value,
          inst
        });
        return payload;
      };
    });
    arraySize = (input) => Array.isArray(input) ? input.length : -1;
    $ZodArray = /* @__PURE__ */ $constructor("$ZodArray", (inst, def) => {
      $ZodType.init(inst, def);
      const memo2 = globalConfig.memoizer;
      memo2?.attach(inst);
      inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        if (!Array.isArray(input)) {
          payload.issues.push({
            expected: "array",
            code: "invalid_type",
            input,
            inst
          });
          return payload;
        }
        payload.value = memo2 ? memo2.alloc(inst, payload, Array(input.length), ctx) : Array(input.length);
        const proms = [];
        const abortEarly = ctx?.abortEarly;
        for (let i = 0; i < input.length; i++) {
          const item = input[i];
          const result = def.element._zod.run({
            value: item,
            issues: []
          }, ctx);
          if (result instanceof Promise) {
            proms.push(result.then((result2) => handleArrayResult(result2, payload, i)));
          } else {
            handleArrayResult(result, payload, i);
            if (abortEarly && result.issues.length !== 0 && aborted(result))
              break;
          }
        }
        if (proms.length) {
          return Promise.all(proms).then(() => payload);
        }
        return payload;
      };
      capSize(inst, arraySize);
    });
    NO_SYMBOL_KEYS = [];
    $ZodObject = /* @__PURE__ */ $constructor("$ZodObject", (inst, def) => {
      $ZodType.init(inst, def);
      const desc = Object.getOwnPropertyDescriptor(def, "shape");
      const sh = desc?.get ? desc.get.raw : def.shape ?? {};
      if (sh) {
        const get = () => {
          const newSh = { ...sh };
          Object.defineProperty(def, "shape", { value: newSh });
          get.raw = newSh;
          return newSh;
        };
        get.raw = sh;
        Object.defineProperty(def, "shape", { get });
      }
      const _normalized = cached(() => normalizeDef(def));
      defineLazyInternal(inst, "propValues", (zod) => {
        const shape = zod.def.shape;
        const propValues = {};
        for (const key2 in shape) {
          const field = shape[key2]._zod;
          if (field.values) {
            if (!Object.prototype.hasOwnProperty.call(propValues, key2)) {
              assignProp(propValues, key2, /* @__PURE__ */ new Set());
            }
            for (const v of field.values)
              propValues[key2].add(v);
            if (field.optin !== void 0)
              propValues[key2].add(void 0);
          }
        }
        return propValues;
      });
      const isObject2 = isObject;
      const catchall = def.catchall;
      let value;
      const memo2 = globalConfig.memoizer;
      memo2?.attach(inst);
      inst._zod.parse = (payload, ctx) => {
        value ?? (value = _normalized.value);
        const input = payload.value;
        if (!isObject2(input)) {
          payload.issues.push({
            expected: "object",
            code: "invalid_type",
            input,
            inst
          });
          return payload;
        }
        payload.value = memo2 ? memo2.alloc(inst, payload, {}, ctx) : {};
        const proms = [];
        const shape = value.shape;
        const abortEarly = ctx?.abortEarly;
        let seen = payload.issues.length;
        for (const key2 of value.allKeys) {
          if (abortEarly && payload.issues.length !== seen) {
            if (aborted(payload, seen))
              break;
            seen = payload.issues.length;
          }
          if (key2 === "__proto__")
            continue;
          const el = shape[key2];
          const optin = el._zod.optin;
          const optout = el._zod.optout;
          const r = el._zod.run({ value: input[key2], issues: [] }, ctx);
          if (r instanceof Promise) {
            proms.push(r.then((r2) => handlePropertyResult(r2, payload, key2, input, optin, optout)));
          } else {
            handlePropertyResult(r, payload, key2, input, optin, optout);
          }
        }
        if (!catchall) {
          return proms.length ? Promise.all(proms).then(() => payload) : payload;
        }
        return handleCatchall(proms, input, payload, ctx, _normalized.value, inst, abortEarly === true);
      };
    });
    $ZodObjectJIT = /* @__PURE__ */ $constructor("$ZodObjectJIT", (inst, def) => {
      $ZodObject.init(inst, def);
      const superParse = inst._zod.parse;
      const _normalized = cached(() => normalizeDef(def));
      const memo2 = globalConfig.memoizer;
      const generateFastpass = (shape) => {
        const normalized2 = _normalized.value;
        const syms = normalized2.symbolKeys;
        const doc = new Doc(["payload", "ctx"], { shape, inst, memo: memo2, syms });
        const parseStr = (k) => `shape[${k}]._zod.run({ value: input[${k}], issues: [] }, ctx)`;
        const prefixStr = (id, k) => `
          let ${id}_ab = false;
          for (let i = 0; i < ${id}.issues.length; i++) {
            const iss = ${id}.issues[i];
            iss.path = iss.path ? [${k}, ...iss.path] : [${k}];
            payload.issues.push(iss);
            if (iss.continue !== true) ${id}_ab = true;
          }
          if (${id}_ab && ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }`;
        doc.write(`const input = payload.value;`);
        const ids = /* @__PURE__ */ Object.create(null);
        let counter = 0;
        for (const key2 of normalized2.allKeys) {
          ids[key2] = `key_${counter++}`;
        }
        doc.write(memo2 ? `const newResult = memo.alloc(inst, payload, {}, ctx);` : `const newResult = {};`);
        for (const key2 of normalized2.allKeys) {
          if (key2 === "__proto__")
            continue;
          const id = ids[key2];
          const k = typeof key2 === "symbol" ? `syms[${syms.indexOf(key2)}]` : esc(key2);
          const isPresent = `${k} in input`;
          const schema = shape[key2];
          const optin = schema?._zod?.optin;
          const isOptionalIn = optin !== void 0;
          const isOptionalOut = schema?._zod?.optout === "optional";
          doc.write(`const ${id} = ${parseStr(k)};`);
          if (isOptionalIn && isOptionalOut) {
            const assign = optin === "optional" ? `${id}_present` : `${id}.value !== undefined || ${id}_present`;
            doc.write(`
        const ${id}_present = ${isPresent};
        if (!${id}.issues.length || ${id}_present) {
          if (${id}.issues.length) {${prefixStr(id, k)}
          }

          if (${assign}) {
            newResult[${k}] = ${id}.value;
          }
        }

      `);
          } else if (!isOptionalIn) {
            doc.write(`
        const ${id}_present = ${isPresent};
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
        if (!${id}_present && !${id}.issues.length) {
          payload.issues.push({
            code: "invalid_type",
            expected: "nonoptional",
            input: undefined,
            path: [${k}]
          });
          if (ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }
        }

        if (${id}_present) {
          newResult[${k}] = ${id}.value;
        }

      `);
          } else {
            doc.write(`
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
      `);
            if (optin === "defaulted") {
              doc.write(`newResult[${k}] = ${id}.value;`);
            } else {
              doc.write(`
        if (${id}.value !== undefined || ${isPresent}) {
          newResult[${k}] = ${id}.value;
        }
      `);
            }
          }
        }
        doc.write(`payload.value = newResult;`);
        doc.write(`return payload;`);
        return doc.compile();
      };
      let fastpass;
      const isObject2 = isObject;
      const jit = !globalConfig.jitless;
      const allowsEval2 = allowsEval;
      const fastEnabled = jit && allowsEval2.value;
      const catchall = def.catchall;
      let value;
      inst._zod.parse = (payload, ctx) => {
        value ?? (value = _normalized.value);
        const input = payload.value;
        if (!isObject2(input)) {
          payload.issues.push({
            expected: "object",
            code: "invalid_type",
            input,
            inst
          });
          return payload;
        }
        if (jit && fastEnabled && ctx?.async === false && ctx.jitless !== true) {
          if (!fastpass)
            fastpass = generateFastpass(def.shape);
          payload = fastpass(payload, ctx);
          if (!catchall)
            return payload;
          return handleCatchall([], input, payload, ctx, value, inst, ctx?.abortEarly === true);
        }
        return superParse(payload, ctx);
      };
    });
    $ZodUnion = /* @__PURE__ */ $constructor("$ZodUnion", (inst, def) => {
      $ZodType.init(inst, def);
      defineLazyInternal(inst, "optin", (zod) => zod.def.options.some((o) => o._zod.optin === "defaulted") ? "defaulted" : zod.def.options.some((o) => o._zod.optin !== void 0) ? "optional" : void 0);
      defineLazyInternal(inst, "optout", (zod) => zod.def.options.some((o) => o._zod.optout === "optional") ? "optional" : void 0);
      defineLazyInternal(inst, "values", (zod) => {
        if (zod.def.options.every((o) => o._zod.values)) {
          return new Set(zod.def.options.flatMap((option) => Array.from(option._zod.values)));
        }
        return void 0;
      });
      defineLazyInternal(inst, "pattern", (zod) => {
        if (zod.def.options.every((o) => o._zod.pattern)) {
          const patterns = zod.def.options.map((o) => o._zod.pattern);
          return new RegExp(`^(${patterns.map((p) => cleanRegex(p.source)).join("|")})$`);
        }
        return void 0;
      });
      const first = def.options.length === 1 ? def.options[0]._zod.run : null;
      inst._zod.parse = (payload, ctx) => {
        if (first) {
          return first(payload, ctx);
        }
        let async = false;
        const results = [];
        for (const option of def.options) {
          const result = option._zod.run({
            value: payload.value,
            issues: []
          }, ctx);
          if (result instanceof Promise) {
            results.push(result);
            async = true;
          } else {
            if (result.issues.length === 0)
              return result;
            results.push(result);
          }
        }
        if (!async)
          return handleUnionResults(results, payload, inst, ctx);
        return Promise.all(results).then((results2) => {
          return handleUnionResults(results2, payload, inst, ctx);
        });
      };
    });
    $ZodIntersection = /* @__PURE__ */ $constructor("$ZodIntersection", (inst, def) => {
      $ZodType.init(inst, def);
      inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        const left = def.left._zod.run({ value: input, issues: [] }, ctx);
        const right = def.right._zod.run({ value: input, issues: [] }, ctx);
        const async = left instanceof Promise || right instanceof Promise;
        if (async) {
          return Promise.all([left, right]).then(([left2, right2]) => {
            return handleIntersectionResults(payload, left2, right2);
          });
        }
        return handleIntersectionResults(payload, left, right);
      };
    });
    $ZodTuple = /* @__PURE__ */ $constructor("$ZodTuple", (inst, def) => {
      $ZodType.init(inst, def);
      const items = def.items;
      const memo2 = globalConfig.memoizer;
      memo2?.attach(inst);
      inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        if (!Array.isArray(input)) {
          payload.issues.push({
            input,
            inst,
            expected: "tuple",
            code: "invalid_type"
          });
          return payload;
        }
        payload.value = memo2 ? memo2.alloc(inst, payload, [], ctx) : [];
        const proms = [];
        const optinStart = getTupleOptStart(items, "optin");
        const optoutStart = getTupleOptStart(items, "optout");
        if (!def.rest) {
          if (input.length < optinStart) {
            payload.issues.push({
              code: "too_small",
              minimum: optinStart,
              inclusive: true,
              input,
              inst,
              origin: "array"
            });
            return payload;
          }
          if (input.length > items.length) {
            payload.issues.push({
              code: "too_big",
              maximum: items.length,
              inclusive: true,
              input,
              inst,
              origin: "array"
            });
          }
        }
        const itemResults = new Array(items.length);
        const abortEarly = def.rest ? ctx?.abortEarly : void 0;
        let itemAborted = false;
        for (let i = 0; i < items.length; i++) {
          const r = items[i]._zod.run({ value: input[i], issues: [] }, ctx);
          if (r instanceof Promise) {
            proms.push(r.then((rr) => {
              itemResults[i] = rr;
            }));
          } else {
            itemResults[i] = r;
            if (abortEarly && !itemAborted && r.issues.length)
              itemAborted = aborted(r);
          }
        }
        if (def.rest && !itemAborted) {
          let i = items.length - 1;
          const rest = input.slice(items.length);
          let seen = payload.issues.length;
          for (const el of rest) {
            if (abortEarly && payload.issues.length !== seen) {
              if (aborted(payload, seen))
                break;
              seen = payload.issues.length;
            }
            i++;
            const result = def.rest._zod.run({ value: el, issues: [] }, ctx);
            if (result instanceof Promise) {
              proms.push(result.then((r) => handleTupleResult(r, payload, i)));
            } else {
              handleTupleResult(result, payload, i);
            }
          }
        }
        if (proms.length) {
          return Promise.all(proms).then(() => handleTupleResults(itemResults, payload, items, input, optoutStart));
        }
        return handleTupleResults(itemResults, payload, items, input, optoutStart);
      };
    });
    $ZodRecord = /* @__PURE__ */ $constructor("$ZodRecord", (inst, def) => {
      $ZodType.init(inst, def);
      const memo2 = globalConfig.memoizer;
      memo2?.attach(inst);
      inst._zod.parse = (payload, ctx) => {
        const input = payload.value;
        if (!isPlainObject(input)) {
          payload.issues.push({
            expected: "record",
            code: "invalid_type",
            input,
            inst
          });
          return payload;
        }
        const proms = [];
        const values = def.keyType._zod.values;
        if (values && !def.partial) {
          payload.value = memo2 ? memo2.alloc(inst, payload, {}, ctx) : {};
          const recordKeys = /* @__PURE__ */ new Set();
          for (const key2 of values) {
            if (typeof key2 === "string" || typeof key2 === "number" || typeof key2 === "symbol") {
              recordKeys.add(typeof key2 === "number" ? key2.toString() : key2);
              if (key2 === "__proto__")
                continue;
              const keyResult = def.keyType._zod.run({ value: key2, issues: [] }, ctx);
              if (keyResult instanceof Promise) {
                throw new Error("Async schemas not supported in object keys currently");
              }
              if (keyResult.issues.length) {
                payload.issues.push({
                  code: "invalid_key",
                  origin: "record",
                  issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
                  input: key2,
                  path: [key2],
                  inst
                });
                continue;
              }
              const outKey = keyResult.value;
              if (outKey === "__proto__")
                continue;
              const result = def.valueType._zod.run({ value: input[key2], issues: [] }, ctx);
              if (result instanceof Promise) {
                proms.push(result.then((result2) => {
                  if (result2.issues.length) {
                    payload.issues.push(...prefixIssues(key2, result2.issues));
                  }
                  payload.value[outKey] = result2.value;
                }));
              } else {
                if (result.issues.length) {
                  payload.issues.push(...prefixIssues(key2, result.issues));
                }
                payload.value[outKey] = result.value;
              }
            }
          }
          let unrecognized;
          for (const key2 in input) {
            if (!recordKeys.has(key2)) {
              if (def.mode === "loose") {
                if (key2 === "__proto__")
                  continue;
                payload.value[key2] = input[key2];
              } else {
                unrecognized = unrecognized ?? [];
                unrecognized.push(key2);
              }
            }
          }
          if (unrecognized && unrecognized.length > 0) {
            payload.issues.push({
              code: "unrecognized_keys",
              input,
              inst,
              keys: unrecognized,
              continue: true
            });
          }
        } else {
          payload.value = memo2 ? memo2.alloc(inst, payload, {}, ctx) : {};
          let unrecognized;
          for (const key2 of Reflect.ownKeys(input)) {
            if (key2 === "__proto__")
              continue;
            if (!Object.prototype.propertyIsEnumerable.call(input, key2))
              continue;
            let keyResult = def.keyType._zod.run({ value: key2, issues: [] }, ctx);
            if (keyResult instanceof Promise) {
              throw new Error("Async schemas not supported in object keys currently");
            }
            const checkNumericKey = typeof key2 === "string" && number.test(key2) && keyResult.issues.length;
            if (checkNumericKey) {
              const retryResult = def.keyType._zod.run({ value: Number(key2), issues: [] }, ctx);
              if (retryResult instanceof Promise) {
                throw new Error("Async schemas not supported in object keys currently");
              }
              if (retryResult.issues.length === 0) {
                keyResult = retryResult;
              }
            }
            if (keyResult.issues.length) {
              if (def.mode === "loose") {
                payload.value[key2] = input[key2];
              } else if (values) {
                unrecognized = unrecognized ?? [];
                unrecognized.push(key2);
              } else {
                payload.issues.push({
                  code: "invalid_key",
                  origin: "record",
                  issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
                  input: key2,
                  path: [key2],
                  inst
                });
              }
              continue;
            }
            const outKey = keyResult.value;
            if (outKey === "__proto__")
              continue;
            const result = def.valueType._zod.run({ value: input[key2], issues: [] }, ctx);
            if (result instanceof Promise) {
              proms.push(result.then((result2) => {
                if (result2.issues.length) {
                  payload.issues.push(...prefixIssues(key2, result2.issues));
                }
                payload.value[outKey] = result2.value;
              }));
            } else {
              if (result.issues.length) {
                payload.issues.push(...prefixIssues(key2, result.issues));
              }
              payload.value[outKey] = result.value;
            }
          }
          if (unrecognized && unrecognized.length > 0) {
            payload.issues.push({
              code: "unrecognized_keys",
              input,
              inst,
              keys: unrecognized,
              continue: true
            });
          }
        }
        if (proms.length) {
          return Promise.all(proms).then(() => payload);
        }
        return payload;
      };
    });
    $ZodEnum = /* @__PURE__ */ $constructor("$ZodEnum", (inst, def) => {
      $ZodType.init(inst, def);
      const values = getEnumValues(def.entries);
      const valuesSet = new Set(values);
      inst._zod.values = valuesSet;
      defineLazyInternal(inst, "pattern", (zod) => {
        const patternValues = getEnumValues(zod.def.entries).filter((k) => propertyKeyTypes.has(typeof k));
        return new RegExp(patternValues.length ? `^(${patternValues.map((o) => escapeRegex(o.toString())).join("|")})$` : "^[^\\s\\S]$");
      });
      inst._zod.parse = (payload, _ctx) => {
        const input = payload.value;
        if (valuesSet.has(input)) {
          return payload;
        }
        payload.issues.push({
          code: "invalid_value",
          values,
          input,
          inst
        });
        return payload;
      };
    });
    $ZodLiteral = /* @__PURE__ */ $constructor("$ZodLiteral", (inst, def) => {
      $ZodType.init(inst, def);
      const values = new Set(def.values);
      inst._zod.values = values;
      defineLazyInternal(inst, "pattern", (zod) => {
        const vals = zod.def.values;
        return new RegExp(vals.length ? `^(${vals.map((o) => typeof o === "string" ? escapeRegex(o) : o ? escapeRegex(o.toString()) : String(o)).join("|")})$` : "^[^\\s\\S]$");
      });
      inst._zod.parse = (payload, _ctx) => {
        const input = payload.value;
        if (values.has(input)) {
          return payload;
        }
        payload.issues.push({
          code: "invalid_value",
          values: def.values,
          input,
          inst
        });
        return payload;
      };
    });
    $ZodTransform = /* @__PURE__ */ $constructor("$ZodTransform", (inst, def) => {
      $ZodType.init(inst, def);
      inst._zod.optin = "optional";
      globalConfig.memoizer?.guard(inst);
      inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
          throw new $ZodEncodeError(inst.constructor.name);
        }
        const _out = def.transform(payload.value, payload);
        if (ctx.async) {
          const output = _out instanceof Promise ? _out : Promise.resolve(_out);
          return output.then((output2) => {
            payload.value = output2;
            return payload;
          });
        }
        if (_out instanceof Promise) {
          throw new $ZodAsyncError();
        }
        payload.value = _out;
        return payload;
      };
    });
    $ZodOptional = /* @__PURE__ */ $constructor("$ZodOptional", (inst, def) => {
      $ZodType.init(inst, def);
      defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
      inst._zod.optout = "optional";
      defineLazyInternal(inst, "values", (zod) => {
        const values = zod.def.innerType._zod.values;
        return values ? /* @__PURE__ */ new Set([...values, void 0]) : void 0;
      });
      defineLazyInternal(inst, "pattern", (zod) => {
        const pattern = zod.def.innerType._zod.pattern;
        return pattern ? new RegExp(`^(${cleanRegex(pattern.source)})?$`) : void 0;
      });
      inst._zod.parse = (payload, ctx) => {
        if (payload.value === void 0) {
          if (def.innerType._zod.optin !== "defaulted")
            return payload;
          const result = def.innerType._zod.run({ value: payload.value, issues: [] }, ctx);
          if (result instanceof Promise)
            return result.then((result2) => handleOptionalResult(payload, result2));
          return handleOptionalResult(payload, result);
        }
        return def.innerType._zod.run(payload, ctx);
      };
    });
    $ZodExactOptional = /* @__PURE__ */ $constructor("$ZodExactOptional", (inst, def) => {
      $ZodOptional.init(inst, def);
      defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
      defineLazyInternal(inst, "pattern", (zod) => zod.def.innerType._zod.pattern);
      inst._zod.parse = (payload, ctx) => {
        return def.innerType._zod.run(payload, ctx);
      };
    });
    $ZodNullable = /* @__PURE__ */ $constructor("$ZodNullable", (inst, def) => {
      $ZodType.init(inst, def);
      defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin);
      defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
      defineLazyInternal(inst, "pattern", (zod) => {
        const pattern = zod.def.innerType._zod.pattern;
        return pattern ? new RegExp(`^(${cleanRegex(pattern.source)}|null)$`) : void 0;
      });
      defineLazyInternal(inst, "values", (zod) => {
        return zod.def.innerType._zod.values ? /* @__PURE__ */ new Set([...zod.def.innerType._zod.values, null]) : void 0;
      });
      inst._zod.parse = (payload, ctx) => {
        if (payload.value === null)
          return payload;
        return def.innerType._zod.run(payload, ctx);
      };
    });
    $ZodDefault = /* @__PURE__ */ $constructor("$ZodDefault", (inst, def) => {
      $ZodType.init(inst, def);
      inst._zod.optin = "defaulted";
      defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
      inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
          return def.innerType._zod.run(payload, ctx);
        }
        if (payload.value === void 0) {
          payload.value = def.defaultValue;
          return payload;
        }
        const result = def.innerType._zod.run(payload, ctx);
        if (result instanceof Promise) {
          return result.then((result2) => handleDefaultResult(result2, def));
        }
        return handleDefaultResult(result, def);
      };
    });
    $ZodPrefault = /* @__PURE__ */ $constructor("$ZodPrefault", (inst, def) => {
      $ZodType.init(inst, def);
      inst._zod.optin = "defaulted";
      defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
      inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
          return def.innerType._zod.run(payload, ctx);
        }
        if (payload.value === void 0) {
          payload.value = def.defaultValue;
        }
        return def.innerType._zod.run(payload, ctx);
      };
    });
    $ZodNonOptional = /* @__PURE__ */ $constructor("$ZodNonOptional", (inst, def) => {
      $ZodType.init(inst, def);
      defineLazyInternal(inst, "values", (zod) => {
        const v = zod.def.innerType._zod.values;
        return v ? new Set([...v].filter((x) => x !== void 0)) : void 0;
      });
      inst._zod.parse = (payload, ctx) => {
        const result = def.innerType._zod.run(payload, ctx);
        if (result instanceof Promise) {
          return result.then((result2) => handleNonOptionalResult(result2, inst));
        }
        return handleNonOptionalResult(result, inst);
      };
    });
    $ZodCatch = /* @__PURE__ */ $constructor("$ZodCatch", (inst, def) => {
      $ZodType.init(inst, def);
      defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
      defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
      defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
      inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
          return def.innerType._zod.run(payload, ctx);
        }
        const result = def.innerType._zod.run({ value: payload.value, issues: [] }, ctx);
        if (result instanceof Promise) {
          return result.then((result2) => handleCatchResult(payload, result2, def, ctx));
        }
        return handleCatchResult(payload, result, def, ctx);
      };
    });
    $ZodPipe = /* @__PURE__ */ $constructor("$ZodPipe", (inst, def) => {
      $ZodType.init(inst, def);
      defineLazyInternal(inst, "values", (zod) => zod.def.in._zod.values);
      defineLazyInternal(inst, "optin", (zod) => zod.def.in._zod.optin);
      defineLazyInternal(inst, "optout", (zod) => zod.def.out._zod.optout);
      defineLazyInternal(inst, "propValues", (zod) => zod.def.in._zod.propValues);
      inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
          const right = def.out._zod.run(payload, ctx);
          if (right instanceof Promise) {
            return right.then((right2) => handlePipeResult(right2, def.in, ctx));
          }
          return handlePipeResult(right, def.in, ctx);
        }
        const left = def.in._zod.run(payload, ctx);
        if (left instanceof Promise) {
          return left.then((left2) => handlePipeResult(left2, def.out, ctx));
        }
        return handlePipeResult(left, def.out, ctx);
      };
    });
    $ZodReadonly = /* @__PURE__ */ $constructor("$ZodReadonly", (inst, def) => {
      $ZodType.init(inst, def);
      defineLazyInternal(inst, "propValues", (zod) => zod.def.innerType._zod.propValues);
      defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
      defineLazyInternal(inst, "optin", (zod) => zod.def.innerType?._zod?.optin);
      defineLazyInternal(inst, "optout", (zod) => zod.def.innerType?._zod?.optout);
      inst._zod.parse = (payload, ctx) => {
        if (ctx.direction === "backward") {
          return def.innerType._zod.run(payload, ctx);
        }
        const result = def.innerType._zod.run(payload, ctx);
        if (result instanceof Promise) {
          return result.then(handleReadonlyResult);
        }
        return handleReadonlyResult(result);
      };
    });
    $ZodCustom = /* @__PURE__ */ $constructor("$ZodCustom", (inst, def) => {
      $ZodCheck.init(inst, def);
      $ZodType.init(inst, def);
      inst._zod.parse = (payload, _) => {
        return payload;
      };
      inst._zod.check = (payload) => {
        const input = payload.value;
        const r = def.fn(input);
        if (r instanceof Promise) {
          return r.then((r2) => handleRefineResult(r2, payload, input, inst));
        }
        handleRefineResult(r, payload, input, inst);
        return;
      };
    });
  }
});

// node_modules/zod/v4/core/memoizer.js
function isRef(value) {
  return value !== null && typeof value === "object";
}
function cloneIssues(issues) {
  return issues.map((iss) => iss.path ? { ...iss, path: iss.path.slice() } : { ...iss });
}
function isRecursive(inst, stack, resolve24) {
  const cached2 = recursive.get(inst);
  if (cached2 !== void 0)
    return cached2 ? PROVEN : NONE;
  if (stack.has(inst))
    return PROVEN;
  stack.add(inst);
  let result = NONE;
  const check = (child) => {
    if (result !== PROVEN && child?._zod) {
      const answer = isRecursive(child, stack, resolve24);
      if (answer > result)
        result = answer;
    }
  };
  const shape = (sh, spread) => {
    let answer = NONE;
    for (const key2 of Reflect.ownKeys(sh)) {
      const desc = Object.getOwnPropertyDescriptor(sh, key2);
      if (spread && !desc.enumerable)
        continue;
      const child = desc.get ? ASSUMED : desc.value?._zod ? isRecursive(desc.value, stack, resolve24) : NONE;
      if (child > answer)
        answer = child;
    }
    return answer;
  };
  const merge3 = (answer) => {
    if (answer > result)
      result = answer;
  };
  const def = inst._zod.def;
  const kind = def.type;
  switch (kind) {
    case "object": {
      const raw = rawShape(def);
      merge3(raw ? shape(raw, true) : ASSUMED);
      check(def.catchall);
      break;
    }
    case "array":
      check(def.element);
      break;
    case "tuple":
      for (const el of def.items)
        check(el);
      check(def.rest);
      break;
    case "record":
    case "map":
      check(def.keyType);
      check(def.valueType);
      break;
    case "set":
      check(def.valueType);
      break;
    case "union":
      for (const el of def.options)
        check(el);
      break;
    case "intersection":
      check(def.left);
      check(def.right);
      break;
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
    case "nonoptional":
    case "promise":
    case "success":
      check(def.innerType);
      break;
    case "pipe":
      check(def.in);
      check(def.out);
      break;
    case "function":
      check(def.input);
      check(def.output);
      break;
    // `$ZodLazy` caches its inner on the def, so a resolved edge is followed exactly
    case "lazy": {
      const inner = def._cachedInner ?? (resolve24 ? inst._zod.innerType : void 0);
      merge3(inner ? isRecursive(inner, stack, false) : ASSUMED);
      break;
    }
    // a leaf by choice: `parts` are regex fragments, not data positions
    case "template_literal":
    // leaves
    case "string":
    case "number":
    case "int":
    case "boolean":
    case "bigint":
    case "symbol":
    case "undefined":
    case "null":
    case "void":
    case "never":
    case "any":
    case "unknown":
    case "date":
    case "nan":
    case "enum":
    case "literal":
    case "file":
    case "transform":
    case "custom":
      break;
    default: {
      kind;
      for (const key2 in def) {
        const desc = Object.getOwnPropertyDescriptor(def, key2);
        if (!desc || desc.get)
          continue;
        const value = desc.value;
        if (!value || typeof value !== "object")
          continue;
        if (value._zod)
          check(value);
        else if (Array.isArray(value))
          for (const el of value)
            check(el);
      }
    }
  }
  stack.delete(inst);
  return settle(inst, result);
}
function settle(inst, answer) {
  if (answer !== ASSUMED)
    recursive.set(inst, answer === PROVEN);
  return answer;
}
function bucketFor(state, inst) {
  let bucket = state.buckets.get(inst);
  if (!bucket) {
    bucket = /* @__PURE__ */ new WeakMap();
    state.buckets.set(inst, bucket);
  }
  return bucket;
}
function memoizer() {
  return memo;
}
function isBackEdge(ctx, value) {
  const backEdges = ctx[STATE]?.backEdges;
  return backEdges !== void 0 && isRef(value) && backEdges.has(value);
}
var $ZodCyclicError, STATE, NO_ISSUES, recursive, NONE, ASSUMED, PROVEN, handoff, open2, memo;
var init_memoizer = __esm({
  "node_modules/zod/v4/core/memoizer.js"() {
    init_util();
    $ZodCyclicError = class extends Error {
      constructor() {
        super(`Cannot parse a reference cycle that closes through a transform`);
        this.name = "ZodCyclicError";
      }
    };
    STATE = "~memo";
    NO_ISSUES = [];
    recursive = /* @__PURE__ */ new WeakMap();
    NONE = 0;
    ASSUMED = 1;
    PROVEN = 2;
    open2 = [];
    memo = {
      alloc(_inst, payload, empty) {
        const bucket = handoff;
        if (!bucket)
          return empty;
        handoff = void 0;
        const entry = { value: empty, issues: null };
        bucket.set(payload.value, entry);
        open2.push(entry);
        return empty;
      },
      guard(inst) {
        var _a3;
        (_a3 = inst._zod).deferred ?? (_a3.deferred = []);
        inst._zod.deferred.push(() => {
          const base = inst._zod.parse;
          const wrapped = (payload, ctx) => {
            if (ctx.direction !== "backward" && isBackEdge(ctx, payload.value))
              throw new $ZodCyclicError();
            return base(payload, ctx);
          };
          inst._zod.parse = wrapped;
          if (inst._zod.run === base)
            inst._zod.run = wrapped;
        });
      },
      attach(inst) {
        var _a3;
        let isRecursiveInst;
        let rechecked = false;
        let lastCtx;
        let lastBucket;
        (_a3 = inst._zod).deferred ?? (_a3.deferred = []);
        inst._zod.deferred.push(() => {
          const base = inst._zod.parse;
          const wrapped = (payload, ctx) => {
            if (isRecursiveInst === void 0) {
              const walked = isRecursive(inst, /* @__PURE__ */ new Set(), false);
              if (walked === NONE) {
                inst._zod.parse = base;
                if (inst._zod.run === wrapped)
                  inst._zod.run = base;
                return base(payload, ctx);
              }
              if (walked === PROVEN || rechecked)
                isRecursiveInst = true;
              else
                rechecked = true;
            }
            const input = payload.value;
            if (!isRef(input))
              return base(payload, ctx);
            let state = ctx[STATE];
            if (!state) {
              state = { buckets: /* @__PURE__ */ new WeakMap(), backEdges: void 0 };
              ctx[STATE] = state;
            }
            let bucket;
            if (lastCtx === ctx) {
              bucket = lastBucket;
            } else {
              bucket = bucketFor(state, inst);
              lastCtx = ctx;
              lastBucket = bucket;
            }
            const hit = bucket.get(input);
            if (hit) {
              payload.value = hit.value;
              if (hit.issues) {
                if (hit.issues.length)
                  payload.issues.push(...cloneIssues(hit.issues));
              } else {
                payload.memo = true;
                state.backEdges ?? (state.backEdges = /* @__PURE__ */ new WeakSet());
                state.backEdges.add(hit.value);
              }
              return payload;
            }
            handoff = bucket;
            const depth = open2.length;
            const result = base(payload, ctx);
            handoff = void 0;
            const entry = open2.length > depth ? open2.pop() : void 0;
            if (result instanceof Promise) {
              return result.then((r) => {
                if (entry)
                  entry.issues = r.issues.length ? cloneIssues(r.issues) : NO_ISSUES;
                return r;
              });
            }
            if (entry)
              entry.issues = result.issues.length ? cloneIssues(result.issues) : NO_ISSUES;
            return result;
          };
          inst._zod.parse = wrapped;
          if (inst._zod.run === base)
            inst._zod.run = wrapped;
        });
      }
    };
  }
});

// node_modules/zod/v4/locales/en.js
function en_default() {
  return {
    localeError: error()
  };
}
var error;
var init_en = __esm({
  "node_modules/zod/v4/locales/en.js"() {
    init_util();
    error = () => {
      const Sizable = {
        string: { unit: "characters", verb: "to have" },
        file: { unit: "bytes", verb: "to have" },
        array: { unit: "items", verb: "to have" },
        set: { unit: "items", verb: "to have" },
        map: { unit: "entries", verb: "to have" }
      };
      function getSizing(origin) {
        return Sizable[origin] ?? null;
      }
      const FormatDictionary = {
        regex: "input",
        email: "email address",
        url: "URL",
        emoji: "emoji",
        uuid: "UUID",
        uuidv4: "UUIDv4",
        uuidv6: "UUIDv6",
        nanoid: "nanoid",
        guid: "GUID",
        cuid: "cuid",
        cuid2: "cuid2",
        ulid: "ULID",
        xid: "XID",
        ksuid: "KSUID",
        datetime: "ISO datetime",
        date: "ISO date",
        time: "ISO time",
        duration: "ISO duration",
        ipv4: "IPv4 address",
        ipv6: "IPv6 address",
        mac: "MAC address",
        cidrv4: "IPv4 range",
        cidrv6: "IPv6 range",
        base64: "base64-encoded string",
        base64url: "base64url-encoded string",
        json_string: "JSON string",
        e164: "E.164 number",
        currency_code: "currency code",
        credit_card: "credit card number",
        iban: "IBAN",
        jwt: "JWT",
        template_literal: "input"
      };
      const TypeDictionary = {
        // Compatibility: "nan" -> "NaN" for display
        nan: "NaN"
        // All other type names omitted - they fall back to raw values via ?? operator
      };
      function getTypeName(type, input) {
        if (type === "number" && typeof input === "number" && !Number.isFinite(input)) {
          return String(input);
        }
        return TypeDictionary[type] ?? type;
      }
      return (issue2) => {
        switch (issue2.code) {
          case "invalid_type": {
            const expected = getTypeName(issue2.expected);
            const receivedType = parsedType(issue2.input);
            const received = getTypeName(receivedType, issue2.input);
            return `Invalid input: expected ${expected}, received ${received}`;
          }
          case "invalid_value":
            if (issue2.values.length === 1)
              return `Invalid input: expected ${stringifyPrimitive(issue2.values[0])}`;
            return `Invalid option: expected one of ${joinValues(issue2.values, "|")}`;
          case "too_big": {
            const adj = issue2.exact ? "exactly " : issue2.inclusive ? "<=" : "<";
            const sizing = getSizing(issue2.origin);
            if (sizing)
              return `Too big: expected ${issue2.origin ?? "value"} to have ${adj}${issue2.maximum.toString()} ${sizing.unit ?? "elements"}`;
            return `Too big: expected ${issue2.origin ?? "value"} to be ${adj}${issue2.maximum.toString()}`;
          }
          case "too_small": {
            const adj = issue2.exact ? "exactly " : issue2.inclusive ? ">=" : ">";
            const sizing = getSizing(issue2.origin);
            if (sizing) {
              return `Too small: expected ${issue2.origin} to have ${adj}${issue2.minimum.toString()} ${sizing.unit}`;
            }
            return `Too small: expected ${issue2.origin} to be ${adj}${issue2.minimum.toString()}`;
          }
          case "invalid_format": {
            const _issue = issue2;
            if (_issue.format === "starts_with") {
              return `Invalid string: must start with "${_issue.prefix}"`;
            }
            if (_issue.format === "ends_with")
              return `Invalid string: must end with "${_issue.suffix}"`;
            if (_issue.format === "includes")
              return `Invalid string: must include "${_issue.includes}"`;
            if (_issue.format === "regex")
              return `Invalid string: must match pattern ${_issue.pattern}`;
            return `Invalid ${FormatDictionary[_issue.format] ?? issue2.format}`;
          }
          case "not_multiple_of":
            return `Invalid number: must be a multiple of ${issue2.divisor}`;
          case "unrecognized_keys":
            return `Unrecognized key${issue2.keys.length > 1 ? "s" : ""}: ${joinValues(issue2.keys, ", ")}`;
          case "invalid_key":
            return `Invalid key in ${issue2.origin}`;
          case "invalid_union":
            if (issue2.options && Array.isArray(issue2.options) && issue2.options.length > 0) {
              const opts = issue2.options.map((o) => `'${o}'`).join(" | ");
              return `Invalid discriminator value. Expected ${opts}`;
            }
            if (issue2.inclusive === false) {
              return "Invalid input: more than one option matched";
            }
            return "Invalid input";
          case "invalid_element":
            return `Invalid value in ${issue2.origin}`;
          default:
            return `Invalid input`;
        }
      };
    };
  }
});

// node_modules/zod/v4/locales/index.js
var init_locales = __esm({
  "node_modules/zod/v4/locales/index.js"() {
  }
});

// node_modules/zod/v4/core/registries.js
function registry() {
  return new $ZodRegistry();
}
var _a2, $ZodRegistry, globalRegistry;
var init_registries = __esm({
  "node_modules/zod/v4/core/registries.js"() {
    $ZodRegistry = class {
      constructor() {
        this._map = /* @__PURE__ */ new WeakMap();
        this._idmap = /* @__PURE__ */ new Map();
      }
      add(schema, ..._meta) {
        const meta2 = _meta[0];
        this._map.set(schema, meta2);
        if (meta2 && typeof meta2 === "object" && "id" in meta2) {
          this._idmap.set(meta2.id, schema);
        }
        return this;
      }
      clear() {
        this._map = /* @__PURE__ */ new WeakMap();
        this._idmap = /* @__PURE__ */ new Map();
        return this;
      }
      remove(schema) {
        const meta2 = this._map.get(schema);
        if (meta2 && typeof meta2 === "object" && "id" in meta2) {
          this._idmap.delete(meta2.id);
        }
        this._map.delete(schema);
        return this;
      }
      get(schema) {
        const p = schema._zod.parent;
        if (p) {
          const pm = { ...this.get(p) ?? {} };
          delete pm.id;
          const f = { ...pm, ...this._map.get(schema) };
          return Object.keys(f).length ? f : void 0;
        }
        return this._map.get(schema);
      }
      has(schema) {
        return this._map.has(schema);
      }
    };
    (_a2 = globalThis).__zod_globalRegistry ?? (_a2.__zod_globalRegistry = registry());
    globalRegistry = globalThis.__zod_globalRegistry;
  }
});

// node_modules/zod/v4/core/compile.js
var init_compile = __esm({
  "node_modules/zod/v4/core/compile.js"() {
  }
});

// node_modules/zod/v4/core/api.js
function snapshotChecks(def) {
  if (def.checks)
    def.checks = [...def.checks];
  return def;
}
// @__NO_SIDE_EFFECTS__
function _string(Class2, params) {
  return new Class2(snapshotChecks({ type: "string", ...normalizeParams(params) }));
}
// @__NO_SIDE_EFFECTS__
function _email(Class2, params) {
  return new Class2({
    type: "string",
    format: "email",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _guid(Class2, params) {
  return new Class2({
    type: "string",
    format: "guid",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _uuid(Class2, params) {
  return new Class2({
    type: "string",
    format: "uuid",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _uuidv4(Class2, params) {
  return new Class2({
    type: "string",
    format: "uuid",
    check: "string_format",
    abort: false,
    version: "v4",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _uuidv6(Class2, params) {
  return new Class2({
    type: "string",
    format: "uuid",
    check: "string_format",
    abort: false,
    version: "v6",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _uuidv7(Class2, params) {
  return new Class2({
    type: "string",
    format: "uuid",
    check: "string_format",
    abort: false,
    version: "v7",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _url(Class2, params) {
  return new Class2({
    type: "string",
    format: "url",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _emoji2(Class2, params) {
  return new Class2({
    type: "string",
    format: "emoji",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _nanoid(Class2, params) {
  return new Class2({
    type: "string",
    format: "nanoid",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _cuid(Class2, params) {
  return new Class2({
    type: "string",
    format: "cuid",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _cuid2(Class2, params) {
  return new Class2({
    type: "string",
    format: "cuid2",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _ulid(Class2, params) {
  return new Class2({
    type: "string",
    format: "ulid",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _xid(Class2, params) {
  return new Class2({
    type: "string",
    format: "xid",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _ksuid(Class2, params) {
  return new Class2({
    type: "string",
    format: "ksuid",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _ipv4(Class2, params) {
  return new Class2({
    type: "string",
    format: "ipv4",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _ipv6(Class2, params) {
  return new Class2({
    type: "string",
    format: "ipv6",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _cidrv4(Class2, params) {
  return new Class2({
    type: "string",
    format: "cidrv4",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _cidrv6(Class2, params) {
  return new Class2({
    type: "string",
    format: "cidrv6",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _base64(Class2, params) {
  return new Class2({
    type: "string",
    format: "base64",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _base64url(Class2, params) {
  return new Class2({
    type: "string",
    format: "base64url",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _e164(Class2, params) {
  return new Class2({
    type: "string",
    format: "e164",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _jwt(Class2, params) {
  return new Class2({
    type: "string",
    format: "jwt",
    check: "string_format",
    abort: false,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _isoDateTime(Class2, params) {
  return new Class2({
    type: "string",
    format: "datetime",
    check: "string_format",
    offset: false,
    local: false,
    precision: null,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _isoDate(Class2, params) {
  return new Class2({
    type: "string",
    format: "date",
    check: "string_format",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _isoTime(Class2, params) {
  return new Class2({
    type: "string",
    format: "time",
    check: "string_format",
    precision: null,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _isoDuration(Class2, params) {
  return new Class2({
    type: "string",
    format: "duration",
    check: "string_format",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _number(Class2, params) {
  return new Class2(snapshotChecks({ type: "number", checks: [], ...normalizeParams(params) }));
}
// @__NO_SIDE_EFFECTS__
function _int(Class2, params) {
  return new Class2({
    type: "number",
    check: "number_format",
    abort: false,
    format: "safeint",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _boolean(Class2, params) {
  return new Class2({
    type: "boolean",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _unknown(Class2) {
  return new Class2({
    type: "unknown"
  });
}
// @__NO_SIDE_EFFECTS__
function _never(Class2, params) {
  return new Class2({
    type: "never",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _lt(value, params) {
  return new $ZodCheckLessThan({
    check: "less_than",
    ...normalizeParams(params),
    value,
    inclusive: false
  });
}
// @__NO_SIDE_EFFECTS__
function _lte(value, params) {
  return new $ZodCheckLessThan({
    check: "less_than",
    ...normalizeParams(params),
    value,
    inclusive: true
  });
}
// @__NO_SIDE_EFFECTS__
function _gt(value, params) {
  return new $ZodCheckGreaterThan({
    check: "greater_than",
    ...normalizeParams(params),
    value,
    inclusive: false
  });
}
// @__NO_SIDE_EFFECTS__
function _gte(value, params) {
  return new $ZodCheckGreaterThan({
    check: "greater_than",
    ...normalizeParams(params),
    value,
    inclusive: true
  });
}
// @__NO_SIDE_EFFECTS__
function _multipleOf(value, params) {
  return new $ZodCheckMultipleOf({
    check: "multiple_of",
    ...normalizeParams(params),
    value
  });
}
// @__NO_SIDE_EFFECTS__
function _maxLength(maximum, params) {
  const ch = new $ZodCheckMaxLength({
    check: "max_length",
    ...normalizeParams(params),
    maximum
  });
  return ch;
}
// @__NO_SIDE_EFFECTS__
function _minLength(minimum, params) {
  return new $ZodCheckMinLength({
    check: "min_length",
    ...normalizeParams(params),
    minimum
  });
}
// @__NO_SIDE_EFFECTS__
function _length(length, params) {
  return new $ZodCheckLengthEquals({
    check: "length_equals",
    ...normalizeParams(params),
    length
  });
}
// @__NO_SIDE_EFFECTS__
function _regex(pattern, params) {
  return new $ZodCheckRegex({
    check: "string_format",
    format: "regex",
    ...normalizeParams(params),
    pattern
  });
}
// @__NO_SIDE_EFFECTS__
function _lowercase(params) {
  return new $ZodCheckLowerCase({
    check: "string_format",
    format: "lowercase",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _uppercase(params) {
  return new $ZodCheckUpperCase({
    check: "string_format",
    format: "uppercase",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _includes(includes, params) {
  return new $ZodCheckIncludes({
    check: "string_format",
    format: "includes",
    ...normalizeParams(params),
    includes
  });
}
// @__NO_SIDE_EFFECTS__
function _startsWith(prefix, params) {
  return new $ZodCheckStartsWith({
    check: "string_format",
    format: "starts_with",
    ...normalizeParams(params),
    prefix
  });
}
// @__NO_SIDE_EFFECTS__
function _endsWith(suffix, params) {
  return new $ZodCheckEndsWith({
    check: "string_format",
    format: "ends_with",
    ...normalizeParams(params),
    suffix
  });
}
// @__NO_SIDE_EFFECTS__
function _overwrite(tx) {
  return new $ZodCheckOverwrite({
    check: "overwrite",
    tx
  });
}
// @__NO_SIDE_EFFECTS__
function _normalize(form) {
  return /* @__PURE__ */ _overwrite((input) => input.normalize(form));
}
// @__NO_SIDE_EFFECTS__
function _trim() {
  return /* @__PURE__ */ _overwrite((input) => input.trim());
}
// @__NO_SIDE_EFFECTS__
function _toLowerCase() {
  return /* @__PURE__ */ _overwrite((input) => input.toLowerCase());
}
// @__NO_SIDE_EFFECTS__
function _toUpperCase() {
  return /* @__PURE__ */ _overwrite((input) => input.toUpperCase());
}
// @__NO_SIDE_EFFECTS__
function _slugify() {
  return /* @__PURE__ */ _overwrite((input) => slugify(input));
}
// @__NO_SIDE_EFFECTS__
function _array(Class2, element, params) {
  return new Class2({
    type: "array",
    element,
    // get element() {
    //   return element;
    // },
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _refine(Class2, fn, _params) {
  const schema = new Class2({
    type: "custom",
    check: "custom",
    fn,
    ...normalizeParams(_params)
  });
  return schema;
}
// @__NO_SIDE_EFFECTS__
function _superRefine(fn, params) {
  const ch = /* @__PURE__ */ _check((payload) => {
    payload.addIssue = (issue2) => {
      if (typeof issue2 === "string") {
        payload.issues.push(issue(issue2, payload.value, ch._zod.def));
      } else {
        const _issue = issue2;
        if (_issue.fatal)
          _issue.continue = false;
        _issue.code ?? (_issue.code = "custom");
        if (!("input" in _issue))
          _issue.input = payload.value;
        _issue.inst ?? (_issue.inst = ch);
        _issue.continue ?? (_issue.continue = !ch._zod.def.abort);
        payload.issues.push(issue(_issue));
      }
    };
    return fn(payload.value, payload);
  }, params);
  return ch;
}
// @__NO_SIDE_EFFECTS__
function _check(fn, params) {
  const ch = new $ZodCheck({
    check: "custom",
    ...normalizeParams(params)
  });
  ch._zod.check = fn;
  return ch;
}
var init_api = __esm({
  "node_modules/zod/v4/core/api.js"() {
    init_checks();
    init_util();
  }
});

// node_modules/zod/v4/core/to-json-schema.js
function assignProps(target, ...sources) {
  for (const source of sources) {
    for (const key2 of Reflect.ownKeys(source)) {
      if (Object.prototype.propertyIsEnumerable.call(source, key2)) {
        assignProp(target, key2, source[key2]);
      }
    }
  }
  return target;
}
function initializeContext(params) {
  let target = params?.target ?? "draft-2020-12";
  if (target === "draft-4")
    target = "draft-04";
  if (target === "draft-7")
    target = "draft-07";
  return {
    processors: params.processors ?? {},
    metadataRegistry: params?.metadata ?? globalRegistry,
    target,
    unrepresentable: params?.unrepresentable ?? "throw",
    override: params?.override ?? (() => {
    }),
    io: params?.io ?? "output",
    counter: 0,
    seen: /* @__PURE__ */ new Map(),
    sharedDefsExtractedFor: void 0,
    sharedEmitDoneFor: void 0,
    cycles: params?.cycles ?? "ref",
    reused: params?.reused ?? "inline",
    intersections: [],
    deferred: [],
    external: params?.external ?? void 0
  };
}
function handleUnrepresentable(schema, ctx, json, params, message) {
  const result = typeof ctx.unrepresentable === "function" ? ctx.unrepresentable({ zodSchema: schema, path: params.path, message }) : ctx.unrepresentable;
  if (result === "any")
    return false;
  if (result === void 0 || result === "throw")
    throw new Error(message);
  Object.assign(json, result);
  return true;
}
function processSchema(schema, ctx, _params = { path: [], schemaPath: [] }) {
  var _a3;
  const def = schema._zod.def;
  const seen = ctx.seen.get(schema);
  if (seen) {
    seen.count++;
    const isCycle = _params.schemaPath.includes(schema);
    if (isCycle) {
      seen.cycle = _params.path;
    }
    return seen.schema;
  }
  const result = { schema: {}, count: 1, cycle: void 0, path: _params.path };
  ctx.seen.set(schema, result);
  ctx.sharedDefsExtractedFor = void 0;
  ctx.sharedEmitDoneFor = void 0;
  const overrideSchema = schema._zod.toJSONSchema?.();
  if (overrideSchema) {
    result.schema = overrideSchema;
  } else {
    const params = {
      ..._params,
      schemaPath: [..._params.schemaPath, schema],
      path: _params.path
    };
    if (schema._zod.processJSONSchema) {
      schema._zod.processJSONSchema(ctx, result.schema, params);
    } else {
      const _json = result.schema;
      const processor = ctx.processors[def.type];
      if (!processor) {
        throw new Error(`[toJSONSchema]: Non-representable type encountered: ${def.type}`);
      }
      processor(schema, ctx, _json, params);
    }
    const parent = schema._zod.parent;
    if (parent) {
      if (!result.ref)
        result.ref = parent;
      processSchema(parent, ctx, params);
      ctx.seen.get(parent).isParent = true;
    }
  }
  const meta2 = ctx.metadataRegistry.get(schema);
  if (meta2)
    assignProps(result.schema, meta2);
  if (ctx.io === "input" && isTransforming(schema)) {
    delete result.schema.examples;
    delete result.schema.default;
  }
  if (ctx.io === "input" && "_prefault" in result.schema)
    (_a3 = result.schema).default ?? (_a3.default = result.schema._prefault);
  delete result.schema._prefault;
  const _result = ctx.seen.get(schema);
  return _result.schema;
}
function encodeJSONPointerSegment(segment) {
  return segment.replace(/~/g, "~0").replace(/\//g, "~1");
}
function extractDefs(ctx, schema) {
  const root = ctx.seen.get(schema);
  if (!root)
    throw new Error("Unprocessed schema. This is a bug in Zod.");
  if (ctx.external && ctx.sharedDefsExtractedFor === ctx.external)
    return;
  const idToSchema = /* @__PURE__ */ new Map();
  for (const entry of ctx.seen.entries()) {
    const id = ctx.metadataRegistry.get(entry[0])?.id;
    if (id) {
      const existing = idToSchema.get(id);
      if (existing && existing !== entry[0]) {
        throw new Error(`Duplicate schema id "${id}" detected during JSON Schema conversion. Two different schemas cannot share the same id when converted together.`);
      }
      idToSchema.set(id, entry[0]);
    }
  }
  const makeURI = (entry) => {
    const defsSegment = ctx.target === "draft-2020-12" ? "$defs" : "definitions";
    if (ctx.external) {
      const externalId = ctx.external.registry.get(entry[0])?.id;
      const uriGenerator = ctx.external.uri ?? ((id2) => id2);
      if (externalId) {
        return { ref: uriGenerator(externalId) };
      }
      const id = entry[1].defId ?? entry[1].schema.id ?? `schema${ctx.counter++}`;
      entry[1].defId = id;
      return { defId: id, ref: `${uriGenerator("__shared")}#/${defsSegment}/${encodeJSONPointerSegment(id)}` };
    }
    const uriPrefix = `#`;
    const defUriPrefix = `${uriPrefix}/${defsSegment}/`;
    if (entry[1] === root && !entry[1].schema.id) {
      return { ref: uriPrefix };
    }
    const defId = entry[1].schema.id ?? `__schema${ctx.counter++}`;
    return { defId, ref: defUriPrefix + encodeJSONPointerSegment(defId) };
  };
  const extractToDef = (entry) => {
    if (entry[1].schema.$ref) {
      return;
    }
    const seen = entry[1];
    const { ref, defId } = makeURI(entry);
    seen.def = { ...seen.schema };
    if (defId)
      seen.defId = defId;
    const schema2 = seen.schema;
    for (const key2 in schema2) {
      delete schema2[key2];
    }
    schema2.$ref = ref;
  };
  if (ctx.cycles === "throw") {
    for (const entry of ctx.seen.entries()) {
      const seen = entry[1];
      if (seen.cycle) {
        throw new Error(`Cycle detected: #/${seen.cycle?.join("/")}/<root>

Set the \`cycles\` parameter to \`"ref"\` to resolve cyclical schemas with defs.`);
      }
    }
  }
  for (const entry of ctx.seen.entries()) {
    const seen = entry[1];
    if (schema === entry[0]) {
      extractToDef(entry);
      continue;
    }
    if (ctx.external) {
      const ext = ctx.external.registry.get(entry[0])?.id;
      if (schema !== entry[0] && ext) {
        extractToDef(entry);
        continue;
      }
    }
    const id = ctx.metadataRegistry.get(entry[0])?.id;
    if (id) {
      extractToDef(entry);
      continue;
    }
    if (seen.cycle) {
      extractToDef(entry);
      continue;
    }
    if (seen.count > 1) {
      if (ctx.reused === "ref") {
        extractToDef(entry);
      }
    }
  }
  if (ctx.external)
    ctx.sharedDefsExtractedFor = ctx.external;
}
function compactTypeUnion(schema) {
  const options = schema.anyOf;
  if (!Array.isArray(options) || options.length === 0 || schema.type !== void 0)
    return;
  const types = [];
  for (const option of options) {
    if (!option || typeof option !== "object")
      return;
    compactTypeUnion(option);
    const keys = Object.keys(option);
    if (keys.length !== 1 || keys[0] !== "type")
      return;
    const type = option.type;
    for (const member of Array.isArray(type) ? type : [type]) {
      if (typeof member !== "string")
        return;
      if (!types.includes(member))
        types.push(member);
    }
  }
  delete schema.anyOf;
  schema.type = types.length === 1 ? types[0] : types;
}
function undeclaredConstraint(member) {
  const extra = member.additionalProperties;
  if (extra === void 0 || extra === false || typeof extra !== "object" || extra === null)
    return null;
  return Object.keys(extra).length ? extra : null;
}
function foldObjects(members3) {
  const objects = [];
  for (const member of members3) {
    if (typeof member !== "object" || member.type !== "object")
      return null;
    for (const key2 in member) {
      if (!FOLDABLE_KEYS.has(key2))
        return null;
    }
    objects.push(member);
  }
  const properties = {};
  const required2 = /* @__PURE__ */ new Set();
  for (const object2 of objects) {
    for (const key2 in object2.properties) {
      if (Object.prototype.hasOwnProperty.call(properties, key2))
        continue;
      const parts = [];
      for (const other of objects) {
        const part = other.properties?.[key2] ?? undeclaredConstraint(other);
        if (part === null || part === void 0)
          continue;
        if (!parts.some((seen) => JSON.stringify(seen) === JSON.stringify(part)))
          parts.push(part);
      }
      const merged = parts.length === 1 ? parts[0] : foldObjects(parts) ?? { allOf: parts };
      assignProp(properties, key2, merged);
    }
    for (const key2 of object2.required ?? [])
      required2.add(key2);
  }
  const folded = { type: "object", properties };
  if (required2.size)
    folded.required = [...required2];
  if (objects.every((object2) => object2.additionalProperties === false)) {
    folded.additionalProperties = false;
  } else {
    const constraints = [];
    for (const object2 of objects) {
      const constraint = undeclaredConstraint(object2);
      if (constraint && !constraints.some((seen) => JSON.stringify(seen) === JSON.stringify(constraint)))
        constraints.push(constraint);
    }
    if (constraints.length === 1)
      folded.additionalProperties = constraints[0];
    else if (constraints.length > 1)
      folded.additionalProperties = { allOf: constraints };
  }
  return folded;
}
function foldIntersection(json) {
  const allOf = json.allOf;
  if (!Array.isArray(allOf) || allOf.length < 2)
    return;
  for (const key2 of FOLDABLE_KEYS)
    if (key2 in json)
      return;
  const unions = allOf.filter((m) => UNION_KEYS.some((k) => Array.isArray(m[k])));
  let folded = null;
  if (!unions.length) {
    folded = foldObjects(allOf);
  } else {
    const union2 = unions[0];
    const keyword = UNION_KEYS.find((k) => Array.isArray(union2[k]));
    if (Object.keys(union2).length !== 1)
      return;
    const rest = allOf.filter((m) => m !== union2);
    const branches = union2[keyword].map((branch) => foldObjects([...rest, branch]));
    if (branches.some((b) => !b))
      return;
    folded = { [keyword]: branches };
  }
  if (!folded)
    return;
  delete json.allOf;
  assignProps(json, folded);
}
function finalize(ctx, schema) {
  const root = ctx.seen.get(schema);
  if (!root)
    throw new Error("Unprocessed schema. This is a bug in Zod.");
  const flattenRef = (zodSchema) => {
    const seen = ctx.seen.get(zodSchema);
    if (seen.ref === null)
      return;
    const schema2 = seen.def ?? seen.schema;
    const _cached = { ...schema2 };
    const ref = seen.ref;
    seen.ref = null;
    if (ref) {
      flattenRef(ref);
      const refSeen = ctx.seen.get(ref);
      const refSchema = refSeen.schema;
      if (refSchema.$ref && (ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0")) {
        schema2.allOf = schema2.allOf ?? [];
        schema2.allOf.push(refSchema);
      } else {
        assignProps(schema2, refSchema);
      }
      assignProps(schema2, _cached);
      const isParentRef = zodSchema._zod.parent === ref;
      if (isParentRef) {
        for (const key2 in schema2) {
          if (key2 === "$ref" || key2 === "allOf")
            continue;
          if (!(key2 in _cached)) {
            delete schema2[key2];
          }
        }
      }
      if (refSchema.$ref && refSeen.def) {
        for (const key2 in schema2) {
          if (key2 === "$ref" || key2 === "allOf")
            continue;
          if (key2 in refSeen.def && JSON.stringify(schema2[key2]) === JSON.stringify(refSeen.def[key2])) {
            delete schema2[key2];
          }
        }
      }
    }
    const parent = zodSchema._zod.parent;
    if (parent && parent !== ref) {
      flattenRef(parent);
      const parentSeen = ctx.seen.get(parent);
      if (parentSeen?.schema.$ref) {
        schema2.$ref = parentSeen.schema.$ref;
        if (parentSeen.def) {
          for (const key2 in schema2) {
            if (key2 === "$ref" || key2 === "allOf")
              continue;
            if (key2 in parentSeen.def && JSON.stringify(schema2[key2]) === JSON.stringify(parentSeen.def[key2])) {
              delete schema2[key2];
            }
          }
        }
      }
    }
    ctx.override({
      zodSchema,
      jsonSchema: schema2,
      path: seen.path ?? []
    });
  };
  if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
    for (const entry of [...ctx.seen.entries()].reverse()) {
      flattenRef(entry[0]);
    }
    if (ctx.target !== "openapi-3.0") {
      for (const entry of ctx.seen.entries()) {
        compactTypeUnion(entry[1].def ?? entry[1].schema);
      }
    }
    for (const rewrite of ctx.deferred)
      rewrite();
    if (ctx.intersections.length) {
      const carriers = /* @__PURE__ */ new Map();
      for (const seen of ctx.seen.values()) {
        for (const json of [seen.schema, seen.def]) {
          const allOf = json?.allOf;
          if (!Array.isArray(allOf))
            continue;
          const existing = carriers.get(allOf);
          if (existing)
            existing.push(json);
          else
            carriers.set(allOf, [json]);
        }
      }
      for (const allOf of ctx.intersections) {
        for (const json of carriers.get(allOf) ?? [])
          foldIntersection(json);
      }
    }
  }
  const result = {};
  if (ctx.target === "draft-2020-12") {
    result.$schema = "https://json-schema.org/draft/2020-12/schema";
  } else if (ctx.target === "draft-07") {
    result.$schema = "http://json-schema.org/draft-07/schema#";
  } else if (ctx.target === "draft-04") {
    result.$schema = "http://json-schema.org/draft-04/schema#";
  } else if (ctx.target === "openapi-3.0") {
  } else {
  }
  if (ctx.external?.uri) {
    const id = ctx.external.registry.get(schema)?.id;
    if (!id)
      throw new Error("Schema is missing an `id` property");
    result.$id = ctx.external.uri(id);
  }
  assignProps(result, root.defId ? root.schema : root.def ?? root.schema);
  const rootMetaId = ctx.metadataRegistry.get(schema)?.id;
  if (rootMetaId !== void 0 && result.id === rootMetaId)
    delete result.id;
  const defs = ctx.external?.defs ?? {};
  if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
    for (const entry of ctx.seen.entries()) {
      const seen = entry[1];
      if (seen.def && seen.defId) {
        if (seen.def.id === seen.defId)
          delete seen.def.id;
        assignProp(defs, seen.defId, seen.def);
      }
    }
  }
  if (ctx.external)
    ctx.sharedEmitDoneFor = ctx.external;
  if (ctx.external) {
  } else {
    if (Object.keys(defs).length > 0) {
      if (ctx.target === "draft-2020-12") {
        result.$defs = defs;
      } else {
        result.definitions = defs;
      }
    }
  }
  try {
    const finalized = JSON.parse(JSON.stringify(result));
    Object.defineProperty(finalized, "~standard", {
      value: {
        ...schema["~standard"],
        jsonSchema: {
          input: createStandardJSONSchemaMethod(schema, "input", ctx.processors),
          output: createStandardJSONSchemaMethod(schema, "output", ctx.processors)
        }
      },
      enumerable: false,
      writable: false
    });
    return finalized;
  } catch (_err) {
    throw new Error("Error converting schema to JSON.");
  }
}
function isTransforming(_schema, _ctx) {
  const ctx = _ctx ?? { seen: /* @__PURE__ */ new Set() };
  if (ctx.seen.has(_schema))
    return false;
  ctx.seen.add(_schema);
  const def = _schema._zod.def;
  if (def.type === "transform")
    return true;
  if (def.type === "array")
    return isTransforming(def.element, ctx);
  if (def.type === "set")
    return isTransforming(def.valueType, ctx);
  if (def.type === "lazy")
    return isTransforming(def.getter(), ctx);
  if (def.type === "promise" || def.type === "optional" || def.type === "nonoptional" || def.type === "nullable" || def.type === "readonly" || def.type === "default" || def.type === "prefault" || def.type === "catch") {
    return isTransforming(def.innerType, ctx);
  }
  if (def.type === "intersection") {
    return isTransforming(def.left, ctx) || isTransforming(def.right, ctx);
  }
  if (def.type === "record" || def.type === "map") {
    return isTransforming(def.keyType, ctx) || isTransforming(def.valueType, ctx);
  }
  if (def.type === "pipe") {
    if (_schema._zod.traits.has("$ZodCodec"))
      return true;
    return isTransforming(def.in, ctx) || isTransforming(def.out, ctx);
  }
  if (def.type === "object") {
    for (const key2 in def.shape) {
      if (isTransforming(def.shape[key2], ctx))
        return true;
    }
    return false;
  }
  if (def.type === "union") {
    for (const option of def.options) {
      if (isTransforming(option, ctx))
        return true;
    }
    return false;
  }
  if (def.type === "tuple") {
    for (const item of def.items) {
      if (isTransforming(item, ctx))
        return true;
    }
    if (def.rest && isTransforming(def.rest, ctx))
      return true;
    return false;
  }
  return false;
}
var FOLDABLE_KEYS, UNION_KEYS, createToJSONSchemaMethod, createStandardJSONSchemaMethod;
var init_to_json_schema = __esm({
  "node_modules/zod/v4/core/to-json-schema.js"() {
    init_registries();
    init_util();
    FOLDABLE_KEYS = /* @__PURE__ */ new Set(["type", "properties", "required", "additionalProperties"]);
    UNION_KEYS = ["oneOf", "anyOf"];
    createToJSONSchemaMethod = (schema, processors = {}) => (params) => {
      const ctx = initializeContext({ ...params, processors });
      processSchema(schema, ctx);
      extractDefs(ctx, schema);
      return finalize(ctx, schema);
    };
    createStandardJSONSchemaMethod = (schema, io, processors = {}) => (params) => {
      const { libraryOptions, target } = params ?? {};
      const ctx = initializeContext({ ...libraryOptions ?? {}, target, io, processors });
      processSchema(schema, ctx);
      extractDefs(ctx, schema);
      return finalize(ctx, schema);
    };
  }
});

// node_modules/zod/v4/core/json-schema-processors.js
function aggregateChecks(schema) {
  const agg = {};
  const def = schema._zod.def;
  const list = schema._zod.traits.has("$ZodCheck") ? [schema, ...def.checks ?? []] : def.checks ?? [];
  for (const ch of list)
    contributors[ch._zod.def.check]?.(agg, ch._zod.def);
  const bag = schema._zod.bag;
  if (bag.minimum !== void 0)
    narrowMin(agg, "minimum", bag.minimum);
  if (bag.exclusiveMinimum !== void 0)
    narrowMin(agg, "exclusiveMinimum", bag.exclusiveMinimum);
  if (bag.maximum !== void 0)
    narrowMax(agg, "maximum", bag.maximum);
  if (bag.exclusiveMaximum !== void 0)
    narrowMax(agg, "exclusiveMaximum", bag.exclusiveMaximum);
  if (bag.multipleOf !== void 0)
    addDivisor(agg, bag.multipleOf);
  if (bag.format !== void 0) {
    agg.format ?? (agg.format = bag.format);
    if (bag.format.includes("int"))
      agg.isInt = true;
  }
  if (bag.mime)
    intersectMime(agg, bag.mime);
  for (const pattern of bag.patterns ?? [])
    addPattern(agg, pattern);
  return agg;
}
function inputOptin(schema) {
  const def = schema._zod.def;
  if (def.type === "pipe" && def.in._zod.traits.has("$ZodTransform")) {
    return inputOptin(def.out);
  }
  if (def.type === "catch") {
    return inputOptin(def.innerType);
  }
  return schema._zod.optin;
}
function stringifyKeyNames(bySchema, json, visited) {
  if (json.$ref) {
    if (visited.has(json))
      return json;
    visited.add(json);
    const def = bySchema.get(json)?.def;
    if (!def)
      return json;
    const inlined = stringifyKeyNames(bySchema, def, visited);
    return inlined === def ? json : inlined;
  }
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = json[keyword];
    if (!Array.isArray(branches))
      continue;
    const mapped = branches.map((branch) => stringifyKeyNames(bySchema, branch, visited));
    if (mapped.some((branch, i) => branch !== branches[i]))
      json = { ...json, [keyword]: mapped };
  }
  const types = Array.isArray(json.type) ? json.type : [json.type];
  const numericType = !types.includes("string") && types.some((t) => t === "number" || t === "integer");
  const values = json.enum ?? (json.const !== void 0 ? [json.const] : void 0);
  if (!numericType && !values?.some((v) => typeof v === "number"))
    return json;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format, id, ...rest } = json;
  if (rest.enum)
    rest.enum = rest.enum.map((v) => typeof v === "number" ? String(v) : v);
  else if (typeof rest.const === "number")
    rest.const = String(rest.const);
  if (!numericType)
    return rest;
  rest.type = "string";
  if (!values)
    rest.pattern = (types.includes("number") ? number : integer).source;
  return rest;
}
function rewriteKeyNames(ctx) {
  const bySchema = /* @__PURE__ */ new Map();
  for (const entry of ctx.seen.values()) {
    if (entry.def && !bySchema.has(entry.schema))
      bySchema.set(entry.schema, entry);
  }
  const rewrites = /* @__PURE__ */ new Map();
  for (const record2 of pendingRecords.get(ctx) ?? []) {
    const seen = ctx.seen.get(record2);
    const names = (seen?.def ?? seen?.schema)?.propertyNames;
    if (!names || names === true || rewrites.has(names))
      continue;
    const rewritten = stringifyKeyNames(bySchema, names, /* @__PURE__ */ new Set());
    if (rewritten !== names)
      rewrites.set(names, rewritten);
  }
  if (!rewrites.size)
    return;
  for (const entry of ctx.seen.values()) {
    for (const carrier of [entry.schema, entry.def]) {
      const rewritten = carrier && rewrites.get(carrier.propertyNames);
      if (rewritten)
        carrier.propertyNames = rewritten;
    }
  }
}
function serializeDefaultValue(value, schema, ctx, json, params) {
  let unrepresentable = false;
  const serialized = JSON.stringify(value, (_, val) => {
    if (typeof val !== "bigint")
      return val;
    unrepresentable = true;
    return null;
  });
  if (!unrepresentable)
    return JSON.parse(serialized);
  handleUnrepresentable(schema, ctx, json, params, "BigInt defaults cannot be represented in JSON Schema");
  return UNREPRESENTABLE_DEFAULT;
}
var narrowMin, narrowMax, narrowBoth, addDivisor, addPattern, intersectMime, setFormat, minContributor, maxContributor, formatContributor, contributors, formatMap, exactPatterns, exactPattern, stringProcessor, numberProcessor, booleanProcessor, neverProcessor, unknownProcessor, enumProcessor, literalProcessor, customProcessor, transformProcessor, arrayProcessor, objectProcessor, unionProcessor, intersectionProcessor, tupleProcessor, pendingRecords, recordProcessor, nullableProcessor, nonoptionalProcessor, UNREPRESENTABLE_DEFAULT, defaultProcessor, prefaultProcessor, catchProcessor, pipeProcessor, readonlyProcessor, optionalProcessor;
var init_json_schema_processors = __esm({
  "node_modules/zod/v4/core/json-schema-processors.js"() {
    init_regexes();
    init_schemas();
    init_to_json_schema();
    init_util();
    narrowMin = (agg, key2, value) => {
      if (agg[key2] === void 0 || value > agg[key2])
        agg[key2] = value;
    };
    narrowMax = (agg, key2, value) => {
      if (agg[key2] === void 0 || value < agg[key2])
        agg[key2] = value;
    };
    narrowBoth = (agg, value) => {
      narrowMin(agg, "minimum", value);
      narrowMax(agg, "maximum", value);
    };
    addDivisor = (agg, value) => {
      agg.multipleOf ?? (agg.multipleOf = []);
      if (!agg.multipleOf.includes(value))
        agg.multipleOf.push(value);
    };
    addPattern = (agg, pattern) => {
      agg.patterns ?? (agg.patterns = /* @__PURE__ */ new Set());
      agg.patterns.add(pattern);
    };
    intersectMime = (agg, mime) => {
      agg.mime = agg.mime ? agg.mime.filter((m) => mime.includes(m)) : [...mime];
    };
    setFormat = (agg, format) => {
      agg.format = format;
      if (format.includes("int"))
        agg.isInt = true;
    };
    minContributor = (agg, def) => narrowMin(agg, "minimum", def.minimum);
    maxContributor = (agg, def) => narrowMax(agg, "maximum", def.maximum);
    formatContributor = (ranges) => (agg, def) => {
      setFormat(agg, def.format);
      const [minimum, maximum] = ranges[def.format];
      narrowMin(agg, "minimum", minimum);
      narrowMax(agg, "maximum", maximum);
    };
    contributors = {
      greater_than: (agg, def) => narrowMin(agg, def.inclusive ? "minimum" : "exclusiveMinimum", def.value),
      less_than: (agg, def) => narrowMax(agg, def.inclusive ? "maximum" : "exclusiveMaximum", def.value),
      multiple_of: (agg, def) => addDivisor(agg, def.value),
      number_format: formatContributor(NUMBER_FORMAT_RANGES),
      bigint_format: formatContributor(BIGINT_FORMAT_RANGES),
      min_length: minContributor,
      max_length: maxContributor,
      length_equals: (agg, def) => narrowBoth(agg, def.length),
      min_size: minContributor,
      max_size: maxContributor,
      size_equals: (agg, def) => narrowBoth(agg, def.size),
      string_format: (agg, def) => {
        setFormat(agg, def.format);
        if (def.pattern)
          addPattern(agg, def.pattern);
        if (def.format === "base64" || def.format === "base64url")
          agg.contentEncoding = def.format;
        if (def.local || def.precision === -1)
          agg.laxFormat = true;
      },
      mime_type: (agg, def) => intersectMime(agg, def.mime)
    };
    formatMap = {
      guid: "uuid",
      url: "uri",
      datetime: "date-time",
      json_string: "json-string",
      regex: ""
      // do not set
    };
    exactPatterns = /* @__PURE__ */ new Map([
      [base64Charset, base64],
      [base64urlCharset, base64url]
    ]);
    exactPattern = (p) => exactPatterns.get(p) ?? p;
    stringProcessor = (schema, ctx, _json, _params) => {
      const json = _json;
      json.type = "string";
      const { minimum, maximum, format, patterns, contentEncoding, laxFormat } = aggregateChecks(schema);
      if (typeof minimum === "number")
        json.minLength = minimum;
      if (typeof maximum === "number")
        json.maxLength = maximum;
      if (format) {
        json.format = formatMap[format] ?? format;
        if (json.format === "")
          delete json.format;
        if (format === "time" || laxFormat) {
          delete json.format;
        }
      }
      if (contentEncoding)
        json.contentEncoding = contentEncoding;
      if (patterns && patterns.size > 0) {
        const patternList = [...patterns].map(exactPattern);
        if (patternList.length === 1)
          json.pattern = patternList[0].source;
        else if (patternList.length > 1) {
          json.allOf = [
            ...patternList.map((regex) => ({
              ...ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0" ? { type: "string" } : {},
              pattern: regex.source
            }))
          ];
        }
      }
    };
    numberProcessor = (schema, ctx, _json, params) => {
      const json = _json;
      const { minimum, maximum, multipleOf, exclusiveMaximum, exclusiveMinimum, isInt } = aggregateChecks(schema);
      json.type = isInt ? "integer" : "number";
      const exMin = typeof exclusiveMinimum === "number" && exclusiveMinimum >= (minimum ?? Number.NEGATIVE_INFINITY);
      const exMax = typeof exclusiveMaximum === "number" && exclusiveMaximum <= (maximum ?? Number.POSITIVE_INFINITY);
      const legacy = ctx.target === "draft-04" || ctx.target === "openapi-3.0";
      if (exMin) {
        if (legacy) {
          json.minimum = exclusiveMinimum;
          json.exclusiveMinimum = true;
        } else {
          json.exclusiveMinimum = exclusiveMinimum;
        }
      } else if (typeof minimum === "number") {
        json.minimum = minimum;
      }
      if (exMax) {
        if (legacy) {
          json.maximum = exclusiveMaximum;
          json.exclusiveMaximum = true;
        } else {
          json.exclusiveMaximum = exclusiveMaximum;
        }
      } else if (typeof maximum === "number") {
        json.maximum = maximum;
      }
      if (multipleOf) {
        const divisors = /* @__PURE__ */ new Set();
        for (const divisor of multipleOf) {
          if (Number.isFinite(divisor) && divisor !== 0)
            divisors.add(Math.abs(divisor));
          else
            handleUnrepresentable(schema, ctx, json, params, `A multipleOf divisor of ${divisor} cannot be represented in JSON Schema`);
        }
        const [first, ...rest] = divisors;
        if (first !== void 0)
          json.multipleOf = first;
        if (rest.length)
          json.allOf = [...json.allOf ?? [], ...rest.map((m) => ({ multipleOf: m }))];
      }
    };
    booleanProcessor = (_schema, _ctx, json, _params) => {
      json.type = "boolean";
    };
    neverProcessor = (_schema, _ctx, json, _params) => {
      json.not = {};
    };
    unknownProcessor = (_schema, _ctx, _json, _params) => {
    };
    enumProcessor = (schema, _ctx, json, _params) => {
      const def = schema._zod.def;
      const values = getEnumValues(def.entries);
      if (values.length === 0) {
        json.not = {};
        return;
      }
      if (values.every((v) => typeof v === "number"))
        json.type = "number";
      if (values.every((v) => typeof v === "string"))
        json.type = "string";
      json.enum = values;
    };
    literalProcessor = (schema, ctx, json, params) => {
      const def = schema._zod.def;
      if (def.values.length === 0) {
        json.not = {};
        return;
      }
      const vals = [];
      for (const val of def.values) {
        if (val === void 0) {
          if (handleUnrepresentable(schema, ctx, json, params, "Literal `undefined` cannot be represented in JSON Schema"))
            return;
        } else if (typeof val === "bigint") {
          if (handleUnrepresentable(schema, ctx, json, params, "BigInt literals cannot be represented in JSON Schema"))
            return;
          vals.push(Number(val));
        } else {
          vals.push(val);
        }
      }
      if (vals.length === 0) {
      } else if (vals.length === 1) {
        const val = vals[0];
        json.type = val === null ? "null" : typeof val;
        if (ctx.target === "draft-04" || ctx.target === "openapi-3.0") {
          json.enum = [val];
        } else {
          json.const = val;
        }
      } else {
        if (vals.every((v) => typeof v === "number"))
          json.type = "number";
        if (vals.every((v) => typeof v === "string"))
          json.type = "string";
        if (vals.every((v) => typeof v === "boolean"))
          json.type = "boolean";
        if (vals.every((v) => v === null))
          json.type = "null";
        json.enum = vals;
      }
    };
    customProcessor = (schema, ctx, json, params) => {
      handleUnrepresentable(schema, ctx, json, params, "Custom types cannot be represented in JSON Schema");
    };
    transformProcessor = (schema, ctx, json, params) => {
      handleUnrepresentable(schema, ctx, json, params, "Transforms cannot be represented in JSON Schema");
    };
    arrayProcessor = (schema, ctx, _json, params) => {
      const json = _json;
      const def = schema._zod.def;
      const { minimum, maximum } = aggregateChecks(schema);
      if (typeof minimum === "number")
        json.minItems = minimum;
      if (typeof maximum === "number")
        json.maxItems = maximum;
      json.type = "array";
      json.items = processSchema(def.element, ctx, {
        ...params,
        path: [...params.path, "items"]
      });
    };
    objectProcessor = (schema, ctx, _json, params) => {
      const json = _json;
      const def = schema._zod.def;
      const shape = def.shape;
      const symbolKeys = Object.getOwnPropertySymbols(shape);
      if (symbolKeys.length && handleUnrepresentable(schema, ctx, json, params, "Symbol keys cannot be represented in JSON Schema")) {
        return;
      }
      json.type = "object";
      json.properties = {};
      for (const key2 in shape) {
        assignProp(json.properties, key2, processSchema(shape[key2], ctx, {
          ...params,
          path: [...params.path, "properties", key2]
        }));
      }
      const requiredKeys = [];
      for (const key2 of Object.keys(shape)) {
        const field = def.shape[key2];
        if (ctx.io === "input" ? inputOptin(field) === void 0 : field._zod.optout === void 0) {
          requiredKeys.push(key2);
        }
      }
      if (requiredKeys.length > 0) {
        json.required = requiredKeys;
      }
      if (def.catchall?._zod.def.type === "never") {
        json.additionalProperties = false;
      } else if (!def.catchall) {
        if (ctx.io === "output")
          json.additionalProperties = false;
      } else if (def.catchall) {
        json.additionalProperties = processSchema(def.catchall, ctx, {
          ...params,
          path: [...params.path, "additionalProperties"]
        });
      }
    };
    unionProcessor = (schema, ctx, json, params) => {
      const def = schema._zod.def;
      const isExclusive = def.inclusive === false;
      const options = def.options.map((x, i) => processSchema(x, ctx, {
        ...params,
        path: [...params.path, isExclusive ? "oneOf" : "anyOf", i]
      }));
      if (isExclusive) {
        json.oneOf = options;
      } else {
        json.anyOf = options;
      }
    };
    intersectionProcessor = (schema, ctx, json, params) => {
      const def = schema._zod.def;
      const a = processSchema(def.left, ctx, {
        ...params,
        path: [...params.path, "allOf", 0]
      });
      const b = processSchema(def.right, ctx, {
        ...params,
        path: [...params.path, "allOf", 1]
      });
      const isSimpleIntersection = (val) => "allOf" in val && Object.keys(val).length === 1;
      const allOf = [
        ...isSimpleIntersection(a) ? a.allOf : [a],
        ...isSimpleIntersection(b) ? b.allOf : [b]
      ];
      json.allOf = allOf;
      ctx.intersections.push(allOf);
    };
    tupleProcessor = (schema, ctx, _json, params) => {
      const json = _json;
      const def = schema._zod.def;
      json.type = "array";
      const prefixPath = ctx.target === "draft-2020-12" ? "prefixItems" : "items";
      const restPath = ctx.target === "draft-2020-12" ? "items" : ctx.target === "openapi-3.0" ? "items" : "additionalItems";
      const prefixItems = def.items.map((x, i) => processSchema(x, ctx, {
        ...params,
        path: [...params.path, prefixPath, i]
      }));
      const rest = def.rest ? processSchema(def.rest, ctx, {
        ...params,
        path: [...params.path, restPath, ...ctx.target === "openapi-3.0" ? [def.items.length] : []]
      }) : null;
      let minItems = def.items.length;
      while (minItems > 0) {
        const item = def.items[minItems - 1];
        const optional2 = ctx.io === "input" ? inputOptin(item) !== void 0 : item._zod.optout === "optional";
        if (!optional2)
          break;
        minItems--;
      }
      const maxItems = def.items.length;
      const isClosed = !def.rest;
      if (ctx.target === "draft-2020-12") {
        json.prefixItems = prefixItems;
        if (isClosed) {
          json.items = false;
        } else if (rest) {
          json.items = rest;
        }
        if (minItems > 0)
          json.minItems = minItems;
        if (isClosed)
          json.maxItems = maxItems;
      } else if (ctx.target === "openapi-3.0") {
        json.items = {
          anyOf: prefixItems
        };
        if (rest) {
          json.items.anyOf.push(rest);
        }
        if (minItems > 0)
          json.minItems = minItems;
        if (isClosed)
          json.maxItems = maxItems;
      } else {
        json.items = prefixItems;
        if (isClosed) {
          json.additionalItems = false;
        } else if (rest) {
          json.additionalItems = rest;
        }
        if (minItems > 0)
          json.minItems = minItems;
        if (isClosed)
          json.maxItems = maxItems;
      }
      const { minimum, maximum } = aggregateChecks(schema);
      if (typeof minimum === "number")
        json.minItems = minimum;
      if (typeof maximum === "number")
        json.maxItems = maximum;
    };
    pendingRecords = /* @__PURE__ */ new WeakMap();
    recordProcessor = (schema, ctx, _json, params) => {
      const json = _json;
      const def = schema._zod.def;
      json.type = "object";
      const keyType = def.keyType;
      const patterns = aggregateChecks(keyType).patterns;
      if (def.mode === "loose" && patterns && patterns.size > 0) {
        const valueSchema = processSchema(def.valueType, ctx, {
          ...params,
          path: [...params.path, "patternProperties", "*"]
        });
        json.patternProperties = {};
        for (const pattern of patterns) {
          assignProp(json.patternProperties, exactPattern(pattern).source, valueSchema);
        }
      } else {
        if (ctx.target === "draft-07" || ctx.target === "draft-2020-12") {
          json.propertyNames = processSchema(def.keyType, ctx, {
            ...params,
            path: [...params.path, "propertyNames"]
          });
          let pending = pendingRecords.get(ctx);
          if (!pending) {
            pending = [];
            pendingRecords.set(ctx, pending);
            ctx.deferred.push(() => rewriteKeyNames(ctx));
          }
          pending.push(schema);
        }
        json.additionalProperties = processSchema(def.valueType, ctx, {
          ...params,
          path: [...params.path, "additionalProperties"]
        });
      }
      const keyValues = keyType._zod.values;
      const omittableOnInput = ctx.io === "input" && inputOptin(def.valueType) !== void 0;
      if (keyValues && !def.partial && !omittableOnInput) {
        const validKeyValues = [...keyValues].filter((v) => typeof v === "string" || typeof v === "number");
        if (validKeyValues.length > 0) {
          json.required = validKeyValues.map(String);
        }
      }
    };
    nullableProcessor = (schema, ctx, json, params) => {
      const def = schema._zod.def;
      const inner = processSchema(def.innerType, ctx, params);
      const seen = ctx.seen.get(schema);
      if (ctx.target === "openapi-3.0") {
        seen.ref = def.innerType;
        json.nullable = true;
      } else {
        json.anyOf = [inner, { type: "null" }];
      }
    };
    nonoptionalProcessor = (schema, ctx, _json, params) => {
      const def = schema._zod.def;
      processSchema(def.innerType, ctx, params);
      const seen = ctx.seen.get(schema);
      seen.ref = def.innerType;
    };
    UNREPRESENTABLE_DEFAULT = /* @__PURE__ */ Symbol();
    defaultProcessor = (schema, ctx, json, params) => {
      const def = schema._zod.def;
      processSchema(def.innerType, ctx, params);
      const seen = ctx.seen.get(schema);
      seen.ref = def.innerType;
      const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
      if (value !== UNREPRESENTABLE_DEFAULT)
        json.default = value;
    };
    prefaultProcessor = (schema, ctx, json, params) => {
      const def = schema._zod.def;
      processSchema(def.innerType, ctx, params);
      const seen = ctx.seen.get(schema);
      seen.ref = def.innerType;
      if (ctx.io !== "input")
        return;
      const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
      if (value !== UNREPRESENTABLE_DEFAULT)
        json._prefault = value;
    };
    catchProcessor = (schema, ctx, json, params) => {
      const def = schema._zod.def;
      processSchema(def.innerType, ctx, params);
      const seen = ctx.seen.get(schema);
      seen.ref = def.innerType;
      let catchValue;
      try {
        catchValue = def.catchValue(void 0);
      } catch {
        handleUnrepresentable(schema, ctx, json, params, "Dynamic catch values are not supported in JSON Schema");
        return;
      }
      json.default = catchValue;
    };
    pipeProcessor = (schema, ctx, _json, params) => {
      const def = schema._zod.def;
      const inIsTransform = def.in._zod.traits.has("$ZodTransform");
      const innerType = ctx.io === "input" ? inIsTransform ? def.out : def.in : def.out;
      processSchema(innerType, ctx, params);
      const seen = ctx.seen.get(schema);
      seen.ref = innerType;
    };
    readonlyProcessor = (schema, ctx, json, params) => {
      const def = schema._zod.def;
      processSchema(def.innerType, ctx, params);
      const seen = ctx.seen.get(schema);
      seen.ref = def.innerType;
      json.readOnly = true;
    };
    optionalProcessor = (schema, ctx, _json, params) => {
      const def = schema._zod.def;
      processSchema(def.innerType, ctx, params);
      const seen = ctx.seen.get(schema);
      seen.ref = def.innerType;
    };
  }
});

// node_modules/zod/v4/core/json-schema.js
var init_json_schema = __esm({
  "node_modules/zod/v4/core/json-schema.js"() {
  }
});

// node_modules/zod/v4/core/index.js
var init_core2 = __esm({
  "node_modules/zod/v4/core/index.js"() {
    init_core();
    init_parse();
    init_errors();
    init_schemas();
    init_memoizer();
    init_checks();
    init_versions();
    init_util();
    init_regexes();
    init_locales();
    init_registries();
    init_doc();
    init_compile();
    init_api();
    init_to_json_schema();
    init_json_schema();
  }
});

// node_modules/zod/v4/classic/checks.js
var init_checks2 = __esm({
  "node_modules/zod/v4/classic/checks.js"() {
    init_core2();
  }
});

// node_modules/zod/v4/classic/errors.js
function _lazyMethod(proto, key2, make) {
  Object.defineProperty(proto, key2, {
    configurable: true,
    enumerable: false,
    get() {
      const value = make(this);
      Object.defineProperty(this, key2, { value, configurable: true, writable: true });
      return value;
    },
    set(value) {
      Object.defineProperty(this, key2, { value, configurable: true, writable: true });
    }
  });
}
var _installedErrorProtos, initializer2, ZodRealError;
var init_errors2 = __esm({
  "node_modules/zod/v4/classic/errors.js"() {
    init_core2();
    init_core2();
    init_util();
    _installedErrorProtos = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
    initializer2 = (inst, issues) => {
      $ZodError.init(inst, issues);
      inst.name = "ZodError";
      const proto = Object.getPrototypeOf(inst);
      if (_installedErrorProtos.has(proto))
        return;
      _installedErrorProtos.add(proto);
      _lazyMethod(proto, "format", (self2) => (mapper) => formatError(self2, mapper));
      _lazyMethod(proto, "flatten", (self2) => (mapper) => flattenError(self2, mapper));
      _lazyMethod(proto, "addIssue", (self2) => (issue2) => {
        self2.issues.push(issue2);
        self2.message = JSON.stringify(self2.issues, jsonStringifyReplacer, 2);
      });
      _lazyMethod(proto, "addIssues", (self2) => (issues2) => {
        self2.issues.push(...issues2);
        self2.message = JSON.stringify(self2.issues, jsonStringifyReplacer, 2);
      });
      Object.defineProperty(proto, "isEmpty", {
        configurable: true,
        enumerable: false,
        get() {
          return this.issues.length === 0;
        }
      });
    };
    ZodRealError = /* @__PURE__ */ $constructor("ZodError", initializer2, void 0, {
      Parent: Error
    });
  }
});

// node_modules/zod/v4/classic/parse.js
var parse, parseAsync, safeParse, safeParseAsync, encode, decode, encodeAsync, decodeAsync, safeEncode, safeDecode, safeEncodeAsync, safeDecodeAsync;
var init_parse2 = __esm({
  "node_modules/zod/v4/classic/parse.js"() {
    init_core2();
    init_errors2();
    init_core2();
    parse = /* @__PURE__ */ _parse(ZodRealError);
    parseAsync = /* @__PURE__ */ _parseAsync(ZodRealError);
    safeParse = /* @__PURE__ */ _safeParse(ZodRealError);
    safeParseAsync = /* @__PURE__ */ _safeParseAsync(ZodRealError);
    encode = /* @__PURE__ */ _encode(ZodRealError);
    decode = /* @__PURE__ */ _decode(ZodRealError);
    encodeAsync = /* @__PURE__ */ _encodeAsync(ZodRealError);
    decodeAsync = /* @__PURE__ */ _decodeAsync(ZodRealError);
    safeEncode = /* @__PURE__ */ _safeEncode(ZodRealError);
    safeDecode = /* @__PURE__ */ _safeDecode(ZodRealError);
    safeEncodeAsync = /* @__PURE__ */ _safeEncodeAsync(ZodRealError);
    safeDecodeAsync = /* @__PURE__ */ _safeDecodeAsync(ZodRealError);
  }
});

// node_modules/zod/v4/classic/schemas.js
function _ensureDefaultLocale() {
  if (!globalConfig.localeError)
    config(en_default());
}
function _ensureDefaultMemoizer() {
  if (!globalConfig.memoizer)
    config({ memoizer: memoizer() });
}
function string2(params) {
  return _string(ZodString, params);
}
function number2(params) {
  return _number(ZodNumber, params);
}
function int(params) {
  return _int(ZodNumberFormat, params);
}
function boolean2(params) {
  return _boolean(ZodBoolean, params);
}
function unknown() {
  return _unknown(ZodUnknown);
}
function never(params) {
  return _never(ZodNever, params);
}
function array(element, params) {
  return _array(ZodArray, element, params);
}
function object(shape, params) {
  const def = {
    type: "object",
    shape: shape ?? {},
    ...util_exports.normalizeParams(params)
  };
  return new ZodObject(def);
}
function strictObject(shape, params) {
  return new ZodObject({
    type: "object",
    shape,
    catchall: never(),
    ...util_exports.normalizeParams(params)
  });
}
function looseObject(shape, params) {
  return new ZodObject({
    type: "object",
    shape,
    catchall: unknown(),
    ...util_exports.normalizeParams(params)
  });
}
function union(options, params) {
  return new ZodUnion({
    type: "union",
    options,
    ...util_exports.normalizeParams(params)
  });
}
function intersection(left, right) {
  return new ZodIntersection({
    type: "intersection",
    left,
    right
  });
}
function tuple(items, _paramsOrRest, _params) {
  const hasRest = _paramsOrRest instanceof $ZodType;
  const params = hasRest ? _params : _paramsOrRest;
  const rest = hasRest ? _paramsOrRest : null;
  return new ZodTuple({
    type: "tuple",
    items,
    rest,
    ...util_exports.normalizeParams(params)
  });
}
function record(keyType, valueType, params) {
  if (!valueType || !valueType._zod) {
    return new ZodRecord({
      type: "record",
      keyType: string2(),
      valueType: keyType,
      ...util_exports.normalizeParams(valueType)
    });
  }
  return new ZodRecord({
    type: "record",
    keyType,
    valueType,
    ...util_exports.normalizeParams(params)
  });
}
function _enum(values, params) {
  const entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
  return new ZodEnum({
    type: "enum",
    entries,
    ...util_exports.normalizeParams(params)
  });
}
function literal(value, params) {
  return new ZodLiteral({
    type: "literal",
    values: Array.isArray(value) ? value : [value],
    ...util_exports.normalizeParams(params)
  });
}
function transform(fn) {
  return new ZodTransform({
    type: "transform",
    transform: fn
  });
}
function optional(innerType) {
  return new ZodOptional({
    type: "optional",
    innerType
  });
}
function exactOptional(innerType) {
  return new ZodExactOptional({
    type: "optional",
    innerType
  });
}
function nullable(innerType) {
  return new ZodNullable({
    type: "nullable",
    innerType
  });
}
function _default(innerType, defaultValue) {
  return new ZodDefault({
    type: "default",
    innerType,
    get defaultValue() {
      return typeof defaultValue === "function" ? defaultValue() : util_exports.shallowClone(defaultValue);
    }
  });
}
function prefault(innerType, defaultValue) {
  return new ZodPrefault({
    type: "prefault",
    innerType,
    get defaultValue() {
      return typeof defaultValue === "function" ? defaultValue() : util_exports.shallowClone(defaultValue);
    }
  });
}
function nonoptional(innerType, params) {
  return new ZodNonOptional({
    type: "nonoptional",
    innerType,
    ...util_exports.normalizeParams(params)
  });
}
function _catch(innerType, catchValue) {
  return new ZodCatch({
    type: "catch",
    innerType,
    catchValue: typeof catchValue === "function" ? catchValue : util_exports.constantCatch(catchValue)
  });
}
function pipe(in_, out) {
  return new ZodPipe({
    type: "pipe",
    in: in_,
    out
    // ...util.normalizeParams(params),
  });
}
function readonly(innerType) {
  return new ZodReadonly({
    type: "readonly",
    innerType
  });
}
function refine(fn, _params = {}) {
  return _refine(ZodCustom, fn, _params);
}
function superRefine(fn, params) {
  return _superRefine(fn, params);
}
var ZodType, _ZodString, ZodString, ZodStringFormat, ZodISODateTime, ZodISODate, ZodISOTime, ZodISODuration, ZodEmail, ZodGUID, ZodUUID, ZodURL, ZodEmoji, ZodNanoID, ZodCUID, ZodCUID2, ZodULID, ZodXID, ZodKSUID, ZodIPv4, ZodIPv6, ZodCIDRv4, ZodCIDRv6, ZodBase64, ZodBase64URL, ZodE164, ZodJWT, ZodNumber, ZodNumberFormat, ZodBoolean, ZodUnknown, ZodNever, ZodArray, ZodObject, ZodUnion, ZodIntersection, ZodTuple, ZodRecord, ZodEnum, ZodLiteral, ZodTransform, ZodOptional, ZodExactOptional, ZodNullable, ZodDefault, ZodPrefault, ZodNonOptional, ZodCatch, ZodPipe, ZodReadonly, ZodCustom;
var init_schemas2 = __esm({
  "node_modules/zod/v4/classic/schemas.js"() {
    init_core2();
    init_core2();
    init_json_schema_processors();
    init_to_json_schema();
    init_en();
    init_checks2();
    init_parse2();
    ZodType = /* @__PURE__ */ $constructor("ZodType", (inst, def) => {
      _ensureDefaultLocale();
      $ZodType.init(inst, def);
      inst.def = def;
      inst.type = def.type;
      return inst;
    }, {
      check(...chks) {
        const def = this.def;
        return this.clone(util_exports.mergeDefs(def, {
          checks: [
            ...def.checks ?? [],
            ...chks.map((ch) => typeof ch === "function" ? { _zod: { check: ch, def: { check: "custom" }, onattach: [] } } : ch)
          ]
        }), { parent: true });
      },
      with(...chks) {
        return this.check(...chks);
      },
      clone(def, params) {
        return clone(this, def, params);
      },
      brand() {
        return this;
      },
      register(reg, meta2) {
        reg.add(this, meta2);
        return this;
      },
      refine(check, params) {
        return this.check(refine(check, params));
      },
      superRefine(refinement, params) {
        return this.check(superRefine(refinement, params));
      },
      overwrite(fn) {
        return this.check(_overwrite(fn));
      },
      optional() {
        return optional(this);
      },
      exactOptional() {
        return exactOptional(this);
      },
      nullable() {
        return nullable(this);
      },
      nullish() {
        return optional(nullable(this));
      },
      nonoptional(params) {
        return nonoptional(this, params);
      },
      array() {
        return array(this);
      },
      or(arg) {
        return union([this, arg]);
      },
      and(arg) {
        return intersection(this, arg);
      },
      transform(tx) {
        return pipe(this, transform(tx));
      },
      default(d) {
        return _default(this, d);
      },
      prefault(d) {
        return prefault(this, d);
      },
      catch(params) {
        return _catch(this, params);
      },
      pipe(target) {
        return pipe(this, target);
      },
      readonly() {
        return readonly(this);
      },
      describe(description) {
        const cl = this.clone();
        globalRegistry.add(cl, { description });
        return cl;
      },
      meta(...args) {
        if (args.length === 0)
          return globalRegistry.get(this);
        const cl = this.clone();
        globalRegistry.add(cl, args[0]);
        return cl;
      },
      isOptional() {
        return this.safeParse(void 0).success;
      },
      isNullable() {
        return this.safeParse(null).success;
      },
      apply(fn, ...args) {
        return args.length === 0 ? fn(this) : fn(this, ...args);
      },
      // Overrides core's `~standard` to add `jsonSchema`. Must stay a prototype entry: redefining it per instance demotes instances to dictionary mode.
      get "~standard"() {
        return util_exports.hide(this, "~standard", {
          ...standardProps(this),
          jsonSchema: {
            input: createStandardJSONSchemaMethod(this, "input"),
            output: createStandardJSONSchemaMethod(this, "output")
          }
        });
      },
      set "~standard"(value) {
        util_exports.own(this, "~standard", value);
      },
      parse: function _parse2(data, params) {
        return parse(this, data, params, { callee: _parse2 });
      },
      parseAsync: async function _parseAsync2(data, params) {
        return await parseAsync(this, data, params, { callee: _parseAsync2 });
      },
      safeParse(data, params) {
        return safeParse(this, data, params);
      },
      async safeParseAsync(data, params) {
        return safeParseAsync(this, data, params);
      },
      // `spa` is an alias: same function object as `safeParseAsync`, as before.
      get spa() {
        return this?.safeParseAsync;
      },
      set spa(value) {
        util_exports.own(this, "spa", value);
      },
      validate(data, params) {
        return validate(this, data, params);
      },
      validateAsync(data, params) {
        return validateAsync(this, data, params);
      },
      encode: function _encode2(data, params) {
        return encode(this, data, params, { callee: _encode2 });
      },
      decode: function _decode2(data, params) {
        return decode(this, data, params, { callee: _decode2 });
      },
      encodeAsync: async function _encodeAsync2(data, params) {
        return await encodeAsync(this, data, params, { callee: _encodeAsync2 });
      },
      decodeAsync: async function _decodeAsync2(data, params) {
        return await decodeAsync(this, data, params, { callee: _decodeAsync2 });
      },
      safeEncode(data, params) {
        return safeEncode(this, data, params);
      },
      safeDecode(data, params) {
        return safeDecode(this, data, params);
      },
      async safeEncodeAsync(data, params) {
        return safeEncodeAsync(this, data, params);
      },
      async safeDecodeAsync(data, params) {
        return safeDecodeAsync(this, data, params);
      },
      toJSONSchema(params) {
        return createToJSONSchemaMethod(this, {})(params);
      },
      // Reads through to the registry on every access, so it must not cache.
      get description() {
        return globalRegistry.get(this)?.description;
      },
      // No setter: `schema._def = x` throws, as it did when `_def` was a non-writable own property.
      get _def() {
        return this._zod.def;
      }
    });
    _ZodString = /* @__PURE__ */ $constructor(
      "_ZodString",
      (inst, def) => {
        $ZodString.init(inst, def);
        ZodType.init(inst, def);
        inst._zod.processJSONSchema = (ctx, json, params) => stringProcessor(inst, ctx, json, params);
      },
      /* @__PURE__ */ util_exports.derived({
        format: (inst) => aggregateChecks(inst).format ?? null,
        minLength: (inst) => aggregateChecks(inst).minimum ?? null,
        maxLength: (inst) => aggregateChecks(inst).maximum ?? null
      }, {
        regex(...args) {
          return this.check(_regex(...args));
        },
        includes(...args) {
          return this.check(_includes(...args));
        },
        startsWith(...args) {
          return this.check(_startsWith(...args));
        },
        endsWith(...args) {
          return this.check(_endsWith(...args));
        },
        min(...args) {
          return this.check(_minLength(...args));
        },
        max(...args) {
          return this.check(_maxLength(...args));
        },
        length(...args) {
          return this.check(_length(...args));
        },
        nonempty(...args) {
          return this.check(_minLength(1, ...args));
        },
        lowercase(params) {
          return this.check(_lowercase(params));
        },
        uppercase(params) {
          return this.check(_uppercase(params));
        },
        trim() {
          return this.check(_trim());
        },
        normalize(...args) {
          return this.check(_normalize(...args));
        },
        toLowerCase() {
          return this.check(_toLowerCase());
        },
        toUpperCase() {
          return this.check(_toUpperCase());
        },
        slugify() {
          return this.check(_slugify());
        }
      })
    );
    ZodString = /* @__PURE__ */ $constructor("ZodString", (inst, def) => {
      $ZodString.init(inst, def);
      _ZodString.init(inst, def);
    }, {
      email(params) {
        return this.check(_email(ZodEmail, params));
      },
      url(params) {
        return this.check(_url(ZodURL, params));
      },
      jwt(params) {
        return this.check(_jwt(ZodJWT, params));
      },
      emoji(params) {
        return this.check(_emoji2(ZodEmoji, params));
      },
      guid(params) {
        return this.check(_guid(ZodGUID, params));
      },
      uuid(params) {
        return this.check(_uuid(ZodUUID, params));
      },
      uuidv4(params) {
        return this.check(_uuidv4(ZodUUID, params));
      },
      uuidv6(params) {
        return this.check(_uuidv6(ZodUUID, params));
      },
      uuidv7(params) {
        return this.check(_uuidv7(ZodUUID, params));
      },
      nanoid(params) {
        return this.check(_nanoid(ZodNanoID, params));
      },
      cuid(params) {
        return this.check(_cuid(ZodCUID, params));
      },
      cuid2(params) {
        return this.check(_cuid2(ZodCUID2, params));
      },
      ulid(params) {
        return this.check(_ulid(ZodULID, params));
      },
      base64(params) {
        return this.check(_base64(ZodBase64, params));
      },
      base64url(params) {
        return this.check(_base64url(ZodBase64URL, params));
      },
      xid(params) {
        return this.check(_xid(ZodXID, params));
      },
      ksuid(params) {
        return this.check(_ksuid(ZodKSUID, params));
      },
      ipv4(params) {
        return this.check(_ipv4(ZodIPv4, params));
      },
      ipv6(params) {
        return this.check(_ipv6(ZodIPv6, params));
      },
      cidrv4(params) {
        return this.check(_cidrv4(ZodCIDRv4, params));
      },
      cidrv6(params) {
        return this.check(_cidrv6(ZodCIDRv6, params));
      },
      e164(params) {
        return this.check(_e164(ZodE164, params));
      },
      datetime(params) {
        return this.check(_isoDateTime(ZodISODateTime, params));
      },
      date(params) {
        return this.check(_isoDate(ZodISODate, params));
      },
      time(params) {
        return this.check(_isoTime(ZodISOTime, params));
      },
      duration(params) {
        return this.check(_isoDuration(ZodISODuration, params));
      }
    });
    ZodStringFormat = /* @__PURE__ */ $constructor("ZodStringFormat", (inst, def) => {
      $ZodStringFormat.init(inst, def);
      _ZodString.init(inst, def);
    });
    ZodISODateTime = /* @__PURE__ */ $constructor("ZodISODateTime", (inst, def) => {
      $ZodISODateTime.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodISODate = /* @__PURE__ */ $constructor("ZodISODate", (inst, def) => {
      $ZodISODate.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodISOTime = /* @__PURE__ */ $constructor("ZodISOTime", (inst, def) => {
      $ZodISOTime.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodISODuration = /* @__PURE__ */ $constructor("ZodISODuration", (inst, def) => {
      $ZodISODuration.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodEmail = /* @__PURE__ */ $constructor("ZodEmail", (inst, def) => {
      $ZodEmail.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodGUID = /* @__PURE__ */ $constructor("ZodGUID", (inst, def) => {
      $ZodGUID.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodUUID = /* @__PURE__ */ $constructor("ZodUUID", (inst, def) => {
      $ZodUUID.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodURL = /* @__PURE__ */ $constructor("ZodURL", (inst, def) => {
      $ZodURL.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodEmoji = /* @__PURE__ */ $constructor("ZodEmoji", (inst, def) => {
      $ZodEmoji.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodNanoID = /* @__PURE__ */ $constructor("ZodNanoID", (inst, def) => {
      $ZodNanoID.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodCUID = /* @__PURE__ */ $constructor("ZodCUID", (inst, def) => {
      $ZodCUID.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodCUID2 = /* @__PURE__ */ $constructor("ZodCUID2", (inst, def) => {
      $ZodCUID2.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodULID = /* @__PURE__ */ $constructor("ZodULID", (inst, def) => {
      $ZodULID.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodXID = /* @__PURE__ */ $constructor("ZodXID", (inst, def) => {
      $ZodXID.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodKSUID = /* @__PURE__ */ $constructor("ZodKSUID", (inst, def) => {
      $ZodKSUID.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodIPv4 = /* @__PURE__ */ $constructor("ZodIPv4", (inst, def) => {
      $ZodIPv4.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodIPv6 = /* @__PURE__ */ $constructor("ZodIPv6", (inst, def) => {
      $ZodIPv6.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodCIDRv4 = /* @__PURE__ */ $constructor("ZodCIDRv4", (inst, def) => {
      $ZodCIDRv4.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodCIDRv6 = /* @__PURE__ */ $constructor("ZodCIDRv6", (inst, def) => {
      $ZodCIDRv6.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodBase64 = /* @__PURE__ */ $constructor("ZodBase64", (inst, def) => {
      $ZodBase64.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodBase64URL = /* @__PURE__ */ $constructor("ZodBase64URL", (inst, def) => {
      $ZodBase64URL.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodE164 = /* @__PURE__ */ $constructor("ZodE164", (inst, def) => {
      $ZodE164.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodJWT = /* @__PURE__ */ $constructor("ZodJWT", (inst, def) => {
      $ZodJWT.init(inst, def);
      ZodStringFormat.init(inst, def);
    });
    ZodNumber = /* @__PURE__ */ $constructor(
      "ZodNumber",
      (inst, def) => {
        $ZodNumber.init(inst, def);
        ZodType.init(inst, def);
        inst._zod.processJSONSchema = (ctx, json, params) => numberProcessor(inst, ctx, json, params);
        inst.isFinite = true;
      },
      /* @__PURE__ */ util_exports.derived({
        minValue: (inst) => {
          const { minimum, exclusiveMinimum } = aggregateChecks(inst);
          return Math.max(minimum ?? Number.NEGATIVE_INFINITY, exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
        },
        maxValue: (inst) => {
          const { maximum, exclusiveMaximum } = aggregateChecks(inst);
          return Math.min(maximum ?? Number.POSITIVE_INFINITY, exclusiveMaximum ?? Number.POSITIVE_INFINITY);
        },
        isInt: (inst) => {
          const { isInt, multipleOf } = aggregateChecks(inst);
          return !!isInt || !!multipleOf?.some(Number.isSafeInteger);
        },
        format: (inst) => aggregateChecks(inst).format ?? null
      }, {
        gt(value, params) {
          return this.check(_gt(value, params));
        },
        gte(value, params) {
          return this.check(_gte(value, params));
        },
        min(value, params) {
          return this.check(_gte(value, params));
        },
        lt(value, params) {
          return this.check(_lt(value, params));
        },
        lte(value, params) {
          return this.check(_lte(value, params));
        },
        max(value, params) {
          return this.check(_lte(value, params));
        },
        int(params) {
          return this.check(int(params));
        },
        safe(params) {
          return this.check(int(params));
        },
        positive(params) {
          return this.check(_gt(0, params));
        },
        nonnegative(params) {
          return this.check(_gte(0, params));
        },
        negative(params) {
          return this.check(_lt(0, params));
        },
        nonpositive(params) {
          return this.check(_lte(0, params));
        },
        multipleOf(value, params) {
          return this.check(_multipleOf(value, params));
        },
        step(value, params) {
          return this.check(_multipleOf(value, params));
        },
        finite() {
          return this;
        }
      })
    );
    ZodNumberFormat = /* @__PURE__ */ $constructor("ZodNumberFormat", (inst, def) => {
      $ZodNumberFormat.init(inst, def);
      ZodNumber.init(inst, def);
    });
    ZodBoolean = /* @__PURE__ */ $constructor("ZodBoolean", (inst, def) => {
      $ZodBoolean.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => booleanProcessor(inst, ctx, json, params);
    });
    ZodUnknown = /* @__PURE__ */ $constructor("ZodUnknown", (inst, def) => {
      $ZodUnknown.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => unknownProcessor(inst, ctx, json, params);
    });
    ZodNever = /* @__PURE__ */ $constructor("ZodNever", (inst, def) => {
      $ZodNever.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => neverProcessor(inst, ctx, json, params);
    });
    ZodArray = /* @__PURE__ */ $constructor("ZodArray", (inst, def) => {
      _ensureDefaultMemoizer();
      $ZodArray.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => arrayProcessor(inst, ctx, json, params);
      inst.element = def.element;
    }, {
      min(n, params) {
        return this.check(_minLength(n, params));
      },
      nonempty(params) {
        return this.check(_minLength(1, params));
      },
      max(n, params) {
        return this.check(_maxLength(n, params));
      },
      length(n, params) {
        return this.check(_length(n, params));
      },
      unwrap() {
        return this.element;
      }
    });
    ZodObject = /* @__PURE__ */ $constructor("ZodObject", (inst, def) => {
      _ensureDefaultMemoizer();
      $ZodObjectJIT.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => objectProcessor(inst, ctx, json, params);
      util_exports.installLazyProp(inst, "shape", (self2) => self2._zod.def.shape, false);
    }, {
      keyof() {
        return _enum(Object.keys(this._zod.def.shape));
      },
      catchall(catchall) {
        return this.clone(util_exports.mergeDefs(this._zod.def, { catchall }));
      },
      passthrough() {
        return this.clone(util_exports.mergeDefs(this._zod.def, { catchall: unknown() }));
      },
      loose() {
        return this.clone(util_exports.mergeDefs(this._zod.def, { catchall: unknown() }));
      },
      strict() {
        return this.clone(util_exports.mergeDefs(this._zod.def, { catchall: never() }));
      },
      strip() {
        return this.clone(util_exports.mergeDefs(this._zod.def, { catchall: void 0 }));
      },
      extend(incoming) {
        return util_exports.extend(this, incoming);
      },
      safeExtend(incoming) {
        return util_exports.safeExtend(this, incoming);
      },
      merge(other) {
        return util_exports.merge(this, other);
      },
      pick(mask) {
        return util_exports.pick(this, mask);
      },
      omit(mask) {
        return util_exports.omit(this, mask);
      },
      partial(...args) {
        return util_exports.partial(ZodOptional, this, args[0]);
      },
      exactPartial(...args) {
        return util_exports.partial(ZodExactOptional, this, args[0], "exactPartial");
      },
      required(...args) {
        return util_exports.required(ZodNonOptional, this, args[0]);
      }
    });
    ZodUnion = /* @__PURE__ */ $constructor("ZodUnion", (inst, def) => {
      $ZodUnion.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => unionProcessor(inst, ctx, json, params);
      inst.options = def.options;
    });
    ZodIntersection = /* @__PURE__ */ $constructor("ZodIntersection", (inst, def) => {
      $ZodIntersection.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => intersectionProcessor(inst, ctx, json, params);
    });
    ZodTuple = /* @__PURE__ */ $constructor("ZodTuple", (inst, def) => {
      _ensureDefaultMemoizer();
      $ZodTuple.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => tupleProcessor(inst, ctx, json, params);
    }, {
      rest(rest) {
        return this.clone({
          ...this._zod.def,
          rest
        });
      },
      partial() {
        const def = this._zod.def;
        if (def.checks?.length)
          throw new Error(".partial() cannot be used on tuple schemas containing refinements");
        return this.clone({
          ...def,
          items: def.items.map((item) => new ZodOptional({ type: "optional", innerType: item }))
        });
      }
    });
    ZodRecord = /* @__PURE__ */ $constructor("ZodRecord", (inst, def) => {
      _ensureDefaultMemoizer();
      $ZodRecord.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => recordProcessor(inst, ctx, json, params);
      inst.keyType = def.keyType;
      inst.valueType = def.valueType;
    });
    ZodEnum = /* @__PURE__ */ $constructor("ZodEnum", (inst, def) => {
      $ZodEnum.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => enumProcessor(inst, ctx, json, params);
      inst.enum = def.entries;
      inst.options = [...inst._zod.values];
      const keys = new Set(Object.keys(def.entries));
      inst.extract = (values, params) => {
        const newEntries = {};
        for (const value of values) {
          if (keys.has(value)) {
            newEntries[value] = def.entries[value];
          } else
            throw new Error(`Key ${value} not found in enum`);
        }
        return new ZodEnum({
          ...def,
          checks: [],
          ...util_exports.normalizeParams(params),
          entries: newEntries
        });
      };
      inst.exclude = (values, params) => {
        const newEntries = { ...def.entries };
        for (const value of values) {
          if (keys.has(value)) {
            delete newEntries[value];
          } else
            throw new Error(`Key ${value} not found in enum`);
        }
        return new ZodEnum({
          ...def,
          checks: [],
          ...util_exports.normalizeParams(params),
          entries: newEntries
        });
      };
    });
    ZodLiteral = /* @__PURE__ */ $constructor("ZodLiteral", (inst, def) => {
      $ZodLiteral.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => literalProcessor(inst, ctx, json, params);
      inst.values = new Set(def.values);
      Object.defineProperty(inst, "value", {
        get() {
          if (def.values.length > 1) {
            throw new Error("This schema contains multiple valid literal values. Use `.values` instead.");
          }
          return def.values[0];
        }
      });
    });
    ZodTransform = /* @__PURE__ */ $constructor("ZodTransform", (inst, def) => {
      _ensureDefaultMemoizer();
      $ZodTransform.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => transformProcessor(inst, ctx, json, params);
      inst._zod.parse = (payload, _ctx) => {
        if (_ctx.direction === "backward") {
          throw new $ZodEncodeError(inst.constructor.name);
        }
        payload.addIssue = (issue2) => {
          if (typeof issue2 === "string") {
            payload.issues.push(util_exports.issue(issue2, payload.value, def));
          } else {
            const _issue = issue2;
            if (_issue.fatal)
              _issue.continue = false;
            _issue.code ?? (_issue.code = "custom");
            if (!("input" in _issue))
              _issue.input = payload.value;
            _issue.inst ?? (_issue.inst = inst);
            payload.issues.push(util_exports.issue(_issue));
          }
        };
        const output = def.transform(payload.value, payload);
        if (output instanceof Promise) {
          return output.then((output2) => {
            payload.value = output2;
            return payload;
          });
        }
        payload.value = output;
        return payload;
      };
    });
    ZodOptional = /* @__PURE__ */ $constructor("ZodOptional", (inst, def) => {
      $ZodOptional.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
      inst.unwrap = () => inst._zod.def.innerType;
    });
    ZodExactOptional = /* @__PURE__ */ $constructor("ZodExactOptional", (inst, def) => {
      $ZodExactOptional.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
      inst.unwrap = () => inst._zod.def.innerType;
    });
    ZodNullable = /* @__PURE__ */ $constructor("ZodNullable", (inst, def) => {
      $ZodNullable.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => nullableProcessor(inst, ctx, json, params);
      inst.unwrap = () => inst._zod.def.innerType;
    });
    ZodDefault = /* @__PURE__ */ $constructor("ZodDefault", (inst, def) => {
      $ZodDefault.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => defaultProcessor(inst, ctx, json, params);
      inst.unwrap = () => inst._zod.def.innerType;
      inst.removeDefault = inst.unwrap;
    });
    ZodPrefault = /* @__PURE__ */ $constructor("ZodPrefault", (inst, def) => {
      $ZodPrefault.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => prefaultProcessor(inst, ctx, json, params);
      inst.unwrap = () => inst._zod.def.innerType;
    });
    ZodNonOptional = /* @__PURE__ */ $constructor("ZodNonOptional", (inst, def) => {
      $ZodNonOptional.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => nonoptionalProcessor(inst, ctx, json, params);
      inst.unwrap = () => inst._zod.def.innerType;
    });
    ZodCatch = /* @__PURE__ */ $constructor("ZodCatch", (inst, def) => {
      $ZodCatch.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => catchProcessor(inst, ctx, json, params);
      inst.unwrap = () => inst._zod.def.innerType;
      inst.removeCatch = inst.unwrap;
    });
    ZodPipe = /* @__PURE__ */ $constructor("ZodPipe", (inst, def) => {
      $ZodPipe.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => pipeProcessor(inst, ctx, json, params);
      inst.in = def.in;
      inst.out = def.out;
    });
    ZodReadonly = /* @__PURE__ */ $constructor("ZodReadonly", (inst, def) => {
      $ZodReadonly.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => readonlyProcessor(inst, ctx, json, params);
      inst.unwrap = () => inst._zod.def.innerType;
    });
    ZodCustom = /* @__PURE__ */ $constructor("ZodCustom", (inst, def) => {
      $ZodCustom.init(inst, def);
      ZodType.init(inst, def);
      inst._zod.processJSONSchema = (ctx, json, params) => customProcessor(inst, ctx, json, params);
    });
  }
});

// node_modules/zod/v4/classic/compat.js
var ZodFirstPartyTypeKind;
var init_compat = __esm({
  "node_modules/zod/v4/classic/compat.js"() {
    /* @__PURE__ */ (function(ZodFirstPartyTypeKind2) {
    })(ZodFirstPartyTypeKind || (ZodFirstPartyTypeKind = {}));
  }
});

// node_modules/zod/v4/classic/iso.js
var init_iso = __esm({
  "node_modules/zod/v4/classic/iso.js"() {
  }
});

// node_modules/zod/v4/classic/coerce.js
var init_coerce = __esm({
  "node_modules/zod/v4/classic/coerce.js"() {
  }
});

// node_modules/zod/v4/classic/external.js
var init_external = __esm({
  "node_modules/zod/v4/classic/external.js"() {
    init_core2();
    init_schemas2();
    init_checks2();
    init_errors2();
    init_parse2();
    init_compat();
    init_core2();
    init_locales();
    init_iso();
    init_coerce();
  }
});

// node_modules/zod/index.js
var init_zod = __esm({
  "node_modules/zod/index.js"() {
    init_external();
  }
});

// node_modules/protobufjs/src/util/aspromise.js
var require_aspromise = __commonJS({
  "node_modules/protobufjs/src/util/aspromise.js"(exports2, module2) {
    "use strict";
    module2.exports = asPromise;
    function asPromise(fn, ctx) {
      var params = new Array(arguments.length - 1), offset = 0, index = 2, pending = true;
      while (index < arguments.length)
        params[offset++] = arguments[index++];
      return new Promise(function executor(resolve24, reject) {
        params[offset] = function callback(err) {
          if (pending) {
            pending = false;
            if (err)
              reject(err);
            else {
              var params2 = new Array(arguments.length - 1), offset2 = 0;
              while (offset2 < params2.length)
                params2[offset2++] = arguments[offset2];
              resolve24.apply(null, params2);
            }
          }
        };
        try {
          fn.apply(ctx || null, params);
        } catch (err) {
          if (pending) {
            pending = false;
            reject(err);
          }
        }
      });
    }
  }
});

// node_modules/protobufjs/src/util/base64.js
var require_base64 = __commonJS({
  "node_modules/protobufjs/src/util/base64.js"(exports2) {
    "use strict";
    var base642 = exports2;
    base642.length = function length(string3) {
      var p = string3.length;
      if (!p)
        return 0;
      while (p > 0 && string3.charAt(p - 1) === "=")
        --p;
      return Math.floor(p * 3 / 4);
    };
    var b64 = new Array(64);
    var s64 = new Array(123);
    for (i = 0; i < 64; )
      s64[b64[i] = i < 26 ? i + 65 : i < 52 ? i + 71 : i < 62 ? i - 4 : i - 59 | 43] = i++;
    var i;
    s64[45] = 62;
    s64[95] = 63;
    base642.encode = function encode3(buffer, start, end) {
      var parts = null, chunk = [];
      var i2 = 0, j = 0, t;
      while (start < end) {
        var b = buffer[start++];
        switch (j) {
          case 0:
            chunk[i2++] = b64[b >> 2];
            t = (b & 3) << 4;
            j = 1;
            break;
          case 1:
            chunk[i2++] = b64[t | b >> 4];
            t = (b & 15) << 2;
            j = 2;
            break;
          case 2:
            chunk[i2++] = b64[t | b >> 6];
            chunk[i2++] = b64[b & 63];
            j = 0;
            break;
        }
        if (i2 > 8191) {
          (parts || (parts = [])).push(String.fromCharCode.apply(String, chunk));
          i2 = 0;
        }
      }
      if (j) {
        chunk[i2++] = b64[t];
        chunk[i2++] = 61;
        if (j === 1)
          chunk[i2++] = 61;
      }
      if (parts) {
        if (i2)
          parts.push(String.fromCharCode.apply(String, chunk.slice(0, i2)));
        return parts.join("");
      }
      return String.fromCharCode.apply(String, chunk.slice(0, i2));
    };
    var invalidEncoding = "invalid encoding";
    base642.decode = function decode2(string3, buffer, offset) {
      var start = offset;
      var j = 0, t;
      for (var i2 = 0; i2 < string3.length; ) {
        var c = string3.charCodeAt(i2++);
        if (c === 61 && j > 1)
          break;
        if ((c = s64[c]) === void 0)
          throw Error(invalidEncoding);
        switch (j) {
          case 0:
            t = c;
            j = 1;
            break;
          case 1:
            buffer[offset++] = t << 2 | (c & 48) >> 4;
            t = c;
            j = 2;
            break;
          case 2:
            buffer[offset++] = (t & 15) << 4 | (c & 60) >> 2;
            t = c;
            j = 3;
            break;
          case 3:
            buffer[offset++] = (t & 3) << 6 | c;
            j = 0;
            break;
        }
      }
      if (j === 1)
        throw Error(invalidEncoding);
      return offset - start;
    };
    var base64Re = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
    var base64UrlRe = /[-_]/;
    var base64UrlNoPaddingRe = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}(?:==)?|[A-Za-z0-9_-]{3}=?)?$/;
    base642.test = function test(string3) {
      return base64Re.test(string3) || base64UrlRe.test(string3) && base64UrlNoPaddingRe.test(string3);
    };
  }
});

// node_modules/protobufjs/src/util/eventemitter.js
var require_eventemitter = __commonJS({
  "node_modules/protobufjs/src/util/eventemitter.js"(exports2, module2) {
    "use strict";
    module2.exports = EventEmitter;
    function EventEmitter() {
      this._listeners = /* @__PURE__ */ Object.create(null);
    }
    EventEmitter.prototype.on = function on(evt, fn, ctx) {
      (this._listeners[evt] || (this._listeners[evt] = [])).push({
        fn,
        ctx: ctx || this
      });
      return this;
    };
    EventEmitter.prototype.off = function off(evt, fn) {
      if (evt === void 0)
        this._listeners = /* @__PURE__ */ Object.create(null);
      else {
        if (fn === void 0)
          this._listeners[evt] = [];
        else {
          var listeners = this._listeners[evt];
          if (!listeners)
            return this;
          for (var i = 0; i < listeners.length; )
            if (listeners[i].fn === fn)
              listeners.splice(i, 1);
            else
              ++i;
        }
      }
      return this;
    };
    EventEmitter.prototype.emit = function emit(evt) {
      var listeners = this._listeners[evt];
      if (listeners) {
        var args = [], i = 1;
        for (; i < arguments.length; )
          args.push(arguments[i++]);
        for (i = 0; i < listeners.length; )
          listeners[i].fn.apply(listeners[i++].ctx, args);
      }
      return this;
    };
  }
});

// node_modules/protobufjs/src/util/float.js
var require_float = __commonJS({
  "node_modules/protobufjs/src/util/float.js"(exports2, module2) {
    "use strict";
    module2.exports = factory(factory);
    function factory(exports3) {
      if (typeof Float32Array !== "undefined") (function() {
        var f32 = new Float32Array([-0]), f8b = new Uint8Array(f32.buffer), le = f8b[3] === 128;
        function writeFloat_f32_cpy(val, buf, pos2) {
          f32[0] = val;
          buf[pos2] = f8b[0];
          buf[pos2 + 1] = f8b[1];
          buf[pos2 + 2] = f8b[2];
          buf[pos2 + 3] = f8b[3];
        }
        function writeFloat_f32_rev(val, buf, pos2) {
          f32[0] = val;
          buf[pos2] = f8b[3];
          buf[pos2 + 1] = f8b[2];
          buf[pos2 + 2] = f8b[1];
          buf[pos2 + 3] = f8b[0];
        }
        exports3.writeFloatLE = le ? writeFloat_f32_cpy : writeFloat_f32_rev;
        exports3.writeFloatBE = le ? writeFloat_f32_rev : writeFloat_f32_cpy;
        function readFloat_f32_cpy(buf, pos2) {
          f8b[0] = buf[pos2];
          f8b[1] = buf[pos2 + 1];
          f8b[2] = buf[pos2 + 2];
          f8b[3] = buf[pos2 + 3];
          return f32[0];
        }
        function readFloat_f32_rev(buf, pos2) {
          f8b[3] = buf[pos2];
          f8b[2] = buf[pos2 + 1];
          f8b[1] = buf[pos2 + 2];
          f8b[0] = buf[pos2 + 3];
          return f32[0];
        }
        exports3.readFloatLE = le ? readFloat_f32_cpy : readFloat_f32_rev;
        exports3.readFloatBE = le ? readFloat_f32_rev : readFloat_f32_cpy;
      })();
      else (function() {
        function writeFloat_ieee754(writeUint, val, buf, pos2) {
          var sign = val < 0 ? 1 : 0;
          if (sign)
            val = -val;
          if (val === 0)
            writeUint(1 / val > 0 ? (
              /* positive */
              0
            ) : (
              /* negative 0 */
              2147483648
            ), buf, pos2);
          else if (isNaN(val))
            writeUint(2143289344, buf, pos2);
          else if (val > 34028234663852886e22)
            writeUint((sign << 31 | 2139095040) >>> 0, buf, pos2);
          else if (val < 11754943508222875e-54)
            writeUint((sign << 31 | Math.round(val / 1401298464324817e-60)) >>> 0, buf, pos2);
          else {
            var exponent = Math.floor(Math.log(val) / Math.LN2), mantissa = Math.round(val * Math.pow(2, -exponent) * 8388608) & 8388607;
            writeUint((sign << 31 | exponent + 127 << 23 | mantissa) >>> 0, buf, pos2);
          }
        }
        exports3.writeFloatLE = writeFloat_ieee754.bind(null, writeUintLE);
        exports3.writeFloatBE = writeFloat_ieee754.bind(null, writeUintBE);
        function readFloat_ieee754(readUint, buf, pos2) {
          var uint = readUint(buf, pos2), sign = (uint >> 31) * 2 + 1, exponent = uint >>> 23 & 255, mantissa = uint & 8388607;
          return exponent === 255 ? mantissa ? NaN : sign * Infinity : exponent === 0 ? sign * 1401298464324817e-60 * mantissa : sign * Math.pow(2, exponent - 150) * (mantissa + 8388608);
        }
        exports3.readFloatLE = readFloat_ieee754.bind(null, readUintLE);
        exports3.readFloatBE = readFloat_ieee754.bind(null, readUintBE);
      })();
      if (typeof Float64Array !== "undefined") (function() {
        var f64 = new Float64Array([-0]), f8b = new Uint8Array(f64.buffer), le = f8b[7] === 128;
        function writeDouble_f64_cpy(val, buf, pos2) {
          f64[0] = val;
          buf[pos2] = f8b[0];
          buf[pos2 + 1] = f8b[1];
          buf[pos2 + 2] = f8b[2];
          buf[pos2 + 3] = f8b[3];
          buf[pos2 + 4] = f8b[4];
          buf[pos2 + 5] = f8b[5];
          buf[pos2 + 6] = f8b[6];
          buf[pos2 + 7] = f8b[7];
        }
        function writeDouble_f64_rev(val, buf, pos2) {
          f64[0] = val;
          buf[pos2] = f8b[7];
          buf[pos2 + 1] = f8b[6];
          buf[pos2 + 2] = f8b[5];
          buf[pos2 + 3] = f8b[4];
          buf[pos2 + 4] = f8b[3];
          buf[pos2 + 5] = f8b[2];
          buf[pos2 + 6] = f8b[1];
          buf[pos2 + 7] = f8b[0];
        }
        exports3.writeDoubleLE = le ? writeDouble_f64_cpy : writeDouble_f64_rev;
        exports3.writeDoubleBE = le ? writeDouble_f64_rev : writeDouble_f64_cpy;
        function readDouble_f64_cpy(buf, pos2) {
          f8b[0] = buf[pos2];
          f8b[1] = buf[pos2 + 1];
          f8b[2] = buf[pos2 + 2];
          f8b[3] = buf[pos2 + 3];
          f8b[4] = buf[pos2 + 4];
          f8b[5] = buf[pos2 + 5];
          f8b[6] = buf[pos2 + 6];
          f8b[7] = buf[pos2 + 7];
          return f64[0];
        }
        function readDouble_f64_rev(buf, pos2) {
          f8b[7] = buf[pos2];
          f8b[6] = buf[pos2 + 1];
          f8b[5] = buf[pos2 + 2];
          f8b[4] = buf[pos2 + 3];
          f8b[3] = buf[pos2 + 4];
          f8b[2] = buf[pos2 + 5];
          f8b[1] = buf[pos2 + 6];
          f8b[0] = buf[pos2 + 7];
          return f64[0];
        }
        exports3.readDoubleLE = le ? readDouble_f64_cpy : readDouble_f64_rev;
        exports3.readDoubleBE = le ? readDouble_f64_rev : readDouble_f64_cpy;
      })();
      else (function() {
        function writeDouble_ieee754(writeUint, off0, off1, val, buf, pos2) {
          var sign = val < 0 ? 1 : 0;
          if (sign)
            val = -val;
          if (val === 0) {
            writeUint(0, buf, pos2 + off0);
            writeUint(1 / val > 0 ? (
              /* positive */
              0
            ) : (
              /* negative 0 */
              2147483648
            ), buf, pos2 + off1);
          } else if (isNaN(val)) {
            writeUint(0, buf, pos2 + off0);
            writeUint(2146959360, buf, pos2 + off1);
          } else if (val > 17976931348623157e292) {
            writeUint(0, buf, pos2 + off0);
            writeUint((sign << 31 | 2146435072) >>> 0, buf, pos2 + off1);
          } else {
            var mantissa;
            if (val < 22250738585072014e-324) {
              mantissa = val / 5e-324;
              writeUint(mantissa >>> 0, buf, pos2 + off0);
              writeUint((sign << 31 | mantissa / 4294967296) >>> 0, buf, pos2 + off1);
            } else {
              var exponent = Math.floor(Math.log(val) / Math.LN2);
              if (exponent === 1024)
                exponent = 1023;
              mantissa = val * Math.pow(2, -exponent);
              writeUint(mantissa * 4503599627370496 >>> 0, buf, pos2 + off0);
              writeUint((sign << 31 | exponent + 1023 << 20 | mantissa * 1048576 & 1048575) >>> 0, buf, pos2 + off1);
            }
          }
        }
        exports3.writeDoubleLE = writeDouble_ieee754.bind(null, writeUintLE, 0, 4);
        exports3.writeDoubleBE = writeDouble_ieee754.bind(null, writeUintBE, 4, 0);
        function readDouble_ieee754(readUint, off0, off1, buf, pos2) {
          var lo = readUint(buf, pos2 + off0), hi = readUint(buf, pos2 + off1);
          var sign = (hi >> 31) * 2 + 1, exponent = hi >>> 20 & 2047, mantissa = 4294967296 * (hi & 1048575) + lo;
          return exponent === 2047 ? mantissa ? NaN : sign * Infinity : exponent === 0 ? sign * 5e-324 * mantissa : sign * Math.pow(2, exponent - 1075) * (mantissa + 4503599627370496);
        }
        exports3.readDoubleLE = readDouble_ieee754.bind(null, readUintLE, 0, 4);
        exports3.readDoubleBE = readDouble_ieee754.bind(null, readUintBE, 4, 0);
      })();
      return exports3;
    }
    function writeUintLE(val, buf, pos2) {
      buf[pos2] = val & 255;
      buf[pos2 + 1] = val >>> 8 & 255;
      buf[pos2 + 2] = val >>> 16 & 255;
      buf[pos2 + 3] = val >>> 24;
    }
    function writeUintBE(val, buf, pos2) {
      buf[pos2] = val >>> 24;
      buf[pos2 + 1] = val >>> 16 & 255;
      buf[pos2 + 2] = val >>> 8 & 255;
      buf[pos2 + 3] = val & 255;
    }
    function readUintLE(buf, pos2) {
      return (buf[pos2] | buf[pos2 + 1] << 8 | buf[pos2 + 2] << 16 | buf[pos2 + 3] << 24) >>> 0;
    }
    function readUintBE(buf, pos2) {
      return (buf[pos2] << 24 | buf[pos2 + 1] << 16 | buf[pos2 + 2] << 8 | buf[pos2 + 3]) >>> 0;
    }
  }
});

// node_modules/protobufjs/src/util/utf8.js
var require_utf8 = __commonJS({
  "node_modules/protobufjs/src/util/utf8.js"(exports2) {
    "use strict";
    var utf82 = exports2;
    var looseDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
    var strictDecoder;
    var TEXT_DECODER_MIN_LENGTH = 64;
    try {
      strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    } catch (err) {
      strictDecoder = looseDecoder;
    }
    utf82.length = function utf8_length(string3) {
      var len = 0, c = 0;
      for (var i = 0; i < string3.length; ++i) {
        c = string3.charCodeAt(i);
        if (c < 128)
          len += 1;
        else if (c < 2048)
          len += 2;
        else if ((c & 64512) === 55296 && (string3.charCodeAt(i + 1) & 64512) === 56320) {
          ++i;
          len += 4;
        } else
          len += 3;
      }
      return len;
    };
    function utf8_read_decoder(decoder, buffer, start, end) {
      var source = start === 0 && end === buffer.length ? buffer : buffer.subarray(start, end);
      return decoder.decode(source);
    }
    utf82.read = function utf8_read_loose(buffer, start, end) {
      if (end - start < 1)
        return "";
      if (end - start >= TEXT_DECODER_MIN_LENGTH)
        return utf8_read_decoder(looseDecoder, buffer, start, end);
      var str = "", i = start, c1, c2, c3, c4, c5, c6, c7, c8;
      for (; i + 7 < end; i += 8) {
        c1 = buffer[i];
        c2 = buffer[i + 1];
        c3 = buffer[i + 2];
        c4 = buffer[i + 3];
        c5 = buffer[i + 4];
        c6 = buffer[i + 5];
        c7 = buffer[i + 6];
        c8 = buffer[i + 7];
        if ((c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8) & 128)
          return str + utf8_read_decoder(looseDecoder, buffer, i, end);
        str += String.fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8);
      }
      for (; i < end; ++i) {
        c1 = buffer[i];
        if (c1 & 128)
          return str + utf8_read_decoder(looseDecoder, buffer, i, end);
        str += String.fromCharCode(c1);
      }
      return str;
    };
    utf82.readStrict = function utf8_read_strict(buffer, start, end) {
      if (end - start < 1)
        return "";
      if (end - start >= TEXT_DECODER_MIN_LENGTH)
        return utf8_read_decoder(strictDecoder, buffer, start, end);
      var str = "", i = start, c1, c2, c3, c4, c5, c6, c7, c8;
      for (; i + 7 < end; i += 8) {
        c1 = buffer[i];
        c2 = buffer[i + 1];
        c3 = buffer[i + 2];
        c4 = buffer[i + 3];
        c5 = buffer[i + 4];
        c6 = buffer[i + 5];
        c7 = buffer[i + 6];
        c8 = buffer[i + 7];
        if ((c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8) & 128)
          return str + utf8_read_decoder(strictDecoder, buffer, i, end);
        str += String.fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8);
      }
      for (; i < end; ++i) {
        c1 = buffer[i];
        if (c1 & 128)
          return str + utf8_read_decoder(strictDecoder, buffer, i, end);
        str += String.fromCharCode(c1);
      }
      return str;
    };
    utf82.write = function utf8_write(string3, buffer, offset) {
      var start = offset, c1, c2;
      for (var i = 0; i < string3.length; ++i) {
        c1 = string3.charCodeAt(i);
        if (c1 < 128) {
          buffer[offset++] = c1;
        } else if (c1 < 2048) {
          buffer[offset++] = c1 >> 6 | 192;
          buffer[offset++] = c1 & 63 | 128;
        } else if ((c1 & 64512) === 55296 && ((c2 = string3.charCodeAt(i + 1)) & 64512) === 56320) {
          c1 = 65536 + ((c1 & 1023) << 10) + (c2 & 1023);
          ++i;
          buffer[offset++] = c1 >> 18 | 240;
          buffer[offset++] = c1 >> 12 & 63 | 128;
          buffer[offset++] = c1 >> 6 & 63 | 128;
          buffer[offset++] = c1 & 63 | 128;
        } else {
          buffer[offset++] = c1 >> 12 | 224;
          buffer[offset++] = c1 >> 6 & 63 | 128;
          buffer[offset++] = c1 & 63 | 128;
        }
      }
      return offset - start;
    };
  }
});

// node_modules/protobufjs/src/util/pool.js
var require_pool = __commonJS({
  "node_modules/protobufjs/src/util/pool.js"(exports2, module2) {
    "use strict";
    module2.exports = pool;
    function pool(alloc, slice, size) {
      var SIZE = size || 8192;
      var MAX = SIZE >>> 1;
      var slab = null;
      var offset = SIZE;
      return function pool_alloc(size2) {
        if (size2 < 1 || size2 > MAX)
          return alloc(size2);
        if (offset + size2 > SIZE) {
          slab = alloc(SIZE);
          offset = 0;
        }
        var buf = slice.call(slab, offset, offset += size2);
        if (offset & 7)
          offset = (offset | 7) + 1;
        return buf;
      };
    }
  }
});

// node_modules/protobufjs/src/util/longbits.js
var require_longbits = __commonJS({
  "node_modules/protobufjs/src/util/longbits.js"(exports2, module2) {
    "use strict";
    module2.exports = LongBits;
    var Long;
    function LongBits(lo, hi) {
      this.lo = lo >>> 0;
      this.hi = hi >>> 0;
    }
    var zero = LongBits.zero = new LongBits(0, 0);
    zero.toNumber = function() {
      return 0;
    };
    zero.zzEncode = zero.zzDecode = function() {
      return this;
    };
    zero.length = function() {
      return 1;
    };
    var zeroHash = LongBits.zeroHash = "\0\0\0\0\0\0\0\0";
    LongBits.fromNumber = function fromNumber(value) {
      if (value === 0)
        return zero;
      var sign = value < 0;
      if (sign)
        value = -value;
      var lo = value >>> 0, hi = (value - lo) / 4294967296 >>> 0;
      if (sign) {
        hi = ~hi >>> 0;
        lo = ~lo >>> 0;
        if (++lo > 4294967295) {
          lo = 0;
          if (++hi > 4294967295)
            hi = 0;
        }
      }
      return new LongBits(lo, hi);
    };
    LongBits.from = function from(value) {
      if (typeof value === "number")
        return LongBits.fromNumber(value);
      if (typeof value === "string" || value instanceof String) {
        if (Long)
          value = Long.fromString(value);
        else
          return LongBits.fromNumber(parseInt(value, 10));
      }
      return value.low || value.high ? new LongBits(value.low >>> 0, value.high >>> 0) : zero;
    };
    LongBits.prototype.toNumber = function toNumber3(unsigned) {
      if (!unsigned && this.hi >>> 31) {
        var lo = ~this.lo + 1 >>> 0, hi = ~this.hi >>> 0;
        if (!lo)
          hi = hi + 1 >>> 0;
        return -(lo + hi * 4294967296);
      }
      return this.lo + this.hi * 4294967296;
    };
    LongBits.prototype.toLong = function toLong(unsigned) {
      return Long ? new Long(this.lo | 0, this.hi | 0, Boolean(unsigned)) : { low: this.lo | 0, high: this.hi | 0, unsigned: Boolean(unsigned) };
    };
    var charCodeAt = String.prototype.charCodeAt;
    LongBits.fromHash = function fromHash(hash) {
      if (hash === zeroHash)
        return zero;
      return new LongBits(
        (charCodeAt.call(hash, 0) | charCodeAt.call(hash, 1) << 8 | charCodeAt.call(hash, 2) << 16 | charCodeAt.call(hash, 3) << 24) >>> 0,
        (charCodeAt.call(hash, 4) | charCodeAt.call(hash, 5) << 8 | charCodeAt.call(hash, 6) << 16 | charCodeAt.call(hash, 7) << 24) >>> 0
      );
    };
    LongBits.prototype.toHash = function toHash() {
      return String.fromCharCode(
        this.lo & 255,
        this.lo >>> 8 & 255,
        this.lo >>> 16 & 255,
        this.lo >>> 24,
        this.hi & 255,
        this.hi >>> 8 & 255,
        this.hi >>> 16 & 255,
        this.hi >>> 24
      );
    };
    LongBits.prototype.zzEncode = function zzEncode() {
      var mask = this.hi >> 31;
      this.hi = ((this.hi << 1 | this.lo >>> 31) ^ mask) >>> 0;
      this.lo = (this.lo << 1 ^ mask) >>> 0;
      return this;
    };
    LongBits.prototype.zzDecode = function zzDecode() {
      var mask = -(this.lo & 1);
      this.lo = ((this.lo >>> 1 | this.hi << 31) ^ mask) >>> 0;
      this.hi = (this.hi >>> 1 ^ mask) >>> 0;
      return this;
    };
    LongBits.prototype.length = function length() {
      var part0 = this.lo, part1 = (this.lo >>> 28 | this.hi << 4) >>> 0, part2 = this.hi >>> 24;
      return part2 === 0 ? part1 === 0 ? part0 < 16384 ? part0 < 128 ? 1 : 2 : part0 < 2097152 ? 3 : 4 : part1 < 16384 ? part1 < 128 ? 5 : 6 : part1 < 2097152 ? 7 : 8 : part2 < 128 ? 9 : 10;
    };
    LongBits._configure = function(Long_) {
      Long = Long_;
    };
  }
});

// node_modules/long/umd/index.js
var require_umd = __commonJS({
  "node_modules/long/umd/index.js"(exports2, module2) {
    (function(global2, factory) {
      function preferDefault(exports3) {
        return exports3.default || exports3;
      }
      if (typeof define === "function" && define.amd) {
        define([], function() {
          var exports3 = {};
          factory(exports3);
          return preferDefault(exports3);
        });
      } else if (typeof exports2 === "object") {
        factory(exports2);
        if (typeof module2 === "object") module2.exports = preferDefault(exports2);
      } else {
        (function() {
          var exports3 = {};
          factory(exports3);
          global2.Long = preferDefault(exports3);
        })();
      }
    })(
      typeof globalThis !== "undefined" ? globalThis : typeof self !== "undefined" ? self : exports2,
      function(_exports) {
        "use strict";
        Object.defineProperty(_exports, "__esModule", {
          value: true
        });
        _exports.default = void 0;
        /**
         * @license
         * Copyright 2009 The Closure Library Authors
         * Copyright 2020 Daniel Wirtz / The long.js Authors.
         *
         * Licensed under the Apache License, Version 2.0 (the "License");
         * you may not use this file except in compliance with the License.
         * You may obtain a copy of the License at
         *
         *     http://www.apache.org/licenses/LICENSE-2.0
         *
         * Unless required by applicable law or agreed to in writing, software
         * distributed under the License is distributed on an "AS IS" BASIS,
         * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
         * See the License for the specific language governing permissions and
         * limitations under the License.
         *
         * SPDX-License-Identifier: Apache-2.0
         */
        var wasm = null;
        try {
          wasm = new WebAssembly.Instance(
            new WebAssembly.Module(
              new Uint8Array([
                // \0asm
                0,
                97,
                115,
                109,
                // version 1
                1,
                0,
                0,
                0,
                // section "type"
                1,
                13,
                2,
                // 0, () => i32
                96,
                0,
                1,
                127,
                // 1, (i32, i32, i32, i32) => i32
                96,
                4,
                127,
                127,
                127,
                127,
                1,
                127,
                // section "function"
                3,
                7,
                6,
                // 0, type 0
                0,
                // 1, type 1
                1,
                // 2, type 1
                1,
                // 3, type 1
                1,
                // 4, type 1
                1,
                // 5, type 1
                1,
                // section "global"
                6,
                6,
                1,
                // 0, "high", mutable i32
                127,
                1,
                65,
                0,
                11,
                // section "export"
                7,
                50,
                6,
                // 0, "mul"
                3,
                109,
                117,
                108,
                0,
                1,
                // 1, "div_s"
                5,
                100,
                105,
                118,
                95,
                115,
                0,
                2,
                // 2, "div_u"
                5,
                100,
                105,
                118,
                95,
                117,
                0,
                3,
                // 3, "rem_s"
                5,
                114,
                101,
                109,
                95,
                115,
                0,
                4,
                // 4, "rem_u"
                5,
                114,
                101,
                109,
                95,
                117,
                0,
                5,
                // 5, "get_high"
                8,
                103,
                101,
                116,
                95,
                104,
                105,
                103,
                104,
                0,
                0,
                // section "code"
                10,
                191,
                1,
                6,
                // 0, "get_high"
                4,
                0,
                35,
                0,
                11,
                // 1, "mul"
                36,
                1,
                1,
                126,
                32,
                0,
                173,
                32,
                1,
                173,
                66,
                32,
                134,
                132,
                32,
                2,
                173,
                32,
                3,
                173,
                66,
                32,
                134,
                132,
                126,
                34,
                4,
                66,
                32,
                135,
                167,
                36,
                0,
                32,
                4,
                167,
                11,
                // 2, "div_s"
                36,
                1,
                1,
                126,
                32,
                0,
                173,
                32,
                1,
                173,
                66,
                32,
                134,
                132,
                32,
                2,
                173,
                32,
                3,
                173,
                66,
                32,
                134,
                132,
                127,
                34,
                4,
                66,
                32,
                135,
                167,
                36,
                0,
                32,
                4,
                167,
                11,
                // 3, "div_u"
                36,
                1,
                1,
                126,
                32,
                0,
                173,
                32,
                1,
                173,
                66,
                32,
                134,
                132,
                32,
                2,
                173,
                32,
                3,
                173,
                66,
                32,
                134,
                132,
                128,
                34,
                4,
                66,
                32,
                135,
                167,
                36,
                0,
                32,
                4,
                167,
                11,
                // 4, "rem_s"
                36,
                1,
                1,
                126,
                32,
                0,
                173,
                32,
                1,
                173,
                66,
                32,
                134,
                132,
                32,
                2,
                173,
                32,
                3,
                173,
                66,
                32,
                134,
                132,
                129,
                34,
                4,
                66,
                32,
                135,
                167,
                36,
                0,
                32,
                4,
                167,
                11,
                // 5, "rem_u"
                36,
                1,
                1,
                126,
                32,
                0,
                173,
                32,
                1,
                173,
                66,
                32,
                134,
                132,
                32,
                2,
                173,
                32,
                3,
                173,
                66,
                32,
                134,
                132,
                130,
                34,
                4,
                66,
                32,
                135,
                167,
                36,
                0,
                32,
                4,
                167,
                11
              ])
            ),
            {}
          ).exports;
        } catch {
        }
        function Long(low, high, unsigned) {
          this.low = low | 0;
          this.high = high | 0;
          this.unsigned = !!unsigned;
        }
        Long.prototype.__isLong__;
        Object.defineProperty(Long.prototype, "__isLong__", {
          value: true
        });
        function isLong(obj) {
          return (obj && obj["__isLong__"]) === true;
        }
        function ctz32(value) {
          var c = Math.clz32(value & -value);
          return value ? 31 - c : c;
        }
        Long.isLong = isLong;
        var INT_CACHE = {};
        var UINT_CACHE = {};
        function fromInt(value, unsigned) {
          var obj, cachedObj, cache;
          if (unsigned) {
            value >>>= 0;
            if (cache = 0 <= value && value < 256) {
              cachedObj = UINT_CACHE[value];
              if (cachedObj) return cachedObj;
            }
            obj = fromBits(value, 0, true);
            if (cache) UINT_CACHE[value] = obj;
            return obj;
          } else {
            value |= 0;
            if (cache = -128 <= value && value < 128) {
              cachedObj = INT_CACHE[value];
              if (cachedObj) return cachedObj;
            }
            obj = fromBits(value, value < 0 ? -1 : 0, false);
            if (cache) INT_CACHE[value] = obj;
            return obj;
          }
        }
        Long.fromInt = fromInt;
        function fromNumber(value, unsigned) {
          if (isNaN(value)) return unsigned ? UZERO : ZERO;
          if (unsigned) {
            if (value < 0) return UZERO;
            if (value >= TWO_PWR_64_DBL) return MAX_UNSIGNED_VALUE;
          } else {
            if (value <= -TWO_PWR_63_DBL) return MIN_VALUE;
            if (value + 1 >= TWO_PWR_63_DBL) return MAX_VALUE;
          }
          if (value < 0) return fromNumber(-value, unsigned).neg();
          return fromBits(
            value % TWO_PWR_32_DBL | 0,
            value / TWO_PWR_32_DBL | 0,
            unsigned
          );
        }
        Long.fromNumber = fromNumber;
        function fromBits(lowBits, highBits, unsigned) {
          return new Long(lowBits, highBits, unsigned);
        }
        Long.fromBits = fromBits;
        var pow_dbl = Math.pow;
        function fromString(str, unsigned, radix) {
          if (str.length === 0) throw Error("empty string");
          if (typeof unsigned === "number") {
            radix = unsigned;
            unsigned = false;
          } else {
            unsigned = !!unsigned;
          }
          if (str === "NaN" || str === "Infinity" || str === "+Infinity" || str === "-Infinity")
            return unsigned ? UZERO : ZERO;
          radix = radix || 10;
          if (radix < 2 || 36 < radix) throw RangeError("radix");
          var p;
          if ((p = str.indexOf("-")) > 0) throw Error("interior hyphen");
          else if (p === 0) {
            return fromString(str.substring(1), unsigned, radix).neg();
          }
          var radixToPower = fromNumber(pow_dbl(radix, 8));
          var result = ZERO;
          for (var i = 0; i < str.length; i += 8) {
            var size = Math.min(8, str.length - i), value = parseInt(str.substring(i, i + size), radix);
            if (size < 8) {
              var power = fromNumber(pow_dbl(radix, size));
              result = result.mul(power).add(fromNumber(value));
            } else {
              result = result.mul(radixToPower);
              result = result.add(fromNumber(value));
            }
          }
          result.unsigned = unsigned;
          return result;
        }
        Long.fromString = fromString;
        function fromValue(val, unsigned) {
          if (typeof val === "number") return fromNumber(val, unsigned);
          if (typeof val === "string") return fromString(val, unsigned);
          return fromBits(
            val.low,
            val.high,
            typeof unsigned === "boolean" ? unsigned : val.unsigned
          );
        }
        Long.fromValue = fromValue;
        var TWO_PWR_16_DBL = 1 << 16;
        var TWO_PWR_24_DBL = 1 << 24;
        var TWO_PWR_32_DBL = TWO_PWR_16_DBL * TWO_PWR_16_DBL;
        var TWO_PWR_64_DBL = TWO_PWR_32_DBL * TWO_PWR_32_DBL;
        var TWO_PWR_63_DBL = TWO_PWR_64_DBL / 2;
        var TWO_PWR_24 = fromInt(TWO_PWR_24_DBL);
        var ZERO = fromInt(0);
        Long.ZERO = ZERO;
        var UZERO = fromInt(0, true);
        Long.UZERO = UZERO;
        var ONE = fromInt(1);
        Long.ONE = ONE;
        var UONE = fromInt(1, true);
        Long.UONE = UONE;
        var NEG_ONE = fromInt(-1);
        Long.NEG_ONE = NEG_ONE;
        var MAX_VALUE = fromBits(4294967295 | 0, 2147483647 | 0, false);
        Long.MAX_VALUE = MAX_VALUE;
        var MAX_UNSIGNED_VALUE = fromBits(4294967295 | 0, 4294967295 | 0, true);
        Long.MAX_UNSIGNED_VALUE = MAX_UNSIGNED_VALUE;
        var MIN_VALUE = fromBits(0, 2147483648 | 0, false);
        Long.MIN_VALUE = MIN_VALUE;
        var LongPrototype = Long.prototype;
        LongPrototype.toInt = function toInt() {
          return this.unsigned ? this.low >>> 0 : this.low;
        };
        LongPrototype.toNumber = function toNumber3() {
          if (this.unsigned)
            return (this.high >>> 0) * TWO_PWR_32_DBL + (this.low >>> 0);
          return this.high * TWO_PWR_32_DBL + (this.low >>> 0);
        };
        LongPrototype.toString = function toString(radix) {
          radix = radix || 10;
          if (radix < 2 || 36 < radix) throw RangeError("radix");
          if (this.isZero()) return "0";
          if (this.isNegative()) {
            if (this.eq(MIN_VALUE)) {
              var radixLong = fromNumber(radix), div = this.div(radixLong), rem1 = div.mul(radixLong).sub(this);
              return div.toString(radix) + rem1.toInt().toString(radix);
            } else return "-" + this.neg().toString(radix);
          }
          var radixToPower = fromNumber(pow_dbl(radix, 6), this.unsigned), rem = this;
          var result = "";
          while (true) {
            var remDiv = rem.div(radixToPower), intval = rem.sub(remDiv.mul(radixToPower)).toInt() >>> 0, digits = intval.toString(radix);
            rem = remDiv;
            if (rem.isZero()) return digits + result;
            else {
              while (digits.length < 6) digits = "0" + digits;
              result = "" + digits + result;
            }
          }
        };
        LongPrototype.getHighBits = function getHighBits() {
          return this.high;
        };
        LongPrototype.getHighBitsUnsigned = function getHighBitsUnsigned() {
          return this.high >>> 0;
        };
        LongPrototype.getLowBits = function getLowBits() {
          return this.low;
        };
        LongPrototype.getLowBitsUnsigned = function getLowBitsUnsigned() {
          return this.low >>> 0;
        };
        LongPrototype.getNumBitsAbs = function getNumBitsAbs() {
          if (this.isNegative())
            return this.eq(MIN_VALUE) ? 64 : this.neg().getNumBitsAbs();
          var val = this.high != 0 ? this.high : this.low;
          for (var bit = 31; bit > 0; bit--) if ((val & 1 << bit) != 0) break;
          return this.high != 0 ? bit + 33 : bit + 1;
        };
        LongPrototype.isSafeInteger = function isSafeInteger() {
          var top11Bits = this.high >> 21;
          if (!top11Bits) return true;
          if (this.unsigned) return false;
          return top11Bits === -1 && !(this.low === 0 && this.high === -2097152);
        };
        LongPrototype.isZero = function isZero() {
          return this.high === 0 && this.low === 0;
        };
        LongPrototype.eqz = LongPrototype.isZero;
        LongPrototype.isNegative = function isNegative() {
          return !this.unsigned && this.high < 0;
        };
        LongPrototype.isPositive = function isPositive() {
          return this.unsigned || this.high >= 0;
        };
        LongPrototype.isOdd = function isOdd() {
          return (this.low & 1) === 1;
        };
        LongPrototype.isEven = function isEven() {
          return (this.low & 1) === 0;
        };
        LongPrototype.equals = function equals(other) {
          if (!isLong(other)) other = fromValue(other);
          if (this.unsigned !== other.unsigned && this.high >>> 31 === 1 && other.high >>> 31 === 1)
            return false;
          return this.high === other.high && this.low === other.low;
        };
        LongPrototype.eq = LongPrototype.equals;
        LongPrototype.notEquals = function notEquals(other) {
          return !this.eq(
            /* validates */
            other
          );
        };
        LongPrototype.neq = LongPrototype.notEquals;
        LongPrototype.ne = LongPrototype.notEquals;
        LongPrototype.lessThan = function lessThan(other) {
          return this.comp(
            /* validates */
            other
          ) < 0;
        };
        LongPrototype.lt = LongPrototype.lessThan;
        LongPrototype.lessThanOrEqual = function lessThanOrEqual(other) {
          return this.comp(
            /* validates */
            other
          ) <= 0;
        };
        LongPrototype.lte = LongPrototype.lessThanOrEqual;
        LongPrototype.le = LongPrototype.lessThanOrEqual;
        LongPrototype.greaterThan = function greaterThan(other) {
          return this.comp(
            /* validates */
            other
          ) > 0;
        };
        LongPrototype.gt = LongPrototype.greaterThan;
        LongPrototype.greaterThanOrEqual = function greaterThanOrEqual(other) {
          return this.comp(
            /* validates */
            other
          ) >= 0;
        };
        LongPrototype.gte = LongPrototype.greaterThanOrEqual;
        LongPrototype.ge = LongPrototype.greaterThanOrEqual;
        LongPrototype.compare = function compare(other) {
          if (!isLong(other)) other = fromValue(other);
          if (this.eq(other)) return 0;
          var thisNeg = this.isNegative(), otherNeg = other.isNegative();
          if (thisNeg && !otherNeg) return -1;
          if (!thisNeg && otherNeg) return 1;
          if (!this.unsigned) return this.sub(other).isNegative() ? -1 : 1;
          return other.high >>> 0 > this.high >>> 0 || other.high === this.high && other.low >>> 0 > this.low >>> 0 ? -1 : 1;
        };
        LongPrototype.comp = LongPrototype.compare;
        LongPrototype.negate = function negate() {
          if (!this.unsigned && this.eq(MIN_VALUE)) return MIN_VALUE;
          return this.not().add(ONE);
        };
        LongPrototype.neg = LongPrototype.negate;
        LongPrototype.add = function add(addend) {
          if (!isLong(addend)) addend = fromValue(addend);
          var a48 = this.high >>> 16;
          var a32 = this.high & 65535;
          var a16 = this.low >>> 16;
          var a00 = this.low & 65535;
          var b48 = addend.high >>> 16;
          var b32 = addend.high & 65535;
          var b16 = addend.low >>> 16;
          var b00 = addend.low & 65535;
          var c48 = 0, c32 = 0, c16 = 0, c00 = 0;
          c00 += a00 + b00;
          c16 += c00 >>> 16;
          c00 &= 65535;
          c16 += a16 + b16;
          c32 += c16 >>> 16;
          c16 &= 65535;
          c32 += a32 + b32;
          c48 += c32 >>> 16;
          c32 &= 65535;
          c48 += a48 + b48;
          c48 &= 65535;
          return fromBits(c16 << 16 | c00, c48 << 16 | c32, this.unsigned);
        };
        LongPrototype.subtract = function subtract(subtrahend) {
          if (!isLong(subtrahend)) subtrahend = fromValue(subtrahend);
          return this.add(subtrahend.neg());
        };
        LongPrototype.sub = LongPrototype.subtract;
        LongPrototype.multiply = function multiply(multiplier) {
          if (this.isZero()) return this;
          if (!isLong(multiplier)) multiplier = fromValue(multiplier);
          if (wasm) {
            var low = wasm["mul"](
              this.low,
              this.high,
              multiplier.low,
              multiplier.high
            );
            return fromBits(low, wasm["get_high"](), this.unsigned);
          }
          if (multiplier.isZero()) return this.unsigned ? UZERO : ZERO;
          if (this.eq(MIN_VALUE)) return multiplier.isOdd() ? MIN_VALUE : ZERO;
          if (multiplier.eq(MIN_VALUE)) return this.isOdd() ? MIN_VALUE : ZERO;
          if (this.isNegative()) {
            if (multiplier.isNegative()) return this.neg().mul(multiplier.neg());
            else return this.neg().mul(multiplier).neg();
          } else if (multiplier.isNegative())
            return this.mul(multiplier.neg()).neg();
          if (this.lt(TWO_PWR_24) && multiplier.lt(TWO_PWR_24))
            return fromNumber(
              this.toNumber() * multiplier.toNumber(),
              this.unsigned
            );
          var a48 = this.high >>> 16;
          var a32 = this.high & 65535;
          var a16 = this.low >>> 16;
          var a00 = this.low & 65535;
          var b48 = multiplier.high >>> 16;
          var b32 = multiplier.high & 65535;
          var b16 = multiplier.low >>> 16;
          var b00 = multiplier.low & 65535;
          var c48 = 0, c32 = 0, c16 = 0, c00 = 0;
          c00 += a00 * b00;
          c16 += c00 >>> 16;
          c00 &= 65535;
          c16 += a16 * b00;
          c32 += c16 >>> 16;
          c16 &= 65535;
          c16 += a00 * b16;
          c32 += c16 >>> 16;
          c16 &= 65535;
          c32 += a32 * b00;
          c48 += c32 >>> 16;
          c32 &= 65535;
          c32 += a16 * b16;
          c48 += c32 >>> 16;
          c32 &= 65535;
          c32 += a00 * b32;
          c48 += c32 >>> 16;
          c32 &= 65535;
          c48 += a48 * b00 + a32 * b16 + a16 * b32 + a00 * b48;
          c48 &= 65535;
          return fromBits(c16 << 16 | c00, c48 << 16 | c32, this.unsigned);
        };
        LongPrototype.mul = LongPrototype.multiply;
        LongPrototype.divide = function divide(divisor) {
          if (!isLong(divisor)) divisor = fromValue(divisor);
          if (divisor.isZero()) throw Error("division by zero");
          if (wasm) {
            if (!this.unsigned && this.high === -2147483648 && divisor.low === -1 && divisor.high === -1) {
              return this;
            }
            var low = (this.unsigned ? wasm["div_u"] : wasm["div_s"])(
              this.low,
              this.high,
              divisor.low,
              divisor.high
            );
            return fromBits(low, wasm["get_high"](), this.unsigned);
          }
          if (this.isZero()) return this.unsigned ? UZERO : ZERO;
          var approx, rem, res;
          if (!this.unsigned) {
            if (this.eq(MIN_VALUE)) {
              if (divisor.eq(ONE) || divisor.eq(NEG_ONE))
                return MIN_VALUE;
              else if (divisor.eq(MIN_VALUE)) return ONE;
              else {
                var halfThis = this.shr(1);
                approx = halfThis.div(divisor).shl(1);
                if (approx.eq(ZERO)) {
                  return divisor.isNegative() ? ONE : NEG_ONE;
                } else {
                  rem = this.sub(divisor.mul(approx));
                  res = approx.add(rem.div(divisor));
                  return res;
                }
              }
            } else if (divisor.eq(MIN_VALUE)) return this.unsigned ? UZERO : ZERO;
            if (this.isNegative()) {
              if (divisor.isNegative()) return this.neg().div(divisor.neg());
              return this.neg().div(divisor).neg();
            } else if (divisor.isNegative()) return this.div(divisor.neg()).neg();
            res = ZERO;
          } else {
            if (!divisor.unsigned) divisor = divisor.toUnsigned();
            if (divisor.gt(this)) return UZERO;
            if (divisor.gt(this.shru(1)))
              return UONE;
            res = UZERO;
          }
          rem = this;
          while (rem.gte(divisor)) {
            approx = Math.max(1, Math.floor(rem.toNumber() / divisor.toNumber()));
            var log2 = Math.ceil(Math.log(approx) / Math.LN2), delta = log2 <= 48 ? 1 : pow_dbl(2, log2 - 48), approxRes = fromNumber(approx), approxRem = approxRes.mul(divisor);
            while (approxRem.isNegative() || approxRem.gt(rem)) {
              approx -= delta;
              approxRes = fromNumber(approx, this.unsigned);
              approxRem = approxRes.mul(divisor);
            }
            if (approxRes.isZero()) approxRes = ONE;
            res = res.add(approxRes);
            rem = rem.sub(approxRem);
          }
          return res;
        };
        LongPrototype.div = LongPrototype.divide;
        LongPrototype.modulo = function modulo(divisor) {
          if (!isLong(divisor)) divisor = fromValue(divisor);
          if (wasm) {
            var low = (this.unsigned ? wasm["rem_u"] : wasm["rem_s"])(
              this.low,
              this.high,
              divisor.low,
              divisor.high
            );
            return fromBits(low, wasm["get_high"](), this.unsigned);
          }
          return this.sub(this.div(divisor).mul(divisor));
        };
        LongPrototype.mod = LongPrototype.modulo;
        LongPrototype.rem = LongPrototype.modulo;
        LongPrototype.not = function not() {
          return fromBits(~this.low, ~this.high, this.unsigned);
        };
        LongPrototype.countLeadingZeros = function countLeadingZeros() {
          return this.high ? Math.clz32(this.high) : Math.clz32(this.low) + 32;
        };
        LongPrototype.clz = LongPrototype.countLeadingZeros;
        LongPrototype.countTrailingZeros = function countTrailingZeros() {
          return this.low ? ctz32(this.low) : ctz32(this.high) + 32;
        };
        LongPrototype.ctz = LongPrototype.countTrailingZeros;
        LongPrototype.and = function and(other) {
          if (!isLong(other)) other = fromValue(other);
          return fromBits(
            this.low & other.low,
            this.high & other.high,
            this.unsigned
          );
        };
        LongPrototype.or = function or(other) {
          if (!isLong(other)) other = fromValue(other);
          return fromBits(
            this.low | other.low,
            this.high | other.high,
            this.unsigned
          );
        };
        LongPrototype.xor = function xor(other) {
          if (!isLong(other)) other = fromValue(other);
          return fromBits(
            this.low ^ other.low,
            this.high ^ other.high,
            this.unsigned
          );
        };
        LongPrototype.shiftLeft = function shiftLeft(numBits) {
          if (isLong(numBits)) numBits = numBits.toInt();
          if ((numBits &= 63) === 0) return this;
          else if (numBits < 32)
            return fromBits(
              this.low << numBits,
              this.high << numBits | this.low >>> 32 - numBits,
              this.unsigned
            );
          else return fromBits(0, this.low << numBits - 32, this.unsigned);
        };
        LongPrototype.shl = LongPrototype.shiftLeft;
        LongPrototype.shiftRight = function shiftRight(numBits) {
          if (isLong(numBits)) numBits = numBits.toInt();
          if ((numBits &= 63) === 0) return this;
          else if (numBits < 32)
            return fromBits(
              this.low >>> numBits | this.high << 32 - numBits,
              this.high >> numBits,
              this.unsigned
            );
          else
            return fromBits(
              this.high >> numBits - 32,
              this.high >= 0 ? 0 : -1,
              this.unsigned
            );
        };
        LongPrototype.shr = LongPrototype.shiftRight;
        LongPrototype.shiftRightUnsigned = function shiftRightUnsigned(numBits) {
          if (isLong(numBits)) numBits = numBits.toInt();
          if ((numBits &= 63) === 0) return this;
          if (numBits < 32)
            return fromBits(
              this.low >>> numBits | this.high << 32 - numBits,
              this.high >>> numBits,
              this.unsigned
            );
          if (numBits === 32) return fromBits(this.high, 0, this.unsigned);
          return fromBits(this.high >>> numBits - 32, 0, this.unsigned);
        };
        LongPrototype.shru = LongPrototype.shiftRightUnsigned;
        LongPrototype.shr_u = LongPrototype.shiftRightUnsigned;
        LongPrototype.rotateLeft = function rotateLeft(numBits) {
          var b;
          if (isLong(numBits)) numBits = numBits.toInt();
          if ((numBits &= 63) === 0) return this;
          if (numBits === 32) return fromBits(this.high, this.low, this.unsigned);
          if (numBits < 32) {
            b = 32 - numBits;
            return fromBits(
              this.low << numBits | this.high >>> b,
              this.high << numBits | this.low >>> b,
              this.unsigned
            );
          }
          numBits -= 32;
          b = 32 - numBits;
          return fromBits(
            this.high << numBits | this.low >>> b,
            this.low << numBits | this.high >>> b,
            this.unsigned
          );
        };
        LongPrototype.rotl = LongPrototype.rotateLeft;
        LongPrototype.rotateRight = function rotateRight(numBits) {
          var b;
          if (isLong(numBits)) numBits = numBits.toInt();
          if ((numBits &= 63) === 0) return this;
          if (numBits === 32) return fromBits(this.high, this.low, this.unsigned);
          if (numBits < 32) {
            b = 32 - numBits;
            return fromBits(
              this.high << b | this.low >>> numBits,
              this.low << b | this.high >>> numBits,
              this.unsigned
            );
          }
          numBits -= 32;
          b = 32 - numBits;
          return fromBits(
            this.low << b | this.high >>> numBits,
            this.high << b | this.low >>> numBits,
            this.unsigned
          );
        };
        LongPrototype.rotr = LongPrototype.rotateRight;
        LongPrototype.toSigned = function toSigned() {
          if (!this.unsigned) return this;
          return fromBits(this.low, this.high, false);
        };
        LongPrototype.toUnsigned = function toUnsigned() {
          if (this.unsigned) return this;
          return fromBits(this.low, this.high, true);
        };
        LongPrototype.toBytes = function toBytes(le) {
          return le ? this.toBytesLE() : this.toBytesBE();
        };
        LongPrototype.toBytesLE = function toBytesLE() {
          var hi = this.high, lo = this.low;
          return [
            lo & 255,
            lo >>> 8 & 255,
            lo >>> 16 & 255,
            lo >>> 24,
            hi & 255,
            hi >>> 8 & 255,
            hi >>> 16 & 255,
            hi >>> 24
          ];
        };
        LongPrototype.toBytesBE = function toBytesBE() {
          var hi = this.high, lo = this.low;
          return [
            hi >>> 24,
            hi >>> 16 & 255,
            hi >>> 8 & 255,
            hi & 255,
            lo >>> 24,
            lo >>> 16 & 255,
            lo >>> 8 & 255,
            lo & 255
          ];
        };
        Long.fromBytes = function fromBytes(bytes, unsigned, le) {
          return le ? Long.fromBytesLE(bytes, unsigned) : Long.fromBytesBE(bytes, unsigned);
        };
        Long.fromBytesLE = function fromBytesLE(bytes, unsigned) {
          return new Long(
            bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24,
            bytes[4] | bytes[5] << 8 | bytes[6] << 16 | bytes[7] << 24,
            unsigned
          );
        };
        Long.fromBytesBE = function fromBytesBE(bytes, unsigned) {
          return new Long(
            bytes[4] << 24 | bytes[5] << 16 | bytes[6] << 8 | bytes[7],
            bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3],
            unsigned
          );
        };
        if (typeof BigInt === "function") {
          Long.fromBigInt = function fromBigInt(value, unsigned) {
            var lowBits = Number(BigInt.asIntN(32, value));
            var highBits = Number(BigInt.asIntN(32, value >> BigInt(32)));
            return fromBits(lowBits, highBits, unsigned);
          };
          Long.fromValue = function fromValueWithBigInt(value, unsigned) {
            if (typeof value === "bigint") return Long.fromBigInt(value, unsigned);
            return fromValue(value, unsigned);
          };
          LongPrototype.toBigInt = function toBigInt() {
            var lowBigInt = BigInt(this.low >>> 0);
            var highBigInt = BigInt(this.unsigned ? this.high >>> 0 : this.high);
            return highBigInt << BigInt(32) | lowBigInt;
          };
        }
        var _default2 = _exports.default = Long;
      }
    );
  }
});

// node_modules/protobufjs/src/util/minimal.js
var require_minimal = __commonJS({
  "node_modules/protobufjs/src/util/minimal.js"(exports2) {
    "use strict";
    var util = exports2;
    util.asPromise = require_aspromise();
    util.base64 = require_base64();
    util.EventEmitter = require_eventemitter();
    util.float = require_float();
    util.utf8 = require_utf8();
    util.pool = require_pool();
    util.LongBits = require_longbits();
    function isUnsafeProperty(key2) {
      return key2 === "__proto__" || key2 === "prototype" || key2 === "constructor";
    }
    util.isUnsafeProperty = isUnsafeProperty;
    util.isNode = Boolean(typeof global !== "undefined" && global && global.process && global.process.versions && global.process.versions.node);
    util.global = util.isNode && global || typeof window !== "undefined" && window || typeof self !== "undefined" && self || typeof globalThis !== "undefined" && globalThis || exports2;
    util.emptyArray = Object.freeze ? Object.freeze([]) : (
      /* istanbul ignore next */
      []
    );
    util.emptyObject = Object.freeze ? Object.freeze({}) : (
      /* istanbul ignore next */
      {}
    );
    util.isInteger = Number.isInteger || /* istanbul ignore next */
    function isInteger(value) {
      return typeof value === "number" && isFinite(value) && Math.floor(value) === value;
    };
    util.isString = function isString(value) {
      return typeof value === "string" || value instanceof String;
    };
    util.isObject = function isObject2(value) {
      return value && typeof value === "object";
    };
    util.isset = /**
     * Checks if a property on a message is considered to be present.
     * @param {Object} obj Plain object or message instance
     * @param {string} prop Property name
     * @returns {boolean} `true` if considered to be present, otherwise `false`
     */
    util.isSet = function isSet(obj, prop) {
      var value = obj[prop];
      if (value != null && Object.hasOwnProperty.call(obj, prop))
        return typeof value !== "object" || (Array.isArray(value) ? value.length : Object.keys(value).length) > 0;
      return false;
    };
    util.Buffer = (function() {
      try {
        var Buffer2 = util.global.Buffer;
        return Buffer2.prototype.utf8Write || util.isNode ? Buffer2 : (
          /* istanbul ignore next */
          null
        );
      } catch (e) {
        return null;
      }
    })();
    util.newBuffer = function newBuffer(sizeOrArray) {
      var Buffer2 = util.Buffer;
      return typeof sizeOrArray === "number" ? Buffer2 ? Buffer2.allocUnsafe(sizeOrArray) : new Uint8Array(sizeOrArray) : Buffer2 ? Buffer2.from(sizeOrArray) : new Uint8Array(sizeOrArray);
    };
    util.rawField = function rawField(id, wireType, data) {
      var out = [], tag = id << 3 | wireType;
      tag >>>= 0;
      while (tag > 127) {
        out.push(tag & 127 | 128);
        tag >>>= 7;
      }
      out.push(tag);
      for (var i = 0; i < data.length; ++i)
        out.push(data[i]);
      return util.newBuffer(out);
    };
    util.Array = Uint8Array;
    util.Long = /* istanbul ignore next */
    util.global.dcodeIO && /* istanbul ignore next */
    util.global.dcodeIO.Long || /* istanbul ignore next */
    util.global.Long || (function() {
      try {
        var Long = require_umd();
        return Long && Long.isLong ? Long : null;
      } catch (e) {
        return null;
      }
    })();
    util.key2Re = /^(?:true|false|0|1)$/;
    util.key32Re = /^-?(?:0|[1-9][0-9]*)$/;
    util.key64Re = /^(?:[\x00-\xff]{8}|-?(?:0|[1-9][0-9]*))$/;
    util.longToHash = function longToHash(value) {
      return value ? util.LongBits.from(value).toHash() : util.LongBits.zeroHash;
    };
    util.longFromHash = function longFromHash(hash, unsigned) {
      var bits = util.LongBits.fromHash(hash);
      if (util.Long)
        return util.Long.fromBits(bits.lo, bits.hi, unsigned);
      return bits.toNumber(Boolean(unsigned));
    };
    util.longFromKey = function longFromKey(key2, unsigned) {
      return util.key64Re.test(key2) && !util.key32Re.test(key2) ? util.longFromHash(key2, unsigned) : key2;
    };
    util.boolFromKey = function boolFromKey(key2) {
      return key2 === "true" || key2 === "1";
    };
    function merge3(dst) {
      var ifNotSet = typeof arguments[arguments.length - 1] === "boolean", limit = ifNotSet ? arguments.length - 1 : arguments.length;
      ifNotSet = ifNotSet && arguments[arguments.length - 1];
      for (var a = 1; a < limit; ++a) {
        var src = arguments[a];
        if (!src)
          continue;
        for (var keys = Object.keys(src), i = 0; i < keys.length; ++i)
          if (!isUnsafeProperty(keys[i]) && (!ifNotSet || !Object.prototype.hasOwnProperty.call(dst, keys[i]) || dst[keys[i]] === void 0))
            dst[keys[i]] = src[keys[i]];
      }
      return dst;
    }
    util.merge = merge3;
    util.nestingLimit = 32;
    util.recursionLimit = 100;
    util.makeProp = function makeProp(obj, key2, enumerable) {
      if (Object.prototype.hasOwnProperty.call(obj, key2))
        return;
      Object.defineProperty(obj, key2, {
        enumerable: enumerable === void 0 ? true : enumerable,
        configurable: true,
        writable: true
      });
    };
    util.lcFirst = function lcFirst(str) {
      return str.charAt(0).toLowerCase() + str.substring(1);
    };
    function newError2(name2) {
      function CustomError(message, properties) {
        if (!(this instanceof CustomError))
          return new CustomError(message, properties);
        Object.defineProperty(this, "message", { get: function() {
          return message;
        } });
        if (Error.captureStackTrace)
          Error.captureStackTrace(this, CustomError);
        else
          Object.defineProperty(this, "stack", { value: new Error().stack || "" });
        if (properties)
          merge3(this, properties);
      }
      CustomError.prototype = Object.create(Error.prototype, {
        constructor: {
          value: CustomError,
          writable: true,
          enumerable: false,
          configurable: true
        },
        name: {
          get: function get() {
            return name2;
          },
          set: void 0,
          enumerable: false,
          // configurable: false would accurately preserve the behavior of
          // the original, but I'm guessing that was not intentional.
          // For an actual error subclass, this property would
          // be configurable.
          configurable: true
        },
        toString: {
          value: function value() {
            return this.name + ": " + this.message;
          },
          writable: true,
          enumerable: false,
          configurable: true
        }
      });
      return CustomError;
    }
    util.newError = newError2;
    util.ProtocolError = newError2("ProtocolError");
    util.oneOfGetter = function getOneOf(fieldNames) {
      var fieldMap = {};
      for (var i = 0; i < fieldNames.length; ++i)
        fieldMap[fieldNames[i]] = 1;
      return function() {
        for (var keys = Object.keys(this), i2 = keys.length - 1; i2 > -1; --i2)
          if (fieldMap[keys[i2]] === 1 && this[keys[i2]] !== void 0 && this[keys[i2]] !== null)
            return keys[i2];
      };
    };
    util.oneOfSetter = function setOneOf(fieldNames) {
      return function(name2) {
        for (var i = 0; i < fieldNames.length; ++i)
          if (fieldNames[i] !== name2)
            delete this[fieldNames[i]];
      };
    };
    util.toJSONOptions = {
      longs: String,
      enums: String,
      bytes: String,
      json: true
    };
  }
});

// node_modules/protobufjs/src/writer.js
var require_writer = __commonJS({
  "node_modules/protobufjs/src/writer.js"(exports2, module2) {
    "use strict";
    module2.exports = Writer;
    var util = require_minimal();
    var BufferWriter;
    var LongBits = util.LongBits;
    var base642 = util.base64;
    var utf82 = util.utf8;
    function Writer() {
      this.pos = 0;
      this.buf = this.constructor.alloc(Writer.initialBufferSize);
      this.view = null;
      this.states = null;
    }
    Writer.initialBufferSize = 128;
    Object.defineProperty(Writer.prototype, "len", {
      configurable: true,
      enumerable: true,
      get: function get_len() {
        return this.pos;
      }
    });
    var create = function create2() {
      return util.Buffer ? function create_buffer_setup() {
        return (Writer.create = function create_buffer() {
          return new BufferWriter();
        })();
      } : function create_array() {
        return new Writer();
      };
    };
    Writer.create = create();
    Writer.alloc = function alloc(size) {
      return new Uint8Array(size);
    };
    Writer.alloc = util.pool(Writer.alloc, Uint8Array.prototype.subarray);
    function sizeVarint32(value) {
      return value < 128 ? 1 : value < 16384 ? 2 : value < 2097152 ? 3 : value < 268435456 ? 4 : 5;
    }
    Writer.prototype._reserve = function _reserve(n) {
      var need = this.pos + n;
      if (need > this.buf.length) {
        var size = this.buf.length << 1;
        if (size < need)
          size = need;
        var buf = this.constructor.alloc(size);
        buf.set(this.buf.subarray(0, this.pos), 0);
        this.buf = buf;
        this.view = null;
      }
    };
    function writeStringAscii(val, buf, pos2) {
      for (var i = 0; i < val.length; )
        buf[pos2++] = val.charCodeAt(i++);
    }
    function writeVarint32(val, buf, pos2) {
      while (val > 127) {
        buf[pos2++] = val & 127 | 128;
        val >>>= 7;
      }
      buf[pos2] = val;
      return pos2 + 1;
    }
    Writer.prototype.uint32 = function write_uint32(value) {
      value = value >>> 0;
      this._reserve(5);
      var pos2 = this.pos;
      this.pos = writeVarint32(value, this.buf, pos2);
      return this;
    };
    Writer.prototype.int32 = function write_int32(value) {
      if ((value |= 0) < 0) {
        this._reserve(10);
        writeVarint64(LongBits.fromNumber(value), this.buf, this.pos);
        this.pos += 10;
        return this;
      }
      return this.uint32(value);
    };
    Writer.prototype.sint32 = function write_sint32(value) {
      return this.uint32((value << 1 ^ value >> 31) >>> 0);
    };
    function writeVarint64(val, buf, pos2) {
      var lo = val.lo, hi = val.hi;
      while (hi) {
        buf[pos2++] = lo & 127 | 128;
        lo = (lo >>> 7 | hi << 25) >>> 0;
        hi >>>= 7;
      }
      while (lo > 127) {
        buf[pos2++] = lo & 127 | 128;
        lo = lo >>> 7;
      }
      buf[pos2] = lo;
      return pos2 + 1;
    }
    Writer.prototype.uint64 = function write_uint64(value) {
      var bits = LongBits.from(value);
      this._reserve(10);
      var pos2 = this.pos;
      this.pos = writeVarint64(bits, this.buf, pos2);
      return this;
    };
    Writer.prototype.int64 = Writer.prototype.uint64;
    Writer.prototype.sint64 = function write_sint64(value) {
      var bits = LongBits.from(value).zzEncode();
      this._reserve(10);
      var pos2 = this.pos;
      this.pos = writeVarint64(bits, this.buf, pos2);
      return this;
    };
    Writer.prototype.bool = function write_bool(value) {
      this._reserve(1);
      this.buf[this.pos++] = value ? 1 : 0;
      return this;
    };
    function writeFixed32(val, buf, pos2) {
      buf[pos2] = val & 255;
      buf[pos2 + 1] = val >>> 8 & 255;
      buf[pos2 + 2] = val >>> 16 & 255;
      buf[pos2 + 3] = val >>> 24;
    }
    Writer.prototype.fixed32 = function write_fixed32(value) {
      this._reserve(4);
      writeFixed32(value >>> 0, this.buf, this.pos);
      this.pos += 4;
      return this;
    };
    Writer.prototype.sfixed32 = Writer.prototype.fixed32;
    Writer.prototype.fixed64 = function write_fixed64(value) {
      var bits = LongBits.from(value);
      this._reserve(8);
      writeFixed32(bits.lo, this.buf, this.pos);
      writeFixed32(bits.hi, this.buf, this.pos + 4);
      this.pos += 8;
      return this;
    };
    Writer.prototype.sfixed64 = Writer.prototype.fixed64;
    Writer.prototype.float = function write_float(value) {
      this._reserve(4);
      util.float.writeFloatLE(value, this.buf, this.pos);
      this.pos += 4;
      return this;
    };
    Writer.prototype.double = function write_double(value) {
      this._reserve(8);
      util.float.writeDoubleLE(value, this.buf, this.pos);
      this.pos += 8;
      return this;
    };
    Writer.prototype.bytes = function write_bytes(value) {
      var len = value.length >>> 0;
      if (!len) {
        this._reserve(1);
        this.buf[this.pos++] = 0;
        return this;
      }
      if (util.isString(value)) {
        var buf = Writer.alloc(len = base642.length(value));
        base642.decode(value, buf, 0);
        value = buf;
      }
      this.uint32(len);
      this._reserve(len);
      this.buf.set(value, this.pos);
      this.pos += len;
      return this;
    };
    Writer.prototype.raw = function write_raw(value) {
      var len = value.length >>> 0;
      if (!len)
        return this;
      this._reserve(len);
      this.buf.set(value, this.pos);
      this.pos += len;
      return this;
    };
    Writer.prototype._delim = function _delim(pos2, len) {
      var n = sizeVarint32(len);
      if (n > 1)
        this.buf.copyWithin(pos2 + n, pos2 + 1, pos2 + 1 + len);
      writeVarint32(len, this.buf, pos2);
      this.pos = pos2 + n + len;
      return this;
    };
    Writer.prototype.string = function write_string(value) {
      var n = value.length;
      if (!n) {
        this._reserve(1);
        this.buf[this.pos++] = 0;
        return this;
      }
      if (n < 128) {
        this._reserve(n * 3 + 5);
        var lenPos = this.pos;
        return this._delim(lenPos, utf82.write(value, this.buf, lenPos + 1));
      }
      var len = utf82.length(value);
      this.uint32(len);
      this._reserve(len);
      if (len === value.length)
        writeStringAscii(value, this.buf, this.pos);
      else
        utf82.write(value, this.buf, this.pos);
      this.pos += len;
      return this;
    };
    Writer.prototype.uint32s = function write_uint32s(value) {
      var n = value.length;
      this._reserve(n * 5 + 5);
      var buf = this.buf, lenPos = this.pos, p = lenPos + 1;
      for (var i = 0; i < n; ++i)
        p = writeVarint32(value[i] >>> 0, buf, p);
      return this._delim(lenPos, p - lenPos - 1);
    };
    Writer.prototype.int32s = function write_int32s(value) {
      var n = value.length;
      this._reserve(n * 10 + 5);
      var buf = this.buf, lenPos = this.pos, pos2 = lenPos + 1, val;
      for (var i = 0; i < n; ++i) {
        if ((val = value[i] | 0) < 0) {
          pos2 = writeVarint64(LongBits.fromNumber(val), buf, pos2);
        } else {
          pos2 = writeVarint32(val, buf, pos2);
        }
      }
      return this._delim(lenPos, pos2 - lenPos - 1);
    };
    Writer.prototype.sint32s = function write_sint32s(value) {
      var n = value.length;
      this._reserve(n * 5 + 5);
      var buf = this.buf, lenPos = this.pos, pos2 = lenPos + 1;
      for (var i = 0; i < n; ++i)
        pos2 = writeVarint32((value[i] << 1 ^ value[i] >> 31) >>> 0, buf, pos2);
      return this._delim(lenPos, pos2 - lenPos - 1);
    };
    Writer.prototype.uint64s = function write_uint64s(value) {
      var n = value.length;
      this._reserve(n * 10 + 5);
      var buf = this.buf, lenPos = this.pos, pos2 = lenPos + 1;
      for (var i = 0; i < n; ++i) {
        pos2 = writeVarint64(LongBits.from(value[i]), buf, pos2);
      }
      return this._delim(lenPos, pos2 - lenPos - 1);
    };
    Writer.prototype.int64s = Writer.prototype.uint64s;
    Writer.prototype.sint64s = function write_sint64s(value) {
      var n = value.length;
      this._reserve(n * 10 + 5);
      var buf = this.buf, lenPos = this.pos, pos2 = lenPos + 1;
      for (var i = 0; i < n; ++i) {
        pos2 = writeVarint64(LongBits.from(value[i]).zzEncode(), buf, pos2);
      }
      return this._delim(lenPos, pos2 - lenPos - 1);
    };
    Writer.prototype.bools = function write_bools(value) {
      var n = value.length;
      this.uint32(n);
      this._reserve(n);
      var buf = this.buf, p = this.pos;
      for (var i = 0; i < n; ++i)
        buf[p++] = value[i] ? 1 : 0;
      this.pos += n;
      return this;
    };
    var VIEW_THRESHOLD_FLOAT = 16;
    var VIEW_THRESHOLD_INT = 128;
    function getLazyView(writer, count3, threshold) {
      var view = writer.view;
      if (view || count3 < threshold)
        return view;
      var buf = writer.buf;
      return writer.view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
    }
    Writer.prototype.fixed32s = function write_fixed32s(value) {
      var n = value.length, bytes = n * 4;
      this.uint32(bytes);
      this._reserve(bytes);
      var p = this.pos, i, dv = getLazyView(this, n, VIEW_THRESHOLD_INT);
      if (dv)
        for (i = 0; i < n; ++i) {
          dv.setUint32(p, value[i] >>> 0, true);
          p += 4;
        }
      else {
        var buf = this.buf;
        for (i = 0; i < n; ++i) {
          writeFixed32(value[i] >>> 0, buf, p);
          p += 4;
        }
      }
      this.pos += bytes;
      return this;
    };
    Writer.prototype.sfixed32s = Writer.prototype.fixed32s;
    Writer.prototype.fixed64s = function write_fixed64s(value) {
      var n = value.length, bytes = n * 8;
      this.uint32(bytes);
      this._reserve(bytes);
      var p = this.pos, i, bits, dv = getLazyView(this, n, VIEW_THRESHOLD_INT);
      if (dv)
        for (i = 0; i < n; ++i) {
          bits = LongBits.from(value[i]);
          dv.setUint32(p, bits.lo, true);
          dv.setUint32(p + 4, bits.hi, true);
          p += 8;
        }
      else {
        var buf = this.buf;
        for (i = 0; i < n; ++i) {
          bits = LongBits.from(value[i]);
          writeFixed32(bits.lo, buf, p);
          writeFixed32(bits.hi, buf, p + 4);
          p += 8;
        }
      }
      this.pos += bytes;
      return this;
    };
    Writer.prototype.sfixed64s = Writer.prototype.fixed64s;
    Writer.prototype.floats = function write_floats(value) {
      var n = value.length, bytes = n * 4;
      this.uint32(bytes);
      this._reserve(bytes);
      var p = this.pos, i, dv = getLazyView(this, n, VIEW_THRESHOLD_FLOAT);
      if (dv)
        for (i = 0; i < n; ++i) {
          dv.setFloat32(p, value[i], true);
          p += 4;
        }
      else {
        var buf = this.buf;
        for (i = 0; i < n; ++i) {
          util.float.writeFloatLE(value[i], buf, p);
          p += 4;
        }
      }
      this.pos += bytes;
      return this;
    };
    Writer.prototype.doubles = function write_doubles(value) {
      var n = value.length, bytes = n * 8;
      this.uint32(bytes);
      this._reserve(bytes);
      var p = this.pos, i, dv = getLazyView(this, n, VIEW_THRESHOLD_FLOAT);
      if (dv)
        for (i = 0; i < n; ++i) {
          dv.setFloat64(p, value[i], true);
          p += 8;
        }
      else {
        var buf = this.buf;
        for (i = 0; i < n; ++i) {
          util.float.writeDoubleLE(value[i], buf, p);
          p += 8;
        }
      }
      this.pos += bytes;
      return this;
    };
    Writer.prototype.fork = function fork() {
      this._reserve(1);
      (this.states || (this.states = [])).push(this.pos);
      this.pos += 1;
      return this;
    };
    Writer.prototype.reset = function reset() {
      var states = this.states;
      if (states && states.length) {
        this.pos = states.pop();
      } else {
        this.pos = 0;
      }
      return this;
    };
    Writer.prototype.ldelim = function ldelim() {
      var states = this.states, len, vlen;
      if (states && states.length) {
        var lenPos = states.pop();
        len = this.pos - lenPos - 1;
        vlen = sizeVarint32(len);
        if (vlen > 1) {
          this._reserve(vlen - 1);
          this.buf.copyWithin(lenPos + vlen, lenPos + 1, lenPos + 1 + len);
          this.pos += vlen - 1;
          writeVarint32(len, this.buf, lenPos);
        } else {
          this.buf[lenPos] = len;
        }
      } else {
        len = this.pos;
        vlen = sizeVarint32(len);
        this._reserve(vlen);
        this.buf.copyWithin(vlen, 0, len);
        writeVarint32(len, this.buf, 0);
        this.pos += vlen;
      }
      return this;
    };
    Writer.prototype.finish = function finish(shared) {
      if (shared)
        return this.buf.subarray(0, this.pos);
      var buf = this.constructor.alloc(this.pos);
      buf.set(this.buf.subarray(0, this.pos), 0);
      return buf;
    };
    Writer.prototype.finishInto = function finishInto(buf, offset) {
      if (offset === void 0)
        offset = 0;
      buf.set(this.buf.subarray(0, this.pos), offset);
      return buf;
    };
    Writer._configure = function(BufferWriter_) {
      BufferWriter = BufferWriter_;
      Writer.create = create();
      BufferWriter._configure();
    };
  }
});

// node_modules/protobufjs/src/writer_buffer.js
var require_writer_buffer = __commonJS({
  "node_modules/protobufjs/src/writer_buffer.js"(exports2, module2) {
    "use strict";
    module2.exports = BufferWriter;
    var Writer = require_writer();
    BufferWriter.prototype = Object.create(Writer.prototype, {
      constructor: {
        value: BufferWriter,
        writable: true,
        enumerable: false,
        configurable: true
      }
    });
    var util = require_minimal();
    function BufferWriter() {
      Writer.call(this);
    }
    var writeStringBuffer;
    BufferWriter._configure = function() {
      BufferWriter.alloc = util.Buffer && util.Buffer.allocUnsafe;
      writeStringBuffer = util.Buffer && util.Buffer.prototype.utf8Write ? function writeStringBuffer_utf8Write(val, buf, pos2) {
        return buf.utf8Write(val, pos2);
      } : function writeStringBuffer_write(val, buf, pos2) {
        return buf.write(val, pos2);
      };
    };
    BufferWriter.prototype.bytes = function write_bytes_buffer(value) {
      if (util.isString(value))
        value = util.Buffer.from(value, "base64");
      var len = value.length >>> 0;
      this.uint32(len);
      if (len) {
        this._reserve(len);
        this.buf.set(value, this.pos);
        this.pos += len;
      }
      return this;
    };
    BufferWriter.prototype.string = function write_string_buffer(value) {
      var n = value.length;
      if (!n) {
        this._reserve(1);
        this.buf[this.pos++] = 0;
        return this;
      }
      if (n < 128) {
        this._reserve(n * 3 + 5);
        var pos2 = this.pos, buf = this.buf;
        return this._delim(
          pos2,
          n < 40 ? util.utf8.write(value, buf, pos2 + 1) : writeStringBuffer(value, buf, pos2 + 1)
        );
      }
      var len = util.Buffer.byteLength(value);
      this.uint32(len);
      this._reserve(len);
      writeStringBuffer(value, this.buf, this.pos);
      this.pos += len;
      return this;
    };
    BufferWriter._configure();
  }
});

// node_modules/protobufjs/src/reader.js
var require_reader = __commonJS({
  "node_modules/protobufjs/src/reader.js"(exports2, module2) {
    "use strict";
    module2.exports = Reader;
    var util = require_minimal();
    var BufferReader;
    var LongBits = util.LongBits;
    var utf82 = util.utf8;
    function indexOutOfRange(reader, writeLength) {
      return RangeError("index out of range: " + reader.pos + " + " + (writeLength || 1) + " > " + reader.len);
    }
    function Reader(buffer) {
      this.buf = buffer;
      this.pos = 0;
      this.len = buffer.length;
      this.view = null;
      this.discardUnknown = Reader.discardUnknown;
    }
    function create_array(buffer) {
      if (Array.isArray(buffer))
        buffer = new Uint8Array(buffer);
      if (buffer instanceof Uint8Array)
        return new Reader(buffer);
      throw Error("illegal buffer");
    }
    var create = function create2() {
      return util.Buffer ? function create_buffer_setup(buffer) {
        return (Reader.create = function create_buffer(buffer2) {
          return util.Buffer.isBuffer(buffer2) ? new BufferReader(buffer2) : create_array(buffer2);
        })(buffer);
      } : create_array;
    };
    Reader.create = create();
    Reader.prototype.raw = function read_raw(start, end) {
      return this.buf.subarray(start, end);
    };
    function readVarint32NearEnd(reader) {
      var value = 0;
      for (var i = 0; i < 4; ++i) {
        if (reader.pos >= reader.len)
          throw indexOutOfRange(reader);
        var b = reader.buf[reader.pos++];
        value = (value | (b & 127) << i * 7) >>> 0;
        if (b < 128)
          return value;
      }
      throw indexOutOfRange(reader);
    }
    Reader.prototype.uint32 = function read_uint32() {
      if (this.len - this.pos < 5) {
        if (this.pos >= this.len)
          throw indexOutOfRange(this);
        if (this.buf[this.pos] >= 128)
          return readVarint32NearEnd(this);
      }
      var buf = this.buf, pos2 = this.pos, value = (buf[pos2] & 127) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 127) << 7) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 127) << 14) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 127) << 21) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 15) << 28) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      for (var i = 0; i < 5; ++i) {
        if (pos2 >= this.len) {
          this.pos = pos2;
          throw indexOutOfRange(this);
        }
        if (buf[pos2++] < 128) {
          this.pos = pos2;
          return value;
        }
      }
      this.pos = pos2;
      throw Error("invalid varint encoding");
    };
    Reader.prototype.tag = function read_tag() {
      if (this.len - this.pos < 5) {
        if (this.pos >= this.len)
          throw indexOutOfRange(this);
        if (this.buf[this.pos] >= 128)
          return readVarint32NearEnd(this);
      }
      var buf = this.buf, pos2 = this.pos, value = (buf[pos2] & 127) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 127) << 7) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 127) << 14) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 127) << 21) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 15) << 28) >>> 0;
      if (buf[pos2] < 128 && (buf[pos2] & 112) === 0) {
        this.pos = pos2 + 1;
        return value;
      }
      this.pos = pos2 + 1;
      throw Error("invalid tag encoding");
    };
    Reader.prototype.size = function read_size() {
      if (this.len - this.pos < 5) {
        if (this.pos >= this.len)
          throw indexOutOfRange(this);
        if (this.buf[this.pos] >= 128)
          return readVarint32NearEnd(this);
      }
      var buf = this.buf, pos2 = this.pos, value = (buf[pos2] & 127) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 127) << 7) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 127) << 14) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      value = (value | (buf[pos2] & 127) << 21) >>> 0;
      if (buf[pos2++] < 128) {
        this.pos = pos2;
        return value;
      }
      this.pos = pos2 + 1;
      if (buf[pos2] > 7)
        throw Error("invalid length encoding");
      return (value | buf[pos2] << 28) >>> 0;
    };
    Reader.prototype.int32 = function read_int32() {
      return this.uint32() | 0;
    };
    Reader.prototype.sint32 = function read_sint32() {
      var value = this.uint32();
      return value >>> 1 ^ -(value & 1) | 0;
    };
    function readLongVarint() {
      var bits = new LongBits(0, 0);
      var i = 0;
      if (this.len - this.pos > 4) {
        for (; i < 4; ++i) {
          bits.lo = (bits.lo | (this.buf[this.pos] & 127) << i * 7) >>> 0;
          if (this.buf[this.pos++] < 128)
            return bits;
        }
        bits.lo = (bits.lo | (this.buf[this.pos] & 127) << 28) >>> 0;
        bits.hi = (bits.hi | (this.buf[this.pos] & 127) >> 4) >>> 0;
        if (this.buf[this.pos++] < 128)
          return bits;
        i = 0;
      } else {
        for (; i < 4; ++i) {
          if (this.pos >= this.len)
            throw indexOutOfRange(this);
          bits.lo = (bits.lo | (this.buf[this.pos] & 127) << i * 7) >>> 0;
          if (this.buf[this.pos++] < 128)
            return bits;
        }
        throw indexOutOfRange(this);
      }
      if (this.len - this.pos > 4) {
        for (; i < 5; ++i) {
          bits.hi = (bits.hi | (this.buf[this.pos] & 127) << i * 7 + 3) >>> 0;
          if (this.buf[this.pos++] < 128)
            return bits;
        }
      } else {
        for (; i < 5; ++i) {
          if (this.pos >= this.len)
            throw indexOutOfRange(this);
          bits.hi = (bits.hi | (this.buf[this.pos] & 127) << i * 7 + 3) >>> 0;
          if (this.buf[this.pos++] < 128)
            return bits;
        }
      }
      throw Error("invalid varint encoding");
    }
    Reader.prototype.bool = function read_bool() {
      var value = false, b;
      for (var i = 0; i < 10; ++i) {
        if (this.pos >= this.len)
          throw indexOutOfRange(this);
        b = this.buf[this.pos++];
        if (b & 127)
          value = true;
        if (b < 128)
          return value;
      }
      throw Error("invalid varint encoding");
    };
    function readFixed32_end(buf, end) {
      return (buf[end - 4] | buf[end - 3] << 8 | buf[end - 2] << 16 | buf[end - 1] << 24) >>> 0;
    }
    Reader.prototype.fixed32 = function read_fixed32() {
      if (this.pos + 4 > this.len)
        throw indexOutOfRange(this, 4);
      return readFixed32_end(this.buf, this.pos += 4);
    };
    Reader.prototype.sfixed32 = function read_sfixed32() {
      if (this.pos + 4 > this.len)
        throw indexOutOfRange(this, 4);
      return readFixed32_end(this.buf, this.pos += 4) | 0;
    };
    function readFixed64() {
      if (this.pos + 8 > this.len)
        throw indexOutOfRange(this, 8);
      return new LongBits(readFixed32_end(this.buf, this.pos += 4), readFixed32_end(this.buf, this.pos += 4));
    }
    Reader.prototype.float = function read_float() {
      if (this.pos + 4 > this.len)
        throw indexOutOfRange(this, 4);
      var value = util.float.readFloatLE(this.buf, this.pos);
      this.pos += 4;
      return value;
    };
    Reader.prototype.double = function read_double() {
      if (this.pos + 8 > this.len)
        throw indexOutOfRange(this, 4);
      var value = util.float.readDoubleLE(this.buf, this.pos);
      this.pos += 8;
      return value;
    };
    Reader.prototype.uint32s = function read_uint32s(array2) {
      if (array2 === void 0) array2 = [];
      var end = this.size() + this.pos, len = this.len, buf = this.buf, pos2 = this.pos, value;
      if (end > len) throw indexOutOfRange(this, end - this.pos);
      this.len = end;
      while (pos2 < end) {
        value = buf[pos2++];
        if (value < 128)
          array2.push(value);
        else {
          this.pos = pos2 - 1;
          array2.push(this.uint32());
          pos2 = this.pos;
        }
      }
      this.pos = pos2;
      if (pos2 !== end) throw RangeError("index out of range");
      this.len = len;
      return array2;
    };
    Reader.prototype.int32s = function read_int32s(array2) {
      if (array2 === void 0) array2 = [];
      var end = this.size() + this.pos, len = this.len, buf = this.buf, pos2 = this.pos, value;
      if (end > len) throw indexOutOfRange(this, end - this.pos);
      this.len = end;
      while (pos2 < end) {
        value = buf[pos2++];
        if (value < 128)
          array2.push(value);
        else {
          this.pos = pos2 - 1;
          array2.push(this.int32());
          pos2 = this.pos;
        }
      }
      this.pos = pos2;
      if (pos2 !== end) throw RangeError("index out of range");
      this.len = len;
      return array2;
    };
    Reader.prototype.sint32s = function read_sint32s(array2) {
      if (array2 === void 0) array2 = [];
      var end = this.size() + this.pos, len = this.len;
      if (end > len) throw indexOutOfRange(this, end - this.pos);
      this.len = end;
      while (this.pos < end)
        array2.push(this.sint32());
      if (this.pos !== end) throw RangeError("index out of range");
      this.len = len;
      return array2;
    };
    Reader.prototype.bools = function read_bools(array2) {
      if (array2 === void 0) array2 = [];
      var end = this.size() + this.pos, len = this.len, buf = this.buf, pos2 = this.pos, value;
      if (end > len) throw indexOutOfRange(this, end - this.pos);
      this.len = end;
      while (pos2 < end) {
        value = buf[pos2++];
        if (value < 128)
          array2.push(value !== 0);
        else {
          this.pos = pos2 - 1;
          array2.push(this.bool());
          pos2 = this.pos;
        }
      }
      this.pos = pos2;
      if (pos2 !== end) throw RangeError("index out of range");
      this.len = len;
      return array2;
    };
    var VIEW_THRESHOLD_FLOAT = 8;
    var VIEW_THRESHOLD_INT = 128;
    function getLazyView(reader, count3, threshold) {
      var view = reader.view;
      if (view || count3 < threshold)
        return view;
      var buf = reader.buf;
      return reader.view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
    }
    Reader.prototype.fixed32s = function read_fixed32s(array2) {
      if (array2 === void 0) array2 = [];
      var len = this.size(), end = this.pos + len;
      if (end > this.len) throw indexOutOfRange(this, len);
      var count3 = len >>> 2, i = array2.length, pos2 = this.pos;
      array2.length = i + count3;
      var dv = getLazyView(this, count3, VIEW_THRESHOLD_INT);
      if (dv)
        for (var k = 0; k < count3; ++k, pos2 += 4) array2[i++] = dv.getUint32(pos2, true);
      else {
        var buf = this.buf;
        for (var j = 0; j < count3; ++j, pos2 += 4) array2[i++] = readFixed32_end(buf, pos2 + 4);
      }
      this.pos = pos2;
      if (pos2 !== end) throw indexOutOfRange(this, 4);
      return array2;
    };
    Reader.prototype.sfixed32s = function read_sfixed32s(array2) {
      if (array2 === void 0) array2 = [];
      var len = this.size(), end = this.pos + len;
      if (end > this.len) throw indexOutOfRange(this, len);
      var count3 = len >>> 2, i = array2.length, pos2 = this.pos;
      array2.length = i + count3;
      var dv = getLazyView(this, count3, VIEW_THRESHOLD_INT);
      if (dv)
        for (var k = 0; k < count3; ++k, pos2 += 4) array2[i++] = dv.getInt32(pos2, true);
      else {
        var buf = this.buf;
        for (var j = 0; j < count3; ++j, pos2 += 4) array2[i++] = readFixed32_end(buf, pos2 + 4) | 0;
      }
      this.pos = pos2;
      if (pos2 !== end) throw indexOutOfRange(this, 4);
      return array2;
    };
    Reader.prototype.floats = function read_floats(array2) {
      if (array2 === void 0) array2 = [];
      var len = this.size(), end = this.pos + len;
      if (end > this.len) throw indexOutOfRange(this, len);
      var count3 = len >>> 2, i = array2.length, pos2 = this.pos;
      array2.length = i + count3;
      var dv = getLazyView(this, count3, VIEW_THRESHOLD_FLOAT);
      if (dv)
        for (var k = 0; k < count3; ++k, pos2 += 4) array2[i++] = dv.getFloat32(pos2, true);
      else {
        var buf = this.buf;
        for (var j = 0; j < count3; ++j, pos2 += 4) array2[i++] = util.float.readFloatLE(buf, pos2);
      }
      this.pos = pos2;
      if (pos2 !== end) throw indexOutOfRange(this, 4);
      return array2;
    };
    Reader.prototype.doubles = function read_doubles(array2) {
      if (array2 === void 0) array2 = [];
      var len = this.size(), end = this.pos + len;
      if (end > this.len) throw indexOutOfRange(this, len);
      var count3 = len >>> 3, i = array2.length, pos2 = this.pos;
      array2.length = i + count3;
      var dv = getLazyView(this, count3, VIEW_THRESHOLD_FLOAT);
      if (dv)
        for (var k = 0; k < count3; ++k, pos2 += 8) array2[i++] = dv.getFloat64(pos2, true);
      else {
        var buf = this.buf;
        for (var j = 0; j < count3; ++j, pos2 += 8) array2[i++] = util.float.readDoubleLE(buf, pos2);
      }
      this.pos = pos2;
      if (pos2 !== end) throw indexOutOfRange(this, 8);
      return array2;
    };
    Reader.prototype.uint64s = function read_uint64s(array2) {
      if (array2 === void 0) array2 = [];
      var end = this.size() + this.pos, len = this.len;
      if (end > len) throw indexOutOfRange(this, end - this.pos);
      this.len = end;
      while (this.pos < end)
        array2.push(this.uint64());
      if (this.pos !== end) throw RangeError("index out of range");
      this.len = len;
      return array2;
    };
    Reader.prototype.int64s = function read_int64s(array2) {
      if (array2 === void 0) array2 = [];
      var end = this.size() + this.pos, len = this.len;
      if (end > len) throw indexOutOfRange(this, end - this.pos);
      this.len = end;
      while (this.pos < end)
        array2.push(this.int64());
      if (this.pos !== end) throw RangeError("index out of range");
      this.len = len;
      return array2;
    };
    Reader.prototype.sint64s = function read_sint64s(array2) {
      if (array2 === void 0) array2 = [];
      var end = this.size() + this.pos, len = this.len;
      if (end > len) throw indexOutOfRange(this, end - this.pos);
      this.len = end;
      while (this.pos < end)
        array2.push(this.sint64());
      if (this.pos !== end) throw RangeError("index out of range");
      this.len = len;
      return array2;
    };
    Reader.prototype.fixed64s = function read_fixed64s(array2) {
      if (array2 === void 0) array2 = [];
      var len = this.size(), end = this.pos + len, i = array2.length;
      if (end > this.len) throw indexOutOfRange(this, len);
      var count3 = len >>> 3;
      array2.length = i + count3;
      for (var j = 0; j < count3; ++j)
        array2[i++] = this.fixed64();
      if (this.pos !== end) throw indexOutOfRange(this, 8);
      return array2;
    };
    Reader.prototype.sfixed64s = function read_sfixed64s(array2) {
      if (array2 === void 0) array2 = [];
      var len = this.size(), end = this.pos + len, i = array2.length;
      if (end > this.len) throw indexOutOfRange(this, len);
      var count3 = len >>> 3;
      array2.length = i + count3;
      for (var j = 0; j < count3; ++j)
        array2[i++] = this.sfixed64();
      if (this.pos !== end) throw indexOutOfRange(this, 8);
      return array2;
    };
    Reader.prototype.bytes = function read_bytes() {
      var length = this.size(), start = this.pos, end = this.pos + length;
      if (end > this.len)
        throw indexOutOfRange(this, length);
      this.pos = end;
      return this.raw(start, end);
    };
    Reader.prototype.string = function read_string() {
      var length = this.size(), start = this.pos, end = this.pos + length;
      if (end > this.len)
        throw indexOutOfRange(this, length);
      this.pos = end;
      return utf82.read(this.buf, start, end);
    };
    Reader.prototype.stringVerify = function read_string_verify() {
      var length = this.size(), start = this.pos, end = this.pos + length;
      if (end > this.len)
        throw indexOutOfRange(this, length);
      this.pos = end;
      return utf82.readStrict(this.buf, start, end);
    };
    Reader.prototype.skip = function skip(length) {
      if (typeof length === "number") {
        if (this.pos + length > this.len)
          throw indexOutOfRange(this, length);
        this.pos += length;
      } else {
        do {
          if (this.pos >= this.len)
            throw indexOutOfRange(this);
        } while (this.buf[this.pos++] & 128);
      }
      return this;
    };
    Reader.recursionLimit = util.recursionLimit;
    Reader.discardUnknown = true;
    Reader.prototype.skipType = function(wireType, depth, fieldNumber) {
      if (depth === void 0) depth = 0;
      if (depth > Reader.recursionLimit)
        throw Error("max depth exceeded");
      if (fieldNumber === 0)
        throw Error("illegal tag: field number 0");
      switch (wireType) {
        case 0:
          this.skip();
          break;
        case 1:
          this.skip(8);
          break;
        case 2:
          this.skip(this.size());
          break;
        case 3:
          while (true) {
            var tag = this.tag();
            var nestedField = tag >>> 3;
            wireType = tag & 7;
            if (!nestedField)
              throw Error("illegal tag: field number 0");
            if (wireType === 4) {
              if (fieldNumber !== void 0 && nestedField !== fieldNumber)
                throw Error("invalid end group tag");
              break;
            }
            this.skipType(wireType, depth + 1, nestedField);
          }
          break;
        case 5:
          this.skip(4);
          break;
        /* istanbul ignore next */
        default:
          throw Error("invalid wire type " + wireType + " at offset " + this.pos);
      }
      return this;
    };
    Reader._configure = function(BufferReader_) {
      BufferReader = BufferReader_;
      Reader.create = create();
      BufferReader._configure();
      var fn = util.Long ? "toLong" : (
        /* istanbul ignore next */
        "toNumber"
      );
      util.merge(Reader.prototype, {
        int64: function read_int64() {
          return readLongVarint.call(this)[fn](false);
        },
        uint64: function read_uint64() {
          return readLongVarint.call(this)[fn](true);
        },
        sint64: function read_sint64() {
          return readLongVarint.call(this).zzDecode()[fn](false);
        },
        fixed64: function read_fixed64() {
          return readFixed64.call(this)[fn](true);
        },
        sfixed64: function read_sfixed64() {
          return readFixed64.call(this)[fn](false);
        }
      });
    };
  }
});

// node_modules/protobufjs/src/reader_buffer.js
var require_reader_buffer = __commonJS({
  "node_modules/protobufjs/src/reader_buffer.js"(exports2, module2) {
    "use strict";
    module2.exports = BufferReader;
    var Reader = require_reader();
    BufferReader.prototype = Object.create(Reader.prototype, {
      constructor: {
        value: BufferReader,
        writable: true,
        enumerable: false,
        configurable: true
      }
    });
    var util = require_minimal();
    function BufferReader(buffer) {
      Reader.call(this, buffer);
    }
    BufferReader._configure = function() {
      if (util.Buffer)
        BufferReader.prototype._slice = util.Buffer.prototype.slice;
    };
    BufferReader.prototype.raw = function read_raw_buffer(start, end) {
      return this._slice.call(this.buf, start, end);
    };
    BufferReader.prototype.string = function read_string_buffer() {
      var len = this.size(), start = this.pos, end = this.pos + len;
      if (end > this.len)
        throw RangeError("index out of range: " + this.pos + " + " + len + " > " + this.len);
      this.pos = end;
      return this.buf.utf8Slice ? this.buf.utf8Slice(start, end) : this.buf.toString("utf-8", start, end);
    };
    BufferReader._configure();
  }
});

// node_modules/protobufjs/src/rpc/service.js
var require_service = __commonJS({
  "node_modules/protobufjs/src/rpc/service.js"(exports2, module2) {
    "use strict";
    module2.exports = Service;
    var util = require_minimal();
    Service.prototype = Object.create(util.EventEmitter.prototype, {
      constructor: {
        value: Service,
        writable: true,
        enumerable: false,
        configurable: true
      }
    });
    function Service(rpcImpl, requestDelimited, responseDelimited) {
      if (typeof rpcImpl !== "function")
        throw TypeError("rpcImpl must be a function");
      util.EventEmitter.call(this);
      this.rpcImpl = rpcImpl;
      this.requestDelimited = Boolean(requestDelimited);
      this.responseDelimited = Boolean(responseDelimited);
    }
    Service.prototype.rpcCall = function rpcCall(method, requestCtor, responseCtor, request2, callback) {
      if (!request2)
        throw TypeError("request must be specified");
      var self2 = this;
      if (!callback)
        return util.asPromise(rpcCall, self2, method, requestCtor, responseCtor, request2);
      if (!self2.rpcImpl) {
        setTimeout(function() {
          callback(Error("already ended"));
        }, 0);
        return void 0;
      }
      try {
        return self2.rpcImpl(
          method,
          requestCtor[self2.requestDelimited ? "encodeDelimited" : "encode"](request2).finish(),
          function rpcCallback(err, response) {
            if (err) {
              self2.emit("error", err, method);
              return callback(err);
            }
            if (response === null) {
              self2.end(
                /* endedByRPC */
                true
              );
              return void 0;
            }
            if (!(response instanceof responseCtor)) {
              try {
                response = responseCtor[self2.responseDelimited ? "decodeDelimited" : "decode"](response);
              } catch (err2) {
                self2.emit("error", err2, method);
                return callback(err2);
              }
            }
            self2.emit("data", response, method);
            return callback(null, response);
          }
        );
      } catch (err) {
        self2.emit("error", err, method);
        setTimeout(function() {
          callback(err);
        }, 0);
        return void 0;
      }
    };
    Service.prototype.end = function end(endedByRPC) {
      if (this.rpcImpl) {
        if (!endedByRPC)
          this.rpcImpl(null, null, null);
        this.rpcImpl = null;
        this.emit("end").off();
      }
      return this;
    };
  }
});

// node_modules/protobufjs/src/rpc.js
var require_rpc = __commonJS({
  "node_modules/protobufjs/src/rpc.js"(exports2) {
    "use strict";
    var rpc = exports2;
    rpc.Service = require_service();
  }
});

// node_modules/protobufjs/src/roots.js
var require_roots = __commonJS({
  "node_modules/protobufjs/src/roots.js"(exports2, module2) {
    "use strict";
    module2.exports = /* @__PURE__ */ Object.create(null);
  }
});

// node_modules/protobufjs/src/index-minimal.js
var require_index_minimal = __commonJS({
  "node_modules/protobufjs/src/index-minimal.js"(exports2) {
    "use strict";
    exports2.build = "minimal";
    exports2.Writer = require_writer();
    exports2.BufferWriter = require_writer_buffer();
    exports2.Reader = require_reader();
    exports2.BufferReader = require_reader_buffer();
    exports2.util = require_minimal();
    exports2.rpc = require_rpc();
    exports2.roots = require_roots();
    exports2.configure = configure;
    function configure() {
      exports2.util.LongBits._configure(exports2.util.Long);
      exports2.Writer._configure(exports2.BufferWriter);
      exports2.Reader._configure(exports2.BufferReader);
    }
    configure();
  }
});

// node_modules/protobufjs/minimal.js
var require_minimal2 = __commonJS({
  "node_modules/protobufjs/minimal.js"(exports2, module2) {
    "use strict";
    module2.exports = require_index_minimal();
  }
});

// proto/worker_protocol.js
var require_worker_protocol = __commonJS({
  "proto/worker_protocol.js"(exports2, module2) {
    "use strict";
    var $protobuf = require_minimal2();
    var $Reader = $protobuf.Reader;
    var $Writer = $protobuf.Writer;
    var $util = $protobuf.util;
    var $Object = $util.global.Object;
    var $undefined = $util.global.undefined;
    var $Error = $util.global.Error;
    var $RangeError = $util.global.RangeError;
    var $root = $protobuf.roots["package_layers"] || ($protobuf.roots["package_layers"] = {});
    $root.package_layers = (function() {
      var package_layers2 = {};
      package_layers2.worker = (function() {
        var worker = {};
        worker.Input = (function() {
          var Input = function(properties) {
            if (properties) {
              for (var keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                if (properties[keys[i]] != null && keys[i] !== "__proto__")
                  this[keys[i]] = properties[keys[i]];
            }
          };
          Input.prototype.path = "";
          Input.prototype.digest = $util.newBuffer([]);
          Input.encode = function(message, writer, _depth) {
            if (!writer)
              writer = $Writer.create();
            if (_depth === $undefined)
              _depth = 0;
            if (_depth > $util.recursionLimit)
              throw $Error("max depth exceeded");
            if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
              writer.uint32(10).string(message.path);
            if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest.length)
              writer.uint32(18).bytes(message.digest);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
              for (var i = 0; i < message.$unknowns.length; ++i)
                writer.raw(message.$unknowns[i]);
            return writer;
          };
          Input.encodeDelimited = function(message, writer) {
            return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
          };
          Input.decode = function(reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
              reader = $Reader.create(reader);
            if (_depth === $undefined)
              _depth = 0;
            if (_depth > $Reader.recursionLimit)
              throw $Error("max depth exceeded");
            var end, message, value;
            if (length === $undefined)
              end = reader.len;
            else {
              end = reader.pos + length;
              if (end > reader.len)
                throw $RangeError("index out of range");
              length = reader.len;
              reader.len = end;
            }
            message = _target || new $root.package_layers.worker.Input();
            while (reader.pos < end) {
              var start = reader.pos;
              var tag = reader.tag();
              if (tag === _end) {
                _end = $undefined;
                break;
              }
              var wireType = tag & 7;
              switch (tag >>>= 3) {
                case 1: {
                  if (wireType !== 2)
                    break;
                  if ((value = reader.stringVerify()).length)
                    message.path = value;
                  else
                    delete message.path;
                  continue;
                }
                case 2: {
                  if (wireType !== 2)
                    break;
                  if ((value = reader.bytes()).length)
                    message.digest = value;
                  else
                    delete message.digest;
                  continue;
                }
              }
              reader.skipType(wireType, _depth, tag);
              if (!reader.discardUnknown) {
                $util.makeProp(message, "$unknowns", false);
                (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
              }
            }
            if (length !== $undefined) {
              if (reader.pos !== end)
                throw $RangeError("index out of range");
              reader.len = length;
            }
            if (_end !== $undefined)
              throw $Error("missing end group");
            return message;
          };
          Input.decodeDelimited = function(reader) {
            if (!(reader instanceof $Reader))
              reader = new $Reader(reader);
            return this.decode(reader, reader.size());
          };
          return Input;
        })();
        worker.WorkRequest = (function() {
          var WorkRequest = function(properties) {
            this["arguments"] = [];
            this.inputs = [];
            if (properties) {
              for (var keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                if (properties[keys[i]] != null && keys[i] !== "__proto__")
                  this[keys[i]] = properties[keys[i]];
            }
          };
          WorkRequest.prototype["arguments"] = $util.emptyArray;
          WorkRequest.prototype.inputs = $util.emptyArray;
          WorkRequest.prototype.requestId = 0;
          WorkRequest.prototype.cancel = false;
          WorkRequest.prototype.verbosity = 0;
          WorkRequest.prototype.sandboxDir = "";
          WorkRequest.encode = function(message, writer, _depth) {
            if (!writer)
              writer = $Writer.create();
            if (_depth === $undefined)
              _depth = 0;
            if (_depth > $util.recursionLimit)
              throw $Error("max depth exceeded");
            if (message["arguments"] != null && message["arguments"].length)
              for (var i = 0; i < message["arguments"].length; ++i)
                writer.uint32(10).string(message["arguments"][i]);
            if (message.inputs != null && message.inputs.length)
              for (var i = 0; i < message.inputs.length; ++i)
                $root.package_layers.worker.Input.encode(message.inputs[i], writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && message.requestId !== 0)
              writer.uint32(24).int32(message.requestId);
            if (message.cancel != null && $Object.hasOwnProperty.call(message, "cancel") && message.cancel !== false)
              writer.uint32(32).bool(message.cancel);
            if (message.verbosity != null && $Object.hasOwnProperty.call(message, "verbosity") && message.verbosity !== 0)
              writer.uint32(40).int32(message.verbosity);
            if (message.sandboxDir != null && $Object.hasOwnProperty.call(message, "sandboxDir") && message.sandboxDir !== "")
              writer.uint32(50).string(message.sandboxDir);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
              for (var i = 0; i < message.$unknowns.length; ++i)
                writer.raw(message.$unknowns[i]);
            return writer;
          };
          WorkRequest.encodeDelimited = function(message, writer) {
            return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
          };
          WorkRequest.decode = function(reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
              reader = $Reader.create(reader);
            if (_depth === $undefined)
              _depth = 0;
            if (_depth > $Reader.recursionLimit)
              throw $Error("max depth exceeded");
            var end, message, value;
            if (length === $undefined)
              end = reader.len;
            else {
              end = reader.pos + length;
              if (end > reader.len)
                throw $RangeError("index out of range");
              length = reader.len;
              reader.len = end;
            }
            message = _target || new $root.package_layers.worker.WorkRequest();
            while (reader.pos < end) {
              var start = reader.pos;
              var tag = reader.tag();
              if (tag === _end) {
                _end = $undefined;
                break;
              }
              var wireType = tag & 7;
              switch (tag >>>= 3) {
                case 1: {
                  if (wireType !== 2)
                    break;
                  if (!(message["arguments"] && message["arguments"].length))
                    message["arguments"] = [];
                  message["arguments"].push(reader.stringVerify());
                  continue;
                }
                case 2: {
                  if (wireType !== 2)
                    break;
                  if (!(message.inputs && message.inputs.length))
                    message.inputs = [];
                  message.inputs.push($root.package_layers.worker.Input.decode(reader, reader.size(), $undefined, _depth + 1));
                  continue;
                }
                case 3: {
                  if (wireType !== 0)
                    break;
                  if (value = reader.int32())
                    message.requestId = value;
                  else
                    delete message.requestId;
                  continue;
                }
                case 4: {
                  if (wireType !== 0)
                    break;
                  if (value = reader.bool())
                    message.cancel = value;
                  else
                    delete message.cancel;
                  continue;
                }
                case 5: {
                  if (wireType !== 0)
                    break;
                  if (value = reader.int32())
                    message.verbosity = value;
                  else
                    delete message.verbosity;
                  continue;
                }
                case 6: {
                  if (wireType !== 2)
                    break;
                  if ((value = reader.stringVerify()).length)
                    message.sandboxDir = value;
                  else
                    delete message.sandboxDir;
                  continue;
                }
              }
              reader.skipType(wireType, _depth, tag);
              if (!reader.discardUnknown) {
                $util.makeProp(message, "$unknowns", false);
                (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
              }
            }
            if (length !== $undefined) {
              if (reader.pos !== end)
                throw $RangeError("index out of range");
              reader.len = length;
            }
            if (_end !== $undefined)
              throw $Error("missing end group");
            return message;
          };
          WorkRequest.decodeDelimited = function(reader) {
            if (!(reader instanceof $Reader))
              reader = new $Reader(reader);
            return this.decode(reader, reader.size());
          };
          return WorkRequest;
        })();
        worker.WorkResponse = (function() {
          var WorkResponse = function(properties) {
            if (properties) {
              for (var keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                if (properties[keys[i]] != null && keys[i] !== "__proto__")
                  this[keys[i]] = properties[keys[i]];
            }
          };
          WorkResponse.prototype.exitCode = 0;
          WorkResponse.prototype.output = "";
          WorkResponse.prototype.requestId = 0;
          WorkResponse.prototype.wasCancelled = false;
          WorkResponse.encode = function(message, writer, _depth) {
            if (!writer)
              writer = $Writer.create();
            if (_depth === $undefined)
              _depth = 0;
            if (_depth > $util.recursionLimit)
              throw $Error("max depth exceeded");
            if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode") && message.exitCode !== 0)
              writer.uint32(8).int32(message.exitCode);
            if (message.output != null && $Object.hasOwnProperty.call(message, "output") && message.output !== "")
              writer.uint32(18).string(message.output);
            if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && message.requestId !== 0)
              writer.uint32(24).int32(message.requestId);
            if (message.wasCancelled != null && $Object.hasOwnProperty.call(message, "wasCancelled") && message.wasCancelled !== false)
              writer.uint32(32).bool(message.wasCancelled);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
              for (var i = 0; i < message.$unknowns.length; ++i)
                writer.raw(message.$unknowns[i]);
            return writer;
          };
          WorkResponse.encodeDelimited = function(message, writer) {
            return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
          };
          WorkResponse.decode = function(reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
              reader = $Reader.create(reader);
            if (_depth === $undefined)
              _depth = 0;
            if (_depth > $Reader.recursionLimit)
              throw $Error("max depth exceeded");
            var end, message, value;
            if (length === $undefined)
              end = reader.len;
            else {
              end = reader.pos + length;
              if (end > reader.len)
                throw $RangeError("index out of range");
              length = reader.len;
              reader.len = end;
            }
            message = _target || new $root.package_layers.worker.WorkResponse();
            while (reader.pos < end) {
              var start = reader.pos;
              var tag = reader.tag();
              if (tag === _end) {
                _end = $undefined;
                break;
              }
              var wireType = tag & 7;
              switch (tag >>>= 3) {
                case 1: {
                  if (wireType !== 0)
                    break;
                  if (value = reader.int32())
                    message.exitCode = value;
                  else
                    delete message.exitCode;
                  continue;
                }
                case 2: {
                  if (wireType !== 2)
                    break;
                  if ((value = reader.stringVerify()).length)
                    message.output = value;
                  else
                    delete message.output;
                  continue;
                }
                case 3: {
                  if (wireType !== 0)
                    break;
                  if (value = reader.int32())
                    message.requestId = value;
                  else
                    delete message.requestId;
                  continue;
                }
                case 4: {
                  if (wireType !== 0)
                    break;
                  if (value = reader.bool())
                    message.wasCancelled = value;
                  else
                    delete message.wasCancelled;
                  continue;
                }
              }
              reader.skipType(wireType, _depth, tag);
              if (!reader.discardUnknown) {
                $util.makeProp(message, "$unknowns", false);
                (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
              }
            }
            if (length !== $undefined) {
              if (reader.pos !== end)
                throw $RangeError("index out of range");
              reader.len = length;
            }
            if (_end !== $undefined)
              throw $Error("missing end group");
            return message;
          };
          WorkResponse.decodeDelimited = function(reader) {
            if (!(reader instanceof $Reader))
              reader = new $Reader(reader);
            return this.decode(reader, reader.size());
          };
          return WorkResponse;
        })();
        return worker;
      })();
      return package_layers2;
    })();
    module2.exports = $root;
  }
});

// src/worker/delimited-frame-reader.ts
var maximumPrefixLength, DelimitedFrameReader;
var init_delimited_frame_reader = __esm({
  "src/worker/delimited-frame-reader.ts"() {
    "use strict";
    init_frame_reader();
    maximumPrefixLength = 5;
    DelimitedFrameReader = class {
      #partial = new PartialFrame();
      #prefixLength = 0;
      #frameLength = 0;
      #inPrefix = true;
      *read(chunk) {
        let offset = 0;
        while (offset < chunk.length) {
          if (this.#inPrefix) {
            this.#readPrefix(chunk[offset]);
            offset += 1;
            if (this.#inPrefix) {
              continue;
            }
          }
          const end = Math.min(chunk.length, offset + this.#frameLength - this.#partial.length);
          this.#partial.append(chunk.subarray(offset, end));
          offset = end;
          if (this.#partial.length === this.#frameLength) {
            this.#inPrefix = true;
            this.#prefixLength = 0;
            this.#frameLength = 0;
            yield this.#partial.take();
          }
        }
      }
      end() {
        if (!this.#inPrefix) {
          throw new FrameError(`the input ends after ${this.#partial.length} of ${this.#frameLength} bytes of a request`);
        }
        if (this.#prefixLength > 0) {
          throw new FrameError("the input ends inside the length of a request");
        }
      }
      #readPrefix(byte) {
        this.#frameLength += (byte & 127) * 2 ** (7 * this.#prefixLength);
        this.#prefixLength += 1;
        this.#inPrefix = (byte & 128) !== 0;
        if (this.#inPrefix && this.#prefixLength === maximumPrefixLength) {
          throw new FrameError(`the length of a request is not over after ${maximumPrefixLength} bytes`);
        }
        if (this.#frameLength > maximumFrameLength) {
          throw new FrameError(
            `a request of ${this.#frameLength} bytes is longer than the ${maximumFrameLength} that are accepted`
          );
        }
      }
    };
  }
});

// src/worker/json-frame-reader.ts
function requireWhiteSpace(byte) {
  if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) {
    throw new FrameError(`a request begins with the byte 0x${byte.toString(16).padStart(2, "0")} instead of "{"`);
  }
}
var quote, backslash, openingBrace, closingBrace, JsonFrameReader;
var init_json_frame_reader = __esm({
  "src/worker/json-frame-reader.ts"() {
    "use strict";
    init_frame_reader();
    quote = 34;
    backslash = 92;
    openingBrace = 123;
    closingBrace = 125;
    JsonFrameReader = class {
      #partial = new PartialFrame();
      #depth = 0;
      #inString = false;
      #escaped = false;
      *read(chunk) {
        let start = 0;
        for (let offset = 0; offset < chunk.length; offset += 1) {
          const byte = chunk[offset];
          if (this.#inString) {
            if (this.#escaped) {
              this.#escaped = false;
            } else if (byte === backslash) {
              this.#escaped = true;
            } else if (byte === quote) {
              this.#inString = false;
            }
          } else if (byte === openingBrace) {
            if (this.#depth === 0) {
              start = offset;
            }
            this.#depth += 1;
          } else if (this.#depth === 0) {
            requireWhiteSpace(byte);
          } else if (byte === quote) {
            this.#inString = true;
          } else if (byte === closingBrace) {
            this.#depth -= 1;
            if (this.#depth === 0) {
              this.#append(chunk.subarray(start, offset + 1));
              yield this.#partial.take();
            }
          }
        }
        if (this.#depth > 0) {
          this.#append(chunk.subarray(start));
        }
      }
      end() {
        if (this.#depth > 0) {
          throw new FrameError(`the input ends inside a request, after ${this.#partial.length} bytes of it`);
        }
      }
      #append(bytes) {
        if (this.#partial.length + bytes.length > maximumFrameLength) {
          throw new FrameError(`a request is longer than the ${maximumFrameLength} bytes that are accepted`);
        }
        this.#partial.append(bytes);
      }
    };
  }
});

// src/worker/work-protocol.ts
function toWorkRequest(decode2) {
  let decoded;
  try {
    decoded = decode2();
  } catch (cause) {
    throw new FrameError(`a request cannot be decoded: ${cause.message}`, { cause });
  }
  const parsed = workRequestSchema.safeParse(decoded);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path: path34, message }) => `${path34.join(".") || "the request"}: ${message}`);
    throw new FrameError(`a request has a field that is wrong: ${issues.slice(0, 5).join("; ")}`);
  }
  return parsed.data;
}
function wellFormed(text4) {
  return Buffer.from(text4, "utf8").toString("utf8");
}
var import_worker_protocol, int32Schema, workRequestSchema, workRequestType, workResponseType, protoProtocol, jsonProtocol, utf8;
var init_work_protocol = __esm({
  "src/worker/work-protocol.ts"() {
    "use strict";
    init_zod();
    import_worker_protocol = __toESM(require_worker_protocol());
    init_delimited_frame_reader();
    init_frame_reader();
    init_json_frame_reader();
    int32Schema = number2().int().min(-(2 ** 31)).max(2 ** 31 - 1);
    workRequestSchema = object({
      arguments: array(string2()).default([]),
      inputs: array(object({ path: string2().default("") })).default([]),
      requestId: int32Schema.default(0),
      cancel: boolean2().default(false),
      verbosity: int32Schema.default(0),
      sandboxDir: string2().default("")
    });
    ({ WorkRequest: workRequestType, WorkResponse: workResponseType } = import_worker_protocol.package_layers.worker);
    protoProtocol = {
      createFrameReader: () => new DelimitedFrameReader(),
      decodeRequest: (frame) => toWorkRequest(() => workRequestType.decode(frame)),
      encodeResponse: (response) => workResponseType.encodeDelimited({ ...response, output: wellFormed(response.output) }).finish()
    };
    jsonProtocol = {
      createFrameReader: () => new JsonFrameReader(),
      decodeRequest: (frame) => toWorkRequest(() => JSON.parse(utf8.decode(frame))),
      encodeResponse: ({ exitCode, output, requestId, wasCancelled }) => Buffer.from(`${JSON.stringify({ exitCode, output: wellFormed(output), requestId, wasCancelled })}
`)
    };
    utf8 = new TextDecoder("utf-8", { fatal: true });
  }
});

// src/worker/worker-process.ts
var worker_process_exports = {};
__export(worker_process_exports, {
  runWorkerProcess: () => runWorkerProcess
});
async function runWorkerProcess(actions2, settings) {
  const write = protectStdout();
  const stop2 = new AbortController();
  let exitCode = 0;
  const log = (line2) => {
    process.stderr.write(`package_layers worker ${process.pid}: ${printableLines(line2)}
`);
  };
  const end = () => stop2.abort();
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  process.once("SIGHUP", end);
  process.stderr.on("error", () => {
  });
  process.stdout.on("error", (error2) => {
    if (!stop2.signal.aborted) {
      log(`responses cannot be written: ${error2.message}`);
      exitCode = 1;
      end();
    }
  });
  try {
    await servePersistentWorker({
      protocol: settings.protocol === "json" ? jsonProtocol : protoProtocol,
      input: process.stdin,
      write,
      run: (args, context) => runAction(actions2, args, context),
      root: process.cwd(),
      startupArguments: settings.rest,
      concurrency: settings.concurrency,
      log,
      stop: stop2.signal
    });
  } catch (error2) {
    exitCode = 1;
    log(
      error2 instanceof FrameError ? `the input is no sequence of work requests: ${error2.message}; is --worker_protocol what requires-worker-protocol says?` : `the input cannot be read: ${error2.message}`
    );
  }
  return exitCode;
}
var init_worker_process = __esm({
  "src/worker/worker-process.ts"() {
    "use strict";
    init_printable();
    init_run_action();
    init_frame_reader();
    init_persistent_worker();
    init_protect_stdout();
    init_work_protocol();
  }
});

// src/action/flags.ts
function parseFlags(args) {
  const values = /* @__PURE__ */ new Map();
  for (const arg of args) {
    const match = flagPattern.exec(arg);
    if (match === null) {
      throw new ActionError(`the argument ${JSON.stringify(shorten(arg))} is no flag`, {
        remedy: "write each argument as --name=value, also when the value is empty"
      });
    }
    const [, key2, value] = match;
    const known = values.get(key2);
    if (known === void 0) {
      values.set(key2, [value]);
    } else {
      known.push(value);
    }
  }
  return Object.fromEntries(values);
}
function shorten(arg) {
  return arg.length <= 200 ? arg : `${arg.slice(0, 200)}\u2026`;
}
var flagPattern;
var init_flags = __esm({
  "src/action/flags.ts"() {
    "use strict";
    init_action_error();
    flagPattern = /^--([a-z][a-z0-9]*(?:-[a-z0-9]+)*)=([\s\S]*)$/;
  }
});

// src/action/flag-schemas.ts
function parseArguments(action, schema, args) {
  const parsed = schema.safeParse(parseFlags(args));
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map(
    (issue2) => issue2.code === "unrecognized_keys" ? `unknown ${issue2.keys.map((key2) => `--${key2}`).join(", ")}` : `--${issue2.path.map(String).join(".")} ${issue2.message}`
  );
  throw new ActionError(`${action}: ${problems.join("; ")}`, {
    remedy: `see \`package-layers ${action} --help\` for its arguments`
  });
}
var one, path, outputFile, many, integer2, pairs;
var init_flag_schemas = __esm({
  "src/action/flag-schemas.ts"() {
    "use strict";
    init_zod();
    init_action_error();
    init_flags();
    one = tuple([string2()], { error: (issue2) => issue2.input === void 0 ? "is missing" : "may be given once only" }).transform(([value]) => value);
    path = one.refine((value) => value !== "", "may not be empty");
    outputFile = path.refine((value) => !/(^|\/)\.{0,2}$/.test(value), "names a directory and not a file");
    many = array(string2()).default([]);
    integer2 = one.pipe(string2().regex(/^-?\d{1,15}$/, "is no whole number")).transform(Number);
    pairs = array(
      string2().transform((value, context) => {
        const tab = value.indexOf("	");
        if (tab < 0) {
          context.addIssue({ code: "custom", message: `"${value}" lacks the TAB between its two parts` });
          return NEVER;
        }
        return [value.slice(0, tab), value.slice(tab + 1)];
      })
    ).default([]);
  }
});

// src/action/link-or-copy.ts
function isCopiedInstead(error2) {
  return COPY_INSTEAD.includes(error2.code ?? "");
}
function linkOrCopy(source, target) {
  try {
    (0, import_node_fs2.linkSync)(source, target);
  } catch (error2) {
    if (!isCopiedInstead(error2)) {
      throw error2;
    }
    (0, import_node_fs2.copyFileSync)(source, target, import_node_fs2.constants.COPYFILE_FICLONE | import_node_fs2.constants.COPYFILE_EXCL);
  }
}
var import_node_fs2, COPY_INSTEAD;
var init_link_or_copy = __esm({
  "src/action/link-or-copy.ts"() {
    "use strict";
    import_node_fs2 = require("node:fs");
    COPY_INSTEAD = ["EXDEV", "EPERM", "EACCES", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];
  }
});

// src/action/output-transaction.ts
async function writeOutputs(work, signal) {
  const outputs = new OutputTransaction(signal);
  let result;
  try {
    result = await work(outputs);
  } catch (error2) {
    await outputs.rollback();
    throw error2;
  }
  await outputs.commit();
  return result;
}
function refusal(message, file, remedy) {
  return new ActionError(message, { file, remedy });
}
function cannotWrite(path34, cause) {
  const explained = explainMachineError(cause);
  if (explained === cause || !(explained instanceof ActionError)) {
    return cause;
  }
  const { remedy } = explained.details;
  return new ActionError(`an output cannot be written: ${explained.message}`, { file: path34, remedy, cause });
}
function requireWritten({ temporary, path: path34, isDirectory }) {
  const written = (0, import_node_fs3.lstatSync)(temporary, { throwIfNoEntry: false });
  if (written === void 0) {
    throw new Error(`output was announced but never written: ${path34}`);
  }
  if (written.isDirectory() !== isDirectory) {
    throw new Error(`output is not of the announced kind: ${path34}`);
  }
}
function requireReplaceable({ path: path34, isDirectory, madeBefore }) {
  const existing = (0, import_node_fs3.lstatSync)(path34, { throwIfNoEntry: false });
  if (existing === void 0) {
    return void 0;
  }
  if (existing.isSymbolicLink()) {
    const target = (0, import_node_fs3.readlinkSync)(path34);
    throw refusal("an output would replace a symlink", path34, `remove the link, or name what it leads to: ${target}`);
  }
  const remedy = "name another path, or remove what is there";
  if (!isDirectory && existing.isDirectory()) {
    throw refusal("an output file would replace a directory", path34, remedy);
  }
  if (!isDirectory && !existing.isFile()) {
    throw refusal("an output file would replace a device, pipe or socket", path34, remedy);
  }
  if (isDirectory && !existing.isDirectory()) {
    throw refusal("an output directory would replace a file", path34, remedy);
  }
  if (isDirectory && (0, import_node_fs3.readdirSync)(path34).length > 0 && !madeBefore?.(path34)) {
    throw refusal("an output directory holds files that no earlier run of the same output made", path34, remedy);
  }
  return existing;
}
function refuseInputs(path34, { files = [], directories = [] }) {
  const existing = (0, import_node_fs3.statSync)(path34, { throwIfNoEntry: false });
  const place = (0, import_node_path3.join)((0, import_node_fs3.realpathSync)((0, import_node_path3.dirname)(path34)), (0, import_node_path3.basename)(path34));
  for (const directory of directories) {
    const real = realPathOf(directory);
    if (real !== void 0 && isWithin(place, real)) {
      throw refusal("an output lies in a directory that is an input", path34, "name a path outside of it");
    }
  }
  for (const input of existing === void 0 ? [] : [...files, ...directories]) {
    const real = realPathOf(input);
    const found = real === void 0 ? void 0 : (0, import_node_fs3.statSync)(real, { throwIfNoEntry: false });
    if (found === void 0) {
      continue;
    }
    if (found.dev === existing.dev && found.ino === existing.ino || isWithin(real, place)) {
      throw refusal("an output would replace an input", path34, "name another path for the output");
    }
  }
}
function realPathOf(path34) {
  try {
    return (0, import_node_fs3.realpathSync)(path34);
  } catch {
    return void 0;
  }
}
function isWithin(path34, folder) {
  return path34 === folder || path34.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
function putAllInPlace(outputs) {
  const placed3 = [];
  try {
    for (const output of outputs) {
      placed3.push(putInPlace(output));
    }
  } catch (error2) {
    for (const { undo } of placed3.reverse()) {
      undo();
    }
    throw error2;
  }
  return placed3.flatMap(({ replaced }) => replaced ?? []);
}
function putInPlace(output) {
  const { path: path34, temporary, isDirectory } = output;
  if (requireReplaceable(output) === void 0) {
    (0, import_node_fs3.renameSync)(temporary, path34);
    return { undo: () => (0, import_node_fs3.renameSync)(path34, temporary) };
  }
  const replaced = temporaryName(path34);
  const undo = () => {
    if (isDirectory && (0, import_node_fs3.existsSync)(path34)) {
      (0, import_node_fs3.renameSync)(path34, temporary);
    }
    (0, import_node_fs3.renameSync)(replaced, path34);
    (0, import_node_fs3.rmSync)(replaced, { force: true });
  };
  if (isDirectory) {
    (0, import_node_fs3.renameSync)(path34, replaced);
  } else {
    keepBoth(path34, replaced);
  }
  try {
    (0, import_node_fs3.renameSync)(temporary, path34);
  } catch (error2) {
    undo();
    throw error2;
  }
  return { undo, replaced };
}
function keepBoth(path34, second) {
  try {
    (0, import_node_fs3.linkSync)(path34, second);
  } catch {
    (0, import_node_fs3.renameSync)(path34, second);
  }
}
async function removeAll(paths) {
  await Promise.allSettled(paths.map((path34) => (0, import_promises2.rm)(path34, { recursive: true, force: true, maxRetries: 3 })));
}
function temporaryPrefix(path34) {
  const name2 = (0, import_node_path3.basename)(path34);
  if (Buffer.byteLength(name2) <= LONGEST_NAME) {
    return `.${name2}`;
  }
  const digest = (0, import_node_crypto.createHash)("sha256").update(name2).digest("hex").slice(0, 32);
  return `.${Buffer.from(name2).subarray(0, LONGEST_NAME - 40).toString("latin1").replaceAll(/[^!-~]/g, "_")}.${digest}`;
}
function temporaryName(path34) {
  temporaryNames += 1;
  return (0, import_node_path3.join)((0, import_node_path3.dirname)(path34), `${temporaryPrefix(path34)}.${process.pid}.${processToken}.${temporaryNames}.partial`);
}
function removeLeftovers(path34, namesBeside) {
  const prefix = temporaryPrefix(path34);
  for (const name2 of namesBeside) {
    if (!name2.startsWith(prefix)) {
      continue;
    }
    const [, pid, token] = temporarySuffix.exec(name2.slice(prefix.length)) ?? [];
    if (pid === void 0 || token === processToken) {
      continue;
    }
    if (Number(pid) === process.pid || !isRunning(Number(pid))) {
      (0, import_node_fs3.rmSync)((0, import_node_path3.join)((0, import_node_path3.dirname)(path34), name2), { recursive: true, force: true });
    }
  }
}
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error2) {
    return error2.code === "EPERM";
  }
}
var import_node_crypto, import_node_fs3, import_promises2, import_node_path3, processToken, temporarySuffix, LONGEST_NAME, temporaryNames, OutputTransaction;
var init_output_transaction = __esm({
  "src/action/output-transaction.ts"() {
    "use strict";
    import_node_crypto = require("node:crypto");
    import_node_fs3 = require("node:fs");
    import_promises2 = require("node:fs/promises");
    import_node_path3 = require("node:path");
    init_action_error();
    init_machine_error();
    processToken = (0, import_node_crypto.randomBytes)(6).toString("hex");
    temporarySuffix = /^\.(\d+)\.([0-9a-f]{12})\.\d+\.partial$/;
    LONGEST_NAME = 180;
    temporaryNames = 0;
    OutputTransaction = class {
      #outputs = [];
      /** What lay in the outputs' directories when the first output of each was announced. */
      #namesIn = /* @__PURE__ */ new Map();
      #signal;
      #inputs = {};
      /** A transaction that refuses to commit once `signal` is aborted. */
      constructor(signal) {
        this.#signal = signal;
      }
      /** Says what the work reads: no output that is announced from here on may take its place. */
      protect(inputs) {
        this.#inputs = inputs;
      }
      /**
       * Announces an output file and returns the temporary path to write it to. Nothing exists there yet, so that a hard
       * link can be made there as well; missing parent directories are made. Throws ActionError if something else than a
       * regular file or an input is at the output's path, or that path cannot be written.
       */
      file(path34) {
        return this.#add(path34, false);
      }
      /**
       * Announces an output directory and returns the temporary directory to fill, which exists and is empty. Throws
       * ActionError as `file` does, and if the output is the working directory or holds it.
       *
       * @param madeBefore Without it no directory that holds anything is replaced.
       */
      directory(path34, madeBefore) {
        const below = (0, import_node_path3.relative)((0, import_node_path3.resolve)(path34), process.cwd());
        if (below === "" || !(below === ".." || below.startsWith("../"))) {
          throw refusal(
            "an output directory would replace the working directory",
            path34,
            "name a directory that holds nothing else"
          );
        }
        const temporary = this.#add(path34, true, madeBefore);
        (0, import_node_fs3.mkdirSync)(temporary);
        return temporary;
      }
      /**
       * Renames every output into its place, replacing what an earlier run left there. If the signal is aborted, an output was
       * not written or a rename fails, throws and leaves what was there before.
       */
      async commit() {
        const replaced = [];
        try {
          this.#signal?.throwIfAborted();
          this.#outputs.forEach(requireWritten);
          replaced.push(...putAllInPlace(this.#outputs));
        } catch (error2) {
          await this.rollback();
          throw error2;
        }
        this.#outputs.length = 0;
        await removeAll(replaced);
      }
      /** Removes everything that was written. Does nothing after a commit, nor a second time. */
      async rollback() {
        await removeAll(this.#outputs.splice(0).map(({ temporary }) => temporary));
      }
      #add(path34, isDirectory, madeBefore) {
        const absolute = (0, import_node_path3.resolve)(path34);
        if (this.#outputs.some((output) => output.path === absolute)) {
          throw refusal("two outputs have the same path", path34, "give every output flag a path of its own");
        }
        const folder = (0, import_node_path3.dirname)(absolute);
        try {
          const names = this.#existingNames(folder);
          const output = { path: absolute, temporary: temporaryName(absolute), isDirectory, madeBefore };
          requireReplaceable(output);
          refuseInputs(absolute, this.#inputs);
          removeLeftovers(absolute, names);
          this.#outputs.push(output);
          return output.temporary;
        } catch (error2) {
          throw cannotWrite(path34, error2);
        }
      }
      #existingNames(folder) {
        let names = this.#namesIn.get(folder);
        if (names === void 0) {
          (0, import_node_fs3.mkdirSync)(folder, { recursive: true });
          names = (0, import_node_fs3.readdirSync)(folder);
          this.#namesIn.set(folder, names);
        }
        return names;
      }
    };
  }
});

// src/layer/package-name.ts
function normalizePackageName(name2) {
  return name2.replace(/[-_.]+/g, "-").toLowerCase();
}
var init_package_name = __esm({
  "src/layer/package-name.ts"() {
    "use strict";
  }
});

// src/facts/distribution.ts
function readDistribution(directory, metadata, wheel) {
  const fields = headerFields(metadata);
  const first = (field) => fields.find(([name3]) => name3 === field)?.[1];
  const [name2, version3] = [first("name"), first("version")];
  if (name2 === void 0 || name2 === "" || version3 === void 0) {
    return void 0;
  }
  const classifiers = fields.flatMap(
    ([field, value]) => field === "classifier" && value.startsWith("License ::") ? [value.split("::").at(-1).trim()] : []
  );
  const license = first("license");
  const words = license === void 0 || license === "UNKNOWN" || license === "" ? classifiers.join(", ") : license;
  const expression = first("license-expression");
  const tags = headerFields(wheel ?? "").flatMap(([field, value]) => field === "tag" ? [value] : []);
  const requiresPython = first("requires-python");
  return {
    path: directory,
    name: name2,
    version: version3,
    purl: pypiPurl(name2, version3),
    ...expression === void 0 ? {} : { licenseExpression: expression },
    ...words === "" || expression !== void 0 ? {} : { license: words.slice(0, LONGEST_LICENSE) },
    ...requiresPython === void 0 ? {} : { requiresPython },
    ...tags.length === 0 ? {} : { tags }
  };
}
function pypiPurl(name2, version3) {
  const at = version3 === "" ? "" : `@${encodeURIComponent(version3)}`;
  return `pkg:pypi/${encodeURIComponent(normalizePackageName(name2))}${at}`;
}
function headerFields(text4) {
  const fields = [];
  for (const line2 of text4.split(/\r\n|\n|\r/)) {
    if (line2 === "") {
      break;
    }
    const last = fields.at(-1);
    if (/^[ \t]/.test(line2)) {
      if (last !== void 0) {
        last[1] += ` ${line2.trim()}`;
      }
      continue;
    }
    const colon = line2.indexOf(":");
    if (colon > 0) {
      fields.push([line2.slice(0, colon).trim().toLowerCase(), line2.slice(colon + 1).trim()]);
    }
  }
  return fields;
}
var LONGEST_LICENSE;
var init_distribution = __esm({
  "src/facts/distribution.ts"() {
    "use strict";
    init_package_name();
    LONGEST_LICENSE = 200;
  }
});

// src/facts/elf.ts
function startsLikeElf(start) {
  return start.length >= 4 && start[0] === 127 && start[1] === 69 && start[2] === 76 && start[3] === 70;
}
function readElf(read, size) {
  return new ElfReader(read, size).facts();
}
function isPython(path34) {
  return /(?:^|\/)(?:python3[\d.]*t?|libpython3[\w.]*\.so[\d.]*)$/.test(path34);
}
function readPythonElf(read, size) {
  const reader = new ElfReader(read, size);
  const builtIn = reader.exports().flatMap((symbol) => symbol.startsWith("PyInit_") ? [symbol.slice("PyInit_".length)] : []);
  return { ...reader.facts(), ...builtIn.length === 0 ? {} : { builtIn } };
}
function readExports(read, size) {
  return new ElfReader(read, size).exports();
}
function toNumber(value) {
  if (value > BigInt(Number.MAX_SAFE_INTEGER) / 4n) {
    throw new ElfError("points beyond any file");
  }
  return Number(value);
}
function withoutEmpty(facts) {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== void 0 && !(Array.isArray(value) && value.length === 0))
  );
}
var ElfError, MACHINES, MOST_PROGRAM_HEADERS, MOST_DYNAMIC_ENTRIES, MOST_NEEDED, MOST_VERSIONS, MOST_SYMBOLS, MOST_LIBC_SYMBOLS, LONGEST_STRING, PT_LOAD, PT_DYNAMIC, PT_INTERP, DT, DF_1_NODEFLIB, VER_FLG_BASE, VER_FLG_WEAK, STB_GLOBAL, LIBC_FILES, PAGE_SIZE, MOST_PAGES, ElfReader;
var init_elf = __esm({
  "src/facts/elf.ts"() {
    "use strict";
    ElfError = class extends Error {
      constructor(message) {
        super(message);
        this.name = "ElfError";
      }
    };
    MACHINES = {
      3: "i386",
      8: "mips",
      20: "ppc",
      21: "ppc64",
      22: "s390x",
      40: "arm",
      62: "x86_64",
      183: "aarch64",
      243: "riscv64",
      258: "loongarch64"
    };
    MOST_PROGRAM_HEADERS = 512;
    MOST_DYNAMIC_ENTRIES = 16384;
    MOST_NEEDED = 1024;
    MOST_VERSIONS = 4096;
    MOST_SYMBOLS = 1 << 20;
    MOST_LIBC_SYMBOLS = 4096;
    LONGEST_STRING = 4096;
    PT_LOAD = 1;
    PT_DYNAMIC = 2;
    PT_INTERP = 3;
    DT = {
      NULL: 0n,
      NEEDED: 1n,
      HASH: 4n,
      STRTAB: 5n,
      SYMTAB: 6n,
      STRSZ: 10n,
      SONAME: 14n,
      RPATH: 15n,
      RUNPATH: 29n,
      GNU_HASH: 0x6ffffef5n,
      VERSYM: 0x6ffffff0n,
      FLAGS_1: 0x6ffffffbn,
      VERDEF: 0x6ffffffcn,
      VERDEFNUM: 0x6ffffffdn,
      VERNEED: 0x6ffffffen,
      VERNEEDNUM: 0x6fffffffn
    };
    DF_1_NODEFLIB = 0x800n;
    VER_FLG_BASE = 1;
    VER_FLG_WEAK = 2;
    STB_GLOBAL = 1;
    LIBC_FILES = /^(?:lib(?:c|m|pthread|dl|rt|util|resolv|crypt)\.so\.\d+|ld-linux[\w-]*\.so\.\d+)$/;
    PAGE_SIZE = 4096;
    MOST_PAGES = 64;
    ElfReader = class {
      #read;
      #size;
      #pages = /* @__PURE__ */ new Map();
      #wide;
      #little;
      #machine;
      #segments;
      #dynamic;
      #lastNumber = -1;
      #lastPage = Buffer.alloc(0);
      #names;
      constructor(read, size) {
        this.#read = read;
        this.#size = size;
        const ident = this.#bytes(0, 20);
        if (!startsLikeElf(ident)) {
          throw new ElfError("is no ELF file");
        }
        const [bits, order] = [ident[4], ident[5]];
        if (bits !== 1 && bits !== 2 || order !== 1 && order !== 2) {
          throw new ElfError("is of no known ELF class");
        }
        this.#wide = bits === 2;
        this.#little = order === 1;
        this.#machine = this.#u16(18);
        this.#segments = this.#readSegments();
        this.#dynamic = this.#readDynamic();
      }
      facts() {
        const one2 = (tag) => {
          const [at] = this.#dynamic.get(tag) ?? [];
          return at === void 0 ? void 0 : this.#name(toNumber(at));
        };
        const needed = (this.#dynamic.get(DT.NEEDED) ?? []).map((at) => this.#name(toNumber(at)));
        if (needed.length > MOST_NEEDED) {
          throw new ElfError(`needs ${needed.length} libraries`);
        }
        const [flags] = this.#dynamic.get(DT.FLAGS_1) ?? [0n];
        const interpreter = this.#segments.find(({ type }) => type === PT_INTERP);
        const needs = this.#versionNeeds();
        return withoutEmpty({
          machine: MACHINES[this.#machine] ?? `machine-${this.#machine}`,
          bits: this.#wide ? 64 : 32,
          bigEndian: this.#little ? void 0 : true,
          interpreter: interpreter === void 0 ? void 0 : this.#string(interpreter.offset, interpreter.size),
          soname: one2(DT.SONAME),
          needed,
          rpath: one2(DT.RPATH),
          runpath: one2(DT.RUNPATH),
          noDefaultDirectories: (flags & DF_1_NODEFLIB) === 0n ? void 0 : true,
          needs: needs.needs,
          defines: this.#versionDefinitions(),
          libcSymbols: this.#libcSymbols(needs.libcIndexes)
        });
      }
      exports() {
        const first = this.#firstHashed();
        const symbols = this.#dynamicTable(DT.SYMTAB);
        const names = this.#dynamicTable(DT.STRTAB);
        if (symbols === void 0 || names === void 0) {
          return [];
        }
        const hash = this.#dynamicTable(DT.HASH);
        const room = names > symbols ? Math.floor((names - symbols) / (this.#wide ? 24 : 16)) : 0;
        const most = hash === void 0 ? room : this.#u32(hash + 4);
        const found = /* @__PURE__ */ new Set();
        for (let index = Math.max(hash === void 0 ? first ?? 1 : 1, 1); index < Math.min(most, MOST_SYMBOLS); index += 1) {
          const { name: name2, section } = this.#symbol(symbols, index);
          if (section !== 0) {
            found.add(this.#name(name2));
          }
        }
        return [...found].filter((name2) => name2 !== "").sort();
      }
      #readSegments() {
        const offset = this.#word(this.#wide ? 32 : 28);
        const [entrySize, count3] = this.#wide ? [this.#u16(54), this.#u16(56)] : [this.#u16(42), this.#u16(44)];
        if (count3 > MOST_PROGRAM_HEADERS) {
          throw new ElfError(`has ${count3} program headers`);
        }
        if (count3 > 0 && entrySize < (this.#wide ? 56 : 32)) {
          throw new ElfError(`has program headers of ${entrySize} bytes`);
        }
        return Array.from({ length: count3 }, (_, index) => {
          const at = offset + index * entrySize;
          return this.#wide ? { type: this.#u32(at), offset: this.#word(at + 8), address: this.#word(at + 16), size: this.#word(at + 32) } : { type: this.#u32(at), offset: this.#word(at + 4), address: this.#word(at + 8), size: this.#word(at + 16) };
        });
      }
      #readDynamic() {
        const entries = /* @__PURE__ */ new Map();
        const segment = this.#segments.find(({ type }) => type === PT_DYNAMIC);
        if (segment === void 0) {
          return entries;
        }
        const step = this.#wide ? 16 : 8;
        for (let index = 0; ; index += 1) {
          if (index >= MOST_DYNAMIC_ENTRIES) {
            throw new ElfError("has a dynamic section without an end");
          }
          if ((index + 1) * step > segment.size) {
            return entries;
          }
          const at = segment.offset + index * step;
          const tag = this.#unsigned(at);
          if (tag === DT.NULL) {
            return entries;
          }
          const values = entries.get(tag);
          const value = this.#unsigned(at + step / 2);
          if (values === void 0) {
            entries.set(tag, [value]);
          } else {
            values.push(value);
          }
        }
      }
      #versionNeeds() {
        const needs = [];
        const libcIndexes = /* @__PURE__ */ new Set();
        let at = this.#dynamicTable(DT.VERNEED);
        let left = this.#count(DT.VERNEEDNUM);
        let seen = 0;
        while (at !== void 0 && left > 0) {
          const [entries, file, first, next] = [
            this.#u16(at + 2),
            this.#u32(at + 4),
            this.#u32(at + 8),
            this.#u32(at + 12)
          ];
          const name2 = this.#name(file);
          const versions = [];
          let entry = at + first;
          for (let index = 0; index < entries; index += 1) {
            seen += 1;
            if (seen > MOST_VERSIONS) {
              throw new ElfError("needs more versions than any file");
            }
            const version3 = this.#name(this.#u32(entry + 8));
            if ((this.#u16(entry + 4) & VER_FLG_WEAK) === 0) {
              versions.push(version3);
            }
            if (LIBC_FILES.test(name2) && version3.startsWith("GLIBC")) {
              libcIndexes.add(this.#u16(entry + 6) & 32767);
            }
            const step = this.#u32(entry + 12);
            if (step === 0) {
              break;
            }
            entry += step;
          }
          if (versions.length > 0) {
            needs.push({ file: name2, versions });
          }
          left = next === 0 ? 0 : left - 1;
          at += next;
        }
        return { needs, libcIndexes };
      }
      #versionDefinitions() {
        const defined = [];
        let at = this.#dynamicTable(DT.VERDEF);
        let left = this.#count(DT.VERDEFNUM);
        while (at !== void 0 && left > 0) {
          const [flags, names, first, next] = [
            this.#u16(at + 2),
            this.#u16(at + 6),
            this.#u32(at + 12),
            this.#u32(at + 16)
          ];
          if ((flags & VER_FLG_BASE) === 0 && names > 0) {
            defined.push(this.#name(this.#u32(at + first)));
          }
          left = next === 0 ? 0 : left - 1;
          at += next;
        }
        return defined;
      }
      /** The undefined symbols that a version of glibc is wanted for. They come before those that the hash table has. */
      #libcSymbols(indexes) {
        const [first, symbols, versions] = [
          this.#firstHashed(),
          this.#dynamicTable(DT.SYMTAB),
          this.#dynamicTable(DT.VERSYM)
        ];
        if (indexes.size === 0 || first === void 0 || symbols === void 0 || versions === void 0) {
          return [];
        }
        const found = /* @__PURE__ */ new Set();
        for (let index = 1; index < Math.min(first, MOST_SYMBOLS); index += 1) {
          if (indexes.has(this.#u16(versions + 2 * index) & 32767)) {
            const { name: name2, binding, section } = this.#symbol(symbols, index);
            if (section === 0 && binding === STB_GLOBAL) {
              found.add(this.#name(name2));
              if (found.size > MOST_LIBC_SYMBOLS) {
                throw new ElfError("needs more symbols than a C library has");
              }
            }
          }
        }
        return [...found].sort();
      }
      /** Index of the first symbol that the GNU hash table has; undefined where there is no such table. */
      #firstHashed() {
        const table2 = this.#dynamicTable(DT.GNU_HASH);
        return table2 === void 0 ? void 0 : this.#u32(table2 + 4);
      }
      #symbol(table2, index) {
        const at = table2 + index * (this.#wide ? 24 : 16);
        const info = at + (this.#wide ? 4 : 12);
        return { name: this.#u32(at), binding: this.#byte(info) >> 4, section: this.#u16(info + 2) };
      }
      #count(tag) {
        const [value] = this.#dynamic.get(tag) ?? [];
        return value === void 0 ? 0 : Math.min(toNumber(value), MOST_VERSIONS);
      }
      /** Where in the file a table lies whose address the dynamic section has. */
      #dynamicTable(tag) {
        const [address] = this.#dynamic.get(tag) ?? [];
        return address === void 0 ? void 0 : this.#offsetOf(toNumber(address));
      }
      #offsetOf(address) {
        for (const { type, offset, address: start, size } of this.#segments) {
          if (type === PT_LOAD && address >= start && address < start + size) {
            return offset + (address - start);
          }
        }
        throw new ElfError("has a table outside of what is loaded");
      }
      /** A name of the dynamic string table. */
      #name(index) {
        this.#names ??= {
          start: this.#dynamicTable(DT.STRTAB) ?? 0,
          size: toNumber(this.#dynamic.get(DT.STRSZ)?.[0] ?? 0n)
        };
        const { start, size } = this.#names;
        if (index >= size) {
          throw new ElfError("has a name outside of its string table");
        }
        return this.#string(start + index, size - index);
      }
      #string(position, most) {
        const parts = [];
        let length = 0;
        for (let at = position; length < Math.min(most, LONGEST_STRING); ) {
          const page = this.#page(at);
          const inPage = page.subarray(at % PAGE_SIZE);
          if (inPage.length === 0) {
            break;
          }
          const end = inPage.indexOf(0);
          if (end >= 0 && length + end < most) {
            return Buffer.concat([...parts, inPage.subarray(0, end)]).toString("utf8");
          }
          parts.push(inPage);
          length += inPage.length;
          at += inPage.length;
        }
        throw new ElfError("has a name without an end");
      }
      #word(position) {
        return toNumber(this.#unsigned(position));
      }
      #unsigned(position) {
        if (!this.#wide) {
          return BigInt(this.#u32(position));
        }
        const bytes = this.#bytes(position, 8);
        return this.#little ? bytes.readBigUInt64LE() : bytes.readBigUInt64BE();
      }
      // Tables are read number by number: from the page itself, since a view for each would cost more than the reading.
      #u32(position) {
        const at = position % PAGE_SIZE;
        const page = this.#page(position);
        if (at + 4 > page.length) {
          const bytes = this.#bytes(position, 4);
          return this.#little ? bytes.readUInt32LE() : bytes.readUInt32BE();
        }
        return this.#little ? page.readUInt32LE(at) : page.readUInt32BE(at);
      }
      #u16(position) {
        const at = position % PAGE_SIZE;
        const page = this.#page(position);
        if (at + 2 > page.length) {
          const bytes = this.#bytes(position, 2);
          return this.#little ? bytes.readUInt16LE() : bytes.readUInt16BE();
        }
        return this.#little ? page.readUInt16LE(at) : page.readUInt16BE(at);
      }
      #byte(position) {
        const value = this.#page(position)[position % PAGE_SIZE];
        if (value === void 0) {
          throw new ElfError("ends too early");
        }
        return value;
      }
      #bytes(position, length) {
        if (position + length > this.#size) {
          throw new ElfError("ends too early");
        }
        const at = position % PAGE_SIZE;
        const page = this.#page(position);
        if (at + length <= page.length) {
          return page.subarray(at, at + length);
        }
        return Buffer.concat([
          page.subarray(at),
          this.#page(position - at + PAGE_SIZE).subarray(0, at + length - PAGE_SIZE)
        ]);
      }
      /** The page that holds a position; the last one is shorter. */
      #page(position) {
        const number3 = Math.floor(position / PAGE_SIZE);
        if (number3 === this.#lastNumber) {
          return this.#lastPage;
        }
        const page = this.#pages.get(number3) ?? this.#readPage(number3);
        this.#lastNumber = number3;
        this.#lastPage = page;
        return page;
      }
      #readPage(number3) {
        const start = number3 * PAGE_SIZE;
        if (start >= this.#size) {
          throw new ElfError("ends too early");
        }
        const page = Buffer.allocUnsafe(Math.min(PAGE_SIZE, this.#size - start));
        this.#read(page, start);
        if (this.#pages.size >= MOST_PAGES) {
          this.#pages.delete(this.#pages.keys().next().value);
        }
        this.#pages.set(number3, page);
        return page;
      }
    };
  }
});

// src/facts/layer-facts.ts
function findLayerFacts(layer, entries, unpack = () => Buffer.alloc(0)) {
  const facts = {
    schema: 1,
    kind: layer.kind,
    name: layer.name,
    version: layer.version,
    distributions: [],
    sboms: [],
    elf: [],
    damaged: [],
    scripts: []
  };
  const sources = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    if (/\.(?:dist|egg)-info\//.test(entry.path)) {
      sources.set(entry.path, entry);
    }
  }
  for (const entry of entries) {
    const { path: path34 } = entry;
    if (METADATA.test(path34)) {
      const directory = path34.slice(0, path34.lastIndexOf("/"));
      const found = readDistribution(directory, head(entry), head(sources.get(`${directory}/WHEEL`)));
      if (found !== void 0) {
        facts.distributions.push(found);
      }
    } else if (SBOM.test(path34)) {
      facts.sboms.push(path34);
    } else if (entry.kind === "made") {
      addScript(facts, path34, entry.content);
    } else if (entry.kind === "packed" && !NEVER_LOADED.test(path34)) {
      const content = unpack(entry);
      addProgram(facts, path34, content.length, (target, position) => content.copy(target, 0, position));
    } else if (entry.kind === "file" && entry.source !== void 0 && !NEVER_LOADED.test(path34)) {
      addFile(facts, path34, entry.source, entry.size);
    }
  }
  return facts;
}
function formatLayerFacts(facts) {
  return `${JSON.stringify(facts)}
`;
}
function addFile(facts, path34, source, size) {
  const descriptor = (0, import_node_fs4.openSync)(source, "r");
  try {
    addProgram(facts, path34, size, (target, position) => (0, import_node_fs4.readSync)(descriptor, target, 0, target.length, position));
  } finally {
    (0, import_node_fs4.closeSync)(descriptor);
  }
}
function addProgram(facts, path34, size, readSome) {
  if (size < 4) {
    return;
  }
  const read = (target, position) => {
    let filled = 0;
    while (filled < target.length) {
      const got = readSome(target.subarray(filled), position + filled);
      if (got === 0) {
        throw new ElfError("ends too early");
      }
      filled += got;
    }
  };
  try {
    const start = Buffer.alloc(4);
    read(start, 0);
    if (startsLikeElf(start)) {
      if (size >= SMALLEST_ELF) {
        facts.elf.push([
          path34,
          (isPython(path34) ? readPythonElf : readElf)(read, size)
        ]);
      }
    } else if (start[0] === 35 && start[1] === 33) {
      const line2 = Buffer.alloc(Math.min(size, LONGEST_FIRST_LINE));
      read(line2, 0);
      addScript(facts, path34, line2);
    }
  } catch (error2) {
    if (!(error2 instanceof ElfError)) {
      throw error2;
    }
    facts.damaged.push([path34, error2.message]);
  }
}
function addScript(facts, path34, content) {
  if (content.subarray(0, 2).toString("latin1") === "#!") {
    const [line2] = content.subarray(2, LONGEST_FIRST_LINE).toString("utf8").split("\n");
    facts.scripts.push([path34, line2.trim()]);
  }
}
function head(entry) {
  if (entry?.kind === "made") {
    return entry.content.toString("utf8");
  }
  if (entry?.kind !== "file" || entry.source === void 0) {
    return "";
  }
  const bytes = Buffer.alloc(Math.min(entry.size, LONGEST_METADATA));
  const descriptor = (0, import_node_fs4.openSync)(entry.source, "r");
  try {
    return bytes.subarray(0, (0, import_node_fs4.readSync)(descriptor, bytes, 0, bytes.length, 0)).toString("utf8");
  } finally {
    (0, import_node_fs4.closeSync)(descriptor);
  }
}
var import_node_fs4, text, texts, elfFactsSchema, distributionSchema, layerFactsSchema, NEVER_LOADED, SMALLEST_ELF, METADATA, SBOM, LONGEST_METADATA, LONGEST_FIRST_LINE;
var init_layer_facts = __esm({
  "src/facts/layer-facts.ts"() {
    "use strict";
    import_node_fs4 = require("node:fs");
    init_zod();
    init_distribution();
    init_elf();
    text = string2();
    texts = array(text);
    elfFactsSchema = strictObject({
      machine: text,
      bits: literal([32, 64]),
      bigEndian: literal(true).optional(),
      interpreter: text.optional(),
      soname: text.optional(),
      needed: texts.optional(),
      rpath: text.optional(),
      runpath: text.optional(),
      noDefaultDirectories: literal(true).optional(),
      needs: array(strictObject({ file: text, versions: texts })).optional(),
      defines: texts.optional(),
      builtIn: texts.optional(),
      libcSymbols: texts.optional()
    });
    distributionSchema = strictObject({
      path: text,
      name: text,
      version: text,
      purl: text,
      licenseExpression: text.optional(),
      license: text.optional(),
      requiresPython: text.optional(),
      tags: texts.optional()
    });
    layerFactsSchema = strictObject({
      schema: literal(1),
      /** As in the layer's descriptor. */
      kind: _enum(["package", "interpreter", "external", "application"]),
      name: text.min(1),
      version: text,
      distributions: array(distributionSchema),
      /** SBOMs that a wheel carries (PEP 770). */
      sboms: texts,
      elf: array(tuple([text, elfFactsSchema])),
      /** Files that begin like ELF and are damaged, and how. */
      damaged: array(tuple([text, text])),
      /** First lines of programs that are scripts, without `#!`. */
      scripts: array(tuple([text, text]))
    });
    NEVER_LOADED = /\.(?:pyi?|pyc|pyx|pxd|pxi|h|hh|hpp|c|cc|cpp|cu|cuh|txt|rst|md|json|toml|yaml|yml|ini|cfg|html?|js|css|map|svg|png|jpe?g|gif|ttf|woff2?|csv|gz|zip|npz|npy|mo|po|xml|f90|f|typed|pem|tmpl|j2|template|in|am|cmake|pc|a|lib|exe|dll|parquet|pickle|pkl|dat)$/i;
    SMALLEST_ELF = 64;
    METADATA = /(?:^|\/)(?:[^/]+\.dist-info\/METADATA|[^/]+\.egg-info\/PKG-INFO)$/;
    SBOM = /(?:^|\/)[^/]+\.dist-info\/sboms\/.+/;
    LONGEST_METADATA = 256 << 10;
    LONGEST_FIRST_LINE = 256;
  }
});

// src/layer/buffer-pool.ts
var buffer_pool_exports = {};
__export(buffer_pool_exports, {
  BufferPool: () => BufferPool,
  EndOfFile: () => EndOfFile,
  PIECE_SIZE: () => PIECE_SIZE,
  readerOf: () => readerOf,
  release: () => release
});
function readerOf(descriptor) {
  return (target, position) => {
    for (let filled = 0; filled < target.length; ) {
      const read = (0, import_node_fs5.readSync)(descriptor, target, filled, target.length - filled, position + filled);
      if (read === 0) {
        throw new EndOfFile(`the file ends before byte ${position + target.length}`);
      }
      filled += read;
    }
  };
}
function release(buffer) {
  if (buffer.buffer.byteLength >= OWN_MEMORY) {
    nowhere.postMessage(void 0, [buffer.buffer]);
  }
}
var import_node_fs5, PIECE_SIZE, KEPT, BufferPool, EndOfFile, OWN_MEMORY, nowhere;
var init_buffer_pool = __esm({
  "src/layer/buffer-pool.ts"() {
    "use strict";
    import_node_fs5 = require("node:fs");
    PIECE_SIZE = 1 << 20;
    KEPT = 16;
    BufferPool = class {
      #free = [];
      take() {
        return this.#free.pop() ?? Buffer.allocUnsafeSlow(PIECE_SIZE);
      }
      /** Takes a buffer back, which nobody reads any more. */
      give(piece) {
        if (this.#free.length < KEPT) {
          this.#free.push(piece);
        }
      }
    };
    EndOfFile = class extends Error {
    };
    OWN_MEMORY = 256 << 10;
    ({ port1: nowhere } = new MessageChannel());
    nowhere.close();
  }
});

// src/layer/compress-member.ts
function gzipFrame(crc323, size) {
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc323 >>> 0, 0);
  tail.writeUInt32LE(size % 2 ** 32, 4);
  return { head: GZIP_HEADER, tail };
}
function roomFor(piece) {
  return piece.length + (piece.length >> 7) + 1024;
}
function compressionLevel(compression, level) {
  const chosen = level === -1 ? DEFAULT_LEVELS[compression] : level;
  const [least, most] = { gzip: [0, 9], zstd: [1, 19], none: [0, 0] }[compression];
  if (chosen < least || chosen > most) {
    throw new ActionError(`${compression} has no level ${level}`, {
      remedy: `choose a level from ${least} to ${most} with --@package_layers//bazel/settings:level, or -1 for the default`
    });
  }
  return chosen;
}
function memberCompressor(compression, level) {
  const chosen = compressionLevel(compression, level);
  if (compression === "none") {
    return async (piece) => piece;
  }
  if (compression === "gzip") {
    requireOwnZlib();
    return async (piece) => {
      const options = { level: chosen, memLevel: 8, chunkSize: roomFor(piece) };
      const member = piece.length <= TINY ? zlib.gzipSync(piece, options) : await gzip2(piece, options);
      GZIP_HEADER.copy(member);
      return member;
    };
  }
  if (zlib.zstdCompress === void 0) {
    throw new ActionError(`this Node (${process.versions.node}) has no zstd`, {
      remedy: "use Node 22.15 or later in the toolchain, or gzip with --@package_layers//bazel/settings:compression=gzip"
    });
  }
  const zstdCompress2 = (0, import_node_util.promisify)(zlib.zstdCompress);
  return async (piece) => {
    const frames = await zstdCompress2(piece, {
      pledgedSrcSize: piece.length,
      chunkSize: roomFor(piece),
      // Everything comes with the first write; told so, the compressor needs no window of its own to collect it in.
      flush: zlib.constants.ZSTD_e_end,
      params: { [zlib.constants.ZSTD_c_compressionLevel]: chosen, [zlib.constants.ZSTD_c_checksumFlag]: 1 }
    });
    const hasEmptyFrame = frames.subarray(-EMPTY_FRAME.length).equals(EMPTY_FRAME);
    return hasEmptyFrame ? frames.subarray(0, -EMPTY_FRAME.length) : frames;
  };
}
var import_node_util, zlib, gzip2, GZIP_HEADER, GZIP_OVERHEAD, GZIP_HEADER_SIZE, GZIP_TRAILER_SIZE, EMPTY_FRAME, DEFAULT_LEVELS, TINY;
var init_compress_member = __esm({
  "src/layer/compress-member.ts"() {
    "use strict";
    import_node_util = require("node:util");
    zlib = __toESM(require("node:zlib"));
    init_action_error();
    init_own_zlib();
    gzip2 = (0, import_node_util.promisify)(zlib.gzip);
    GZIP_HEADER = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]);
    GZIP_OVERHEAD = GZIP_HEADER.length + 8;
    GZIP_HEADER_SIZE = GZIP_HEADER.length;
    GZIP_TRAILER_SIZE = 8;
    EMPTY_FRAME = Buffer.from("28b52ffd240001000099e9d851", "hex");
    DEFAULT_LEVELS = { gzip: 5, zstd: 3, none: 0 };
    TINY = 4 << 10;
  }
});

// src/layer/source-file.ts
function openFile(entry) {
  const descriptor = openSource(entry);
  const requireUnchanged = () => {
    if (identityOf((0, import_node_fs6.fstatSync)(descriptor, { bigint: true })) !== entry.identity) {
      throw changed(entry);
    }
  };
  try {
    requireUnchanged();
  } catch (error2) {
    (0, import_node_fs6.closeSync)(descriptor);
    throw error2;
  }
  const readInto = readerOf(descriptor);
  const read = (target, position) => {
    try {
      readInto(target, position);
    } catch (cause) {
      throw cause instanceof EndOfFile ? changed(entry, cause) : cause;
    }
  };
  return { descriptor, read, requireUnchanged, close: () => (0, import_node_fs6.closeSync)(descriptor) };
}
function readSmallFile(entry, target) {
  const descriptor = openSource(entry);
  try {
    const filled = readWhole(descriptor, entry, target);
    if (filled !== entry.size || identityOf((0, import_node_fs6.fstatSync)(descriptor, { bigint: true })) !== entry.identity) {
      throw changed(entry);
    }
  } finally {
    (0, import_node_fs6.closeSync)(descriptor);
  }
}
function readWhole(descriptor, entry, target) {
  let filled = 0;
  let read;
  try {
    do {
      read = (0, import_node_fs6.readSync)(descriptor, target, filled, entry.size + 1 - filled, filled);
      filled += read;
    } while (read !== 0 && filled < entry.size);
  } catch (cause) {
    throw ["ESPIPE", "EISDIR"].includes(cause.code) ? changed(entry, cause) : cause;
  }
  return filled;
}
function readSource(entry) {
  const content = Buffer.alloc(entry.size + 1);
  readSmallFile(entry, content);
  return content.subarray(0, entry.size);
}
function openSource(entry) {
  try {
    return (0, import_node_fs6.openSync)(entry.source, import_node_fs6.constants.O_RDONLY | import_node_fs6.constants.O_NONBLOCK);
  } catch (cause) {
    throw cause.code === "ENOENT" ? changed(entry, cause) : cannotRead(entry.source, cause);
  }
}
function cannotRead(file, cause) {
  const fault = machineFault(cause);
  if (fault !== void 0) {
    return new ActionError(`an input file cannot be read: ${fault.what}`, { file, remedy: fault.remedy, cause });
  }
  return new ActionError("an input file cannot be read", {
    file,
    remedy: "build again; if it stays away, the package's repository is broken: fetch it again with `bazel fetch --force`",
    cause
  });
}
function changed(entry, cause) {
  return new ActionError("a file changed while it was read", {
    file: entry.source,
    remedy: "let nothing write to it, and build again",
    cause
  });
}
var import_node_fs6;
var init_source_file = __esm({
  "src/layer/source-file.ts"() {
    "use strict";
    import_node_fs6 = require("node:fs");
    init_action_error();
    init_input_file();
    init_machine_error();
    init_buffer_pool();
  }
});

// src/layer/wheel-archive.ts
function readWheelDirectory(size, read) {
  const readAt = (offset, length) => {
    const bytes = Buffer.allocUnsafe(length);
    read(bytes, offset);
    return bytes;
  };
  try {
    const { offset, length, count: count3 } = findDirectory(size, readAt);
    if (length > LARGEST_DIRECTORY || offset + length > size) {
      throw new RangeError("its directory does not lie within the file");
    }
    return parseDirectory(readAt(offset, length), count3, offset);
  } catch (cause) {
    if (machineFault(cause) !== void 0 || !(cause instanceof RangeError || cause instanceof EndOfFile)) {
      throw cause;
    }
    throw new BrokenArchive(cause.message, { cause });
  }
}
function findDirectory(size, readAt) {
  if (size < END_SIZE) {
    throw new RangeError("it is too short");
  }
  const tailSize = Math.min(size, END_SIZE + LONGEST_COMMENT);
  const tail = readAt(size - tailSize, tailSize);
  let at = tail.length - END_SIZE;
  while (tail.readUInt32LE(at) !== END || at + END_SIZE + tail.readUInt16LE(at + 20) !== tail.length) {
    at -= 1;
    if (at < 0) {
      throw new RangeError("its end record is missing");
    }
  }
  const directory = {
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16)
  };
  const locatorOffset = size - tailSize + at - ZIP64_LOCATOR_SIZE;
  if (directory.count !== 65535 && directory.length !== 4294967295 && directory.offset !== 4294967295) {
    return directory;
  }
  if (locatorOffset < 0) {
    return directory;
  }
  const locator = readAt(locatorOffset, ZIP64_LOCATOR_SIZE);
  if (locator.readUInt32LE(0) !== ZIP64_LOCATOR) {
    return directory;
  }
  const end = readAt(toNumber2(locator.readBigUInt64LE(8)), ZIP64_END_SIZE);
  if (end.readUInt32LE(0) !== ZIP64_END) {
    throw new RangeError("its zip64 end record is missing");
  }
  return {
    count: toNumber2(end.readBigUInt64LE(32)),
    length: toNumber2(end.readBigUInt64LE(40)),
    offset: toNumber2(end.readBigUInt64LE(48))
  };
}
function toNumber2(value) {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new RangeError("it has a size that no file has");
  }
  return Number(value);
}
function parseDirectory(bytes, count3, directoryOffset) {
  const entries = /* @__PURE__ */ new Map();
  const seen = /* @__PURE__ */ new Set();
  let at = 0;
  let previous = "";
  for (let index = 0; index < count3; index++) {
    const which = `entry ${index + 1} of ${count3}${previous && `, behind ${previous},`}`;
    if (at + CENTRAL_HEADER_SIZE > bytes.length || bytes.readUInt32LE(at) !== CENTRAL_HEADER) {
      throw new RangeError(`${which} is missing from its directory`);
    }
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const nameStart = at + CENTRAL_HEADER_SIZE;
    const extra = bytes.subarray(nameStart + nameLength, nameStart + nameLength + extraLength);
    const next = nameStart + nameLength + extraLength + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) {
      throw new RangeError(`${which} is longer than its directory`);
    }
    const name2 = bytes.toString((flags & FLAG_UTF8) !== 0 ? "utf8" : "latin1", nameStart, nameStart + nameLength);
    const sizes = withZip64(name2, extra, {
      size: bytes.readUInt32LE(at + 24),
      compressedSize: bytes.readUInt32LE(at + 20),
      headerOffset: bytes.readUInt32LE(at + 42)
    });
    if (seen.has(name2)) {
      entries.delete(name2);
    } else if ((method === METHOD_DEFLATE || method === METHOD_STORED) && (flags & FLAG_ENCRYPTED) === 0 && sizes.headerOffset + LOCAL_HEADER_SIZE + sizes.compressedSize <= directoryOffset) {
      entries.set(name2, { name: name2, stored: method === METHOD_STORED, crc32: bytes.readUInt32LE(at + 16), ...sizes });
    }
    seen.add(name2);
    previous = name2;
    at = next;
  }
  return entries;
}
function withZip64(name2, extra, sizes) {
  const fields = ["size", "compressedSize", "headerOffset"].filter((field) => sizes[field] === 4294967295);
  if (fields.length === 0) {
    return sizes;
  }
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_EXTRA) {
      continue;
    }
    const values = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    if (values.length < 8 * fields.length) {
      break;
    }
    const large = Object.fromEntries(
      fields.map((field, index) => [field, toNumber2(values.readBigUInt64LE(8 * index))])
    );
    return { ...sizes, ...large };
  }
  throw new RangeError(`the zip64 sizes of ${name2} are missing`);
}
function deflateStreamOffset(entry, read) {
  const header = Buffer.allocUnsafe(LOCAL_HEADER_SIZE);
  try {
    read(header, entry.headerOffset);
    if (header.readUInt32LE(0) !== LOCAL_HEADER) {
      return void 0;
    }
    const start = entry.headerOffset + LOCAL_HEADER_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
    if (entry.compressedSize > 0) {
      read(header.subarray(0, 1), start + entry.compressedSize - 1);
    }
    return start;
  } catch (error2) {
    if (error2 instanceof EndOfFile) {
      return void 0;
    }
    throw error2;
  }
}
function pathInSitePackages(name2) {
  if (MERGED_DATA.test(name2)) {
    return name2.replace(MERGED_DATA, "");
  }
  return /^[^/]+\.data\//.test(name2) ? void 0 : name2;
}
var LOCAL_HEADER, LOCAL_HEADER_SIZE, CENTRAL_HEADER, CENTRAL_HEADER_SIZE, END, END_SIZE, ZIP64_END, ZIP64_END_SIZE, ZIP64_LOCATOR, ZIP64_LOCATOR_SIZE, LONGEST_COMMENT, ZIP64_EXTRA, METHOD_STORED, METHOD_DEFLATE, FLAG_ENCRYPTED, FLAG_UTF8, LARGEST_DIRECTORY, BrokenArchive, MERGED_DATA;
var init_wheel_archive = __esm({
  "src/layer/wheel-archive.ts"() {
    "use strict";
    init_machine_error();
    init_buffer_pool();
    LOCAL_HEADER = 67324752;
    LOCAL_HEADER_SIZE = 30;
    CENTRAL_HEADER = 33639248;
    CENTRAL_HEADER_SIZE = 46;
    END = 101010256;
    END_SIZE = 22;
    ZIP64_END = 101075792;
    ZIP64_END_SIZE = 56;
    ZIP64_LOCATOR = 117853008;
    ZIP64_LOCATOR_SIZE = 20;
    LONGEST_COMMENT = 65535;
    ZIP64_EXTRA = 1;
    METHOD_STORED = 0;
    METHOD_DEFLATE = 8;
    FLAG_ENCRYPTED = 1;
    FLAG_UTF8 = 1 << 11;
    LARGEST_DIRECTORY = 256 << 20;
    BrokenArchive = class extends Error {
    };
    MERGED_DATA = /^[^/]+\.data\/(?:purelib|platlib)\//;
  }
});

// src/layer/carry-over.ts
function openWheel(wheel, log) {
  const descriptor = openArchive(wheel);
  try {
    const found = (0, import_node_fs7.fstatSync)(descriptor, { bigint: true });
    if (!found.isFile()) {
      throw new ActionError("a wheel is not a file", { file: wheel, remedy: "leave it out of the wheel_index" });
    }
    const read = readerOf(descriptor);
    const entries = /* @__PURE__ */ new Map();
    const all = [...readWheelDirectory(Number(found.size), read).values()];
    for (const entry of all) {
      const path34 = pathInSitePackages(entry.name);
      if (path34 !== void 0) {
        entries.set(path34, entries.has(path34) ? void 0 : entry);
      }
    }
    const entryAt = (imagePath2) => {
      const start = imagePath2.indexOf(SITE_PACKAGES);
      return start < 0 ? void 0 : entries.get(imagePath2.slice(start + SITE_PACKAGES.length));
    };
    const requireUnchanged = () => {
      if (identityOf((0, import_node_fs7.fstatSync)(descriptor, { bigint: true })) !== identityOf(found)) {
        throw new ActionError("a wheel changed while it was read", {
          file: wheel,
          remedy: "let nothing write to it, and build again"
        });
      }
    };
    const close = () => (0, import_node_fs7.closeSync)(descriptor);
    return { file: wheel, entries: all, entryAt, descriptor, read, requireUnchanged, close };
  } catch (error2) {
    (0, import_node_fs7.closeSync)(descriptor);
    if (error2 instanceof BrokenArchive) {
      log(
        `package_layers: the wheel ${wheel} is not a whole zip archive (${error2.message}); the package's files are compressed as usual. Fetch the wheel again, or leave it out of the wheel_index.`
      );
      return void 0;
    }
    throw error2;
  }
}
function openArchive(wheel) {
  try {
    return (0, import_node_fs7.openSync)(wheel, import_node_fs7.constants.O_RDONLY | import_node_fs7.constants.O_NONBLOCK);
  } catch (cause) {
    throw cannotRead(wheel, cause);
  }
}
function* memberPieces(entry, offset, read, buffer) {
  const { head: head2, tail } = gzipFrame(entry.crc32, entry.size);
  let filled = head2.copy(buffer);
  for (let at = 0; at < entry.compressedSize; ) {
    const room = buffer.subarray(filled, filled + entry.compressedSize - at);
    read(room, offset + at);
    at += room.length;
    filled += room.length;
    if (filled + tail.length > buffer.length) {
      yield buffer.subarray(0, filled);
      filled = 0;
    }
  }
  filled += tail.copy(buffer, filled);
  yield buffer.subarray(0, filled);
}
function streamOffset(entry, size, read) {
  return entry.size === size && entry.compressedSize > 0 ? deflateStreamOffset(entry, read) : void 0;
}
var import_node_fs7, SITE_PACKAGES;
var init_carry_over = __esm({
  "src/layer/carry-over.ts"() {
    "use strict";
    import_node_fs7 = require("node:fs");
    init_action_error();
    init_input_file();
    init_buffer_pool();
    init_compress_member();
    init_source_file();
    init_wheel_archive();
    SITE_PACKAGES = "/site-packages/";
  }
});

// src/layer/image-path.ts
function imagePath(root, path34) {
  if (path34.startsWith("/")) {
    throw refused("is absolute", path34);
  }
  if (path34.split("/").every((part) => part === "" || part === ".")) {
    throw refused("is empty", path34);
  }
  const parts = [...root.split("/"), ...path34.split("/")].filter((part) => part !== "" && part !== ".");
  return requireImagePath(parts.join("/"));
}
function requireImagePath(path34) {
  if (path34.includes("\0")) {
    throw refused("contains a NUL character", path34);
  }
  if (HALF_CHARACTER.test(path34)) {
    throw refused("is no valid Unicode", path34);
  }
  for (const part of path34.split("/")) {
    if (part === "..") {
      throw refused("contains ..", path34);
    }
    if (part === "" || part === ".") {
      throw refused("has an empty name in it", path34);
    }
    if (part.startsWith(WHITEOUT_PREFIX)) {
      throw refused(`has a name that begins with ${WHITEOUT_PREFIX}, which container tools take as a deletion`, path34);
    }
    if (isLongerThan(part, NAME_MAX)) {
      throw refused(`has a name of more than ${NAME_MAX} bytes`, path34);
    }
  }
  if (isLongerThan(path34, PATH_MAX - 2)) {
    throw refused(`has more than ${PATH_MAX - 2} bytes`, path34);
  }
  return path34;
}
function requireLinkTarget(target, path34) {
  const reason = target === "" ? "is empty" : target.includes("\0") ? "contains a NUL character" : HALF_CHARACTER.test(target) ? "is no valid Unicode" : isLongerThan(target, PATH_MAX - 1) ? `has more than ${PATH_MAX - 1} bytes` : void 0;
  if (reason !== void 0) {
    throw new ActionError(`the target of a symlink ${reason}`, {
      file: path34,
      remedy: "remove the link from the package, or make it point to a file"
    });
  }
  return target;
}
function isLongerThan(text4, bytes) {
  return 3 * text4.length > bytes && Buffer.byteLength(text4) > bytes;
}
function refused(reason, path34) {
  const shown = path34.length <= 500 ? path34 : `${path34.slice(0, 500)}\u2026`;
  return new ActionError(`a path in the image ${reason}`, {
    file: shown,
    remedy: "rename the file, or leave it out of the package"
  });
}
var WHITEOUT_PREFIX, NAME_MAX, PATH_MAX, HALF_CHARACTER;
var init_image_path = __esm({
  "src/layer/image-path.ts"() {
    "use strict";
    init_action_error();
    WHITEOUT_PREFIX = ".wh.";
    NAME_MAX = 255;
    PATH_MAX = 4096;
    HALF_CHARACTER = new RegExp("\\p{Surrogate}", "u");
  }
});

// src/layer/layer-entry.ts
async function collectEntries(args, roots, signal) {
  const entries = [];
  const turn = turns(signal);
  const onDisk = (file) => path2.resolve(roots.disk, file);
  const inImage = (file) => imagePath(roots.image, file);
  for (const [to, from] of args.files) {
    await turn();
    const link2 = declaredLink(inImage(to), from, onDisk(from));
    if (link2 === void 0 && isSourceDirectory(from, onDisk(from))) {
      await addTree(entries, to, from, onDisk(from), inImage, roots.runfiles, turn);
    } else {
      entries.push(link2 ?? fileEntry(inImage(to), onDisk(from)));
    }
  }
  for (const [to, from] of args.programs ?? []) {
    entries.push(declaredLink(inImage(to), from, onDisk(from)) ?? programEntry(inImage(to), onDisk(from)));
  }
  for (const [to, from] of args.trees) {
    await addTree(entries, to, from, onDisk(from), inImage, roots.runfiles, turn);
  }
  for (const [to, from] of args.links) {
    const link2 = { path: inImage(to), kind: "symlink", target: targetOf(onDisk(from)) };
    if (path2.isAbsolute(link2.target) && roots.runfiles === void 0) {
      throw leadsAway(from, `out of its package, to ${link2.target}`);
    }
    entries.push(link2);
  }
  for (const [to, target] of args.symlinks) {
    entries.push({ path: inImage(to), kind: "symlink", target });
  }
  for (const to of args.empty) {
    entries.push({ path: inImage(to), kind: "file", size: 0, source: void 0 });
  }
  return withoutRepeated(sortByPath(entries));
}
function turns(signal) {
  let since = performance.now();
  return async () => {
    if (performance.now() - since > TURN) {
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      since = performance.now();
    }
  };
}
function sortByPath(entries) {
  const keyed = entries.map((entry) => ({ entry, key: Buffer.from(entry.path) }));
  return keyed.sort((left, right) => Buffer.compare(left.key, right.key)).map(({ entry }) => entry);
}
function withoutRepeated(sorted) {
  return sorted.filter((entry, index) => {
    const previous = index === 0 ? void 0 : sorted[index - 1];
    if (previous?.path !== entry.path) {
      return true;
    }
    if (JSON.stringify(previous) !== JSON.stringify(entry)) {
      throw new ActionError("two different files have one path in the layer", {
        file: `${entry.path}: ${describeSource(previous)} and ${describeSource(entry)}`,
        remedy: "leave one of them out of the application's dependencies"
      });
    }
    return false;
  });
}
function describeSource(entry) {
  switch (entry.kind) {
    case "file":
      return entry.source ?? "an empty file";
    case "symlink":
      return `a link to ${entry.target}`;
    case "made":
      return "a script";
    case "packed":
      return `${entry.entry.name} of the wheel`;
    case "directory":
      return "a directory";
  }
}
function orMissing(file, lookUp2) {
  try {
    return lookUp2();
  } catch (cause) {
    throw cannotRead(file, cause);
  }
}
function namesIn(folder) {
  const names = orMissing(folder, () => (0, import_node_fs8.readdirSync)(folder));
  if (names.some((name2) => name2.includes(REPLACEMENT))) {
    for (const bytes of orMissing(folder, () => (0, import_node_fs8.readdirSync)(folder, { encoding: "buffer" }))) {
      requireUtf8(bytes, "the name of a file", folder);
    }
  }
  return names;
}
function targetOf(link2) {
  const target = orMissing(link2, () => (0, import_node_fs8.readlinkSync)(link2));
  if (target.includes(REPLACEMENT)) {
    requireUtf8(
      orMissing(link2, () => (0, import_node_fs8.readlinkSync)(link2, { encoding: "buffer" })),
      "the target of a symlink",
      link2
    );
  }
  return target;
}
function requireUtf8(bytes, what, where) {
  if (!(0, import_node_buffer.isUtf8)(bytes)) {
    throw new ActionError(`${what} is not UTF-8`, {
      file: `${where}: ${bytes.toString("latin1")}`,
      remedy: "rename it in the package, or leave the package out"
    });
  }
}
function declaredLink(to, from, file) {
  if (!from.startsWith("bazel-out/")) {
    return void 0;
  }
  const behind = (0, import_node_fs8.statSync)(file, { throwIfNoEntry: false });
  if (behind?.isFile() || !(0, import_node_fs8.lstatSync)(file, { throwIfNoEntry: false })?.isSymbolicLink()) {
    return void 0;
  }
  const target = targetOf(file);
  if (!path2.isAbsolute(target)) {
    return { path: to, kind: "symlink", target };
  }
  if (behind === void 0) {
    throw new ActionError("a generated file is a symlink to a path of this machine where nothing is", {
      file: `${from} -> ${target}`,
      remedy: "have the rule that makes it link to a file beside it by a relative path, or copy the file"
    });
  }
  return void 0;
}
function isSourceDirectory(from, file) {
  return !from.startsWith("bazel-out/") && (0, import_node_fs8.statSync)(file, { throwIfNoEntry: false })?.isDirectory() === true;
}
function programEntry(to, from) {
  const entry = fileEntry(to, from);
  return entry.kind === "file" ? { ...entry, program: true } : entry;
}
function fileEntry(to, from, found = orMissing(from, () => (0, import_node_fs8.statSync)(from, BIGINT))) {
  if (!found.isFile()) {
    throw new ActionError("an input is no regular file", {
      file: from,
      remedy: "declare directories as tree artifacts"
    });
  }
  return { path: to, kind: "file", size: Number(found.size), source: from, identity: identityOf(found) };
}
async function addTree(entries, to, from, directory, inImage, runfiles, turn) {
  const tree = { directory, mappedPath: from.replace(CONFIGURATION, "") };
  const elsewhere = (relative2, lands) => {
    const inRunfiles = runfiles === void 0 ? void 0 : runfilesPath(path2.posix.join(from, lands));
    return inRunfiles === void 0 ? void 0 : path2.posix.relative(path2.posix.dirname(inImage(`${to}/${relative2}`)), inImage(`${runfiles}/${inRunfiles}`));
  };
  const walk = async (below, folder, { dev, ino }, around) => {
    const id = `${dev} ${ino}`;
    if (around.has(id)) {
      throw leadsAway(path2.join(directory, below), `to ${folder}, which holds it`);
    }
    around.add(id);
    const names = namesIn(folder);
    if (names.length === 0 && (below !== "" || to !== ".")) {
      entries.push({ path: inImage(below === "" ? to : `${to}/${below}`), kind: "directory" });
    }
    for (const name2 of names) {
      const relative2 = below === "" ? name2 : `${below}/${name2}`;
      const { file, found } = behindSandbox(tree, relative2);
      if (found.isSymbolicLink()) {
        entries.push({
          path: inImage(`${to}/${relative2}`),
          kind: "symlink",
          target: ownTarget(file, relative2, elsewhere)
        });
      } else if (found.isDirectory()) {
        await turn();
        await walk(relative2, file, found, around);
      } else {
        entries.push(fileEntry(inImage(`${to}/${relative2}`), file, found));
      }
    }
    around.delete(id);
  };
  const root = orMissing(directory, () => (0, import_node_fs8.statSync)(directory, BIGINT));
  await walk("", directory, root, /* @__PURE__ */ new Set());
}
function behindSandbox(tree, relative2) {
  const file = path2.join(tree.directory, relative2);
  const found = orMissing(file, () => (0, import_node_fs8.lstatSync)(file, BIGINT));
  if (found.isSymbolicLink()) {
    const target = orMissing(file, () => (0, import_node_fs8.readlinkSync)(file));
    if (path2.isAbsolute(target) && target.endsWith(`/${tree.mappedPath}/${relative2}`)) {
      return { file: target, found: orMissing(target, () => (0, import_node_fs8.lstatSync)(target, BIGINT)) };
    }
  }
  return { file, found };
}
function ownTarget(file, relative2, elsewhere) {
  const target = targetOf(file);
  const folder = path2.posix.dirname(relative2);
  let lands = path2.posix.join(folder, target);
  if (path2.isAbsolute(target)) {
    const root = orMissing(file, () => (0, import_node_fs8.realpathSync)(file.slice(0, -relative2.length)));
    lands = path2.posix.relative(
      root,
      orMissing(file, () => (0, import_node_fs8.realpathSync)(target))
    );
  }
  if (lands === ".." || lands.startsWith("../")) {
    const outside = path2.isAbsolute(target) ? void 0 : elsewhere(relative2, lands);
    if (outside === void 0) {
      throw leadsAway(file, `out of its package, to ${target}`);
    }
    return outside;
  }
  return path2.isAbsolute(target) ? path2.posix.relative(folder, lands) || "." : target;
}
function runfilesPath(file) {
  const inRepository = file.replace(OUTPUT_DIRECTORY, "");
  if (/^(\.\.|bazel-out)(\/|$)/.test(inRepository)) {
    return void 0;
  }
  return inRepository.startsWith("external/") ? inRepository.slice("external/".length) : `_main/${inRepository}`;
}
function leadsAway(file, where) {
  return new ActionError(`a symlink leads ${where}`, {
    file,
    remedy: "remove the link from the package, or make it point inside"
  });
}
var import_node_buffer, import_node_fs8, path2, TURN, BIGINT, REPLACEMENT, CONFIGURATION, OUTPUT_DIRECTORY;
var init_layer_entry = __esm({
  "src/layer/layer-entry.ts"() {
    "use strict";
    import_node_buffer = require("node:buffer");
    import_node_fs8 = require("node:fs");
    path2 = __toESM(require("node:path"));
    init_action_error();
    init_input_file();
    init_image_path();
    init_source_file();
    TURN = 50;
    BIGINT = { bigint: true };
    REPLACEMENT = "\uFFFD";
    CONFIGURATION = /^bazel-out\/[^/]+\//;
    OUTPUT_DIRECTORY = /^bazel-out\/[^/]+\/bin\//;
  }
});

// src/layer/compiled-modules.ts
function sourceOf(path34) {
  return path34.replace(COMPILED, "$1$2.py");
}
async function withCompiledModules(entries, directory, roots, signal) {
  const paths = new Set(entries.map(({ path: path34 }) => path34));
  const trees = [[".", directory]];
  const compiled = await collectEntries({ files: [], trees, links: [], symlinks: [], empty: [] }, roots, signal);
  return sortByPath([...entries, ...compiled.filter(({ path: path34 }) => paths.has(sourceOf(path34)) && !paths.has(path34))]);
}
var COMPILED;
var init_compiled_modules = __esm({
  "src/layer/compiled-modules.ts"() {
    "use strict";
    init_layer_entry();
    COMPILED = /^(.*\/|)__pycache__\/([^/.]+)\.[^/]+\.pyc$/;
  }
});

// src/layer/tar-header.ts
function tarHeader(path34, entry, ownership) {
  requireImagePath(path34);
  const fullPath = entry.kind === "directory" ? `${path34}/` : path34;
  const target = entry.kind === "symlink" ? requireLinkTarget(entry.target, path34) : "";
  const size = entry.kind === "file" ? entry.size : 0;
  const { uid, gid } = ownership;
  const split4 = splitPath(fullPath);
  const fits = { uid: uid <= MAX_ID, gid: gid <= MAX_ID, size: size <= MAX_SIZE, target: isField(target) };
  const block = ustarBlock({
    ...split4 ?? { name: asField(fullPath), prefix: "" },
    mode: entry.kind === "symlink" ? 511 : entry.kind === "directory" || entry.executable ? 493 : 420,
    uid: fits.uid ? uid : 0,
    gid: fits.gid ? gid : 0,
    size: fits.size ? size : 0,
    mtime: ownership.mtime,
    typeflag: { file: "0", symlink: "2", directory: "5" }[entry.kind],
    linkname: fits.target ? target : asField(target)
  });
  if (split4 !== void 0 && fits.uid && fits.gid && fits.size && fits.target) {
    return block;
  }
  const records = Buffer.concat([
    ...fits.gid ? [] : [paxRecord("gid", `${gid}`)],
    ...fits.target ? [] : [paxRecord("linkpath", target)],
    ...split4 !== void 0 ? [] : [paxRecord("path", fullPath)],
    ...fits.size ? [] : [paxRecord("size", `${size}`)],
    ...fits.uid ? [] : [paxRecord("uid", `${uid}`)]
  ]);
  const paxBlock = ustarBlock({
    ...{ name: "PaxHeader", prefix: "", linkname: "", typeflag: "x" },
    ...{ mode: 420, uid: 0, gid: 0, size: records.length, mtime: ownership.mtime }
  });
  return Buffer.concat([paxBlock, records, Buffer.alloc(paddingSize(records.length)), block]);
}
function splitPath(path34) {
  if (!isPrintable(path34)) {
    return void 0;
  }
  if (path34.length <= NAME_LENGTH) {
    return { name: path34, prefix: "" };
  }
  const slash = path34.lastIndexOf("/", Math.min(PREFIX_LENGTH, path34.length - 2));
  const name2 = path34.slice(slash + 1);
  return slash > 0 && name2.length <= NAME_LENGTH ? { name: name2, prefix: path34.slice(0, slash) } : void 0;
}
function isPrintable(text4) {
  return /^[\x20-\x7e]*$/.test(text4);
}
function isField(text4) {
  return text4.length <= NAME_LENGTH && isPrintable(text4);
}
function asField(text4) {
  return Buffer.from(text4).toString("latin1").replace(/[^\x20-\x7e]/g, "_").slice(0, NAME_LENGTH);
}
function ustarBlock(fields) {
  const block = Buffer.alloc(BLOCK_SIZE);
  block.write(fields.name, 0, "latin1");
  block.write(
    octal(fields.mode, 8) + octal(fields.uid, 8) + octal(fields.gid, 8) + octal(fields.size, 12) + octal(fields.mtime, 12),
    100,
    "latin1"
  );
  block.write(`        ${fields.typeflag}${fields.linkname}`, 148, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  block.write(octal(0, 8) + octal(0, 8) + fields.prefix, 329, "latin1");
  let sum = 0;
  for (const byte of block) {
    sum += byte;
  }
  block.write(octal(sum, 8), 148, "latin1");
  return block;
}
function octal(number3, width2) {
  const digits = number3.toString(8).padStart(width2 - 2, "0");
  return `${digits.length < width2 - 1 ? `${digits} ` : digits}\0`;
}
function paxRecord(key2, value) {
  const rest = Buffer.from(` ${key2}=${value}
`);
  let length = rest.length;
  while (`${length}`.length + rest.length !== length) {
    length = `${length}`.length + rest.length;
  }
  return Buffer.concat([Buffer.from(`${length}`), rest]);
}
function paddingSize(size) {
  return (BLOCK_SIZE - size % BLOCK_SIZE) % BLOCK_SIZE;
}
var BLOCK_SIZE, END_OF_ARCHIVE_SIZE, MAX_SIZE, MAX_ID, NAME_LENGTH, PREFIX_LENGTH;
var init_tar_header = __esm({
  "src/layer/tar-header.ts"() {
    "use strict";
    init_image_path();
    BLOCK_SIZE = 512;
    END_OF_ARCHIVE_SIZE = 2 * BLOCK_SIZE;
    MAX_SIZE = 8589934591;
    MAX_ID = 2097151;
    NAME_LENGTH = 100;
    PREFIX_LENGTH = 155;
  }
});

// src/layer/directories.ts
function layerContent(entries, own2, record2) {
  const contents = [];
  const listed = /* @__PURE__ */ new Set();
  for (const entry of entries) {
    if (entry.kind === "directory") {
      listed.add(entry.path);
    } else {
      contents.push(entry);
    }
  }
  const paths = new Set(contents.map(({ path: path34 }) => path34));
  const seen = /* @__PURE__ */ new Set();
  for (const { path: path34 } of record2 === void 0 ? entries : [...entries, record2]) {
    for (let slash = path34.lastIndexOf("/"); slash > 0; slash = path34.lastIndexOf("/", slash - 1)) {
      const directory = path34.slice(0, slash);
      if (seen.has(directory)) {
        break;
      }
      seen.add(directory);
      if (paths.has(directory)) {
        throw new ActionError("a file has the path of a directory in the layer", {
          file: `${directory}, and below it ${path34}`,
          remedy: "leave one of them out of the package or the application's dependencies"
        });
      }
      if (own2.some((top) => directory === top || directory.startsWith(`${top}/`))) {
        listed.add(directory);
      }
    }
  }
  return { directories: sortPaths(listed), entries: contents, record: record2 };
}
function sortPaths(paths) {
  return sortByPath([...paths].map((path34) => ({ path: path34 }))).map(({ path: path34 }) => path34);
}
function directoryHeaders(directories, ownership) {
  return Buffer.concat(directories.map((path34) => tarHeader(path34, { kind: "directory" }, ownership)));
}
var init_directories = __esm({
  "src/layer/directories.ts"() {
    "use strict";
    init_action_error();
    init_layer_entry();
    init_tar_header();
  }
});

// node_modules/ignore/index.js
var require_ignore = __commonJS({
  "node_modules/ignore/index.js"(exports2, module2) {
    function makeArray(subject) {
      return Array.isArray(subject) ? subject : [subject];
    }
    var UNDEFINED = void 0;
    var EMPTY = "";
    var SPACE = " ";
    var ESCAPE = "\\";
    var REGEX_LITERAL_SPECIAL = /[.*+?()[\]{}^$|\\/]/;
    var BOM = "\uFEFF";
    var REGEX_ANCHORED_GLOBSTAR = /^\/\*{2,}$/;
    var REGEX_REPLACE_LEADING_EXCAPED_EXCLAMATION = /^\\!/;
    var REGEX_REPLACE_LEADING_EXCAPED_HASH = /^\\#/;
    var REGEX_SPLITALL_CRLF = /\r?\n/g;
    var DOUBLE_SLASH = "//";
    var SLASH_CODE = 47;
    var DOT_CODE = 46;
    var SLASH = "/";
    var TMP_KEY_IGNORE = "node-ignore";
    if (typeof Symbol !== "undefined") {
      TMP_KEY_IGNORE = /* @__PURE__ */ Symbol.for("node-ignore");
    }
    var KEY_IGNORE = TMP_KEY_IGNORE;
    var define2 = (object2, key2, value) => {
      Object.defineProperty(object2, key2, { value });
      return value;
    };
    var RETURN_FALSE = () => false;
    var POSIX_CLASSES = {
      alnum: "0-9A-Za-z",
      alpha: "A-Za-z",
      blank: " \\t",
      cntrl: "\\x00-\\x1f\\x7f",
      digit: "0-9",
      graph: "!-.0-~",
      lower: "a-z",
      print: " -.0-~",
      punct: "!-.:-@\\[-`{-~",
      // git's `sane-ctype.h` classifies \v and \f as control, not space,
      //   unlike C's `isspace`
      space: " \\t\\n\\r",
      upper: "A-Z",
      xdigit: "0-9A-Fa-f"
    };
    var CLASS_MEMBERS_TO_ESCAPE = "\\]^-[";
    var escapeMember = (char) => CLASS_MEMBERS_TO_ESCAPE.indexOf(char) < 0 ? char : ESCAPE + char;
    var NON_SLASH = "(?!\\/)";
    var classSource = (negated, body) => {
      if (negated) {
        return `[^\\/${body}]`;
      }
      const source = `[${body}]`;
      return new RegExp(source).test("/") ? NON_SLASH + source : source;
    };
    var scanBracket = (pattern, start) => {
      const { length } = pattern;
      let index = start + 1;
      let negated = EMPTY;
      const lead = pattern[index];
      if (lead === "!" || lead === "^") {
        negated = "^";
        index++;
      }
      let body = EMPTY;
      let prev = EMPTY;
      for (; ; ) {
        const char = pattern[index];
        if (char === UNDEFINED) {
          return null;
        }
        if (char === ESCAPE) {
          const escaped2 = pattern[++index];
          body += escapeMember(escaped2);
          prev = escaped2;
        } else if (char === "-" && prev && index + 1 < length && pattern[index + 1] !== "]") {
          index++;
          let to = pattern[index];
          if (to === ESCAPE) {
            to = pattern[index += 1];
          }
          if (prev <= to) {
            body += `-${escapeMember(to)}`;
          }
          prev = EMPTY;
        } else if (char === "[" && pattern[index + 1] === ":") {
          const nameStart = index + 2;
          let end = nameStart;
          while (end < length && pattern[end] !== "]") {
            end++;
          }
          if (end === length) {
            return null;
          }
          if (end > nameStart && pattern[end - 1] === ":") {
            const name2 = pattern.slice(nameStart, end - 1);
            if (!Object.prototype.hasOwnProperty.call(POSIX_CLASSES, name2)) {
              return null;
            }
            body += POSIX_CLASSES[name2];
            prev = EMPTY;
            index = end;
          } else {
            body += escapeMember("[");
            prev = "[";
            index = nameStart - 2;
          }
        } else {
          body += escapeMember(char);
          prev = char;
        }
        index++;
        if (pattern[index] === "]") {
          return {
            end: index,
            source: classSource(negated, body)
          };
        }
      }
    };
    var NEVER_MATCH = "[]";
    var PLACEHOLDER2 = "\0";
    var REGEX_RESTORE_PLACEHOLDER = new RegExp(
      `${PLACEHOLDER2}(\\d+)${PLACEHOLDER2}`,
      "g"
    );
    var TRAILING_WILDCARD = "\uE000";
    var TRAILING_DOUBLESTAR = "\uE001";
    var isReserved = (char) => char === PLACEHOLDER2 || char === TRAILING_WILDCARD || char === TRAILING_DOUBLESTAR;
    var extractBrackets = (pattern) => {
      const sources = [];
      const hold = (source) => `${PLACEHOLDER2}${sources.push(source) - 1}${PLACEHOLDER2}`;
      const { length } = pattern;
      let out = EMPTY;
      let index = 0;
      while (index < length) {
        const char = pattern[index];
        if (char === ESCAPE) {
          const escaped2 = pattern[index + 1];
          if (escaped2 === SLASH && index + 2 === length) {
            out += hold(NEVER_MATCH);
          } else if (escaped2 === "*" || escaped2 === "[" || escaped2 === SPACE) {
            out += pattern.slice(index, index + 2);
          } else {
            out += hold(
              REGEX_LITERAL_SPECIAL.test(escaped2) ? ESCAPE + escaped2 : isReserved(escaped2) ? `[${escaped2}]` : escaped2
            );
          }
          index += 2;
        } else if (isReserved(char)) {
          out += hold(`[${char}]`);
          index++;
        } else if (char === "[") {
          const scanned = scanBracket(pattern, index);
          if (scanned === null) {
            out += hold(NEVER_MATCH);
            index = length;
          } else {
            out += hold(scanned.source);
            index = scanned.end + 1;
          }
        } else {
          out += char;
          index++;
        }
      }
      return {
        source: out,
        sources
      };
    };
    var DIRECT = null;
    var REGEX_INNER_SLASH = /\/(?!$)/;
    var WILDCARD = "[^\\/]*";
    var REPLACERS = [
      // Replace (\ ) with ' '
      // Only a space: an escaped tab or other whitespace is already a literal by
      //   the time it reaches here, and a bare tab must be left as one, not turned
      //   into a space.
      // (\ ) -> ' '
      // (\\ ) -> '\\ '
      // (\\\ ) -> '\\ '
      [
        // A run of backslashes is taken whole, from its first one, so no match
        //   ever starts again inside it -- `(\\+?) ` did, which made a long run
        //   quadratic.
        /(\\+)( ?)/g,
        (_, run2, space) => space ? run2.slice(0, run2.length - run2.length % 2) + SPACE : run2,
        ESCAPE + SPACE
      ],
      // git's wildmatch() reads a run of two or more asterisks as one globstar
      //   whenever the run fills a path segment: it starts the pattern or follows
      //   a `/`, and it ends the pattern or comes before a `/`. A run of two is
      //   already `**`; a longer one is folded into `**` here, so the steps
      //   below only ever have to know `**`.
      // `***/foo` -> `**/foo`, `a/***/b` -> `a/**/b`, `a/***` -> `a/**`
      // git also takes a run beside a literal prefix (`a***/b`) or beside an
      //   escaped slash (`***\/b`) as a globstar, and this does not; the README
      //   lists both, under "A run of asterisks".
      [
        /(^|\/)\*{3,}(?=\/|$)/g,
        (_, start) => `${start}**`,
        "*"
      ],
      // Escape metacharacters
      // which is written down by users but means special for regular expressions.
      // > There are 12 characters with special meanings:
      // > - the backslash \,
      // > - the caret ^,
      // > - the dollar sign $,
      // > - the period or dot .,
      // > - the vertical bar or pipe symbol |,
      // > - the question mark ?,
      // > - the asterisk or star *,
      // > - the plus sign +,
      // > - the opening parenthesis (,
      // > - the closing parenthesis ),
      // > - and the opening square bracket [,
      // > - the opening curly brace {,
      // > These special characters are often called "metacharacters".
      [
        /[\\$.|*+(){^]/g,
        (match) => `\\${match}`
      ],
      [
        // > a question mark (?) matches a single character
        /(?!\\)\?/g,
        () => "[^/]",
        "?"
      ],
      // leading slash
      [
        // > A leading slash matches the beginning of the pathname.
        // > For example, "/*.c" matches "cat-file.c" but not "mozilla-sha1/sha1.c".
        // A leading slash matches the beginning of the pathname
        /^\//,
        () => "^",
        SLASH
      ],
      // replace special metacharacter slash after the leading slash
      [
        /\//g,
        () => "\\/",
        SLASH
      ],
      [
        // > A leading "**" followed by a slash means match in all directories.
        // > For example, "**/foo" matches file or directory "foo" anywhere,
        // > the same as pattern "foo".
        // > "**/foo/bar" matches file or directory "bar" anywhere that is directly
        // >   under directory "foo".
        // Notice that the '*'s have been replaced as '\\*'
        /^\^*(?:\\\*\\\*\\\/)+/,
        // '**/foo' <-> 'foo'
        () => "(?:^|\\/)",
        "*"
      ],
      // starting
      [
        // there will be no leading '/'
        //   (which has been replaced by section "leading slash")
        // If starts with '**', adding a '^' to the regular expression also works
        DIRECT,
        (source, pattern) => {
          if (!source || source[0] === "^" || source[0] === "(") {
            return source;
          }
          const anchor2 = !REGEX_INNER_SLASH.test(pattern) ? "(?:^|\\/)" : "^";
          return anchor2 + source;
        }
      ],
      // two globstars
      [
        // Use lookahead assertions so that we could match more than one `'/**'`
        /\\\/\\\*\\\*(?=\\\/|$)/g,
        // Zero, one or several directories
        // should not use '*', or it will be replaced by the next replacer
        // Check if it is not the last `'/**'`
        (_, index, str) => index + 6 < str.length ? str.slice(index + 6) === "\\/" ? "(?:\\/[^\\/]+)+" : "(?:\\/[^\\/]+)*" : `\\/${TRAILING_DOUBLESTAR}`,
        "*"
      ],
      // normal intermediate wildcards
      [
        // Never replace escaped '*'
        // ignore rule '\*' will match the path '*'
        // 'abc.*/' -> go
        // 'abc.*'  -> skip this rule,
        //    coz trailing single wildcard will be handed by [trailing wildcard]
        /(^|[^\\])(?:\\\*)+(?!$)/g,
        // '*.js' matches '.js'
        // '*.js' doesn't match 'abc'
        // 1. An asterisk "*" matches anything except a slash.
        // 2. Other consecutive asterisks are considered regular asterisks
        //    and collapse into one non-slash wildcard run.
        (_, p1) => p1 + WILDCARD,
        "*"
      ],
      // trailing wildcard, held apart from a literal star
      [
        // The step above leaves a trailing `*` alone, so a single `\*` is all that
        //   can be left at the end here, and what stands in front of it says which
        //   kind it is. A wildcard arrives as the escaper wrote it, `\*` with
        //   nothing before it; a literal arrives as the user's own escape, which
        //   the escaper doubled, and then the star's own -- `\\` and then `\*`.
        //   There is no third case: every backslash still reaching the chain is
        //   one `\*`, `\[` or `\ ` carries itself, and each is followed by its
        //   own character, so a longer run can never form. This runs while the
        //   two are still distinct, before the unescape steps below collapse the
        //   literal onto the very `\*` a wildcard leaves behind.
        /(^|[^\\])((?:\\\\)*)\\\*$/,
        (match, p1, p2) => p2 === EMPTY ? p1 + TRAILING_WILDCARD : match,
        "*"
      ],
      [
        // unescape, revert step 3 except for back slash
        // For example, if a user escape a '\\*',
        // after step 3, the result will be '\\\\\\*'
        /\\\\\\(?=[$.|*+(){^])/g,
        () => ESCAPE,
        ESCAPE + ESCAPE
      ],
      [
        // '\\\\' -> '\\'
        /\\\\/g,
        () => ESCAPE,
        ESCAPE + ESCAPE
      ],
      [
        // Every real bracket expression -- POSIX classes included -- has already
        //   been held aside by `extractBrackets`, so the only `[` left in the
        //   pattern is an escaped, literal one.
        // A backslash could only stand at the end of the range if it quoted the
        //   `]`, and `\]` is held aside long before this.
        /\\\[([^\]/]*?)($|\])/g,
        // '\\[bar]' -> '\\\\[bar]'
        (match, range, close) => `\\[${range}${close}`,
        "["
      ],
      // ending
      [
        // 'js' will not match 'js.'
        // 'ab' will not match 'abc'
        DIRECT,
        // WTF!
        // https://git-scm.com/docs/gitignore
        // changes in [2.22.1](https://git-scm.com/docs/gitignore/2.22.1)
        // which re-fixes #24, #38
        // > If there is a separator at the end of the pattern then the pattern
        // > will only match directories, otherwise the pattern can match both
        // > files and directories.
        // 'js*' will not match 'a.js'
        // 'js/' will not match 'a.js'
        // 'js' will match 'a.js' and 'a.js/'
        (source) => {
          const last = source[source.length - 1];
          if (!last || last === TRAILING_WILDCARD || last === TRAILING_DOUBLESTAR) {
            return source;
          }
          return last === SLASH ? `${source}$` : `${source}(?=$|\\/$)`;
        }
      ]
    ];
    var REGEX_REPLACE_TRAILING_WILDCARD = /(^|\\\/)?\uE000$/;
    var MODE_IGNORE = "regex";
    var MODE_CHECK_IGNORE = "checkRegex";
    var UNDERSCORE = "_";
    var replaceTrailingWildcard = (_, p1) => {
      const prefix = p1 ? `${p1}[^/]+` : "[^/]*";
      return `${prefix}(?=$|\\/$)`;
    };
    var REGEX_REPLACE_TRAILING_DOUBLESTAR = /\uE001$/;
    var replaceTrailingDoublestar = () => "[\\s\\S]";
    var separatorAfter = (run2, at) => {
      let separator = EMPTY;
      for (let index = at + 1; index < run2.length && !run2[index].wildcard; index++) {
        separator += run2[index].single;
      }
      return separator;
    };
    var pinWildcards = (source) => {
      if (source.indexOf(WILDCARD) < 0) {
        return source;
      }
      const tokens = [];
      const { length } = source;
      let index = 0;
      while (index < length) {
        const char = source[index];
        if (source.startsWith(WILDCARD, index)) {
          tokens.push({ wildcard: true });
          index += WILDCARD.length;
        } else if (char === "[") {
          let end = index + 1;
          if (source[end] === "^") {
            end++;
          }
          if (source[end] === "]") {
            end++;
          }
          while (end < length && source[end] !== "]") {
            end += source[end] === ESCAPE ? 2 : 1;
          }
          end++;
          tokens.push({ single: source.slice(index, end) });
          index = end;
        } else if (char === ESCAPE) {
          tokens.push({ single: source.slice(index, index + 2) });
          index += 2;
        } else if (char === "(") {
          let depth = 0;
          let end = index;
          do {
            if (source[end] === ESCAPE) {
              end++;
            } else if (source[end] === "(") {
              depth++;
            } else if (source[end] === ")") {
              depth--;
            }
            end++;
          } while (end < length && depth > 0);
          if ("*+?".indexOf(source[end]) >= 0) {
            end++;
          }
          tokens.push({ boundary: source.slice(index, end) });
          index = end;
        } else if (char === "^" || char === "$") {
          tokens.push({ boundary: char });
          index++;
        } else {
          tokens.push({ single: char });
          index++;
        }
      }
      let out = EMPTY;
      let run2 = [];
      const flush = () => {
        let lastWildcard;
        run2.forEach((token, at) => {
          if (token.wildcard) {
            lastWildcard = at;
          }
        });
        run2.forEach((token, at) => {
          if (!token.wildcard) {
            out += token.single;
            return;
          }
          out += at === lastWildcard ? WILDCARD : `(?:(?!${separatorAfter(run2, at)})[^\\/])*`;
        });
        run2 = [];
      };
      tokens.forEach((token) => {
        if (token.boundary === void 0) {
          run2.push(token);
          return;
        }
        flush();
        out += token.boundary;
      });
      flush();
      return out;
    };
    var makeRegexPrefix = (pattern) => {
      if (REGEX_ANCHORED_GLOBSTAR.test(pattern)) {
        pattern = "**";
      }
      const { source, sources } = extractBrackets(pattern);
      const replaced = REPLACERS.reduce(
        // A pass whose matcher finds nothing hands back the very string it was
        //   given, so asking first costs a search and saves a rewrite. Ten of the
        //   fifteen passes never fire for a typical .gitignore line, and between
        //   them they were 45% of this chain.
        (prev, [matcher, replacer, required2]) => {
          if (matcher === DIRECT) {
            return replacer(prev, pattern);
          }
          if (required2 !== UNDEFINED && prev.indexOf(required2) < 0) {
            return prev;
          }
          return matcher.test(prev) ? prev.replace(matcher, replacer.bind(pattern)) : prev;
        },
        source
      );
      return sources.length ? replaced.replace(
        REGEX_RESTORE_PLACEHOLDER,
        (match, index) => sources[index]
      ) : replaced;
    };
    var checkSourceOf = (body, prefix) => {
      if (body[body.length - 1] === SLASH) {
        prefix = makeRegexPrefix(body.slice(0, -1));
      }
      const head2 = prefix.slice(0, -1);
      const last = prefix[prefix.length - 1];
      return last === TRAILING_WILDCARD ? `${head2}$` : last === TRAILING_DOUBLESTAR ? head2 : NEVER_MATCH;
    };
    var matchesBasename = (body) => {
      const index = body.indexOf(SLASH);
      return index < 0 || index === body.length - 1;
    };
    var basenameOf = (path34) => {
      const end = path34.length - 1;
      const index = path34.lastIndexOf(
        SLASH,
        path34[end] === SLASH ? end - 1 : end
      );
      return index < 0 ? path34 : path34.slice(index + 1);
    };
    var parentOf = (path34) => {
      if (path34.charCodeAt(0) === SLASH_CODE || path34.indexOf(DOUBLE_SLASH) >= 0) {
        const slices = path34.split(SLASH).filter(Boolean);
        slices.pop();
        return slices.length ? slices.join(SLASH) + SLASH : EMPTY;
      }
      const end = path34.length - 1;
      const cut2 = path34.lastIndexOf(
        SLASH,
        path34.charCodeAt(end) === SLASH_CODE ? end - 1 : end
      );
      return cut2 < 0 ? EMPTY : path34.slice(0, cut2 + 1);
    };
    var isString = (subject) => typeof subject === "string";
    var checkPattern = (pattern) => pattern && isString(pattern);
    var splitPattern = (pattern) => (pattern[pattern.length - 1] === "\r" ? pattern.slice(0, -1) : pattern).split(REGEX_SPLITALL_CRLF).filter(Boolean);
    var IgnoreRule = class {
      constructor(pattern, mark, body, ignoreCase, negative, prefix) {
        this.pattern = pattern;
        this.mark = mark;
        this.negative = negative;
        define2(this, "body", body);
        define2(this, "ignoreCase", ignoreCase);
        define2(this, "regexPrefix", prefix);
      }
      // Worked out on first use and kept behind an own property, the way `regex`
      //   caches itself in `_regex`. Deciding it in the constructor instead would
      //   add a fourth `defineProperty` to every rule ever built, which cost 4% of
      //   every compile -- including the compiles of rules that are never matched
      //   against anything.
      get _basenameOnly() {
        return define2(this, "_basenameOnly", matchesBasename(this.body));
      }
      get regex() {
        const key2 = UNDERSCORE + MODE_IGNORE;
        if (this[key2]) {
          return this[key2];
        }
        return this._make(MODE_IGNORE, key2);
      }
      get checkRegex() {
        const key2 = UNDERSCORE + MODE_CHECK_IGNORE;
        if (this[key2]) {
          return this[key2];
        }
        return this._make(MODE_CHECK_IGNORE, key2);
      }
      _make(mode, key2) {
        const str = pinWildcards(
          mode === MODE_IGNORE ? this.regexPrefix.replace(REGEX_REPLACE_TRAILING_WILDCARD, replaceTrailingWildcard).replace(REGEX_REPLACE_TRAILING_DOUBLESTAR, replaceTrailingDoublestar) : checkSourceOf(this.body, this.regexPrefix)
        );
        const regex = this.ignoreCase ? new RegExp(str, "i") : new RegExp(str);
        return define2(this, key2, regex);
      }
    };
    var hasTrailingBackslash = (str) => {
      let count3 = 0;
      while (str[str.length - count3 - 1] === ESCAPE) {
        count3++;
      }
      return count3 % 2 === 1;
    };
    var trimEnd = (body, stripLineEnd) => {
      let lineEnd = body.length;
      let end;
      for (; ; ) {
        if (stripLineEnd && body[lineEnd - 1] === "\r") {
          lineEnd--;
        }
        end = lineEnd;
        while (body[end - 1] === SPACE) {
          end--;
        }
        if (!stripLineEnd || body[end - 1] !== "\n") {
          break;
        }
        lineEnd = end - 1;
      }
      if (end === lineEnd) {
        return body.slice(0, lineEnd);
      }
      let backslashes = 0;
      while (body[end - backslashes - 1] === ESCAPE) {
        backslashes++;
      }
      return backslashes % 2 ? body.slice(0, end - 1) + SPACE : body.slice(0, end);
    };
    var createRule = (pattern, mark, ignoreCase, stripLineEnd, stripBOM) => {
      let body = stripBOM && pattern[0] === BOM ? pattern.slice(1) : pattern;
      if (body[0] === "#") {
        return;
      }
      let negative = false;
      if (body[0] === "!") {
        negative = true;
        body = body.slice(1);
      }
      const last = body[body.length - 1];
      if (last === SPACE || stripLineEnd && (last === "\r" || last === "\n")) {
        body = trimEnd(body, stripLineEnd);
      }
      if (!body || hasTrailingBackslash(body)) {
        return;
      }
      body = body.replace(REGEX_REPLACE_LEADING_EXCAPED_EXCLAMATION, "!").replace(REGEX_REPLACE_LEADING_EXCAPED_HASH, "#");
      const regexPrefix = makeRegexPrefix(body);
      return new IgnoreRule(
        pattern,
        mark,
        body,
        ignoreCase,
        negative,
        regexPrefix
      );
    };
    var RuleManager = class {
      constructor(ignoreCase) {
        this._ignoreCase = ignoreCase;
        this._rules = [];
        this._basenameCount = 0;
      }
      _add(pattern, index) {
        if (pattern && pattern[KEY_IGNORE]) {
          this._rules = this._rules.concat(pattern._rules._rules);
          this._basenameCount += pattern._rules._basenameCount;
          this._added = true;
          return;
        }
        const isStr = isString(pattern);
        const raw = isStr ? pattern : pattern.pattern;
        const rule = checkPattern(raw) && createRule(
          raw,
          isStr ? UNDEFINED : pattern.mark,
          this._ignoreCase,
          !this._split,
          this._stripBOM && !index
        );
        if (rule) {
          this._added = true;
          this._rules.push(rule);
          if (matchesBasename(rule.body)) {
            this._basenameCount++;
          }
        }
      }
      // @param {Array<string> | string | Ignore} pattern
      add(pattern) {
        this._added = false;
        this._split = isString(pattern);
        this._stripBOM = !this._split || pattern[0] === BOM;
        makeArray(
          this._split ? splitPattern(pattern) : pattern
        ).forEach(this._add, this);
        if (this._added) {
          this._literalRules = UNDEFINED;
        }
        return this._added;
      }
      // Match the literal 'abc/' for `checkIgnore`, last rule wins. Only a rule
      //   ending in a wildcard can match it (see `checkSourceOf`), so the rest
      //   are left out once, rather than tested or compiled for every path.
      testLiteral(path34) {
        const rules = this._literalRules || (this._literalRules = this._rules.filter(
          ({ body }) => body[body.length - (body[body.length - 1] === SLASH ? 2 : 1)] === "*"
        ));
        let ignored = false;
        let unignored = false;
        let matchedRule;
        for (let index = rules.length - 1; index >= 0; index--) {
          const rule = rules[index];
          if (rule.checkRegex.test(path34)) {
            ignored = !rule.negative;
            unignored = rule.negative;
            matchedRule = rule.negative ? UNDEFINED : rule;
            break;
          }
        }
        const ret = {
          ignored,
          unignored
        };
        if (matchedRule) {
          ret.rule = matchedRule;
        }
        return ret;
      }
      // Test one single path without recursively checking parent directories
      //
      // - mode `string` either `MODE_IGNORE` or `MODE_CHECK_IGNORE`
      // @returns {TestResult}
      test(path34, mode) {
        const rules = this._rules;
        const { length } = rules;
        const shortcut = this._basenameCount * 2 >= length;
        const basename7 = shortcut ? basenameOf(path34) : path34;
        for (let index = length - 1; index >= 0; index--) {
          const rule = rules[index];
          if (rule[mode].test(
            shortcut && rule._basenameOnly ? basename7 : path34
          )) {
            const { negative } = rule;
            const ret = {
              ignored: !negative,
              unignored: negative
            };
            if (!negative) {
              ret.rule = rule;
            }
            return ret;
          }
        }
        return {
          ignored: false,
          unignored: false
        };
      }
    };
    var throwError = (message, Ctor) => {
      throw new Ctor(message);
    };
    var checkPath = (path34, originalPath, doThrow) => {
      if (!isString(path34)) {
        return doThrow(
          `path must be a string, but got \`${originalPath}\``,
          TypeError
        );
      }
      if (!path34) {
        return doThrow(`path must not be empty`, TypeError);
      }
      if (checkPath.isNotRelative(path34)) {
        const r = "`path.relative()`d";
        return doThrow(
          `path should be a ${r} string, but got "${originalPath}"`,
          RangeError
        );
      }
      return true;
    };
    var isNotRelative = (path34) => {
      const first = path34.charCodeAt(0);
      if (first === SLASH_CODE) {
        return true;
      }
      if (first !== DOT_CODE) {
        return false;
      }
      if (path34.length === 1) {
        return true;
      }
      const second = path34.charCodeAt(1);
      if (second === SLASH_CODE) {
        return true;
      }
      if (second !== DOT_CODE) {
        return false;
      }
      return path34.length === 2 || path34.charCodeAt(2) === SLASH_CODE;
    };
    checkPath.isNotRelative = isNotRelative;
    checkPath.convert = (p) => p;
    var convertPath = (target) => isString(target) && checkPath.convert(target);
    var Ignore = class {
      constructor({
        ignorecase = true,
        ignoreCase = ignorecase,
        allowRelativePaths = false
      } = {}) {
        define2(this, KEY_IGNORE, true);
        this._rules = new RuleManager(ignoreCase);
        this._strictPathCheck = !allowRelativePaths;
        this._initCache();
      }
      _initCache() {
        this._ignoreCache = /* @__PURE__ */ Object.create(null);
        this._testCache = /* @__PURE__ */ Object.create(null);
      }
      add(pattern) {
        if (this._rules.add(pattern)) {
          this._initCache();
        }
        return this;
      }
      // legacy
      addPattern(pattern) {
        return this.add(pattern);
      }
      // @returns {TestResult}
      _test(originalPath, cache, path34) {
        checkPath(
          path34,
          originalPath,
          this._strictPathCheck ? throwError : RETURN_FALSE
        );
        return path34 ? this._t(path34, cache) : {
          ignored: false,
          unignored: false
        };
      }
      checkIgnore(target) {
        const path34 = convertPath(target);
        if (!path34 || path34.charCodeAt(path34.length - 1) !== SLASH_CODE) {
          return this._test(target, this._testCache, path34);
        }
        const dir = this._t(path34, this._testCache);
        if (dir.ignored) {
          return dir;
        }
        const literal2 = this._rules.testLiteral(path34);
        return literal2.ignored || literal2.unignored ? literal2 : dir;
      }
      _t(path34, cache) {
        if (path34 in cache) {
          return cache[path34];
        }
        const parentPath = parentOf(path34);
        const parent = parentPath ? this._t(parentPath, cache) : UNDEFINED;
        return cache[path34] = parent && parent.ignored ? parent : this._rules.test(path34, MODE_IGNORE);
      }
      ignores(path34) {
        return this._test(path34, this._ignoreCache, convertPath(path34)).ignored;
      }
      createFilter() {
        return (path34) => !this.ignores(path34);
      }
      filter(paths) {
        return makeArray(paths).filter(this.createFilter());
      }
      // @returns {TestResult}
      test(path34) {
        return this._test(path34, this._testCache, convertPath(path34));
      }
    };
    var factory = (options) => new Ignore(options);
    var isPathValid = (path34) => checkPath(convertPath(path34), path34, RETURN_FALSE);
    var setupWindows = () => {
      const makePosix = (str) => /^\\\\\?\\/.test(str) || /["<>|\u0000-\u001F]+/u.test(str) ? str : str.replace(/\\/g, "/");
      checkPath.convert = makePosix;
      const REGEX_TEST_WINDOWS_PATH_ABSOLUTE = /^[a-z]:\//i;
      checkPath.isNotRelative = (path34) => REGEX_TEST_WINDOWS_PATH_ABSOLUTE.test(path34) || isNotRelative(path34);
    };
    if (
      // Detect `process` so that it can run in browsers.
      typeof process !== "undefined" && process.platform === "win32"
    ) {
      setupWindows();
    }
    module2.exports = factory;
    factory.default = factory;
    module2.exports.isPathValid = isPathValid;
    define2(module2.exports, /* @__PURE__ */ Symbol.for("setupWindows"), setupWindows);
  }
});

// src/layer/exclude.ts
function excludeRule(patterns) {
  if (patterns.length === 0) {
    return () => false;
  }
  patterns.forEach(requireMeaning);
  const rules = (0, import_ignore.default)({ ignorecase: false, allowRelativePaths: true }).add(patterns.map((pattern) => ({ pattern })));
  const excludes = (path34) => rules.ignores(path34);
  return (path34) => {
    const start = path34.indexOf(SITE_PACKAGES2);
    if (start < 0) {
      return false;
    }
    const below = path34.slice(start + SITE_PACKAGES2.length);
    if (below.split("/").length > DEEPEST) {
      throw new ActionError(`exclude: a path has more than ${DEEPEST} directories`, {
        file: path34,
        remedy: "leave the package out, or build without --@package_layers//bazel/settings:exclude"
      });
    }
    return excludes(below) || excludes(sourceOf(below));
  };
}
function requireMeaning(pattern) {
  const refuse2 = (reason) => {
    throw new ActionError(`exclude: the pattern "${pattern}" ${reason}`, {
      remedy: "correct --@package_layers//bazel/settings:exclude; the patterns are those of .gitignore"
    });
  };
  if (pattern.startsWith("#")) {
    refuse2("is a comment; write \\# for the character");
  }
  if (/(?<!\\)(?:\\\\)*\\$/.test(pattern)) {
    refuse2("has a \\ with nothing after it");
  }
  if (/(?<!\\)(?:\\\\)*\[[^\]]*$/.test(pattern)) {
    refuse2("has a [ without its ]; write \\[ for the character");
  }
  const segments = pattern.replace(/^!/, "").replace(/^\/|\/$/g, "").split("/");
  if (segments.some((segment) => segment.trim() === "" || segment === "." || segment === "..")) {
    refuse2("has an empty name, . or .. in its path");
  }
  const isDoubleStar = (segment) => /^\*{2,}$/.test(segment);
  const afterFirst = segments.slice(segments.findIndex((segment) => !isDoubleStar(segment)));
  if (afterFirst.slice(0, -1).filter(isDoubleStar).length > MOST_DOUBLE_STARS) {
    refuse2(`has more than ${MOST_DOUBLE_STARS} of ** between names`);
  }
}
var import_ignore, SITE_PACKAGES2, DEEPEST, MOST_DOUBLE_STARS;
var init_exclude = __esm({
  "src/layer/exclude.ts"() {
    "use strict";
    import_ignore = __toESM(require_ignore());
    init_action_error();
    init_compiled_modules();
    SITE_PACKAGES2 = "/site-packages/";
    DEEPEST = 100;
    MOST_DOUBLE_STARS = 2;
  }
});

// src/layer/distribution.ts
function findDistribution(paths, venv, name2) {
  const prefix = `${venv}/lib/`;
  const found = /* @__PURE__ */ new Map();
  for (const path34 of paths) {
    if (!path34.startsWith(prefix)) {
      continue;
    }
    const [python, directory, distInfo, ...rest] = path34.slice(prefix.length).split("/", 5);
    if (directory === "site-packages" && distInfo?.endsWith(".dist-info") && rest.length > 0) {
      const sitePackages = `${prefix}${python}/site-packages`;
      found.set(`${sitePackages}/${distInfo}`, {
        name: distInfo.replace(/(?:-[^-]*)?\.dist-info$/, ""),
        sitePackages,
        distInfo: `${sitePackages}/${distInfo}`,
        headers: `${venv}/include/site/${python}`
      });
    }
  }
  const wanted = normalizePackageName(name2);
  const named = [...found.values()].filter((distribution) => normalizePackageName(distribution.name) === wanted);
  const candidates = named.length > 0 ? named : [...found.values()];
  return candidates.length === 1 ? candidates[0] : void 0;
}
var init_distribution2 = __esm({
  "src/layer/distribution.ts"() {
    "use strict";
    init_package_name();
  }
});

// src/layer/console-scripts.ts
function consoleScripts(entryPoints, interpreter) {
  const scripts = /* @__PURE__ */ new Map();
  let group = "";
  for (const line2 of entryPoints.split(/\r?\n/)) {
    const header = /^\[(.*)\]\s*$/.exec(line2);
    if (header !== null) {
      group = header[1].trim();
    }
    const equals = line2.indexOf("=");
    if (header !== null || /^\s*(?:[#;]|$)/.test(line2) || equals < 0 || !SCRIPT_GROUPS.includes(group)) {
      continue;
    }
    const name2 = line2.slice(0, equals).trim();
    const reference = OBJECT_REFERENCE.exec(line2.slice(equals + 1).trim());
    if (reference !== null && FILE_NAME.test(name2)) {
      scripts.set(name2, scriptText(interpreter, reference[1], reference[2]));
    }
  }
  return scripts;
}
function scriptText(interpreter, module2, object2) {
  const [imported] = object2.split(".");
  return `#!${interpreter}
import sys
from ${module2} import ${imported}
if __name__ == "__main__":
    sys.exit(${object2}())
`;
}
function withInterpreter(content, interpreter) {
  return content.replace(PLACEHOLDER, `#!${interpreter}
`);
}
function withFirstLineOf(content, original, interpreter) {
  const rest = original.slice(`${original}
`.indexOf("\n") + 1);
  return original.startsWith("#!python") && content.startsWith("#!") && content.endsWith(rest) ? `#!${interpreter}
${rest}` : void 0;
}
var SCRIPT_GROUPS, OBJECT_REFERENCE, FILE_NAME, PLACEHOLDER;
var init_console_scripts = __esm({
  "src/layer/console-scripts.ts"() {
    "use strict";
    SCRIPT_GROUPS = ["console_scripts", "gui_scripts"];
    OBJECT_REFERENCE = /^([\p{L}_][\w.]*)\s*:\s*([\p{L}_][\w.]*)\s*(?:\[[^\]]*\])?$/u;
    FILE_NAME = /^[^\s/=[\]][^/=\0]*$/;
    PLACEHOLDER = /^(?:#!python[^\n]*(?:\n|$)|#!\/dev\/null(?:\n|$)|#!\/bin\/sh\n'''exec' "\$\(dirname (?:"\$0"\)\/python3?"|-- "\$\(realpath -- "\$0"\)"\)"\/'pythonw?3?') "\$0" "\$@"\n' '''\n)/;
  }
});

// src/layer/file-mode.ts
function isExecutable(start) {
  return isElf(start) || headOf(start).subarray(0, 2).equals(SCRIPT_MAGIC);
}
function isElf(start) {
  return headOf(start).equals(ELF_MAGIC);
}
function headOf(start) {
  return Buffer.from(start.buffer, start.byteOffset, Math.min(start.byteLength, MODE_BYTES));
}
var MODE_BYTES, ELF_MAGIC, SCRIPT_MAGIC;
var init_file_mode = __esm({
  "src/layer/file-mode.ts"() {
    "use strict";
    MODE_BYTES = 4;
    ELF_MAGIC = Buffer.from([127, 69, 76, 70]);
    SCRIPT_MAGIC = Buffer.from("#!");
  }
});

// src/layer/wheel-content.ts
function readWheelContent(entry, read, wheel) {
  const refuse2 = (what, cause) => {
    throw new ActionError(`a file in a wheel ${what}`, {
      file: `${wheel}: ${entry.name}`,
      remedy: "fetch the wheel again; leave it out of the wheel_index if it has to stay as it is",
      cause
    });
  };
  if (Math.max(entry.size, entry.compressedSize) > LARGEST_FILE) {
    refuse2("is larger than 1 GiB");
  }
  const start = deflateStreamOffset(entry, read) ?? refuse2("is not where the wheel's directory says");
  const packed = Buffer.allocUnsafe(entry.compressedSize);
  let content = packed;
  let used = packed.length;
  try {
    read(packed, start);
    if (!entry.stored) {
      const { buffer, engine } = zlib2.inflateRawSync(packed, {
        maxOutputLength: Math.max(entry.size, 1),
        info: true
      });
      content = buffer;
      used = engine.bytesWritten;
    }
  } catch (cause) {
    if (machineFault(cause) !== void 0) {
      throw cause;
    }
    refuse2("cannot be read", cause);
  }
  if (content.length !== entry.size || zlib2.crc32(content) !== entry.crc32) {
    refuse2("is not what the wheel's directory says");
  }
  return { content, streamOffset: entry.stored || used !== packed.length ? void 0 : start };
}
var zlib2, LARGEST_FILE;
var init_wheel_content = __esm({
  "src/layer/wheel-content.ts"() {
    "use strict";
    zlib2 = __toESM(require("node:zlib"));
    init_action_error();
    init_machine_error();
    init_wheel_archive();
    LARGEST_FILE = 1 << 30;
  }
});

// src/layer/install-scripts.ts
function installScripts(entries, venv, wheel, places = /* @__PURE__ */ new Map()) {
  const bin = `${venv}/bin/`;
  const interpreter = `/${bin}python`;
  const ofWheel = ({ entry }) => readWheelContent(entry, wheel.read, wheel.file).content.toString("latin1");
  const installed = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    installed.set(entry.path, entry);
    const size = sizeOf(entry);
    if (size === void 0 || size > LARGEST_SCRIPT || !entry.path.startsWith(bin)) {
      continue;
    }
    const content = entry.kind === "packed" ? ofWheel(entry) : readSource(entry).toString("latin1");
    if (!isExecutable(Buffer.from(content.slice(0, 4), "latin1"))) {
      continue;
    }
    const original = places.get(entry.path);
    const script = (original !== void 0 && original.entry.size <= LARGEST_SCRIPT ? withFirstLineOf(content, ofWheel(original), interpreter) : void 0) ?? withInterpreter(content, interpreter);
    if (script !== content) {
      installed.set(entry.path, { path: entry.path, kind: "made", content: Buffer.from(script, "latin1") });
    }
  }
  for (const entry of entries) {
    if (entry.kind === "file" && entry.source !== void 0 && isEntryPoints(entry.path, venv)) {
      for (const [name2, text4] of consoleScripts(readEntryPoints(entry), interpreter)) {
        const path34 = programPath(venv, name2, entry.source);
        installed.set(path34, { path: path34, kind: "made", content: Buffer.from(text4) });
      }
    }
  }
  return sortByPath([...installed.values()]);
}
function sizeOf(entry) {
  if (entry.kind === "packed") {
    return entry.entry.size;
  }
  return entry.kind === "file" && entry.source !== void 0 ? entry.size : void 0;
}
function readEntryPoints(entry) {
  if (entry.size > LARGEST_ENTRY_POINTS) {
    throw new ActionError(
      `a list of entry points has ${entry.size} bytes, and at most ${LARGEST_ENTRY_POINTS} are read`,
      { file: entry.source, remedy: 'leave the package out, or use layout = "runfiles", which installs no programs' }
    );
  }
  return readSource(entry).toString("utf8");
}
function programPath(venv, name2, entryPoints) {
  try {
    return requireImagePath(`${venv}/bin/${name2}`);
  } catch (error2) {
    throw error2 instanceof ActionError ? new ActionError(
      `an entry point cannot be installed as ${JSON.stringify(name2.slice(0, 100))}: ${error2.message}`,
      {
        file: entryPoints,
        remedy: 'leave the package out, or use layout = "runfiles", which installs no programs'
      }
    ) : error2;
  }
}
function isEntryPoints(path34, venv) {
  return path34.startsWith(`${venv}/lib/`) && /^python[^/]+\/site-packages\/[^/]+\.dist-info\/entry_points\.txt$/.test(path34.slice(`${venv}/lib/`.length));
}
var LARGEST_SCRIPT, LARGEST_ENTRY_POINTS;
var init_install_scripts = __esm({
  "src/layer/install-scripts.ts"() {
    "use strict";
    init_action_error();
    init_console_scripts();
    init_file_mode();
    init_image_path();
    init_layer_entry();
    init_source_file();
    init_wheel_content();
    LARGEST_SCRIPT = 1 << 20;
    LARGEST_ENTRY_POINTS = 1 << 20;
  }
});

// src/layer/wheel-places.ts
function wheelPlaces(entries, distribution, venv) {
  const directories = {
    "site-packages": distribution.sitePackages,
    scripts: `${venv}/bin`,
    headers: `${distribution.headers}/${distribution.name}`,
    data: venv
  };
  const places = /* @__PURE__ */ new Map();
  const taken = /* @__PURE__ */ new Set();
  for (const entry of entries) {
    const found = schemeOf(entry.name);
    if (found === void 0 || entry.name.endsWith("/")) {
      continue;
    }
    const path34 = imagePath(directories[found.scheme], found.rest);
    if (taken.has(path34)) {
      places.delete(path34);
    } else {
      taken.add(path34);
      places.set(path34, { path: path34, scheme: found.scheme, entry });
    }
  }
  return places;
}
function schemeOf(name2) {
  const data = /^[^/]+\.data\/([^/]*)\/(.*)$/s.exec(name2);
  if (data === null) {
    return /^[^/]+\.data\//.test(name2) ? void 0 : { scheme: "site-packages", rest: name2 };
  }
  const [, key2, rest] = data;
  switch (key2) {
    case "purelib":
    case "platlib":
      return { scheme: "site-packages", rest };
    case "scripts":
    case "headers":
    case "data":
      return { scheme: key2, rest };
    default:
      return void 0;
  }
}
var init_wheel_places = __esm({
  "src/layer/wheel-places.ts"() {
    "use strict";
    init_image_path();
  }
});

// src/layer/install-package.ts
function installPackage(entries, { name: name2, venv, wheel, keepCompiled }) {
  const distribution = findDistribution(
    entries.map(({ path: path34 }) => path34),
    venv,
    name2
  );
  const known = wheel === void 0 || distribution === void 0 ? void 0 : wheelPlaces(wheel.entries, distribution, venv);
  const places = known ?? /* @__PURE__ */ new Map();
  const placed3 = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    if (entry.kind !== "directory" && !isNotOfWheel(entry, distribution, venv, keepCompiled)) {
      const path34 = distribution === void 0 ? entry.path : placeOf(entry.path, distribution, venv, places);
      placed3.set(path34, { ...entry, path: path34 });
    }
  }
  for (const { path: path34, entry } of lostFiles(places, placed3, distribution)) {
    placed3.set(path34, { path: path34, kind: "packed", entry });
  }
  return {
    entries: installScripts(sortByPath([...placed3.values()]), venv, wheel, places),
    record: distribution === void 0 ? void 0 : { path: `${distribution.distInfo}/RECORD`, sitePackages: distribution.sitePackages, below: venv },
    places: known
  };
}
function withNamedHeaders(files, venv, name2) {
  const distribution = findDistribution(
    files.map(([path34]) => path34),
    venv,
    name2
  );
  const headers = `${distribution?.headers}/`;
  return files.map(
    ([path34, source]) => distribution !== void 0 && path34.startsWith(headers) ? [`${headers}${distribution.name}/${path34.slice(headers.length)}`, source] : [path34, source]
  );
}
function isNotOfWheel(entry, distribution, venv, keepCompiled) {
  if (!keepCompiled && `/${entry.path}`.includes("/__pycache__/")) {
    return true;
  }
  if (distribution !== void 0 && entry.path.startsWith(`${distribution.distInfo}/`)) {
    return WRITTEN_BY_INSTALLERS.has(entry.path.slice(distribution.distInfo.length + 1));
  }
  return entry.kind === "file" && entry.source !== void 0 && entry.size <= LARGEST_NAMESPACE_FILE && entry.path.startsWith(`${venv}/`) && entry.path.endsWith("/__init__.py") && GENERATED_NAMESPACE.test((0, import_node_fs9.readFileSync)(entry.source, "latin1"));
}
function placeOf(path34, distribution, venv, places) {
  const headers = `${venv}/lib/include/`;
  if (path34.startsWith(headers)) {
    return `${distribution.headers}/${path34.slice(headers.length)}`;
  }
  const modules = `${distribution.sitePackages}/`;
  if (path34.startsWith(modules) && !places.has(path34)) {
    const asData = `${venv}/${path34.slice(modules.length)}`;
    if (places.get(asData)?.scheme === "data") {
      return asData;
    }
  }
  return path34;
}
function lostFiles(places, present, distribution) {
  return [...places.values()].filter(
    ({ path: path34, scheme, entry }) => !present.has(path34) && (scheme !== "site-packages" || LOST_NAMES.test(entry.name)) && path34 !== `${distribution?.distInfo}/RECORD`
  );
}
var import_node_fs9, WRITTEN_BY_INSTALLERS, GENERATED_NAMESPACE, LARGEST_NAMESPACE_FILE, LOST_NAMES;
var init_install_package = __esm({
  "src/layer/install-package.ts"() {
    "use strict";
    import_node_fs9 = require("node:fs");
    init_distribution2();
    init_install_scripts();
    init_layer_entry();
    init_wheel_places();
    WRITTEN_BY_INSTALLERS = /* @__PURE__ */ new Set([
      "INSTALLER",
      "RECORD",
      "RECORD.jws",
      "RECORD.p7s",
      "REQUESTED",
      "direct_url.json",
      "uv_build.json",
      "uv_cache.json"
    ]);
    GENERATED_NAMESPACE = /^# __path__ manipulation added by bazel(?:build|-contrib)\/rules_python to support namespace pkgs\.\n__path__ = __import__\((['"])pkgutil\1\)\.extend_path\(__path__, __name__\)(?: {2}# noqa: F821)?\n$/;
    LARGEST_NAMESPACE_FILE = 256;
    LOST_NAMES = / |\.dist-info\/RECORD$/;
  }
});

// src/layer/layer-descriptor.ts
function compressionOf(mediaType) {
  return compressionSchema.options.find((compression) => layerMediaTypes[compression] === mediaType);
}
var digestSchema, layerMediaTypes, compressionSchema, fileSchema, count, layerDescriptorSchema;
var init_layer_descriptor = __esm({
  "src/layer/layer-descriptor.ts"() {
    "use strict";
    init_zod();
    digestSchema = string2().regex(/^sha256:[0-9a-f]{64}$/, "is no sha256 digest");
    layerMediaTypes = {
      gzip: "application/vnd.oci.image.layer.v1.tar+gzip",
      zstd: "application/vnd.oci.image.layer.v1.tar+zstd",
      none: "application/vnd.oci.image.layer.v1.tar"
    };
    compressionSchema = _enum(["gzip", "zstd", "none"]);
    fileSchema = union([
      tuple([string2().min(1), number2().int().nonnegative(), number2().int().nonnegative()]),
      tuple([string2().min(1), string2().min(1)])
    ]);
    count = number2().int().nonnegative();
    layerDescriptorSchema = strictObject({
      schema: literal(1),
      /** What the layer holds; only packages are planned. */
      kind: _enum(["package", "interpreter", "external", "application"]),
      /** Normalised distribution name (PEP 503), or the kind for what is not a package. */
      name: string2().min(1),
      /** The distribution's version; empty when not known. */
      version: string2(),
      mediaType: _enum(layerMediaTypes),
      /** Level of the compression: a bundle compresses the list of its directories as its packages do. */
      level: number2().int().min(0).max(19),
      /** Owner of every entry, and its time in seconds since 1970. */
      ownership: strictObject({ uid: count, gid: count, mtime: count }),
      /** Digest of the blob as stored. */
      digest: digestSchema,
      /** Length of the blob as stored. */
      size: count,
      /** Digest of the uncompressed tar (OCI image-spec, config.md, rootfs.diff_ids). */
      diffId: digestSchema,
      /** Length of the uncompressed tar without the two end-of-archive blocks; does not depend on compression. */
      tarSize: count,
      /** Whether the blob's bytes are in the mergeable too, so that it may become part of a bundle. */
      mergeable: boolean2(),
      /** Length of the constant member that closes the blob; concatenation drops it. */
      closingSize: count,
      /** Length of the members that list the directories, which come first; concatenation puts one list in their place. */
      directoriesSize: count,
      /** Files carried over from the wheel without compression, and those that had an entry there but did not match it. */
      carried: strictObject({
        files: count,
        bytes: count,
        mismatched: count
      }),
      /** The patterns of `exclude` that left something out; absent when none did. */
      excluded: array(string2().min(1)).min(1).optional(),
      /** Paths in the image of the directories that the tar lists before all else, sorted; no slashes at their ends. */
      directories: array(string2().min(1)),
      /** Every other entry of the tar in its order. */
      files: array(fileSchema)
    });
  }
});

// src/layer/link-equal-programs.ts
function linkEqualPrograms(entries) {
  const groups = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    if (entry.kind === "file" && entry.source !== void 0 && entry.size > 0) {
      const key2 = `${entry.size} ${path3.posix.dirname(entry.path)}`;
      groups.set(key2, [...groups.get(key2) ?? [], entry]);
    }
  }
  const links = /* @__PURE__ */ new Map();
  for (const group of groups.values()) {
    for (const [original, ...copies] of equalFiles(group)) {
      for (const copy of copies) {
        const target = path3.posix.basename(original.path);
        links.set(copy.path, { path: copy.path, kind: "symlink", target });
      }
    }
  }
  return entries.map((entry) => links.get(entry.path) ?? entry);
}
function equalFiles(files) {
  const programs = files.length < 2 ? [] : files.filter(startsAsElf);
  const parts = [];
  for (const file of programs.length < 2 ? [] : programs) {
    const content = readSource(file);
    const part = parts.find((other) => other.content.equals(content));
    if (part === void 0) {
      parts.push({ content, files: [file] });
    } else {
      part.files.push(file);
    }
  }
  return parts.map((part) => part.files.sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1)));
}
function startsAsElf(entry) {
  const file = openFile(entry);
  try {
    const start = Buffer.alloc(Math.min(MODE_BYTES, entry.size));
    file.read(start, 0);
    return isElf(start);
  } finally {
    file.close();
  }
}
var path3;
var init_link_equal_programs = __esm({
  "src/layer/link-equal-programs.ts"() {
    "use strict";
    path3 = __toESM(require("node:path"));
    init_file_mode();
    init_source_file();
  }
});

// src/layer/repo-mapping.ts
function expandRepoMapping(text4, repositories, longest = LONGEST) {
  const rows = text4.split("\n").filter((line2) => line2 !== "").map((line2) => {
    const parts = line2.split(",");
    if (parts.length !== 3) {
      throw new Error(`has a row that is not SOURCE,APPARENT,TARGET: ${line2}`);
    }
    const [source, apparent, target] = parts;
    return { source, apparent, target };
  });
  const isPrefix = ({ source }) => source.endsWith("*");
  if (!rows.some(isPrefix)) {
    return void 0;
  }
  const targets = /* @__PURE__ */ new Map();
  let length = 0;
  const add = (source, apparent, target) => {
    const ofSource = targets.get(source) ?? /* @__PURE__ */ new Map();
    targets.set(source, ofSource);
    if (!ofSource.has(apparent)) {
      ofSource.set(apparent, target);
      length += source.length + apparent.length + target.length + 3;
    }
  };
  for (const { source, apparent, target } of rows.filter((row) => !isPrefix(row))) {
    add(source, apparent, target);
  }
  const sorted = [...new Set(repositories)].sort();
  for (const { source, apparent, target } of rows.filter(isPrefix)) {
    const prefix = source.slice(0, -1);
    for (const repository of sorted.filter((name2) => name2.startsWith(prefix))) {
      add(repository, apparent, target);
    }
    if (length > longest) {
      return void 0;
    }
  }
  return [...targets.keys()].sort().flatMap(
    (source) => [...targets.get(source)].sort(([one2], [other]) => one2 < other ? -1 : 1).map(([apparent, target]) => `${source},${apparent},${target}
`)
  ).join("");
}
function expandedRepoMapping([to, from], repositories, roots) {
  const text4 = (0, import_node_fs10.readFileSync)(path4.resolve(roots.disk, from), "utf8");
  try {
    const expanded2 = expandRepoMapping(text4, repositories);
    return expanded2 === void 0 ? void 0 : { path: imagePath(roots.image, to), kind: "made", content: Buffer.from(expanded2) };
  } catch (error2) {
    throw new ActionError(`Bazel's repository mapping ${error2.message}`, {
      file: from,
      remedy: "report it with the version of Bazel: this form is not known"
    });
  }
}
var import_node_fs10, path4, LONGEST;
var init_repo_mapping = __esm({
  "src/layer/repo-mapping.ts"() {
    "use strict";
    import_node_fs10 = require("node:fs");
    path4 = __toESM(require("node:path"));
    init_action_error();
    init_image_path();
    LONGEST = 1 << 26;
  }
});

// src/layer/repository-links.ts
function repositoryLinks(mapping) {
  const lines = mapping.split("\n").flatMap((line2) => {
    const [source, name2, repository] = line2.split(",");
    return source === void 0 || !name2 || !repository ? [] : [{ source, name: name2, repository }];
  });
  const directories = new Set(lines.map(({ repository }) => repository));
  const links = /* @__PURE__ */ new Map();
  for (const { name: name2 } of lines) {
    const meant = lines.filter((line2) => line2.name === name2);
    const ofMain = meant.filter(({ source }) => source === "");
    const repositories = new Set((ofMain.length > 0 ? ofMain : meant).map(({ repository: repository2 }) => repository2));
    const [repository] = repositories;
    if (repositories.size === 1 && repository !== void 0 && !directories.has(name2) && !/[/\\]|^\.{1,2}$/.test(name2)) {
      links.set(name2, repository);
    }
  }
  return links;
}
var init_repository_links = __esm({
  "src/layer/repository-links.ts"() {
    "use strict";
  }
});

// src/layer/blob-writer.ts
var blob_writer_exports = {};
__export(blob_writer_exports, {
  BlobWriter: () => BlobWriter,
  bytesAheadFor: () => bytesAheadFor
});
function bytesAheadFor(threads) {
  return Math.max(LEAST_BYTES_AHEAD, threads * (4 << 20));
}
var import_node_crypto2, import_node_fs11, LEAST_BYTES_AHEAD, BlobWriter;
var init_blob_writer = __esm({
  "src/layer/blob-writer.ts"() {
    "use strict";
    import_node_crypto2 = require("node:crypto");
    import_node_fs11 = require("node:fs");
    LEAST_BYTES_AHEAD = 16 << 20;
    BlobWriter = class {
      #tarHash = (0, import_node_crypto2.createHash)("sha256");
      #blobHash = (0, import_node_crypto2.createHash)("sha256");
      #tarSize = 0;
      #size = 0;
      #ahead = 0;
      #queue = [];
      #sink;
      #bytesAhead;
      /**
       * Writes to the start of a file that is open and empty, and stays open.
       *
       * @param bytesAhead Bytes of memory that members on their way may take.
       */
      constructor(descriptor, bytesAhead = LEAST_BYTES_AHEAD) {
        this.#bytesAhead = bytesAhead;
        this.#sink = {
          tar: (bytes) => {
            this.#tarHash.update(bytes);
            this.#tarSize += bytes.length;
          },
          blob: (bytes) => {
            this.#blobHash.update(bytes);
            for (let written = 0; written < bytes.length; ) {
              written += (0, import_node_fs11.writeSync)(descriptor, bytes, written, bytes.length - written, this.#size + written);
            }
            this.#size += bytes.length;
          }
        };
      }
      /** Bytes of the blob that are written, to be asked by a member when it is emitted. */
      get size() {
        return this.#size;
      }
      /** Takes the next member; waits while too many are on their way. */
      async add(member) {
        this.#queue.push(member);
        this.#ahead += member.cost;
        while (this.#ahead > this.#bytesAhead) {
          await this.#emitNext();
        }
      }
      /** Writes the members that were given so far. */
      async drain() {
        while (this.#queue.length > 0) {
          await this.#emitNext();
        }
      }
      /** Writes the members that are left and gives the digests. */
      async finish() {
        await this.drain();
        return {
          digest: `sha256:${this.#blobHash.digest("hex")}`,
          size: this.#size,
          diffId: `sha256:${this.#tarHash.digest("hex")}`,
          tarSize: this.#tarSize
        };
      }
      async #emitNext() {
        const member = this.#queue.shift();
        await member.emit(this.#sink);
        this.#ahead -= member.cost;
      }
    };
  }
});

// src/layer/record.ts
function formatRecord(place, files) {
  const lines = [...files.filter((file) => file.path.startsWith(`${place.below}/`)), { path: place.path }].map(
    ({ path: file, sha256: sha2562, size }) => {
      const name2 = path5.posix.relative(place.sitePackages, file);
      const hash = sha2562 === void 0 ? "" : `sha256=${sha2562.toString("base64url")}`;
      return { key: Buffer.from(name2), line: `${quote2(name2)},${hash},${size ?? ""}
` };
    }
  );
  return lines.sort((left, right) => Buffer.compare(left.key, right.key)).map(({ line: line2 }) => line2).join("");
}
function quote2(field) {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
var path5;
var init_record = __esm({
  "src/layer/record.ts"() {
    "use strict";
    path5 = __toESM(require("node:path"));
  }
});

// src/layer/write-layer.ts
async function writeLayer(content, wheel, format, output, signal, resources) {
  const wrongStreams = /* @__PURE__ */ new Set();
  for (; ; ) {
    const layer = new LayerBuilder(wheel, wrongStreams, format, output, signal, resources);
    const written = await layer.write(content);
    if (written !== void 0) {
      return written;
    }
    (0, import_node_fs12.ftruncateSync)(output);
  }
}
function ahead(promise) {
  promise.catch(() => {
  });
  return promise;
}
var import_node_crypto3, import_node_events, import_node_fs12, zlib3, LARGE_FILE, LayerBuilder;
var init_write_layer = __esm({
  "src/layer/write-layer.ts"() {
    "use strict";
    import_node_crypto3 = require("node:crypto");
    import_node_events = require("node:events");
    import_node_fs12 = require("node:fs");
    zlib3 = __toESM(require("node:zlib"));
    init_blob_writer();
    init_buffer_pool();
    init_carry_over();
    init_compress_member();
    init_directories();
    init_file_mode();
    init_record();
    init_source_file();
    init_tar_header();
    init_wheel_content();
    LARGE_FILE = 64 << 10;
    LayerBuilder = class {
      /** The wheel, where the blob can take its compressed bytes. */
      #wheel;
      /** The same for what only the wheel has. */
      #source;
      #wrongStreams;
      #ownership;
      #compress;
      #writer;
      #signal;
      #failed = new AbortController();
      #pieces;
      #checkStream;
      #opened = /* @__PURE__ */ new Set();
      #files = [];
      /** What the list of the layer's files says of each, for layers that have one. */
      #recorded;
      #carried = { files: 0, bytes: 0, mismatched: 0 };
      #streamChecks = [];
      #shared;
      #sharedSize = 0;
      #directoriesSize = 0;
      /** @param wrongStreams Paths in the image whose streams are known to be wrong; more are added. */
      constructor(wheel, wrongStreams, format, output, signal, { pieces, checkStream, bytesAhead }) {
        this.#source = wheel;
        this.#wheel = format.compression === "gzip" ? wheel : void 0;
        this.#wrongStreams = wrongStreams;
        this.#ownership = format.ownership;
        this.#compress = memberCompressor(format.compression, format.level);
        this.#writer = new BlobWriter(output, bytesAhead);
        this.#pieces = pieces;
        this.#checkStream = checkStream;
        this.#signal = AbortSignal.any([signal, this.#failed.signal]);
        (0, import_node_events.setMaxListeners)(0, this.#signal);
      }
      /** Writes all; undefined when a stream turned out to be wrong, so that what was written is no layer. */
      async write({ directories, entries, record: record2 }) {
        this.#recorded = record2 === void 0 ? void 0 : [];
        try {
          await this.#addDirectories(directories);
          for (const entry of entries) {
            this.#signal.throwIfAborted();
            await this.#add(entry);
          }
          if (record2 !== void 0) {
            await this.#writer.drain();
            await this.#addContent(record2.path, Buffer.from(formatRecord(record2, this.#recorded)));
          }
          return await this.#finish();
        } catch (error2) {
          this.#failed.abort();
          throw error2;
        } finally {
          await Promise.allSettled(this.#streamChecks);
          for (const file of this.#opened) {
            file.close();
          }
        }
      }
      /** Directories have members of their own, so that a bundle can leave them out and list all of its packages' once. */
      async #addDirectories(directories) {
        await this.#share(directoryHeaders(directories, this.#ownership));
        await this.#flush();
        await this.#writer.add({
          cost: 0,
          emit: () => {
            this.#directoriesSize = this.#writer.size;
          }
        });
      }
      async #add(entry) {
        if (entry.kind === "made") {
          await this.#addContent(entry.path, entry.content);
        } else if (entry.kind === "packed") {
          await this.#addPacked(entry);
        } else if (entry.kind === "symlink") {
          await this.#share(tarHeader(entry.path, entry, this.#ownership));
          this.#files.push([entry.path, entry.target]);
          this.#recorded?.push({ path: entry.path });
        } else if (entry.source === void 0) {
          await this.#share(tarHeader(entry.path, { kind: "file", size: 0, executable: false }, this.#ownership));
          this.#files.push([entry.path, 0, 0]);
          this.#record(entry.path, Buffer.alloc(0));
        } else if (entry.size < LARGE_FILE) {
          await this.#addSmall(entry);
        } else {
          await this.#addLarge(entry);
        }
      }
      async #finish() {
        await this.#flush();
        const closing = Buffer.alloc(END_OF_ARCHIVE_SIZE);
        const closingMember = await this.#compress(closing);
        await this.#writer.add({
          cost: 0,
          emit: (sink) => {
            sink.tar(closing);
            sink.blob(closingMember);
          }
        });
        const summary2 = await this.#writer.finish();
        if ((await Promise.all(this.#streamChecks)).includes(false)) {
          return void 0;
        }
        this.#source?.requireUnchanged();
        return {
          ...summary2,
          tarSize: summary2.tarSize - closing.length,
          files: this.#files,
          directoriesSize: this.#directoriesSize,
          closingSize: closingMember.length,
          carried: this.#carried
        };
      }
      /** Appends bytes to the member that small files share, which is cut where it is full. */
      async #share(bytes) {
        for (let at = 0; at < bytes.length; ) {
          const copied = bytes.copy(this.#sharedRoom(), 0, at);
          this.#sharedSize += copied;
          at += copied;
          if (this.#sharedSize === PIECE_SIZE) {
            await this.#flush();
          }
        }
      }
      #sharedRoom() {
        this.#shared ??= this.#pieces.take();
        return this.#shared.subarray(this.#sharedSize);
      }
      async #flush() {
        const [shared, size] = [this.#shared, this.#sharedSize];
        if (shared !== void 0) {
          this.#shared = void 0;
          this.#sharedSize = 0;
          await this.#addMember(shared, size);
        }
      }
      /** Compresses the first `size` bytes of a piece, which is given back when they are written, as one member. */
      async #addMember(piece, size) {
        const content = piece.subarray(0, size);
        const member = ahead(this.#compress(content));
        await this.#writer.add({
          cost: 2 * PIECE_SIZE,
          emit: async (sink) => {
            sink.tar(content);
            const bytes = await member;
            sink.blob(bytes);
            this.#pieces.give(piece);
            if (bytes.buffer !== content.buffer) {
              release(bytes);
            }
          }
        });
      }
      async #header(entry, start) {
        const { path: path34, size, program = false } = entry;
        const executable = program || isExecutable(start);
        await this.#share(tarHeader(path34, { kind: "file", size, executable }, this.#ownership));
      }
      #record(path34, content) {
        this.#recorded?.push({ path: path34, size: content.length, sha256: (0, import_node_crypto3.createHash)("sha256").update(content).digest() });
      }
      /**
       * Adds a file whose content is in memory, cut as if it came from disk.
       *
       * @param emit Writes the member that stands for the whole content of a large file; without it the content is compressed.
       */
      async #addContent(path34, content, emit) {
        const size = content.length;
        const header = tarHeader(path34, { kind: "file", size, executable: isExecutable(content) }, this.#ownership);
        await this.#share(header);
        this.#files.push([path34, size, zlib3.crc32(content)]);
        this.#record(path34, content);
        if (size < LARGE_FILE) {
          await this.#share(content);
        } else {
          await this.#flush();
          if (emit !== void 0) {
            await this.#writer.add({ cost: size, emit });
          } else {
            for (let position = 0; position < size; position += PIECE_SIZE) {
              const piece = this.#pieces.take();
              await this.#addMember(piece, content.copy(piece, 0, position));
            }
          }
        }
        await this.#share(Buffer.alloc(paddingSize(size)));
      }
      async #addPacked({ path: path34, entry }) {
        const { read, file } = this.#source;
        const { content, streamOffset: streamOffset2 } = readWheelContent(entry, read, file);
        if (this.#wheel === void 0 || streamOffset2 === void 0 || content.length < LARGE_FILE) {
          await this.#addContent(path34, content);
          return;
        }
        this.#carried.files += 1;
        this.#carried.bytes += content.length;
        await this.#addContent(path34, content, (sink) => {
          sink.tar(content);
          const piece = this.#pieces.take();
          for (const bytes of memberPieces(entry, streamOffset2, read, piece)) {
            sink.blob(bytes);
          }
          this.#pieces.give(piece);
        });
      }
      async #addSmall(entry) {
        const padded = entry.size + paddingSize(entry.size);
        const piece = this.#pieces.take();
        readSmallFile(entry, piece);
        piece.fill(0, entry.size, padded);
        await this.#header(entry, piece);
        this.#files.push([entry.path, entry.size, zlib3.crc32(piece.subarray(0, entry.size))]);
        this.#record(entry.path, piece.subarray(0, entry.size));
        await this.#share(piece.subarray(0, padded));
        this.#pieces.give(piece);
      }
      async #addLarge(entry) {
        const file = this.#open(entry);
        const stream = this.#streamFor(entry);
        if (stream === void 0) {
          await this.#compressLarge(entry, file);
          this.#finishReading(file);
        } else {
          await this.#carry(entry, file, stream);
        }
        await this.#share(Buffer.alloc(paddingSize(entry.size)));
      }
      #streamFor(entry) {
        const inWheel = this.#wheel?.entryAt(entry.path);
        if (inWheel === void 0 || inWheel.stored) {
          return void 0;
        }
        const offset = this.#wrongStreams.has(entry.path) ? void 0 : streamOffset(inWheel, entry.size, this.#wheel.read);
        if (offset === void 0) {
          this.#carried.mismatched += 1;
          return void 0;
        }
        return { entry: inWheel, offset };
      }
      async #compressLarge(entry, file) {
        let crc = 0;
        const hash = (0, import_node_crypto3.createHash)("sha256");
        for (let position = 0; position < entry.size; ) {
          this.#signal.throwIfAborted();
          const piece = this.#pieces.take();
          const content = piece.subarray(0, entry.size - position);
          file.read(content, position);
          if (position === 0) {
            await this.#header(entry, content);
            await this.#flush();
          }
          position += content.length;
          crc = zlib3.crc32(content, crc);
          if (this.#recorded !== void 0) {
            hash.update(content);
          }
          await this.#addMember(piece, content.length);
        }
        this.#files.push([entry.path, entry.size, crc]);
        this.#recorded?.push({ path: entry.path, size: entry.size, sha256: hash.digest() });
      }
      async #carry(entry, file, stream) {
        const start = Buffer.alloc(MODE_BYTES);
        file.read(start, 0);
        await this.#header(entry, start);
        await this.#flush();
        this.#files.push([entry.path, entry.size, stream.entry.crc32]);
        this.#carried.files += 1;
        this.#carried.bytes += entry.size;
        const check = ahead(this.#checkStreamOf(entry, file, stream));
        this.#streamChecks.push(check);
        await this.#writer.add({
          cost: PIECE_SIZE,
          emit: async (sink) => {
            const piece = this.#pieces.take();
            const hash = (0, import_node_crypto3.createHash)("sha256");
            for (let position = 0; position < entry.size; ) {
              const content = piece.subarray(0, entry.size - position);
              file.read(content, position);
              sink.tar(content);
              if (this.#recorded !== void 0) {
                hash.update(content);
              }
              position += content.length;
              await this.#turn();
            }
            this.#recorded?.push({ path: entry.path, size: entry.size, sha256: hash.digest() });
            for (const bytes of memberPieces(stream.entry, stream.offset, this.#wheel.read, piece)) {
              sink.blob(bytes);
              await this.#turn();
            }
            this.#pieces.give(piece);
            await check;
            this.#finishReading(file);
          }
        });
      }
      async #checkStreamOf({ path: path34 }, { descriptor }, stream) {
        const claim2 = { ...stream, wheel: this.#wheel.descriptor, source: descriptor };
        const isRight = await this.#checkStream(claim2, this.#signal);
        if (!isRight) {
          this.#wrongStreams.add(path34);
        }
        return isRight;
      }
      /** Lets others have this thread: work on other threads, and the request's cancellation, are noticed in between. */
      async #turn() {
        await new Promise(setImmediate);
        this.#signal.throwIfAborted();
      }
      #open(entry) {
        const file = openFile(entry);
        this.#opened.add(file);
        return file;
      }
      /** Closes a file that nothing reads any more; what was read is one state of it, or the layer fails. */
      #finishReading(file) {
        file.requireUnchanged();
        this.#opened.delete(file);
        file.close();
      }
    };
  }
});

// src/layer/layer-action.ts
var layer_action_exports = {};
__export(layer_action_exports, {
  createLayerAction: () => createLayerAction,
  layerCommand: () => layerCommand
});
function createLayerAction(resources) {
  return (args, context) => makeLayer(args, context, resources);
}
async function makeLayer(args, context, resources) {
  const flags = parseArguments("layer", argumentsSchema, args);
  try {
    const wheel = flags.wheel === void 0 ? void 0 : openWheel(path6.resolve(context.root, flags.wheel), context.log);
    try {
      const content = await collectContent(flags, wheel, context);
      await writeOutputs((outputs) => writeLayerOutputs(flags, content, outputs, context, resources), context.signal);
    } finally {
      wheel?.close();
    }
  } catch (thrown) {
    const error2 = explainMachineError(thrown);
    if (error2 instanceof ActionError && error2.details.package === void 0 && flags.kind === "package") {
      throw new ActionError(error2.message, { ...error2.details, package: `${flags.name} ${flags.version}`.trim() });
    }
    throw error2;
  }
}
function mappedRepositories(flags, root) {
  const mapping = flags["repository-links"];
  const runfiles = flags.runfiles;
  if (mapping === void 0 || runfiles === void 0) {
    return [];
  }
  const links = repositoryLinks((0, import_node_fs13.readFileSync)(path6.resolve(root, mapping), "utf8"));
  return [...links].map(([name2, repository]) => [`${runfiles}/${name2}`, repository]);
}
function inputsOf(flags, root) {
  const onDisk = (file) => path6.resolve(root, file);
  return {
    files: [
      ...[...flags.file, ...flags.program, ...flags.link, ...flags["repo-mapping"]].map(([, file]) => file),
      ...[flags.wheel, flags["repository-links"]].filter((file) => file !== void 0)
    ].map(onDisk),
    directories: [
      ...flags.tree.map(([, directory]) => directory),
      ...flags.compiled === void 0 ? [] : [flags.compiled]
    ].map(onDisk)
  };
}
async function collectContent(flags, wheel, context) {
  const isExcluded = excludeRule(flags.exclude);
  const roots = { disk: context.root, image: flags.root };
  const mappings = flags["repo-mapping"].map((place) => ({
    place,
    expanded: expandedRepoMapping(place, flags.repository, roots)
  }));
  const files = [...flags.file, ...mappings.filter(({ expanded: expanded2 }) => expanded2 === void 0).map(({ place }) => place)];
  const found = await collectEntries(
    {
      files: flags.venv === void 0 ? files : withNamedHeaders(files, flags.venv, flags.name),
      programs: flags.program,
      trees: flags.tree,
      links: flags.link,
      symlinks: [...flags.symlink, ...mappedRepositories(flags, context.root)],
      empty: flags.empty
    },
    { ...roots, runfiles: flags.runfiles },
    context.signal
  );
  const made = mappings.flatMap(({ expanded: expanded2 }) => expanded2 === void 0 ? [] : [expanded2]);
  const collected = made.length === 0 ? found : sortByPath([...found, ...made]);
  const installed = flags.venv === void 0 ? { entries: collected, record: void 0, places: void 0 } : installPackage(collected, {
    name: flags.name,
    venv: imagePath(flags.root, flags.venv),
    wheel,
    keepCompiled: flags["keep-compiled"] !== void 0
  });
  const entries = flags.compiled === void 0 ? installed.entries : await withCompiledModules(installed.entries, flags.compiled, roots, context.signal);
  const wanted = entries.filter((entry) => !isExcluded(entry.path));
  const leftOut = wanted.length === entries.length ? [] : entries.filter((entry) => isExcluded(entry.path));
  const content = layerContent(
    flags.kind === "interpreter" ? linkEqualPrograms(wanted) : wanted,
    flags["own-directory"].map((directory) => imagePath(flags.root, directory)),
    installed.record === void 0 || isExcluded(installed.record.path) ? void 0 : installed.record
  );
  const excluded = flags.exclude.filter(
    (pattern) => leftOut.map(({ path: file }) => file).some(excludeRule([pattern]))
  );
  const { places } = installed;
  return {
    ...content,
    excluded,
    wheel: wheel === void 0 || places === void 0 ? wheel : { ...wheel, entryAt: (at) => places.get(at)?.entry }
  };
}
async function writeLayerOutputs(flags, content, outputs, context, resources) {
  const name2 = flags.kind === "package" ? normalizePackageName(flags.name) : flags.name;
  const onDisk = (file) => path6.resolve(context.root, file);
  outputs.protect(inputsOf(flags, context.root));
  const blobPath2 = outputs.file(onDisk(flags.blob));
  const blob = (0, import_node_fs13.openSync)(blobPath2, "wx");
  const ownership = { ...flags.owner, mtime: flags.mtime };
  const written = await writeLayer(
    content,
    content.wheel,
    { compression: flags.compression, level: flags.level, ownership },
    blob,
    context.signal,
    resources
  ).finally(() => (0, import_node_fs13.closeSync)(blob));
  const mergeable = flags.mergeable !== void 0 && written.size < flags["merge-limit"];
  const descriptor = {
    schema: 1,
    kind: flags.kind,
    name: name2,
    version: flags.version,
    mediaType: layerMediaTypes[flags.compression],
    level: compressionLevel(flags.compression, flags.level),
    ownership,
    digest: written.digest,
    size: written.size,
    diffId: written.diffId,
    tarSize: written.tarSize,
    mergeable,
    closingSize: written.closingSize,
    directoriesSize: written.directoriesSize,
    carried: written.carried,
    ...content.excluded.length === 0 ? {} : { excluded: [...content.excluded] },
    directories: [...content.directories],
    files: written.files
  };
  (0, import_node_fs13.writeFileSync)(outputs.file(onDisk(flags.descriptor)), `${JSON.stringify(descriptor)}
`);
  if (flags.facts !== void 0) {
    const facts = findLayerFacts(
      { kind: flags.kind, name: name2, version: flags.version },
      content.entries,
      ({ entry }) => readWheelContent(entry, content.wheel.read, content.wheel.file).content
    );
    (0, import_node_fs13.writeFileSync)(outputs.file(onDisk(flags.facts)), formatLayerFacts(facts));
  }
  if (flags.mergeable !== void 0) {
    const mergeablePath = outputs.file(onDisk(flags.mergeable));
    if (mergeable) {
      linkOrCopy(blobPath2, mergeablePath);
    } else {
      (0, import_node_fs13.writeFileSync)(mergeablePath, "");
    }
  }
}
var import_node_fs13, path6, LATEST_MTIME, ownerSchema, placed, notNegative, argumentsSchema, layerCommand;
var init_layer_action = __esm({
  "src/layer/layer-action.ts"() {
    "use strict";
    import_node_fs13 = require("node:fs");
    path6 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_link_or_copy();
    init_machine_error();
    init_output_transaction();
    init_layer_facts();
    init_carry_over();
    init_compiled_modules();
    init_compress_member();
    init_directories();
    init_exclude();
    init_image_path();
    init_install_package();
    init_layer_descriptor();
    init_layer_entry();
    init_link_equal_programs();
    init_package_name();
    init_repo_mapping();
    init_repository_links();
    init_wheel_content();
    init_write_layer();
    LATEST_MTIME = 8589934591;
    ownerSchema = one.pipe(string2().regex(/^\d{1,10}:\d{1,10}$/, "is not of the form UID:GID")).transform((text4) => {
      const [uid, gid] = text4.split(":").map(Number);
      return { uid, gid };
    }).refine(({ uid, gid }) => Math.max(uid, gid) < 2 ** 32 - 1, "has an id that no user or group has");
    placed = pairs.refine((all) => all.every(([, from]) => from !== ""), "names no file");
    notNegative = integer2.pipe(number2().nonnegative("is negative"));
    argumentsSchema = strictObject({
      kind: one.pipe(layerDescriptorSchema.shape.kind),
      name: path,
      version: one.default(""),
      file: placed,
      program: pairs,
      tree: placed,
      link: placed,
      symlink: pairs,
      empty: many,
      "repo-mapping": pairs,
      repository: many,
      exclude: many,
      "own-directory": many,
      wheel: path.optional(),
      venv: path.optional(),
      "repository-links": path.optional(),
      compiled: path.optional(),
      "keep-compiled": one.pipe(literal("true")).optional(),
      root: one.default(""),
      runfiles: path.optional(),
      compression: one.pipe(compressionSchema),
      level: integer2,
      mtime: notNegative.pipe(number2().max(LATEST_MTIME, "is later than tar can say")),
      owner: ownerSchema,
      "merge-limit": notNegative,
      blob: outputFile,
      descriptor: outputFile,
      mergeable: outputFile.optional(),
      facts: outputFile.optional()
    });
    layerCommand = {
      name: "layer",
      summary: "make one layer: its blob and its descriptor",
      flags: [
        ["--kind=KIND", "package, interpreter, external or application"],
        ["--name=NAME", "name of the distribution, or of what the layer holds"],
        ["--version=VERSION", "version of the distribution (optional)"],
        ["--file=IMAGE_PATH<TAB>FILE", "a file (repeated)"],
        ["--program=IMAGE_PATH<TAB>FILE", "a file that is executable whatever is in it (repeated)"],
        ["--tree=IMAGE_PATH<TAB>DIRECTORY", "a directory with all that is in it (repeated)"],
        ["--link=IMAGE_PATH<TAB>SYMLINK", "a symlink on disk whose target is stored (repeated)"],
        ["--symlink=IMAGE_PATH<TAB>TARGET", "a symlink to be made (repeated)"],
        ["--empty=IMAGE_PATH", "an empty file (repeated)"],
        ["--repo-mapping=IMAGE_PATH<TAB>FILE", "Bazel's repository mapping, for any runfiles library to read (repeated)"],
        ["--repository=NAME", "a repository that has files in the image, by its canonical name (repeated)"],
        ["--exclude=PATTERN", "what to leave out of site-packages, as in .gitignore (repeated)"],
        [
          "--own-directory=IMAGE_PATH",
          "a directory that no base has: it is listed, and so is each directory below it that holds something (repeated)"
        ],
        ["--wheel=FILE", "the wheel that the files come from; its compressed bytes are used again (optional)"],
        ["--venv=IMAGE_PATH", "the virtual environment that the package is installed in (optional)"],
        ["--repository-links=FILE", "Bazel's repository mapping, whose names become links in the runfiles (optional)"],
        ["--compiled=DIRECTORY", "compiled modules of the package at their paths in the image (optional)"],
        ["--keep-compiled=true", "with --venv: compiled modules among the files stay, which else are left out (optional)"],
        ["--root=PREFIX", "what to put before every path in the image"],
        [
          "--runfiles=IMAGE_PATH",
          "the runfiles, where links lead that leave their directory; without it none may (optional)"
        ],
        ["--compression=KIND", "gzip, zstd or none"],
        ["--level=N", "level of the compression"],
        ["--mtime=SECONDS", "time of every entry, in seconds since 1970"],
        ["--owner=UID:GID", "owner of every entry"],
        ["--merge-limit=BYTES", "from this size on a package is always a layer of its own"],
        ["--blob=FILE", "output: the compressed tar"],
        ["--descriptor=FILE", "output: the JSON that describes it"],
        ["--mergeable=FILE", "output: the blob again if it is below the merge limit, else empty"],
        ["--facts=FILE", "output: what the ELF files need and the distributions say, JSON (optional)"]
      ]
    };
  }
});

// src/layer/stream-check-thread.ts
var stream_check_thread_exports = {};
__export(stream_check_thread_exports, {
  StreamCheckThread: () => StreamCheckThread
});
var import_node_worker_threads, StreamCheckThread;
var init_stream_check_thread = __esm({
  "src/layer/stream-check-thread.ts"() {
    "use strict";
    import_node_worker_threads = require("node:worker_threads");
    init_machine_error();
    StreamCheckThread = class {
      #program;
      #open = /* @__PURE__ */ new Map();
      #thread;
      #claims = 0;
      /** @param program Text of stream-check-program.ts with all that it imports, as one CommonJS module. */
      constructor(program) {
        this.#program = program;
      }
      /** See CheckStream; rejects also when the thread fails, as it does where memory ends. */
      checkStream = async (claim2, signal) => {
        signal.throwIfAborted();
        const thread = this.#running();
        this.#claims += 1;
        const id = this.#claims;
        const giveUp = () => thread.postMessage({ id });
        signal.addEventListener("abort", giveUp, { once: true });
        try {
          const isRight = await new Promise((decide, fail) => {
            this.#open.set(id, { decide, fail });
            thread.ref();
            thread.postMessage({ id, claim: claim2 });
          });
          if (isRight === void 0) {
            throw signal.reason;
          }
          return isRight;
        } finally {
          signal.removeEventListener("abort", giveUp);
          this.#open.delete(id);
          this.#letGo(thread);
        }
      };
      #letGo(thread) {
        if (this.#open.size === 0) {
          thread.unref();
        }
      }
      #running() {
        if (this.#thread === void 0) {
          const thread = new import_node_worker_threads.Worker(this.#program, { eval: true });
          thread.on("message", ({ id, isRight, error: error2 }) => {
            const claim2 = this.#open.get(id);
            if (error2 === void 0) {
              claim2?.decide(isRight);
            } else {
              claim2?.fail(Object.assign(new Error(error2.message), { code: error2.code }));
            }
          });
          const end = (cause) => {
            if (this.#thread === thread) {
              this.#thread = void 0;
              for (const { fail } of this.#open.values()) {
                fail(
                  machineFault(cause) === void 0 ? new Error("the thread that proves what is carried over from wheels has ended", { cause }) : explainMachineError(cause)
                );
              }
            }
          };
          thread.on("error", end);
          thread.on("exit", end);
          this.#thread = thread;
        }
        return this.#thread;
      }
    };
  }
});

// src/plan/finding.ts
function findingLine({ severity: severity2, message, remedy }) {
  return `package_layers: ${severity2}: ${message}; ${remedy}`;
}
function refuseWarnings(findings3) {
  const warnings = findings3.filter(({ severity: severity2 }) => severity2 === "warning");
  if (warnings.length > 0) {
    throw new ActionError(
      `strict = True, and of the image ${warnings.length === 1 ? "this is" : "these are"} to be said:
${warnings.map(({ message, remedy }) => `  - ${message}; ${remedy}`).join("\n")}`,
      { remedy: "do what each line says, or take strict = True out" }
    );
  }
}
var findingSchema;
var init_finding = __esm({
  "src/plan/finding.ts"() {
    "use strict";
    init_zod();
    init_action_error();
    findingSchema = strictObject({
      /** What kind of finding it is: a few words with `-` between, the same in every version. */
      id: string2().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is not of the form some-words"),
      /** A "note" tells of a choice that was made; a "warning" of something that is probably a mistake, which `strict` refuses. */
      severity: _enum(["note", "warning"]),
      /** What was found, with the names of what it is about; one line. */
      message: string2().min(1),
      /** What to do about it, as an imperative sentence; one line. */
      remedy: string2().min(1)
    });
  }
});

// src/plan/format-bytes.ts
function formatBytes(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1e3;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
var init_format_bytes = __esm({
  "src/plan/format-bytes.ts"() {
    "use strict";
  }
});

// src/plan/layer-cost.ts
function chanceOfAnyChange(count3) {
  let unchanged = 1;
  for (let factor = 1 - changeChance, rest = count3; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      unchanged *= factor;
    }
    factor *= factor;
  }
  return 1 - unchanged;
}
var layerCostBytes, changeChance;
var init_layer_cost = __esm({
  "src/plan/layer-cost.ts"() {
    "use strict";
    layerCostBytes = 2e5;
    changeChance = 0.2;
  }
});

// src/plan/split.ts
function sizeClass(bytes) {
  let sizeClass2 = 0;
  for (let rest = Math.floor(bytes / 2); rest >= 1; rest = Math.floor(rest / 2)) {
    sizeClass2 += 1;
  }
  return sizeClass2;
}
function classWeight(sizeClass2) {
  return 1n << BigInt(sizeClass2);
}
function nameKey(name2) {
  return (0, import_node_crypto4.createHash)("sha256").update(name2).digest().readBigUInt64BE();
}
function compareText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
function split(items, { count: count3, minimumBytes = 0, partCost = 0 }) {
  if (items.length === 0 || count3 <= 0) {
    return [];
  }
  const entries = items.map((item) => ({ item, class: sizeClass(item.bytes), key: nameKey(item.name) })).sort(
    (a, b) => a.class - b.class || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) || compareText(a.item.name, b.item.name) || compareText(a.item.id, b.item.id)
  );
  const ranks = nameRanks(entries);
  const weightOf = runningSum(entries, (entry) => classWeight(entry.class));
  const bytesOf = runningSum(entries, (entry) => BigInt(entry.item.bytes));
  const minimum = BigInt(minimumBytes);
  function makeNode(start, end, hashBits) {
    let leastRank = ranks[start];
    for (let at = start + 1; at < end; at++) {
      leastRank = Math.min(leastRank, ranks[at]);
    }
    const oneClass = entries[start].class === entries[end - 1].class;
    return { start, end, weight: weightOf(start, end), oneClass, leastRank, hashBits };
  }
  function cut2({ start, end, oneClass, hashBits }) {
    const allowed2 = (at2) => bytesOf(start, at2) >= minimum && bytesOf(at2, end) >= minimum;
    if (end - start === 1) {
      return void 0;
    }
    if (!oneClass) {
      const border = (below) => firstOf(start, below, (index) => entries[index].class >= entries[below - 1].class);
      let at2 = border(end);
      while (at2 > start && !allowed2(at2)) {
        at2 = border(at2);
      }
      return at2 > start ? { at: at2, hashBits } : void 0;
    }
    const differing = entries[start].key ^ entries[end - 1].key;
    if (differing === 0n) {
      return allowed2(start + 1) ? { at: start + 1, hashBits } : void 0;
    }
    const bit = BigInt(differing.toString(2).length - 1);
    const at = firstOf(start, end, (index) => (entries[index].key >> bit & 1n) === 1n);
    return allowed2(at) ? { at, hashBits: 64 - Number(bit) } : void 0;
  }
  let open4 = [makeNode(0, entries.length, 0)];
  const whole = [];
  let least;
  for (; ; ) {
    const nodes = [...whole, ...open4];
    const cost = nodes.reduce((sum, node3) => sum + partCost + expectedPush(node3), 0);
    if (least === void 0 || partCost === 0 || cost < least.cost) {
      least = { cost, nodes };
    }
    if (open4.length === 0 || nodes.length >= count3) {
      break;
    }
    const node2 = open4.reduce((worst, next) => isWorse(next, worst) ? next : worst);
    const where = cut2(node2);
    open4 = open4.filter((other) => other !== node2);
    if (where === void 0) {
      whole.push(node2);
    } else {
      open4.push(makeNode(node2.start, where.at, where.hashBits), makeNode(where.at, node2.end, where.hashBits));
    }
  }
  return least.nodes.map(({ start, end, hashBits }) => ({
    items: entries.slice(start, end).map((entry) => entry.item),
    lowestClass: entries[start].class,
    highestClass: entries[end - 1].class,
    hashPrefix: entries[start].key.toString(2).padStart(64, "0").slice(0, hashBits)
  }));
}
function expectedPush(node2) {
  return Number(node2.weight) * chanceOfAnyChange(Number(members2(node2)));
}
function isWorse(a, b) {
  const more = compareWaste(a, b);
  return more > 0n || more === 0n && a.leastRank < b.leastRank;
}
function compareWaste(a, b) {
  return wasteTimesMembers(a) * members2(b) - wasteTimesMembers(b) * members2(a);
}
function wasteTimesMembers(node2) {
  return node2.weight * (2n * members2(node2) + 1n) * (node2.oneClass ? 7n : 8n);
}
function members2({ start, end }) {
  return BigInt(end - start);
}
function firstOf(start, end, passes) {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = low + high >> 1;
    if (passes(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
function runningSum(items, value) {
  const before = [0n];
  for (const item of items) {
    before.push(before.at(-1) + value(item));
  }
  return (start, end) => before[end] - before[start];
}
function nameRanks(entries) {
  const byName = entries.map((entry, index) => ({ item: entry.item, index })).sort((a, b) => compareText(a.item.name, b.item.name) || compareText(a.item.id, b.item.id));
  const ranks = new Array(entries.length);
  byName.forEach(({ index }, rank) => {
    ranks[index] = rank;
  });
  return ranks;
}
var import_node_crypto4;
var init_split = __esm({
  "src/plan/split.ts"() {
    "use strict";
    import_node_crypto4 = require("node:crypto");
    init_layer_cost();
  }
});

// src/plan/layers-by-change-rate.ts
function layersByChangeRate(units, layers, rates, layerCost = layerCostBytes) {
  const alone = units.filter((unit) => unit.alone !== void 0);
  const free = units.filter((unit) => unit.alone === void 0);
  const mean = [...rates.values()].reduce((sum, rate) => sum + rate, 0) / Math.max(rates.size, 1);
  const rated = free.map((unit) => {
    const rate = unit.packages.reduce((sum, { name: name2 }) => sum + (rates.get(name2) ?? mean), 0);
    return { unit, rate: Math.max(1, Math.round(rate * ratePrecision)) };
  });
  rated.sort((a, b) => {
    const difference2 = BigInt(b.unit.bytes) * BigInt(a.rate) - BigInt(a.unit.bytes) * BigInt(b.rate);
    return difference2 > 0n ? 1 : difference2 < 0n ? -1 : compareText(a.unit.id, b.unit.id);
  });
  const runs = leastCut(
    rated.map(({ unit, rate }) => ({ bytes: unit.bytes, rate })),
    layers - alone.length,
    layerCost * ratePrecision
  );
  return [
    ...alone.map((unit) => ({ units: [unit], why: unit.alone })),
    ...runs.map(([start, end]) => {
      const members3 = rated.slice(start, end);
      const upgrades = members3.reduce((sum, { rate }) => sum + rate, 0) / ratePrecision;
      return {
        units: members3.map(({ unit }) => unit),
        why: `of like bytes per change: ${upgrades.toFixed(3)} upgrades a revision`
      };
    })
  ];
}
function leastCut(items, count3, runCost = 0) {
  const size = items.length;
  if (size <= count3 && runCost === 0) {
    return items.map((_, index) => [index, index + 1]);
  }
  const bytes = [0];
  const rates = [0];
  for (const item of items) {
    bytes.push(bytes.at(-1) + item.bytes);
    rates.push(rates.at(-1) + item.rate);
  }
  const push = (start, end2) => (bytes[end2] - bytes[start]) * (rates[end2] - rates[start]);
  let least = Array.from({ length: size + 1 }, (_, end2) => push(0, end2));
  const cuts = [new Int32Array(size + 1)];
  let best = { runs: 1, cost: least[size] + runCost };
  for (let run2 = 1; run2 < Math.min(count3, size); run2++) {
    const next = new Array(size + 1).fill(0);
    const cut2 = new Int32Array(size + 1);
    const fill = (low, high, from, to) => {
      if (low > high) {
        return;
      }
      const end2 = low + high >> 1;
      let shortest = Number.POSITIVE_INFINITY;
      let at = from;
      for (let start = from; start <= Math.min(end2, to); start++) {
        const total = least[start] + push(start, end2);
        if (total < shortest) {
          shortest = total;
          at = start;
        }
      }
      next[end2] = shortest;
      cut2[end2] = at;
      fill(low, end2 - 1, from, at);
      fill(end2 + 1, high, at, to);
    };
    fill(0, size, 0, size);
    least = next;
    cuts.push(cut2);
    const cost = least[size] + (run2 + 1) * runCost;
    if (cost < best.cost) {
      best = { runs: run2 + 1, cost };
    }
  }
  const runs = [];
  let end = size;
  for (let run2 = best.runs - 1; run2 >= 0 && end > 0; run2--) {
    const start = cuts[run2][end];
    if (start < end) {
      runs.push([start, end]);
    }
    end = start;
  }
  return runs.reverse();
}
var ratePrecision;
var init_layers_by_change_rate = __esm({
  "src/plan/layers-by-change-rate.ts"() {
    "use strict";
    init_layer_cost();
    init_split();
    ratePrecision = 1e6;
  }
});

// src/plan/locked-layers.ts
function lockedLayers(units, layers, lock, updateCommand) {
  const remedy = `update the layer lock: ${updateCommand}`;
  const unitsOf = new Map(lock.layers.map((name2) => [name2, []]));
  const added = [];
  for (const unit of units) {
    const names = namesInLock(unit, lock);
    if (names.length > 1) {
      throw new ActionError(`${unit.joined} wants packages in one layer that the lock has in several`, {
        package: unit.name,
        remedy
      });
    }
    (names.length === 0 ? added : unitsOf.get(names[0])).push(unit);
  }
  const kept = [...unitsOf].filter(([, members3]) => members3.length > 0).map(([name2, members3]) => {
    const kept2 = `kept by the layer lock as "${name2}"`;
    const [{ alone }] = members3;
    return { units: members3, why: alone === void 0 || members3.length > 1 ? kept2 : `${alone}; ${kept2}` };
  });
  for (const { units: members3 } of kept) {
    const alone = members3.find((unit) => unit.alone !== void 0);
    if (alone !== void 0 && members3.length > 1) {
      throw new ActionError(`${alone.name}: ${alone.alone}, and the lock has the package in a layer with others`, {
        package: alone.name,
        remedy
      });
    }
  }
  const bundles2 = kept.filter((layer) => sizeOf2(layer).members > 1);
  const room = Math.max(lock.mostLayers - kept.length, bundles2.length === 0 ? 1 : 0);
  added.sort(
    (a, b) => Number(a.alone === void 0) - Number(b.alone === void 0) || b.bytes - a.bytes || compareText(a.name, b.name) || compareText(a.id, b.id)
  );
  const own2 = added.slice(0, room).map((unit) => ({
    units: [unit],
    why: unit.alone === void 0 ? "new since the layer lock" : `new since the layer lock; ${unit.alone}`
  }));
  const open4 = [...bundles2, ...own2.filter(({ units: [unit] }) => unit.alone === void 0)];
  for (const unit of added.slice(room)) {
    if (unit.alone !== void 0 || open4.length === 0) {
      const why = unit.alone ?? "every layer that it could join must hold nothing else";
      throw new ActionError(`${unit.name} is new, and the layer lock has no layer for it: ${why}`, {
        package: unit.name,
        remedy
      });
    }
    cheapest(open4, { bytes: unit.bytes, members: unit.packages.length }).units.push(unit);
  }
  if (kept.length + own2.length > layers) {
    throw new ActionError(
      `the layer lock has ${kept.length + own2.length} layers of packages, and ${layers} are left for packages`,
      { remedy: `raise max_layers by ${kept.length + own2.length - layers}, or ${remedy}` }
    );
  }
  return { kept, added: own2 };
}
function namesInLock({ packages }, lock) {
  return [...new Set(packages.flatMap(({ id }) => Object.hasOwn(lock.packages, id) ? [lock.packages[id]] : []))];
}
function sizeOf2({ units }) {
  return {
    bytes: units.reduce((sum, { bytes }) => sum + bytes, 0),
    members: units.reduce((sum, { packages }) => sum + packages.length, 0)
  };
}
function cheapest(layers, newcomer) {
  return layers.reduce(
    (best, next) => joinCost(sizeOf2(next), newcomer) < joinCost(sizeOf2(best), newcomer) ? next : best
  );
}
function joinCost(a, b) {
  return meanBytes(a) + meanBytes(b) - meanBytes({ bytes: a.bytes + b.bytes, members: a.members + b.members });
}
function meanBytes({ bytes, members: members3 }) {
  return members3 === 0 ? 0 : bytes / members3;
}
var init_locked_layers = __esm({
  "src/plan/locked-layers.ts"() {
    "use strict";
    init_action_error();
    init_split();
  }
});

// src/plan/wishes.ts
function planUnits(packages, wishes) {
  const ids = /* @__PURE__ */ new Set();
  for (const { id, bytes } of packages) {
    if (ids.has(id)) {
      throw new ActionError("two packages of the image have one id", {
        package: id,
        remedy: "give packages that share a name different ids, for example name and version"
      });
    }
    ids.add(id);
    if (!Number.isSafeInteger(bytes) || bytes < 0) {
      throw new ActionError(`the size of a package is ${bytes} and not a whole number of bytes`, {
        package: id,
        remedy: "build the package's layer again; its descriptor is damaged"
      });
    }
  }
  const members3 = /* @__PURE__ */ new Map();
  const membershipOf = membershipRule(wishes);
  for (const planPackage2 of packages) {
    const membership = membershipOf(planPackage2);
    const unit = members3.get(membership.key);
    if (unit === void 0) {
      members3.set(membership.key, { membership, packages: [planPackage2] });
    } else {
      unit.packages.push(planPackage2);
    }
  }
  const heavy = heavyRule(wishes);
  return [...members3.values()].map((unit) => makeUnit(unit.membership, unit.packages, heavy)).sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}
function makeUnit({ entry, alone, joined }, members3, heavy) {
  const packages = members3.sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  const several = packages.length > 1;
  let reason = alone;
  let aloneBy = alone === void 0 ? void 0 : entry;
  for (const planPackage2 of packages) {
    const pattern = heavy(planPackage2);
    if (several && pattern !== void 0) {
      throw new ActionError(`heavy "${pattern}" wants ${planPackage2.name} alone, and ${entry} wants it with others`, {
        package: planPackage2.name,
        remedy: `take ${planPackage2.name} out of one of the two entries`
      });
    }
    if (several && !planPackage2.mergeable) {
      throw new ActionError(
        `${planPackage2.name} is at or above the merge limit and so a layer of its own, and ${entry} wants it with others`,
        {
          package: planPackage2.name,
          remedy: `raise the merge limit (--@package_layers//bazel/settings:merge_limit=BYTES) above the size of its blob, or take ${planPackage2.name} out of the entry`
        }
      );
    }
    if (!several && pattern !== void 0) {
      reason = `heavy "${pattern}" asks for a layer of its own`;
      aloneBy = `heavy "${pattern}"`;
    } else if (!several && !planPackage2.mergeable) {
      reason ??= "its blob is at or above the merge limit, so it cannot be part of a bundle";
    }
  }
  return {
    id: packages.map(({ id }) => id).sort(compareText)[0],
    name: packages[0].name,
    packages,
    bytes: packages.reduce((sum, { bytes }) => sum + bytes, 0),
    ...reason === void 0 ? {} : { alone: reason },
    ...aloneBy === void 0 ? {} : { aloneBy },
    ...several && joined !== void 0 ? { joined } : {}
  };
}
function heavyRule({ heavy = [] }) {
  const expressions = heavy.map((source) => {
    try {
      return { source, expression: new RegExp(source) };
    } catch (cause) {
      throw new ActionError(`heavy "${source}" is no regular expression`, {
        remedy: `correct the expression: ${cause instanceof Error ? cause.message : String(cause)}`,
        cause
      });
    }
  });
  return ({ name: name2 }) => expressions.find(({ expression }) => expression.test(name2) || expression.test(name2.replaceAll("-", "_")))?.source;
}
function groupRule({ groups = [] }) {
  const patterns = groups.map(({ pattern, group }) => ({
    group,
    expression: globExpression(pattern),
    entry: `group "${group}" (pattern ${pattern})`
  }));
  return (name2) => {
    const matching = patterns.filter(({ expression }) => expression.test(name2));
    const other = matching.find(({ group }) => group !== matching[0].group);
    if (other !== void 0) {
      throw new ActionError(`${name2} belongs to two groups: ${matching[0].entry} and ${other.entry}`, {
        package: name2,
        remedy: "narrow one of the two patterns"
      });
    }
    return matching[0];
  };
}
function membershipRule({ together = [], groups = [] }) {
  const lists = together.map((names) => ({
    names: new Set(names.map(normalizePackageName)),
    entry: `together [${names.join(", ")}]`
  }));
  const listsOf = /* @__PURE__ */ new Map();
  const groupOf = groupRule({ groups });
  for (const list of lists) {
    for (const name2 of list.names) {
      const earlier = listsOf.get(name2);
      if (earlier !== void 0) {
        throw new ActionError(`${name2} is in two lists: ${earlier.entry} and ${list.entry}`, {
          package: name2,
          remedy: "make one list of the two, or take the name out of one"
        });
      }
      listsOf.set(name2, list);
    }
  }
  return ({ id, name: name2 }) => {
    const list = listsOf.get(name2);
    const group = groupOf(name2);
    if (list !== void 0) {
      for (const other of list.names) {
        const otherGroup = groupOf(other);
        if (otherGroup?.group !== group?.group) {
          const [inside, outside] = group === void 0 ? [other, name2] : [name2, other];
          const named = (group ?? otherGroup).entry;
          throw new ActionError(
            `${list.entry} wants ${inside} and ${outside} in one layer, and ${named} holds only ${inside}`,
            {
              package: inside,
              remedy: `give ${inside} and ${outside} the same group, or take one of them out of the list`
            }
          );
        }
      }
    }
    if (group !== void 0) {
      return {
        key: `group ${group.group}`,
        entry: group.entry,
        alone: `${group.entry} is one layer`,
        joined: group.entry
      };
    }
    return list === void 0 ? { key: `package ${id}`, entry: id } : { key: list.entry, entry: list.entry, joined: list.entry };
  };
}
function globExpression(pattern) {
  const source = normalizePackageName(pattern).replace(/[\\^$+.()|[\]{}]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`);
}
var init_wishes = __esm({
  "src/plan/wishes.ts"() {
    "use strict";
    init_action_error();
    init_package_name();
    init_split();
  }
});

// src/plan/recipe.ts
function recipeLayers(packages, recipe, wishes, layers) {
  refuseOthers(recipe, wishes);
  const { shelves, keyOf } = namedLayers(recipe, wishes);
  const rest = shelf(
    recipe === "three" ? 'layers = "three" puts all packages in one layer' : `layers = "${recipe}" puts in one layer what ${recipe} does not name`
  );
  for (const planPackage2 of packages) {
    const key2 = keyOf(planPackage2);
    (key2 === void 0 ? rest : shelves.get(key2)).packages.push(planPackage2);
  }
  const named = [...shelves.values()];
  if (recipe === "groups") {
    named.sort((a, b) => Number(a.packages.length > 1) - Number(b.packages.length > 1));
  }
  const drafts = [...named, rest].filter((shelf2) => shelf2.packages.length > 0).map(draft);
  if (drafts.length > layers) {
    throw new ActionError(
      `layers = "${recipe}" makes ${drafts.length} layers of packages, and ${layers} are left for packages`,
      { remedy: `raise max_layers by ${drafts.length - layers}, or take entries out of ${recipe}` }
    );
  }
  return drafts;
}
function refuseOthers(recipe, { heavy = [], together = [], groups = [], minLayerBytes, layerCost, lock }) {
  const given = {
    heavy: heavy.length > 0,
    together: together.length > 0,
    groups: groups.length > 0,
    min_layer_bytes: (minLayerBytes ?? 0) > 0,
    layer_cost: layerCost !== void 0,
    lock: lock !== void 0
  };
  for (const [option, isGiven] of Object.entries(given)) {
    if (isGiven && option !== recipe) {
      throw new ActionError(`layers = "${recipe}" leaves nothing to ${option}`, {
        remedy: "take one of the two out"
      });
    }
  }
}
function namedLayers(recipe, { heavy = [], groups = [] }) {
  switch (recipe) {
    case "three":
      return { shelves: /* @__PURE__ */ new Map(), keyOf: () => void 0 };
    case "heavy":
      return {
        shelves: new Map(heavy.map((source) => [source, shelf(`layers = "heavy" makes a layer of "${source}"`)])),
        keyOf: heavyRule({ heavy })
      };
    case "groups": {
      const names = groups.map(({ group }) => group).sort(compareText);
      const groupOf = groupRule({ groups });
      return {
        shelves: new Map(names.map((group) => [group, shelf(`layers = "groups" makes a layer of "${group}"`)])),
        keyOf: ({ name: name2 }) => groupOf(name2)?.group
      };
    }
  }
}
function shelf(why) {
  return { why, packages: [] };
}
function draft({ why, packages: unsorted }) {
  const packages = unsorted.sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  return {
    units: [
      {
        id: packages.map(({ id }) => id).sort(compareText)[0],
        name: packages[0].name,
        packages,
        bytes: packages.reduce((sum, { bytes }) => sum + bytes, 0)
      }
    ],
    why
  };
}
var recipes;
var init_recipe = __esm({
  "src/plan/recipe.ts"() {
    "use strict";
    init_action_error();
    init_split();
    init_wishes();
    recipes = ["three", "heavy", "groups"];
  }
});

// src/plan/plan.ts
function plan(packages, options) {
  if (options.recipe !== void 0) {
    return stackLayers(recipeLayers(packages, options.recipe, options, options.layers));
  }
  const units = planUnits(packages, options);
  if (options.shared !== void 0) {
    return stackLayers(inOrder(sharedLayers(units, options.layers, options.shared)));
  }
  if (options.lock !== void 0) {
    const { lock, updateCommand = "run the .lock target of the image" } = options;
    const { kept, added } = lockedLayers(units, options.layers, lock, updateCommand);
    return stackLayers([...kept, ...inOrder(added)]);
  }
  checkRoom(units, options.layers);
  return stackLayers(
    inOrder(
      options.rates === void 0 ? freshLayers(units, options) : layersByChangeRate(units, options.layers, options.rates, options.layerCost)
    )
  );
}
function freshLayers(units, { layers, minLayerBytes, layerCost = layerCostBytes }) {
  const overLimit = aloneByLimit(units, Math.floor(layers / 2));
  const alone = [
    ...units.flatMap((unit) => unit.alone === void 0 ? [] : [{ units: [unit], why: unit.alone }]),
    ...overLimit.map((unit) => ({ units: [unit], why: "its blob is at or above the merge limit" }))
  ];
  const rest = units.filter((unit) => unit.alone === void 0 && !overLimit.includes(unit));
  const parts = split(rest, {
    count: layers - alone.length,
    partCost: layerCost,
    ...minLayerBytes === void 0 ? {} : { minimumBytes: minLayerBytes }
  });
  const fitsWhy = `${units.length} packages fit in ${layers} layers, so each has its own`;
  const isEachAlone = alone.length + parts.length === units.length;
  return [...alone, ...parts.map((part) => ({ units: part.items, why: isEachAlone ? fitsWhy : describePart(part) }))];
}
function sharedLayers(units, layers, shared) {
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  if (shared.length > layers) {
    throw new ActionError(`the shared plan has ${shared.length} layers, and ${layers} are left for packages`, {
      remedy: `raise max_layers of the image by ${shared.length - layers}, or lower that of the shared plan`
    });
  }
  return shared.map(({ packages, images }) => ({
    units: packages.map((id) => unitOf.get(id)),
    why: images === 1 ? "a layer of this image alone in the shared plan" : `a layer that ${images} images of the shared plan have`
  }));
}
function aloneByLimit(units, most) {
  let alone = units.filter(
    (unit) => unit.alone === void 0 && unit.packages.length === 1 && unit.packages[0].overLimit
  );
  while (alone.length > most) {
    const lowest = Math.min(...alone.map(({ bytes }) => sizeClass(bytes)));
    alone = alone.filter(({ bytes }) => sizeClass(bytes) > lowest);
  }
  return alone;
}
function checkRoom(units, layers) {
  if (!Number.isSafeInteger(layers) || layers < (units.length === 0 ? 0 : 1)) {
    throw new ActionError(`${units.length} packages need a layer at least, and ${layers} are left for packages`, {
      remedy: "raise max_layers, or use a base image of fewer layers"
    });
  }
  const alone = units.filter((unit) => unit.alone !== void 0);
  const needed = alone.length + (alone.length < units.length ? 1 : 0);
  if (needed <= layers) {
    return;
  }
  const byWish = alone.filter((unit) => unit.aloneBy !== void 0);
  const asked = byWish.length;
  const unmergeable = alone.length - asked;
  const entries = [...new Set(byWish.map((unit) => unit.aloneBy))];
  const named = entries.slice(0, entriesNamed).join(", ");
  const reasons = [
    ...unmergeable > 0 ? [`${unmergeable} at or above the merge limit`] : [],
    ...asked > 0 ? [
      `${asked} by ${named}${entries.length > entriesNamed ? ` and ${entries.length - entriesNamed} more entries` : ""}`
    ] : []
  ].join(", ");
  const remedies = [
    `raise max_layers by ${needed - layers}`,
    ...unmergeable > 0 ? ["raise the merge limit so that some packages may share a layer"] : [],
    ...asked > 0 ? ["narrow heavy or groups"] : []
  ];
  throw new ActionError(
    `the packages need ${needed} layers, and ${layers} are left for packages: ${alone.length} must be alone (${reasons})${needed > alone.length ? ", the rest needs one more" : ""}`,
    {
      package: alone[0].name,
      remedy: remedies.join(", or ")
    }
  );
}
function inOrder(drafts) {
  const weighed = drafts.map((draft2) => {
    const packages = sortedPackages(draft2);
    const weight = packages.reduce((sum, { bytes }) => sum + classWeight(sizeClass(bytes)), 0n);
    return { draft: draft2, packages, weight };
  });
  weighed.sort(
    (a, b) => a.packages.length - b.packages.length || (a.weight > b.weight ? -1 : a.weight < b.weight ? 1 : 0) || compareText(a.packages[0].name, b.packages[0].name) || compareText(a.packages[0].id, b.packages[0].id)
  );
  return weighed.map(({ draft: draft2 }) => draft2);
}
function sortedPackages({ units }) {
  return units.flatMap((unit) => unit.packages).sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}
function stackLayers(drafts) {
  const layers = drafts.map((draft2) => {
    const packages2 = sortedPackages(draft2);
    return { ...draft2, packages: packages2, bytes: packages2.reduce((sum, { bytes }) => sum + bytes, 0) };
  });
  const packages = /* @__PURE__ */ new Map();
  layers.forEach((layer, index) => {
    for (const unit of layer.units) {
      const why = unit.joined === void 0 || unit.alone !== void 0 ? layer.why : `${layer.why}; ${unit.joined}`;
      for (const { id } of unit.packages) {
        packages.set(id, { layer: index, why, expectedUpgradeBytes: layer.bytes });
      }
    }
  });
  return {
    layers: layers.map(({ packages: packages2, why, bytes }) => ({
      kind: packages2.length === 1 ? "own" : "bundle",
      packages: packages2.map(({ id }) => id),
      why,
      bytes
    })),
    packages
  };
}
function describePart({ items, lowestClass, highestClass, hashPrefix }) {
  const lowest = lowestClass === 0 ? "0 B" : formatBytes(2 ** lowestClass);
  const sizes = `${lowest} to ${formatBytes(2 ** (highestClass + 1))}`;
  if (items.length === 1) {
    return `a layer of its own: the packages of ${sizes} are divided as far as that`;
  }
  const hash = hashPrefix === "" ? "" : ` whose names' hashes begin with the bits ${hashPrefix}`;
  return `a bundle of the packages of ${sizes}${hash}`;
}
var entriesNamed;
var init_plan = __esm({
  "src/plan/plan.ts"() {
    "use strict";
    init_action_error();
    init_format_bytes();
    init_layer_cost();
    init_layers_by_change_rate();
    init_locked_layers();
    init_recipe();
    init_split();
    init_wishes();
    entriesNamed = 4;
  }
});

// src/plan/plan-file.ts
function planFilePackages(plan2, packages, layersBefore) {
  return packages.map(({ id, name: name2, version: version3, bytes, mergeable, overLimit }) => {
    const { layer, why, expectedUpgradeBytes } = plan2.packages.get(id);
    return {
      id,
      name: name2,
      version: version3,
      bytes,
      mergeable,
      ...overLimit ? { overLimit } : {},
      layer: layersBefore + layer,
      why,
      expectedUpgradeBytes
    };
  }).sort((a, b) => compareText(a.id, b.id));
}
function formatPlanFile(planFile) {
  const { layers, packages, findings: findings3, ...head2 } = planFileSchema.parse(planFile);
  const lines = (items) => items.length === 0 ? "[]" : `[
${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}
  ]`;
  const fields = Object.entries(head2).map(([key2, value]) => `  ${JSON.stringify(key2)}: ${JSON.stringify(value)},
`);
  const lists = Object.entries({ layers, packages, findings: findings3 }).map(([key2, items]) => `  "${key2}": ${lines(items)}`);
  return `{
${fields.join("")}${lists.join(",\n")}
}
`;
}
function parsePlanFile(text4, path34) {
  let json;
  try {
    json = JSON.parse(text4);
  } catch (cause) {
    throw new ActionError("the plan is no JSON", { file: path34, remedy: "build the image's plan again", cause });
  }
  const result = planFileSchema.safeParse(json);
  if (!result.success) {
    throw new ActionError(
      `the plan is not of schema 1: ${prettifyError(result.error).replaceAll(/\s*\n\s*/g, " ")}`,
      {
        file: path34,
        remedy: "build the image's plan again with this version of package_layers",
        cause: result.error
      }
    );
  }
  return result.data;
}
var count2, contentSchema, layerSchema, packageSchema, planFileSchema;
var init_plan_file = __esm({
  "src/plan/plan-file.ts"() {
    "use strict";
    init_zod();
    init_action_error();
    init_layer_descriptor();
    init_finding();
    init_split();
    count2 = number2().int().nonnegative();
    contentSchema = strictObject({
      name: string2().min(1),
      /** Empty when not known. */
      version: string2(),
      /** Uncompressed tar bytes. */
      bytes: count2
    });
    layerSchema = strictObject({
      /** "package" is a package alone, "bundle" several; only these two are planned, the others have their fixed places. */
      kind: _enum(["base", "interpreter", "external", "package", "bundle", "application"]),
      /** What the layer holds, sorted by name; empty for layers of the base image, whose content is not known. */
      packages: array(contentSchema),
      /** Digest, length in bytes and media type of the blob as it stands in the image's manifest. */
      digest: digestSchema,
      size: count2,
      mediaType: string2().min(1),
      /** Digest of the uncompressed tar, as in the image's config. */
      diffId: digestSchema,
      /** The reason for the layer, in words. */
      why: string2().min(1)
    });
    packageSchema = strictObject({
      /** The name, unless several packages of the image share it. */
      id: string2().min(1),
      ...contentSchema.shape,
      /** False when the blob is at or above the merge limit and the plan's action cannot read it. */
      mergeable: boolean2(),
      /** True when the blob is at or above the merge limit and the plan's action can read it. */
      overLimit: literal(true).optional(),
      /** Index in `layers`. */
      layer: count2,
      /** The reason that the package is in that layer, in words. */
      why: string2().min(1),
      /** What an upgrade that keeps its size would push: uncompressed bytes of its layer. */
      expectedUpgradeBytes: count2
    });
    planFileSchema = strictObject({
      schema: literal(1),
      /** The cap of the image, layers of the base counted. */
      maxLayers: count2,
      /** How many layers of the cap were left for packages. */
      layersForPackages: count2,
      /** Bottom first, as in the manifest: base, interpreter, external, packages alone, bundles, application. */
      layers: array(layerSchema),
      /** Sorted by id. */
      packages: array(packageSchema),
      /** What the build said about the image, in the order in which it did. */
      findings: array(findingSchema)
    }).superRefine(({ layers, packages }, context) => {
      packages.forEach(({ name: name2, layer }, index) => {
        if (!layers[layer]?.packages.some((content) => content.name === name2)) {
          context.addIssue({
            code: "custom",
            path: ["packages", index, "layer"],
            message: `is ${layer}, and that layer does not hold ${name2}`
          });
        }
      });
    });
  }
});

// src/plan/layer-lock.ts
function formatLayerLock(lock) {
  const { schema, mostLayers, layers, packages } = layerLockSchema.parse(lock);
  const block = (open4, lines, close) => lines.length === 0 ? open4 + close : `${open4}
${lines.map((line2) => `    ${line2}`).join(",\n")}
  ${close}`;
  const names = layers.map((name2) => JSON.stringify(name2));
  const places = Object.entries(packages).sort(([a], [b]) => compareText(a, b)).map(([id, layer]) => `${JSON.stringify(id)}: ${JSON.stringify(layer)}`);
  return [
    "{",
    `  "schema": ${schema},`,
    `  "mostLayers": ${mostLayers},`,
    `  "layers": ${block("[", names, "]")},`,
    `  "packages": ${block("{", places, "}")}`,
    "}\n"
  ].join("\n");
}
function looksLikeLayerLock(text4) {
  return /"schema"\s*:/.test(text4) && /"packages"\s*:/.test(text4);
}
function parseLayerLock(text4, path34) {
  const remedy = "write the lock again: run the .lock target of the image, or `package-layers plan --write-lock`";
  let json;
  try {
    json = JSON.parse(text4);
  } catch (cause) {
    throw new ActionError("the layer lock is not JSON", { file: path34, remedy, cause });
  }
  const result = layerLockSchema.safeParse(json);
  if (!result.success) {
    throw new ActionError(
      `the layer lock is not of schema 2: ${prettifyError(result.error).replaceAll(/\s*\n\s*/g, " ")}`,
      {
        file: path34,
        remedy,
        cause: result.error
      }
    );
  }
  return result.data;
}
var layerLockSchema;
var init_layer_lock = __esm({
  "src/plan/layer-lock.ts"() {
    "use strict";
    init_zod();
    init_action_error();
    init_split();
    layerLockSchema = strictObject({
      schema: literal(2),
      /** The most layers that packages may have with this lock. Those that it does not name yet are for new packages. */
      mostLayers: number2().int().positive(),
      /** Names of the layers, bottom first. */
      layers: array(string2().min(1)),
      /** The layer of each package, by the package's id. */
      packages: record(string2().min(1), string2().min(1))
    }).superRefine(({ layers, packages }, context) => {
      const names = new Set(layers);
      if (names.size < layers.length) {
        context.addIssue({ code: "custom", path: ["layers"], message: "names a layer twice" });
      }
      for (const [id, layer] of Object.entries(packages)) {
        if (!names.has(layer)) {
          context.addIssue({ code: "custom", path: ["packages", id], message: `"${layer}" is not in layers` });
        }
      }
    });
  }
});

// src/plan/plan-flags.ts
async function readPlanOptions(flags, root) {
  const minLayerBytes = flags["min-layer-bytes"];
  const layerCost = flags["layer-cost"];
  const updateCommand = flags["update-command"];
  return {
    heavy: flags.heavy,
    together: flags.together.map((names) => names.split(",").map((name2) => name2.trim())),
    groups: flags.group.map(([pattern, group]) => ({ pattern, group })),
    ...minLayerBytes === void 0 ? {} : { minLayerBytes },
    ...layerCost === void 0 ? {} : { layerCost },
    ...updateCommand === void 0 ? {} : { updateCommand },
    ...flags.lock === void 0 ? {} : { lock: parseLayerLock(await readText(path7.resolve(root, flags.lock)), flags.lock) }
  };
}
async function readText(file) {
  try {
    return (await readDocument(file)).toString("utf8");
  } catch (cause) {
    throw new ActionError("the file cannot be read", {
      file,
      remedy: "check the path, and that the file is an input of the action",
      cause
    });
  }
}
var path7, planFlags, planFlagsHelp;
var init_plan_flags = __esm({
  "src/plan/plan-flags.ts"() {
    "use strict";
    path7 = __toESM(require("node:path"));
    init_action_error();
    init_flag_schemas();
    init_input_file();
    init_layer_lock();
    planFlags = {
      /** Regular expressions. */
      heavy: many,
      /** Each a list of names with commas between. */
      together: many,
      /** Each a shell pattern and a group's name. */
      group: pairs,
      "min-layer-bytes": integer2.refine((bytes) => bytes >= 0, "is less than 0").optional(),
      "layer-cost": integer2.refine((bytes) => bytes >= 0, "is less than 0").optional(),
      /** A layer lock file. */
      lock: path.optional(),
      /** What updates the lock, as the user would type it. */
      "update-command": one.optional()
    };
    planFlagsHelp = [
      ["--heavy=REGEX", "packages that are always a layer of their own (repeated, optional)"],
      ["--together=A,B,C", "packages that stay in one layer (repeated, optional)"],
      ["--group=PATTERN<TAB>GROUP", "packages that form a layer (repeated, optional)"],
      ["--min-layer-bytes=N", "no smaller layers where it can be helped (optional)"],
      ["--layer-cost=N", "bytes that one layer more must save; 0: as many layers as fit (optional)"],
      ["--update-command=TEXT", "with --lock: what to tell the user to run when the lock does not fit (optional)"]
    ];
  }
});

// src/plan/shared-plan-file.ts
function formatSharedPlan(plan2) {
  const { schema, images } = sharedPlanSchema.parse(plan2);
  const entries = Object.entries(images).map(([label, layers]) => {
    const lines = layers.map((layer) => `      ${JSON.stringify(layer)}`);
    return `    ${JSON.stringify(label)}: ${lines.length === 0 ? "[]" : `[
${lines.join(",\n")}
    ]`}`;
  });
  const body = entries.length === 0 ? "{}" : `{
${entries.join(",\n")}
  }`;
  return `{
  "schema": ${schema},
  "images": ${body}
}
`;
}
function parseSharedPlan(text4, path34) {
  const remedy = "build the shared plan again";
  let json;
  try {
    json = JSON.parse(text4);
  } catch (cause) {
    throw new ActionError("the shared plan is not JSON", { file: path34, remedy, cause });
  }
  const result = sharedPlanSchema.safeParse(json);
  if (!result.success) {
    throw new ActionError(`the shared plan is not of schema 1:
${prettifyError(result.error)}`, {
      file: path34,
      remedy,
      cause: result.error
    });
  }
  return result.data;
}
var sharedPlanSchema;
var init_shared_plan_file = __esm({
  "src/plan/shared-plan-file.ts"() {
    "use strict";
    init_zod();
    init_action_error();
    init_layer_descriptor();
    sharedPlanSchema = strictObject({
      schema: literal(1),
      /** By the label of the binary that the image is of. Each layer is the digests of its packages' blobs. */
      images: record(
        string2().min(1),
        array(
          strictObject({
            packages: array(digestSchema).min(1),
            /** How many images of the plan have this layer, this one counted. */
            images: number2().int().positive()
          })
        )
      )
    });
  }
});

// src/plan/unmatched-wishes.ts
function unmatchedWishes(packages, wishes) {
  const { heavy = [], together = [], groups = [] } = wishes;
  const names = [...new Set(packages.map(({ name: name2 }) => name2))];
  const missing = (wish) => ({
    id: "unmatched-wish",
    severity: "warning",
    message: `${wish} matches no package of the image`,
    remedy: "correct it, or take it out"
  });
  return [
    ...heavy.filter((expression) => !packages.some((each) => heavyRule({ heavy: [expression] })(each) !== void 0)).map((expression) => missing(`heavy "${expression}"`)),
    ...together.flatMap(
      (list) => list.filter((name2) => !names.includes(normalizePackageName(name2))).map((name2) => missing(`${name2} in together [${list.join(", ")}]`))
    ),
    ...groups.filter((entry) => !names.some((name2) => groupRule({ groups: [entry] })(name2) !== void 0)).map(({ pattern, group }) => missing(`the pattern ${pattern} of group "${group}"`))
  ];
}
function repeatedDistributions(packages) {
  const versions = /* @__PURE__ */ new Map();
  for (const { name: name2, version: version3 } of packages) {
    versions.set(name2, [...versions.get(name2) ?? [], version3 || "an unknown version"]);
  }
  return [...versions].filter(([, found]) => found.length > 1).map(([name2, found]) => ({
    id: "repeated-distribution",
    severity: "warning",
    message: `the image has ${name2} ${found.length} times: ${found.sort().join(", ")}`,
    remedy: "have all targets depend on one hub and one version of it"
  }));
}
var init_unmatched_wishes = __esm({
  "src/plan/unmatched-wishes.ts"() {
    "use strict";
    init_package_name();
    init_wishes();
  }
});

// src/sbom/purl-annotation.ts
function purlAnnotations(packages) {
  return { [PURLS]: packages.map(({ name: name2, version: version3 }) => pypiPurl(name2, version3)).join(" ") };
}
var PURLS;
var init_purl_annotation = __esm({
  "src/sbom/purl-annotation.ts"() {
    "use strict";
    init_distribution();
    PURLS = "dev.package-layers.purls";
  }
});

// src/image/docker-media-types.ts
function ociLayerMediaType(mediaType) {
  return OCI_TYPES.get(mediaType) ?? mediaType;
}
var OCI_TYPES;
var init_docker_media_types = __esm({
  "src/image/docker-media-types.ts"() {
    "use strict";
    OCI_TYPES = /* @__PURE__ */ new Map([
      ["application/vnd.docker.image.rootfs.diff.tar", "application/vnd.oci.image.layer.v1.tar"],
      ["application/vnd.docker.image.rootfs.diff.tar.gzip", "application/vnd.oci.image.layer.v1.tar+gzip"],
      ["application/vnd.docker.image.rootfs.diff.tar.zstd", "application/vnd.oci.image.layer.v1.tar+zstd"],
      ["application/vnd.docker.image.rootfs.foreign.diff.tar", "application/vnd.oci.image.layer.nondistributable.v1.tar"],
      [
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"
      ]
    ]);
  }
});

// src/image/json-file.ts
function parseJson(schema, text4, file, remedy) {
  let value;
  try {
    value = JSON.parse(text4);
  } catch (cause) {
    throw new ActionError("a file is no JSON", { file, remedy, cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue2] = parsed.error.issues;
    const field = issue2.path.map(String).join(".") || "the whole file";
    throw new ActionError(`${field}: ${issue2.message}`, { file, remedy });
  }
  return parsed.data;
}
async function readJson(schema, file, remedy) {
  const text4 = await readDocument(file).catch((cause) => {
    throw new ActionError("a file cannot be read", { file, remedy, cause });
  });
  return parseJson(schema, text4.toString("utf8"), file, remedy);
}
var init_json_file = __esm({
  "src/image/json-file.ts"() {
    "use strict";
    init_action_error();
    init_input_file();
  }
});

// src/image/oci-schemas.ts
var mediaTypes, descriptorSchema, layoutFileSchema, indexEntrySchema, indexSchema, manifestSchema, configSchema;
var init_oci_schemas = __esm({
  "src/image/oci-schemas.ts"() {
    "use strict";
    init_zod();
    init_layer_descriptor();
    mediaTypes = {
      manifest: "application/vnd.oci.image.manifest.v1+json",
      config: "application/vnd.oci.image.config.v1+json",
      dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
      index: "application/vnd.oci.image.index.v1+json",
      dockerIndex: "application/vnd.docker.distribution.manifest.list.v2+json",
      dockerConfig: "application/vnd.docker.container.image.v1+json"
    };
    descriptorSchema = looseObject({
      mediaType: string2().min(1),
      digest: digestSchema,
      size: number2().int().nonnegative(),
      /** Where the content is fetched from instead of the registry that has the image. */
      urls: array(string2()).optional()
    });
    layoutFileSchema = looseObject({ imageLayoutVersion: literal("1.0.0") });
    indexEntrySchema = descriptorSchema.extend({
      platform: looseObject({ os: string2(), architecture: string2(), variant: string2().optional() }).optional()
    });
    indexSchema = looseObject({
      schemaVersion: literal(2),
      manifests: array(indexEntrySchema)
    });
    manifestSchema = looseObject({
      schemaVersion: literal(2),
      /** Of an image, or of something else that a registry keeps as if it were one: a signature, a Helm chart. */
      config: descriptorSchema,
      layers: array(descriptorSchema)
    });
    configSchema = looseObject({
      architecture: string2().min(1),
      os: string2().min(1),
      variant: string2().optional(),
      config: looseObject({}).nullish(),
      rootfs: looseObject({ type: literal("layers"), diff_ids: array(digestSchema) }),
      history: array(looseObject({ empty_layer: boolean2().optional() })).nullish()
    });
  }
});

// src/image/platform-match.ts
function formatPlatform({ os, architecture, variant }) {
  return [os, architecture, variant].filter(Boolean).join("/");
}
function normalize({ os, architecture, variant = "" }) {
  const of = (arch2, spelling) => ({ os: os.toLowerCase(), architecture: arch2, variant: spelling });
  const arch = architecture.toLowerCase();
  const spelled = variant.toLowerCase();
  switch (arch) {
    case "i386":
      return of("386", "");
    case "x86_64":
    case "x86-64":
    case "amd64":
      return of("amd64", spelled === "v1" ? "" : spelled);
    case "aarch64":
    case "arm64":
      return of("arm64", /^v?8(?:\.0)?$/.test(spelled) ? "" : spelled.replace(/^v?9(?:\.0)?$/, "v9"));
    case "armhf":
      return of("arm", "v7");
    case "armel":
      return of("arm", "v6");
    case "arm":
      return of("arm", spelled === "" ? "v7" : spelled.replace(/^(?=[5678]$)/, "v"));
    default:
      return of(arch, spelled);
  }
}
function variantsFor(architecture, variant) {
  const numbered = /^v(\d+)$/.exec(variant);
  if (architecture === "amd64" && numbered !== null) {
    return [...countDown(Number(numbered[1]), 2).map((level) => `v${level}`), ""];
  }
  if (architecture === "arm" && numbered !== null) {
    return Number(numbered[1]) < 5 ? [variant] : countDown(Number(numbered[1]), 5).map((level) => `v${level}`);
  }
  const arm64 = architecture === "arm64" ? /^(?:v([89])(?:\.(\d+))?)?$/.exec(variant) : null;
  if (arm64 !== null) {
    const [major, minor] = [Number(arm64[1] ?? 8), Number(arm64[2] ?? 0)];
    const ninth = major === 9 ? countDown(minor, 0).map((level) => level === 0 ? "v9" : `v9.${level}`) : [];
    const eighth = countDown(major === 9 ? Math.min(minor + 5, 9) : minor, 0);
    return [...ninth, ...eighth.map((level) => level === 0 ? "" : `v8.${level}`)];
  }
  return [variant];
}
function countDown(from, to) {
  return Array.from({ length: Math.max(from - to + 1, 0) }, (_, index) => from - index);
}
function platformRank(wanted, offered) {
  const [want, offer] = [normalize(wanted), normalize(offered)];
  if (want.os !== offer.os || want.architecture !== offer.architecture) {
    return void 0;
  }
  const rank = variantsFor(want.architecture, want.variant).indexOf(offer.variant);
  return rank < 0 ? void 0 : rank;
}
var init_platform_match = __esm({
  "src/image/platform-match.ts"() {
    "use strict";
  }
});

// src/image/base-layout.ts
function blobPath(layout, digest) {
  return path8.join(layout, "blobs", ...digest.split(":"));
}
async function readBaseLayout(layout, platform) {
  await readJson(layoutFileSchema, path8.join(layout, "oci-layout"), REMEDY);
  const image = await chooseImage(layout, platform);
  const manifestFile = blobPath(layout, image.digest);
  const manifest = parseJson(manifestSchema, await readBlob(layout, image), manifestFile, REMEDY);
  const configFile = blobPath(layout, manifest.config.digest);
  const config2 = parseJson(configSchema, await readBlob(layout, manifest.config), configFile, REMEDY);
  if (config2.rootfs.diff_ids.length !== manifest.layers.length) {
    throw new ActionError(
      `the base has ${manifest.layers.length} layers and ${config2.rootfs.diff_ids.length} diff_ids`,
      { file: configFile, remedy: REMEDY }
    );
  }
  const wanted = platform.variant === void 0 ? { ...platform, variant: config2.variant } : platform;
  if (platformRank(wanted, config2) === void 0) {
    throw new ActionError(`the base is for ${formatPlatform(config2)} and the image for ${formatPlatform(platform)}`, {
      file: configFile,
      remedy: "choose a base of the same platform, or build for the base's with --platforms"
    });
  }
  await Promise.all(manifest.layers.map((layer) => requireLayer(layout, layer)));
  return {
    layers: manifest.layers.map((layer) => ({ ...layer, mediaType: ociLayerMediaType(layer.mediaType) })),
    config: config2
  };
}
async function chooseImage(layout, platform) {
  const indexFile = path8.join(layout, "index.json");
  const { manifests } = await readJson(indexSchema, indexFile, REMEDY);
  const entries = await indexEntries(layout, manifests, indexFile);
  const candidates = entries.filter(({ image }) => IMAGE_TYPES.includes(image.mediaType));
  const [only, another] = candidates;
  if (only === void 0) {
    const [other] = entries;
    throw new ActionError(
      other === void 0 ? "the base holds no image" : `the base is of media type ${other.image.mediaType}, which is not an image`,
      { file: indexFile, remedy: REMEDY }
    );
  }
  return another === void 0 ? only.image : bestImage(layout, candidates, platform, indexFile);
}
async function indexEntries(layout, named, file) {
  const entries = [];
  for (const image of named) {
    if (INDEX_TYPES.includes(image.mediaType)) {
      const inner = blobPath(layout, image.digest);
      const { manifests } = parseJson(indexSchema, await readBlob(layout, image), inner, REMEDY);
      entries.push(...await indexEntries(layout, manifests, inner));
    } else {
      entries.push({ image, file });
    }
  }
  return entries;
}
async function bestImage(layout, candidates, platform, indexFile) {
  const offers = [];
  for (const { image, file } of candidates) {
    const offered = image.platform ?? await platformOfConfig(layout, image);
    const rank = offered === void 0 ? void 0 : platformRank(platform, offered);
    offers.push({
      image,
      file,
      offered: offered === void 0 ? "something that is not an image" : formatPlatform(offered),
      ...rank === void 0 ? {} : { rank }
    });
  }
  const suitable = offers.filter(({ rank }) => rank !== void 0);
  const wanted = formatPlatform(platform);
  if (suitable.length === 0) {
    throw new ActionError(
      `the base has no image for ${wanted}; it has ${offers.map(({ offered }) => offered).join(", ")}`,
      {
        file: offers[0]?.file ?? indexFile,
        remedy: "choose a base that has one, or build for a platform that the base has, with --platforms or `platform`"
      }
    );
  }
  const best = Math.min(...suitable.map(({ rank }) => rank));
  const images = new Map(
    suitable.filter(({ rank }) => rank === best).map(({ image, ...rest }) => [image.digest, { image, ...rest }])
  );
  const [chosen, another] = images.values();
  if (another !== void 0) {
    throw new ActionError(`the base has ${images.size} images for ${wanted}: ${[...images.keys()].join(", ")}`, {
      file: another.file,
      remedy: "give `base` a layout with one of them, such as `crane pull --format=oci NAME@DIGEST DIRECTORY` writes"
    });
  }
  return chosen.image;
}
async function platformOfConfig(layout, image) {
  const manifestFile = blobPath(layout, image.digest);
  const { config: config2 } = parseJson(manifestSchema, await readBlob(layout, image), manifestFile, REMEDY);
  return CONFIG_TYPES.includes(config2.mediaType) ? parseJson(configSchema, await readBlob(layout, config2), blobPath(layout, config2.digest), REMEDY) : void 0;
}
async function requireLayer(layout, { digest, size, urls = [] }) {
  const file = blobPath(layout, digest);
  const found = await (0, import_promises3.stat)(file).catch((cause) => {
    if (urls.length > 0 && cause.code === "ENOENT") {
      return void 0;
    }
    throw new ActionError("the base lacks a layer that its manifest names", { file, remedy: REMEDY, cause });
  });
  if (found !== void 0 && (!found.isFile() || found.size !== size)) {
    throw new ActionError(`a layer of the base has ${found.size} bytes where its manifest says ${size}`, {
      file,
      remedy: DAMAGED_REMEDY
    });
  }
}
async function readBlob(layout, descriptor) {
  const file = blobPath(layout, descriptor.digest);
  const bytes = await readDocument(file).catch((cause) => {
    throw new ActionError("the base lacks a blob that it names", { file, remedy: REMEDY, cause });
  });
  const digest = `sha256:${(0, import_node_crypto5.createHash)("sha256").update(bytes).digest("hex")}`;
  if (digest !== descriptor.digest || bytes.length !== descriptor.size) {
    throw new ActionError(
      `a blob of the base is not what its name says: it has ${bytes.length} bytes and is ${digest}`,
      { file, remedy: DAMAGED_REMEDY }
    );
  }
  return bytes.toString("utf8");
}
var import_node_crypto5, import_promises3, path8, REMEDY, DAMAGED_REMEDY, IMAGE_TYPES, INDEX_TYPES, CONFIG_TYPES;
var init_base_layout = __esm({
  "src/image/base-layout.ts"() {
    "use strict";
    import_node_crypto5 = require("node:crypto");
    import_promises3 = require("node:fs/promises");
    path8 = __toESM(require("node:path"));
    init_action_error();
    init_input_file();
    init_docker_media_types();
    init_json_file();
    init_oci_schemas();
    init_platform_match();
    REMEDY = "give `base` one image as rules_oci's pull or oci_image makes it, or a layout written by `crane pull --format=oci`";
    DAMAGED_REMEDY = "fetch the base again; what is there is damaged";
    IMAGE_TYPES = [mediaTypes.manifest, mediaTypes.dockerManifest];
    INDEX_TYPES = [mediaTypes.index, mediaTypes.dockerIndex];
    CONFIG_TYPES = [mediaTypes.config, mediaTypes.dockerConfig];
  }
});

// src/image/zstd-frames.ts
function takeZstdFrames(bytes) {
  const frames = [];
  let start = 0;
  while (bytes.length - start >= 4) {
    const magic = bytes.readUInt32LE(start);
    const skippable = (magic & 4294967280) >>> 0 === SKIPPABLE_MAGIC;
    if (magic !== FRAME_MAGIC && !skippable) {
      throw new RangeError(`no zstd frame begins at byte ${start}`);
    }
    const end = endOrMore(() => skippable ? start + 8 + bytes.readUInt32LE(start + 4) : frameEnd(bytes, start));
    if (end > bytes.length) {
      break;
    }
    if (!skippable) {
      frames.push(bytes.subarray(start, end));
    }
    start = end;
  }
  return { frames, rest: bytes.subarray(start) };
}
function endOrMore(find) {
  try {
    return find();
  } catch (error2) {
    if (["ERR_OUT_OF_RANGE", "ERR_BUFFER_OUT_OF_BOUNDS"].includes(error2.code ?? "")) {
      return Number.POSITIVE_INFINITY;
    }
    throw error2;
  }
}
function frameEnd(blob, start) {
  const flags = blob.readUInt8(start + 4);
  const singleSegment = (flags & 32) !== 0;
  const hasChecksum = (flags & 4) !== 0;
  const windowSize = singleSegment ? 0 : 1;
  const dictionaryId = [0, 1, 2, 4][flags & 3];
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][flags >>> 6];
  let position = start + 5 + windowSize + dictionaryId + contentSize;
  for (let last = false; !last; ) {
    const header = blob.readUIntLE(position, 3);
    last = (header & 1) !== 0;
    const size = header >>> 3;
    position += 3 + ((header >>> 1 & 3) === RUN_LENGTH_BLOCK ? 1 : size);
  }
  return position + (hasChecksum ? 4 : 0);
}
var FRAME_MAGIC, SKIPPABLE_MAGIC, RUN_LENGTH_BLOCK;
var init_zstd_frames = __esm({
  "src/image/zstd-frames.ts"() {
    "use strict";
    FRAME_MAGIC = 4247762216;
    SKIPPABLE_MAGIC = 407710288;
    RUN_LENGTH_BLOCK = 1;
  }
});

// src/image/decompress.ts
async function* decompressMembers(members3, mediaType) {
  switch (mediaType) {
    case layerMediaTypes.none:
      yield* members3;
      return;
    case layerMediaTypes.gzip:
      yield* gunzipMembers(members3);
      return;
    case layerMediaTypes.zstd:
      yield* unzstdFrames(members3);
  }
}
async function* gunzipMembers(members3) {
  const gunzip = zlib4.createGunzip({ chunkSize: CHUNK_SIZE });
  let given = 0;
  let isAllGiven = false;
  const counted5 = async function* () {
    for await (const piece of members3) {
      given += piece.length;
      yield piece;
    }
    isAllGiven = true;
  };
  let failure2;
  const feeding = (0, import_promises4.pipeline)(counted5, gunzip).catch((error2) => {
    failure2 ??= error2;
  });
  try {
    yield* gunzip;
  } catch (error2) {
    if (given > 0 || !isAllGiven) {
      throw error2;
    }
  } finally {
    gunzip.destroy();
    await feeding;
  }
  if (!isAllGiven || gunzip.bytesWritten !== given) {
    throw failure2?.code?.startsWith("ERR_STREAM") === false ? failure2 : new RangeError(`what follows byte ${gunzip.bytesWritten} is no gzip member`);
  }
}
async function* unzstdFrames(members3) {
  let rest = Buffer.alloc(0);
  for await (const piece of members3) {
    if (zlib4.zstdDecompress === void 0) {
      throw new ActionError(`this Node (${process.versions.node}) has no zstd`, {
        remedy: "use Node 22.15 or later in the toolchain, or gzip with --@package_layers//bazel/settings:compression=gzip"
      });
    }
    const taken = takeZstdFrames(rest.length === 0 ? piece : Buffer.concat([rest, piece]));
    rest = Buffer.from(taken.rest);
    if (rest.length > LONGEST_FRAME) {
      throw new RangeError(`a zstd frame has more than ${LONGEST_FRAME} bytes`);
    }
    for (const frame of taken.frames) {
      yield await (0, import_node_util2.promisify)(zlib4.zstdDecompress)(frame);
    }
  }
  if (rest.length > 0) {
    throw new RangeError("the last zstd frame is cut off");
  }
}
var import_promises4, import_node_util2, zlib4, CHUNK_SIZE, LONGEST_FRAME;
var init_decompress = __esm({
  "src/image/decompress.ts"() {
    "use strict";
    import_promises4 = require("node:stream/promises");
    import_node_util2 = require("node:util");
    zlib4 = __toESM(require("node:zlib"));
    init_action_error();
    init_layer_descriptor();
    init_zstd_frames();
    CHUNK_SIZE = 1 << 20;
    LONGEST_FRAME = 64 << 20;
  }
});

// src/image/bundle.ts
async function writeBundle(packages, folder, cache, signal) {
  const unfinished = path9.join(folder, "unfinished-bundle");
  const bundle = await writeBundleFile(packages, unfinished, cache, signal);
  await (0, import_promises5.rename)(unfinished, path9.join(folder, ...bundle.digest.split(":")));
  return bundle;
}
async function writeBundleFile(packages, target, cache, signal) {
  const key2 = JSON.stringify(packages.map(({ descriptor }) => dependencies(descriptor)));
  const known = cache.get(key2);
  const file = await (0, import_promises5.open)(target, "wx");
  let bundle;
  try {
    const writer = new BundleWriter(file, known === void 0);
    await writer.addDirectories(packages);
    for (const mergeable of packages) {
      signal.throwIfAborted();
      await writer.add(mergeable);
    }
    bundle = await writer.finish(known);
  } finally {
    await file.close();
  }
  if (known === void 0) {
    if (cache.size >= CACHE_LIMIT) {
      cache.clear();
    }
    cache.set(key2, bundle);
  }
  return bundle;
}
function dependencies(descriptor) {
  const { digest, size, mediaType, level, ownership, directories, directoriesSize, tarSize, closingSize } = descriptor;
  return [digest, size, mediaType, level, ownership, directories, directoriesSize, tarSize, closingSize];
}
async function requireDescribed(mergeable, input) {
  const { digest, size, directoriesSize, closingSize } = mergeable.descriptor;
  if (input.size !== size) {
    throw damaged(mergeable, `has ${input.size} bytes where its descriptor says ${size}`);
  }
  const hash = (0, import_node_crypto6.createHash)("sha256");
  for await (const _ of hashed(piecesOf(input, 0, size), hash)) ;
  if (`sha256:${hash.digest("hex")}` !== digest) {
    throw damaged(mergeable, "is not what its descriptor says: its digest is another");
  }
  if (directoriesSize + closingSize > size) {
    throw damaged(mergeable, `has ${size} bytes, fewer than its directories and its closing member are said to have`);
  }
}
async function* hashed(pieces, hash) {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}
async function readEnd(mergeable, input) {
  const { size, closingSize } = mergeable.descriptor;
  const pieces = [];
  for await (const piece of piecesOf(input, size - closingSize, size)) {
    pieces.push(piece);
    if (pieces.length > 1) {
      throw damaged(mergeable, `has a closing member of ${closingSize} bytes`);
    }
  }
  return Buffer.concat(pieces);
}
async function* piecesOf({ handle }, start, end) {
  for (let at = start; at < end; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(Math.min(PIECE, end - at)), { position: at });
    if (bytesRead === 0) {
      throw new NoInput("it changed while it was read");
    }
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
function damaged({ descriptor: { name: name2, version: version3 }, file }, what, cause) {
  return new ActionError(`a package's mergeable ${what}`, {
    package: `${name2} ${version3}`.trim(),
    file,
    remedy: "remove it and build again",
    cause
  });
}
var import_node_crypto6, import_promises5, path9, CACHE_LIMIT, PIECE, BundleWriter;
var init_bundle = __esm({
  "src/image/bundle.ts"() {
    "use strict";
    import_node_crypto6 = require("node:crypto");
    import_promises5 = require("node:fs/promises");
    path9 = __toESM(require("node:path"));
    init_action_error();
    init_input_file();
    init_machine_error();
    init_buffer_pool();
    init_compress_member();
    init_directories();
    init_layer_descriptor();
    init_tar_header();
    init_decompress();
    CACHE_LIMIT = 1e4;
    PIECE = 1 << 20;
    BundleWriter = class {
      #file;
      #isNew;
      #blobHash = (0, import_node_crypto6.createHash)("sha256");
      #tarHash = (0, import_node_crypto6.createHash)("sha256");
      #size = 0;
      #last;
      constructor(file, isNew) {
        this.#file = file;
        this.#isNew = isNew;
      }
      /** Lists the directories of all packages, compressed as each package's own are. */
      async addDirectories(packages) {
        const [{ descriptor: first }] = packages;
        for (const mergeable of packages) {
          const { level, mediaType, ownership } = mergeable.descriptor;
          if (mediaType !== first.mediaType || level !== first.level) {
            throw damaged(mergeable, "was made with another compression or level than the packages beside it");
          }
          if (JSON.stringify(ownership) !== JSON.stringify(first.ownership)) {
            throw damaged(mergeable, "was made with another owner or mtime than the packages beside it");
          }
        }
        const directories = new Set(packages.flatMap(({ descriptor }) => descriptor.directories));
        const tar = directoryHeaders(sortPaths(directories), first.ownership);
        const compress = memberCompressor(compressionOf(first.mediaType), first.level);
        for (let at = 0; at < tar.length; at += PIECE_SIZE) {
          await this.#write(await compress(tar.subarray(at, at + PIECE_SIZE)));
        }
        if (this.#isNew) {
          this.#tarHash.update(tar);
        }
      }
      async add(mergeable) {
        const { descriptor, file } = mergeable;
        try {
          await withInputFile(file, (input) => this.#addFrom(mergeable, input));
        } catch (cause) {
          throw cause instanceof ActionError || machineFault(cause) !== void 0 ? cause : damaged(
            { descriptor, file },
            cause instanceof NoInput ? `cannot be read: ${cause.message}` : "cannot be read",
            cause
          );
        }
      }
      async #addFrom(mergeable, input) {
        const { descriptor } = mergeable;
        const { size, directoriesSize, closingSize, directories, ownership, tarSize } = descriptor;
        await requireDescribed(mergeable, input);
        const closing = await readEnd(mergeable, input);
        if (this.#last !== void 0 && !this.#last.closing.equals(closing)) {
          throw damaged(mergeable, "was made with another compression or level than the packages beside it");
        }
        this.#last = { closing, mergeable };
        const hash = (0, import_node_crypto6.createHash)("sha256");
        const listing = hashed(piecesOf(input, 0, directoriesSize), hash);
        const content = this.#written(hashed(piecesOf(input, directoriesSize, size - closingSize), hash));
        if (this.#isNew) {
          const headers = directoryHeaders(directories, ownership);
          const listed = (0, import_node_crypto6.createHash)("sha256");
          await this.#unpack(listing, mergeable, headers.length, listed);
          if (!listed.digest().equals((0, import_node_crypto6.createHash)("sha256").update(headers).digest())) {
            throw damaged(mergeable, "lists other directories than its descriptor");
          }
          await this.#unpack(content, mergeable, tarSize - headers.length, this.#tarHash);
        } else {
          for await (const _ of listing) ;
          for await (const _ of content) ;
        }
        if (`sha256:${hash.update(closing).digest("hex")}` !== descriptor.digest) {
          throw damaged(mergeable, "changed while it was read");
        }
      }
      /** Gives pieces on as they are written. */
      async *#written(pieces) {
        for await (const piece of pieces) {
          await this.#write(piece);
          yield piece;
        }
      }
      /** Writes the closing member; `known` are the digests of the same bundle made before. */
      async finish(known) {
        const { closing, mergeable } = this.#last;
        await this.#write(closing);
        if (known !== void 0) {
          return known;
        }
        await this.#unpack([closing], mergeable, END_OF_ARCHIVE_SIZE, this.#tarHash);
        return {
          digest: `sha256:${this.#blobHash.digest("hex")}`,
          size: this.#size,
          diffId: `sha256:${this.#tarHash.digest("hex")}`
        };
      }
      async #write(bytes) {
        if (this.#isNew) {
          this.#blobHash.update(bytes);
        }
        this.#size += bytes.length;
        await this.#file.appendFile(bytes);
      }
      /** A wrong length shows that the descriptor cut the blob in the wrong place, and also a decompressor that stops early. */
      async #unpack(members3, mergeable, tarSize, hash) {
        let size = 0;
        try {
          for await (const chunk of decompressMembers(members3, mergeable.descriptor.mediaType)) {
            hash.update(chunk);
            size += chunk.length;
          }
        } catch (cause) {
          throw cause instanceof ActionError || machineFault(cause) !== void 0 ? cause : damaged(mergeable, "cannot be decompressed", cause);
        }
        if (size !== tarSize) {
          throw damaged(mergeable, `decompresses to ${size} bytes where its descriptor says ${tarSize}`);
        }
      }
    };
  }
});

// src/image/image-settings.ts
function runtimeConfig(base, settings) {
  const { Cmd: _, ...kept } = base;
  const env = environment(base.Env, settings);
  const { cmd = [], workdir, user, labels = [], exposedPorts: exposedPorts2 = [] } = settings;
  return {
    ...kept,
    ...env === void 0 ? {} : { Env: env },
    Entrypoint: settings.entrypoint,
    ...cmd.length === 0 ? {} : { Cmd: cmd },
    ...workdir === void 0 ? {} : { WorkingDir: workdir },
    ...user === void 0 ? {} : { User: user },
    ...labels.length === 0 ? {} : { Labels: { ...objectOf(base.Labels), ...Object.fromEntries(labels.map(nameAndValue)) } },
    ...exposedPorts2.length === 0 ? {} : {
      ExposedPorts: {
        ...objectOf(base.ExposedPorts),
        ...Object.fromEntries(exposedPorts2.map((port) => [port, {}]))
      }
    }
  };
}
function nameAndValue(variable2) {
  const equals = variable2.indexOf("=");
  return [variable2.slice(0, equals), variable2.slice(equals + 1)];
}
function objectOf(value) {
  return typeof value === "object" && value !== null ? value : {};
}
function environment(base, { variables = [], env = [], searchPath }) {
  const inherited = Array.isArray(base) ? base : [];
  const before = new Map([["PATH", DEFAULT_PATH], ...[...inherited, ...variables].map(nameAndValue)]);
  const own2 = new Map([...variables.map(nameAndValue), ...env.map((variable2) => expanded(variable2, before))]);
  if (searchPath !== void 0) {
    const path34 = own2.get("PATH") ?? before.get("PATH");
    own2.delete("PATH");
    own2.set("PATH", `${searchPath}:${path34}`);
  }
  if (own2.size === 0) {
    return Array.isArray(base) ? inherited : void 0;
  }
  const kept = inherited.filter((variable2) => !own2.has(nameAndValue(variable2)[0]));
  return [...kept, ...[...own2].map(([name2, value]) => `${name2}=${value}`)];
}
function expanded(variable2, known) {
  const [name2, value] = nameAndValue(variable2);
  const replaced = value.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (reference, braced, bare) => {
    const found = known.get(braced ?? bare);
    if (found === void 0) {
      throw new ActionError(`env: ${name2} has the value ${JSON.stringify(value)}, and nothing sets ${reference}`, {
        remedy: "name a variable of the base or of the binary's env, or write the value itself"
      });
    }
    return found;
  });
  return [name2, replaced];
}
var DEFAULT_PATH;
var init_image_settings = __esm({
  "src/image/image-settings.ts"() {
    "use strict";
    init_action_error();
    DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  }
});

// src/image/image-documents.ts
function historyEntry(createdBy2) {
  return { created: CREATED, created_by: createdBy2 };
}
function toDocument(value, mediaType) {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value));
  const digest = `sha256:${(0, import_node_crypto7.createHash)("sha256").update(bytes).digest("hex")}`;
  return { bytes, descriptor: { mediaType, digest, size: bytes.length } };
}
function imageConfig(base, layers, platform, settings) {
  const history = layers.map(({ createdBy: createdBy2 }) => historyEntry(createdBy2));
  return toDocument(
    {
      ...base?.config,
      created: CREATED,
      architecture: platform.architecture,
      os: platform.os,
      ...platform.variant === void 0 ? {} : { variant: platform.variant },
      config: runtimeConfig(base?.config.config ?? {}, settings),
      rootfs: {
        type: "layers",
        diff_ids: [...base?.config.rootfs.diff_ids ?? [], ...layers.map(({ diffId }) => diffId)]
      },
      history: [...base === void 0 ? [] : baseHistory(base), ...history]
    },
    mediaTypes.config
  );
}
function baseHistory(base) {
  const history = base.config.history ?? [];
  const told = history.filter(({ empty_layer }) => empty_layer !== true).length;
  const kept = told > base.layers.length ? [] : history;
  const missing = base.layers.length - (kept === history ? told : 0);
  return [...kept, ...Array.from({ length: missing }, () => historyEntry("base image"))];
}
function imageManifest(base, layers, config2) {
  return toDocument(
    {
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: config2.descriptor,
      layers: [...base?.layers ?? [], ...layers.map(({ descriptor }) => descriptor)]
    },
    mediaTypes.manifest
  );
}
function layoutIndex(manifest, { architecture, os, variant }) {
  const named = {
    ...toDocument(manifest, mediaTypes.manifest).descriptor,
    // umoci and podman find an image of a layout by its name.
    annotations: { "org.opencontainers.image.ref.name": "latest" },
    platform: { architecture, os, ...variant === void 0 ? {} : { variant } }
  };
  return JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests: [named] });
}
var import_node_crypto7, CREATED;
var init_image_documents = __esm({
  "src/image/image-documents.ts"() {
    "use strict";
    import_node_crypto7 = require("node:crypto");
    init_image_settings();
    init_oci_schemas();
    CREATED = "1970-01-01T00:00:00Z";
  }
});

// src/image/layer-metadata.ts
function formatLayerMetadata({ mediaType, digest, size, diffId }, contents) {
  const history = [historyEntry(createdBy(contents))];
  return JSON.stringify({ diff_id: diffId, mediaType, digest, size, history });
}
function createdBy(contents) {
  return `${CREATED_BY}${contents.map(({ name: name2, version: version3 }) => `${name2} ${version3}`.trim()).join(", ")}`;
}
var CREATED_BY;
var init_layer_metadata = __esm({
  "src/image/layer-metadata.ts"() {
    "use strict";
    init_image_documents();
    CREATED_BY = "package_layers: ";
  }
});

// src/image/made-before.ts
function areBundlesOfOurs(directory) {
  return holdsTrue(() => {
    const { manifest } = ownDocuments(path10.join(directory, "manifest.json"), () => path10.join(directory, "config.json"));
    return hasOnly(directory, ["config.json", "manifest.json", "sha256"]) && hasOnlyBlobs(directory, manifest, []);
  });
}
function isLayoutOfOurs(directory) {
  return holdsTrue(() => {
    const index = (0, import_node_fs14.readFileSync)(path10.join(directory, "index.json"), "utf8");
    const [image] = indexSchema.parse(JSON.parse(index)).manifests;
    const { manifest, manifestBytes, config: config2 } = ownDocuments(
      blobPath(directory, image.digest),
      ({ digest }) => blobPath(directory, digest)
    );
    return index === layoutIndex(manifestBytes, config2) && hasOnly(directory, ["blobs", "index.json", "oci-layout"]) && hasOnly(path10.join(directory, "blobs"), ["sha256"]) && hasOnlyBlobs(path10.join(directory, "blobs"), manifest, [image.digest, manifest.config.digest]);
  });
}
function holdsTrue(look) {
  try {
    return look();
  } catch {
    return false;
  }
}
function ownDocuments(manifestFile, configFile) {
  const manifestBytes = (0, import_node_fs14.readFileSync)(manifestFile);
  const manifest = manifestSchema.parse(JSON.parse(manifestBytes.toString()));
  const configBytes = (0, import_node_fs14.readFileSync)(configFile(manifest.config));
  const config2 = configSchema.parse(JSON.parse(configBytes.toString()));
  const isNamed = manifest.config.digest === `sha256:${(0, import_node_crypto8.createHash)("sha256").update(configBytes).digest("hex")}`;
  const isOurs = config2.history?.some((entry) => String(entry.created_by).startsWith(CREATED_BY));
  if (!isNamed || !isOurs) {
    throw new Error("the image is another program's");
  }
  return { manifest, manifestBytes, config: config2 };
}
function hasOnly(directory, names) {
  return (0, import_node_fs14.readdirSync)(directory).every((name2) => names.includes(name2));
}
function hasOnlyBlobs(folder, { layers }, others) {
  const sizes = new Map(layers.map(({ digest, size }) => [digest, size]));
  return (0, import_node_fs14.readdirSync)(path10.join(folder, "sha256")).every((name2) => {
    const digest = `sha256:${name2}`;
    const found = (0, import_node_fs14.lstatSync)(path10.join(folder, "sha256", name2));
    return found.isFile() && (others.includes(digest) || sizes.get(digest) === found.size);
  });
}
var import_node_crypto8, import_node_fs14, path10;
var init_made_before = __esm({
  "src/image/made-before.ts"() {
    "use strict";
    import_node_crypto8 = require("node:crypto");
    import_node_fs14 = require("node:fs");
    path10 = __toESM(require("node:path"));
    init_base_layout();
    init_image_documents();
    init_layer_metadata();
    init_oci_schemas();
  }
});

// src/image/path-clashes.ts
function refusePathClashes(descriptors) {
  const owners = /* @__PURE__ */ new Map();
  for (const descriptor of descriptors) {
    for (const [path34, ...rest] of descriptor.files) {
      const content = JSON.stringify(rest);
      const other = owners.get(path34);
      if (other === void 0) {
        owners.set(path34, { descriptor, content });
      } else if (other.content !== content) {
        throw clash(other.descriptor, descriptor, path34, "have different files at one path");
      }
    }
  }
  const directories = /* @__PURE__ */ new Map();
  for (const [path34, { descriptor }] of owners) {
    for (let slash = path34.lastIndexOf("/"); slash > 0; slash = path34.lastIndexOf("/", slash - 1)) {
      const directory = path34.slice(0, slash);
      if (directories.has(directory)) {
        break;
      }
      directories.set(directory, descriptor);
      const file = owners.get(directory);
      if (file !== void 0) {
        throw clash(file.descriptor, descriptor, directory, "have a file and a directory at one path");
      }
    }
  }
}
function clash(first, second, path34, what) {
  const names = [first, second].map(({ name: name2, version: version3 }) => `${name2} ${version3}`.trim());
  return new ActionError(`two layers ${what}`, {
    package: names.join(" and "),
    file: path34,
    remedy: "leave one of the two packages out, or take versions that do not share the file"
  });
}
var init_path_clashes = __esm({
  "src/image/path-clashes.ts"() {
    "use strict";
    init_action_error();
  }
});

// src/image/same-compression.ts
function requireSameCompression(packages) {
  const first = packages[0];
  const other = packages.find(({ mediaType }) => mediaType !== first.mediaType);
  if (first !== void 0 && other !== void 0) {
    throw new ActionError(
      `the packages of an image have different compressions: ${nameOf(first)} has ${compressionOf(first.mediaType)} and ${nameOf(other)} has ${compressionOf(other.mediaType)}`,
      {
        package: nameOf(other),
        remedy: "build all of them with one --@package_layers//bazel/settings:compression"
      }
    );
  }
}
function nameOf({ name: name2, version: version3 }) {
  return `${name2} ${version3}`.trim();
}
var init_same_compression = __esm({
  "src/image/same-compression.ts"() {
    "use strict";
    init_action_error();
    init_layer_descriptor();
  }
});

// src/image/merge-layers-action.ts
var merge_layers_action_exports = {};
__export(merge_layers_action_exports, {
  createMergeLayersAction: () => createMergeLayersAction,
  mergeLayersCommand: () => mergeLayersCommand
});
function createMergeLayersAction(cache) {
  return async (args, context) => {
    const flags = parseArguments("merge-layers", argumentsSchema2, args);
    const onDisk = (file) => path11.resolve(context.root, file);
    if (flags.descriptor.length !== flags.mergeable.length) {
      throw new ActionError(`${flags.descriptor.length} descriptors and ${flags.mergeable.length} mergeables`, {
        remedy: "give one --mergeable for each --descriptor, in the same order"
      });
    }
    const platform = {
      os: flags.os,
      architecture: flags.architecture,
      ...flags.variant === void 0 ? {} : { variant: flags.variant }
    };
    const base = flags.base === void 0 ? void 0 : await readBaseLayout(onDisk(flags.base), platform);
    const read = (files) => Promise.all(files.map((file) => readDescriptor(onDisk(file))));
    const descriptors = await read(flags.descriptor);
    const [interpreter, external, application] = await Promise.all(
      [flags.interpreter, flags.external, flags.application].map(read)
    );
    refusePathClashes([...interpreter, ...external, ...descriptors, ...application]);
    requireSameCompression(descriptors);
    const mergeables = identify(descriptors, flags.mergeable.map(onDisk));
    const wholeBlobs = flags["whole-blobs"] !== void 0;
    const packages = [...mergeables].map(([id, { descriptor }]) => planPackage(id, descriptor, wholeBlobs));
    const others = (base?.layers.length ?? 0) + interpreter.length + external.length + application.length;
    const layersForPackages = layersLeft(flags["max-layers"], others, base, packages.length);
    const options = await readPlanOptions(flags, context.root);
    const found = [
      ...flags.finding,
      ...repeatedDistributions(packages),
      ...unmatchedWishes(packages, options),
      ...unmatchedPatterns(flags.exclude, descriptors)
    ];
    if (flags.strict !== void 0) {
      refuseWarnings(found);
    }
    const planned = plan(packages, {
      ...options,
      ...flags.recipe === void 0 ? {} : { recipe: flags.recipe },
      ...flags["shared-plan"] === void 0 ? {} : {
        shared: await readSharedLayers(flags["shared-plan"], flags["shared-plan-image"], context.root, mergeables)
      },
      layers: layersForPackages
    });
    await writeOutputs(async (outputs) => {
      outputs.protect({
        files: [
          ...[flags.descriptor, flags.mergeable, flags.interpreter, flags.external, flags.application].flat(),
          ...flags.lock === void 0 ? [] : [flags.lock]
        ].map(onDisk),
        directories: flags.base === void 0 ? [] : [onDisk(flags.base)]
      });
      const bundles2 = outputs.directory(onDisk(flags.bundles), areBundlesOfOurs);
      await (0, import_promises6.mkdir)(path11.join(bundles2, "sha256"));
      const layers = [...interpreter, ...external].map(fixedLayer);
      for (const layer of planned.layers) {
        context.signal.throwIfAborted();
        const members3 = layer.packages.map((id) => mergeables.get(id));
        const summary2 = layer.kind === "own" ? members3[0].descriptor : await writeBundle(members3, bundles2, cache, context.signal);
        layers.push(plannedLayer(layer.kind, members3, summary2, layer.why));
      }
      layers.push(...application.map(fixedLayer));
      const config2 = imageConfig(base, layers, platform, {
        entrypoint: flags.entrypoint.length > 0 ? flags.entrypoint : ["/app"],
        cmd: flags.cmd,
        variables: flags.env,
        env: flags["image-env"],
        searchPath: flags["search-path"],
        workdir: flags.workdir,
        user: flags.user,
        labels: flags.label,
        exposedPorts: flags["exposed-port"]
      });
      const manifest = imageManifest(base, layers, config2);
      await (0, import_promises6.writeFile)(path11.join(bundles2, "config.json"), config2.bytes);
      await (0, import_promises6.writeFile)(path11.join(bundles2, "manifest.json"), manifest.bytes);
      const planFile = {
        schema: 1,
        maxLayers: flags["max-layers"],
        layersForPackages,
        layers: [...baseLayers(base), ...layers.map(({ entry }) => entry)],
        packages: planFilePackages(
          planned,
          packages,
          (base?.layers.length ?? 0) + interpreter.length + external.length
        ),
        findings: found
      };
      await (0, import_promises6.writeFile)(outputs.file(onDisk(flags.plan)), formatPlanFile(planFile));
    }, context.signal);
    for (const finding of found) {
      context.log(findingLine(finding));
    }
  };
}
function readDescriptor(file) {
  return readJson(layerDescriptorSchema, file, "remove the descriptor and build again");
}
function identify(descriptors, files) {
  const count3 = (key2) => {
    const counts = /* @__PURE__ */ new Map();
    for (const descriptor of descriptors) {
      counts.set(key2(descriptor), (counts.get(key2(descriptor)) ?? 0) + 1);
    }
    return counts;
  };
  const long = ({ name: name2, version: version3 }) => `${name2}@${version3}`;
  const names = count3(({ name: name2 }) => name2);
  const longNames = count3(long);
  const mergeables = /* @__PURE__ */ new Map();
  for (const [index, descriptor] of descriptors.entries()) {
    const id = names.get(descriptor.name) === 1 ? descriptor.name : longNames.get(long(descriptor)) === 1 ? long(descriptor) : `${long(descriptor)}@${descriptor.digest}`;
    if (mergeables.has(id) && mergeables.get(id).descriptor.digest !== descriptor.digest) {
      throw new ActionError("two packages cannot be told apart by name and version", {
        package: id,
        remedy: "leave one of them out, or give it another version"
      });
    }
    mergeables.set(id, { descriptor, file: files[index] });
  }
  return mergeables;
}
function unmatchedPatterns(patterns, descriptors) {
  return patterns.filter(
    (pattern) => !pattern.startsWith("!") && !descriptors.some(({ excluded = [] }) => excluded.includes(pattern))
  ).map((pattern) => ({
    id: "unmatched-exclude",
    severity: "warning",
    message: `exclude "${pattern}" matches no file of the image's packages`,
    remedy: "correct --@package_layers//bazel/settings:exclude, or take it out"
  }));
}
async function readSharedLayers(file, label, root, mergeables) {
  const { images } = parseSharedPlan(await readText(path11.resolve(root, file)), file);
  const layers = label === void 0 || !Object.hasOwn(images, label) ? void 0 : images[label];
  if (layers === void 0) {
    throw new ActionError(`the shared plan has no image of ${label ?? "a binary without a label"}`, {
      file,
      remedy: `add it to binaries of the shared plan, which has ${Object.keys(images).join(", ")}`
    });
  }
  const ids = new Map([...mergeables].map(([id, { descriptor }]) => [descriptor.digest, id]));
  const planned = new Set(layers.flatMap(({ packages }) => packages));
  const other = (name2, what) => new ActionError(`${name2} is ${what}: the shared plan is of other packages than the image`, {
    package: name2,
    file,
    remedy: "give the shared plan the image's layout and platform"
  });
  for (const { descriptor } of mergeables.values()) {
    if (!planned.has(descriptor.digest)) {
      throw other(descriptor.name, "in the image and not in the shared plan");
    }
  }
  for (const digest of planned) {
    if (!ids.has(digest)) {
      throw other(digest, "in the shared plan and not in the image");
    }
  }
  return layers.map(({ packages, images: images2 }) => ({ packages: packages.map((digest) => ids.get(digest)), images: images2 }));
}
function planPackage(id, { name: name2, version: version3, tarSize, mergeable }, wholeBlobs) {
  const overLimit = wholeBlobs && !mergeable ? { mergeable: true, overLimit: true } : { mergeable };
  return { id, name: name2, version: version3, bytes: tarSize, ...overLimit };
}
function layersLeft(maxLayers, others, base, packages) {
  const left = maxLayers - others;
  const needed = packages === 0 ? 0 : 1;
  if (left < needed) {
    const baseLayers2 = base?.layers.length ?? 0;
    throw new ActionError(
      `max_layers = ${maxLayers} cannot hold the image: the base has ${counted(baseLayers2, "layer")}, interpreter, other repositories and application ${others - baseLayers2}${needed === 0 ? "" : ", and the packages need one"}`,
      { remedy: `raise max_layers to ${others + needed} or more, or use a base of fewer layers` }
    );
  }
  return left;
}
function counted(number3, noun) {
  return `${number3} ${noun}${number3 === 1 ? "" : "s"}`;
}
function fixedLayer(descriptor) {
  const { kind, mediaType, digest, size, diffId, tarSize } = descriptor;
  return {
    descriptor: { mediaType, digest, size },
    diffId,
    createdBy: `package_layers: ${kind}`,
    entry: {
      kind,
      packages: [{ name: kind, version: "", bytes: tarSize }],
      digest,
      size,
      mediaType,
      diffId,
      why: FIXED_REASONS[kind]
    }
  };
}
function plannedLayer(kind, members3, bundle, why) {
  const { mediaType } = members3[0].descriptor;
  const { digest, size, diffId } = bundle;
  const packages = members3.map(({ descriptor: { name: name2, version: version3, tarSize } }) => ({ name: name2, version: version3, bytes: tarSize }));
  return {
    descriptor: { mediaType, digest, size, annotations: purlAnnotations(packages) },
    diffId,
    createdBy: createdBy(packages),
    entry: { kind: kind === "own" ? "package" : "bundle", packages, digest, size, mediaType, diffId, why }
  };
}
function baseLayers(base) {
  return (base?.layers ?? []).map(({ mediaType, digest, size }, index) => ({
    kind: "base",
    packages: [],
    digest,
    size,
    mediaType,
    diffId: base.config.rootfs.diff_ids[index],
    why: "a layer of the base image"
  }));
}
var import_promises6, path11, assignments, exposedPorts, findings, argumentsSchema2, mergeLayersCommand, FIXED_REASONS;
var init_merge_layers_action = __esm({
  "src/image/merge-layers-action.ts"() {
    "use strict";
    import_promises6 = require("node:fs/promises");
    path11 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_output_transaction();
    init_layer_descriptor();
    init_finding();
    init_plan();
    init_plan_file();
    init_plan_flags();
    init_recipe();
    init_shared_plan_file();
    init_unmatched_wishes();
    init_purl_annotation();
    init_base_layout();
    init_bundle();
    init_image_documents();
    init_json_file();
    init_layer_metadata();
    init_made_before();
    init_path_clashes();
    init_same_compression();
    assignments = array(string2().regex(/^[^=]+=/, "is not of the form NAME=VALUE")).default([]);
    exposedPorts = array(
      string2().regex(/^\d{1,5}(?:\/(?:tcp|udp|sctp))?$/, "is not of the form PORT, PORT/tcp, PORT/udp or PORT/sctp").refine(
        (port) => Number.parseInt(port, 10) >= 1 && Number.parseInt(port, 10) <= 65535,
        "is not between 1 and 65535"
      )
    ).default([]);
    findings = array(
      string2().transform((text4, context) => {
        try {
          return JSON.parse(text4);
        } catch {
          context.addIssue("is no JSON");
          return NEVER;
        }
      }).pipe(findingSchema)
    ).default([]);
    argumentsSchema2 = strictObject({
      descriptor: many,
      mergeable: many,
      interpreter: many,
      external: many,
      application: many,
      base: path.optional(),
      "max-layers": integer2,
      architecture: path,
      os: path,
      variant: one.optional(),
      entrypoint: many,
      cmd: many,
      env: assignments,
      "image-env": assignments,
      "search-path": path.optional(),
      workdir: path.refine((directory) => directory.startsWith("/"), "is not an absolute path").optional(),
      user: path.optional(),
      label: assignments,
      "exposed-port": exposedPorts,
      finding: findings,
      exclude: many,
      strict: one.pipe(literal("true")).optional(),
      "whole-blobs": one.pipe(literal("true")).optional(),
      plan: outputFile,
      bundles: path,
      recipe: one.pipe(_enum(recipes)).optional(),
      "shared-plan": path.optional(),
      "shared-plan-image": one.optional(),
      ...planFlags
    });
    mergeLayersCommand = {
      name: "merge-layers",
      summary: "plan an image and make the bundles of its small packages",
      flags: [
        ["--descriptor=FILE", "descriptor of a package (repeated)"],
        ["--mergeable=FILE", "mergeable of the package at the same place (repeated)"],
        ["--interpreter=FILE", "descriptor of an interpreter layer (repeated)"],
        ["--external=FILE", "descriptor of a layer of another external repository (repeated)"],
        ["--application=FILE", "descriptor of an application layer (repeated)"],
        ["--base=DIRECTORY", "OCI layout of the base image (optional)"],
        ["--max-layers=N", "most layers of the image, those of the base counted"],
        ["--architecture=ARCH", "architecture in the words of OCI, such as amd64"],
        ["--os=OS", "operating system in the words of OCI, such as linux"],
        ["--variant=VARIANT", "variant of the architecture (optional)"],
        ["--entrypoint=ARG", "entry point of the image (repeated; /app if not given)"],
        ["--cmd=ARG", "argument of the entry point that a runtime may replace (repeated)"],
        ["--env=NAME=VALUE", "a variable of the program's environment (repeated)"],
        ["--image-env=NAME=VALUE", "a variable that goes before --env; $NAME stands for one that is set (repeated)"],
        ["--search-path=IMAGE_PATH", "a directory to look for programs in before the base's (optional)"],
        ["--user=USER", "user, perhaps with :GROUP (optional)"],
        ["--label=NAME=VALUE", "a label (repeated)"],
        ["--exposed-port=PORT", "a port, perhaps with /tcp, /udp or /sctp (repeated)"],
        ["--workdir=IMAGE_PATH", "the directory that the image starts in (optional; the base's if not given)"],
        ["--exclude=PATTERN", "what packages were to leave out, to say which pattern did nothing (repeated)"],
        ["--finding=JSON", "what is to be said of the image: id, severity, message, remedy (repeated)"],
        ["--strict=true", "fail when there is anything to be said of the image (optional)"],
        ...planFlagsHelp,
        ["--lock=FILE", "the layer lock to keep to (optional)"],
        ["--recipe=NAME", "three, heavy or groups: layers by this alone; each --mergeable is the whole blob (optional)"],
        [
          "--whole-blobs=true",
          "each --mergeable is the whole blob: packages above the merge limit may share layers (optional)"
        ],
        ["--shared-plan=FILE", "the plan of several images, which this one keeps to (optional)"],
        ["--shared-plan-image=LABEL", "with --shared-plan: the label of the image's binary"],
        ["--plan=FILE", "output: the plan, JSON"],
        ["--bundles=DIRECTORY", "output: bundles, manifest and config"]
      ]
    };
    FIXED_REASONS = {
      interpreter: "the Python interpreter is never mixed with packages",
      external: "files of other repositories that are no packages",
      application: "the application's own files, its launcher and links; they change most, so they come last",
      package: ""
    };
  }
});

// src/layer/gzip-members.ts
async function readGzipMembers(file, size, read, signal, onMember, onContent) {
  let content = 0;
  for (let at = 0; at < size; ) {
    const header = Buffer.alloc(Math.min(GZIP_HEADER_SIZE, size - at));
    read(header, at);
    if (header.length < GZIP_HEADER_SIZE || header.readUInt32BE(0) !== 529205248) {
      throw damaged2(file, `has no gzip member at byte ${at}`);
    }
    const stream = at + GZIP_HEADER_SIZE;
    onMember({ stream, content });
    at = stream + await inflateOne(file, size, stream, read, signal, (piece) => {
      content += piece.length;
      onContent(piece);
    }) + GZIP_TRAILER_SIZE;
  }
}
async function inflateOne(file, size, start, read, signal, onContent) {
  const inflate = zlib5.createInflateRaw({ chunkSize: PIECE2 });
  let ended = false;
  inflate.on("data", onContent);
  const end = (0, import_node_events2.once)(inflate, "end").then(
    () => {
      ended = true;
    },
    (cause) => {
      throw damaged2(file, `cannot be decompressed from byte ${start} on`, cause);
    }
  );
  end.catch(() => {
  });
  for (let at = start; !ended && at < size; ) {
    signal.throwIfAborted();
    const piece = Buffer.allocUnsafe(Math.min(PIECE2, size - at));
    read(piece, at);
    at += piece.length;
    const taken = new Promise((resolve24) => inflate.write(piece, () => resolve24()));
    await Promise.race([taken, end]);
  }
  inflate.end();
  await end;
  return inflate.bytesWritten;
}
function damaged2(file, what, cause) {
  return new ActionError(`a layer ${what}`, { file, remedy: "remove it and build again", cause });
}
var import_node_events2, zlib5, PIECE2;
var init_gzip_members = __esm({
  "src/layer/gzip-members.ts"() {
    "use strict";
    import_node_events2 = require("node:events");
    zlib5 = __toESM(require("node:zlib"));
    init_action_error();
    init_compress_member();
    PIECE2 = 1 << 20;
  }
});

// node_modules/flatbuffers/js/constants.js
var require_constants = __commonJS({
  "node_modules/flatbuffers/js/constants.js"(exports2) {
    "use strict";
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.SIZE_PREFIX_LENGTH = exports2.FILE_IDENTIFIER_LENGTH = exports2.SIZEOF_INT = exports2.SIZEOF_SHORT = void 0;
    exports2.SIZEOF_SHORT = 2;
    exports2.SIZEOF_INT = 4;
    exports2.FILE_IDENTIFIER_LENGTH = 4;
    exports2.SIZE_PREFIX_LENGTH = 4;
  }
});

// node_modules/flatbuffers/js/utils.js
var require_utils = __commonJS({
  "node_modules/flatbuffers/js/utils.js"(exports2) {
    "use strict";
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.isLittleEndian = exports2.float64 = exports2.float32 = exports2.int32 = void 0;
    exports2.int32 = new Int32Array(2);
    exports2.float32 = new Float32Array(exports2.int32.buffer);
    exports2.float64 = new Float64Array(exports2.int32.buffer);
    exports2.isLittleEndian = new Uint16Array(new Uint8Array([1, 0]).buffer)[0] === 1;
  }
});

// node_modules/flatbuffers/js/encoding.js
var require_encoding = __commonJS({
  "node_modules/flatbuffers/js/encoding.js"(exports2) {
    "use strict";
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.Encoding = void 0;
    var Encoding;
    (function(Encoding2) {
      Encoding2[Encoding2["UTF8_BYTES"] = 1] = "UTF8_BYTES";
      Encoding2[Encoding2["UTF16_STRING"] = 2] = "UTF16_STRING";
    })(Encoding || (exports2.Encoding = Encoding = {}));
  }
});

// node_modules/flatbuffers/js/byte-buffer.js
var require_byte_buffer = __commonJS({
  "node_modules/flatbuffers/js/byte-buffer.js"(exports2) {
    "use strict";
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.ByteBuffer = void 0;
    var constants_js_1 = require_constants();
    var encoding_js_1 = require_encoding();
    var utils_js_1 = require_utils();
    var ByteBuffer = class _ByteBuffer {
      /**
       * Create a new ByteBuffer with a given array of bytes (`Uint8Array`)
       */
      constructor(bytes_) {
        this.bytes_ = bytes_;
        this.position_ = 0;
        this.text_decoder_ = new TextDecoder();
      }
      /**
       * Create and allocate a new ByteBuffer with a given size.
       */
      static allocate(byte_size) {
        return new _ByteBuffer(new Uint8Array(byte_size));
      }
      clear() {
        this.position_ = 0;
      }
      /**
       * Get the underlying `Uint8Array`.
       */
      bytes() {
        return this.bytes_;
      }
      /**
       * Get the buffer's position.
       */
      position() {
        return this.position_;
      }
      /**
       * Set the buffer's position.
       */
      setPosition(position) {
        this.position_ = position;
      }
      /**
       * Get the buffer's capacity.
       */
      capacity() {
        return this.bytes_.length;
      }
      readInt8(offset) {
        return this.readUint8(offset) << 24 >> 24;
      }
      readUint8(offset) {
        return this.bytes_[offset];
      }
      readInt16(offset) {
        return this.readUint16(offset) << 16 >> 16;
      }
      readUint16(offset) {
        return this.bytes_[offset] | this.bytes_[offset + 1] << 8;
      }
      readInt32(offset) {
        return this.bytes_[offset] | this.bytes_[offset + 1] << 8 | this.bytes_[offset + 2] << 16 | this.bytes_[offset + 3] << 24;
      }
      readUint32(offset) {
        return this.readInt32(offset) >>> 0;
      }
      readInt64(offset) {
        return BigInt.asIntN(64, BigInt(this.readUint32(offset)) + (BigInt(this.readUint32(offset + 4)) << BigInt(32)));
      }
      readUint64(offset) {
        return BigInt.asUintN(64, BigInt(this.readUint32(offset)) + (BigInt(this.readUint32(offset + 4)) << BigInt(32)));
      }
      readFloat32(offset) {
        utils_js_1.int32[0] = this.readInt32(offset);
        return utils_js_1.float32[0];
      }
      readFloat64(offset) {
        utils_js_1.int32[utils_js_1.isLittleEndian ? 0 : 1] = this.readInt32(offset);
        utils_js_1.int32[utils_js_1.isLittleEndian ? 1 : 0] = this.readInt32(offset + 4);
        return utils_js_1.float64[0];
      }
      writeInt8(offset, value) {
        this.bytes_[offset] = value;
      }
      writeUint8(offset, value) {
        this.bytes_[offset] = value;
      }
      writeInt16(offset, value) {
        this.bytes_[offset] = value;
        this.bytes_[offset + 1] = value >> 8;
      }
      writeUint16(offset, value) {
        this.bytes_[offset] = value;
        this.bytes_[offset + 1] = value >> 8;
      }
      writeInt32(offset, value) {
        this.bytes_[offset] = value;
        this.bytes_[offset + 1] = value >> 8;
        this.bytes_[offset + 2] = value >> 16;
        this.bytes_[offset + 3] = value >> 24;
      }
      writeUint32(offset, value) {
        this.bytes_[offset] = value;
        this.bytes_[offset + 1] = value >> 8;
        this.bytes_[offset + 2] = value >> 16;
        this.bytes_[offset + 3] = value >> 24;
      }
      writeInt64(offset, value) {
        this.writeInt32(offset, Number(BigInt.asIntN(32, value)));
        this.writeInt32(offset + 4, Number(BigInt.asIntN(32, value >> BigInt(32))));
      }
      writeUint64(offset, value) {
        this.writeUint32(offset, Number(BigInt.asUintN(32, value)));
        this.writeUint32(offset + 4, Number(BigInt.asUintN(32, value >> BigInt(32))));
      }
      writeFloat32(offset, value) {
        utils_js_1.float32[0] = value;
        this.writeInt32(offset, utils_js_1.int32[0]);
      }
      writeFloat64(offset, value) {
        utils_js_1.float64[0] = value;
        this.writeInt32(offset, utils_js_1.int32[utils_js_1.isLittleEndian ? 0 : 1]);
        this.writeInt32(offset + 4, utils_js_1.int32[utils_js_1.isLittleEndian ? 1 : 0]);
      }
      /**
       * Return the file identifier.   Behavior is undefined for FlatBuffers whose
       * schema does not include a file_identifier (likely points at padding or the
       * start of a the root vtable).
       */
      getBufferIdentifier() {
        if (this.bytes_.length < this.position_ + constants_js_1.SIZEOF_INT + constants_js_1.FILE_IDENTIFIER_LENGTH) {
          throw new Error("FlatBuffers: ByteBuffer is too short to contain an identifier.");
        }
        let result = "";
        for (let i = 0; i < constants_js_1.FILE_IDENTIFIER_LENGTH; i++) {
          result += String.fromCharCode(this.readInt8(this.position_ + constants_js_1.SIZEOF_INT + i));
        }
        return result;
      }
      /**
       * Look up a field in the vtable, return an offset into the object, or 0 if the
       * field is not present.
       */
      __offset(bb_pos, vtable_offset) {
        const vtable = bb_pos - this.readInt32(bb_pos);
        return vtable_offset < this.readInt16(vtable) ? this.readInt16(vtable + vtable_offset) : 0;
      }
      /**
       * Initialize any Table-derived type to point to the union at the given offset.
       */
      __union(t, offset) {
        t.bb_pos = offset + this.readInt32(offset);
        t.bb = this;
        return t;
      }
      /**
       * Create a JavaScript string from UTF-8 data stored inside the FlatBuffer.
       * This allocates a new string and converts to wide chars upon each access.
       *
       * To avoid the conversion to string, pass Encoding.UTF8_BYTES as the
       * "optionalEncoding" argument. This is useful for avoiding conversion when
       * the data will just be packaged back up in another FlatBuffer later on.
       *
       * @param offset
       * @param opt_encoding Defaults to UTF16_STRING
       */
      __string(offset, opt_encoding) {
        offset += this.readInt32(offset);
        const length = this.readInt32(offset);
        offset += constants_js_1.SIZEOF_INT;
        const utf8bytes = this.bytes_.subarray(offset, offset + length);
        if (opt_encoding === encoding_js_1.Encoding.UTF8_BYTES)
          return utf8bytes;
        else
          return this.text_decoder_.decode(utf8bytes);
      }
      /**
       * Handle unions that can contain string as its member, if a Table-derived type then initialize it,
       * if a string then return a new one
       *
       * WARNING: strings are immutable in JS so we can't change the string that the user gave us, this
       * makes the behaviour of __union_with_string different compared to __union
       */
      __union_with_string(o, offset) {
        if (typeof o === "string") {
          return this.__string(offset);
        }
        return this.__union(o, offset);
      }
      /**
       * Retrieve the relative offset stored at "offset"
       */
      __indirect(offset) {
        return offset + this.readInt32(offset);
      }
      /**
       * Get the start of data of a vector whose offset is stored at "offset" in this object.
       */
      __vector(offset) {
        return offset + this.readInt32(offset) + constants_js_1.SIZEOF_INT;
      }
      /**
       * Get the length of a vector whose offset is stored at "offset" in this object.
       */
      __vector_len(offset) {
        return this.readInt32(offset + this.readInt32(offset));
      }
      __has_identifier(ident) {
        if (ident.length != constants_js_1.FILE_IDENTIFIER_LENGTH) {
          throw new Error("FlatBuffers: file identifier must be length " + constants_js_1.FILE_IDENTIFIER_LENGTH);
        }
        for (let i = 0; i < constants_js_1.FILE_IDENTIFIER_LENGTH; i++) {
          if (ident.charCodeAt(i) != this.readInt8(this.position() + constants_js_1.SIZEOF_INT + i)) {
            return false;
          }
        }
        return true;
      }
      /**
       * A helper function for generating list for obj api
       */
      createScalarList(listAccessor, listLength) {
        const ret = [];
        for (let i = 0; i < listLength; ++i) {
          const val = listAccessor(i);
          if (val !== null) {
            ret.push(val);
          }
        }
        return ret;
      }
      /**
       * A helper function for generating list for obj api
       * @param listAccessor function that accepts an index and return data at that index
       * @param listLength listLength
       * @param res result list
       */
      createObjList(listAccessor, listLength) {
        const ret = [];
        for (let i = 0; i < listLength; ++i) {
          const val = listAccessor(i);
          if (val !== null) {
            ret.push(val.unpack());
          }
        }
        return ret;
      }
    };
    exports2.ByteBuffer = ByteBuffer;
  }
});

// node_modules/flatbuffers/js/builder.js
var require_builder = __commonJS({
  "node_modules/flatbuffers/js/builder.js"(exports2) {
    "use strict";
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.Builder = void 0;
    var byte_buffer_js_1 = require_byte_buffer();
    var constants_js_1 = require_constants();
    var Builder2 = class _Builder {
      /**
       * Create a FlatBufferBuilder.
       */
      constructor(opt_initial_size) {
        this.minalign = 1;
        this.vtable = null;
        this.vtable_in_use = 0;
        this.isNested = false;
        this.object_start = 0;
        this.vtables = [];
        this.vector_num_elems = 0;
        this.force_defaults = false;
        this.string_maps = null;
        this.text_encoder = new TextEncoder();
        let initial_size;
        if (!opt_initial_size) {
          initial_size = 1024;
        } else {
          initial_size = opt_initial_size;
        }
        this.bb = byte_buffer_js_1.ByteBuffer.allocate(initial_size);
        this.space = initial_size;
      }
      clear() {
        this.bb.clear();
        this.space = this.bb.capacity();
        this.minalign = 1;
        this.vtable = null;
        this.vtable_in_use = 0;
        this.isNested = false;
        this.object_start = 0;
        this.vtables = [];
        this.vector_num_elems = 0;
        this.force_defaults = false;
        this.string_maps = null;
      }
      /**
       * In order to save space, fields that are set to their default value
       * don't get serialized into the buffer. Forcing defaults provides a
       * way to manually disable this optimization.
       *
       * @param forceDefaults true always serializes default values
       */
      forceDefaults(forceDefaults) {
        this.force_defaults = forceDefaults;
      }
      /**
       * Get the ByteBuffer representing the FlatBuffer. Only call this after you've
       * called finish(). The actual data starts at the ByteBuffer's current position,
       * not necessarily at 0.
       */
      dataBuffer() {
        return this.bb;
      }
      /**
       * Get the bytes representing the FlatBuffer. Only call this after you've
       * called finish().
       */
      asUint8Array() {
        return this.bb.bytes().subarray(this.bb.position(), this.bb.position() + this.offset());
      }
      /**
       * Prepare to write an element of `size` after `additional_bytes` have been
       * written, e.g. if you write a string, you need to align such the int length
       * field is aligned to 4 bytes, and the string data follows it directly. If all
       * you need to do is alignment, `additional_bytes` will be 0.
       *
       * @param size This is the of the new element to write
       * @param additional_bytes The padding size
       */
      prep(size, additional_bytes) {
        if (size > this.minalign) {
          this.minalign = size;
        }
        const align_size = ~(this.bb.capacity() - this.space + additional_bytes) + 1 & size - 1;
        while (this.space < align_size + size + additional_bytes) {
          const old_buf_size = this.bb.capacity();
          this.bb = _Builder.growByteBuffer(this.bb);
          this.space += this.bb.capacity() - old_buf_size;
        }
        this.pad(align_size);
      }
      pad(byte_size) {
        for (let i = 0; i < byte_size; i++) {
          this.bb.writeInt8(--this.space, 0);
        }
      }
      writeInt8(value) {
        this.bb.writeInt8(this.space -= 1, value);
      }
      writeInt16(value) {
        this.bb.writeInt16(this.space -= 2, value);
      }
      writeInt32(value) {
        this.bb.writeInt32(this.space -= 4, value);
      }
      writeInt64(value) {
        this.bb.writeInt64(this.space -= 8, value);
      }
      writeFloat32(value) {
        this.bb.writeFloat32(this.space -= 4, value);
      }
      writeFloat64(value) {
        this.bb.writeFloat64(this.space -= 8, value);
      }
      /**
       * Add an `int8` to the buffer, properly aligned, and grows the buffer (if necessary).
       * @param value The `int8` to add the buffer.
       */
      addInt8(value) {
        this.prep(1, 0);
        this.writeInt8(value);
      }
      /**
       * Add an `int16` to the buffer, properly aligned, and grows the buffer (if necessary).
       * @param value The `int16` to add the buffer.
       */
      addInt16(value) {
        this.prep(2, 0);
        this.writeInt16(value);
      }
      /**
       * Add an `int32` to the buffer, properly aligned, and grows the buffer (if necessary).
       * @param value The `int32` to add the buffer.
       */
      addInt32(value) {
        this.prep(4, 0);
        this.writeInt32(value);
      }
      /**
       * Add an `int64` to the buffer, properly aligned, and grows the buffer (if necessary).
       * @param value The `int64` to add the buffer.
       */
      addInt64(value) {
        this.prep(8, 0);
        this.writeInt64(value);
      }
      /**
       * Add a `float32` to the buffer, properly aligned, and grows the buffer (if necessary).
       * @param value The `float32` to add the buffer.
       */
      addFloat32(value) {
        this.prep(4, 0);
        this.writeFloat32(value);
      }
      /**
       * Add a `float64` to the buffer, properly aligned, and grows the buffer (if necessary).
       * @param value The `float64` to add the buffer.
       */
      addFloat64(value) {
        this.prep(8, 0);
        this.writeFloat64(value);
      }
      addFieldInt8(voffset, value, defaultValue) {
        if (this.force_defaults || value != defaultValue) {
          this.addInt8(value);
          this.slot(voffset);
        }
      }
      addFieldInt16(voffset, value, defaultValue) {
        if (this.force_defaults || value != defaultValue) {
          this.addInt16(value);
          this.slot(voffset);
        }
      }
      addFieldInt32(voffset, value, defaultValue) {
        if (this.force_defaults || value != defaultValue) {
          this.addInt32(value);
          this.slot(voffset);
        }
      }
      addFieldInt64(voffset, value, defaultValue) {
        if (this.force_defaults || value !== defaultValue) {
          this.addInt64(value);
          this.slot(voffset);
        }
      }
      addFieldFloat32(voffset, value, defaultValue) {
        if (this.force_defaults || value != defaultValue) {
          this.addFloat32(value);
          this.slot(voffset);
        }
      }
      addFieldFloat64(voffset, value, defaultValue) {
        if (this.force_defaults || value != defaultValue) {
          this.addFloat64(value);
          this.slot(voffset);
        }
      }
      addFieldOffset(voffset, value, defaultValue) {
        if (this.force_defaults || value != defaultValue) {
          this.addOffset(value);
          this.slot(voffset);
        }
      }
      /**
       * Structs are stored inline, so nothing additional is being added. `d` is always 0.
       */
      addFieldStruct(voffset, value, defaultValue) {
        if (value != defaultValue) {
          this.nested(value);
          this.slot(voffset);
        }
      }
      /**
       * Structures are always stored inline, they need to be created right
       * where they're used.  You'll get this assertion failure if you
       * created it elsewhere.
       */
      nested(obj) {
        if (obj != this.offset()) {
          throw new TypeError("FlatBuffers: struct must be serialized inline.");
        }
      }
      /**
       * Should not be creating any other object, string or vector
       * while an object is being constructed
       */
      notNested() {
        if (this.isNested) {
          throw new TypeError("FlatBuffers: object serialization must not be nested.");
        }
      }
      /**
       * Set the current vtable at `voffset` to the current location in the buffer.
       */
      slot(voffset) {
        if (this.vtable !== null)
          this.vtable[voffset] = this.offset();
      }
      /**
       * @returns Offset relative to the end of the buffer.
       */
      offset() {
        return this.bb.capacity() - this.space;
      }
      /**
       * Doubles the size of the backing ByteBuffer and copies the old data towards
       * the end of the new buffer (since we build the buffer backwards).
       *
       * @param bb The current buffer with the existing data
       * @returns A new byte buffer with the old data copied
       * to it. The data is located at the end of the buffer.
       *
       * uint8Array.set() formally takes {Array<number>|ArrayBufferView}, so to pass
       * it a uint8Array we need to suppress the type check:
       * @suppress {checkTypes}
       */
      static growByteBuffer(bb) {
        const old_buf_size = bb.capacity();
        if (old_buf_size & 3221225472) {
          throw new Error("FlatBuffers: cannot grow buffer beyond 2 gigabytes.");
        }
        const new_buf_size = old_buf_size << 1;
        const nbb = byte_buffer_js_1.ByteBuffer.allocate(new_buf_size);
        nbb.setPosition(new_buf_size - old_buf_size);
        nbb.bytes().set(bb.bytes(), new_buf_size - old_buf_size);
        return nbb;
      }
      /**
       * Adds on offset, relative to where it will be written.
       *
       * @param offset The offset to add.
       */
      addOffset(offset) {
        this.prep(constants_js_1.SIZEOF_INT, 0);
        this.writeInt32(this.offset() - offset + constants_js_1.SIZEOF_INT);
      }
      /**
       * Start encoding a new object in the buffer.  Users will not usually need to
       * call this directly. The FlatBuffers compiler will generate helper methods
       * that call this method internally.
       */
      startObject(numfields) {
        this.notNested();
        if (this.vtable == null) {
          this.vtable = [];
        }
        this.vtable_in_use = numfields;
        for (let i = 0; i < numfields; i++) {
          this.vtable[i] = 0;
        }
        this.isNested = true;
        this.object_start = this.offset();
      }
      /**
       * Finish off writing the object that is under construction.
       *
       * @returns The offset to the object inside `dataBuffer`
       */
      endObject() {
        if (this.vtable == null || !this.isNested) {
          throw new Error("FlatBuffers: endObject called without startObject");
        }
        this.addInt32(0);
        const vtableloc = this.offset();
        let i = this.vtable_in_use - 1;
        for (; i >= 0 && this.vtable[i] == 0; i--) {
        }
        const trimmed_size = i + 1;
        for (; i >= 0; i--) {
          this.addInt16(this.vtable[i] != 0 ? vtableloc - this.vtable[i] : 0);
        }
        const standard_fields = 2;
        this.addInt16(vtableloc - this.object_start);
        const len = (trimmed_size + standard_fields) * constants_js_1.SIZEOF_SHORT;
        this.addInt16(len);
        let existing_vtable = 0;
        const vt1 = this.space;
        outer_loop: for (i = 0; i < this.vtables.length; i++) {
          const vt2 = this.bb.capacity() - this.vtables[i];
          if (len == this.bb.readInt16(vt2)) {
            for (let j = constants_js_1.SIZEOF_SHORT; j < len; j += constants_js_1.SIZEOF_SHORT) {
              if (this.bb.readInt16(vt1 + j) != this.bb.readInt16(vt2 + j)) {
                continue outer_loop;
              }
            }
            existing_vtable = this.vtables[i];
            break;
          }
        }
        if (existing_vtable) {
          this.space = this.bb.capacity() - vtableloc;
          this.bb.writeInt32(this.space, existing_vtable - vtableloc);
        } else {
          this.vtables.push(this.offset());
          this.bb.writeInt32(this.bb.capacity() - vtableloc, this.offset() - vtableloc);
        }
        this.isNested = false;
        return vtableloc;
      }
      /**
       * Finalize a buffer, poiting to the given `root_table`.
       */
      finish(root_table, opt_file_identifier, opt_size_prefix) {
        const size_prefix = opt_size_prefix ? constants_js_1.SIZE_PREFIX_LENGTH : 0;
        if (opt_file_identifier) {
          const file_identifier = opt_file_identifier;
          this.prep(this.minalign, constants_js_1.SIZEOF_INT + constants_js_1.FILE_IDENTIFIER_LENGTH + size_prefix);
          if (file_identifier.length != constants_js_1.FILE_IDENTIFIER_LENGTH) {
            throw new TypeError("FlatBuffers: file identifier must be length " + constants_js_1.FILE_IDENTIFIER_LENGTH);
          }
          for (let i = constants_js_1.FILE_IDENTIFIER_LENGTH - 1; i >= 0; i--) {
            this.writeInt8(file_identifier.charCodeAt(i));
          }
        }
        this.prep(this.minalign, constants_js_1.SIZEOF_INT + size_prefix);
        this.addOffset(root_table);
        if (size_prefix) {
          this.addInt32(this.bb.capacity() - this.space);
        }
        this.bb.setPosition(this.space);
      }
      /**
       * Finalize a size prefixed buffer, pointing to the given `root_table`.
       */
      finishSizePrefixed(root_table, opt_file_identifier) {
        this.finish(root_table, opt_file_identifier, true);
      }
      /**
       * This checks a required field has been set in a given table that has
       * just been constructed.
       */
      requiredField(table2, field) {
        const table_start = this.bb.capacity() - table2;
        const vtable_start = table_start - this.bb.readInt32(table_start);
        const ok = field < this.bb.readInt16(vtable_start) && this.bb.readInt16(vtable_start + field) != 0;
        if (!ok) {
          throw new TypeError("FlatBuffers: field " + field + " must be set");
        }
      }
      /**
       * Start a new array/vector of objects.  Users usually will not call
       * this directly. The FlatBuffers compiler will create a start/end
       * method for vector types in generated code.
       *
       * @param elem_size The size of each element in the array
       * @param num_elems The number of elements in the array
       * @param alignment The alignment of the array
       */
      startVector(elem_size, num_elems, alignment) {
        this.notNested();
        this.vector_num_elems = num_elems;
        this.prep(constants_js_1.SIZEOF_INT, elem_size * num_elems);
        this.prep(alignment, elem_size * num_elems);
      }
      /**
       * Finish off the creation of an array and all its elements. The array must be
       * created with `startVector`.
       *
       * @returns The offset at which the newly created array
       * starts.
       */
      endVector() {
        this.writeInt32(this.vector_num_elems);
        return this.offset();
      }
      /**
       * Encode the string `s` in the buffer using UTF-8. If the string passed has
       * already been seen, we return the offset of the already written string
       *
       * @param s The string to encode
       * @return The offset in the buffer where the encoded string starts
       */
      createSharedString(s) {
        if (!s) {
          return 0;
        }
        if (!this.string_maps) {
          this.string_maps = /* @__PURE__ */ new Map();
        }
        if (this.string_maps.has(s)) {
          return this.string_maps.get(s);
        }
        const offset = this.createString(s);
        this.string_maps.set(s, offset);
        return offset;
      }
      /**
       * Encode the string `s` in the buffer using UTF-8. If a Uint8Array is passed
       * instead of a string, it is assumed to contain valid UTF-8 encoded data.
       *
       * @param s The string to encode
       * @return The offset in the buffer where the encoded string starts
       */
      createString(s) {
        if (s === null || s === void 0) {
          return 0;
        }
        let utf82;
        if (s instanceof Uint8Array) {
          utf82 = s;
        } else {
          utf82 = this.text_encoder.encode(s);
        }
        this.addInt8(0);
        this.startVector(1, utf82.length, 1);
        this.bb.setPosition(this.space -= utf82.length);
        this.bb.bytes().set(utf82, this.space);
        return this.endVector();
      }
      /**
       * Create a byte vector.
       *
       * @param v The bytes to add
       * @returns The offset in the buffer where the byte vector starts
       */
      createByteVector(v) {
        if (v === null || v === void 0) {
          return 0;
        }
        this.startVector(1, v.length, 1);
        this.bb.setPosition(this.space -= v.length);
        this.bb.bytes().set(v, this.space);
        return this.endVector();
      }
      /**
       * A helper function to pack an object
       *
       * @returns offset of obj
       */
      createObjectOffset(obj) {
        if (obj === null) {
          return 0;
        }
        if (typeof obj === "string") {
          return this.createString(obj);
        } else {
          return obj.pack(this);
        }
      }
      /**
       * A helper function to pack a list of object
       *
       * @returns list of offsets of each non null object
       */
      createObjectOffsetList(list) {
        const ret = [];
        for (let i = 0; i < list.length; ++i) {
          const val = list[i];
          if (val !== null) {
            ret.push(this.createObjectOffset(val));
          } else {
            throw new TypeError("FlatBuffers: Argument for createObjectOffsetList cannot contain null.");
          }
        }
        return ret;
      }
      createStructOffsetList(list, startFunc) {
        startFunc(this, list.length);
        this.createObjectOffsetList(list.slice().reverse());
        return this.endVector();
      }
    };
    exports2.Builder = Builder2;
  }
});

// node_modules/flatbuffers/js/flatbuffers.js
var require_flatbuffers = __commonJS({
  "node_modules/flatbuffers/js/flatbuffers.js"(exports2) {
    "use strict";
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.Encoding = exports2.ByteBuffer = exports2.Builder = exports2.isLittleEndian = exports2.int32 = exports2.float64 = exports2.float32 = exports2.SIZE_PREFIX_LENGTH = exports2.SIZEOF_SHORT = exports2.SIZEOF_INT = exports2.FILE_IDENTIFIER_LENGTH = void 0;
    var constants_js_1 = require_constants();
    Object.defineProperty(exports2, "FILE_IDENTIFIER_LENGTH", { enumerable: true, get: function() {
      return constants_js_1.FILE_IDENTIFIER_LENGTH;
    } });
    Object.defineProperty(exports2, "SIZEOF_INT", { enumerable: true, get: function() {
      return constants_js_1.SIZEOF_INT;
    } });
    Object.defineProperty(exports2, "SIZEOF_SHORT", { enumerable: true, get: function() {
      return constants_js_1.SIZEOF_SHORT;
    } });
    Object.defineProperty(exports2, "SIZE_PREFIX_LENGTH", { enumerable: true, get: function() {
      return constants_js_1.SIZE_PREFIX_LENGTH;
    } });
    var utils_js_1 = require_utils();
    Object.defineProperty(exports2, "float32", { enumerable: true, get: function() {
      return utils_js_1.float32;
    } });
    Object.defineProperty(exports2, "float64", { enumerable: true, get: function() {
      return utils_js_1.float64;
    } });
    Object.defineProperty(exports2, "int32", { enumerable: true, get: function() {
      return utils_js_1.int32;
    } });
    Object.defineProperty(exports2, "isLittleEndian", { enumerable: true, get: function() {
      return utils_js_1.isLittleEndian;
    } });
    var builder_js_1 = require_builder();
    Object.defineProperty(exports2, "Builder", { enumerable: true, get: function() {
      return builder_js_1.Builder;
    } });
    var byte_buffer_js_1 = require_byte_buffer();
    Object.defineProperty(exports2, "ByteBuffer", { enumerable: true, get: function() {
      return byte_buffer_js_1.ByteBuffer;
    } });
    var encoding_js_1 = require_encoding();
    Object.defineProperty(exports2, "Encoding", { enumerable: true, get: function() {
      return encoding_js_1.Encoding;
    } });
  }
});

// src/layer/soci-ztoc.ts
function spansOf(members3) {
  const spans = [];
  for (const member of members3) {
    const last = spans.at(-1);
    if (last === void 0 || member.content - last.content >= SPAN_SIZE) {
      spans.push(member);
    }
  }
  return spans;
}
function formatZtoc({ size, tarSize, entries, spans, spanDigests }) {
  const builder = new import_flatbuffers.Builder(1 << 16);
  const version3 = builder.createString(VERSION);
  const tool = builder.createString("package_layers");
  const toc = tocTable(builder, entries);
  const checkpoints = builder.createByteVector(checkpointBytes(spans));
  const digests = offsetVector(
    builder,
    spanDigests.map((digest) => builder.createString(digest))
  );
  builder.startObject(4);
  builder.addFieldInt32(1, spans.length - 1, 0);
  builder.addFieldOffset(2, digests, 0);
  builder.addFieldOffset(3, checkpoints, 0);
  const compression = builder.endObject();
  builder.startObject(6);
  builder.addFieldOffset(0, version3, 0);
  builder.addFieldOffset(1, tool, 0);
  builder.addFieldInt64(2, BigInt(size), 0n);
  builder.addFieldInt64(3, BigInt(tarSize), 0n);
  builder.addFieldOffset(4, toc, 0);
  builder.addFieldOffset(5, compression, 0);
  builder.finish(builder.endObject());
  return builder.asUint8Array();
}
function tocTable(builder, entries) {
  const metadata = entries.map((entry) => {
    const [path34, type, link2, nobody, time2] = [
      entry.path,
      TYPES[entry.kind],
      entry.link,
      "",
      new Date(entry.mtime * 1e3).toISOString().replace(".000Z", "Z")
    ].map((text4) => builder.createSharedString(text4));
    const records = offsetVector(
      builder,
      [...entry.records].sort().map(([key2, value]) => {
        const [name2, text4] = [builder.createSharedString(key2), builder.createSharedString(value)];
        builder.startObject(2);
        builder.addFieldOffset(0, name2, 0);
        builder.addFieldOffset(1, text4, 0);
        return builder.endObject();
      })
    );
    builder.startObject(14);
    builder.addFieldOffset(0, path34, 0);
    builder.addFieldOffset(1, type, 0);
    builder.addFieldInt64(2, BigInt(entry.offset), 0n);
    builder.addFieldInt64(3, BigInt(entry.size), 0n);
    builder.addFieldOffset(4, link2, 0);
    builder.addFieldInt64(5, BigInt(entry.mode), 0n);
    builder.addFieldInt32(6, entry.uid | 0, 0);
    builder.addFieldInt32(7, entry.gid | 0, 0);
    builder.addFieldOffset(8, nobody, 0);
    builder.addFieldOffset(9, nobody, 0);
    builder.addFieldOffset(10, time2, 0);
    builder.addFieldOffset(13, records, 0);
    return builder.endObject();
  });
  const vector = offsetVector(builder, metadata);
  builder.startObject(1);
  builder.addFieldOffset(0, vector, 0);
  return builder.endObject();
}
function offsetVector(builder, offsets) {
  builder.startVector(4, offsets.length, 4);
  for (const offset of offsets.toReversed()) {
    builder.addOffset(offset);
  }
  return builder.endVector();
}
function checkpointBytes(spans) {
  const bytes = Buffer.alloc(CHECKPOINTS_HEADER_SIZE + spans.length * CHECKPOINT_SIZE);
  bytes.writeInt32LE(spans.length, 0);
  bytes.writeBigInt64LE(BigInt(SPAN_SIZE), 4);
  for (const [index, { stream, content }] of spans.entries()) {
    const at = CHECKPOINTS_HEADER_SIZE + index * CHECKPOINT_SIZE;
    bytes.writeBigInt64LE(BigInt(stream), at);
    bytes.writeBigInt64LE(BigInt(content), at + 8);
  }
  return bytes;
}
var import_flatbuffers, VERSION, SPAN_SIZE, WINDOW_SIZE, CHECKPOINT_SIZE, CHECKPOINTS_HEADER_SIZE, TYPES;
var init_soci_ztoc = __esm({
  "src/layer/soci-ztoc.ts"() {
    "use strict";
    import_flatbuffers = __toESM(require_flatbuffers());
    VERSION = "0.9";
    SPAN_SIZE = 4 << 20;
    WINDOW_SIZE = 1 << 15;
    CHECKPOINT_SIZE = 8 + 8 + 1 + WINDOW_SIZE;
    CHECKPOINTS_HEADER_SIZE = 4 + 8;
    TYPES = { file: "reg", symlink: "symlink", directory: "dir" };
  }
});

// src/layer/tar-entries.ts
function paxRecords(bytes) {
  const records = /* @__PURE__ */ new Map();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(" ", at);
    const length = Number.parseInt(bytes.toString("latin1", at, space), 10);
    const equals = bytes.indexOf("=", space);
    if (!(length > 0) || equals < 0) {
      throw notOurs("has a pax record that is none");
    }
    records.set(bytes.toString("utf8", space + 1, equals), bytes.toString("utf8", equals + 1, at + length - 1));
    at += length;
  }
  return records;
}
function textIn(block, start, room) {
  const end = block.indexOf(0, start);
  return block.toString("latin1", start, end < 0 ? start + room : Math.min(end, start + room));
}
function numberIn(block, start, room) {
  return Number.parseInt(textIn(block, start, room), 8);
}
function notOurs(what) {
  return new ActionError(`a layer's tar ${what}`, { remedy: "give a layer that package_layers made" });
}
var KINDS, TarEntries;
var init_tar_entries = __esm({
  "src/layer/tar-entries.ts"() {
    "use strict";
    init_action_error();
    init_tar_header();
    KINDS = { "0": "file", "2": "symlink", "5": "directory" };
    TarEntries = class {
      entries = [];
      /** Bytes of the tar that were taken. */
      #offset = 0;
      /** Bytes of a content that is passed over. */
      #skip = 0;
      #wanted = BLOCK_SIZE;
      #held = Buffer.alloc(0);
      #records;
      #inRecords = 0;
      #ended = false;
      /** @throws ActionError for what no tar of this project has. */
      take(piece) {
        for (let at = 0; at < piece.length; ) {
          const skipped = Math.min(this.#skip, piece.length - at);
          const length = skipped > 0 ? skipped : Math.min(this.#wanted - this.#held.length, piece.length - at);
          if (skipped > 0) {
            this.#skip -= skipped;
          } else {
            this.#held = Buffer.concat([this.#held, piece.subarray(at, at + length)]);
          }
          at += length;
          this.#offset += length;
          if (skipped === 0 && this.#held.length === this.#wanted) {
            const held = this.#held;
            this.#held = Buffer.alloc(0);
            this.#complete(held);
          }
        }
      }
      /** Length of the tar, after the last piece. */
      get size() {
        return this.#offset;
      }
      #complete(held) {
        if (this.#inRecords > 0) {
          this.#records = paxRecords(held.subarray(0, this.#inRecords));
          this.#inRecords = 0;
          this.#wanted = BLOCK_SIZE;
        } else if (held[0] === 0) {
          this.#ended = true;
        } else if (this.#ended) {
          throw notOurs("has something after its end");
        } else {
          this.#header(held);
        }
      }
      #header(block) {
        const typeflag = textIn(block, 156, 1);
        const size = numberIn(block, 124, 12);
        if (typeflag === "x") {
          this.#inRecords = size;
          this.#wanted = size + paddingSize(size);
          return;
        }
        const kind = KINDS[typeflag];
        if (kind === void 0) {
          throw notOurs(`has an entry of the type ${JSON.stringify(typeflag)}`);
        }
        const records = this.#records ?? /* @__PURE__ */ new Map();
        const [name2, prefix] = [textIn(block, 0, 100), textIn(block, 345, 155)];
        const contentSize = Number(records.get("size") ?? size);
        this.entries.push({
          path: records.get("path") ?? (prefix === "" ? name2 : `${prefix}/${name2}`),
          kind,
          mode: numberIn(block, 100, 8),
          uid: Number(records.get("uid") ?? numberIn(block, 108, 8)),
          gid: Number(records.get("gid") ?? numberIn(block, 116, 8)),
          mtime: numberIn(block, 136, 12),
          link: records.get("linkpath") ?? textIn(block, 157, 100),
          size: contentSize,
          offset: this.#offset,
          records
        });
        this.#records = void 0;
        this.#skip = contentSize + paddingSize(contentSize);
      }
    };
  }
});

// src/layer/soci-ztoc-action.ts
var soci_ztoc_action_exports = {};
__export(soci_ztoc_action_exports, {
  sociZtocAction: () => sociZtocAction,
  sociZtocCommand: () => sociZtocCommand
});
function openBlob(file) {
  try {
    return (0, import_node_fs15.openSync)(file, "r");
  } catch (cause) {
    throw cannotRead(file, cause);
  }
}
function digestOf(read, start, end) {
  const hash = (0, import_node_crypto9.createHash)("sha256");
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (let at = start; at < end; ) {
    const piece = buffer.subarray(0, end - at);
    read(piece, at);
    hash.update(piece);
    at += piece.length;
  }
  return `sha256:${hash.digest("hex")}`;
}
var import_node_crypto9, import_node_fs15, path12, argumentsSchema3, sociZtocCommand, sociZtocAction;
var init_soci_ztoc_action = __esm({
  "src/layer/soci-ztoc-action.ts"() {
    "use strict";
    import_node_crypto9 = require("node:crypto");
    import_node_fs15 = require("node:fs");
    path12 = __toESM(require("node:path"));
    init_zod();
    init_flag_schemas();
    init_output_transaction();
    init_buffer_pool();
    init_gzip_members();
    init_soci_ztoc();
    init_source_file();
    init_tar_entries();
    argumentsSchema3 = strictObject({ blob: path, ztoc: outputFile });
    sociZtocCommand = {
      name: "soci-ztoc",
      summary: "make the zTOC of a layer, from which SOCI reads single files",
      flags: [
        ["--blob=FILE", "a layer of gzip that package_layers made"],
        ["--ztoc=FILE", "output: the zTOC"]
      ]
    };
    sociZtocAction = async (args, context) => {
      const flags = parseArguments("soci-ztoc", argumentsSchema3, args);
      const file = path12.resolve(context.root, flags.blob);
      const descriptor = openBlob(file);
      try {
        const { size } = (0, import_node_fs15.fstatSync)(descriptor);
        const read = readerOf(descriptor);
        const members3 = [];
        const tar = new TarEntries();
        await readGzipMembers(
          file,
          size,
          read,
          context.signal,
          (member) => members3.push(member),
          (content) => tar.take(content)
        );
        const spans = spansOf(members3);
        const spanDigests = spans.map(({ stream }, index) => digestOf(read, stream, spans[index + 1]?.stream ?? size));
        const ztoc = formatZtoc({ size, tarSize: tar.size, entries: tar.entries, spans, spanDigests });
        await writeOutputs(async (outputs) => {
          outputs.protect({ files: [file] });
          (0, import_node_fs15.writeFileSync)(outputs.file(path12.resolve(context.root, flags.ztoc)), ztoc);
        }, context.signal);
      } finally {
        (0, import_node_fs15.closeSync)(descriptor);
      }
    };
  }
});

// src/image/place-blob.ts
async function readInput(file) {
  const bytes = await readDocument(file).catch((cause) => {
    throw new ActionError("an input of the image cannot be read", { file, remedy: REMEDY2, cause });
  });
  return bytes.toString("utf8");
}
async function readBlobDigest(descriptor) {
  return (await readJson(blobNameSchema, descriptor, REMEDY2)).digest;
}
async function readBlobNames(descriptors, files) {
  const entries = descriptors.map(
    async (descriptor, index) => [await readBlobDigest(descriptor), files[index]]
  );
  return new Map(await Promise.all(entries));
}
async function placeBlob({ size, packages }, source, target) {
  const names = packages.map(({ name: name2, version: version3 }) => `${name2} ${version3}`.trim());
  const details2 = { ...names.length === 0 ? {} : { package: names.join(", ") }, file: source, remedy: REMEDY2 };
  const real = await (0, import_promises7.realpath)(source).catch((cause) => {
    throw new ActionError("a layer's blob is missing", { ...details2, cause });
  });
  const found = await (0, import_promises7.stat)(real);
  if (!found.isFile() || found.size !== size) {
    throw new ActionError(`a layer's blob has ${found.size} bytes where the plan says ${size}`, details2);
  }
  if (real.split(path13.sep).includes("bazel-out")) {
    try {
      await (0, import_promises7.link)(real, target);
      return;
    } catch (error2) {
      if (!isCopiedInstead(error2)) {
        throw error2;
      }
    }
  }
  await (0, import_promises7.copyFile)(real, target, import_node_fs16.constants.COPYFILE_FICLONE);
}
var import_node_fs16, import_promises7, path13, blobNameSchema, REMEDY2;
var init_place_blob = __esm({
  "src/image/place-blob.ts"() {
    "use strict";
    import_node_fs16 = require("node:fs");
    import_promises7 = require("node:fs/promises");
    path13 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_input_file();
    init_link_or_copy();
    init_layer_descriptor();
    init_json_file();
    blobNameSchema = looseObject(layerDescriptorSchema.pick({ digest: true }).shape);
    REMEDY2 = "remove the image's outputs and build again";
  }
});

// src/image/place-layers-action.ts
var place_layers_action_exports = {};
__export(place_layers_action_exports, {
  placeLayersAction: () => placeLayersAction,
  placeLayersCommand: () => placeLayersCommand
});
function sourceOf2({ kind, digest, packages }, bundles2, blobs, plan2) {
  const source = kind === "bundle" ? path14.join(bundles2, ...digest.split(":")) : blobs.get(digest);
  if (source === void 0) {
    throw new ActionError(`no --descriptor is that of ${digest}`, {
      package: packages[0]?.name,
      file: plan2,
      remedy: REMEDY2
    });
  }
  return source;
}
async function requireOwn({ digest, packages }, descriptor, onDisk, plan2) {
  if (digest !== await readBlobDigest(onDisk(descriptor))) {
    const names = packages.map(({ name: name2 }) => name2).join(", ");
    throw new ActionError(`the plan has ${names} where the layer of ${descriptor} was expected at analysis`, {
      package: packages[0]?.name,
      file: plan2,
      remedy: "update the layer lock with `bazel run` of the image's .lock target"
    });
  }
}
async function writeEmptyLayer(mediaType, target, metadata) {
  const tar = Buffer.alloc(1024);
  const blob = await memberCompressor(compressionOf(mediaType), -1)(tar);
  const digest = (bytes) => `sha256:${(0, import_node_crypto10.createHash)("sha256").update(bytes).digest("hex")}`;
  const layer = { mediaType, digest: digest(blob), size: blob.length, diffId: digest(tar) };
  await (0, import_promises8.writeFile)(target, blob);
  await (0, import_promises8.writeFile)(metadata, formatLayerMetadata(layer, [{ name: "nothing", version: "" }]));
}
var import_node_crypto10, import_promises8, path14, atPosition, argumentsSchema4, placeLayersCommand, placeLayersAction;
var init_place_layers_action = __esm({
  "src/image/place-layers-action.ts"() {
    "use strict";
    import_node_crypto10 = require("node:crypto");
    import_promises8 = require("node:fs/promises");
    path14 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_output_transaction();
    init_compress_member();
    init_layer_descriptor();
    init_plan_file();
    init_layer_metadata();
    init_place_blob();
    atPosition = pairs.pipe(
      array(tuple([string2().regex(/^\d{1,6}$/, "does not begin with a position"), string2().min(1)])).transform((all) => new Map(all.map(([position, file]) => [Number(position), file])))
    );
    argumentsSchema4 = strictObject({
      plan: path,
      bundles: path,
      descriptor: many,
      blob: many,
      place: atPosition,
      own: atPosition,
      metadata: many
    });
    placeLayersCommand = {
      name: "place-layers",
      summary: "put each layer of a plan into a file of its own",
      flags: [
        ["--plan=FILE", "the plan that merge-layers made"],
        ["--bundles=DIRECTORY", "the bundles that merge-layers made"],
        ["--descriptor=FILE", "descriptor of a layer (repeated)"],
        ["--blob=FILE", "blob of the layer at the same place (repeated)"],
        ["--metadata=FILE", "output: what manifest and config need of the next layer, bottom first, JSON (repeated)"],
        ["--place=POSITION<TAB>FILE", "output: the layer of the metadata at that position, from 0 (repeated)"],
        [
          "--own=POSITION<TAB>DESCRIPTOR",
          "instead of --place: the layer at that position is the blob of this descriptor (repeated)"
        ]
      ]
    };
    placeLayersAction = async (args, context) => {
      const flags = parseArguments("place-layers", argumentsSchema4, args);
      const onDisk = (file) => path14.resolve(context.root, file);
      if (flags.descriptor.length !== flags.blob.length) {
        throw new ActionError(`${flags.descriptor.length} descriptors and ${flags.blob.length} blobs`, {
          remedy: "give one --blob for each --descriptor, in the same order"
        });
      }
      const { metadata, place, own: own2 } = flags;
      const wrong = metadata.findIndex((_, position) => place.has(position) === own2.has(position));
      if (wrong >= 0 || place.size + own2.size !== metadata.length) {
        throw new ActionError(`${metadata.length} files of metadata, ${place.size} of --place and ${own2.size} of --own`, {
          remedy: "give one of --place and --own for the position of each --metadata"
        });
      }
      const layers = parsePlanFile(await readInput(onDisk(flags.plan)), flags.plan).layers.filter(
        ({ kind }) => kind !== "base"
      );
      const missing = metadata.length - layers.length;
      if (missing < 0 || missing > 0 && own2.size > 0) {
        throw new ActionError(`the plan has ${layers.length} layers, and ${metadata.length} were expected at analysis`, {
          file: flags.plan,
          remedy: "keep a layer lock: `bazel run` the image's .lock target and give `lock = LOCK`"
        });
      }
      const blobs = await readBlobNames(flags.descriptor.map(onDisk), flags.blob.map(onDisk));
      await writeOutputs(async (outputs) => {
        outputs.protect({
          files: [flags.plan, ...flags.descriptor, ...flags.blob].map(onDisk),
          directories: [onDisk(flags.bundles)]
        });
        const placed3 = [...layers.slice(0, -1), ...Array.from({ length: missing }, () => void 0), ...layers.slice(-1)];
        for (const [position, layer] of placed3.entries()) {
          context.signal.throwIfAborted();
          const metadataFile = outputs.file(onDisk(metadata[position]));
          const file = place.get(position);
          if (layer === void 0) {
            await writeEmptyLayer(layers[0].mediaType, outputs.file(onDisk(file)), metadataFile);
            continue;
          }
          if (file === void 0) {
            await requireOwn(layer, own2.get(position), onDisk, flags.plan);
          } else {
            const source = sourceOf2(layer, onDisk(flags.bundles), blobs, flags.plan);
            await placeBlob(layer, source, outputs.file(onDisk(file)));
          }
          await (0, import_promises8.writeFile)(metadataFile, formatLayerMetadata(layer, layer.packages));
        }
      }, context.signal);
    };
  }
});

// src/image/image-layout-action.ts
var image_layout_action_exports = {};
__export(image_layout_action_exports, {
  imageLayoutAction: () => imageLayoutAction,
  imageLayoutCommand: () => imageLayoutCommand
});
function requireSameLayers(planned, layers, file) {
  const digests = (list) => list.map(({ digest }) => digest).join();
  if (digests(planned) !== digests(layers)) {
    throw new ActionError("the plan and the manifest beside the bundles have different layers", {
      file,
      remedy: REMEDY2
    });
  }
}
var import_node_fs17, import_promises9, path15, argumentsSchema5, imageLayoutCommand, imageLayoutAction;
var init_image_layout_action = __esm({
  "src/image/image-layout-action.ts"() {
    "use strict";
    import_node_fs17 = require("node:fs");
    import_promises9 = require("node:fs/promises");
    path15 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_output_transaction();
    init_plan_file();
    init_base_layout();
    init_image_documents();
    init_json_file();
    init_made_before();
    init_oci_schemas();
    init_place_blob();
    argumentsSchema5 = strictObject({
      plan: path,
      bundles: path,
      base: path.optional(),
      descriptor: many,
      blob: many,
      layout: path
    });
    imageLayoutCommand = {
      name: "image-layout",
      summary: "put an OCI image layout together from a plan, its bundles and the blobs",
      flags: [
        ["--plan=FILE", "the plan that merge-layers made"],
        ["--bundles=DIRECTORY", "the bundles that merge-layers made"],
        ["--base=DIRECTORY", "OCI layout of the base image (optional)"],
        ["--descriptor=FILE", "descriptor of a layer (repeated)"],
        ["--blob=FILE", "blob of the layer at the same place (repeated)"],
        ["--layout=DIRECTORY", "output: the OCI image layout"]
      ]
    };
    imageLayoutAction = async (args, context) => {
      const flags = parseArguments("image-layout", argumentsSchema5, args);
      const onDisk = (file) => path15.resolve(context.root, file);
      if (flags.descriptor.length !== flags.blob.length) {
        throw new ActionError(`${flags.descriptor.length} descriptors and ${flags.blob.length} blobs`, {
          remedy: "give one --blob for each --descriptor, in the same order"
        });
      }
      const bundles2 = onDisk(flags.bundles);
      const plan2 = parsePlanFile(await readInput(onDisk(flags.plan)), flags.plan);
      const manifestFile = path15.join(bundles2, "manifest.json");
      const manifestText = await readInput(manifestFile);
      const manifest = parseJson(manifestSchema, manifestText, manifestFile, REMEDY2);
      const configFile = path15.join(bundles2, "config.json");
      const configText = await readInput(configFile);
      const config2 = parseJson(configSchema, configText, configFile, REMEDY2);
      requireSameLayers(plan2.layers, manifest.layers, flags.plan);
      const blobs = await readBlobNames(flags.descriptor.map(onDisk), flags.blob.map(onDisk));
      const sourceOf3 = ({ kind, digest, packages }) => {
        if (kind === "bundle") {
          return path15.join(bundles2, ...digest.split(":"));
        }
        if (kind === "base" && flags.base !== void 0) {
          return blobPath(onDisk(flags.base), digest);
        }
        const blob = blobs.get(digest);
        if (blob === void 0) {
          throw new ActionError(
            kind === "base" ? "the plan has layers of a base, and no --base is given" : `no --descriptor is that of ${digest}`,
            { package: packages[0]?.name, file: flags.plan, remedy: REMEDY2 }
          );
        }
        return blob;
      };
      const elsewhere = new Set(
        manifest.layers.filter(({ urls = [] }) => urls.length > 0).map(({ digest }) => digest)
      );
      await writeOutputs(async (outputs) => {
        outputs.protect({
          files: [flags.plan, ...flags.descriptor, ...flags.blob].map(onDisk),
          directories: [flags.bundles, ...flags.base === void 0 ? [] : [flags.base]].map(onDisk)
        });
        const layout = outputs.directory(onDisk(flags.layout), isLayoutOfOurs);
        await (0, import_promises9.mkdir)(path15.join(layout, "blobs", "sha256"), { recursive: true });
        const layers = new Map(plan2.layers.map((layer) => [layer.digest, layer]));
        for (const layer of layers.values()) {
          context.signal.throwIfAborted();
          const source = sourceOf3(layer);
          if (!elsewhere.has(layer.digest) || (0, import_node_fs17.existsSync)(source)) {
            await placeBlob(layer, source, blobPath(layout, layer.digest));
          }
        }
        await (0, import_promises9.writeFile)(blobPath(layout, manifest.config.digest), configText);
        const manifestBytes = Buffer.from(manifestText);
        await (0, import_promises9.writeFile)(blobPath(layout, toDocument(manifestBytes, mediaTypes.manifest).descriptor.digest), manifestBytes);
        await (0, import_promises9.writeFile)(path15.join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
        await (0, import_promises9.writeFile)(path15.join(layout, "index.json"), layoutIndex(manifestBytes, config2));
      }, context.signal);
    };
  }
});

// src/plan/share-layers.ts
function shareLayers(packages, images, layers, layerCost = layerCostBytes) {
  const users = /* @__PURE__ */ new Map();
  images.forEach((keys, image) => {
    for (const key2 of keys) {
      users.set(key2, (users.get(key2) ?? 0) | 1 << image);
    }
  });
  const items = packages.filter(({ key: key2 }) => users.has(key2)).map((one2) => {
    const bits = sizeClass(one2.bytes);
    const weight = Number(classWeight(bits));
    return { ...one2, class: bits, hash: nameKey(one2.name), weight, users: users.get(one2.key) };
  }).sort(
    (a, b) => a.class - b.class || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0) || compareText(a.name, b.name) || compareText(a.key, b.key)
  );
  const all = images.reduce((set, _, image) => set | 1 << image, 0);
  const alone = items.filter((item) => item.alone).map((item) => nodeOf([item], all));
  const left = images.map((_, image) => layers - alone.filter((node2) => node2.images & 1 << image).length);
  const together = nodeOf(
    items.filter((item) => !item.alone),
    all
  );
  let nodes = together.items.length > 0 ? [together] : [];
  takeLayer(left, together.images);
  const costOf = (set) => set.reduce((sum, node2) => sum + expectedCost(groupsOf(node2.items, node2.images), node2.images, layerCost), 0);
  let cheapest2 = { cost: costOf(nodes), nodes };
  const cuts = /* @__PURE__ */ new Map();
  for (; ; ) {
    const full = left.reduce((set, count3, image) => count3 > 0 ? set : set | 1 << image, 0);
    let best;
    for (const node3 of nodes) {
      let known = cuts.get(node3);
      if (known === void 0 || known.full !== (full & node3.images)) {
        known = { full: full & node3.images, cut: bestCut(node3, full) };
        cuts.set(node3, known);
      }
      if (known.cut !== void 0 && (best === void 0 || known.cut.saved > best.cut.saved)) {
        best = { node: node3, cut: known.cut };
      }
    }
    if (best === void 0) {
      break;
    }
    const { node: node2, cut: cut2 } = best;
    const going = node2.images & ~cut2.keeping;
    const parts = [nodeOf(cut2.first, going), nodeOf(cut2.second, going), nodeOf(node2.items, cut2.keeping)];
    nodes = [...nodes.filter((other) => other !== node2), ...parts.filter((part) => part.items.length > 0)];
    takeLayer(left, cut2.paying);
    const cost = costOf(nodes);
    if (cost < cheapest2.cost || layerCost === 0) {
      cheapest2 = { cost, nodes };
    }
  }
  return images.map(
    (_, image) => [...alone, ...cheapest2.nodes].filter((node2) => node2.images & 1 << image).map((node2) => node2.items.filter((item) => item.users & 1 << image).map(({ key: key2 }) => key2))
  );
}
function nodeOf(items, images) {
  const used = items.filter((item) => item.users & images);
  return { items: used, images: used.reduce((set, item) => set | item.users, 0) & images };
}
function takeLayer(left, images) {
  for (let image = 0; image < left.length; image++) {
    left[image] -= images >> image & 1;
  }
}
function groupsOf(items, images) {
  const groups = /* @__PURE__ */ new Map();
  for (const { users, weight } of items) {
    const group = groups.get(users & images);
    if (group === void 0) {
      groups.set(users & images, { count: 1, weight });
    } else {
      group.count += 1;
      group.weight += weight;
    }
  }
  groups.delete(0);
  return [...groups].map(([users, group]) => ({ users, ...group })).sort((a, b) => bitCount(b.users) - bitCount(a.users) || a.users - b.users);
}
function expectedCost(groups, images, layerCost) {
  const parts = /* @__PURE__ */ new Map();
  let total = 0;
  for (let rest = images; rest !== 0; rest &= rest - 1) {
    const image = rest & -rest;
    let count3 = 0;
    let weight = 0;
    let part = "";
    groups.forEach((group, index) => {
      if (group.users & image) {
        count3 += group.count;
        weight += group.weight;
        part += `${index} `;
      }
    });
    if (count3 > 0) {
      const known = parts.get(part);
      const cost = known ?? layerCost + weight * chanceOfAnyChange(count3);
      parts.set(part, cost);
      total += known === void 0 ? cost : furtherImage * cost;
    }
  }
  return total;
}
function bestCut({ items, images }, full) {
  const groups = groupsOf(items, images);
  const before = expectedCost(groups, images, 0);
  let best;
  for (const test of waysToCut(items, groups)) {
    const first = items.filter(test);
    const second = items.filter((item) => !test(item));
    const [firstGroups, secondGroups] = [groupsOf(first, images), groupsOf(second, images)];
    const both = usersOf(firstGroups) & usersOf(secondGroups);
    const [paying, keeping] = [both & ~full, both & full];
    if (paying === 0) {
      continue;
    }
    const after = expectedCost(firstGroups, images & ~keeping, 0) + expectedCost(secondGroups, images & ~keeping, 0) + expectedCost(groups, keeping, 0);
    const saved = (before - after) / bitCount(paying);
    if (saved > leastSaving && (best === void 0 || saved > best.saved * (1 + leastSaving))) {
      best = { saved, first, second, paying, keeping };
    }
  }
  return best;
}
function waysToCut(items, groups) {
  const ways = [];
  if (items.length > 1) {
    const [first, last] = [items[0], items.at(-1)];
    const differing = first.hash ^ last.hash;
    if (first.class !== last.class) {
      ways.push((item) => item.class === last.class);
    } else if (differing !== 0n) {
      const bit = BigInt(differing.toString(2).length - 1);
      ways.push((item) => (item.hash >> bit & 1n) === 1n);
    } else {
      ways.push((item) => item === last);
    }
  }
  if (groups.length > 1) {
    ways.push(
      ...groups.map(
        ({ users }) => (item) => (item.users & users) === users
      )
    );
  }
  return ways;
}
function bitCount(set) {
  let count3 = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) {
    count3 += 1;
  }
  return count3;
}
var mostImages, furtherImage, leastSaving, usersOf;
var init_share_layers = __esm({
  "src/plan/share-layers.ts"() {
    "use strict";
    init_layer_cost();
    init_split();
    mostImages = 30;
    furtherImage = 0.2;
    leastSaving = 1e-9;
    usersOf = (groups) => groups.reduce((set, { users }) => set | users, 0);
  }
});

// src/plan/shared-plan-action.ts
var shared_plan_action_exports = {};
__export(shared_plan_action_exports, {
  sharedPlanAction: () => sharedPlanAction,
  sharedPlanCommand: () => sharedPlanCommand
});
async function readPackage(root, file) {
  let json;
  try {
    json = JSON.parse(await readText(path16.resolve(root, file)));
  } catch (cause) {
    if (cause instanceof ActionError) {
      throw cause;
    }
  }
  const parsed = packageSchema2.safeParse(json);
  if (!parsed.success) {
    throw new ActionError("the file is not a descriptor of a package", {
      file,
      remedy: "remove the descriptor and build again",
      cause: parsed.error
    });
  }
  const { name: name2, digest, tarSize, mergeable } = parsed.data;
  return { key: digest, name: name2, bytes: tarSize, alone: !mergeable };
}
var import_promises10, path16, argumentsSchema6, sharedPlanCommand, packageSchema2, sharedPlanAction;
var init_shared_plan_action = __esm({
  "src/plan/shared-plan-action.ts"() {
    "use strict";
    import_promises10 = require("node:fs/promises");
    path16 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_output_transaction();
    init_layer_descriptor();
    init_plan_flags();
    init_share_layers();
    init_shared_plan_file();
    argumentsSchema6 = strictObject({
      image: many,
      package: pairs,
      "max-layers": integer2.refine((layers) => layers > 0, "is less than 1"),
      "layer-cost": integer2.refine((bytes) => bytes >= 0, "is less than 0").optional(),
      plan: path
    });
    sharedPlanCommand = {
      name: "shared-plan",
      summary: "plan several images so that their common packages are common layers",
      flags: [
        ["--image=LABEL", "label of the binary of an image (repeated)"],
        ["--package=IMAGE<TAB>DESCRIPTOR", "a package of the image at that place among --image, from 0 (repeated)"],
        ["--max-layers=N", "most layers of packages of any image"],
        ["--layer-cost=N", "bytes that one layer more must save; 0: as many layers as fit (optional)"],
        ["--plan=FILE", "output: the plan, JSON"]
      ]
    };
    packageSchema2 = looseObject(
      layerDescriptorSchema.pick({ name: true, digest: true, tarSize: true, mergeable: true }).shape
    );
    sharedPlanAction = async (args, { root, signal }) => {
      const flags = parseArguments("shared-plan", argumentsSchema6, args);
      if (flags.image.length > mostImages) {
        throw new ActionError(`${flags.image.length} images share one plan, and ${mostImages} may`, {
          remedy: "make a plan for each group of images that have most in common"
        });
      }
      const files = [...new Set(flags.package.map(([, file]) => file))];
      const read = await Promise.all(files.map(async (file) => [file, await readPackage(root, file)]));
      const packageOf2 = new Map(read);
      const images = flags.image.map(() => []);
      for (const [index, file] of flags.package) {
        const image = images[/^\d{1,6}$/.test(index) ? Number(index) : -1];
        if (image === void 0) {
          throw new ActionError(`shared-plan: --package names image ${index}, and there are ${images.length}`, {
            remedy: "give the place of one of --image, from 0"
          });
        }
        image.push(packageOf2.get(file).key);
      }
      const packages = [...new Map([...packageOf2.values()].map((one2) => [one2.key, one2])).values()];
      const byKey = new Map(packages.map((one2) => [one2.key, one2]));
      for (const [index, keys] of images.entries()) {
        const alone = keys.filter((key2) => byKey.get(key2).alone).length;
        const needed = alone + (alone < keys.length ? 1 : 0);
        if (needed > flags["max-layers"]) {
          throw new ActionError(
            `${flags.image[index]} needs ${needed} layers, and max_layers = ${flags["max-layers"]}: ${alone} packages are at or above the merge limit`,
            {
              remedy: `raise max_layers of the shared plan to ${needed}, or the merge limit (--@package_layers//bazel/settings:merge_limit=BYTES)`
            }
          );
        }
      }
      const shared = shareLayers(packages, images, flags["max-layers"], flags["layer-cost"]);
      const count3 = /* @__PURE__ */ new Map();
      const keyOf = (layer) => [...layer].sort().join();
      for (const layer of shared.flat()) {
        count3.set(keyOf(layer), (count3.get(keyOf(layer)) ?? 0) + 1);
      }
      const text4 = formatSharedPlan({
        schema: 1,
        images: Object.fromEntries(
          flags.image.map((label, image) => [
            label,
            shared[image].map((layer) => ({ packages: layer, images: count3.get(keyOf(layer)) }))
          ])
        )
      });
      await writeOutputs((outputs) => (0, import_promises10.writeFile)(outputs.file(path16.resolve(root, flags.plan)), text4), signal);
    };
  }
});

// src/base/file-tree.ts
function* entriesBelow(directory, prefix) {
  for (const name2 of [...directory.children.keys()].sort()) {
    const node2 = directory.children.get(name2);
    if (node2.kind === "directory") {
      yield* entriesBelow(node2, `${prefix}${name2}/`);
    } else {
      yield [`${prefix}${name2}`, node2];
    }
  }
}
function split2(path34) {
  const slash = path34.lastIndexOf("/");
  return [path34.slice(0, Math.max(slash, 0)), path34.slice(slash + 1)];
}
var MOST_LINKS, WHITEOUT, OPAQUE, FileTree;
var init_file_tree = __esm({
  "src/base/file-tree.ts"() {
    "use strict";
    MOST_LINKS = 40;
    WHITEOUT = ".wh.";
    OPAQUE = ".wh..wh..opq";
    FileTree = class {
      #root = { kind: "directory", children: /* @__PURE__ */ new Map() };
      /** Names that the layer now being added has put into directories, which its own opaque whiteouts leave alone. */
      #added = /* @__PURE__ */ new Map();
      /** Begins a layer above what is there. */
      beginLayer() {
        this.#added = /* @__PURE__ */ new Map();
      }
      /** Puts an entry at a path, or removes what a whiteout names. */
      add(path34, node2) {
        const [parentPath, name2] = split2(path34);
        if (name2 === "") {
          return;
        }
        const parent = this.#directory(parentPath);
        if (parent === void 0) {
          return;
        }
        if (name2 === OPAQUE) {
          const added2 = this.#added.get(parent) ?? /* @__PURE__ */ new Set();
          for (const child of [...parent.children.keys()].filter((key2) => !added2.has(key2))) {
            parent.children.delete(child);
          }
          return;
        }
        if (name2.startsWith(WHITEOUT)) {
          const removed = name2.slice(WHITEOUT.length);
          if (this.#added.get(parent)?.has(removed) !== true) {
            parent.children.delete(removed);
          }
          return;
        }
        const added = this.#added.get(parent) ?? /* @__PURE__ */ new Set();
        this.#added.set(parent, added.add(name2));
        const existing = parent.children.get(name2);
        if (node2.kind === "directory" && existing?.kind === "directory") {
          return;
        }
        parent.children.set(name2, node2);
      }
      /** The node that a path names when its links are followed; undefined when there is none. */
      find(path34) {
        return this.#walk(path34, true);
      }
      /** As find, but does not follow a link that the path itself names. */
      findLink(path34) {
        return this.#walk(path34, false);
      }
      /** All that is there but directories, in the order of their paths' parts. */
      *entries() {
        yield* entriesBelow(this.#root, "");
      }
      #walk(path34, followLast) {
        const left = path34.split("/").reverse();
        const around = [{ name: "", node: this.#root }];
        let links = 0;
        while (left.length > 0) {
          const part = left.pop();
          if (part === "" || part === ".") {
            continue;
          }
          if (part === "..") {
            if (around.length > 1) {
              around.pop();
            }
            continue;
          }
          const node2 = around.at(-1).node.children.get(part);
          const isLast = left.every((other) => other === "" || other === ".");
          if (node2 === void 0) {
            return void 0;
          }
          if (node2.kind === "symlink" && (!isLast || followLast)) {
            links += 1;
            if (links > MOST_LINKS) {
              return void 0;
            }
            if (node2.target.startsWith("/")) {
              around.length = 1;
            }
            left.push(...node2.target.split("/").reverse());
            continue;
          }
          if (node2.kind === "directory") {
            around.push({ name: part, node: node2 });
            continue;
          }
          const parents = around.slice(1).map(({ name: name2 }) => name2);
          return isLast ? { path: [...parents, part].join("/"), node: node2 } : void 0;
        }
        return {
          path: around.slice(1).map(({ name: name2 }) => name2).join("/"),
          node: around.at(-1).node
        };
      }
      /** The directory at a path, made where it is missing; undefined where something else is in its way. */
      #directory(path34) {
        const found = this.find(path34);
        if (found !== void 0) {
          return found.node.kind === "directory" ? found.node : void 0;
        }
        const [parentPath, name2] = split2(path34);
        const parent = this.#directory(parentPath);
        if (parent === void 0) {
          return void 0;
        }
        const made = { kind: "directory", children: /* @__PURE__ */ new Map() };
        parent.children.set(name2, made);
        return made;
      }
    };
  }
});

// src/base/ld-so-cache.ts
function readLdSoCache(bytes) {
  const start = newFormatStart(bytes);
  if (start === void 0) {
    return void 0;
  }
  const isBig = (bytes[start + 28] & 3) === 3;
  const u32 = (at) => isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  const count3 = u32(start + 20);
  if (count3 > MOST_LIBRARIES || start + HEADER_SIZE + count3 * ENTRY_SIZE > bytes.length) {
    return void 0;
  }
  const libraries = [];
  for (let index = 0; index < count3; index += 1) {
    const at = start + HEADER_SIZE + index * ENTRY_SIZE;
    const [flags, key2, value] = [u32(at), start + u32(at + 4), start + u32(at + 8)];
    const name2 = stringAt(bytes, key2);
    const path34 = stringAt(bytes, value);
    if (name2 === void 0 || path34 === void 0) {
      return void 0;
    }
    if ((flags & 255) === ELF_LIBC6) {
      libraries.push({ name: name2, path: path34, special: u32(at + 16) !== 0 || u32(at + 20) !== 0 });
    }
  }
  return libraries;
}
function newFormatStart(bytes) {
  const isNew = (at) => bytes.length >= at + HEADER_SIZE && bytes.toString("latin1", at, at + NEW_MAGIC.length) === NEW_MAGIC;
  if (isNew(0)) {
    return 0;
  }
  if (bytes.length < 16 || bytes.toString("latin1", 0, OLD_MAGIC.length) !== OLD_MAGIC) {
    return void 0;
  }
  const count3 = bytes.readUInt32LE(12);
  const start = Math.ceil((16 + count3 * 12) / 8) * 8;
  return isNew(start) ? start : void 0;
}
function stringAt(bytes, at) {
  const end = at < bytes.length ? bytes.indexOf(0, at) : -1;
  return end < 0 ? void 0 : bytes.toString("utf8", at, end);
}
var OLD_MAGIC, NEW_MAGIC, HEADER_SIZE, ENTRY_SIZE, MOST_LIBRARIES, ELF_LIBC6;
var init_ld_so_cache = __esm({
  "src/base/ld-so-cache.ts"() {
    "use strict";
    OLD_MAGIC = "ld.so-1.7.0";
    NEW_MAGIC = "glibc-ld.so.cache1.1";
    HEADER_SIZE = 48;
    ENTRY_SIZE = 24;
    MOST_LIBRARIES = 1 << 16;
    ELF_LIBC6 = 3;
  }
});

// node_modules/tar/dist/esm/large-numbers.js
var encode2, encodePositive, encodeNegative, parse2, twos, pos, onesComp, twosComp;
var init_large_numbers = __esm({
  "node_modules/tar/dist/esm/large-numbers.js"() {
    encode2 = (num, buf) => {
      if (!Number.isSafeInteger(num)) {
        throw Error("cannot encode number outside of javascript safe integer range");
      } else if (num < 0) {
        encodeNegative(num, buf);
      } else {
        encodePositive(num, buf);
      }
      return buf;
    };
    encodePositive = (num, buf) => {
      buf[0] = 128;
      for (var i = buf.length; i > 1; i--) {
        buf[i - 1] = num & 255;
        num = Math.floor(num / 256);
      }
    };
    encodeNegative = (num, buf) => {
      buf[0] = 255;
      var flipped = false;
      num = num * -1;
      for (var i = buf.length; i > 1; i--) {
        var byte = num & 255;
        num = Math.floor(num / 256);
        if (flipped) {
          buf[i - 1] = onesComp(byte);
        } else if (byte === 0) {
          buf[i - 1] = 0;
        } else {
          flipped = true;
          buf[i - 1] = twosComp(byte);
        }
      }
    };
    parse2 = (buf) => {
      const pre = buf[0];
      const value = pre === 128 ? pos(buf.subarray(1, buf.length)) : pre === 255 ? twos(buf) : null;
      if (value === null) {
        throw Error("invalid base256 encoding");
      }
      if (!Number.isSafeInteger(value)) {
        throw Error("parsed number outside of javascript safe integer range");
      }
      return value;
    };
    twos = (buf) => {
      var len = buf.length;
      var sum = 0;
      var flipped = false;
      for (var i = len - 1; i > -1; i--) {
        var byte = Number(buf[i]);
        var f;
        if (flipped) {
          f = onesComp(byte);
        } else if (byte === 0) {
          f = byte;
        } else {
          flipped = true;
          f = twosComp(byte);
        }
        if (f !== 0) {
          sum -= f * Math.pow(256, len - i - 1);
        }
      }
      return sum;
    };
    pos = (buf) => {
      var len = buf.length;
      var sum = 0;
      for (var i = len - 1; i > -1; i--) {
        var byte = Number(buf[i]);
        if (byte !== 0) {
          sum += byte * Math.pow(256, len - i - 1);
        }
      }
      return sum;
    };
    onesComp = (byte) => (255 ^ byte) & 255;
    twosComp = (byte) => (255 ^ byte) + 1 & 255;
  }
});

// node_modules/tar/dist/esm/types.js
var isCode, normalFsTypes, name, code;
var init_types = __esm({
  "node_modules/tar/dist/esm/types.js"() {
    isCode = (c) => name.has(c);
    normalFsTypes = /* @__PURE__ */ new Set([
      "0",
      "",
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "7",
      "D"
    ]);
    name = /* @__PURE__ */ new Map([
      ["0", "File"],
      // same as File
      ["", "OldFile"],
      ["1", "Link"],
      ["2", "SymbolicLink"],
      // Devices and FIFOs aren't fully supported
      // they are parsed, but skipped when unpacking
      ["3", "CharacterDevice"],
      ["4", "BlockDevice"],
      ["5", "Directory"],
      ["6", "FIFO"],
      // same as File
      ["7", "ContiguousFile"],
      // pax headers
      ["g", "GlobalExtendedHeader"],
      ["x", "ExtendedHeader"],
      // vendor-specific stuff
      // skip
      ["A", "SolarisACL"],
      // like 5, but with data, which should be skipped
      ["D", "GNUDumpDir"],
      // metadata only, skip
      ["I", "Inode"],
      // data = link path of next file
      ["K", "NextFileHasLongLinkpath"],
      // data = path of next file
      ["L", "NextFileHasLongPath"],
      // skip
      ["M", "ContinuationFile"],
      // like L
      ["N", "OldGnuLongPath"],
      // skip
      ["S", "SparseFile"],
      // skip
      ["V", "TapeVolumeHeader"],
      // like x
      ["X", "OldExtendedHeader"]
    ]);
    code = new Map(Array.from(name).map((kv) => [kv[1], kv[0]]));
  }
});

// node_modules/tar/dist/esm/header.js
var import_node_path4, notNegative2, Header, splitPrefix, decString, decDate, numToDate, decNumber, nanUndef, decSmallNumber, MAXNUM, encNumber, encSmallNumber, octalString, padOctal, encDate, NULLS, encString;
var init_header = __esm({
  "node_modules/tar/dist/esm/header.js"() {
    import_node_path4 = require("node:path");
    init_large_numbers();
    init_types();
    notNegative2 = (n) => n === void 0 || n < 0 ? void 0 : n;
    Header = class {
      cksumValid = false;
      needPax = false;
      nullBlock = false;
      block;
      path;
      mode;
      uid;
      gid;
      size;
      cksum;
      #type = "Unsupported";
      linkpath;
      uname;
      gname;
      devmaj = 0;
      devmin = 0;
      atime;
      ctime;
      mtime;
      charset;
      comment;
      constructor(data, off = 0, ex, gex) {
        if (Buffer.isBuffer(data)) {
          this.decode(data, off || 0, ex, gex);
        } else if (data) {
          this.#slurp(data);
        }
      }
      decode(buf, off, ex, gex) {
        if (!off) {
          off = 0;
        }
        if (!buf || !(buf.length >= off + 512)) {
          throw new Error("need 512 bytes for header");
        }
        const t = decString(buf, off + 156, 1);
        const isNormalFS = normalFsTypes.has(t);
        const exForFields = isNormalFS ? ex : void 0;
        const gexForFields = isNormalFS ? gex : void 0;
        this.path = exForFields?.path ?? decString(buf, off, 100);
        this.mode = exForFields?.mode ?? gexForFields?.mode ?? decNumber(buf, off + 100, 8);
        this.uid = exForFields?.uid ?? gexForFields?.uid ?? decNumber(buf, off + 108, 8);
        this.gid = exForFields?.gid ?? gexForFields?.gid ?? decNumber(buf, off + 116, 8);
        this.size = notNegative2(exForFields?.size ?? gexForFields?.size ?? decNumber(buf, off + 124, 12));
        this.mtime = exForFields?.mtime ?? gexForFields?.mtime ?? decDate(buf, off + 136, 12);
        this.cksum = decNumber(buf, off + 148, 12);
        if (gexForFields)
          this.#slurp(gexForFields, true);
        if (exForFields)
          this.#slurp(exForFields);
        if (isCode(t)) {
          this.#type = t || "0";
        }
        if (this.#type === "0" && this.path.slice(-1) === "/") {
          this.#type = "5";
        }
        if (this.#type === "5") {
          this.size = 0;
        }
        this.linkpath = decString(buf, off + 157, 100);
        if (buf.subarray(off + 257, off + 265).toString() === "ustar\x0000") {
          this.uname = exForFields?.uname ?? gexForFields?.uname ?? decString(buf, off + 265, 32);
          this.gname = exForFields?.gname ?? gexForFields?.gname ?? decString(buf, off + 297, 32);
          this.devmaj = exForFields?.devmaj ?? gexForFields?.devmaj ?? decNumber(buf, off + 329, 8) ?? 0;
          this.devmin = exForFields?.devmin ?? gexForFields?.devmin ?? decNumber(buf, off + 337, 8) ?? 0;
          if (buf[off + 475] !== 0) {
            const prefix = decString(buf, off + 345, 155);
            this.path = prefix + "/" + this.path;
          } else {
            const prefix = decString(buf, off + 345, 130);
            if (prefix) {
              this.path = prefix + "/" + this.path;
            }
            this.atime = ex?.atime ?? gex?.atime ?? decDate(buf, off + 476, 12);
            this.ctime = ex?.ctime ?? gex?.ctime ?? decDate(buf, off + 488, 12);
          }
        }
        let sum = 8 * 32;
        for (let i = off; i < off + 148; i++) {
          sum += buf[i];
        }
        for (let i = off + 156; i < off + 512; i++) {
          sum += buf[i];
        }
        this.cksumValid = sum === this.cksum;
        if (this.cksum === void 0 && sum === 8 * 32) {
          this.nullBlock = true;
        }
      }
      #slurp(ex, gex = false) {
        Object.assign(this, Object.fromEntries(Object.entries(ex).filter(([k, v]) => {
          return !(v === null || v === void 0 || k === "size" && Number(v) < 0 || k === "path" && gex || k === "linkpath" && gex || k === "global");
        })));
      }
      encode(buf, off = 0) {
        if (!buf) {
          buf = this.block = Buffer.alloc(512);
        }
        if (this.#type === "Unsupported") {
          this.#type = "0";
        }
        if (!(buf.length >= off + 512)) {
          throw new Error("need 512 bytes for header");
        }
        const prefixSize = this.ctime || this.atime ? 130 : 155;
        const split4 = splitPrefix(this.path || "", prefixSize);
        const path34 = split4[0];
        const prefix = split4[1];
        this.needPax = !!split4[2];
        this.needPax = encString(buf, off, 100, path34) || this.needPax;
        this.needPax = encNumber(buf, off + 100, 8, this.mode) || this.needPax;
        this.needPax = encNumber(buf, off + 108, 8, this.uid) || this.needPax;
        this.needPax = encNumber(buf, off + 116, 8, this.gid) || this.needPax;
        this.needPax = encNumber(buf, off + 124, 12, this.size) || this.needPax;
        this.needPax = encDate(buf, off + 136, 12, this.mtime) || this.needPax;
        buf[off + 156] = Number(this.#type.codePointAt(0));
        this.needPax = encString(buf, off + 157, 100, this.linkpath) || this.needPax;
        buf.write("ustar\x0000", off + 257, 8);
        this.needPax = encString(buf, off + 265, 32, this.uname) || this.needPax;
        this.needPax = encString(buf, off + 297, 32, this.gname) || this.needPax;
        this.needPax = encNumber(buf, off + 329, 8, this.devmaj) || this.needPax;
        this.needPax = encNumber(buf, off + 337, 8, this.devmin) || this.needPax;
        this.needPax = encString(buf, off + 345, prefixSize, prefix) || this.needPax;
        if (buf[off + 475] !== 0) {
          this.needPax = encString(buf, off + 345, 155, prefix) || this.needPax;
        } else {
          this.needPax = encString(buf, off + 345, 130, prefix) || this.needPax;
          this.needPax = encDate(buf, off + 476, 12, this.atime) || this.needPax;
          this.needPax = encDate(buf, off + 488, 12, this.ctime) || this.needPax;
        }
        let sum = 8 * 32;
        for (let i = off; i < off + 148; i++) {
          sum += buf[i];
        }
        for (let i = off + 156; i < off + 512; i++) {
          sum += buf[i];
        }
        this.cksum = sum;
        encNumber(buf, off + 148, 8, this.cksum);
        this.cksumValid = true;
        return this.needPax;
      }
      get type() {
        return this.#type === "Unsupported" ? this.#type : name.get(this.#type);
      }
      get typeKey() {
        return this.#type;
      }
      set type(type) {
        const c = String(code.get(type));
        if (isCode(c) || c === "Unsupported") {
          this.#type = c;
        } else if (isCode(type)) {
          this.#type = type;
        } else {
          throw new TypeError("invalid entry type: " + type);
        }
      }
    };
    splitPrefix = (p, prefixSize) => {
      const pathSize = 100;
      let pp = p;
      let prefix = "";
      let ret = void 0;
      const root = import_node_path4.posix.parse(p).root || ".";
      if (Buffer.byteLength(pp) < pathSize) {
        ret = [pp, prefix, false];
      } else {
        prefix = import_node_path4.posix.dirname(pp);
        pp = import_node_path4.posix.basename(pp);
        do {
          if (Buffer.byteLength(pp) <= pathSize && Buffer.byteLength(prefix) <= prefixSize) {
            ret = [pp, prefix, false];
          } else if (Buffer.byteLength(pp) > pathSize && Buffer.byteLength(prefix) <= prefixSize) {
            ret = [pp.slice(0, pathSize - 1), prefix, true];
          } else {
            pp = import_node_path4.posix.join(import_node_path4.posix.basename(prefix), pp);
            prefix = import_node_path4.posix.dirname(prefix);
          }
        } while (prefix !== root && ret === void 0);
        if (!ret) {
          ret = [p.slice(0, pathSize - 1), "", true];
        }
      }
      return ret;
    };
    decString = (buf, off, size) => buf.subarray(off, off + size).toString("utf8").replace(/\0.*/, "");
    decDate = (buf, off, size) => numToDate(decNumber(buf, off, size));
    numToDate = (num) => num === void 0 ? void 0 : new Date(num * 1e3);
    decNumber = (buf, off, size) => Number(buf[off]) & 128 ? parse2(buf.subarray(off, off + size)) : decSmallNumber(buf, off, size);
    nanUndef = (value) => isNaN(value) ? void 0 : value;
    decSmallNumber = (buf, off, size) => nanUndef(parseInt(buf.subarray(off, off + size).toString("utf8").replace(/\0.*$/, "").trim(), 8));
    MAXNUM = {
      12: 8589934591,
      8: 2097151
    };
    encNumber = (buf, off, size, num) => num === void 0 ? false : num > MAXNUM[size] || num < 0 ? (encode2(num, buf.subarray(off, off + size)), true) : (encSmallNumber(buf, off, size, num), false);
    encSmallNumber = (buf, off, size, num) => buf.write(octalString(num, size), off, size, "ascii");
    octalString = (num, size) => padOctal(Math.floor(num).toString(8), size);
    padOctal = (str, size) => (str.length === size - 1 ? str : new Array(size - str.length - 1).join("0") + str + " ") + "\0";
    encDate = (buf, off, size, date2) => date2 === void 0 ? false : encNumber(buf, off, size, date2.getTime() / 1e3);
    NULLS = new Array(156).join("\0");
    encString = (buf, off, size, str) => str === void 0 ? false : (buf.write(str + NULLS, off, size, "utf8"), str.length !== Buffer.byteLength(str) || str.length > size);
  }
});

// node_modules/tar/dist/esm/pax.js
var import_node_path5, Pax, merge2, parseKV, parseKVLine;
var init_pax = __esm({
  "node_modules/tar/dist/esm/pax.js"() {
    import_node_path5 = require("node:path");
    init_header();
    Pax = class _Pax {
      atime;
      mtime;
      ctime;
      charset;
      comment;
      gid;
      uid;
      gname;
      uname;
      linkpath;
      dev;
      ino;
      nlink;
      path;
      size;
      mode;
      global;
      constructor(obj, global2 = false) {
        this.atime = obj.atime;
        this.charset = obj.charset;
        this.comment = obj.comment;
        this.ctime = obj.ctime;
        this.dev = obj.dev;
        this.gid = obj.gid;
        this.global = global2;
        this.gname = obj.gname;
        this.ino = obj.ino;
        this.linkpath = obj.linkpath;
        this.mtime = obj.mtime;
        this.nlink = obj.nlink;
        this.path = obj.path;
        this.size = obj.size;
        this.uid = obj.uid;
        this.uname = obj.uname;
      }
      encode() {
        const body = this.encodeBody();
        if (body === "") {
          return Buffer.allocUnsafe(0);
        }
        const bodyLen = Buffer.byteLength(body);
        const bufLen = 512 * Math.ceil(1 + bodyLen / 512);
        const buf = Buffer.allocUnsafe(bufLen);
        for (let i = 0; i < 512; i++) {
          buf[i] = 0;
        }
        new Header({
          // XXX split the path
          // then the path should be PaxHeader + basename, but less than 99,
          // prepend with the dirname
          /* c8 ignore start */
          path: ("PaxHeader/" + (0, import_node_path5.basename)(this.path ?? "")).slice(0, 99),
          /* c8 ignore stop */
          mode: this.mode || 420,
          uid: this.uid,
          gid: this.gid,
          size: bodyLen,
          mtime: this.mtime,
          type: this.global ? "GlobalExtendedHeader" : "ExtendedHeader",
          linkpath: "",
          uname: this.uname || "",
          gname: this.gname || "",
          devmaj: 0,
          devmin: 0,
          atime: this.atime,
          ctime: this.ctime
        }).encode(buf);
        buf.write(body, 512, bodyLen, "utf8");
        for (let i = bodyLen + 512; i < buf.length; i++) {
          buf[i] = 0;
        }
        return buf;
      }
      encodeBody() {
        return this.encodeField("path") + this.encodeField("ctime") + this.encodeField("atime") + this.encodeField("dev") + this.encodeField("ino") + this.encodeField("nlink") + this.encodeField("charset") + this.encodeField("comment") + this.encodeField("gid") + this.encodeField("gname") + this.encodeField("linkpath") + this.encodeField("mtime") + this.encodeField("size") + this.encodeField("uid") + this.encodeField("uname");
      }
      encodeField(field) {
        if (this[field] === void 0) {
          return "";
        }
        const r = this[field];
        const v = r instanceof Date ? r.getTime() / 1e3 : r;
        const s = " " + (field === "dev" || field === "ino" || field === "nlink" ? "SCHILY." : "") + field + "=" + v + "\n";
        const byteLen = Buffer.byteLength(s);
        let digits = Math.floor(Math.log(byteLen) / Math.log(10)) + 1;
        if (byteLen + digits >= Math.pow(10, digits)) {
          digits += 1;
        }
        const len = digits + byteLen;
        return len + s;
      }
      static parse(str, ex, g = false) {
        return new _Pax(merge2(parseKV(str), ex), g);
      }
    };
    merge2 = (a, b) => b ? Object.assign({}, b, a) : a;
    parseKV = (str) => str.replace(/\n$/, "").split("\n").reduce(parseKVLine, /* @__PURE__ */ Object.create(null));
    parseKVLine = (set, line2) => {
      const n = parseInt(line2, 10);
      if (n !== Buffer.byteLength(line2) + 1) {
        return set;
      }
      line2 = line2.slice((n + " ").length);
      const kv = line2.split("=");
      const r = kv.shift();
      if (!r) {
        return set;
      }
      const k = r.replace(/^SCHILY\.(dev|ino|nlink)/, "$1");
      const v = kv.join("=").replace(/\0.*/, "");
      switch (k) {
        case "path":
        case "linkpath":
        case "type":
        case "charset":
        case "comment":
        case "gname":
        case "uname":
          set[k] = v;
          break;
        case "ctime":
        case "atime":
        case "mtime":
          set[k] = new Date(Number(v) * 1e3);
          break;
        case "size":
          const s = +v;
          if (s >= 0)
            set[k] = s;
          break;
        case "gid":
        case "uid":
        case "dev":
        case "ino":
        case "nlink":
        case "mode":
          set[k] = +v;
          break;
      }
      return set;
    };
  }
});

// src/base/tar-reader.ts
async function readTar(chunks, visit) {
  const source = new ByteSource(chunks);
  let global2;
  let extended2 = {};
  while (!await source.isAtEnd()) {
    const block = await source.take(BLOCK);
    if (block.every((byte) => byte === 0)) {
      continue;
    }
    const header = readHeader(block, extended2, global2);
    const size = header.size ?? 0;
    const type = header.type;
    if (type === "ExtendedHeader" || type === "GlobalExtendedHeader" || /^NextFileHas|^OldGnuLong/.test(type)) {
      if (size > LARGEST_EXTENSION) {
        throw new TarError(`what it says of one entry has ${size} bytes`);
      }
      const text4 = (await source.take(size)).toString("utf8");
      await source.skip(padding(size));
      if (type === "GlobalExtendedHeader") {
        global2 = Pax.parse(text4, global2, true);
      } else if (type === "ExtendedHeader") {
        extended2 = { ...extended2, ...definedFields(Pax.parse(text4, void 0, false)) };
      } else if (type === "NextFileHasLongLinkpath") {
        extended2 = { ...extended2, linkpath: text4.replace(/\0.*$/s, "") };
      } else {
        extended2 = { ...extended2, path: text4.replace(/\0.*$/s, "") };
      }
      continue;
    }
    const kind = KINDS2[type] ?? "other";
    const contentSize = kind === "file" ? size : kind === "other" && type !== "Unsupported" ? size : 0;
    const content = new TarContent(source, contentSize);
    const entry = {
      path: plainPath(extended2.path ?? header.path ?? ""),
      kind,
      size: contentSize,
      mode: header.mode ?? 0,
      target: extended2.linkpath ?? header.linkpath ?? ""
    };
    await visit(entry, content);
    await content.skip();
    await source.skip(padding(contentSize));
    extended2 = {};
  }
}
function readHeader(block, extended2, global2) {
  const header = new Header();
  try {
    header.decode(block, 0, extended2, global2);
  } catch (error2) {
    throw new TarError(`has a damaged header: ${error2.message}`);
  }
  if (!header.cksumValid) {
    throw new TarError("has a header with a wrong checksum");
  }
  return header;
}
function definedFields(pax) {
  const { path: path34, linkpath, size } = pax;
  return {
    ...path34 === void 0 ? {} : { path: path34 },
    ...linkpath === void 0 ? {} : { linkpath },
    ...size === void 0 ? {} : { size }
  };
}
function padding(size) {
  return (BLOCK - size % BLOCK) % BLOCK;
}
function plainPath(path34) {
  const parts = [];
  for (const part of path34.split("/")) {
    if (part === "..") {
      parts.pop();
    } else if (part !== "" && part !== ".") {
      parts.push(part);
    }
  }
  return parts.join("/");
}
var TarError, BLOCK, LARGEST_EXTENSION, KINDS2, TarContent, ByteSource;
var init_tar_reader = __esm({
  "src/base/tar-reader.ts"() {
    "use strict";
    init_header();
    init_pax();
    TarError = class extends Error {
      constructor(message) {
        super(message);
        this.name = "TarError";
      }
    };
    BLOCK = 512;
    LARGEST_EXTENSION = 1 << 20;
    KINDS2 = {
      File: "file",
      OldFile: "file",
      ContiguousFile: "file",
      Directory: "directory",
      SymbolicLink: "symlink",
      Link: "hardlink"
    };
    TarContent = class {
      #source;
      #left;
      constructor(source, size) {
        this.#source = source;
        this.#left = size;
      }
      /** The next bytes of the content, fewer than asked for only at its end. */
      async take(length) {
        const bytes = await this.#source.take(Math.min(length, this.#left));
        this.#left -= bytes.length;
        return bytes;
      }
      async skip() {
        await this.#source.skip(this.#left);
        this.#left = 0;
      }
    };
    ByteSource = class {
      #chunks;
      #current = Buffer.alloc(0);
      constructor(chunks) {
        this.#chunks = chunks[Symbol.asyncIterator]();
      }
      async isAtEnd() {
        return this.#current.length === 0 && !await this.#fill();
      }
      async take(length) {
        if (length <= this.#current.length) {
          return this.#cut(length);
        }
        const parts = [];
        for (let left = length; left > 0; ) {
          if (this.#current.length === 0 && !await this.#fill()) {
            throw new TarError("ends too early");
          }
          const part = this.#cut(Math.min(left, this.#current.length));
          parts.push(part);
          left -= part.length;
        }
        return Buffer.concat(parts);
      }
      async skip(length) {
        for (let left = length; left > 0; ) {
          if (this.#current.length === 0 && !await this.#fill()) {
            throw new TarError("ends too early");
          }
          left -= this.#cut(Math.min(left, this.#current.length)).length;
        }
      }
      #cut(length) {
        const part = this.#current.subarray(0, length);
        this.#current = this.#current.subarray(length);
        return part;
      }
      /** Whether there are more bytes. */
      async #fill() {
        for (; ; ) {
          const { done, value } = await this.#chunks.next();
          if (done === true) {
            return false;
          }
          if (value.length > 0) {
            this.#current = value;
            return true;
          }
        }
      }
    };
  }
});

// src/base/find-base-facts.ts
async function findBaseFacts(layout, base, signal, modules) {
  const tree = new FileTree();
  for (const { digest, mediaType } of base.layers) {
    const file = blobPath(layout, digest);
    tree.beginLayer();
    try {
      await readTar(
        decompressed(file, mediaType, signal),
        (entry, content) => addEntry(tree, entry, content, modules !== void 0)
      );
    } catch (cause) {
      if (cause instanceof TarError || cause.code?.startsWith("Z_") === true) {
        throw new ActionError(`a layer of the base cannot be read: ${cause.message}`, {
          file,
          remedy: "fetch the base again; what is there is damaged",
          cause
        });
      }
      throw cause;
    }
  }
  return factsOf(tree, base, modules);
}
function decompressed(file, mediaType, signal) {
  const blob = (0, import_node_fs18.createReadStream)(file, { highWaterMark: 1 << 20, signal });
  if (/[+.]gzip$/.test(mediaType)) {
    return blob.pipe(forwardErrors(blob, zlib6.createGunzip({ chunkSize: 1 << 20 })));
  }
  if (/[+.]zstd$/.test(mediaType)) {
    if (zlib6.createZstdDecompress === void 0) {
      throw new ActionError(
        `a layer of the base is of zstd, which this Node (${process.versions.node}) does not read`,
        {
          file,
          remedy: 'use Node 22.15 or later in the toolchain, or check = "off"'
        }
      );
    }
    return blob.pipe(forwardErrors(blob, zlib6.createZstdDecompress({ chunkSize: 1 << 20 })));
  }
  return blob;
}
function forwardErrors(source, target) {
  source.once("error", (error2) => target.destroy(error2));
  return target;
}
async function addEntry(tree, entry, content, wantsModules) {
  const { path: path34 } = entry;
  switch (entry.kind) {
    case "directory":
      tree.add(path34, { kind: "directory", children: /* @__PURE__ */ new Map() });
      return;
    case "symlink":
      tree.add(path34, { kind: "symlink", target: entry.target });
      return;
    case "hardlink": {
      const target = tree.findLink(entry.target)?.node;
      if (target !== void 0 && target.kind !== "directory") {
        tree.add(path34, target);
      }
      return;
    }
    case "file":
      tree.add(path34, { kind: "file", content: await readFile(entry, content, wantsModules) });
      return;
    case "other":
      tree.add(path34, { kind: "file", content: { executable: false } });
  }
}
async function readFile({ path: path34, size, mode }, content, wantsModules) {
  const executable = (mode & 73) !== 0;
  if (CONFIGURATION2.test(path34)) {
    return size > LARGEST_TEXT ? { executable, unread: true } : { executable, bytes: await content.take(size) };
  }
  if (path34.endsWith(".py") && PYTHON_DIRECTORY.test(path34)) {
    const wanted = wantsModules && !UNREAD_MODULES.test(path34) && size <= LARGEST_TEXT;
    return wanted ? { executable, bytes: await content.take(size) } : { executable };
  }
  if (size < 4 || !(executable || LIBRARY.test(path34))) {
    return { executable };
  }
  const start = await content.take(4);
  if (startsLikeElf(start)) {
    if (size > LARGEST_ELF) {
      return { executable, unread: true };
    }
    return { executable, ...readLibrary(path34, Buffer.concat([start, await content.take(size - 4)])) };
  }
  if (start.subarray(0, 2).toString("latin1") === "#!") {
    const bytes = Buffer.concat([start, await content.take(LONGEST_FIRST_LINE2)]);
    return { executable, script: bytes.subarray(2).toString("utf8").split("\n")[0].trim() };
  }
  return { executable };
}
function readLibrary(path34, bytes) {
  const read = (target, position) => {
    if (position + target.length > bytes.length) {
      throw new ElfError("ends too early");
    }
    target.set(bytes.subarray(position, position + target.length));
  };
  try {
    const { libcSymbols: _, ...elf } = (isPython(path34) ? readPythonElf : readElf)(read, bytes.length);
    const loader = elf.interpreter === void 0 && /(?:^|\/)(?:ld[-\d]|libc[.-]musl|libc\.so$)/.test(path34);
    return loader ? { elf, loader: readLoader(path34, elf, bytes, read) } : { elf };
  } catch (error2) {
    if (error2 instanceof ElfError) {
      return { unread: true };
    }
    throw error2;
  }
}
function readLoader(path34, elf, bytes, read) {
  if (elf.soname !== void 0 && /^ld(?:-linux|64\.so|\.so)/.test(elf.soname)) {
    return { kind: "glibc", directories: builtInDirectories(bytes) };
  }
  if (/musl/.test(path34) || bytes.includes("musl libc")) {
    const version3 = /\0(1\.\d+\.\d+)(?:-git[\w-]*)?\0/.exec(bytes.toString("latin1"))?.[1];
    return {
      kind: "musl",
      directories: ["/lib", "/usr/local/lib", "/usr/lib"],
      exports: readExports(read, bytes.length),
      ...version3 === void 0 ? {} : { version: version3 }
    };
  }
  return void 0;
}
function builtInDirectories(bytes) {
  const found = /(?:\/(?:usr\/)?lib[\w./+-]*\/\0){2,}/.exec(bytes.toString("latin1"));
  return found === null ? ["/lib64", "/usr/lib64"] : found[0].split("\0").filter(Boolean).map((directory) => directory.slice(0, -1));
}
function factsOf(tree, base, modules) {
  const config2 = base.config.config ?? {};
  const textOf = (path34) => {
    const node2 = tree.find(path34)?.node;
    return node2?.kind === "file" ? node2.content.bytes : void 0;
  };
  const facts = {
    schema: 1,
    os: base.config.os,
    architecture: base.config.architecture,
    env: Array.isArray(config2.Env) ? config2.Env.filter((value) => typeof value === "string") : [],
    user: typeof config2.User === "string" ? config2.User : "",
    loaders: [],
    muslPaths: {},
    links: [],
    elf: [],
    unread: [],
    programs: [],
    modules: {},
    pathFiles: [],
    certificates: CERTIFICATES.filter((path34) => tree.find(path34)?.node.kind === "file"),
    users: readUsers(textOf("etc/passwd"))
  };
  const release2 = readRelease(textOf("etc/os-release") ?? textOf("usr/lib/os-release"));
  if (release2 !== void 0) {
    facts.release = release2;
  }
  const cache = textOf("etc/ld.so.cache");
  const cached2 = cache === void 0 ? void 0 : readLdSoCache(cache);
  if (cached2 !== void 0) {
    facts.cache = cached2.map(({ name: name2, path: path34, special }) => [name2, path34, special]);
  }
  if ((textOf("etc/ld.so.preload")?.toString("utf8").trim() ?? "") !== "") {
    facts.preload = true;
  }
  for (const [path34, node2] of tree.entries()) {
    if (node2.kind === "symlink") {
      facts.links.push([path34, node2.target]);
    } else {
      addFile2(facts, path34, node2.content, modules);
    }
  }
  const glibc = facts.elf.find(([path34]) => /(?:^|\/)libc(?:\.so\.6|-2\.\d+\.so)$/.test(path34))?.[1];
  const version3 = newestGlibc(glibc?.defines ?? []);
  for (const loader of facts.loaders) {
    if (loader.kind === "glibc" && version3 !== void 0) {
      loader.version = version3;
    }
  }
  return facts;
}
function addFile2(facts, path34, file, modules) {
  const slash = path34.lastIndexOf("/");
  const [directory, name2] = [path34.slice(0, Math.max(slash, 0)), path34.slice(slash + 1)];
  if (file.unread) {
    facts.unread.push(path34);
  }
  if (file.elf !== void 0 && (LIBRARY.test(path34) || STARTER.test(name2))) {
    facts.elf.push([path34, file.elf]);
  }
  if (file.loader !== void 0) {
    facts.loaders.push({ path: path34, ...file.loader });
  }
  if (file.executable && PROGRAM.test(path34)) {
    facts.programs.push(file.script === void 0 ? [path34] : [path34, file.script]);
  }
  const musl = /^(?:usr\/)?etc\/ld-musl-([\w-]+)\.path$/.exec(path34);
  if (musl !== null && file.bytes !== void 0) {
    facts.muslPaths[musl[1]] = file.bytes.toString("utf8").split(/[:\n]/).filter(Boolean);
  }
  if (PYTHON_DIRECTORY.test(path34)) {
    if (/\.(?:py|so|pyc)$/.test(name2) && !/\/(?:__pycache__|tests?)\//.test(path34)) {
      facts.modules[directory] ??= [];
      facts.modules[directory].push(name2);
    }
    if (name2.endsWith(".pth")) {
      facts.pathFiles.push(path34);
    }
    if (file.bytes !== void 0 && name2.endsWith(".py")) {
      modules?.({ path: path34, source: file.bytes });
    }
  } else if (name2 === "pyvenv.cfg" || name2.endsWith("._pth")) {
    facts.pathFiles.push(path34);
  }
}
function newestGlibc(versions) {
  const minors = versions.flatMap((version3) => /^GLIBC_2\.(\d+)$/.exec(version3)?.[1] ?? []).map(Number);
  return minors.length === 0 ? void 0 : `2.${Math.max(...minors)}`;
}
function readRelease(bytes) {
  if (bytes === void 0) {
    return void 0;
  }
  const fields = new Map(
    bytes.toString("utf8").split("\n").map((line2) => [line2.split("=")[0], line2.slice(line2.indexOf("=") + 1).replace(/^(["'])(.*)\1$/, "$2")])
  );
  return {
    id: fields.get("ID") ?? "linux",
    version: fields.get("VERSION_ID") ?? "",
    name: fields.get("PRETTY_NAME") ?? ""
  };
}
function readUsers(bytes) {
  return (bytes?.toString("utf8") ?? "").split("\n").flatMap((line2) => {
    const [name2, , uid, gid] = line2.split(":");
    return name2 !== void 0 && /^\d{1,10}$/.test(uid ?? "") && /^\d{1,10}$/.test(gid ?? "") ? [{ name: name2, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
var import_node_fs18, zlib6, LARGEST_ELF, LARGEST_TEXT, LONGEST_FIRST_LINE2, CONFIGURATION2, CERTIFICATES, PYTHON_DIRECTORY, UNREAD_MODULES, PROGRAM, LIBRARY, STARTER;
var init_find_base_facts = __esm({
  "src/base/find-base-facts.ts"() {
    "use strict";
    import_node_fs18 = require("node:fs");
    zlib6 = __toESM(require("node:zlib"));
    init_action_error();
    init_elf();
    init_base_layout();
    init_file_tree();
    init_ld_so_cache();
    init_tar_reader();
    LARGEST_ELF = 512 << 20;
    LARGEST_TEXT = 4 << 20;
    LONGEST_FIRST_LINE2 = 256;
    CONFIGURATION2 = /^(?:usr\/)?(?:etc\/(?:os-release|passwd|ld\.so\.cache|ld\.so\.preload|ld-musl-[\w-]+\.path)|lib\/os-release)$/;
    CERTIFICATES = [
      "etc/ssl/certs/ca-certificates.crt",
      "etc/pki/tls/certs/ca-bundle.crt",
      "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
      "etc/ssl/cert.pem"
    ];
    PYTHON_DIRECTORY = /(?:^|\/)lib(?:64)?\/python3[\d.t]*\//;
    UNREAD_MODULES = /\/(?:(?:site|dist)-packages|tests?|idlelib|lib2to3|turtledemo|ensurepip|__pycache__)\//;
    PROGRAM = /(?:^|\/)s?bin\/[^/]+$/;
    LIBRARY = /\.so(?:\.[^/]*)?$|(?:^|\/)ld[^/]*$/;
    STARTER = /^(?:python3?[\d.t]*|env|sh|ash|dash|bash|zsh|busybox|coreutils|toybox)$/;
  }
});

// src/base/base-facts-action.ts
var base_facts_action_exports = {};
__export(base_facts_action_exports, {
  baseFactsAction: () => baseFactsAction,
  baseFactsCommand: () => baseFactsCommand
});
var import_node_fs19, path17, argumentsSchema7, baseFactsCommand, baseFactsAction;
var init_base_facts_action = __esm({
  "src/base/base-facts-action.ts"() {
    "use strict";
    import_node_fs19 = require("node:fs");
    path17 = __toESM(require("node:path"));
    init_zod();
    init_flag_schemas();
    init_output_transaction();
    init_base_layout();
    init_find_base_facts();
    argumentsSchema7 = strictObject({
      base: path,
      architecture: path,
      os: path,
      variant: one.optional(),
      facts: path,
      modules: path.optional()
    });
    baseFactsCommand = {
      name: "base-facts",
      summary: "say what a base image has: libraries, loader, Pythons, shells, users",
      flags: [
        ["--base=DIRECTORY", "OCI layout of the base image"],
        ["--architecture=ARCH", "architecture in the words of OCI, such as amd64"],
        ["--os=OS", "operating system in the words of OCI, such as linux"],
        ["--variant=VARIANT", "variant of the architecture (optional)"],
        ["--facts=FILE", "output: the facts, JSON"],
        ["--modules=FILE", "output: the modules of its Pythons, a JSON array of path and text (latin-1) a line (optional)"]
      ]
    };
    baseFactsAction = async (args, { root, signal }) => {
      const flags = parseArguments("base-facts", argumentsSchema7, args);
      const onDisk = (file) => path17.resolve(root, file);
      const layout = onDisk(flags.base);
      const base = await readBaseLayout(layout, {
        os: flags.os,
        architecture: flags.architecture,
        ...flags.variant === void 0 ? {} : { variant: flags.variant }
      });
      await writeOutputs(async (outputs) => {
        const modules = flags.modules === void 0 ? void 0 : (0, import_node_fs19.openSync)(outputs.file(onDisk(flags.modules)), "wx");
        try {
          const facts = await findBaseFacts(
            layout,
            base,
            signal,
            modules === void 0 ? void 0 : ({ path: module2, source }) => void (0, import_node_fs19.writeSync)(modules, `${JSON.stringify([module2, source.toString("latin1")])}
`)
          );
          (0, import_node_fs19.writeFileSync)(outputs.file(onDisk(flags.facts)), `${JSON.stringify(facts)}
`);
        } finally {
          if (modules !== void 0) {
            (0, import_node_fs19.closeSync)(modules);
          }
        }
      }, signal);
    };
  }
});

// src/base/base-facts.ts
var text2, texts2, loaderSchema, baseFactsSchema;
var init_base_facts = __esm({
  "src/base/base-facts.ts"() {
    "use strict";
    init_zod();
    init_layer_facts();
    text2 = string2();
    texts2 = array(text2);
    loaderSchema = strictObject({
      /** Path of the file itself. */
      path: text2,
      kind: _enum(["glibc", "musl"]),
      /** Version of its C library, as 2.36 or 1.2.3; absent where nothing tells it. */
      version: text2.optional(),
      /** Absolute paths that are built into it, in its order. */
      directories: texts2,
      /** Symbols that musl has; glibc is asked for versions instead. */
      exports: texts2.optional()
    });
    baseFactsSchema = strictObject({
      schema: literal(1),
      os: text2,
      architecture: text2,
      /** The environment of its config, NAME=VALUE. */
      env: texts2,
      user: text2,
      /** ID, VERSION_ID and PRETTY_NAME of /etc/os-release. */
      release: strictObject({ id: text2, version: text2, name: text2 }).optional(),
      loaders: array(loaderSchema),
      /** /etc/ld.so.cache: name, absolute path, and whether it is for some processors only. */
      cache: array(tuple([text2, text2, boolean2()])).optional(),
      /** /etc/ld-musl-ARCH.path: absolute paths, by architecture. */
      muslPaths: record(text2, texts2),
      /** /etc/ld.so.preload is there and names something. */
      preload: literal(true).optional(),
      /** Every symbolic link and its target. */
      links: array(tuple([text2, text2])),
      /** ELF files that can be loaded, and programs that may start an application. */
      elf: array(tuple([text2, elfFactsSchema])),
      /** Files too large or too damaged to be read; nothing is said of them. */
      unread: texts2,
      /** Executable files in directories that are called bin or sbin; those that are scripts with their first line. */
      programs: array(union([tuple([text2]), tuple([text2, text2])])),
      /** Modules below the lib directories of its Pythons, by directory. */
      modules: record(text2, texts2),
      /** Directories there that hold a path configuration file (.pth, ._pth) or a pyvenv.cfg. */
      pathFiles: texts2,
      certificates: texts2,
      users: array(strictObject({ name: text2, uid: number2(), gid: number2() }))
    });
  }
});

// src/facts/module-imports.ts
var line, moduleSchema, layerImportsSchema;
var init_module_imports = __esm({
  "src/facts/module-imports.ts"() {
    "use strict";
    init_zod();
    line = number2().int().nonnegative();
    moduleSchema = strictObject({
      /**
       * Line, what is imported, and on what condition: `a.b` for `import a.b`, `..a:b,c` for `from ..a import b, c`, `!` where
       * nothing after it is certain; `main` when the module is the main one, or a comparison of the Python version.
       */
      imports: array(union([tuple([line, string2()]), tuple([line, string2(), string2()])])).optional(),
      /** Names that a package's own __init__.py gives a value; `*` where it may give any. */
      binds: array(string2()).optional(),
      /** `path`: it may change how modules are found. `modules`: it may put modules in place of others. */
      changes: array(_enum(["modules", "path"])).optional()
    });
    layerImportsSchema = strictObject({
      schema: literal(1),
      modules: record(string2(), moduleSchema),
      /** Modules that the Python of the build could not parse: nothing is known of them. */
      unparsed: array(string2())
    });
  }
});

// src/check/check-file.ts
function formatCheckFile(check) {
  const { schema, findings: findings3, checked } = checkFileSchema.parse(check);
  const lines = findings3.length === 0 ? "[]" : `[
${findings3.map((finding) => `    ${JSON.stringify(finding)}`).join(",\n")}
  ]`;
  return `{
  "schema": ${schema},
  "checked": ${JSON.stringify(checked)},
  "findings": ${lines}
}
`;
}
function describeChecked({ packages, elfFiles, libc, python }) {
  return [
    `${packages} package${packages === 1 ? "" : "s"}`,
    `${elfFiles} ELF file${elfFiles === 1 ? "" : "s"}`,
    ...libc === "" ? ["no base"] : [libc],
    ...python === "" ? ["no Python"] : [`Python ${python}`]
  ].join(", ");
}
var text3, stepSchema, findingSchema2, checkFileSchema;
var init_check_file = __esm({
  "src/check/check-file.ts"() {
    "use strict";
    init_zod();
    text3 = string2().min(1);
    stepSchema = strictObject({
      /** Path of the importing file in the image. */
      file: text3,
      line: number2().int().nonnegative(),
      /** The module that is imported there. */
      imports: text3
    });
    findingSchema2 = strictObject({
      /** "error": proved from the files. "warning": may fail. "note": worth knowing. */
      level: _enum(["error", "warning", "note"]),
      kind: _enum([
        "start",
        "library",
        "version",
        "symbols",
        "machine",
        "python-tag",
        "module",
        "requires-python",
        "user",
        "opened-by-name",
        "cuda",
        "two-versions",
        "certificates",
        "unknown"
      ]),
      /** One sentence without a full stop. */
      message: text3,
      /** What to do about it, as an imperative sentence; empty where nothing has to be done. */
      remedy: string2(),
      /** Normalised name of the distribution whose file it is about. */
      package: text3.optional(),
      /** Path in the image of that file. */
      file: text3.optional(),
      /** What is missing, as the file names it. */
      library: text3.optional(),
      /** The imports that lead there, from the main module on. */
      chain: array(stepSchema).optional()
    });
    checkFileSchema = strictObject({
      schema: literal(1),
      /** Errors first, then warnings, then notes. */
      findings: array(findingSchema2),
      /** What was looked at. */
      checked: strictObject({
        packages: number2().int().nonnegative(),
        elfFiles: number2().int().nonnegative(),
        /** How many modules the certain imports reach; 0 where imports are not known. */
        modules: number2().int().nonnegative(),
        /** As "glibc 2.36"; empty where no base is known. */
        libc: string2(),
        /** As "3.11"; empty where none was found. */
        python: string2(),
        /** As "Debian GNU/Linux 12 (bookworm)"; empty where nothing tells it. */
        base: string2()
      })
    });
  }
});

// src/check/loader.ts
function directoryOf(path34) {
  return path34.slice(0, Math.max(path34.lastIndexOf("/"), 0));
}
function restore(map, kept) {
  map.clear();
  for (const [key2, value] of kept) {
    map.set(key2, value);
  }
}
var LOADED_NOTHING, WITHIN_MUSL, DRIVER, LoadingProcess;
var init_loader = __esm({
  "src/check/loader.ts"() {
    "use strict";
    LOADED_NOTHING = { problems: [], certain: true };
    WITHIN_MUSL = /^lib(?:c|pthread|rt|m|dl|util|xnet)\./;
    DRIVER = /^(?:libcuda\.so|libnvidia-|libnvcuvid\.so|libnvoptix\.so|libvdpau_nvidia|libamdhip|libhsa-runtime)/;
    LoadingProcess = class _LoadingProcess {
      #settings;
      #loader;
      #program;
      #byName = /* @__PURE__ */ new Map();
      #byFile = /* @__PURE__ */ new Map();
      #dependencies;
      constructor(settings, loader, program) {
        this.#settings = settings;
        this.#loader = loader;
        this.#program = program;
        this.#byFile.set(this.#real(program.path) ?? program.path, program);
        this.#dependencies = this.#loadNeeded(program);
      }
      /**
       * Starts a program.
       *
       * @param path Path in the image; links are followed.
       * @returns a problem when it cannot be started at all; undefined when the file is no program that is known.
       */
      static start(settings, path34) {
        const found = settings.tree.find(path34);
        const elf = found?.node.kind === "file" ? found.node.content.elf : void 0;
        if (found === void 0 || elf === void 0) {
          return void 0;
        }
        if (elf.interpreter === void 0) {
          return void 0;
        }
        const loaderFile = settings.tree.find(elf.interpreter);
        const loader = settings.base.loaders.find((candidate) => candidate.path === loaderFile?.path);
        if (loaderFile === void 0) {
          return { kind: "loader", file: found.path, loader: elf.interpreter };
        }
        return loader === void 0 ? void 0 : new _LoadingProcess(settings, loader, { path: found.path, elf, parent: void 0 });
      }
      get loader() {
        return this.#loader;
      }
      get machine() {
        return this.#program.elf.machine;
      }
      /** What the program's own libraries came to. */
      get dependencies() {
        return this.#dependencies;
      }
      /** Loads a file as dlopen does with RTLD_NOW; when it fails, nothing stays loaded. */
      open(path34) {
        const found = this.#settings.tree.find(path34);
        if (found === void 0 || found.node.kind !== "file") {
          return LOADED_NOTHING;
        }
        const { elf, unread } = found.node.content;
        if (elf === void 0) {
          return { problems: [], certain: unread !== true };
        }
        if (this.#byFile.has(found.path)) {
          return LOADED_NOTHING;
        }
        if (!this.#fits(elf)) {
          return {
            problems: [{ kind: "machine", file: found.path, machine: elf.machine, wanted: this.machine }],
            certain: true
          };
        }
        return this.#loadNeeded({ path: path34, elf, parent: this.#program });
      }
      /** What `open` would come to; nothing stays loaded. */
      probe(path34) {
        const kept = { names: new Map(this.#byName), files: new Map(this.#byFile) };
        const result = this.open(path34);
        restore(this.#byName, kept.names);
        restore(this.#byFile, kept.files);
        return result;
      }
      #fits(elf) {
        const { machine, bits, bigEndian } = this.#program.elf;
        return elf.machine === machine && elf.bits === bits && elf.bigEndian === bigEndian;
      }
      /** Loads a file's libraries and theirs, breadth first. */
      #loadNeeded(first) {
        const kept = { names: new Map(this.#byName), files: new Map(this.#byFile) };
        const problems = [];
        let certain = !this.#settings.steered && this.#settings.base.preload !== true;
        const added = [];
        const add = (loaded2, name2) => {
          const file = this.#real(loaded2.path) ?? loaded2.path;
          this.#byFile.set(file, loaded2);
          for (const known of [name2, loaded2.elf.soname]) {
            if (known !== void 0 && !this.#byName.has(known)) {
              this.#byName.set(known, loaded2);
            }
          }
          added.push(loaded2);
        };
        add(first, void 0);
        for (let index = 0; index < added.length; index += 1) {
          const by = added[index];
          for (const name2 of by.elf.needed ?? []) {
            if (this.#byName.has(name2) || this.#isLoaderItself(name2)) {
              continue;
            }
            const found = this.#search(name2, by);
            if (found.loaded === "unknown") {
              certain = false;
            } else if (found.loaded === void 0) {
              certain &&= found.certain;
              problems.push({
                kind: "library",
                file: by.path,
                library: name2,
                ...found.foreign === void 0 ? {} : { foreign: found.foreign }
              });
            } else {
              const there = this.#byFile.get(this.#real(found.loaded.path) ?? "");
              if (there === void 0) {
                add(found.loaded, name2);
              } else {
                this.#byName.set(name2, there);
              }
            }
          }
        }
        problems.push(...this.#loader.kind === "glibc" ? this.#versionProblems(added) : this.#symbolProblems(added));
        if (problems.length > 0) {
          restore(this.#byName, kept.names);
          restore(this.#byFile, kept.files);
        }
        return { problems, certain };
      }
      #isLoaderItself(name2) {
        if (this.#loader.kind === "musl") {
          return WITHIN_MUSL.test(name2);
        }
        const node2 = this.#settings.tree.find(this.#loader.path)?.node;
        return node2?.kind === "file" && node2.content.elf?.soname === name2;
      }
      #search(name2, by) {
        let foreign;
        const tryFile = (file) => {
          const found = this.#settings.tree.find(file);
          if (found?.node.kind !== "file") {
            return "no";
          }
          const { elf, unread } = found.node.content;
          if (elf === void 0) {
            return unread ? "unknown" : "no";
          }
          if (!this.#fits(elf)) {
            foreign ??= elf.machine;
            return "no";
          }
          return { path: file, elf, parent: by };
        };
        if (name2.includes("/")) {
          const file = this.#expand(name2, by);
          const result = file === void 0 ? "unknown" : tryFile(file);
          return { loaded: result === "no" ? void 0 : result, certain: file?.startsWith("/") === true, foreign };
        }
        let certain = true;
        for (const candidate of this.#candidates(name2, by)) {
          if (candidate === void 0) {
            certain = false;
            continue;
          }
          const result = tryFile(candidate);
          if (result !== "no") {
            return { loaded: result, certain: true };
          }
        }
        return { loaded: void 0, certain: certain && !this.#isForSomeProcessors(name2), foreign };
      }
      /** The files that a loader tries, in order; undefined for one that is not known. */
      *#candidates(name2, by) {
        const inDirectories = (list, of) => list.split(":").map((directory) => {
          const expanded2 = this.#expand(directory, of);
          return expanded2 === void 0 || !expanded2.startsWith("/") ? void 0 : `${expanded2}/${name2}`;
        });
        if (this.#loader.kind === "musl") {
          for (let of = by; of !== void 0; of = of.parent) {
            const list = of.elf.runpath ?? of.elf.rpath;
            if (list !== void 0) {
              yield* inDirectories(list, of);
            }
          }
          yield* this.#muslDirectories().map((directory) => `${directory}/${name2}`);
          return;
        }
        if (by.elf.runpath === void 0) {
          let sawProgram = false;
          for (let of = by; of !== void 0; of = of.parent) {
            sawProgram ||= of === this.#program;
            if (of.elf.rpath !== void 0 && of.elf.runpath === void 0) {
              yield* inDirectories(of.elf.rpath, of);
            }
          }
          const { rpath, runpath } = this.#program.elf;
          if (!sawProgram && rpath !== void 0 && runpath === void 0) {
            yield* inDirectories(rpath, this.#program);
          }
        } else {
          yield* inDirectories(by.elf.runpath, by);
        }
        const { directories } = this.#loader;
        const isBuiltIn = (file) => directories.includes(directoryOf(file));
        for (const [cached2, file] of this.#settings.base.cache ?? []) {
          if (cached2 === name2 && !(by.elf.noDefaultDirectories && isBuiltIn(file))) {
            yield file;
          }
        }
        if (!by.elf.noDefaultDirectories) {
          yield* directories.map((directory) => `${directory}/${name2}`);
        }
      }
      #muslDirectories() {
        const [, architecture] = /ld-musl-([\w-]+)\.so/.exec(this.#program.elf.interpreter ?? "") ?? [];
        return this.#settings.base.muslPaths[architecture ?? ""] ?? this.#loader.directories;
      }
      /** A path with `$ORIGIN` in it; undefined where it holds what only the machine knows. */
      #expand(path34, of) {
        const origin = directoryOf(of.path.startsWith("/") ? of.path : `/${of.path}`);
        const expanded2 = path34.replaceAll(/\$(?:ORIGIN\b|\{ORIGIN\})/g, origin);
        return expanded2.includes("$") ? void 0 : expanded2;
      }
      /** Whether a library is there for some processors (glibc-hwcaps): which of them the machine has is not known. */
      #isForSomeProcessors(name2) {
        const cached2 = (this.#settings.base.cache ?? []).some(([known, , special]) => known === name2 && special);
        const variants = ["x86-64-v2", "x86-64-v3", "x86-64-v4", "power9", "power10", "z13", "z14", "z15", "z16"];
        return cached2 || this.#loader.directories.some(
          (directory) => variants.some(
            (variant) => this.#settings.tree.find(`${directory}/glibc-hwcaps/${variant}/${name2}`) !== void 0
          )
        );
      }
      #versionProblems(added) {
        return added.flatMap(
          (by) => (by.elf.needs ?? []).flatMap(({ file, versions }) => {
            const library = this.#byName.get(file) ?? this.#loaderAsLibrary(file);
            if (library?.elf.defines === void 0) {
              return [];
            }
            const defined = new Set(library.elf.defines);
            return versions.filter((version3) => !defined.has(version3)).map((version3) => ({ kind: "version", file: by.path, library: file, version: version3 }));
          })
        );
      }
      #loaderAsLibrary(name2) {
        const node2 = this.#isLoaderItself(name2) ? this.#settings.tree.find(this.#loader.path)?.node : void 0;
        const elf = node2?.kind === "file" ? node2.content.elf : void 0;
        return elf === void 0 ? void 0 : { path: this.#loader.path, elf, parent: void 0 };
      }
      #symbolProblems(added) {
        const { exports: exports2 } = this.#loader;
        const bridged = [...this.#byName.keys()].some((name2) => /^(?:libgcompat|libucontext|ld-linux)/.test(name2));
        if (exports2 === void 0 || bridged) {
          return [];
        }
        const there = new Set(exports2);
        return added.flatMap((by) => {
          const symbols = (by.elf.libcSymbols ?? []).filter((symbol) => !there.has(symbol));
          return symbols.length === 0 ? [] : [{ kind: "symbols", file: by.path, symbols }];
        });
      }
      #real(path34) {
        return this.#settings.tree.find(path34)?.path;
      }
    };
  }
});

// src/check/entry-point.ts
function variable(env, name2) {
  return env.findLast((entry) => entry.startsWith(`${name2}=`))?.slice(name2.length + 1);
}
function startProgram(settings, env, program) {
  let [next, args, by] = [program, [], void 0];
  let script;
  for (let scripts = 0; scripts <= MOST_SCRIPTS; scripts += 1) {
    const path34 = next.includes("/") ? next : lookUp(settings.tree, env, next);
    if (path34 === void 0) {
      return { kind: "missing", program: next, by };
    }
    const found = settings.tree.find(path34);
    if (found === void 0) {
      return /(?:^|\/)s?bin\/[^/]+$/.test(path34) || path34 === program ? { kind: "missing", program: path34, by } : { kind: "unknown" };
    }
    if (found.node.kind !== "file") {
      return { kind: "missing", program: path34, by };
    }
    const file = found.node.content;
    if (file.script !== void 0) {
      const [interpreter, ...rest] = file.script.split(/[ \t]+/).filter(Boolean);
      if (interpreter === void 0) {
        return { kind: "unknown" };
      }
      script ??= found.path;
      by = path34;
      next = interpreter;
      args = rest;
      continue;
    }
    if (/(?:^|\/)env$/.test(path34) && args.length > 0) {
      const env1 = loaded(settings, found.path);
      if (env1.kind === "load") {
        return env1;
      }
      const [name2] = args.filter((arg) => !arg.startsWith("-") && !arg.includes("="));
      if (name2 === void 0) {
        return { kind: "unknown" };
      }
      next = name2;
      args = [];
      continue;
    }
    const result = loaded(settings, found.path);
    return result.kind === "load" ? result : { kind: "started", program: found.path, process: result.process, script };
  }
  return { kind: "unknown" };
}
function loaded(settings, path34) {
  const process2 = LoadingProcess.start(settings, path34);
  if (process2 === void 0) {
    return { kind: "ok", process: void 0 };
  }
  if (!(process2 instanceof LoadingProcess)) {
    return { kind: "load", problems: [process2] };
  }
  const { problems, certain } = process2.dependencies;
  return problems.length > 0 && certain ? { kind: "load", problems } : { kind: "ok", process: process2 };
}
function lookUp(tree, env, name2) {
  for (const directory of (variable(env, "PATH") ?? DEFAULT_PATH2).split(":")) {
    if (directory.startsWith("/")) {
      const found = tree.find(`${directory}/${name2}`);
      if (found?.node.kind === "file" && found.node.content.executable !== false) {
        return `${directory}/${name2}`;
      }
    }
  }
  return void 0;
}
var MOST_SCRIPTS, DEFAULT_PATH2;
var init_entry_point = __esm({
  "src/check/entry-point.ts"() {
    "use strict";
    init_loader();
    MOST_SCRIPTS = 5;
    DEFAULT_PATH2 = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  }
});

// src/check/image-files.ts
function imageTree(base, layers) {
  const tree = new FileTree();
  if (base !== void 0) {
    addBase(tree, base);
  }
  for (const { facts, files } of layers) {
    const elf = new Map(facts.elf);
    const damaged3 = new Set(facts.damaged.map(([path34]) => path34));
    const scripts = new Map(facts.scripts);
    for (const [path34, ...rest] of files) {
      const [first] = rest;
      if (typeof first === "string") {
        tree.add(path34, { kind: "symlink", target: first });
        continue;
      }
      const [found, script] = [elf.get(path34), scripts.get(path34)];
      tree.add(path34, {
        kind: "file",
        content: {
          layer: facts,
          executable: found !== void 0 || script !== void 0,
          ...found === void 0 ? {} : { elf: found },
          ...script === void 0 ? {} : { script },
          ...damaged3.has(path34) ? { unread: true } : {}
        }
      });
    }
  }
  return tree;
}
function addBase(tree, base) {
  const files = /* @__PURE__ */ new Map();
  const add = (path34, facts) => void files.set(path34, { ...files.get(path34), ...facts });
  for (const [directory, names] of Object.entries(base.modules)) {
    for (const name2 of names) {
      add(directory === "" ? name2 : `${directory}/${name2}`, {});
    }
  }
  for (const [path34, script] of base.programs) {
    add(path34, { executable: true, ...script === void 0 ? {} : { script } });
  }
  for (const [path34, elf] of base.elf) {
    add(path34, { elf });
  }
  for (const path34 of base.unread) {
    add(path34, { unread: true });
  }
  for (const path34 of base.pathFiles) {
    add(path34, {});
  }
  for (const [path34, content] of files) {
    tree.add(path34, { kind: "file", content });
  }
  for (const [path34, target] of base.links) {
    tree.add(path34, { kind: "symlink", target });
  }
}
var init_image_files = __esm({
  "src/check/image-files.ts"() {
    "use strict";
    init_file_tree();
  }
});

// src/check/python.ts
function readPython(tree, program, machine, libc) {
  const found = tree.find(program);
  if (found === void 0 || found.node.kind !== "file") {
    return void 0;
  }
  const parts = found.path.split("/");
  const named = VERSIONED.exec(parts.at(-1));
  const libraries = [];
  for (let end = parts.length - 1; end >= 0 && libraries.length === 0; end -= 1) {
    const prefix = parts.slice(0, end).join("/");
    const lib = tree.find(`${prefix}/lib`)?.node;
    const names = lib?.kind === "directory" ? [...lib.children.keys()] : [];
    libraries.push(
      ...names.filter((name2) => named === null ? VERSIONED.test(name2) : name2 === `python${named[1]}${named[2]}`).map((name2) => `${prefix === "" ? "" : `${prefix}/`}lib/${name2}`).filter((directory) => tree.find(`${directory}/os.py`) !== void 0)
    );
  }
  const [library, ...others] = libraries;
  const inLibrary = VERSIONED.exec(library?.split("/").at(-1) ?? "");
  const [, version3, free] = named ?? (others.length === 0 ? inLibrary : null) ?? [];
  if (version3 === void 0) {
    return void 0;
  }
  return {
    program: found.path,
    version: version3,
    freeThreaded: free === "t",
    standardLibrary: library,
    builtIn: builtInModules(tree, found.path, found.node.content.elf?.needed ?? []),
    suffixes: extensionSuffixes(tree, library, version3, free === "t", machine, libc)
  };
}
function builtInModules(tree, program, needed) {
  const own2 = tree.find(program)?.node;
  const library = needed.find((name2) => name2.startsWith("libpython"));
  const beside = library === void 0 ? [] : [`${program.replace(/\/?[^/]*$/, "")}/../lib/${library}`];
  const places = library === void 0 ? [] : ["lib", "usr/lib", "usr/lib64", "usr/local/lib"].map((directory) => `${directory}/${library}`);
  const nodes = [own2, ...[...beside, ...places].map((path34) => tree.find(path34)?.node)];
  const names = nodes.flatMap((node2) => node2?.kind === "file" ? node2.content.elf?.builtIn ?? [] : []);
  return names.includes("posix") ? /* @__PURE__ */ new Set([...names, ...ALWAYS_BUILT_IN]) : void 0;
}
function extensionSuffixes(tree, library, version3, freeThreaded, machine, libc) {
  const dynload = library === void 0 ? void 0 : tree.find(`${library}/lib-dynload`)?.node;
  const names = dynload?.kind === "directory" ? [...dynload.children.keys()] : [];
  const own2 = names.flatMap((name2) => /\.(cpython-3\d+[a-z]*-[\w-]+)\.so$/.exec(name2)?.[1] ?? []);
  const tag = `cpython-${version3.replace(".", "")}${freeThreaded ? "t" : ""}`;
  const platform = libc === "musl" ? "linux-musl" : "linux-gnu";
  const expected = machine === "x86_64" || machine === "aarch64" ? `${tag}-${machine}-${platform}` : void 0;
  const first = own2.find((name2) => name2.startsWith(`${tag}-`)) ?? expected;
  return first === void 0 ? void 0 : [`.${first}.so`, ...freeThreaded ? [] : [".abi3.so"], ".so"];
}
function versionHolds(comparison, version3) {
  const [, operator, wanted] = /^(>=|<)(\d+\.\d+)$/.exec(comparison) ?? [];
  if (operator === void 0 || wanted === void 0) {
    return false;
  }
  const order = compareVersions(version3, wanted);
  return operator === ">=" ? order >= 0 : order < 0;
}
function compareVersions(left, right) {
  const [a, b] = [left, right].map((text4) => text4.split(".").map(Number));
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference2 = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference2 !== 0) {
      return difference2;
    }
  }
  return 0;
}
function requiresOther(requiresPython, version3) {
  for (const clause of requiresPython.split(",")) {
    const [, operator, wanted] = /^\s*(>=|>|<=|<|~=)\s*(\d+(?:\.\d+)*)\s*$/.exec(clause) ?? [];
    if (operator === void 0 || wanted === void 0) {
      continue;
    }
    const minor = wanted.split(".").slice(0, 2).join(".");
    const order = compareVersions(version3, minor);
    const isMinor = wanted.split(".").length <= 2 || wanted.split(".").slice(2).every((part) => part === "0");
    if ((operator === ">=" || operator === ">" || operator === "~=") && order < 0) {
      return "older";
    }
    if (operator === "<=" && order > 0) {
      return "newer";
    }
    if (operator === "<" && (order > 0 || order === 0 && isMinor)) {
      return "newer";
    }
  }
  return void 0;
}
var VERSIONED, ALWAYS_BUILT_IN;
var init_python = __esm({
  "src/check/python.ts"() {
    "use strict";
    VERSIONED = /^python(3\.\d+)(t?)$/;
    ALWAYS_BUILT_IN = ["builtins", "marshal", "sys", "_warnings", "_imp"];
  }
});

// src/check/import-chain.ts
function followImports(settings, mains) {
  const results = mains.map((main) => new Walk(settings).run(main));
  return {
    problems: results.flatMap(({ problems }) => problems),
    doubts: results.flatMap(({ doubts }) => doubts),
    reached: new Set(results.flatMap(({ reached }) => [...reached]))
  };
}
function absoluteName(from, by) {
  const dots = /^\.*/.exec(from)[0].length;
  if (dots === 0) {
    return from;
  }
  const parts = by.name.split(".");
  const keep = parts.length - dots + (by.directories === void 0 ? 0 : 1);
  const rest = from.slice(dots);
  if (keep < 1 || by.name === "__main__") {
    return void 0;
  }
  return [...parts.slice(0, keep), ...rest === "" ? [] : [rest]].join(".");
}
function filesBelow(tree, directory, depth) {
  const node2 = tree.find(directory)?.node;
  if (node2?.kind !== "directory" || depth === 0) {
    return [];
  }
  return [...node2.children].flatMap(
    ([name2, child]) => child.kind === "directory" ? filesBelow(tree, `${directory}/${name2}`, depth - 1).map((file) => `${name2}/${file}`) : [name2]
  );
}
var DEEPEST_CHAIN, ESSENTIAL, LOADED, Walk;
var init_import_chain = __esm({
  "src/check/import-chain.ts"() {
    "use strict";
    init_python();
    DEEPEST_CHAIN = 500;
    ESSENTIAL = {
      cv2: /^cv2\./,
      grpc: /^_cython\/cygrpc\./,
      numpy: /^_?core\/_multiarray_umath\./,
      psutil: /^_psutil_linux\./,
      psycopg2: /^_psycopg\./,
      torch: /^_C\./,
      zmq: /^backend\/cython\/_zmq\./
    };
    LOADED = [
      "sys",
      "builtins",
      "_imp",
      "_thread",
      "_warnings",
      "_weakref",
      "_io",
      "marshal",
      "posix",
      "time",
      "zipimport",
      "__main__"
    ];
    Walk = class {
      #settings;
      #process;
      #modules = new Map(LOADED.map((name2) => [name2, "unknown"]));
      #problems = [];
      #doubts = [];
      #reached = /* @__PURE__ */ new Set();
      #chain = [];
      /** Whether something that ran may have changed how modules are found. */
      #pathChanged;
      constructor(settings) {
        this.#settings = settings;
        this.#process = settings.start();
        this.#pathChanged = settings.hooked;
      }
      run(main) {
        this.#execute({ name: "__main__", file: main, directories: void 0, isExtension: false });
        return { problems: this.#problems, doubts: this.#doubts, reached: this.#reached };
      }
      /** Runs a module's body. */
      #execute(module2) {
        const file = module2.file === void 0 ? void 0 : this.#settings.tree.find(module2.file)?.path ?? module2.file;
        const facts = file === void 0 ? void 0 : this.#settings.factsOf(file);
        if (file === void 0 || facts === void 0 || this.#chain.length > DEEPEST_CHAIN) {
          return;
        }
        this.#reached.add(file);
        if (facts.changes !== void 0 && !this.#settings.finder.isStandard(file)) {
          this.#pathChanged = true;
        }
        for (const [line2, what, condition] of facts.imports ?? []) {
          if (condition !== void 0 && !this.#holds(condition, module2)) {
            continue;
          }
          if (what === "!") {
            return;
          }
          this.#import(what, module2, file, line2);
        }
      }
      #holds(condition, module2) {
        return condition === "main" ? module2.name === "__main__" : versionHolds(condition, this.#settings.python.version);
      }
      #import(what, by, file, line2) {
        const colon = what.indexOf(":");
        if (colon < 0) {
          this.#load(what, file, line2);
          return;
        }
        const from = absoluteName(what.slice(0, colon), by);
        if (from === void 0) {
          return;
        }
        const module2 = this.#load(from, file, line2);
        if (module2 === void 0 || module2 === "unknown" || module2.directories === void 0) {
          return;
        }
        const init = module2.file === void 0 ? void 0 : this.#settings.tree.find(module2.file)?.path;
        const facts = init === void 0 ? void 0 : this.#settings.factsOf(init);
        if (module2.file !== void 0 && (facts === void 0 || facts.binds?.some((name2) => name2 === "*" || name2 === "__getattr__"))) {
          return;
        }
        for (const name2 of what.slice(colon + 1).split(",")) {
          if (name2 !== "*" && !facts?.binds?.includes(name2) && !("certain" in this.#settings.finder.find(`${from}.${name2}`, module2))) {
            this.#load(`${from}.${name2}`, file, line2);
          }
        }
      }
      /** Imports a module by its full name, those that it is in first; undefined where one of them is not there. */
      #load(name2, file, line2) {
        let parent;
        const parts = name2.split(".");
        for (let end = 1; end <= parts.length; end += 1) {
          const prefix = parts.slice(0, end).join(".");
          const known = this.#modules.get(prefix);
          if (known === "unknown") {
            return known;
          }
          if (known !== void 0) {
            parent = known;
            continue;
          }
          const found = this.#settings.finder.find(prefix, parent);
          this.#chain.push({ file, line: line2, imports: prefix });
          try {
            if ("certain" in found) {
              this.#modules.set(prefix, "unknown");
              this.#missing(found);
              return void 0;
            }
            this.#modules.set(prefix, found);
            this.#enter(found);
          } finally {
            this.#chain.pop();
          }
          parent = found;
        }
        return parent;
      }
      #enter(module2) {
        if (module2.isExtension) {
          this.#open(module2.file);
          return;
        }
        this.#execute(module2);
        const pattern = module2.name.includes(".") ? void 0 : ESSENTIAL[module2.name];
        const [directory] = module2.directories ?? [];
        if (pattern !== void 0 && directory !== void 0 && module2.file !== void 0) {
          this.#enterEssential(module2.name, directory, pattern);
        }
      }
      /** Opens the extension of a package that is of no use without it. */
      #enterEssential(name2, directory, pattern) {
        const { suffixes } = this.#settings.python;
        const found = filesBelow(this.#settings.tree, directory, 3).filter(
          (file) => pattern.test(file) && file.endsWith(".so")
        );
        const fits = (file) => (suffixes ?? []).some((suffix) => file.replace(/^.*\//, "").replace(/^[^.]*/, "") === suffix);
        const fitting = found.find(fits);
        if (fitting !== void 0) {
          this.#open(`${directory}/${fitting}`);
        } else if (found.length > 0 && suffixes !== void 0) {
          this.#add(
            { kind: "missing", module: name2, others: found.map((file) => `${directory}/${file}`), chain: [...this.#chain] },
            true
          );
        }
      }
      #open(extension) {
        const real = this.#settings.tree.find(extension)?.path ?? extension;
        if (this.#reached.has(real)) {
          return;
        }
        this.#reached.add(real);
        const { problems, certain } = this.#process?.open(extension) ?? { problems: [], certain: true };
        for (const problem of problems) {
          this.#add({ kind: "load", extension: real, problem, chain: [...this.#chain] }, certain);
        }
      }
      #missing({ name: name2, others, certain }) {
        if (!certain && others.length === 0) {
          return;
        }
        const isCertain = certain && (others.length > 0 || !this.#pathChanged);
        this.#add({ kind: "missing", module: name2, others, chain: [...this.#chain] }, isCertain);
      }
      #add(problem, certain) {
        (certain ? this.#problems : this.#doubts).push(problem);
      }
    };
  }
});

// src/check/module-finder.ts
var MAY_BE_BUILT_IN, ModuleFinder;
var init_module_finder = __esm({
  "src/check/module-finder.ts"() {
    "use strict";
    MAY_BE_BUILT_IN = new Set(
      "array atexit audioop binascii builtins cmath errno faulthandler fcntl gc grp itertools marshal math mmap nis ossaudiodev parser posix pwd pyexpat readline resource select spwd sys syslog termios time unicodedata xxlimited xxsubtype zipimport zlib nt winreg msvcrt winsound".split(" ")
    );
    ModuleFinder = class {
      #settings;
      #roots;
      #standard;
      constructor(settings) {
        this.#settings = settings;
        const library = settings.python.standardLibrary;
        this.#standard = library === void 0 ? [] : [library, `${library}/lib-dynload`];
        this.#roots = [...settings.before, ...this.#standard, ...settings.after];
      }
      /** Whether a file is of the standard library. */
      isStandard(file) {
        const real = this.#settings.tree.find(file)?.path ?? file;
        return this.#standard.some((directory) => real.startsWith(`${directory}/`)) && !/\/(?:site|dist)-packages\//.test(real);
      }
      /**
       * Finds a module.
       *
       * @param name Full name.
       * @param parent The package that it is in; undefined for a module at the top.
       */
      find(name2, parent) {
        const tail = name2.slice(name2.lastIndexOf(".") + 1);
        if (parent === void 0) {
          return this.#findTop(name2);
        }
        const { directories } = parent;
        if (directories === void 0) {
          return { name: name2, others: [], certain: false };
        }
        const facts = parent.file === void 0 ? void 0 : this.#settings.factsOf(parent.file);
        const extended2 = facts?.changes?.includes("path") === true;
        const all = extended2 ? [...directories, ...this.#otherParts(parent.name, directories)] : directories;
        const found = this.#inDirectories(name2, tail, all);
        return "certain" in found ? { ...found, certain: found.certain && facts !== void 0 && facts.changes === void 0 } : found;
      }
      #findTop(name2) {
        const known = this.#settings.python.builtIn;
        if (known?.has(name2)) {
          return { name: name2, others: [], certain: false };
        }
        const first = this.#inDirectories(name2, name2, this.#roots);
        if ("certain" in first) {
          const builtIn = known === void 0 && (name2.startsWith("_") || MAY_BE_BUILT_IN.has(name2));
          return { ...first, certain: first.certain && !builtIn && this.#standard.length > 0 };
        }
        const shadows = first.file === void 0 || !this.isStandard(first.file);
        const standard = shadows && (known === void 0 && MAY_BE_BUILT_IN.has(name2) || !("certain" in this.#inDirectories(name2, name2, this.#standard)));
        return standard ? { name: name2, others: [], certain: false } : first;
      }
      #otherParts(name2, known) {
        return this.#roots.map((root) => `${root}/${name2.replaceAll(".", "/")}`).filter((directory) => !known.includes(directory) && this.#isDirectory(directory));
      }
      #inDirectories(name2, tail, directories) {
        const { suffixes } = this.#settings.python;
        const portions = [];
        const others = [];
        for (const directory of directories) {
          const base = `${directory}/${tail}`;
          const isDirectory = this.#isDirectory(base);
          if (isDirectory) {
            const init = this.#fileOf(`${base}/__init__`);
            if (init !== void 0) {
              return { name: name2, ...init, directories: [base] };
            }
          }
          const file = this.#fileOf(base);
          if (file !== void 0) {
            return { name: name2, ...file, directories: void 0 };
          }
          others.push(...this.#extensionsNamed(directory, tail));
          if (isDirectory) {
            portions.push(base);
          }
        }
        if (portions.length > 0) {
          return { name: name2, file: void 0, directories: portions, isExtension: false };
        }
        return { name: name2, others, certain: suffixes !== void 0 };
      }
      #fileOf(base) {
        for (const suffix of this.#settings.python.suffixes ?? []) {
          if (this.#isFile(base + suffix)) {
            return { file: base + suffix, isExtension: true };
          }
        }
        for (const suffix of [".py", ".pyc"]) {
          if (this.#isFile(base + suffix)) {
            return { file: base + suffix, isExtension: false };
          }
        }
        return void 0;
      }
      #extensionsNamed(directory, tail) {
        const node2 = this.#settings.tree.find(directory)?.node;
        return node2?.kind === "directory" ? [...node2.children.keys()].filter((name2) => name2.startsWith(`${tail}.`) && name2.endsWith(".so")).map((name2) => `${directory}/${name2}`) : [];
      }
      #isFile(path34) {
        return this.#settings.tree.find(path34)?.node.kind === "file";
      }
      #isDirectory(path34) {
        return this.#settings.tree.find(path34)?.node.kind === "directory";
      }
    };
  }
});

// src/check/opened-by-name.ts
function openedByName(name2) {
  return OPENED[name2] ?? [];
}
var OPENED;
var init_opened_by_name = __esm({
  "src/check/opened-by-name.ts"() {
    "use strict";
    OPENED = {
      cairocffi: ["libcairo.so.2"],
      cairosvg: ["libcairo.so.2"],
      pycairo: ["libcairo.so.2"],
      pyopengl: ["libGL.so.1"],
      pyusb: ["libusb-1.0.so.0"],
      "python-magic": ["libmagic.so.1"],
      pyzbar: ["libzbar.so.0"],
      sounddevice: ["libportaudio.so.2"],
      weasyprint: ["libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0"]
    };
  }
});

// src/check/system-packages.ts
function libraryRemedy(library, base, name2) {
  const instead = name2 === void 0 ? void 0 : WITHOUT[name2];
  const from = whereFrom(library, base?.release);
  const other = instead === void 0 ? "" : `, or use ${instead}, which does not need it`;
  return `${from}${other}; where it is added later, name it in allow_missing = ["${library}"]`;
}
function whereFrom(library, release2) {
  switch (release2?.id) {
    case "debian":
    case "ubuntu": {
      const found = DEBIAN[library];
      const late = Number(release2.version) >= (release2.id === "debian" ? 13 : 24) || release2.id === "debian" && release2.version === "";
      const named = found !== void 0 && late && WITH_T64.has(found) ? `${found}t64` : found;
      const name2 = release2.id === "debian" ? "Debian" : "Ubuntu";
      return named === void 0 ? `add the package of ${name2} that has it to the base (apt-file search ${library})` : `add it to the base; on ${name2}: ${named}`;
    }
    case "alpine":
    case "wolfi":
    case "chainguard":
      return `add it to the base (apk add so:${library})`;
    case "rhel":
    case "centos":
    case "fedora":
    case "rocky":
    case "almalinux":
      return `add it to the base (dnf install '${library}()(64bit)')`;
    default:
      return "add it to the base, or take a base that has it";
  }
}
var DEBIAN, WITH_T64, WITHOUT;
var init_system_packages = __esm({
  "src/check/system-packages.ts"() {
    "use strict";
    DEBIAN = {
      "libGL.so.1": "libgl1",
      "libEGL.so.1": "libegl1",
      "libGLU.so.1": "libglu1-mesa",
      "libSM.so.6": "libsm6",
      "libICE.so.6": "libice6",
      "libX11.so.6": "libx11-6",
      "libXext.so.6": "libxext6",
      "libXrender.so.1": "libxrender1",
      "libasound.so.2": "libasound2",
      "libatomic.so.1": "libatomic1",
      "libblas.so.3": "libblas3",
      "libbz2.so.1.0": "libbz2-1.0",
      "libcairo.so.2": "libcairo2",
      "libcrypt.so.1": "libcrypt1",
      "libcrypto.so.1.1": "libssl1.1",
      "libcrypto.so.3": "libssl3",
      "libcurl.so.4": "libcurl4",
      "libexpat.so.1": "libexpat1",
      "libffi.so.8": "libffi8",
      "libfontconfig.so.1": "libfontconfig1",
      "libfreetype.so.6": "libfreetype6",
      "libgcc_s.so.1": "libgcc-s1",
      "libgfortran.so.5": "libgfortran5",
      "libglib-2.0.so.0": "libglib2.0-0",
      "libgobject-2.0.so.0": "libglib2.0-0",
      "libgthread-2.0.so.0": "libglib2.0-0",
      "libgomp.so.1": "libgomp1",
      "libgssapi_krb5.so.2": "libgssapi-krb5-2",
      "libjpeg.so.62": "libjpeg62-turbo",
      "liblapack.so.3": "liblapack3",
      "liblzma.so.5": "liblzma5",
      "libmagic.so.1": "libmagic1",
      "libmariadb.so.3": "libmariadb3",
      "libncursesw.so.6": "libncursesw6",
      "libnss3.so": "libnss3",
      "libodbc.so.2": "unixodbc",
      "libopenblas.so.0": "libopenblas0",
      "libpango-1.0.so.0": "libpango-1.0-0",
      "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
      "libportaudio.so.2": "libportaudio2",
      "libpq.so.5": "libpq5",
      "libreadline.so.8": "libreadline8",
      "libsndfile.so.1": "libsndfile1",
      "libsodium.so.23": "libsodium23",
      "libsqlite3.so.0": "libsqlite3-0",
      "libssl.so.1.1": "libssl1.1",
      "libssl.so.3": "libssl3",
      "libstdc++.so.6": "libstdc++6",
      "libtinfo.so.6": "libtinfo6",
      "libusb-1.0.so.0": "libusb-1.0-0",
      "libuuid.so.1": "libuuid1",
      "libxcb.so.1": "libxcb1",
      "libxml2.so.2": "libxml2",
      "libxslt.so.1": "libxslt1.1",
      "libz.so.1": "zlib1g",
      "libzbar.so.0": "libzbar0",
      "libzstd.so.1": "libzstd1"
    };
    WITH_T64 = /* @__PURE__ */ new Set([
      "libasound2",
      "libcurl4",
      "libglib2.0-0",
      "libmagic1",
      "libodbc2",
      "libportaudio2",
      "libreadline8",
      "libssl3",
      "libgssapi-krb5-2"
    ]);
    WITHOUT = {
      "opencv-python": "opencv-python-headless",
      "opencv-contrib-python": "opencv-contrib-python-headless",
      psycopg2: "psycopg2-binary"
    };
  }
});

// src/check/check-image.ts
function checkImage(input) {
  return new Check(input).result();
}
function startRemedy(program, base) {
  const name2 = program.replace(/^.*\//, "");
  if (/^python/.test(name2)) {
    return 'take a base with that Python, or a Python toolchain that brings its own interpreter; with layout = "venv" `interpreter` names the base\'s';
  }
  if (/^(?:sh|bash|env|dash)$/.test(name2)) {
    const why = base === void 0 || base.programs.length > 0 ? "" : " (this one has no programs at all)";
    return `take a base with ${program}${why}, or layout = "venv", which starts Python without a shell`;
  }
  return `take a base with ${program}`;
}
function importedBy(chain) {
  const [first, ...rest] = chain;
  if (first === void 0) {
    return "it is imported by name";
  }
  const last = rest.at(-1);
  const to = last === void 0 ? "" : `, then ${shortPath(last.file)}:${last.line} imports ${last.imports}`;
  return `${shortPath(first.file)}:${first.line} imports ${first.imports}${to}`;
}
function shortPath(path34) {
  return path34.replace(/^.*\/(?:site|dist)-packages\//, "").replace(/^\/?(?:.*\/)?app\.runfiles\/_main\//, "").replace(/^\/?app\//, "").replace(/^\/?usr\/lib\/python/, "lib/python");
}
function tagOf(suffix) {
  return suffix.replace(/^\./, "").replace(/\.so$/, "");
}
function plain(path34) {
  return path34.replace(/^\/+/, "");
}
function normalized(name2) {
  return name2.toLowerCase().replaceAll(/[-_.]+/g, "-");
}
function split3(path34) {
  const slash = path34.lastIndexOf("/");
  return [path34.slice(0, Math.max(slash, 0)), path34.slice(slash + 1)];
}
function withoutRepeated2(findings3) {
  const seen = /* @__PURE__ */ new Set();
  return findings3.filter(({ kind, package: name2, library, file, message }) => {
    const key2 = JSON.stringify([kind, name2 ?? "", library ?? file ?? message]);
    return !seen.has(key2) && seen.add(key2);
  });
}
var LEVELS, Check, STANDARD_APART;
var init_check_image = __esm({
  "src/check/check-image.ts"() {
    "use strict";
    init_entry_point();
    init_image_files();
    init_import_chain();
    init_loader();
    init_module_finder();
    init_opened_by_name();
    init_python();
    init_system_packages();
    LEVELS = ["error", "warning", "note"];
    Check = class {
      #input;
      #tree;
      #modules;
      #loader;
      #findings = [];
      /** Names of all libraries that are anywhere in the image. */
      #libraries = /* @__PURE__ */ new Set();
      #python;
      #process;
      #reached = /* @__PURE__ */ new Set();
      constructor(input) {
        this.#input = input;
        this.#tree = imageTree(input.base, input.layers);
        this.#modules = new Map(input.imports.flatMap(({ modules }) => Object.entries(modules)));
        const set = (name2) => (variable(input.env, name2) ?? "") !== "";
        this.#loader = {
          tree: this.#tree,
          base: input.base ?? { loaders: [], muslPaths: {} },
          steered: set("LD_LIBRARY_PATH") || set("LD_PRELOAD")
        };
        for (const [path34, elf] of [...input.base?.elf ?? [], ...input.layers.flatMap(({ facts }) => facts.elf)]) {
          this.#libraries.add(path34.slice(path34.lastIndexOf("/") + 1));
          if (elf.soname !== void 0) {
            this.#libraries.add(elf.soname);
          }
        }
      }
      result() {
        this.#checkStart();
        this.#checkUser();
        this.#findPython();
        this.#checkImports();
        this.#checkPackages();
        this.#addNotes();
        const { base, layers } = this.#input;
        const [loader] = this.#process === void 0 ? base?.loaders ?? [] : [this.#process.loader];
        const findings3 = withoutRepeated2(this.#findings);
        return {
          schema: 1,
          findings: LEVELS.flatMap((level) => findings3.filter((finding) => finding.level === level)),
          checked: {
            packages: layers.filter(({ facts }) => facts.kind === "package").length,
            elfFiles: layers.reduce((count3, { facts }) => count3 + facts.elf.length, 0),
            modules: this.#reached.size,
            libc: loader === void 0 ? "" : `${loader.kind} ${loader.version ?? ""}`.trim(),
            python: this.#python?.version ?? "",
            base: base?.release?.name ?? ""
          }
        };
      }
      /** Follows the entry point to the program that the kernel starts at last. */
      #checkStart() {
        const [program] = this.#input.entrypoint;
        if (this.#input.base === void 0 || program === void 0) {
          return;
        }
        this.#reportStart(startProgram(this.#loader, this.#input.env, program), program);
      }
      #reportStart(result, entry) {
        if (result.kind === "missing") {
          const start = shortPath(entry);
          const first = result.by === void 0 ? void 0 : `${shortPath(result.by)} begins with a line that asks for ${result.program}`;
          this.#add({
            level: "error",
            kind: "start",
            message: `the image cannot start: ${first ?? `its entry point is ${start}`}, and the image has no ${result.program}`,
            remedy: startRemedy(result.program, this.#input.base),
            library: result.program
          });
        } else if (result.kind === "load") {
          for (const problem of result.problems) {
            this.#addLoadProblem(problem, problem.file, [], "error", `the image cannot start: `);
          }
        }
      }
      #checkUser() {
        const { base, user } = this.#input;
        const [name2] = user.split(":");
        if (base === void 0 || name2 === void 0 || name2 === "" || /^\d+$/.test(name2)) {
          return;
        }
        if (!base.users.some((known) => known.name === name2)) {
          this.#add({
            level: "error",
            kind: "user",
            message: `the image runs as the user ${name2}, whom the base's /etc/passwd does not have`,
            remedy: "give the user as a number, or add the user to the base"
          });
        }
      }
      /** The Python that runs the application: what Bazel's launcher starts, or the entry point itself. */
      #findPython() {
        const { base, env, entrypoint, mains, python } = this.#input;
        const program = python ?? "python3";
        if (base === void 0) {
          const own2 = python === void 0 ? void 0 : this.#tree.find(python);
          const elf = own2?.node.kind === "file" ? own2.node.content.elf : void 0;
          this.#python = own2 === void 0 ? void 0 : readPython(this.#tree, own2.path, elf?.machine, "glibc");
          return;
        }
        const started = startProgram(this.#loader, env, program);
        const isEntry = entrypoint[0] === program;
        if (started.kind !== "started") {
          if (!isEntry && mains.length > 0) {
            this.#reportStart(started, program);
          }
          return;
        }
        this.#process = started.process;
        this.#python = readPython(
          this.#tree,
          started.program,
          started.process?.machine,
          started.process?.loader.kind ?? "glibc"
        );
      }
      #checkImports() {
        const python = this.#python;
        if (python === void 0 || this.#input.imports.length === 0) {
          return;
        }
        const { before, mains } = this.#input;
        const after = this.#input.after.filter((directory) => this.#isLookedIn(directory));
        const factsOf2 = (file) => this.#modules.get(this.#tree.find(file)?.path ?? file);
        const finder = new ModuleFinder({ tree: this.#tree, python, before, after, factsOf: factsOf2 });
        const { problems, doubts, reached } = followImports(
          { tree: this.#tree, python, finder, factsOf: factsOf2, start: () => this.#startPython(python), hooked: this.#hasHooks() },
          mains.filter((main) => this.#tree.find(main) !== void 0)
        );
        this.#reached = reached;
        for (const problem of problems) {
          this.#addChainProblem(problem, "error");
        }
        for (const problem of doubts) {
          this.#addChainProblem(problem, "warning");
        }
      }
      #startPython({ program }) {
        const started = LoadingProcess.start(this.#loader, program);
        return started instanceof LoadingProcess ? started : void 0;
      }
      /** Whether the image's Python looks in a directory of packages: one of another version is not its own. */
      #isLookedIn(directory) {
        const [, version3] = /\/lib\/python(3\.\d+t?)\/site-packages$/.exec(directory) ?? [];
        const python = this.#python;
        return version3 === void 0 || python === void 0 || version3 === `${python.version}${python.freeThreaded ? "t" : ""}`;
      }
      /** Whether a path configuration file of a package, or a customisation, may add finders when Python starts. */
      #hasHooks() {
        const { after, before, layers } = this.#input;
        const isSite = (directory) => [...before, ...after].some((root) => plain(root) === directory);
        return layers.some(
          ({ facts, files }) => files.some(([path34]) => {
            const [directory, name2] = split3(path34);
            return isSite(directory) && (name2.endsWith(".pth") && facts.kind === "package" || /^(?:site|user)customize\.py$/.test(name2));
          })
        );
      }
      /** What of the packages may fail, whether something imports it for certain or not. */
      #checkPackages() {
        for (const { facts, files } of this.#input.layers) {
          if (facts.kind !== "package") {
            continue;
          }
          this.#checkRequiresPython(facts);
          this.#checkTags(facts.name, files);
          if (this.#process === void 0) {
            continue;
          }
          for (const [path34, elf] of facts.elf) {
            if (/\.so(?:\.|$)/.test(path34) && elf.interpreter === void 0 && !this.#reached.has(path34)) {
              const { problems } = this.#process.probe(path34);
              for (const problem of problems.filter((candidate) => !this.#isElsewhere(candidate))) {
                this.#addLoadProblem(problem, path34, [], "warning", "");
              }
            }
          }
        }
      }
      #checkRequiresPython(facts) {
        const python = this.#python;
        const own2 = facts.distributions.find(({ name: name2 }) => normalized(name2) === facts.name);
        if (python === void 0 || own2?.requiresPython === void 0) {
          return;
        }
        const other = requiresOther(own2.requiresPython, python.version);
        if (other !== void 0) {
          const isReached = [...this.#reached].some((file) => this.#packageOf(file) === facts.name);
          this.#add({
            level: other === "older" && isReached ? "error" : "warning",
            kind: "requires-python",
            message: `${facts.name} ${facts.version} wants Python ${own2.requiresPython}, and the image's Python is ${python.version}`,
            remedy: `take a base with such a Python, or a version of ${facts.name} for Python ${python.version}`,
            package: facts.name
          });
        }
      }
      #checkTags(name2, files) {
        const suffixes = this.#python?.suffixes;
        if (suffixes === void 0) {
          return;
        }
        const byModule = /* @__PURE__ */ new Map();
        for (const [path34] of files) {
          const [, module2, suffix] = /^(.*\/[^/.]+)(\.(?:[\w-]+\.)?so)$/.exec(path34) ?? [];
          if (module2 !== void 0 && suffix !== void 0 && suffix !== ".so") {
            byModule.set(module2, [...byModule.get(module2) ?? [], suffix]);
          }
        }
        const unfit = [...byModule].filter(([, found]) => !found.some((suffix) => suffixes.includes(suffix)));
        const [first] = unfit;
        if (first !== void 0 && !this.#findings.some((finding) => finding.kind === "python-tag" && finding.package === name2)) {
          const tags = [...new Set(unfit.flatMap(([, found]) => found))].map(tagOf);
          this.#add({
            level: "warning",
            kind: "python-tag",
            message: `${name2} has ${unfit.length} extension module${unfit.length === 1 ? "" : "s"} for ${tags.join(" and ")} alone, which the image's Python (${tagOf(suffixes[0])}) does not see`,
            remedy: `build for the Python of the image, or take a base with the Python that the wheels are for`,
            package: name2,
            file: `${first[0]}${first[1][0]}`
          });
        }
      }
      #addChainProblem(found, level) {
        const { chain } = found;
        if (found.kind === "load") {
          this.#addLoadProblem(found.problem, found.extension, chain, level, "");
          return;
        }
        const { module: module2, others } = found;
        const [other] = others;
        const where = importedBy(chain);
        if (other !== void 0) {
          const tags = [...new Set(others.map((file) => tagOf(file.replace(/^.*\/[^/.]*/, ""))))];
          this.#add({
            level: this.#allows(module2) ? "note" : level,
            kind: "python-tag",
            message: `the image's Python is ${tagOf(this.#python?.suffixes?.[0] ?? `.cpython-${this.#python?.version}`)}; ${module2} is there for ${tags.join(" and ")} alone; ${where}`,
            remedy: "build for the Python of the image, or take a base with the Python that the wheel is for",
            ...this.#about(other),
            library: module2,
            chain: [...chain]
          });
          return;
        }
        const elsewhere = this.#input.after.find((directory) => !this.#isLookedIn(directory));
        if (elsewhere !== void 0 && ["", ".py"].some((ending) => this.#tree.find(`${elsewhere}/${module2}${ending}`) !== void 0)) {
          this.#add({
            level,
            kind: "python-tag",
            message: `the image's Python is ${this.#python?.version}, and its packages are in ${plain(elsewhere)}, where it does not look; ${where}`,
            remedy: "take a base with the Python that the packages are for, or build for the Python of the base",
            library: "python",
            chain: [...chain]
          });
          return;
        }
        const isStandard = STANDARD_APART[module2];
        this.#add({
          level: this.#allows(module2) || this.#input.base === void 0 ? "note" : level,
          kind: "module",
          message: `nothing in the image has the module ${module2}; ${where}`,
          remedy: isStandard === void 0 ? `add the distribution that has ${module2} to the deps, or to the base; where it is added later, name it in allow_missing = ["${module2}"]` : `add it to the base: it is a part of Python's standard library that Debian has apart, as ${isStandard}`,
          library: module2,
          chain: [...chain]
        });
      }
      /** @param file The file that was asked for; the problem may be that of a library that it needs. */
      #addLoadProblem(problem, file, chain, level, before) {
        const { base } = this.#input;
        const by = this.#tree.find(problem.file)?.path ?? problem.file;
        const about = this.#about(by);
        const owner = about.package ?? this.#packageOf(file);
        const needs = by === file ? this.#named(by) : `${this.#named(file)} needs ${this.#named(by)}, which`;
        const subject = chain.length === 0 ? needs : `${importedBy(chain)}: ${needs}`;
        const common = { ...about, ...chain.length === 0 ? {} : { chain: [...chain] } };
        switch (problem.kind) {
          case "library": {
            const isKnown = this.#isElsewhere(problem) || this.#allows(problem.library) || DRIVER.test(problem.library);
            const foreign = problem.foreign === void 0 ? "nothing in the image has it" : `the image has it for ${problem.foreign} alone`;
            const elsewhere = this.#isElsewhere(problem) && problem.foreign === void 0 ? "the image has it where the loader does not look" : foreign;
            this.#add({
              level: isKnown ? "note" : level,
              kind: "library",
              message: `${before}${subject} needs ${problem.library}; ${elsewhere}`,
              remedy: isKnown ? "" : libraryRemedy(problem.library, base, owner),
              library: problem.library,
              ...common
            });
            return;
          }
          case "version": {
            const loader = this.#process?.loader ?? base?.loaders[0];
            const isLibc = problem.version.startsWith("GLIBC_");
            const has = isLibc ? `the base has glibc ${loader?.version ?? "of another version"}` : `the image's ${problem.library} does not have it`;
            this.#add({
              level: this.#allows(problem.version) || this.#allows(problem.library) ? "note" : level,
              kind: "version",
              message: `${before}${subject} needs ${problem.version}${isLibc ? "" : ` of ${problem.library}`}; ${has}`,
              remedy: isLibc ? `take a base with glibc ${problem.version.replace("GLIBC_", "")} or later, or a version of ${owner ?? "the package"} for older ones` : `take a base with a later ${problem.library}, or a version of ${owner ?? "the package"} for older ones`,
              library: problem.library,
              ...common
            });
            return;
          }
          case "symbols":
            this.#add({
              level: this.#allows("musl") ? "note" : level,
              kind: "symbols",
              message: `${before}${subject} is made for glibc, and the base has musl, which lacks ${problem.symbols.slice(0, 3).join(", ")}${problem.symbols.length > 3 ? " and more" : ""}`,
              remedy: "take the wheel for musl (musllinux), or a base with glibc",
              library: "libc.so.6",
              ...common
            });
            return;
          case "machine":
            this.#add({
              level,
              kind: "machine",
              message: `${before}${subject} is for ${problem.machine}, and the image's Python for ${problem.wanted}`,
              remedy: "build for the platform of the base (--platforms), so that the wheels are those of its architecture",
              ...common
            });
            return;
          case "loader":
            this.#add({
              level,
              kind: "start",
              message: `${before}${subject} is started by ${problem.loader}, which the image does not have`,
              remedy: /musl/.test(problem.loader) ? "take a base with musl, such as Alpine" : "take a base with glibc of the same architecture, such as Debian's; Alpine has musl, and an empty base nothing",
              library: problem.loader,
              ...common
            });
        }
      }
      #addNotes() {
        const { base, layers, imports } = this.#input;
        if (base === void 0) {
          this.#add({
            level: "note",
            kind: "unknown",
            message: "the image has no base, so that nothing is known of the libraries and the Python that it will find",
            remedy: "give `base` to have them checked"
          });
        }
        if (imports.length === 0) {
          this.#add({
            level: "note",
            kind: "unknown",
            message: "there is no Python toolchain, so that no imports are followed",
            remedy: "register a Python toolchain for the platform that runs actions"
          });
        }
        for (const { facts } of layers.filter(({ facts: { kind } }) => kind === "package")) {
          for (const library of openedByName(facts.name).filter(
            (name2) => base !== void 0 && !this.#libraries.has(name2) && !this.#allows(name2)
          )) {
            this.#add({
              level: "note",
              kind: "opened-by-name",
              message: `${facts.name} opens ${library} by its name when it is used; nothing in the image has it`,
              remedy: libraryRemedy(library, base, facts.name),
              package: facts.name,
              library
            });
          }
        }
        const cuda = layers.find(({ facts }) => /^nvidia-(?:cuda-runtime|cublas|cudnn)/.test(facts.name));
        const ofBase = base?.elf.find(([path34]) => /(?:^|\/)lib(?:cudart|cublas|cudnn)\.so/.test(path34));
        if (cuda !== void 0 && ofBase !== void 0) {
          this.#add({
            level: "note",
            kind: "cuda",
            message: `CUDA is in the image twice: the base has ${ofBase[0].replace(/^.*\//, "")}, and ${cuda.facts.name} brings its own`,
            remedy: "take a base without CUDA; the wheels bring what they need",
            package: cuda.facts.name
          });
        }
        this.#noteTwoVersions();
        const hasCertificates = base === void 0 || base.certificates.length > 0 || layers.some(({ facts }) => facts.name === "certifi");
        const usesTls = [...this.#reached].some((file) => /\/python3[\d.t]*\/ssl\.py$/.test(file));
        if (!hasCertificates && usesTls) {
          this.#add({
            level: "note",
            kind: "certificates",
            message: "the application imports ssl, and the base has no certificates that connections are checked against",
            remedy: "add certificates to the base (on Debian: ca-certificates), or certifi to the deps and SSL_CERT_FILE to the environment"
          });
        }
      }
      /** The same runtime library for threads from two packages: each has its own threads and locks. */
      #noteTwoVersions() {
        const holders = /* @__PURE__ */ new Map();
        for (const { facts } of this.#input.layers) {
          for (const [path34] of facts.elf) {
            const [, library, version3] = /\/(libgomp|libomp|libiomp5)(-[0-9a-f]{8})?\.so/.exec(path34) ?? [];
            if (library !== void 0) {
              const found = holders.get(library) ?? /* @__PURE__ */ new Map();
              holders.set(library, found.set(version3 ?? "", facts.name));
            }
          }
        }
        for (const [library, versions] of holders) {
          if (versions.size > 1) {
            this.#add({
              level: "note",
              kind: "two-versions",
              message: `${library} is in the image in ${versions.size} versions, of ${[...new Set(versions.values())].sort().join(" and ")}`,
              remedy: "",
              library
            });
          }
        }
      }
      /** Whether a library is somewhere in the image: a program may load it by its path before it is needed. */
      #isElsewhere(problem) {
        return problem.kind === "library" && this.#libraries.has(problem.library.replace(/^.*\//, ""));
      }
      #allows(name2) {
        return this.#input.allowMissing.includes(name2);
      }
      #packageOf(file) {
        const node2 = this.#tree.find(file)?.node;
        const layer = node2?.kind === "file" ? node2.content.layer : void 0;
        return layer?.kind === "package" ? layer.name : void 0;
      }
      #about(file) {
        const name2 = this.#packageOf(file);
        return { ...name2 === void 0 ? {} : { package: name2 }, file: plain(file) };
      }
      /** A file as a reader knows it: of its package, or of the base. */
      #named(file) {
        const name2 = this.#packageOf(file);
        const node2 = this.#tree.find(file)?.node;
        const isOfBase = node2?.kind === "file" && node2.content.layer === void 0;
        return name2 === void 0 ? `${isOfBase ? "the base's " : ""}${shortPath(file)}` : `${name2}'s ${shortPath(file)}`;
      }
      #add(finding) {
        this.#findings.push(finding);
      }
    };
    STANDARD_APART = {
      dbm: "python3-gdbm",
      distutils: "python3-distutils, up to Python 3.11",
      ensurepip: "python3-venv",
      lib2to3: "python3-lib2to3",
      tkinter: "python3-tk",
      venv: "python3-venv"
    };
  }
});

// src/check/check-image-action.ts
var check_image_action_exports = {};
__export(check_image_action_exports, {
  checkImageAction: () => checkImageAction,
  checkImageCommand: () => checkImageCommand
});
var import_node_fs20, path18, argumentsSchema8, checkImageCommand, REMEDY3, settingsSchema, checkImageAction;
var init_check_image_action = __esm({
  "src/check/check-image-action.ts"() {
    "use strict";
    import_node_fs20 = require("node:fs");
    path18 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_output_transaction();
    init_base_facts();
    init_layer_facts();
    init_module_imports();
    init_json_file();
    init_oci_schemas();
    init_layer_descriptor();
    init_check_file();
    init_check_image();
    argumentsSchema8 = strictObject({
      config: path,
      descriptor: many,
      facts: many,
      imports: many,
      "base-facts": path.optional(),
      python: path.optional(),
      main: many,
      before: many,
      after: many,
      "allow-missing": many,
      check: path
    });
    checkImageCommand = {
      name: "check-image",
      summary: "say what in an image cannot start, and why",
      flags: [
        ["--config=FILE", "config of the image"],
        ["--descriptor=FILE", "descriptor of a layer (repeated)"],
        ["--facts=FILE", "facts of the layer at the same place (repeated)"],
        ["--imports=FILE", "imports of a layer's or the base's modules (repeated)"],
        ["--base-facts=FILE", "facts of the base (optional)"],
        ["--python=PATH", "absolute path of the Python in the image; else python3 in its PATH (optional)"],
        ["--main=IMAGE_PATH", "a module that is run (repeated)"],
        ["--before=IMAGE_PATH", "a directory of Python's path before the standard library (repeated)"],
        ["--after=IMAGE_PATH", "a directory of Python's path after it (repeated)"],
        ["--allow-missing=NAME", "a library, version or module that is added later (repeated)"],
        ["--check=FILE", "output: the findings, JSON"]
      ]
    };
    REMEDY3 = "build again; the file is not what this version of package_layers writes";
    settingsSchema = looseObject({
      Env: array(string2()).nullish(),
      Entrypoint: array(string2()).nullish(),
      User: string2().nullish()
    });
    checkImageAction = async (args, { root, signal }) => {
      const flags = parseArguments("check-image", argumentsSchema8, args);
      const onDisk = (file) => path18.resolve(root, file);
      if (flags.descriptor.length !== flags.facts.length) {
        throw new ActionError(`${flags.descriptor.length} descriptors and ${flags.facts.length} facts`, {
          remedy: "give one --facts for each --descriptor, in the same order"
        });
      }
      const config2 = await readJson(configSchema, onDisk(flags.config), REMEDY3);
      const settings = settingsSchema.parse(config2.config ?? {});
      const layers = await Promise.all(
        flags.descriptor.map(async (descriptor, index) => ({
          facts: await readJson(layerFactsSchema, onDisk(flags.facts[index]), REMEDY3),
          files: (await readJson(layerDescriptorSchema, onDisk(descriptor), REMEDY3)).files
        }))
      );
      const base = flags["base-facts"];
      const check = checkImage({
        base: base === void 0 ? void 0 : await readJson(baseFactsSchema, onDisk(base), REMEDY3),
        layers,
        imports: await Promise.all(flags.imports.map((file) => readJson(layerImportsSchema, onDisk(file), REMEDY3))),
        env: settings.Env ?? [],
        entrypoint: settings.Entrypoint ?? [],
        user: settings.User ?? "",
        python: flags.python,
        mains: flags.main,
        before: flags.before,
        after: flags.after,
        allowMissing: flags["allow-missing"]
      });
      await writeOutputs(async (outputs) => {
        (0, import_node_fs20.writeFileSync)(outputs.file(onDisk(flags.check)), formatCheckFile(check));
      }, signal);
    };
  }
});

// src/check/report-check-action.ts
var report_check_action_exports = {};
__export(report_check_action_exports, {
  describeFindings: () => describeFindings,
  reportCheckAction: () => reportCheckAction,
  reportCheckCommand: () => reportCheckCommand
});
function describeFindings(findings3) {
  const lines = findings3.slice(0, MOST_SHOWN).flatMap(({ level, message, remedy }) => [
    `  ${level}: ${printable(message)}`,
    ...remedy === "" ? [] : [`    ${printable(remedy)}`]
  ]);
  const more = findings3.length - MOST_SHOWN;
  return [...lines, ...more > 0 ? [`  and ${more} more`] : []].join("\n");
}
function printable(text4) {
  return text4.replaceAll(new RegExp("\\p{Cc}", "gu"), (character) => `\\x${character.codePointAt(0).toString(16).padStart(2, "0")}`);
}
var import_node_fs21, path19, argumentsSchema9, reportCheckCommand, MOST_SHOWN, reportCheckAction;
var init_report_check_action = __esm({
  "src/check/report-check-action.ts"() {
    "use strict";
    import_node_fs21 = require("node:fs");
    path19 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_output_transaction();
    init_json_file();
    init_check_file();
    argumentsSchema9 = strictObject({
      check: path,
      image: one,
      level: one.pipe(_enum(["warn", "error", "strict"])),
      stamp: path
    });
    reportCheckCommand = {
      name: "report-check",
      summary: "show what check-image found, and fail for what the level says",
      flags: [
        ["--check=FILE", "the findings that check-image wrote"],
        ["--image=NAME", "what the image is called"],
        ["--level=LEVEL", "warn: never fail; error: fail for errors; strict: fail for warnings too"],
        ["--stamp=FILE", "output: a file that says that the image passed"]
      ]
    };
    MOST_SHOWN = 20;
    reportCheckAction = async (args, { root, signal, log }) => {
      const flags = parseArguments("report-check", argumentsSchema9, args);
      const onDisk = (file) => path19.resolve(root, file);
      const { findings: findings3, checked } = await readJson(checkFileSchema, onDisk(flags.check), "build again");
      const failing = findings3.filter(
        ({ level }) => flags.level !== "warn" && (level === "error" || level === "warning" && flags.level === "strict")
      );
      const told = findings3.filter((finding) => finding.level !== "note" && !failing.includes(finding));
      if (told.length > 0) {
        log(`package_layers: ${flags.image}:
${describeFindings(told)}`);
      }
      if (failing.length > 0) {
        log(`package_layers: ${flags.image}:
${describeFindings(failing)}`);
        const count3 = `${failing.length} finding${failing.length === 1 ? "" : "s"}`;
        throw new ActionError(`${flags.image}: the image cannot start as it is, by ${count3} above`, {
          remedy: 'mend what is named above; check = "warn" builds the image all the same'
        });
      }
      const errors = findings3.filter(({ level }) => level === "error").length;
      const summary2 = `${errors === 0 ? "nothing found" : `${errors} error${errors === 1 ? "" : "s"}`}: ${describeChecked(checked)}`;
      await writeOutputs(async (outputs) => {
        (0, import_node_fs21.writeFileSync)(outputs.file(onDisk(flags.stamp)), `${summary2}
`);
      }, signal);
    };
  }
});

// src/sbom/cyclonedx.ts
function formatCycloneDx(inventory, version3) {
  const image = { type: "container", name: inventory.name, "bom-ref": "image" };
  const body = {
    metadata: {
      tools: { components: [{ type: "application", name: "package_layers", version: version3 }] },
      component: image
    },
    components: [
      ...inventory.components.filter(({ within }) => within === void 0).map((component) => componentOf(component, inventory)),
      ...inventory.files.map(({ id, path: path34, layer }) => ({
        type: "file",
        "bom-ref": id,
        name: path34,
        properties: [...placeOf2(layer), property("origin", "belongs to no distribution")]
      })),
      ...inventory.base.length === 0 ? [] : [
        {
          type: "container",
          "bom-ref": "base",
          name: "base image",
          properties: inventory.base.map((digest) => property("layer:digest", digest))
        }
      ]
    ],
    // The base's content is for its own SBOM to tell.
    ...inventory.base.length === 0 ? {} : { compositions: [{ aggregate: "unknown", assemblies: ["base"] }] }
  };
  const serial = (0, import_node_crypto11.createHash)("sha256").update(JSON.stringify(body)).digest("hex");
  return `${JSON.stringify(
    {
      $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      serialNumber: `urn:uuid:${uuidOf(serial)}`,
      version: 1,
      ...body
    },
    void 0,
    2
  )}
`;
}
function componentOf(component, inventory) {
  const { id, name: name2, version: version3, purl, licenseExpression, license, sha256: sha2562, layer, path: path34, libraries, sboms, within } = component;
  const carried = inventory.components.filter((other) => other.within === id);
  return {
    type: "library",
    "bom-ref": id,
    name: name2,
    ...version3 === "" ? {} : { version: version3 },
    purl,
    ...licenseExpression !== void 0 ? { licenses: [{ expression: licenseExpression }] } : license !== void 0 ? { licenses: [{ license: { name: license } }] } : {},
    ...sha2562 === void 0 ? {} : { hashes: [{ alg: "SHA-256", content: sha2562 }] },
    ...sboms.length === 0 ? {} : { externalReferences: sboms.map((sbom) => ({ type: "bom", url: `file:///${sbom}` })) },
    properties: [
      ...placeOf2(layer),
      ...path34 === "" ? [property("origin", "has no metadata; name and version are those of its target")] : [property("path", path34)],
      ...within === void 0 ? [] : [property("origin", "vendored")]
    ],
    ...carried.length + libraries.length === 0 ? {} : {
      components: [
        ...carried.map((other) => componentOf(other, inventory)),
        ...libraries.map((library) => ({
          type: "file",
          "bom-ref": `${id}:${library}`,
          name: library,
          properties: [property("origin", "vendored")]
        }))
      ]
    }
  };
}
function placeOf2({ digest, diffId }) {
  return [property("layer:digest", digest), property("layer:diffId", diffId)];
}
function property(name2, value) {
  return { name: `package_layers:${name2}`, value };
}
function uuidOf(hex) {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
var import_node_crypto11;
var init_cyclonedx = __esm({
  "src/sbom/cyclonedx.ts"() {
    "use strict";
    import_node_crypto11 = require("node:crypto");
  }
});

// src/sbom/inventory.ts
function takeInventory(name2, plan2, layers) {
  const components = [];
  const files = [];
  const ids = /* @__PURE__ */ new Map();
  const idOf = (text4) => {
    const id = text4.replaceAll(/[^A-Za-z0-9.-]+/g, "-");
    const count3 = ids.get(id) ?? 0;
    ids.set(id, count3 + 1);
    return count3 === 0 ? id : `${id}-${count3 + 1}`;
  };
  for (const { descriptor, facts } of layers) {
    const layer = layerOf(plan2, descriptor);
    const isOwn = ({ name: found }) => normalizePackageName(found) === descriptor.name;
    const own2 = descriptor.kind === "package" ? facts.distributions.find(isOwn) : void 0;
    let carrier;
    if (descriptor.kind === "package") {
      carrier = idOf(`${descriptor.name}-${own2?.version ?? descriptor.version}`);
      components.push({
        id: carrier,
        name: own2?.name ?? descriptor.name,
        version: own2?.version ?? descriptor.version,
        purl: own2?.purl ?? pypiPurl(descriptor.name, descriptor.version),
        licenseExpression: own2?.licenseExpression,
        license: own2?.license,
        sha256: descriptor.digest.replace("sha256:", ""),
        layer,
        path: own2?.path ?? "",
        within: void 0,
        libraries: facts.elf.map(([path34]) => path34).filter((path34) => CARRIED_LIBRARY.test(path34)),
        sboms: facts.sboms
      });
    }
    for (const other of facts.distributions.filter((distribution) => distribution !== own2)) {
      components.push({
        id: idOf(`${other.name}-${other.version}`),
        name: other.name,
        version: other.version,
        purl: other.purl,
        licenseExpression: other.licenseExpression,
        license: other.license,
        sha256: void 0,
        layer,
        path: other.path,
        within: carrier,
        libraries: [],
        sboms: []
      });
    }
    if (descriptor.kind !== "package") {
      files.push(...facts.elf.map(([path34]) => ({ id: idOf(`file-${path34}`), path: path34, layer })));
    }
  }
  return {
    name: name2,
    components,
    files,
    base: plan2.layers.filter(({ kind }) => kind === "base").map(({ digest }) => digest)
  };
}
function layerOf(plan2, { kind, name: name2, version: version3, digest, diffId }) {
  const found = plan2.layers.find((layer) => layer.digest === digest) ?? plan2.layers.find(
    (layer) => kind === "package" && layer.packages.some((held) => held.name === name2 && held.version === version3)
  );
  return { digest: found?.digest ?? digest, diffId: found?.diffId ?? diffId };
}
var CARRIED_LIBRARY;
var init_inventory = __esm({
  "src/sbom/inventory.ts"() {
    "use strict";
    init_distribution();
    init_package_name();
    CARRIED_LIBRARY = /(?:\.libs|\/\.dylibs|_libs)\/[^/]+$/;
  }
});

// src/sbom/spdx.ts
function formatSpdx(inventory, version3) {
  const image = "SPDXRef-image";
  const ref = (id) => `SPDXRef-${id.replaceAll(/[^A-Za-z0-9.-]/g, "-")}`;
  const wordings = [
    ...new Set(
      inventory.components.flatMap(
        ({ license, licenseExpression }) => licenseExpression === void 0 && license !== void 0 ? [license] : []
      )
    )
  ];
  const licenseRef = (words) => `LicenseRef-${wordings.indexOf(words) + 1}`;
  const body = {
    packages: [
      {
        SPDXID: image,
        name: inventory.name,
        downloadLocation: "NOASSERTION",
        filesAnalyzed: false,
        primaryPackagePurpose: "CONTAINER",
        ...inventory.base.length === 0 ? {} : { comment: `the layers of its base are not looked into: ${inventory.base.join(", ")}` }
      },
      ...inventory.components.map((component) => ({ SPDXID: ref(component.id), ...packageOf(component, licenseRef) })),
      ...inventory.files.map(({ id, path: path34, layer }) => ({
        SPDXID: ref(id),
        name: path34,
        downloadLocation: "NOASSERTION",
        filesAnalyzed: false,
        primaryPackagePurpose: "FILE",
        comment: `belongs to no distribution; in layer ${layer.digest} (diff_id ${layer.diffId})`
      })),
      ...inventory.components.flatMap(
        ({ id, libraries }) => libraries.map((library) => ({
          SPDXID: ref(`${id}-${library}`),
          name: library,
          downloadLocation: "NOASSERTION",
          filesAnalyzed: false,
          primaryPackagePurpose: "FILE",
          comment: "vendored: a library of others that the distribution carries"
        }))
      )
    ],
    relationships: [
      { spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: image },
      ...inventory.components.map(({ id, within }) => ({
        spdxElementId: within === void 0 ? image : ref(within),
        relationshipType: "CONTAINS",
        relatedSpdxElement: ref(id)
      })),
      ...inventory.files.map(({ id }) => ({
        spdxElementId: image,
        relationshipType: "CONTAINS",
        relatedSpdxElement: ref(id)
      })),
      ...inventory.components.flatMap(
        ({ id, libraries }) => libraries.map((library) => ({
          spdxElementId: ref(id),
          relationshipType: "CONTAINS",
          relatedSpdxElement: ref(`${id}-${library}`)
        }))
      )
    ],
    ...wordings.length === 0 ? {} : {
      hasExtractedLicensingInfos: wordings.map((words) => ({ licenseId: licenseRef(words), extractedText: words }))
    }
  };
  const digest = (0, import_node_crypto12.createHash)("sha256").update(JSON.stringify(body)).digest("hex");
  return `${JSON.stringify(
    {
      spdxVersion: "SPDX-2.3",
      dataLicense: "CC0-1.0",
      SPDXID: "SPDXRef-DOCUMENT",
      name: inventory.name,
      documentNamespace: `https://spdx.org/spdxdocs/package_layers-${digest}`,
      creationInfo: { created: CREATED2, creators: [`Tool: package_layers-${version3}`] },
      ...body
    },
    void 0,
    2
  )}
`;
}
function packageOf(component, licenseRef) {
  const { name: name2, version: version3, purl, licenseExpression, license, sha256: sha2562, layer, path: path34, within, sboms } = component;
  const place = `in layer ${layer.digest} (diff_id ${layer.diffId})`;
  const origin = path34 === "" ? "it has no metadata; name and version are those of its target" : `metadata: ${path34}`;
  return {
    name: name2,
    ...version3 === "" ? {} : { versionInfo: version3 },
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    primaryPackagePurpose: "LIBRARY",
    licenseConcluded: "NOASSERTION",
    licenseDeclared: licenseExpression ?? (license === void 0 ? "NOASSERTION" : licenseRef(license)),
    copyrightText: "NOASSERTION",
    ...sha2562 === void 0 ? {} : { checksums: [{ algorithm: "SHA256", checksumValue: sha2562 }] },
    externalRefs: [
      { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl },
      ...sboms.map((sbom) => ({
        referenceCategory: "OTHER",
        referenceType: "sbom",
        referenceLocator: encodeURI(`file:///${sbom}`)
      }))
    ],
    comment: `${within === void 0 ? "" : "vendored; "}${place}; ${origin}`
  };
}
var import_node_crypto12, CREATED2;
var init_spdx = __esm({
  "src/sbom/spdx.ts"() {
    "use strict";
    import_node_crypto12 = require("node:crypto");
    CREATED2 = "1970-01-01T00:00:00Z";
  }
});

// src/sbom/sbom-action.ts
var sbom_action_exports = {};
__export(sbom_action_exports, {
  sbomAction: () => sbomAction,
  sbomCommand: () => sbomCommand
});
var import_node_fs22, path20, argumentsSchema10, sbomCommand, REMEDY4, sbomAction;
var init_sbom_action = __esm({
  "src/sbom/sbom-action.ts"() {
    "use strict";
    import_node_fs22 = require("node:fs");
    path20 = __toESM(require("node:path"));
    init_zod();
    init_package();
    init_action_error();
    init_flag_schemas();
    init_output_transaction();
    init_layer_facts();
    init_json_file();
    init_place_blob();
    init_layer_descriptor();
    init_plan_file();
    init_cyclonedx();
    init_inventory();
    init_spdx();
    argumentsSchema10 = strictObject({
      image: one,
      plan: path,
      descriptor: many,
      facts: many,
      spdx: path,
      cyclonedx: path
    });
    sbomCommand = {
      name: "sbom",
      summary: "write the SBOM of an image as SPDX and as CycloneDX",
      flags: [
        ["--image=NAME", "what the image is called"],
        ["--plan=FILE", "the image's plan"],
        ["--descriptor=FILE", "descriptor of a layer (repeated)"],
        ["--facts=FILE", "facts of the layer at the same place (repeated)"],
        ["--spdx=FILE", "output: SPDX 2.3, JSON"],
        ["--cyclonedx=FILE", "output: CycloneDX 1.6, JSON"]
      ]
    };
    REMEDY4 = "build again; the file is not what this version of package_layers writes";
    sbomAction = async (args, { root, signal }) => {
      const flags = parseArguments("sbom", argumentsSchema10, args);
      const onDisk = (file) => path20.resolve(root, file);
      if (flags.descriptor.length !== flags.facts.length) {
        throw new ActionError(`${flags.descriptor.length} descriptors and ${flags.facts.length} facts`, {
          remedy: "give one --facts for each --descriptor, in the same order"
        });
      }
      const plan2 = parsePlanFile(await readInput(onDisk(flags.plan)), flags.plan);
      const layers = await Promise.all(
        flags.descriptor.map(async (descriptor, index) => ({
          descriptor: await readJson(layerDescriptorSchema, onDisk(descriptor), REMEDY4),
          facts: await readJson(layerFactsSchema, onDisk(flags.facts[index]), REMEDY4)
        }))
      );
      const inventory = takeInventory(flags.image, plan2, layers);
      await writeOutputs(async (outputs) => {
        (0, import_node_fs22.writeFileSync)(outputs.file(onDisk(flags.spdx)), formatSpdx(inventory, version));
        (0, import_node_fs22.writeFileSync)(outputs.file(onDisk(flags.cyclonedx)), formatCycloneDx(inventory, version));
      }, signal);
    };
  }
});

// src/action/spoken-flags.ts
function spokenFlags(args, { bare = [], positional = [] }) {
  const flags = [];
  let place = 0;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    if (/^--[a-z][a-z0-9-]*=/.test(arg)) {
      flags.push(arg);
    } else if (arg.startsWith("--")) {
      if (bare.includes(arg.slice(2))) {
        flags.push(`${arg}=true`);
        continue;
      }
      const value = args[index + 1];
      if (value === void 0 || value.startsWith("--")) {
        throw new ActionError(`${arg} has no value`, { remedy: `write ${arg}=VALUE, or see --help for what there is` });
      }
      flags.push(`${arg}=${value}`);
      index += 1;
    } else {
      const name2 = positional[Math.min(place, positional.length - 1)];
      if (name2 === void 0) {
        throw new ActionError(`the argument ${JSON.stringify(arg.slice(0, 200))} is no flag`, {
          remedy: "write each argument as --name=value; --help says which there are"
        });
      }
      flags.push(`--${name2}=${arg}`);
      place += 1;
    }
  }
  return flags;
}
var init_spoken_flags = __esm({
  "src/action/spoken-flags.ts"() {
    "use strict";
    init_action_error();
  }
});

// src/sbom/who-has-command.ts
var who_has_command_exports = {};
__export(who_has_command_exports, {
  whoHasAction: () => whoHasAction,
  whoHasCommand: () => whoHasCommand
});
function afterIn(args) {
  const at = args.indexOf("--in");
  if (at < 0) {
    return [...args];
  }
  const end = args.findIndex((arg, index) => index > at && arg.startsWith("--"));
  const files = args.slice(at + 1, end < 0 ? void 0 : end);
  return [...args.slice(0, at), ...files.map((file) => `--in=${file}`), ...end < 0 ? [] : args.slice(end)];
}
function holdersIn(plan2, name2, image, file) {
  return plan2.layers.flatMap(
    ({ packages, digest }) => packages.filter((held) => held.name === name2).map(({ version: version3 }) => ({ image: `${image} (${file})`, version: version3, layer: digest }))
  );
}
var import_promises11, path21, argumentsSchema11, whoHasCommand, whoHasAction;
var init_who_has_command = __esm({
  "src/sbom/who-has-command.ts"() {
    "use strict";
    import_promises11 = require("node:fs/promises");
    path21 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_spoken_flags();
    init_package_name();
    init_plan_file();
    argumentsSchema11 = strictObject({
      package: one.refine((name2) => name2 !== "", "may not be empty"),
      in: many.refine((files) => files.length > 0, "is missing"),
      format: one.pipe(_enum(["text", "json"])).optional()
    });
    whoHasCommand = {
      name: "who-has",
      summary: "say which images hold a package, and in which version",
      usage: "package-layers who-has PACKAGE --in PLAN...",
      flags: [
        ["--package=NAME", "name of the distribution, in any spelling"],
        ["--in=FILE", "plan of an image (repeated)"],
        ["--format=FORMAT", "text, or json: an array of objects with image, version and layer (optional; text)"]
      ]
    };
    whoHasAction = async (args, { root, log }) => {
      const flags = parseArguments("who-has", argumentsSchema11, spokenFlags(afterIn(args), { positional: ["package"] }));
      const name2 = normalizePackageName(flags.package);
      const holders = [];
      for (const file of flags.in) {
        const text4 = await (0, import_promises11.readFile)(path21.resolve(root, file), "utf8").catch((cause) => {
          throw new ActionError("a plan cannot be read", {
            file,
            remedy: "name plan files, bazel-bin/**/*.plan.json",
            cause
          });
        });
        holders.push(...holdersIn(parsePlanFile(text4, file), name2, path21.basename(file).replace(/\.plan\.json$/, ""), file));
      }
      if (flags.format === "json") {
        log(JSON.stringify(holders));
        return;
      }
      const images = new Set(holders.map(({ image }) => image));
      const width2 = Math.max(0, ...holders.map(({ version: version3 }) => version3.length));
      log(
        [
          ...holders.map(({ image, version: version3, layer }) => `${version3.padEnd(width2)}  ${image}  ${layer}`),
          `${images.size} of ${flags.in.length} images hold ${name2}`
        ].join("\n")
      );
    };
  }
});

// src/show/text-table.ts
function textTable(columns, rows, terminal) {
  const widest = columns.map(
    ({ title }, column) => Math.max(title.length, ...rows.map((row) => width(row[column] ?? "")))
  );
  const widths = terminal === void 0 ? widest : fit(columns, widest, terminal.columns);
  const shown = columns.map((_, column) => column).filter((column) => widths[column] > 0);
  const line2 = (cells, style = (text4) => text4) => shown.map((column, place) => {
    const cell = cut(cells[column] ?? "", widths[column]);
    const space = " ".repeat(Math.max(0, widths[column] - width(cell)));
    const last = place === shown.length - 1;
    return columns[column].right === true ? space + style(cell) : style(cell) + (last ? "" : space);
  }).join(GAP).trimEnd();
  return [
    line2(
      columns.map(({ title }) => title),
      styles(terminal).dim
    ),
    ...rows.map((row) => line2(row))
  ];
}
function fit(columns, widest, most) {
  const widths = [...widest];
  const total = () => widths.reduce((sum, one2) => sum + (one2 > 0 ? one2 + GAP.length : 0), -GAP.length);
  for (; ; ) {
    const over = total() - most;
    if (over <= 0) {
      return widths;
    }
    const [column] = columns.map(({ least }, index) => ({ index, slack: least === void 0 ? 0 : Math.max(0, widths[index] - least) })).sort((a, b) => b.slack - a.slack);
    if (column !== void 0 && column.slack > 0) {
      widths[column.index] -= Math.min(over, column.slack);
      continue;
    }
    const dropped = columns.findLastIndex(({ optional: optional2 }, index) => optional2 === true && widths[index] > 0);
    if (dropped < 0) {
      return widths;
    }
    widths[dropped] = 0;
    columns.forEach(({ least }, index) => {
      if (least !== void 0 && widths[index] > 0) {
        widths[index] = widest[index];
      }
    });
  }
}
function styles(terminal) {
  const style = (code3) => (text4) => terminal?.colour === true && text4 !== "" ? `\x1B[${code3}m${text4}\x1B[0m` : text4;
  return { bold: style(1), dim: style(2), red: style(31), green: style(32), yellow: style(33), blue: style(34) };
}
function width(text4) {
  return [...(0, import_node_util3.stripVTControlCharacters)(text4)].length;
}
function cut(text4, places) {
  if (width(text4) <= places) {
    return text4;
  }
  return `${[...(0, import_node_util3.stripVTControlCharacters)(text4)].slice(0, Math.max(0, places - 1)).join("")}\u2026`;
}
function wrap(text4, indent, terminal) {
  if (terminal === void 0) {
    return text4;
  }
  const lines = [];
  let line2 = "";
  for (const word of text4.split(" ")) {
    if (line2 !== "" && width(line2) + 1 + width(word) > terminal.columns - (lines.length === 0 ? 0 : indent.length)) {
      lines.push(line2);
      line2 = word;
    } else {
      line2 = line2 === "" ? word : `${line2} ${word}`;
    }
  }
  return [...lines, line2].join(`
${indent}`);
}
var import_node_util3, GAP;
var init_text_table = __esm({
  "src/show/text-table.ts"() {
    "use strict";
    import_node_util3 = require("node:util");
    GAP = "  ";
  }
});

// src/show/describe-plan.ts
function planTotals({ layers, packages }) {
  const sum = (list) => list.reduce((total, { size }) => total + size, 0);
  const mean = (bytes) => packages.reduce((total, one2) => total + bytes(one2), 0) / packages.length;
  return {
    compressed: sum(layers),
    unpacked: layers.flatMap((layer) => layer.packages).reduce((total, { bytes }) => total + bytes, 0),
    application: sum(layers.filter(({ kind }) => kind === "application")),
    meanUpgrade: packages.length === 0 ? void 0 : {
      compressed: mean(({ layer }) => layers[layer].size),
      unpacked: mean(({ expectedUpgradeBytes }) => expectedUpgradeBytes)
    }
  };
}
function describePlan(planFile, terminal) {
  const { bold, blue, green, red, dim } = styles(terminal);
  const colour = {
    package: blue,
    bundle: green,
    application: red
  };
  const rows = planFile.layers.map(({ kind, packages: packages2, size, why }, index) => [
    String(index + 1),
    (colour[kind] ?? dim)(kind),
    formatBytes(size),
    packages2.length === 0 ? "" : formatBytes(packages2.reduce((sum, { bytes }) => sum + bytes, 0)),
    holds(packages2),
    why
  ]);
  const { compressed, unpacked, application, meanUpgrade } = planTotals(planFile);
  const { layers, maxLayers, packages } = planFile;
  const say = (text4) => wrap(text4, "  ", terminal);
  return [
    ...textTable(COLUMNS, rows, terminal),
    "",
    bold(say(`${layers.length} of at most ${maxLayers} layers, ${formatBytes(compressed)} compressed`)),
    say(
      `${packages.length} ${packages.length === 1 ? "package" : "packages"}; without the base ${formatBytes(unpacked)} unpacked`
    ),
    ...application === 0 ? [] : [say(`a changed line pushes ${formatBytes(application)}`)],
    ...meanUpgrade === void 0 ? [] : [
      say(
        `upgrading one package pushes ${formatBytes(meanUpgrade.compressed)} in the mean (${formatBytes(meanUpgrade.unpacked)} uncompressed); --explain NAME tells of one`
      )
    ]
  ].join("\n");
}
function holds(packages) {
  const [first, ...others] = packages;
  if (first === void 0) {
    return "";
  }
  if (others.length === 0) {
    return `${first.name} ${first.version}`.trim();
  }
  return `${packages.length} packages: ${packages.map(({ name: name2 }) => name2).join(", ")}`;
}
var COLUMNS;
var init_describe_plan = __esm({
  "src/show/describe-plan.ts"() {
    "use strict";
    init_format_bytes();
    init_text_table();
    COLUMNS = [
      { title: "#", right: true },
      { title: "layer" },
      { title: "compressed", right: true },
      { title: "unpacked", right: true, least: 8, optional: true },
      { title: "holds", least: 18 },
      { title: "why", least: 24, optional: true }
    ];
  }
});

// src/show/describe-files.ts
function filesOf({ files }) {
  const entries = files.filter(([path34]) => !path34.endsWith("/"));
  const directory = commonDirectory(entries.map(([path34]) => path34));
  const below = (path34) => path34.slice(directory.length);
  return {
    directory,
    files: entries.map(
      (entry) => typeof entry[1] === "number" ? { path: below(entry[0]), bytes: entry[1] } : { path: below(entry[0]), bytes: 0, link: entry[1] }
    ).sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))
  };
}
function commonDirectory(paths) {
  const [first, ...others] = paths;
  if (first === void 0) {
    return "";
  }
  const site = /^.*?\/(site|dist)-packages\//.exec(first)?.[0];
  if (site !== void 0 && others.every((path34) => path34.startsWith(site))) {
    return site;
  }
  let length = first.lastIndexOf("/") + 1;
  while (length > 0 && !others.every((path34) => path34.startsWith(first.slice(0, length)))) {
    length = first.lastIndexOf("/", length - 2) + 1;
  }
  return first.slice(0, length);
}
function directoriesOf(files) {
  const sums = /* @__PURE__ */ new Map();
  for (const { path: path34, bytes } of files) {
    const parts = path34.split("/").slice(0, -1);
    for (let depth = 1; depth <= Math.min(2, parts.length); depth += 1) {
      const directory = `${parts.slice(0, depth).join("/")}/`;
      const sum = sums.get(directory) ?? { bytes: 0, files: 0 };
      sums.set(directory, { bytes: sum.bytes + bytes, files: sum.files + 1 });
    }
  }
  return [...sums].map(([path34, sum]) => ({ path: path34, ...sum })).sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
}
function describeFiles(descriptor, terminal) {
  const { directory, files } = filesOf(descriptor);
  const { bold, dim } = styles(terminal);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const largest = files.slice(0, SHOWN);
  const rest = files.slice(SHOWN);
  const directories = directoriesOf(files);
  const name2 = `${descriptor.name} ${descriptor.version}`.trim();
  return [
    bold(
      `${name2}: ${counted2(files.length, "file")}, ${formatBytes(total)}; ${formatBytes(descriptor.size)} compressed`
    ),
    dim(`below /${directory}`),
    "",
    ...textTable(
      [
        { title: "bytes", right: true },
        { title: "files", right: true },
        { title: "directory", least: 20 }
      ],
      directories.slice(0, SHOWN / 2).map((one2) => [formatBytes(one2.bytes), String(one2.files), printableLine(one2.path)]),
      terminal
    ),
    "",
    ...textTable(
      [
        { title: "bytes", right: true },
        { title: "file", least: 20 }
      ],
      largest.map(({ path: path34, bytes, link: link2 }) => [
        formatBytes(bytes),
        printableLine(link2 === void 0 ? path34 : `${path34} \u2192 ${link2}`)
      ]),
      terminal
    ),
    ...rest.length === 0 ? [] : [
      dim(
        `and ${counted2(rest.length, "more file")} of ${formatBytes(rest.reduce((sum, { bytes }) => sum + bytes, 0))}; --json lists all`
      )
    ]
  ].join("\n");
}
function counted2(number3, noun) {
  return `${number3} ${noun}${number3 === 1 ? "" : "s"}`;
}
var SHOWN;
var init_describe_files = __esm({
  "src/show/describe-files.ts"() {
    "use strict";
    init_printable();
    init_format_bytes();
    init_text_table();
    SHOWN = 20;
  }
});

// src/report/package-tree.ts
function packageTree(descriptor, size, least) {
  const { files } = filesOf(descriptor);
  const root = newDirectory();
  for (const { path: path34, bytes } of files) {
    const parts = path34.split("/");
    let directory = root;
    directory.bytes += bytes;
    for (const part of parts.slice(0, Math.min(DEPTH, parts.length - 1))) {
      const next = directory.directories.get(part) ?? newDirectory();
      directory.directories.set(part, next);
      next.bytes += bytes;
      directory = next;
    }
    directory.files.push({ name: parts.slice(Math.min(DEPTH, parts.length - 1)).join("/"), bytes });
  }
  return root.bytes === 0 ? [] : partsOf(withoutOnlyDirectory(root), size / root.bytes, least);
}
function withoutOnlyDirectory(root) {
  const [largest] = [...root.directories.values()].sort((a, b) => b.bytes - a.bytes);
  if (largest === void 0 || largest.bytes < MOST_OF * root.bytes) {
    return root;
  }
  const others = root.bytes - largest.bytes;
  return {
    bytes: root.bytes,
    directories: largest.directories,
    files: [...largest.files, ...others === 0 ? [] : [{ name: "metadata", bytes: others }]]
  };
}
function newDirectory() {
  return { bytes: 0, directories: /* @__PURE__ */ new Map(), files: [] };
}
function partsOf(directory, scale, least) {
  const parts = [
    ...[...directory.directories].map(([name2, one2]) => {
      const bytes = one2.bytes * scale;
      const children = bytes < 4 * least ? [] : partsOf(one2, scale, least);
      return { name: `${name2}/`, bytes, ...children.length < 2 ? {} : { children } };
    }),
    ...directory.files.map(({ name: name2, bytes }) => ({ name: name2, bytes: bytes * scale }))
  ];
  const shown = parts.filter(({ bytes }) => bytes >= least);
  const rest = parts.filter(({ bytes }) => bytes < least).reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...shown.map((part) => ({ ...part, bytes: Math.round(part.bytes) })),
    ...rest < 1 ? [] : [{ name: shown.length === 0 ? "files" : "other files", bytes: Math.round(rest) }]
  ].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}
var DEPTH, MOST_OF;
var init_package_tree = __esm({
  "src/report/package-tree.ts"() {
    "use strict";
    init_describe_files();
    DEPTH = 3;
    MOST_OF = 0.97;
  }
});

// src/report/savings.ts
function savingsOf(packages) {
  return [...seldomNeeded(packages), ...sameFiles(packages)].sort(
    (a, b) => b.bytes - a.bytes || (a.text < b.text ? -1 : 1)
  );
}
function seldomNeeded(packages) {
  return SELDOM_NEEDED.flatMap(({ what, excludes, matches }) => {
    const sums = packages.map((one2) => ({
      name: one2.name,
      bytes: filesOf(one2).files.reduce((sum, { path: path34, bytes: bytes2 }) => sum + (matches(path34) ? bytes2 : 0), 0)
    })).filter(({ bytes: bytes2 }) => bytes2 > 0).sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
    const bytes = sums.reduce((sum, one2) => sum + one2.bytes, 0);
    if (bytes < WORTH_BYTES) {
      return [];
    }
    return [
      {
        text: `${what}: ${formatBytes(bytes)} uncompressed in ${sums.length} ${sums.length === 1 ? "package" : "packages"}`,
        excludes,
        bytes,
        examples: sums.slice(0, EXAMPLES).map((one2) => `${one2.name} ${formatBytes(one2.bytes)}`)
      }
    ];
  });
}
function sameFiles(packages) {
  const holders = /* @__PURE__ */ new Map();
  for (const one2 of packages) {
    for (const entry of one2.files) {
      const [path34, bytes2, crc323] = entry;
      if (typeof bytes2 === "number" && bytes2 >= SAME_FILE_BYTES) {
        const key2 = `${bytes2} ${crc323}`;
        holders.set(key2, [...holders.get(key2) ?? [], { package: one2.name, path: path34, bytes: bytes2 }]);
      }
    }
  }
  const same = [...holders.values()].map((list) => [...new Map(list.map((one2) => [one2.package, one2])).values()]).filter((list) => list.length > 1).sort((a, b) => b[0].bytes * (b.length - 1) - a[0].bytes * (a.length - 1));
  const bytes = same.reduce((sum, list) => sum + list[0].bytes * (list.length - 1), 0);
  if (bytes < WORTH_BYTES) {
    return [];
  }
  return [
    {
      text: `${same.length} large ${same.length === 1 ? "file is" : "files are"} in several packages, by size and CRC-32: ${formatBytes(bytes)} more than once`,
      excludes: [],
      bytes,
      examples: same.slice(0, EXAMPLES).map((list) => `${list[0].path.split("/").at(-1)}: ${list.map((one2) => one2.package).join(", ")}`)
    }
  ];
}
var SELDOM_NEEDED, WORTH_BYTES, SAME_FILE_BYTES, EXAMPLES;
var init_savings = __esm({
  "src/report/savings.ts"() {
    "use strict";
    init_format_bytes();
    init_describe_files();
    SELDOM_NEEDED = [
      {
        what: "tests of packages",
        excludes: ["tests/", "test/"],
        matches: (path34) => /(^|\/)tests?\//.test(path34)
      },
      { what: "type stubs", excludes: ["*.pyi"], matches: (path34) => path34.endsWith(".pyi") },
      {
        what: "static libraries and object files",
        excludes: ["*.a", "*.o", "*.lib"],
        matches: (path34) => /\.(a|o|lib)$/.test(path34)
      },
      {
        what: "debug symbols",
        excludes: ["*.debug", "*.pdb", "*.dSYM/"],
        matches: (path34) => /\.(debug|pdb)$|\.dSYM\//.test(path34)
      },
      {
        what: "C and C++ headers and Cython sources",
        excludes: ["*.h", "*.hpp", "*.pyx", "*.pxd"],
        matches: (path34) => /\.(h|hpp|hh|cuh|pyx|pxd)$/.test(path34)
      }
    ];
    WORTH_BYTES = 1e5;
    SAME_FILE_BYTES = 64 * 1024;
    EXAMPLES = 4;
  }
});

// src/report/image-report.ts
function imageReport(input) {
  const { plan: plan2, descriptors, others, licences } = input;
  const { layers } = plan2;
  const holders = /* @__PURE__ */ new Map();
  for (const other of others) {
    for (const digest of new Set(other.plan.layers.map((layer) => layer.digest))) {
      holders.set(digest, [...holders.get(digest) ?? [], other.image]);
    }
  }
  const byPackage = new Map(descriptors.map((one2) => [key(one2.name, one2.version), one2]));
  const descriptorOf = ({ name: name2, version: version3 }) => byPackage.get(key(name2, version3));
  const ours = layers.filter(({ kind }) => kind !== "base");
  const least = Math.max(1, LEAST_SHARE * ours.reduce((sum, { size }) => sum + size, 0));
  const baseLayers2 = layers.filter(({ kind }) => kind === "base");
  const sharedLayers2 = layers.filter(({ kind, digest }) => kind !== "base" && holders.has(digest));
  const rows = layers.flatMap((layer, index) => {
    const common = {
      kind: layer.kind,
      layer: index + 1,
      digest: layer.digest,
      alsoIn: holders.get(layer.digest) ?? [],
      beside: layer.packages.length
    };
    if (layer.kind !== "package" && layer.kind !== "bundle") {
      return [
        {
          ...common,
          name: layer.kind === "base" ? `base layer ${index + 1}` : layer.kind,
          version: "",
          compressed: layer.size,
          unpacked: layer.kind === "base" ? void 0 : layer.packages.reduce((sum, { bytes }) => sum + bytes, 0),
          why: layer.why,
          upgrade: layer.kind === "base" ? void 0 : layer.size,
          licence: ""
        }
      ];
    }
    return layer.packages.map((one2) => ({
      ...common,
      name: one2.name,
      version: one2.version,
      compressed: layer.packages.length === 1 ? layer.size : descriptorOf(one2)?.size ?? 0,
      unpacked: one2.bytes,
      why: reasonOf(plan2, one2, index, layer),
      upgrade: layer.size,
      licence: licences.get(normalizePackageName(one2.name)) ?? ""
    }));
  });
  const tiles = ours.map((layer) => {
    const colour = colourOf(layer, holders.has(layer.digest));
    const packages = layer.packages.map((one2) => {
      const descriptor = descriptorOf(one2);
      const bytes = layer.packages.length === 1 ? layer.size : descriptor?.size ?? 0;
      const children = descriptor === void 0 ? [] : packageTree(descriptor, bytes, least);
      const also = holders.get(layer.digest) ?? [];
      return {
        name: one2.name,
        note: one2.version,
        bytes,
        colour,
        detail: also.length > 0 ? `also in ${also.join(", ")}` : layer.why,
        ...children.length < 2 ? {} : { children }
      };
    });
    return layer.kind === "bundle" ? {
      name: `${packages.length} packages`,
      note: "in one layer",
      bytes: layer.size,
      colour,
      detail: layer.why,
      children: packages
    } : packages[0];
  });
  return {
    image: input.image,
    platform: input.platform,
    base: input.base,
    layout: input.layout,
    layers: layers.length,
    maxLayers: plan2.maxLayers,
    packages: plan2.packages.length,
    alone: layers.filter(({ kind }) => kind === "package").length,
    bundles: layers.filter(({ kind }) => kind === "bundle").length,
    totals: planTotals(plan2),
    baseBytes: baseLayers2.reduce((sum, { size }) => sum + size, 0),
    baseLayers: baseLayers2.length,
    shared: others.length === 0 ? void 0 : {
      layers: sharedLayers2.length,
      bytes: sharedLayers2.reduce((sum, { size }) => sum + size, 0),
      images: others.map(({ image }) => image)
    },
    strip: stripOf(layers),
    tiles: tiles.filter(({ bytes }) => bytes > 0),
    rows,
    findings: [...plan2.findings, ...input.findings].sort((a, b) => severity(a) - severity(b)),
    savings: savingsOf(descriptors.filter(({ kind }) => kind === "package"))
  };
}
function severity(finding) {
  return ["error", "warning", "note"].indexOf(finding.severity);
}
function key(name2, version3) {
  return `${normalizePackageName(name2)} ${version3}`;
}
function reasonOf(plan2, { name: name2, version: version3 }, index, layer) {
  const found = plan2.packages.find((one2) => one2.layer === index && one2.name === name2 && one2.version === version3);
  return found?.why ?? layer.why;
}
function colourOf({ kind }, shared) {
  if (kind === "application" || kind === "base") {
    return kind;
  }
  if (kind === "interpreter" || kind === "external") {
    return "other";
  }
  return shared ? "shared" : kind === "bundle" ? "bundle" : "own";
}
function stripOf(layers) {
  const sums = /* @__PURE__ */ new Map();
  for (const { kind, size } of layers) {
    sums.set(kind, (sums.get(kind) ?? 0) + size);
  }
  return [...sums].map(([kind, bytes]) => ({ ...STRIP_NAMES[kind], bytes }));
}
var LEAST_SHARE, STRIP_NAMES;
var init_image_report = __esm({
  "src/report/image-report.ts"() {
    "use strict";
    init_package_name();
    init_describe_plan();
    init_package_tree();
    init_savings();
    LEAST_SHARE = 15e-4;
    STRIP_NAMES = {
      base: { name: "base", colour: "base" },
      interpreter: { name: "interpreter", colour: "other" },
      external: { name: "other repositories", colour: "other" },
      package: { name: "packages alone", colour: "own" },
      bundle: { name: "bundles", colour: "bundle" },
      application: { name: "application", colour: "application" }
    };
  }
});

// src/report/page.ts
function formatPage(report, { style, program }) {
  const { image, rows } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Layers of ${escapeHtml(image)}</title>
<link rel="icon" href="data:,">
<style>
${style}</style>
</head>
<body>
<a class="skip" href="#packages">Skip to the table</a>
<header>
<h1>${escapeHtml(image)}</h1>
<p class="quiet">${escapeHtml(summary(report))}</p>
</header>
<main>
${figures(report)}
${picture(report)}
${findings2(report)}
<section aria-labelledby="table-title">
<h2 id="table-title">Packages and layers</h2>
${filters(report)}
<div class="scroll" role="region" aria-label="The table; it may be wider than the page" tabindex="0">
${table(report, rows)}
</div>
</section>
</main>
<script type="application/json" id="tiles">${embeddedJson(report.tiles)}</script>
<script>
${program.replaceAll("</script", "<\\/script")}</script>
</body>
</html>
`;
}
function summary({ platform, layout, base, packages, alone, bundles: bundles2 }) {
  return [
    platform,
    `layout ${layout}`,
    base === "" ? "without a base" : `base ${base}`,
    `${counted3(packages, "package")}: ${alone} alone, the others in ${counted3(bundles2, "bundle")}`
  ].join(" \xB7 ");
}
function figures({ totals, baseBytes, baseLayers: baseLayers2, layers, maxLayers, packages, shared }) {
  const { compressed, unpacked, application, meanUpgrade } = totals;
  const rows = [
    [formatBytes(compressed), "compressed"],
    [formatBytes(unpacked), baseLayers2 === 0 ? "unpacked" : "unpacked, without the base"],
    ...baseLayers2 === 0 ? [] : [[formatBytes(baseBytes), `of it the base, ${counted3(baseLayers2, "layer")}`]],
    [`${layers} of ${maxLayers}`, "layers"],
    [String(packages), packages === 1 ? "package" : "packages"],
    ...shared === void 0 ? [] : [
      [
        formatBytes(shared.bytes),
        `in ${counted3(shared.layers, "layer")} shared with ${shared.images.join(", ")}`
      ]
    ],
    ...application === 0 ? [] : [[formatBytes(application), "pushed when a line changes"]],
    ...meanUpgrade === void 0 ? [] : [
      [
        formatBytes(meanUpgrade.compressed),
        `pushed by a mean upgrade (${formatBytes(meanUpgrade.unpacked)} uncompressed)`
      ]
    ]
  ];
  const items = rows.map(
    ([figure, meaning]) => `<div><dt>${escapeHtml(meaning)}</dt><dd>${escapeHtml(figure)}</dd></div>`
  );
  return `<dl class="figures">
${items.join("\n")}
</dl>`;
}
function picture({ strip, tiles, totals }) {
  const total = Math.max(1, totals.compressed);
  const words = strip.map(({ name: name2, bytes }) => `${name2} ${formatBytes(bytes)}`).join(", ");
  const bars = strip.map(
    ({ colour, bytes }) => `<span class="${colour}" style="flex:${(100 * bytes / total).toFixed(3)} 1 0"></span>`
  );
  const colours = Object.keys(LEGEND).filter(
    (colour) => colour === "base" ? strip.some((one2) => one2.colour === colour) : tiles.some((one2) => one2.colour === colour)
  );
  return `<section aria-labelledby="picture-title">
<h2 id="picture-title">What takes the room</h2>
<div class="strip" role="img" aria-label="${escapeHtml(`Compressed bytes: ${words}`)}">${bars.join("")}</div>
<ul class="legend">
${colours.map((colour) => `<li><i class="${colour}"></i>${escapeHtml(legendOf(colour, strip))}</li>`).join("\n")}
</ul>
<div class="live-only">
<p class="quiet" id="picture-help">Everything but the base, by compressed bytes. Arrow keys go from part to part, Enter opens one, Escape goes back.</p>
<ol class="trail" id="trail" aria-label="What is drawn"></ol>
<div class="treemap" id="treemap" role="group" aria-labelledby="picture-title" aria-describedby="picture-help"></div>
<p class="detail" id="detail" aria-live="polite"></p>
</div>
</section>`;
}
function legendOf(colour, strip) {
  const base = strip.find((one2) => one2.colour === "base");
  return colour === "base" && base !== void 0 ? `${LEGEND.base}, ${formatBytes(base.bytes)}, in the bar only` : LEGEND[colour];
}
function findings2({ findings: findings3, savings }) {
  if (findings3.length + savings.length === 0) {
    return "";
  }
  const said = findings3.map(
    ({ severity: severity2, message, remedy }) => `<li class="${severity2}"><p><strong>${SEVERITIES[severity2]}:</strong> ${escapeHtml(message)}</p>${remedy === "" ? "" : `<p class="quiet">${escapeHtml(remedy)}</p>`}</li>`
  );
  const saved = savings.map(({ text: text4, excludes, examples }) => {
    const lines = excludes.map((pattern) => `common --@package_layers//bazel/settings:exclude=${pattern}`).join("\n");
    return `<li><p><strong>Could go:</strong> ${escapeHtml(text4)}</p><p class="quiet">Most: ${escapeHtml(examples.join("; "))}</p>${lines === "" ? "" : `<details><summary>What to write in .bazelrc</summary><pre tabindex="0">${escapeHtml(lines)}</pre></details>`}</li>`;
  });
  return `<section aria-labelledby="findings-title">
<h2 id="findings-title">Worth a look</h2>
<ul class="findings">
${[...said, ...saved].join("\n")}
</ul>
</section>`;
}
function filters({ rows, shared }) {
  const options = [
    ["", "all"],
    ["package", "packages alone"],
    ["bundle", "packages in bundles"],
    ["no-package", "no packages"],
    ...shared === void 0 ? [] : [
      ["shared", "in other images, too"],
      ["only-here", "only in this image"]
    ]
  ];
  return `<div class="filters live-only">
<label>Search <input type="search" id="search" autocomplete="off" spellcheck="false"></label>
<label>Show <select id="kind">${options.map(([value, text4]) => `<option value="${value}">${text4}</option>`).join("")}</select></label>
<output id="count" for="search kind">${rows.length} rows</output>
</div>`;
}
function table({ shared }, rows) {
  const licences = rows.some(({ licence }) => licence !== "");
  const columns = [
    { title: "package" },
    { title: "version" },
    { title: "compressed", number: true },
    { title: "unpacked", number: true },
    { title: "layer", number: true },
    { title: "upgrade pushes", number: true },
    { title: "also in", shown: shared !== void 0 },
    { title: "licence", shown: licences },
    { title: "digest" },
    { title: "why" }
  ].filter(({ shown }) => shown !== false);
  const head2 = columns.map(
    ({ title, number: number3 }) => `<th scope="col" role="columnheader"${number3 === true ? ' class="number" data-number=""' : ""}><button type="button">${title}</button></th>`
  );
  return `<table id="packages" role="table">
<caption>In the order of the image, bottom first</caption>
<thead role="rowgroup"><tr role="row">${head2.join("")}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => tableRow(row, shared !== void 0, licences)).join("\n")}
</tbody>
</table>`;
}
function tableRow(row, shared, licences) {
  const { name: name2, version: version3, kind, compressed, unpacked, layer, beside, digest, why, upgrade, alsoIn, licence } = row;
  const bytes = (title, value) => value === void 0 ? `<td role="cell" class="number"></td>` : `<td role="cell" class="number" data-title="${title}" data-value="${value}">${formatBytes(value)}</td>`;
  const isPackage = kind === "package" || kind === "bundle";
  const colour = kind === "application" || kind === "base" ? kind : isPackage ? alsoIn.length > 0 ? "shared" : kind === "bundle" ? "bundle" : "own" : "other";
  const kinds = [isPackage ? kind : "no-package", alsoIn.length > 0 ? "shared" : "only-here"];
  return [
    `<tr role="row" data-kinds="${kinds.join(" ")}">`,
    `<th scope="row" role="rowheader"><i class="${colour}"></i>${escapeHtml(name2)}</th>`,
    `<td role="cell" class="version">${escapeHtml(version3)}</td>`,
    bytes("compressed", compressed),
    bytes("unpacked", unpacked),
    `<td role="cell" class="number place" data-title="layer" data-value="${layer}">${layer}${kind === "bundle" ? `, with ${beside - 1} more` : ""}</td>`,
    bytes("upgrade pushes", upgrade),
    ...shared ? [`<td role="cell"${alsoIn.length === 0 ? "" : ' data-title="also in"'}>${escapeHtml(alsoIn.join(", "))}</td>`] : [],
    ...licences ? [`<td role="cell" data-title="licence">${escapeHtml(licence)}</td>`] : [],
    `<td role="cell" data-title="digest" data-value="${digest}"><code title="${digest}">${digest.slice(7, 19)}</code></td>`,
    `<td role="cell" class="why">${escapeHtml(why)}</td>`,
    "</tr>"
  ].join("");
}
function counted3(number3, noun) {
  return `${number3} ${noun}${number3 === 1 ? "" : "s"}`;
}
function escapeHtml(text4) {
  return text4.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
function embeddedJson(value) {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
var LEGEND, SEVERITIES;
var init_page = __esm({
  "src/report/page.ts"() {
    "use strict";
    init_format_bytes();
    LEGEND = {
      own: "a package alone",
      shared: "in other images, too",
      bundle: "several packages in one layer",
      application: "the application",
      other: "interpreter and other repositories",
      base: "the base"
    };
    SEVERITIES = { error: "Error", warning: "Warning", note: "Note" };
  }
});

// src/report/report-action.ts
var report_action_exports = {};
__export(report_action_exports, {
  createReportAction: () => createReportAction,
  reportCommand: () => reportCommand
});
function createReportAction(parts) {
  return async (args, { root, signal, log }) => {
    const flags = parseArguments("report", argumentsSchema12, args);
    const onDisk = (file) => path22.resolve(root, file);
    const readPlan = async (file) => parsePlanFile(await readText(onDisk(file)), file);
    const plan2 = await readPlan(flags.plan);
    const descriptors = await Promise.all(
      flags.descriptor.map(
        (file) => readJson(layerDescriptorSchema, onDisk(file), "remove the descriptor and build again")
      )
    );
    const facts = await Promise.all(
      flags.facts.map((file) => readJson(layerFactsSchema, onDisk(file), "remove the file and build again"))
    );
    const check = flags.check === void 0 ? void 0 : await readJson(checkFileSchema, onDisk(flags.check), "remove the file and build again");
    const others = await Promise.all(flags.other.map(async ([image, file]) => ({ image, plan: await readPlan(file) })));
    const report = imageReport({
      image: flags.image,
      platform: flags.platform,
      base: flags.base ?? "",
      layout: flags.layout,
      plan: plan2,
      descriptors,
      others,
      findings: check?.findings.map(({ level, message, remedy }) => ({ severity: level, message, remedy })) ?? [],
      licences: licencesOf(facts)
    });
    await writeOutputs((outputs) => (0, import_promises12.writeFile)(outputs.file(onDisk(flags.page)), formatPage(report, parts)), signal);
    if (flags["shown-as"] !== void 0) {
      const { compressed } = report.totals;
      log(`${flags.image}: ${formatBytes(compressed)} compressed in ${report.layers} layers; see ${flags["shown-as"]}`);
    }
  };
}
function licencesOf(facts) {
  return new Map(
    facts.flatMap(
      ({ distributions }) => distributions.flatMap(({ name: name2, licenseExpression, license }) => {
        const text4 = licenseExpression ?? firstLine(license);
        return text4 === void 0 ? [] : [[normalizePackageName(name2), text4]];
      })
    )
  );
}
function firstLine(text4) {
  const [line2 = ""] = (text4 ?? "").trim().split("\n");
  return line2 === "" ? void 0 : line2.length > 60 ? `${line2.slice(0, 59)}\u2026` : line2;
}
var import_promises12, path22, argumentsSchema12, reportCommand;
var init_report_action = __esm({
  "src/report/report-action.ts"() {
    "use strict";
    import_promises12 = require("node:fs/promises");
    path22 = __toESM(require("node:path"));
    init_zod();
    init_flag_schemas();
    init_output_transaction();
    init_check_file();
    init_layer_facts();
    init_json_file();
    init_layer_descriptor();
    init_package_name();
    init_format_bytes();
    init_plan_file();
    init_plan_flags();
    init_image_report();
    init_page();
    argumentsSchema12 = strictObject({
      plan: path,
      descriptor: many,
      facts: many,
      check: path.optional(),
      other: pairs,
      image: path,
      platform: path,
      base: one.optional(),
      layout: path,
      "shown-as": one.optional(),
      page: outputFile
    });
    reportCommand = {
      name: "report",
      summary: "make the page of an image",
      flags: [
        ["--plan=FILE", "the image's plan"],
        ["--descriptor=FILE", "descriptor of a layer of the image (repeated)"],
        ["--facts=FILE", "what a layer's files say of themselves: licences (repeated, optional)"],
        ["--check=FILE", "what the check of the image found (optional)"],
        ["--other=IMAGE<TAB>FILE", "name and plan of another image of the repository (repeated, optional)"],
        ["--image=NAME", "what to call the image"],
        ["--platform=PLATFORM", "its platform, such as linux/amd64"],
        ["--base=NAME", "what to call its base (optional)"],
        ["--layout=LAYOUT", "runfiles or venv"],
        ["--shown-as=PATH", "path of the page for people, to be named in a line of output (optional)"],
        ["--page=FILE", "output: the page, HTML"]
      ]
    };
  }
});

// src/report/page.css
var require_page = __commonJS({
  "src/report/page.css"(exports2, module2) {
    module2.exports = ':root {\n  color-scheme: light dark;\n  --ground: #ffffff;\n  --raised: #f5f6f9;\n  --text: #171b26;\n  --quiet: #565f70;\n  --line: #dfe3ea;\n  --link: #2456a6;\n  --own: #2f62ad;\n  --shared: #1c7350;\n  --bundle: #6f4ca6;\n  --application: #b0432a;\n  --other: #56606f;\n  --base: #8b93a1;\n  --warning: #8a4b00;\n  --warning-ground: #fff4e0;\n  --error: #a3162a;\n  --error-ground: #fdeaec;\n}\n@media (prefers-color-scheme: dark) {\n  :root {\n    --ground: #11141b;\n    --raised: #1a1f29;\n    --text: #e9ecf3;\n    --quiet: #a6afbf;\n    --line: #2c323e;\n    --link: #8db8ff;\n    --own: #3a69b0;\n    --shared: #237551;\n    --bundle: #7856ab;\n    --application: #b1492f;\n    --other: #5c6777;\n    --base: #767f8e;\n    --warning: #ffc777;\n    --warning-ground: #33270f;\n    --error: #ff9da8;\n    --error-ground: #3b161b;\n  }\n}\n* {\n  box-sizing: border-box;\n}\nbody {\n  margin: 0 auto;\n  padding: 2rem clamp(1rem, 4vw, 2.5rem) 4rem;\n  max-width: 84rem;\n  background: var(--ground);\n  color: var(--text);\n  font:\n    15px / 1.5 system-ui,\n    -apple-system,\n    "Segoe UI",\n    Roboto,\n    "DejaVu Sans",\n    sans-serif;\n  overflow-wrap: anywhere;\n}\nh1 {\n  margin: 0;\n  font-size: 1.45rem;\n  line-height: 1.25;\n}\nh2 {\n  margin: 2.5rem 0 0.5rem;\n  font-size: 1.1rem;\n}\np {\n  margin: 0.4rem 0;\n}\n.quiet {\n  color: var(--quiet);\n}\na {\n  color: var(--link);\n}\n:focus-visible {\n  outline: 3px solid var(--link);\n  outline-offset: 2px;\n}\nbutton,\ninput,\nselect {\n  font: inherit;\n  color: inherit;\n}\ncode {\n  font:\n    0.88em ui-monospace,\n    SFMono-Regular,\n    Menlo,\n    "DejaVu Sans Mono",\n    monospace;\n}\n.skip {\n  position: absolute;\n  left: -99rem;\n}\n.skip:focus {\n  left: 1rem;\n  top: 1rem;\n  background: var(--ground);\n  padding: 0.5rem;\n  z-index: 2;\n}\n\n.figures {\n  display: grid;\n  grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr));\n  gap: 0.75rem;\n  margin: 1.25rem 0 0;\n}\n.figures div {\n  background: var(--raised);\n  border-radius: 0.6rem;\n  padding: 0.7rem 0.9rem;\n  display: flex;\n  flex-direction: column-reverse;\n  justify-content: flex-end;\n}\n.figures dt {\n  color: var(--quiet);\n  font-size: 0.84rem;\n  line-height: 1.35;\n}\n.figures dd {\n  margin: 0;\n  font-size: 1.5rem;\n  font-weight: 650;\n  line-height: 1.2;\n  white-space: nowrap;\n}\n\n.strip {\n  display: flex;\n  gap: 2px;\n  height: 1rem;\n  margin: 1.5rem 0 0.5rem;\n  border-radius: 0.3rem;\n  overflow: hidden;\n}\n.strip span {\n  min-width: 2px;\n}\n.legend {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.2rem 1.1rem;\n  margin: 0;\n  padding: 0;\n  list-style: none;\n  font-size: 0.88rem;\n}\n.legend i {\n  display: inline-block;\n  width: 0.8em;\n  height: 0.8em;\n  margin-right: 0.4em;\n  border-radius: 0.2em;\n}\n.own {\n  background: var(--own);\n}\n.shared {\n  background: var(--shared);\n}\n.bundle {\n  background: var(--bundle);\n}\n.application {\n  background: var(--application);\n}\n.other {\n  background: var(--other);\n}\n.base {\n  background: var(--base);\n}\n\n.live-only {\n  display: none;\n}\n.live .live-only {\n  display: block;\n}\n.trail {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.4rem;\n  margin: 0.5rem 0;\n  padding: 0;\n  list-style: none;\n  font-size: 0.9rem;\n  min-height: 1.6em;\n}\n.trail[hidden] {\n  display: none;\n}\n.trail li + li::before {\n  content: "\u203A" / "";\n  margin-right: 0.4rem;\n  color: var(--quiet);\n}\n.trail button {\n  border: 0;\n  padding: 0;\n  background: none;\n  color: var(--link);\n  text-decoration: underline;\n  cursor: pointer;\n}\n.treemap {\n  position: relative;\n}\n.tile {\n  position: absolute;\n  border-radius: 5px;\n  color: #fff;\n  line-height: 1.25;\n  overflow: hidden;\n}\n.tile > button {\n  position: absolute;\n  inset: 0;\n  width: 100%;\n  height: 100%;\n  border: 0;\n  border-radius: inherit;\n  background: none;\n  cursor: pointer;\n}\n.tile > button:hover {\n  background: rgb(0 0 0 / 0.12);\n}\n.tile > button:focus-visible {\n  outline: 3px solid #fff;\n  outline-offset: -4px;\n  box-shadow: inset 0 0 0 6px #000;\n}\n.part {\n  position: absolute;\n  display: block;\n  border-radius: 3px;\n  background: rgb(0 0 0 / 0.17);\n  overflow: hidden;\n}\n.label {\n  position: absolute;\n  inset: 0;\n  display: block;\n  padding: 4px 6px;\n  overflow: hidden;\n  font-size: 13px;\n  pointer-events: none;\n}\n.label b,\n.label small {\n  display: block;\n  overflow: hidden;\n  text-overflow: ellipsis;\n  white-space: nowrap;\n}\n.label b {\n  font-weight: 600;\n}\n.label small {\n  font-size: 12px;\n}\n.tile > .label b {\n  font-size: 15px;\n}\n.label.line {\n  bottom: auto;\n  height: 26px;\n  display: flex;\n  gap: 0.6em;\n  align-items: baseline;\n  padding: 3px 7px;\n}\n.label.line b {\n  flex: 0 1 auto;\n  min-width: 3em;\n}\n.label.line small {\n  flex: 1 1 0;\n}\n.part .label {\n  padding: 2px 5px;\n  font-size: 12px;\n}\n.part .label b {\n  font-weight: 500;\n}\n.detail {\n  min-height: 3em;\n  margin: 0.5rem 0 0;\n  font-size: 0.92rem;\n}\n\n.filters {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.6rem 1rem;\n  align-items: end;\n  margin: 0.75rem 0;\n}\n.live .filters.live-only {\n  display: flex;\n}\n.filters label {\n  display: grid;\n  gap: 0.15rem;\n  font-size: 0.84rem;\n  color: var(--quiet);\n}\n.filters input,\n.filters select {\n  padding: 0.4rem 0.6rem;\n  border: 1px solid var(--quiet);\n  border-radius: 0.4rem;\n  background: var(--ground);\n  color: var(--text);\n  font-size: 0.95rem;\n}\n.filters input {\n  width: min(20rem, 80vw);\n}\n.filters output {\n  padding-bottom: 0.45rem;\n  color: var(--quiet);\n  font-size: 0.9rem;\n}\n.scroll {\n  overflow-x: auto;\n}\ntable {\n  border-collapse: collapse;\n  width: 100%;\n  font-size: 0.88rem;\n  overflow-wrap: normal;\n}\ncaption {\n  text-align: left;\n  color: var(--quiet);\n  padding-bottom: 0.4rem;\n  font-size: 0.9rem;\n}\nth,\ntd {\n  padding: 0.38rem 0.7rem;\n  text-align: left;\n  vertical-align: top;\n  border-bottom: 1px solid var(--line);\n}\nthead th {\n  vertical-align: bottom;\n  border-bottom-color: var(--quiet);\n  background: var(--ground);\n  white-space: nowrap;\n}\nthead button {\n  border: 0;\n  padding: 0;\n  background: none;\n  font-weight: 650;\n  cursor: pointer;\n  white-space: nowrap;\n}\nthead button::after {\n  content: "\u2195" / "";\n  margin-left: 0.3em;\n  color: var(--quiet);\n  font-weight: 400;\n}\n[aria-sort="ascending"] button::after {\n  content: "\u2191" / "";\n  color: inherit;\n}\n[aria-sort="descending"] button::after {\n  content: "\u2193" / "";\n  color: inherit;\n}\nhtml:not(.live) thead button::after {\n  content: none;\n}\n.number {\n  text-align: right;\n  white-space: nowrap;\n  font-variant-numeric: tabular-nums;\n}\ntbody th {\n  font-weight: 600;\n  white-space: nowrap;\n}\ntbody th i {\n  display: inline-block;\n  width: 0.7em;\n  height: 0.7em;\n  margin-right: 0.5em;\n  border-radius: 0.2em;\n}\ntd.why {\n  color: var(--quiet);\n  min-width: 26rem;\n  font-size: 0.95em;\n}\ntd.version,\ntd.place {\n  white-space: nowrap;\n}\ntbody tr:hover {\n  background: var(--raised);\n}\n\n.findings {\n  margin: 0.5rem 0;\n  padding: 0;\n  list-style: none;\n  display: grid;\n  gap: 0.6rem;\n}\n.findings li {\n  padding: 0.7rem 0.9rem;\n  border-radius: 0.6rem;\n  background: var(--raised);\n}\n.findings li.warning {\n  background: var(--warning-ground);\n}\n.findings li.error {\n  background: var(--error-ground);\n}\n.findings li.error strong {\n  color: var(--error);\n}\n.findings li.warning strong {\n  color: var(--warning);\n}\n.findings p {\n  margin: 0.15rem 0;\n}\n.findings pre {\n  margin: 0.4rem 0 0;\n  overflow-x: auto;\n  font:\n    0.84em / 1.5 ui-monospace,\n    Menlo,\n    "DejaVu Sans Mono",\n    monospace;\n}\n\n@media (max-width: 44rem) {\n  body {\n    font-size: 16px;\n  }\n  .figures {\n    grid-template-columns: 1fr 1fr;\n  }\n  .figures dd {\n    font-size: 1.25rem;\n  }\n  table,\n  tbody,\n  tr,\n  caption {\n    display: block;\n  }\n  thead {\n    position: absolute;\n    left: -99rem;\n  }\n  tbody tr {\n    display: grid;\n    grid-template-columns: 1fr 1fr;\n    padding: 0.6rem 0;\n    border-bottom: 1px solid var(--line);\n  }\n  tbody tr[hidden] {\n    display: none;\n  }\n  tbody th,\n  tbody td {\n    border: 0;\n    padding: 0.1rem 0.3rem 0.1rem 0;\n    text-align: left;\n  }\n  tbody th {\n    white-space: normal;\n    font-size: 1rem;\n  }\n  tbody td:empty {\n    display: none;\n  }\n  tbody td[data-title]::before {\n    content: attr(data-title) " ";\n    color: var(--quiet);\n  }\n  td.why {\n    grid-column: 1 / -1;\n    min-width: 0;\n  }\n}\n@media print {\n  :root {\n    color-scheme: light;\n    --ground: #fff;\n    --raised: #f2f3f6;\n    --text: #000;\n    --quiet: #444;\n    --line: #bbb;\n  }\n  body {\n    padding: 0;\n    max-width: none;\n    font-size: 11px;\n  }\n  .live .filters.live-only,\n  .filters,\n  .trail,\n  .detail,\n  .skip {\n    display: none;\n  }\n  .tile,\n  .part,\n  .strip span,\n  i {\n    print-color-adjust: exact;\n    -webkit-print-color-adjust: exact;\n  }\n  .treemap,\n  .figures div,\n  .findings li,\n  tr {\n    break-inside: avoid;\n  }\n  .scroll {\n    overflow: visible;\n  }\n  thead {\n    display: table-header-group;\n  }\n}\n@media (prefers-reduced-motion: no-preference) {\n  html {\n    scroll-behavior: smooth;\n  }\n}\n';
  }
});

// src/compare/compare-images.ts
function compareImages(before, after) {
  const old = new Set(before.layers.map(({ digest }) => digest));
  const now = new Set(after.layers.map(({ digest }) => digest));
  const pushed = after.layers.filter(({ digest }) => !old.has(digest));
  const position = after.layers.findIndex(({ digest }, index) => before.layers[index]?.digest !== digest);
  return {
    kept: after.layers.filter(({ digest }) => old.has(digest)),
    pushed,
    gone: before.layers.filter(({ digest }) => !now.has(digest)),
    pulledAgain: position < 0 ? [] : after.layers.slice(position).filter(({ digest }) => old.has(digest)),
    packages: comparePackages(before.layers, after.layers, old),
    bytesToPush: sizeOf3(pushed),
    bytes: sizeOf3(after.layers),
    bytesBefore: sizeOf3(before.layers)
  };
}
function sizeOf3(layers) {
  return [...new Map(layers.map(({ digest, size }) => [digest, size])).values()].reduce((sum, size) => sum + size, 0);
}
function comparePackages(before, after, old) {
  const left = placed2(before);
  const right = placed2(after);
  const names = [.../* @__PURE__ */ new Set([...left.keys(), ...right.keys()])].sort();
  return names.flatMap((name2) => {
    const was = left.get(name2) ?? [];
    const is = right.get(name2) ?? [];
    const versions = (list) => list.map(({ version: version3 }) => version3).join(", ");
    const change = { name: name2, before: versions(was), after: versions(is) };
    if (was.length === 0) {
      return [{ ...change, change: "added" }];
    }
    if (is.length === 0) {
      return [{ ...change, change: "removed" }];
    }
    if (change.before !== change.after) {
      return [{ ...change, change: "upgraded" }];
    }
    if (is.every(({ layer }) => old.has(layer.digest))) {
      return [];
    }
    if (companions(was) !== companions(is)) {
      return [{ ...change, change: "moved" }];
    }
    const carried = companionVersions(was) !== companionVersions(is);
    return carried ? [] : [{ ...change, change: "rebuilt" }];
  });
}
function companions(list) {
  return list.map(({ layer }) => layer.packages.map(({ name: name2 }) => name2).join()).join(";");
}
function companionVersions(list) {
  return list.map(({ layer }) => layer.packages.map(({ name: name2, version: version3 }) => `${name2} ${version3}`).join()).join(";");
}
function placed2(layers) {
  const byName = /* @__PURE__ */ new Map();
  for (const layer of layers) {
    for (const { name: name2, version: version3 } of layer.packages) {
      byName.set(name2, [...byName.get(name2) ?? [], { name: name2, version: version3, layer }]);
    }
  }
  for (const list of byName.values()) {
    list.sort((a, b) => a.version < b.version ? -1 : 1);
  }
  return byName;
}
var init_compare_images = __esm({
  "src/compare/compare-images.ts"() {
    "use strict";
  }
});

// src/compare/format-comparison.ts
function contentOf({ kind, packages }) {
  if (packages.length === 0) {
    return kind;
  }
  const names = packages.map(({ name: name2, version: version3 }) => `${name2} ${version3}`.trim());
  return packages.length === 1 ? names[0] : `${packages.length} packages: ${names.join(", ")}`;
}
function changesOf(packages) {
  const named = (change, word) => {
    const list = packages.filter((one2) => one2.change === change);
    const more = list.length > NAMED ? ` and ${list.length - NAMED} more` : "";
    return list.length === 0 ? [] : [`${change}: ${list.slice(0, NAMED).map(word).join(", ")}${more}`];
  };
  return [
    ...named("upgraded", ({ name: name2, before, after }) => `${name2} ${before} \u2192 ${after}`),
    ...named("added", ({ name: name2, after }) => `${name2} ${after}`.trim()),
    ...named("removed", ({ name: name2, before }) => `${name2} ${before}`.trim()),
    ...named("moved", ({ name: name2 }) => name2),
    ...named("rebuilt", ({ name: name2 }) => name2)
  ];
}
function difference(after, before) {
  const change = after - before;
  return change === 0 ? "\xB10" : `${change > 0 ? "+" : "\u2212"}${formatBytes(Math.abs(change))}`;
}
function formatComparison({ image, comparison }, terminal) {
  const { bold, red, green, dim } = styles(terminal);
  const { kept, pushed, gone, pulledAgain, packages, bytesToPush, bytes, bytesBefore } = comparison;
  const title = bold(
    `${image}: ${formatBytes(bytesToPush)} to push, ${pushed.length} of ${kept.length + pushed.length} layers`
  );
  const row = (sign, layer) => [
    sign,
    formatBytes(layer.size),
    layer.digest.slice("sha256:".length, "sha256:".length + 12),
    contentOf(layer)
  ];
  const table2 = textTable(
    [{ title: "" }, { title: "compressed", right: true }, { title: "digest" }, { title: "holds", least: 20 }],
    [...pushed.map((layer) => row(green("push"), layer)), ...gone.map((layer) => row(red("gone"), layer))],
    terminal
  );
  return [
    title,
    ...pushed.length + gone.length === 0 ? ["the layers are the same"] : table2,
    ...changesOf(packages),
    dim(`kept: ${kept.length} layers; the image is ${formatBytes(bytes)} (${difference(bytes, bytesBefore)})`),
    ...pulledAgain.length === 0 ? [] : [
      dim(
        `Docker's classic store pulls ${pulledAgain.length} kept layers above the first changed one again, ` + formatBytes(pulledAgain.reduce((sum, { size }) => sum + size, 0))
      )
    ]
  ].join("\n");
}
function formatMarkdown(images) {
  const changed2 = images.filter(({ comparison }) => comparison.pushed.length + comparison.gone.length > 0);
  const total = changed2.reduce((sum, { comparison }) => sum + comparison.bytesToPush, 0);
  const shared = new Map(
    changed2.flatMap(({ comparison }) => comparison.pushed.map(({ digest, size }) => [digest, size]))
  );
  const once2 = [...shared.values()].reduce((sum, size) => sum + size, 0);
  if (changed2.length === 0) {
    return `**Image layers**: nothing to push; ${counted4(images.length, "image")} unchanged.
`;
  }
  return [
    `**Image layers**: ${formatBytes(once2)} to push for ${counted4(changed2.length, "image")}${once2 < total ? `, layers that they share counted once` : ""}${images.length > changed2.length ? `; ${images.length - changed2.length} unchanged` : ""}.`,
    "",
    "| image | to push | pushed | kept | gone | packages moved | compressed |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...changed2.map(({ image, comparison }) => {
      const { pushed, kept, gone, packages, bytesToPush, bytes, bytesBefore } = comparison;
      const moved = packages.filter(({ change }) => change === "moved").length;
      return `| ${code2(image)} | **${formatBytes(bytesToPush)}** | ${pushed.length} | ${kept.length} | ${gone.length} | ${moved} | ${formatBytes(bytes)} (${difference(bytes, bytesBefore)}) |`;
    }),
    ...changed2.flatMap(({ image, comparison }) => [
      "",
      "<details>",
      `<summary><code>${escapeHtml2(image)}</code>: ${escapeHtml2(changesOf(comparison.packages)[0] ?? "the application")}</summary>`,
      "",
      "| | layer | compressed | digest |",
      "| --- | --- | ---: | --- |",
      ...comparison.pushed.map((layer) => markdownRow("pushed", layer)),
      ...comparison.gone.map((layer) => markdownRow("gone", layer)),
      "",
      ...changesOf(comparison.packages).map((line2) => `- ${escapeMarkdown(line2)}`),
      "",
      "</details>"
    ]),
    ""
  ].join("\n");
}
function markdownRow(what, layer) {
  const digest = layer.digest.slice("sha256:".length, "sha256:".length + 12);
  return `| ${what} | ${escapeMarkdown(contentOf(layer))} | ${formatBytes(layer.size)} | \`${digest}\` |`;
}
function counted4(number3, noun) {
  return `${number3} ${noun}${number3 === 1 ? "" : "s"}`;
}
function code2(text4) {
  return `\`${text4.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}
function escapeMarkdown(text4) {
  return text4.replaceAll(/[\\`*_{}[\]<>()#!|]/g, (character) => `\\${character}`).replaceAll(/\s+/g, " ");
}
function escapeHtml2(text4) {
  return text4.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
var NAMED;
var init_format_comparison = __esm({
  "src/compare/format-comparison.ts"() {
    "use strict";
    init_format_bytes();
    init_text_table();
    NAMED = 12;
  }
});

// src/compare/image-contents.ts
function contentsOfPlan({ layers }) {
  return {
    layers: layers.map(({ digest, size, kind, packages }) => ({
      digest,
      size,
      kind,
      packages: kind === "package" || kind === "bundle" ? packages.map(({ name: name2, version: version3 }) => ({ name: name2, version: version3 })) : []
    }))
  };
}
function contentsOfImage(manifest, config2) {
  const history = (config2.history ?? []).filter(({ empty_layer }) => empty_layer !== true);
  const told = manifest.layers.map((_, index) => {
    const createdBy2 = history.length === manifest.layers.length ? history[index]?.created_by : void 0;
    return typeof createdBy2 === "string" ? HISTORY.exec(createdBy2)?.[1] : void 0;
  });
  const first = told.findIndex((text4) => text4 !== void 0);
  return {
    layers: manifest.layers.map(({ digest, size }, index) => {
      const text4 = told[index];
      if (text4 === void 0) {
        return { digest, size, kind: first < 0 || index < first ? "base" : "application", packages: [] };
      }
      const kind = KINDS3.find((one2) => one2 === text4);
      if (kind !== void 0) {
        return { digest, size, kind, packages: [] };
      }
      const packages = text4.split(", ").map((entry) => {
        const [name2, version3 = ""] = entry.split(" ");
        return { name: name2, version: version3 };
      });
      return { digest, size, kind: packages.length > 1 ? "bundle" : "package", packages };
    })
  };
}
var HISTORY, KINDS3;
var init_image_contents = __esm({
  "src/compare/image-contents.ts"() {
    "use strict";
    HISTORY = /^package_layers: (.+)$/s;
    KINDS3 = ["interpreter", "external", "application"];
  }
});

// src/image/layout-image.ts
async function readLayoutImage(layout) {
  await readJson(layoutFileSchema, path23.join(layout, "oci-layout"), REMEDY5);
  const indexFile = path23.join(layout, "index.json");
  const { manifests } = await readJson(indexSchema, indexFile, REMEDY5);
  const [descriptor, ...others] = manifests;
  if (descriptor === void 0 || others.length > 0 || descriptor.mediaType !== mediaTypes.manifest && descriptor.mediaType !== mediaTypes.dockerManifest) {
    throw new ActionError(`the layout holds ${manifests.length} entries and not one image`, {
      file: indexFile,
      remedy: "give the layout of the image of one platform"
    });
  }
  const manifestText = await readNamed(layout, descriptor);
  const manifest = parseJson(manifestSchema, manifestText, blobPath(layout, descriptor.digest), REMEDY5);
  const configText = await readNamed(layout, manifest.config);
  const config2 = parseJson(configSchema, configText, blobPath(layout, manifest.config.digest), REMEDY5);
  return { descriptor, manifest, manifestText, config: config2 };
}
async function readNamed(layout, { digest }) {
  const file = blobPath(layout, digest);
  const bytes = await readDocument(file).catch((cause) => {
    throw new ActionError("the layout lacks a blob that it names", { file, remedy: REMEDY5, cause });
  });
  const found = `sha256:${(0, import_node_crypto13.createHash)("sha256").update(bytes).digest("hex")}`;
  if (found !== digest) {
    throw new ActionError(`a blob of the layout is not what its name says: it is ${found}`, { file, remedy: REMEDY5 });
  }
  return bytes.toString("utf8");
}
var import_node_crypto13, path23, REMEDY5;
var init_layout_image = __esm({
  "src/image/layout-image.ts"() {
    "use strict";
    import_node_crypto13 = require("node:crypto");
    path23 = __toESM(require("node:path"));
    init_action_error();
    init_input_file();
    init_base_layout();
    init_json_file();
    init_oci_schemas();
    REMEDY5 = "give a directory that package_layers, crane pull --format=oci or skopeo copy \u2026 oci: made";
  }
});

// src/registry/credentials.ts
async function findCredentials(registry2, environment2) {
  const keys = registry2 === "docker.io" ? ["https://index.docker.io/v1/", "docker.io"] : [registry2];
  for (const file of configFiles(environment2)) {
    const text4 = await (0, import_promises13.readFile)(file, "utf8").catch(() => void 0);
    if (text4 === void 0) {
      continue;
    }
    const { auths = {}, credHelpers = {}, credsStore } = parseConfig(text4, file);
    const helper = keys.map((key2) => credHelpers[key2]).find((name2) => name2 !== void 0) ?? credsStore;
    if (helper !== void 0) {
      for (const key2 of keys) {
        const found = await askHelper(helper, key2, environment2);
        if (found !== void 0) {
          return found;
        }
      }
    }
    const entry = keys.map((key2) => auths[key2] ?? auths[`https://${key2}`]).find((one2) => one2 !== void 0);
    if (entry?.identitytoken) {
      return { kind: "identity-token", token: entry.identitytoken };
    }
    if (entry?.auth) {
      const [, user, password] = /^([^:]*):([\s\S]*)$/.exec(Buffer.from(entry.auth, "base64").toString("utf8")) ?? [];
      if (user === void 0 || password === void 0) {
        throw new ActionError(`the credentials of ${registry2} are not of the form USER:PASSWORD in base64`, {
          file,
          remedy: `run \`docker login ${registry2}\` again`
        });
      }
      return { kind: "password", user, password };
    }
  }
  return void 0;
}
function configFiles(environment2) {
  const home = environment2.HOME ?? (0, import_node_os2.homedir)();
  return [
    ...environment2.REGISTRY_AUTH_FILE ? [environment2.REGISTRY_AUTH_FILE] : [],
    path24.join(environment2.DOCKER_CONFIG || path24.join(home, ".docker"), "config.json"),
    ...environment2.XDG_RUNTIME_DIR ? [path24.join(environment2.XDG_RUNTIME_DIR, "containers", "auth.json")] : [],
    path24.join(home, ".config", "containers", "auth.json")
  ];
}
function parseConfig(text4, file) {
  const remedy = "mend the file, or name another folder in DOCKER_CONFIG";
  let json;
  try {
    json = JSON.parse(text4);
  } catch (cause) {
    throw new ActionError("the file with credentials is not JSON", { file, remedy, cause });
  }
  const parsed = configSchema2.safeParse(json);
  if (!parsed.success) {
    throw new ActionError(`the file with credentials is not a docker config: ${prettifyError(parsed.error)}`, {
      file,
      remedy
    });
  }
  return parsed.data;
}
function askHelper(name2, registry2, environment2) {
  const program = `docker-credential-${name2}`;
  return new Promise((resolve24, reject) => {
    const fail = (message, cause) => reject(new ActionError(message, { remedy: `see what \`echo ${registry2} | ${program} get\` says`, cause }));
    const child = (0, import_node_child_process.spawn)(program, ["get"], { env: environment2, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    let complaint = "";
    child.stdout.setEncoding("utf8").on("data", (text4) => {
      output += text4;
    });
    child.stderr.setEncoding("utf8").on("data", (text4) => {
      complaint += text4;
    });
    child.once("error", (cause) => fail(`the credential helper ${program} does not start`, cause));
    child.once("close", (status) => {
      if (status !== 0) {
        return NOT_FOUND.test(output + complaint) ? resolve24(void 0) : fail(`the credential helper ${program} ended with ${status}: ${(complaint || output).trim()}`);
      }
      const parsed = helperSchema.safeParse(parseJson2(output));
      if (!parsed.success) {
        return fail(`the credential helper ${program} does not answer with Username and Secret`);
      }
      const { Username: user, Secret: password } = parsed.data;
      return resolve24(
        user === "<token>" ? { kind: "identity-token", token: password } : { kind: "password", user, password }
      );
    });
    child.stdin.on("error", () => {
    });
    child.stdin.end(`${registry2}
`);
  });
}
function parseJson2(text4) {
  try {
    return JSON.parse(text4);
  } catch {
    return void 0;
  }
}
var import_node_child_process, import_promises13, import_node_os2, path24, configSchema2, helperSchema, NOT_FOUND;
var init_credentials = __esm({
  "src/registry/credentials.ts"() {
    "use strict";
    import_node_child_process = require("node:child_process");
    import_promises13 = require("node:fs/promises");
    import_node_os2 = require("node:os");
    path24 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    configSchema2 = looseObject({
      auths: record(string2(), looseObject({ auth: string2().optional(), identitytoken: string2().optional() })).optional(),
      credsStore: string2().optional(),
      credHelpers: record(string2(), string2()).optional()
    });
    helperSchema = looseObject({ Username: string2(), Secret: string2() });
    NOT_FOUND = /credentials not found/i;
  }
});

// src/registry/image-name.ts
function parseImageName(text4) {
  const [beforeDigest, digest] = text4.split("@");
  const slash = beforeDigest.indexOf("/");
  const first = slash < 0 ? "" : beforeDigest.slice(0, slash);
  const named = first.includes(".") || first.includes(":") || first === "localhost";
  const registry2 = named ? first : "docker.io";
  const rest = named ? beforeDigest.slice(slash + 1) : beforeDigest;
  const colon = rest.lastIndexOf(":");
  const path34 = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? "latest" : rest.slice(colon + 1);
  const repository = !named && !path34.includes("/") ? `library/${path34}` : path34;
  const wrong = !REPOSITORY.test(repository) ? "its repository may have lower-case letters, digits, and . _ - between them" : !TAG.test(tag) ? "its tag may have letters, digits, and . _ - and at most 128 of them" : digest !== void 0 && !DIGEST.test(digest) ? "its digest is no sha256 digest" : void 0;
  if (wrong !== void 0) {
    throw new ActionError(`${JSON.stringify(text4.slice(0, 300))} is no name of an image: ${wrong}`, {
      remedy: "write it as REGISTRY/REPOSITORY:TAG, such as registry.example/team/app:1.2"
    });
  }
  return { registry: registry2, repository, reference: digest ?? tag };
}
var REPOSITORY, TAG, DIGEST;
var init_image_name = __esm({
  "src/registry/image-name.ts"() {
    "use strict";
    init_action_error();
    REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
    TAG = /^\w[\w.-]{0,127}$/;
    DIGEST = /^sha256:[0-9a-f]{64}$/;
  }
});

// src/registry/registry-client.ts
function pullScope(repository) {
  return `repository:${repository}:pull`;
}
function pushScope(repository) {
  return `repository:${repository}:pull,push`;
}
function tokenUrl(realm, service, scope) {
  const url = new URL(realm);
  url.searchParams.set("service", service);
  for (const one2 of scope.split(" ")) {
    url.searchParams.append("scope", one2);
  }
  return url;
}
function tokenForm(service, scope, refreshToken) {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: "package_layers",
    refresh_token: refreshToken,
    service,
    scope
  }).toString();
  return {
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: () => ({ stream: import_node_stream.Readable.from([Buffer.from(form)]), size: Buffer.byteLength(form) })
  };
}
async function pause(retryAfter, tries, signal) {
  const seconds = Math.min(30, Number(retryAfter) || 0.25 * 2 ** (tries - 1));
  await new Promise((resolve24, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve24();
    }, 1e3 * seconds);
    signal.addEventListener("abort", abort, { once: true });
  });
}
function messageOf(body) {
  const text4 = body.toString("utf8").slice(0, 2e3).trim();
  try {
    const { errors } = JSON.parse(text4);
    return errors?.map(({ code: code3, message }) => [code3, message].filter(Boolean).join(": ")).join("; ") || "no reason given";
  } catch {
    return text4.split("\n")[0]?.slice(0, 200) || "no reason given";
  }
}
var import_node_fs23, import_node_http, import_node_https, import_node_stream, import_promises14, tokenSchema, TRIES, TRY_AGAIN, FORGOTTEN, LOOPBACK, LostConnection, RegistryClient;
var init_registry_client = __esm({
  "src/registry/registry-client.ts"() {
    "use strict";
    import_node_fs23 = require("node:fs");
    import_node_http = require("node:http");
    import_node_https = require("node:https");
    import_node_stream = require("node:stream");
    import_promises14 = require("node:stream/promises");
    init_zod();
    init_action_error();
    tokenSchema = looseObject({ token: string2().optional(), access_token: string2().optional() });
    TRIES = 5;
    TRY_AGAIN = [408, 429, 500, 502, 503, 504];
    FORGOTTEN = [400, 404, 416];
    LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;
    LostConnection = class extends Error {
    };
    RegistryClient = class {
      #options;
      #origin;
      #agents = { "http:": new import_node_http.Agent({ keepAlive: true }), "https:": new import_node_https.Agent({ keepAlive: true }) };
      /** `Authorization` by the scope that it is good for. */
      #authorizations = /* @__PURE__ */ new Map();
      constructor(options) {
        this.#options = options;
        const { registry: registry2, plainHttp } = options;
        const host = registry2 === "docker.io" ? "registry-1.docker.io" : registry2;
        this.#origin = new URL(`${plainHttp || LOOPBACK.test(registry2) ? "http" : "https"}://${host}`);
      }
      /** Closes its connections. */
      close() {
        this.#agents["http:"].destroy();
        this.#agents["https:"].destroy();
      }
      /**
       * Fetches a manifest or the bytes of a small blob.
       *
       * @returns undefined when there is none
       */
      async get(repository, kind, reference, accept) {
        const answer = await this.#call(pullScope(repository), {
          method: "GET",
          url: this.#url(`/v2/${repository}/${kind}/${reference}`),
          headers: accept.length === 0 ? {} : { Accept: accept.join(", ") }
        });
        if (answer.status === 404) {
          return void 0;
        }
        this.#expect(answer, [200], `${kind === "manifests" ? "the manifest" : "a blob"} of ${repository}`);
        return answer.body;
      }
      /** The digest of a manifest; undefined when there is none. */
      async manifestDigest(repository, reference, accept) {
        const answer = await this.#call(pushScope(repository), {
          method: "HEAD",
          url: this.#url(`/v2/${repository}/manifests/${reference}`),
          headers: { Accept: accept.join(", ") }
        });
        const digest = answer.headers["docker-content-digest"];
        return answer.status === 200 && typeof digest === "string" ? digest : void 0;
      }
      /** Whether a repository has a blob. */
      async hasBlob(repository, digest) {
        const answer = await this.#call(pushScope(repository), {
          method: "HEAD",
          url: this.#url(`/v2/${repository}/blobs/${digest}`)
        });
        if (answer.status !== 200 && answer.status !== 404) {
          this.#expect(answer, [200], `a blob of ${repository}`);
        }
        return answer.status === 200;
      }
      /**
       * Has a repository take a blob of another one of the same registry, without moving it.
       *
       * @returns false where the registry does not do that
       */
      async mountBlob(repository, digest, from) {
        const url = this.#url(`/v2/${repository}/blobs/uploads/`);
        url.searchParams.set("mount", digest);
        url.searchParams.set("from", from);
        const answer = await this.#call(`${pushScope(repository)} ${pullScope(from)}`, { method: "POST", url });
        if (answer.status === 202) {
          const upload = this.#location(answer, url);
          await this.#call(pushScope(repository), { method: "DELETE", url: upload });
        }
        return answer.status === 201;
      }
      /** Uploads a blob; after a lost connection it goes on where the registry says that it is, or else from the start. */
      async uploadBlob(repository, blob) {
        const scope = pushScope(repository);
        for (let tries = 1; ; tries += 1) {
          try {
            let upload = await this.#startUpload(repository);
            let offset = 0;
            let resumed = false;
            while (offset < blob.size) {
              try {
                upload = await this.#sendRest(scope, upload, blob, offset);
                offset = blob.size;
              } catch (error2) {
                if (!(error2 instanceof LostConnection) || tries >= TRIES) {
                  throw error2;
                }
                tries += 1;
                const status = await this.#call(scope, { method: "GET", url: upload });
                const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(String(status.headers.range ?? "")) ?? [];
                if (status.status !== 204 || last === void 0 || Number(last) + 1 > blob.size) {
                  throw error2;
                }
                offset = Number(last) === 0 ? 0 : Number(last) + 1;
                upload = this.#location(status, upload);
                resumed = true;
                this.#options.warn(`${error2.message}; going on at byte ${offset} of ${blob.size}`);
              }
            }
            const end = new URL(upload);
            end.searchParams.set("digest", blob.digest);
            const answer = await this.#call(scope, { method: "PUT", url: end, headers: { "Content-Length": "0" } });
            if (resumed && FORGOTTEN.includes(answer.status)) {
              throw new LostConnection(`the registry answers ${answer.status} to the end of an upload that was cut`);
            }
            this.#expect(answer, [201], `the blob ${blob.digest}`);
            return;
          } catch (error2) {
            if (!(error2 instanceof LostConnection) || tries >= TRIES) {
              throw error2 instanceof LostConnection ? this.#unreachable(error2) : error2;
            }
            this.#options.warn(`${error2.message}; trying again from the start`);
            if (await this.hasBlob(repository, blob.digest)) {
              return;
            }
          }
        }
      }
      /** Stores a manifest under a tag or its digest. */
      async putManifest(repository, reference, mediaType, bytes) {
        const answer = await this.#call(pushScope(repository), {
          method: "PUT",
          url: this.#url(`/v2/${repository}/manifests/${reference}`),
          headers: { "Content-Type": mediaType },
          body: () => ({ stream: import_node_stream.Readable.from([bytes]), size: bytes.length })
        });
        this.#expect(answer, [200, 201], `the manifest of ${repository}:${reference}`);
      }
      async #startUpload(repository) {
        const url = this.#url(`/v2/${repository}/blobs/uploads/`);
        const answer = await this.#call(pushScope(repository), { method: "POST", url, headers: { "Content-Length": "0" } });
        this.#expect(answer, [202], `an upload to ${repository}`);
        return this.#location(answer, url);
      }
      async #sendRest(scope, upload, { file, size, digest }, offset) {
        const answer = await this.#callOnce(scope, {
          method: "PATCH",
          url: upload,
          headers: {
            "Content-Type": "application/octet-stream",
            ...offset === 0 ? {} : { "Content-Range": `${offset}-${size - 1}` }
          },
          body: () => ({ stream: (0, import_node_fs23.createReadStream)(file, { start: offset, highWaterMark: 1 << 20 }), size: size - offset })
        });
        if (TRY_AGAIN.includes(answer.status) || offset > 0 && FORGOTTEN.includes(answer.status)) {
          throw new LostConnection(`the registry answers ${answer.status} to the upload of ${digest}`);
        }
        this.#expect(answer, [201, 202, 204], `the blob ${digest}`);
        return this.#location(answer, upload);
      }
      #url(pathname) {
        return new URL(pathname, this.#origin);
      }
      #location({ headers }, asked) {
        if (headers.location === void 0) {
          throw new ActionError(`${this.#options.registry} does not say where an upload goes on`, {
            remedy: "push with another tool, and tell of this registry"
          });
        }
        return new URL(headers.location, asked);
      }
      /** A call that may be repeated: after a lost connection, and where the registry asks for patience. */
      async #call(scope, call) {
        for (let tries = 1; ; tries += 1) {
          try {
            const answer = await this.#callOnce(scope, call);
            if (!TRY_AGAIN.includes(answer.status) || tries === TRIES) {
              return answer;
            }
            this.#options.warn(`${this.#options.registry} answers ${answer.status}; trying again`);
            await pause(answer.headers["retry-after"], tries, this.#options.signal);
          } catch (error2) {
            if (!(error2 instanceof LostConnection)) {
              throw error2;
            }
            if (tries === TRIES) {
              throw this.#unreachable(error2);
            }
            this.#options.warn(`${error2.message}; trying again`);
            await pause(void 0, tries, this.#options.signal);
          }
        }
      }
      /** A call with the authorization that the registry asks for. */
      async #callOnce(scope, call) {
        const known = this.#authorizations.get(scope);
        const answer = await this.#send(call, known);
        if (answer.status !== 401) {
          return answer;
        }
        const authorization = await this.#authorize(scope, answer.headers["www-authenticate"] ?? "");
        if (authorization === void 0 || authorization === known) {
          return answer;
        }
        this.#authorizations.set(scope, authorization);
        return this.#send(call, authorization);
      }
      /** What the challenge of a 401 is answered with (RFC 9110 §11.6.1; Docker's token specification). */
      async #authorize(scope, challenge) {
        const { credentials } = this.#options;
        const basic = credentials?.kind === "password" ? `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}` : void 0;
        if (/^basic\b/i.test(challenge)) {
          return basic;
        }
        const fields = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name2, value]) => [name2, value]));
        const realm = fields.get("realm");
        if (!/^bearer\b/i.test(challenge) || realm === void 0) {
          return void 0;
        }
        const url = new URL(realm, this.#origin);
        const service = fields.get("service") ?? "";
        const answer = credentials?.kind === "identity-token" ? await this.#send({ method: "POST", url, ...tokenForm(service, scope, credentials.token) }, void 0) : await this.#send({ method: "GET", url: tokenUrl(url, service, scope) }, basic);
        if (answer.status !== 200) {
          throw this.#refused(answer.status, answer.body);
        }
        const { token, access_token: accessToken } = tokenSchema.parse(JSON.parse(answer.body.toString("utf8")));
        return `Bearer ${token ?? accessToken ?? ""}`;
      }
      async #send({ method, url, headers = {}, body }, authorization) {
        const { signal } = this.#options;
        signal.throwIfAborted();
        const content = body?.();
        const secure = url.protocol === "https:";
        const ours = url.host === this.#origin.host || method !== "GET";
        const sent = (secure ? import_node_https.request : import_node_http.request)(url, {
          method,
          agent: this.#agents[secure ? "https:" : "http:"],
          headers: {
            ...headers,
            "User-Agent": "package_layers",
            ...authorization === void 0 || !ours ? {} : { Authorization: authorization },
            ...content === void 0 ? {} : { "Content-Length": String(content.size) }
          },
          signal
        });
        const lost = (cause) => signal.aborted ? signal.reason : new LostConnection(`the connection to ${url.host} is lost: ${cause.message}`);
        const response = new Promise((resolve24, reject) => {
          sent.once("response", resolve24);
          sent.once("error", reject);
        });
        try {
          const writing = content === void 0 ? Promise.resolve(sent.end()) : (0, import_promises14.pipeline)(content.stream, sent);
          const answered = await Promise.race([response, writing.then(() => response)]);
          content?.stream.destroy();
          writing.catch(() => {
          });
          const pieces = [];
          for await (const piece of answered) {
            pieces.push(piece);
          }
          const status = answered.statusCode ?? 0;
          const location = answered.headers.location;
          if (method === "GET" && [301, 302, 303, 307, 308].includes(status) && location !== void 0) {
            return await this.#send({ method, url: new URL(location, url), headers }, authorization);
          }
          return { status, headers: answered.headers, body: Buffer.concat(pieces) };
        } catch (error2) {
          response.catch(() => {
          });
          throw error2 instanceof LostConnection || error2 instanceof ActionError ? error2 : lost(error2);
        }
      }
      #expect({ status, body }, expected, what) {
        if (expected.includes(status)) {
          return;
        }
        if (status === 401 || status === 403) {
          throw this.#refused(status, body);
        }
        throw new ActionError(`${this.#options.registry} answers ${status} to ${what}: ${messageOf(body)}`, {
          remedy: "check the image's name, and what the registry allows"
        });
      }
      #refused(status, body) {
        const { registry: registry2, credentials } = this.#options;
        return new ActionError(`${registry2} refuses (${status}): ${messageOf(body)}`, {
          remedy: credentials === void 0 ? `run \`docker login ${registry2}\`; no credentials of it were found` : `check that the credentials of ${registry2} may do this, or run \`docker login ${registry2}\` again`
        });
      }
      #unreachable(cause) {
        return new ActionError(cause.message, {
          remedy: `check that ${this.#options.registry} can be reached; what was pushed stays there, so run this again`,
          cause
        });
      }
    };
  }
});

// src/registry/read-registry-image.ts
async function readRegistryImage(text4, signal) {
  const { registry: registry2, repository, reference } = parseImageName(text4);
  const credentials = await findCredentials(registry2, process.env);
  const client = new RegistryClient({ registry: registry2, credentials, plainHttp: false, signal, warn: () => {
  } });
  try {
    const document = await client.get(repository, "manifests", reference, Object.values(mediaTypes));
    if (document === void 0) {
      throw new ActionError(`${registry2} has no image ${repository}:${reference}`, { remedy: "check its name" });
    }
    const json = JSON.parse(document.toString("utf8"));
    if (indexSchema.safeParse(json).success) {
      throw new ActionError(`${text4} is an index of several images`, { remedy: REMEDY6 });
    }
    const manifest = parseJson(manifestSchema, document.toString("utf8"), text4, REMEDY6);
    const config2 = await client.get(repository, "blobs", manifest.config.digest, []);
    if (config2 === void 0) {
      throw new ActionError(`${registry2} lacks the settings of ${repository}:${reference}`, {
        remedy: "push it again"
      });
    }
    return { manifest, config: parseJson(configSchema, config2.toString("utf8"), text4, REMEDY6) };
  } finally {
    client.close();
  }
}
var REMEDY6;
var init_read_registry_image = __esm({
  "src/registry/read-registry-image.ts"() {
    "use strict";
    init_action_error();
    init_json_file();
    init_oci_schemas();
    init_credentials();
    init_image_name();
    init_registry_client();
    REMEDY6 = "name an image of one platform, by its digest where the tag is an index of several";
  }
});

// src/compare/read-image.ts
async function readImage(name2, root, signal) {
  const file = path25.resolve(root, name2);
  const found = await (0, import_promises15.stat)(file).catch(() => void 0);
  if (found?.isFile() === true) {
    return contentsOfPlan(parsePlanFile(await readText(file), name2));
  }
  if (found?.isDirectory() === true) {
    const { manifest, config: config2 } = await readLayoutImage(file);
    return contentsOfImage(manifest, config2);
  }
  if (REGISTRY_IMAGE.test(name2)) {
    const { manifest, config: config2 } = await readRegistryImage(name2.replace(/^docker:\/\//, ""), signal);
    return contentsOfImage(manifest, config2);
  }
  throw new ActionError("there is no such plan, layout or image", {
    file: name2,
    remedy: "name a .plan.json, a directory with an OCI image layout, or an image as REGISTRY/REPOSITORY:TAG"
  });
}
async function plansIn(name2, root) {
  const folder = path25.resolve(root, name2);
  const found = await (0, import_promises15.stat)(folder).catch(() => void 0);
  if (found?.isDirectory() !== true || await (0, import_promises15.stat)(path25.join(folder, "oci-layout")).catch(() => void 0)) {
    return void 0;
  }
  const files = await (0, import_promises15.readdir)(folder, { recursive: true });
  return new Map(
    files.filter((file) => file.endsWith(".plan.json")).sort().map((file) => [file.slice(0, -".plan.json".length), path25.join(folder, file)])
  );
}
var import_promises15, path25, REGISTRY_IMAGE;
var init_read_image = __esm({
  "src/compare/read-image.ts"() {
    "use strict";
    import_promises15 = require("node:fs/promises");
    path25 = __toESM(require("node:path"));
    init_action_error();
    init_layout_image();
    init_plan_file();
    init_plan_flags();
    init_read_registry_image();
    init_image_contents();
    REGISTRY_IMAGE = /^(docker:\/\/\S+|(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9.-]+:\d+)\/[^\s:@]+[:@]\S+)$/i;
  }
});

// src/plan/explain.ts
function findPackages(planFile, name2) {
  const normalized2 = normalizePackageName(name2);
  const found = planFile.packages.filter((one2) => one2.id === name2 || normalizePackageName(one2.name) === normalized2);
  if (found.length === 0) {
    const names = [...new Set(planFile.packages.map((one2) => one2.name))];
    const like = nearNames(normalized2, names, namesShown);
    const near = like.length === 0 && names.length <= namesShown ? names : like;
    throw new ActionError(`the plan holds no package ${name2}`, {
      package: name2,
      remedy: near.length > 0 ? `did you mean ${choice(near)}?` : "`bazel run :IMAGE.plan` lists the packages"
    });
  }
  return found;
}
function choice(names) {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
function explainPackage(planFile, name2) {
  return findPackages(planFile, name2).map((one2) => explainOne(planFile, one2)).join("\n\n");
}
function explainOne(planFile, { id, name: name2, version: version3, bytes, layer: index, why, expectedUpgradeBytes }) {
  const layer = planFile.layers[index];
  const others = layer.packages.filter((other) => other.name !== name2 || other.version !== version3);
  const above = planFile.layers.slice(index).reduce((sum, { size }) => sum + size, 0);
  const share = expectedUpgradeBytes === 0 ? 1 : bytes / expectedUpgradeBytes;
  const shown = others.slice(0, namesShown).map((other) => other.name);
  return [
    `${version3 === "" ? id : `${id} ${version3}`}: ${formatBytes(bytes)} uncompressed`,
    `  layer    ${index + 1} of ${planFile.layers.length}, ${layer.kind === "package" ? "its own" : `a bundle of ${layer.packages.length} packages`}, ${layer.digest}`,
    `  why      ${why}`,
    ...others.length === 0 ? [] : [
      `  beside   ${shown.join(", ")}${others.length > shown.length ? ` and ${others.length - shown.length} more` : ""}`
    ],
    `  upgrade  pushes its layer: ${formatBytes(layer.size)} compressed, ${formatBytes(expectedUpgradeBytes)} uncompressed${others.length === 0 ? "" : `, of which it is ${Math.round(100 * share)} %`}`,
    `           Docker's classic store pulls again what lies above, too: ${formatBytes(above)} compressed in all`
  ].join("\n");
}
var namesShown;
var init_explain = __esm({
  "src/plan/explain.ts"() {
    "use strict";
    init_action_error();
    init_near_names();
    init_package_name();
    init_format_bytes();
    namesShown = 12;
  }
});

// src/show/open-page.ts
async function openPage(file, environment2 = process.env) {
  const page = await (0, import_promises16.realpath)(file).catch((cause) => {
    throw new ActionError("the page is missing", { file, remedy: "build the image again", cause });
  });
  const command = environment2.BROWSER || (process.platform === "darwin" ? "open" : "xdg-open");
  await new Promise((resolve24, reject) => {
    const child = (0, import_node_child_process2.spawn)(command, [page], { stdio: "ignore", detached: true });
    child.once(
      "error",
      (cause) => reject(
        new ActionError(`no program opens the page: ${command} cannot be started`, {
          file: page,
          remedy: "open the file in a browser, or name one in the variable BROWSER",
          cause
        })
      )
    );
    child.once("spawn", () => {
      child.unref();
      resolve24();
    });
  });
  return page;
}
var import_node_child_process2, import_promises16;
var init_open_page = __esm({
  "src/show/open-page.ts"() {
    "use strict";
    import_node_child_process2 = require("node:child_process");
    import_promises16 = require("node:fs/promises");
    init_action_error();
  }
});

// src/show/show-plan.ts
async function showPlan(planFile, questions, files, context) {
  const { log, terminal, root, signal } = context;
  const { explain, files: filesOfPackage, diff, json = false, open: open4 = false } = questions;
  const asked = [explain, filesOfPackage, diff, open4 ? "" : void 0].filter((one2) => one2 !== void 0);
  if (asked.length > 1) {
    throw new ActionError("plan: --explain, --files, --diff and --open are questions of their own", {
      remedy: "ask one at a time"
    });
  }
  const print = (value, text4) => log(json ? JSON.stringify(value, null, 2) : text4());
  if (explain !== void 0) {
    print(findPackages(planFile, explain), () => explainPackage(planFile, explain));
  } else if (filesOfPackage !== void 0) {
    const descriptors = await readDescriptors(planFile, filesOfPackage, files);
    print(
      descriptors.map((one2) => ({ name: one2.name, version: one2.version, ...filesOf(one2) })),
      () => descriptors.map((one2) => describeFiles(one2, terminal)).join("\n\n")
    );
  } else if (diff !== void 0) {
    const comparison = compareImages(await readImage(diff, root, signal), contentsOfPlan(planFile));
    print(comparison, () => formatComparison({ image: files.image, comparison }, terminal));
  } else if (open4) {
    if (files.page === void 0) {
      throw new ActionError("plan: --open needs the image's page", {
        remedy: "ask with `bazel run :IMAGE.plan -- --open`, which knows where it is"
      });
    }
    log(await openPage(files.page));
  } else {
    print(planFile, () => describePlan(planFile, terminal));
  }
}
async function readDescriptors(planFile, name2, files) {
  const other = ["interpreter", "external", "application"].includes(name2);
  const names = new Set(other ? [name2] : findPackages(planFile, name2).map((one2) => normalizePackageName(one2.name)));
  if (files.descriptors === void 0) {
    throw new ActionError("plan: --files needs the packages' descriptors", {
      remedy: "ask with `bazel run :IMAGE.plan -- --files NAME`, which knows where they are"
    });
  }
  const list = (await readText(files.descriptors)).split("\n").filter((line2) => line2 !== "");
  const found = [];
  for (const line2 of list) {
    const file = path26.resolve(files.descriptorsRoot ?? path26.dirname(files.descriptors), line2);
    const { name: written } = JSON.parse(await readText(file));
    if (typeof written === "string" && names.has(normalizePackageName(written))) {
      found.push(await readJson(layerDescriptorSchema, file, "build the image again"));
    }
  }
  if (found.length === 0) {
    throw new ActionError(`the image has no layer ${name2}`, {
      remedy: `ask for one of: ${nearNames(name2, [...planFile.packages.map((one2) => one2.name), "interpreter", "external", "application"], 8).join(", ")}`
    });
  }
  return found;
}
var path26;
var init_show_plan = __esm({
  "src/show/show-plan.ts"() {
    "use strict";
    path26 = __toESM(require("node:path"));
    init_action_error();
    init_near_names();
    init_compare_images();
    init_format_comparison();
    init_image_contents();
    init_read_image();
    init_json_file();
    init_layer_descriptor();
    init_package_name();
    init_explain();
    init_plan_flags();
    init_describe_files();
    init_describe_plan();
    init_open_page();
  }
});

// src/plan/change-rates.ts
function parseLockedVersions(text4) {
  const versions = /* @__PURE__ */ new Map();
  if (/^\[\[packages?\]\]\s*$/m.test(text4)) {
    for (const table2 of text4.split(/^\[\[packages?\]\]\s*$/m).slice(1)) {
      const fields = table2.split(/^\[/m, 1)[0];
      const name2 = /^name = "([^"]+)"/m.exec(fields)?.[1];
      const version3 = /^version = "([^"]+)"/m.exec(fields)?.[1];
      if (name2 !== void 0 && version3 !== void 0) {
        versions.set(normalizePackageName(name2), version3);
      }
    }
    return versions;
  }
  for (const line2 of text4.split("\n")) {
    const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*===?\s*([^\s;#\\]+)/.exec(line2);
    if (match !== null) {
      versions.set(normalizePackageName(match[1]), match[2]);
    }
  }
  return versions;
}
function changeRates(revisions) {
  const steps = /* @__PURE__ */ new Map();
  const changes = /* @__PURE__ */ new Map();
  let allSteps = 0;
  let allChanges = 0;
  for (let index = 1; index < revisions.length; index++) {
    const before = revisions[index - 1];
    const after = revisions[index];
    const kept = [...after].filter(([name2]) => before.has(name2));
    const changed2 = kept.filter(([name2, version3]) => before.get(name2) !== version3);
    if (changed2.length === 0 && kept.length === after.size && after.size === before.size) {
      continue;
    }
    for (const [name2] of kept) {
      steps.set(name2, (steps.get(name2) ?? 0) + 1);
    }
    for (const [name2] of changed2) {
      changes.set(name2, (changes.get(name2) ?? 0) + 1);
    }
    allSteps += kept.length;
    allChanges += changed2.length;
  }
  const mean = allSteps === 0 ? 0 : allChanges / allSteps;
  return new Map(
    [...revisions.at(-1)?.keys() ?? []].map((name2) => [
      name2,
      ((changes.get(name2) ?? 0) + priorRevisions * mean) / ((steps.get(name2) ?? 0) + priorRevisions)
    ])
  );
}
var priorRevisions;
var init_change_rates = __esm({
  "src/plan/change-rates.ts"() {
    "use strict";
    init_package_name();
    priorRevisions = 5;
  }
});

// src/plan/lock-cost.ts
function lockCost(locked, fresh) {
  const costs = { locked: meanUpgradeBytes(locked), fresh: meanUpgradeBytes(fresh) };
  return { ...costs, factor: costs.fresh === 0 ? 1 : costs.locked / costs.fresh };
}
function meanUpgradeBytes({ layers }) {
  const packages = layers.reduce((sum, layer) => sum + layer.packages.length, 0);
  const pushed = layers.reduce((sum, layer) => sum + layer.packages.length * layer.bytes, 0);
  return packages === 0 ? 0 : pushed / packages;
}
function lockComplaint(cost, limit, command) {
  if (cost.factor <= limit) {
    return void 0;
  }
  return [
    `The layer lock costs ${cost.factor.toFixed(2)} times a fresh plan; ${limit} is allowed.`,
    `  now:          upgrading one package pushes ${formatBytes(cost.locked)} in the mean (uncompressed)`,
    `  with update:  ${formatBytes(cost.fresh)}, ${formatBytes(cost.locked - cost.fresh)} less`,
    `  to update, once pushing again what moves, run: ${command}`
  ].join("\n");
}
var init_lock_cost = __esm({
  "src/plan/lock-cost.ts"() {
    "use strict";
    init_format_bytes();
  }
});

// src/plan/lock-history.ts
async function readLockHistory(file, limit = 700, signal) {
  const options = {
    cwd: path27.dirname(file),
    maxBuffer: 1 << 28,
    encoding: "utf8",
    ...signal ? { signal } : {}
  };
  const git = async (...args) => {
    try {
      return (await run("git", args, options)).stdout;
    } catch (cause) {
      signal?.throwIfAborted();
      throw new ActionError("git cannot read the history of the lock file", {
        file,
        remedy: "give a file that is checked in, in a full (not shallow) clone, with git on the PATH",
        cause
      });
    }
  };
  const name2 = path27.basename(file);
  const log = await git("log", "--first-parent", "--diff-filter=AM", `-n${limit}`, "--format=%H %as", "--", name2);
  const commits = log.split("\n").filter((line2) => line2 !== "").reverse();
  if (commits.length === 0) {
    throw new ActionError("git knows no revision of the lock file", { file, remedy: "check the file in first" });
  }
  const revisions = [];
  for (const line2 of commits) {
    const [commit, date2] = line2.split(" ");
    revisions.push({ commit, date: date2, versions: parseLockedVersions(await git("show", `${commit}:./${name2}`)) });
  }
  return revisions;
}
var import_node_child_process3, path27, import_node_util4, run;
var init_lock_history = __esm({
  "src/plan/lock-history.ts"() {
    "use strict";
    import_node_child_process3 = require("node:child_process");
    path27 = __toESM(require("node:path"));
    import_node_util4 = require("node:util");
    init_action_error();
    init_change_rates();
    run = (0, import_node_util4.promisify)(import_node_child_process3.execFile);
  }
});

// src/plan/make-layer-lock.ts
function makeLayerLock(plan2, mostLayers, previous) {
  const layers = [];
  const packages = [];
  for (const { packages: all } of plan2.layers) {
    const ids = all.filter(isKnownAtAnalysis);
    if (ids.length > 0) {
      const name2 = all.length === 1 ? ids[0] : bundleName(ids, new Set(layers), previous);
      layers.push(name2);
      packages.push(...ids.map((id) => [id, name2]));
    }
  }
  const spare = Math.max(leastSpareLayers, Math.ceil(layers.length / 4));
  return {
    schema: 2,
    mostLayers: Math.max(1, Math.min(mostLayers, layers.length + spare)),
    layers,
    packages: Object.fromEntries(packages.sort(([a], [b]) => compareText(a, b)))
  };
}
function isKnownAtAnalysis(id) {
  return id.split("@").length <= 2;
}
function bundleName(ids, used, previous) {
  const votes = /* @__PURE__ */ new Map();
  for (const id of ids) {
    const layer = previous?.packages[id];
    if (layer?.startsWith("bundle ") && !used.has(layer)) {
      votes.set(layer, (votes.get(layer) ?? 0) + 1);
    }
  }
  const [winner] = [...votes].sort(([a, votesA], [b, votesB]) => votesB - votesA || compareText(a, b));
  let name2 = winner?.[0] ?? `bundle ${ids[0]}`;
  for (let number3 = 2; used.has(name2); number3++) {
    name2 = `bundle ${ids[0]} ${number3}`;
  }
  return name2;
}
var leastSpareLayers;
var init_make_layer_lock = __esm({
  "src/plan/make-layer-lock.ts"() {
    "use strict";
    init_split();
    leastSpareLayers = 4;
  }
});

// src/plan/plan-command.ts
var plan_command_exports = {};
__export(plan_command_exports, {
  planAction: () => planAction,
  planCommand: () => planCommand
});
async function requireNoOtherFile(file, named) {
  const existing = await (0, import_promises17.stat)(file).catch(() => void 0);
  if (existing?.isFile() && existing.size > 0 && !looksLikeLayerLock(await readText(file))) {
    throw new ActionError("--write-lock names a file that is not a layer lock", {
      file: named,
      remedy: "name another file, or remove this one"
    });
  }
}
function optionalPath(file, root) {
  return file === void 0 ? void 0 : path28.resolve(root, file);
}
async function readPackage2(file) {
  const parsed = layerDescriptorSchema.safeParse(parseJson3(await readText(file)));
  if (!parsed.success || parsed.data.kind !== "package") {
    throw new ActionError("the file is no descriptor of a package", {
      file,
      remedy: "give the descriptor that layer wrote"
    });
  }
  const { name: name2, version: version3, tarSize, mergeable } = parsed.data;
  return { id: name2, name: name2, version: version3, bytes: tarSize, mergeable };
}
function parseJson3(text4) {
  try {
    return JSON.parse(text4);
  } catch {
    return void 0;
  }
}
function describeFreshPlan(made) {
  const lines = made.layers.map(({ kind, packages, bytes, why }, index) => {
    const names = kind === "own" ? packages[0] : `${packages.length} packages`;
    return `${String(index + 1).padStart(4)}  ${formatBytes(bytes).padStart(7)}  ${names}: ${why}`;
  });
  return [
    ...lines,
    `upgrading one package pushes ${formatBytes(meanUpgradeBytes(made))} in the mean (uncompressed)`
  ].join("\n");
}
var import_promises17, path28, argumentsSchema13, planCommand, planAction;
var init_plan_command = __esm({
  "src/plan/plan-command.ts"() {
    "use strict";
    import_promises17 = require("node:fs/promises");
    path28 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_output_transaction();
    init_spoken_flags();
    init_layer_descriptor();
    init_show_plan();
    init_change_rates();
    init_format_bytes();
    init_layer_lock();
    init_lock_cost();
    init_lock_history();
    init_make_layer_lock();
    init_plan();
    init_plan_file();
    init_plan_flags();
    argumentsSchema13 = strictObject({
      plan: path.optional(),
      descriptor: many,
      layers: integer2.optional(),
      explain: one.optional(),
      files: one.optional(),
      diff: path.optional(),
      json: one.pipe(literal("true")).optional(),
      open: one.pipe(literal("true")).optional(),
      image: one.optional(),
      page: path.optional(),
      descriptors: path.optional(),
      "descriptors-root": path.optional(),
      ...planFlags,
      "write-lock": outputFile.optional(),
      "from-git": path.optional(),
      "check-lock": one.pipe(string2().regex(/^\d+(\.\d+)?$/, "is no factor such as 1.25")).transform(Number).optional(),
      stamp: outputFile.optional()
    });
    planCommand = {
      name: "plan",
      summary: "show or explain a plan, write or check a layer lock",
      flags: [
        ["--plan=FILE", "a plan that merge-layers made: its packages, and its number of layers"],
        ["--descriptor=FILE", "instead of --plan: descriptor of a package (repeated), with --layers"],
        ["--layers=N", "layers left for packages (optional with --plan)"],
        ["--explain=NAME", "say in which layer of --plan a package is, why, and what its upgrade would push"],
        ["--files=NAME", "list the files of a package of --plan, largest first"],
        ["--diff=IMAGE", "say what changed since an older plan file, OCI layout or image in a registry"],
        ["--json=true", "answer in JSON; --json alone does as well"],
        ["--open=true", "open the image's page in a browser; --open alone does as well"],
        ["--image=NAME", "what to call the image of --plan (optional)"],
        ["--page=FILE", "the image's page, for --open"],
        ["--descriptors=FILE", "a file that names a descriptor of a layer on each line, for --files"],
        ["--descriptors-root=DIRECTORY", "what the paths in --descriptors are relative to (optional)"],
        ["--write-lock=FILE", "output: the layer lock of a fresh plan"],
        ["--from-git=FILE", "with --write-lock: take change rates from the git history of this requirements lock"],
        ["--lock=FILE", "the layer lock to keep to, or with --write-lock the one whose layer names are kept"],
        ["--check-lock=FACTOR", "fail when --lock costs more than this times a fresh plan"],
        ["--stamp=FILE", "output, with --check-lock: a file that says that the check passed"],
        ...planFlagsHelp
      ]
    };
    planAction = async (args, context) => {
      const { root, signal, log } = context;
      const flags = parseArguments("plan", argumentsSchema13, spokenFlags(args, { bare: ["json", "open"] }));
      const onDisk = (file2) => path28.resolve(root, file2);
      const planFile = flags.plan === void 0 ? void 0 : parsePlanFile(await readText(onDisk(flags.plan)), flags.plan);
      if (planFile === void 0 === (flags.descriptor.length === 0)) {
        throw new ActionError("plan: give either --plan or --descriptor", { remedy: "see `package-layers plan --help`" });
      }
      const questions = {
        explain: flags.explain,
        files: flags.files,
        diff: flags.diff,
        json: flags.json === "true",
        open: flags.open === "true"
      };
      if (planFile === void 0 && Object.values(questions).some((answer) => answer !== void 0 && answer !== false)) {
        throw new ActionError("plan: --explain, --files, --diff, --json and --open need --plan", {
          remedy: "give the plan file of the image"
        });
      }
      const asked = flags["write-lock"] !== void 0 || flags["check-lock"] !== void 0;
      if (planFile !== void 0 && !asked) {
        const files = {
          image: flags.image ?? path28.basename(flags.plan).replace(/\.plan\.json$/, ""),
          page: optionalPath(flags.page, root),
          descriptors: optionalPath(flags.descriptors, root),
          descriptorsRoot: optionalPath(flags["descriptors-root"], root)
        };
        await showPlan(planFile, questions, files, context);
        return;
      }
      const inputs = { files: [...flags.plan === void 0 ? [] : [flags.plan], ...flags.descriptor].map(onDisk) };
      const write = (output, text5) => writeOutputs(async (outputs) => {
        outputs.protect(inputs);
        await (0, import_promises17.writeFile)(outputs.file(output), text5);
      }, signal);
      const packages = planFile?.packages ?? await Promise.all(flags.descriptor.map((file2) => readPackage2(onDisk(file2))));
      const layers = flags.layers ?? planFile?.layersForPackages;
      if (layers === void 0) {
        throw new ActionError("plan: --layers is missing", { remedy: "say how many layers are left for packages" });
      }
      const { lock, ...wishes } = await readPlanOptions(flags, root);
      const fresh = plan(packages, { ...wishes, layers });
      if (flags["check-lock"] !== void 0) {
        if (lock === void 0) {
          throw new ActionError("plan: --check-lock needs --lock", { remedy: "give the layer lock" });
        }
        const cost = lockCost(plan(packages, { ...wishes, layers, lock }), fresh);
        const command = flags["update-command"] ?? "package-layers plan --write-lock=FILE";
        const complaint = lockComplaint(cost, flags["check-lock"], command);
        if (complaint !== void 0) {
          throw new ActionError(complaint, { file: flags.lock, remedy: `run: ${command}` });
        }
        const summary2 = `the layer lock costs ${cost.factor.toFixed(2)} times a fresh plan; ${flags["check-lock"]} is allowed`;
        log(summary2);
        const stamp = flags.stamp;
        if (stamp !== void 0) {
          await write(onDisk(stamp), `${summary2}
`);
        }
      }
      const file = flags["write-lock"];
      if (file === void 0) {
        if (!asked) {
          log(describeFreshPlan(lock === void 0 ? fresh : plan(packages, { ...wishes, layers, lock })));
        }
        return;
      }
      const history = flags["from-git"];
      const revisions = history === void 0 ? [] : await readLockHistory(onDisk(history), void 0, signal);
      const rates = changeRates(revisions.map(({ versions }) => versions));
      const made = rates.size === 0 ? fresh : plan(packages, { ...wishes, layers, rates });
      const text4 = formatLayerLock(makeLayerLock(made, layers, lock));
      await requireNoOtherFile(onDisk(file), file);
      await write(onDisk(file), text4);
      log(
        `${file}: ${packages.length} packages in ${made.layers.length} layers` + (history === void 0 ? "" : `, change rates from ${revisions.length} revisions of ${history}`)
      );
    };
  }
});

// src/registry/container-daemon.ts
async function findDaemon(wanted, environment2) {
  const make = {
    docker: async () => {
      const socket = dockerSocket(environment2);
      return socket !== void 0 && await isThere(socket) ? dockerDaemon(socket) : void 0;
    },
    podman: async () => await onPath("podman", environment2) ? podmanDaemon(environment2) : void 0,
    nerdctl: async () => await onPath("nerdctl", environment2) ? nerdctlDaemon(environment2) : void 0,
    containerd: async () => await onPath("ctr", environment2) ? containerdDaemon(environment2) : void 0
  };
  for (const name2 of wanted === void 0 ? daemons : [wanted]) {
    const daemon = await make[name2]();
    if (daemon !== void 0) {
      return daemon;
    }
  }
  throw new ActionError(
    wanted === void 0 ? "no docker, podman, nerdctl or containerd is here" : `${wanted} is not here`,
    {
      remedy: wanted === "docker" ? "start Docker's daemon, or name its socket in DOCKER_HOST=unix:///PATH" : `install one of them, or push the image to a registry with \`bazel run :IMAGE.push\``
    }
  );
}
function dockerSocket(environment2) {
  const host = environment2.DOCKER_HOST ?? "";
  if (host !== "" && !host.startsWith("unix://")) {
    throw new ActionError(`Docker's daemon at ${host} cannot reach this machine's loopback`, {
      remedy: "unset DOCKER_HOST, load into another daemon with --into, or push the image to a registry"
    });
  }
  return host === "" ? "/var/run/docker.sock" : host.slice("unix://".length);
}
function dockerDaemon(socketPath) {
  const call = (method, url, headers, signal) => new Promise((resolve24, reject) => {
    const sent = (0, import_node_http2.request)(
      { socketPath, method, path: url, headers: { Host: "docker", ...headers }, signal },
      (response) => {
        let text4 = "";
        response.setEncoding("utf8");
        response.on("data", (piece) => {
          text4 += piece;
        });
        response.once("error", reject);
        response.once("end", () => resolve24({ status: response.statusCode ?? 0, text: text4 }));
      }
    );
    sent.once(
      "error",
      (cause) => reject(
        signal.aborted ? signal.reason : new ActionError("Docker's daemon does not answer", {
          file: socketPath,
          remedy: "start it, and check that you may use its socket",
          cause
        })
      )
    );
    sent.end();
  });
  const expectSuccess = (what, { status, text: text4 }) => {
    if (status >= 400) {
      throw new ActionError(`docker does not ${what}: ${errorOf(text4)}`, { remedy: "see the daemon's log" });
    }
  };
  return {
    name: "docker",
    async pull(registry2, repository, name2, signal) {
      const { user, password, address } = registry2;
      const credentials = Buffer.from(JSON.stringify({ username: user, password, serveraddress: address }));
      const served = `${address}/${repository}`;
      const created = await call(
        "POST",
        `/images/create?fromImage=${encodeURIComponent(served)}&tag=latest`,
        { "X-Registry-Auth": credentials.toString("base64url"), "Content-Length": "0" },
        signal
      );
      expectSuccess("pull", created);
      const failed = created.text.split("\n").find((line2) => line2.includes('"error"'));
      if (failed !== void 0) {
        throw new ActionError(`docker does not pull: ${errorOf(failed)}`, {
          remedy: `the daemon must reach ${address} on this machine: one in a virtual machine, or a rootless one, does not; push the image to a registry instead`
        });
      }
      const familiar = familiarName(name2);
      const [repo, tag] = splitTag(familiar);
      const source = encodeURIComponent(`${served}:latest`);
      expectSuccess(
        "tag",
        await call(
          "POST",
          `/images/${source}/tag?repo=${encodeURIComponent(repo)}&tag=${tag}`,
          { "Content-Length": "0" },
          signal
        )
      );
      expectSuccess("untag", await call("DELETE", `/images/${source}?noprune=true`, {}, signal));
      return familiar;
    }
  };
}
function podmanDaemon(environment2) {
  return {
    name: "podman",
    pull: (registry2, repository, name2, signal) => withSecretFolder(async (folder) => {
      const authFile = path29.join(folder, "auth.json");
      await (0, import_promises18.writeFile)(authFile, JSON.stringify({ auths: { [registry2.address]: authOf(registry2) } }), { mode: 384 });
      const served = `${registry2.address}/${repository}:latest`;
      const podman = (...args) => runProgram("podman", args, environment2, signal);
      await podman("pull", "--quiet", "--tls-verify=false", `--authfile=${authFile}`, served);
      const full = name2.registry === "docker.io" && name2.repository.startsWith("library/") ? `localhost/${name2.repository.slice("library/".length)}:${name2.reference}` : fullName(name2);
      await podman("tag", served, full);
      await podman("untag", served, served);
      return full;
    })
  };
}
function nerdctlDaemon(environment2) {
  return {
    name: "nerdctl",
    pull: (registry2, repository, name2, signal) => withSecretFolder(async (folder) => {
      await (0, import_promises18.writeFile)(
        path29.join(folder, "config.json"),
        JSON.stringify({ auths: { [registry2.address]: authOf(registry2) } }),
        {
          mode: 384
        }
      );
      const served = `${registry2.address}/${repository}:latest`;
      const nerdctl = (...args) => runProgram("nerdctl", args, { ...environment2, DOCKER_CONFIG: folder }, signal);
      await nerdctl("--insecure-registry", "pull", "--quiet", served);
      await nerdctl("tag", served, fullName(name2));
      await nerdctl("rmi", served);
      return familiarName(name2);
    })
  };
}
function containerdDaemon(environment2) {
  return {
    name: "containerd",
    pull: (registry2, repository, name2, signal) => withSecretFolder(async (folder) => {
      const hosts = path29.join(folder, registry2.address);
      await (0, import_promises18.mkdir)(hosts);
      const authorization = `Basic ${authOf(registry2).auth}`;
      await (0, import_promises18.writeFile)(
        path29.join(hosts, "hosts.toml"),
        [
          `server = "http://${registry2.address}"`,
          `[host."http://${registry2.address}"]`,
          '  capabilities = ["pull", "resolve"]',
          `  [host."http://${registry2.address}".header]`,
          `    authorization = ["${authorization}"]`,
          ""
        ].join("\n"),
        { mode: 384 }
      );
      const served = `${registry2.address}/${repository}:latest`;
      const images = (...args) => runProgram("ctr", ["images", ...args], environment2, signal);
      await images("pull", `--hosts-dir=${folder}`, served);
      await images("tag", "--force", served, fullName(name2));
      await images("rm", served);
      return fullName(name2);
    })
  };
}
function authOf({ user, password }) {
  return { auth: Buffer.from(`${user}:${password}`).toString("base64") };
}
async function withSecretFolder(use) {
  const folder = await (0, import_promises18.mkdtemp)(path29.join((0, import_node_os3.tmpdir)(), "package-layers-load-"));
  try {
    return await use(folder);
  } finally {
    await (0, import_promises18.rm)(folder, { recursive: true, force: true });
  }
}
function fullName({ registry: registry2, repository, reference }) {
  return `${registry2}/${repository}:${reference}`;
}
function familiarName(name2) {
  return fullName(name2).replace(/^docker\.io\/(library\/)?/, "");
}
function splitTag(name2) {
  const colon = name2.lastIndexOf(":");
  return [name2.slice(0, colon), name2.slice(colon + 1)];
}
function errorOf(text4) {
  try {
    const { message, error: error2 } = JSON.parse(text4);
    return message ?? error2 ?? text4.trim();
  } catch {
    return text4.trim();
  }
}
async function isThere(file) {
  return (0, import_promises18.stat)(file).then(
    () => true,
    () => false
  );
}
async function onPath(program, environment2) {
  const folders = (environment2.PATH ?? "").split(path29.delimiter).filter(Boolean);
  const found = await Promise.all(folders.map((folder) => isThere(path29.join(folder, program))));
  return found.includes(true);
}
function runProgram(program, args, env, signal) {
  return new Promise((resolve24, reject) => {
    const child = (0, import_node_child_process4.spawn)(program, args, { env, signal, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text4) => {
        output += text4;
      });
    }
    child.once("error", reject);
    child.once("close", (status) => {
      if (status === 0) {
        resolve24(output);
      } else {
        reject(
          new ActionError(
            `${program} ${args[0] === "images" ? args[1] : args[0]} ended with ${status}: ${output.trim().split("\n").at(-1)}`,
            {
              remedy: `see what \`${program} info\` says of it`
            }
          )
        );
      }
    });
  });
}
var import_node_child_process4, import_promises18, import_node_http2, import_node_os3, path29, daemons;
var init_container_daemon = __esm({
  "src/registry/container-daemon.ts"() {
    "use strict";
    import_node_child_process4 = require("node:child_process");
    import_promises18 = require("node:fs/promises");
    import_node_http2 = require("node:http");
    import_node_os3 = require("node:os");
    path29 = __toESM(require("node:path"));
    init_action_error();
    daemons = ["docker", "podman", "nerdctl", "containerd"];
  }
});

// src/registry/layout-registry.ts
async function startLayoutRegistry(layout) {
  const { descriptor, manifest, manifestText } = await readLayoutImage(layout);
  const blobs = new Map([manifest.config, ...manifest.layers].map((blob) => [blob.digest, blob]));
  const password = (0, import_node_crypto14.randomBytes)(24).toString("base64url");
  const expected = sha256(`Basic ${Buffer.from(`${USER}:${password}`).toString("base64")}`);
  const sent = /* @__PURE__ */ new Map();
  const count3 = (digest, bytes) => sent.set(digest, (sent.get(digest) ?? 0) + bytes);
  async function answer(request2, response) {
    response.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
    if (!(0, import_node_crypto14.timingSafeEqual)(sha256(request2.headers.authorization ?? ""), expected)) {
      response.setHeader("WWW-Authenticate", 'Basic realm="package_layers"');
      refuse(response, 401, "UNAUTHORIZED", "this registry is for one load alone");
      return;
    }
    if (request2.method !== "GET" && request2.method !== "HEAD") {
      refuse(response, 405, "UNSUPPORTED", "this registry is read-only");
      return;
    }
    const url = (request2.url ?? "").split("?")[0];
    if (url === "/v2/" || url === "/v2") {
      response.end("{}");
      return;
    }
    const [, resource, reference] = RESOURCE.exec(url) ?? [];
    if (resource === "manifests") {
      if (reference.includes(":") && reference !== descriptor.digest) {
        refuse(response, 404, "MANIFEST_UNKNOWN", "there is one image here, and this is not it");
        return;
      }
      const bytes = Buffer.from(manifestText);
      response.setHeader("Content-Type", descriptor.mediaType);
      response.setHeader("Docker-Content-Digest", descriptor.digest);
      response.setHeader("Content-Length", bytes.length);
      if (request2.method === "HEAD") {
        response.end();
        return;
      }
      count3(descriptor.digest, bytes.length);
      response.end(bytes);
      return;
    }
    const blob = reference === void 0 ? void 0 : blobs.get(reference);
    if (resource !== "blobs" || blob === void 0) {
      refuse(response, 404, "BLOB_UNKNOWN", "the image has no such blob");
      return;
    }
    await sendBlob(request2, response, await (0, import_promises19.realpath)(blobPath(layout, blob.digest)), blob.digest, count3);
  }
  const server = (0, import_node_http3.createServer)((request2, response) => {
    answer(request2, response).catch((error2) => {
      if (!response.headersSent) {
        refuse(response, 500, "UNKNOWN", error2.message);
      }
      response.destroy();
    });
  });
  await new Promise((resolve24, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve24);
  });
  const { port } = server.address();
  return { address: `127.0.0.1:${port}`, user: USER, password, sent, stop: () => stop(server) };
}
function stop(server) {
  return new Promise((resolve24) => {
    server.close(() => resolve24());
    server.closeAllConnections();
  });
}
async function sendBlob(request2, response, file, digest, count3) {
  const { size } = await (0, import_promises19.stat)(file);
  response.setHeader("Accept-Ranges", "bytes");
  response.setHeader("Content-Type", "application/octet-stream");
  response.setHeader("Docker-Content-Digest", digest);
  const range = request2.headers.range === void 0 ? void 0 : parseRange(request2.headers.range, size);
  if (range === "unsatisfiable") {
    response.setHeader("Content-Range", `bytes */${size}`);
    refuse(response, 416, "RANGE_INVALID", "the range lies outside of the blob");
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range !== void 0) {
    response.statusCode = 206;
    response.setHeader("Content-Range", `bytes ${start}-${end}/${size}`);
  }
  response.setHeader("Content-Length", end - start + 1);
  if (request2.method === "HEAD" || size === 0) {
    response.end();
    return;
  }
  const stream = (0, import_node_fs24.createReadStream)(file, { start, end, highWaterMark: 1 << 20 });
  stream.on("data", (piece) => count3(digest, piece.length));
  await (0, import_promises20.pipeline)(stream, response);
}
function parseRange(header, size) {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) ?? [];
  if (first === void 0 || last === void 0 || first === "" && last === "") {
    return void 0;
  }
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start >= size || start > end ? "unsatisfiable" : { start, end };
}
function refuse(response, status, code3, message) {
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ errors: [{ code: code3, message }] }));
}
function sha256(text4) {
  return (0, import_node_crypto14.createHash)("sha256").update(text4).digest();
}
var import_node_crypto14, import_node_fs24, import_promises19, import_node_http3, import_promises20, RESOURCE, USER;
var init_layout_registry = __esm({
  "src/registry/layout-registry.ts"() {
    "use strict";
    import_node_crypto14 = require("node:crypto");
    import_node_fs24 = require("node:fs");
    import_promises19 = require("node:fs/promises");
    import_node_http3 = require("node:http");
    import_promises20 = require("node:stream/promises");
    init_base_layout();
    init_layout_image();
    RESOURCE = /^\/v2\/[a-z0-9._/-]+\/(manifests|blobs)\/([\w.:-]+)$/;
    USER = "package_layers";
  }
});

// src/registry/load-command.ts
var load_command_exports = {};
__export(load_command_exports, {
  loadAction: () => loadAction,
  loadCommand: () => loadCommand
});
function lastOfEach(flags) {
  return [...new Map(flags.map((flag) => [flag.slice(0, flag.indexOf("=")), flag])).values()];
}
var path30, argumentsSchema14, loadCommand, loadAction;
var init_load_command = __esm({
  "src/registry/load-command.ts"() {
    "use strict";
    path30 = __toESM(require("node:path"));
    init_zod();
    init_flag_schemas();
    init_spoken_flags();
    init_format_comparison();
    init_image_contents();
    init_layout_image();
    init_format_bytes();
    init_container_daemon();
    init_image_name();
    init_layout_registry();
    argumentsSchema14 = strictObject({
      layout: path,
      name: path,
      into: one.pipe(_enum(daemons)).optional()
    });
    loadCommand = {
      name: "load",
      summary: "put an image into docker, podman, nerdctl or containerd, which pulls what it lacks",
      flags: [
        ["--layout=DIRECTORY", "OCI image layout of the image"],
        ["--name=NAME", "what the daemon is to call the image, such as app:dev"],
        ["--into=DAEMON", `${daemons.join(", ")} (optional; the first that is here)`]
      ]
    };
    loadAction = async (args, { root, signal, log }) => {
      const flags = parseArguments("load", argumentsSchema14, lastOfEach(spokenFlags(args, {})));
      const name2 = parseImageName(flags.name);
      const layout = path30.resolve(root, flags.layout);
      const { manifest, config: config2 } = await readLayoutImage(layout);
      const daemon = await findDaemon(flags.into, process.env);
      const start = performance.now();
      const registry2 = await startLayoutRegistry(layout);
      let known;
      try {
        known = await daemon.pull(registry2, name2.repository, name2, signal);
      } finally {
        await registry2.stop();
      }
      const seconds = ((performance.now() - start) / 1e3).toFixed(1);
      const { layers } = contentsOfImage(manifest, config2);
      const moved = layers.filter(({ digest }) => registry2.sent.has(digest));
      const bytes = [...registry2.sent.values()].reduce((sum, one2) => sum + one2, 0);
      const all = layers.reduce((sum, { size }) => sum + size, 0);
      log(
        `${known} is in ${daemon.name}: ${formatBytes(bytes)} of ${formatBytes(all)} moved, ${moved.length} of ${layers.length} layers, ${seconds} s`
      );
      const shown = moved.slice(0, 5).map((layer) => `${contentOf(layer)} (${formatBytes(layer.size)})`);
      if (moved.length > 0) {
        log(`  ${shown.join("; ")}${moved.length > shown.length ? `; and ${moved.length - shown.length} more` : ""}`);
      }
    };
  }
});

// src/registry/push-image.ts
async function pushImage(client, options) {
  const { layout, image, name: name2, siblings, jobs, done } = options;
  const { repository, reference } = name2;
  const { descriptor, manifest, manifestText } = image;
  const accept = [descriptor.mediaType, mediaTypes.manifest, mediaTypes.dockerManifest];
  if (await client.manifestDigest(repository, reference, accept) === descriptor.digest) {
    return [];
  }
  const blobs = [...new Map([...manifest.layers, manifest.config].map((blob) => [blob.digest, blob])).values()];
  const results = [];
  async function push(digest, size) {
    if (await client.hasBlob(repository, digest)) {
      return { digest, size, how: "there" };
    }
    for (const from of siblings(digest)) {
      if (from !== repository && await client.mountBlob(repository, digest, from)) {
        return { digest, size, how: "mounted", from };
      }
    }
    await client.uploadBlob(repository, { digest, size, file: blobPath(layout, digest) });
    return { digest, size, how: "uploaded" };
  }
  let next = 0;
  const work = async () => {
    while (next < blobs.length) {
      const index = next;
      next += 1;
      const { digest, size } = blobs[index];
      results[index] = await push(digest, size);
      done(results[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, blobs.length) }, work));
  await client.putManifest(repository, reference, descriptor.mediaType, Buffer.from(manifestText));
  return results;
}
var init_push_image = __esm({
  "src/registry/push-image.ts"() {
    "use strict";
    init_base_layout();
    init_oci_schemas();
  }
});

// src/registry/pushed-repositories.ts
function pushedRepositoriesFile(environment2) {
  const cache = environment2.XDG_CACHE_HOME || path31.join(environment2.HOME ?? (0, import_node_os4.homedir)(), ".cache");
  return path31.join(cache, "package_layers", "pushed.json");
}
async function readPushedRepositories(file) {
  try {
    return fileSchema2.parse(JSON.parse(await (0, import_promises21.readFile)(file, "utf8"))).repositories;
  } catch {
    return [];
  }
}
async function rememberPush(file, pushed) {
  const others = (await readPushedRepositories(file)).filter(
    ({ registry: registry2, repository }) => registry2 !== pushed.registry || repository !== pushed.repository
  );
  const partial2 = `${file}.${process.pid}.partial`;
  try {
    await (0, import_promises21.mkdir)(path31.dirname(file), { recursive: true });
    await (0, import_promises21.writeFile)(partial2, JSON.stringify({ schema: 1, repositories: [pushed, ...others].slice(0, MOST) }));
    await (0, import_promises21.rename)(partial2, file);
  } catch {
  }
}
var import_promises21, import_node_os4, path31, fileSchema2, MOST;
var init_pushed_repositories = __esm({
  "src/registry/pushed-repositories.ts"() {
    "use strict";
    import_promises21 = require("node:fs/promises");
    import_node_os4 = require("node:os");
    path31 = __toESM(require("node:path"));
    init_zod();
    init_layer_descriptor();
    fileSchema2 = strictObject({
      schema: literal(1),
      /** The last pushed image of each repository, newest first. */
      repositories: array(strictObject({ registry: string2(), repository: string2(), blobs: array(digestSchema) }))
    });
    MOST = 100;
  }
});

// src/registry/push-command.ts
var push_command_exports = {};
__export(push_command_exports, {
  pushAction: () => pushAction,
  pushCommand: () => pushCommand
});
function contentsByDigest({ manifest, config: config2 }) {
  return new Map(contentsOfImage(manifest, config2).layers.map((layer) => [layer.digest, contentOf(layer)]));
}
function summaryOf(pushed, layers) {
  if (pushed.length === 0) {
    return "is there already";
  }
  const of = (how) => pushed.filter((blob) => blob.how === how);
  const bytes = (list) => formatBytes(list.reduce((sum, { size }) => sum + size, 0));
  return [
    `${bytes(of("uploaded"))} uploaded`,
    ...of("mounted").length === 0 ? [] : [`${bytes(of("mounted"))} mounted`],
    `${of("there").length} of ${layers + 1} blobs were there`
  ].join(", ");
}
var path32, argumentsSchema15, pushCommand, pushAction;
var init_push_command = __esm({
  "src/registry/push-command.ts"() {
    "use strict";
    path32 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_spoken_flags();
    init_format_comparison();
    init_image_contents();
    init_layout_image();
    init_format_bytes();
    init_credentials();
    init_image_name();
    init_push_image();
    init_pushed_repositories();
    init_registry_client();
    argumentsSchema15 = strictObject({
      layout: path,
      to: path,
      "mount-from": many,
      jobs: integer2.refine((jobs) => jobs >= 1 && jobs <= 64, "is not between 1 and 64").optional(),
      "plain-http": one.pipe(literal("true")).optional()
    });
    pushCommand = {
      name: "push",
      summary: "push an image to a registry: what it lacks, mounted from a sibling where that is possible",
      usage: "package-layers push --layout=DIRECTORY REGISTRY/REPOSITORY:TAG [--FLAG=VALUE...]",
      flags: [
        ["--layout=DIRECTORY", "OCI image layout of the image"],
        ["--to=NAME", "where to push it: REGISTRY/REPOSITORY:TAG"],
        ["--mount-from=REPOSITORY", "repository of the same registry that may have layers (repeated, optional)"],
        ["--jobs=N", "blobs on their way at a time (optional; 4)"],
        ["--plain-http=true", "speak HTTP to a registry that is not on this machine; --plain-http alone does as well"]
      ]
    };
    pushAction = async (args, { root, signal, log }) => {
      const flags = parseArguments(
        "push",
        argumentsSchema15,
        spokenFlags(args, { bare: ["plain-http"], positional: ["to"] })
      );
      const name2 = parseImageName(flags.to);
      if (name2.reference.includes(":")) {
        throw new ActionError("an image is pushed to a tag and not to a digest", {
          remedy: "write REGISTRY/REPOSITORY:TAG; the digest is said once it is there"
        });
      }
      const layout = path32.resolve(root, flags.layout);
      const image = await readLayoutImage(layout);
      const memory = pushedRepositoriesFile(process.env);
      const remembered = (await readPushedRepositories(memory)).filter(({ registry: registry2 }) => registry2 === name2.registry);
      const words = contentsByDigest(image);
      const client = new RegistryClient({
        registry: name2.registry,
        credentials: await findCredentials(name2.registry, process.env),
        plainHttp: flags["plain-http"] === "true",
        signal,
        warn: (line2) => log(`  ${line2}`)
      });
      const start = performance.now();
      let pushed;
      try {
        pushed = await pushImage(client, {
          layout,
          image,
          name: name2,
          siblings: (digest) => [
            .../* @__PURE__ */ new Set([
              ...flags["mount-from"],
              ...remembered.filter(({ blobs }) => blobs.includes(digest)).map(({ repository }) => repository)
            ])
          ],
          jobs: flags.jobs ?? 4,
          done: ({ digest, size, how, from }) => {
            if (how !== "there") {
              const source = from === void 0 ? "" : ` from ${from}`;
              log(`  ${how}${source}: ${words.get(digest) ?? "settings of the image"}, ${formatBytes(size)}`);
            }
          }
        });
      } finally {
        client.close();
      }
      await rememberPush(memory, {
        registry: name2.registry,
        repository: name2.repository,
        blobs: image.manifest.layers.map(({ digest }) => digest)
      });
      const seconds = ((performance.now() - start) / 1e3).toFixed(1);
      log(`${flags.to}@${image.descriptor.digest}: ${summaryOf(pushed, image.manifest.layers.length)}, ${seconds} s`);
    };
  }
});

// src/compare/diff-command.ts
var diff_command_exports = {};
__export(diff_command_exports, {
  diffAction: () => diffAction,
  diffCommand: () => diffCommand
});
async function readComparisons(before, after, root, signal) {
  const [plansBefore, plansAfter] = await Promise.all([plansIn(before, root), plansIn(after, root)]);
  const compare = async (image, old, now) => {
    const read = (name2) => name2 === void 0 ? { layers: [] } : readImage(name2, root, signal);
    const [left, right] = await Promise.all([read(old), read(now)]);
    return { image, comparison: compareImages(left, right) };
  };
  if (plansBefore === void 0 && plansAfter === void 0) {
    return [await compare(path33.basename(after).replace(/\.plan\.json$/, ""), before, after)];
  }
  if (plansBefore === void 0 || plansAfter === void 0) {
    throw new ActionError("one of the two is a folder of plan files and the other is one image", {
      file: plansBefore === void 0 ? before : after,
      remedy: "give two images, or two folders that hold .plan.json files at the same paths"
    });
  }
  const names = [.../* @__PURE__ */ new Set([...plansBefore.keys(), ...plansAfter.keys()])].sort();
  if (names.length === 0) {
    throw new ActionError("neither folder holds a plan file", {
      file: after,
      remedy: "build the images with --output_groups=+plan and copy their .plan.json files there"
    });
  }
  return Promise.all(names.map((name2) => compare(name2, plansBefore.get(name2), plansAfter.get(name2))));
}
var path33, argumentsSchema16, diffCommand, diffAction;
var init_diff_command = __esm({
  "src/compare/diff-command.ts"() {
    "use strict";
    path33 = __toESM(require("node:path"));
    init_zod();
    init_action_error();
    init_flag_schemas();
    init_spoken_flags();
    init_compare_images();
    init_format_comparison();
    init_read_image();
    argumentsSchema16 = strictObject({
      before: path,
      after: path,
      format: one.pipe(_enum(["text", "markdown", "json"])).optional()
    });
    diffCommand = {
      name: "diff",
      summary: "compare two images, or the images of two builds: what is kept, moved, pushed and gone",
      usage: "package-layers diff BEFORE AFTER [--format=markdown]",
      flags: [
        ["--before=IMAGE", "a plan file, an OCI layout, an image in a registry, or a folder with plan files"],
        ["--after=IMAGE", "the same, of the newer build"],
        ["--format=FORMAT", "text, markdown or json (optional; text)"]
      ]
    };
    diffAction = async (args, { root, signal, log, terminal }) => {
      const {
        before,
        after,
        format = "text"
      } = parseArguments("diff", argumentsSchema16, spokenFlags(args, { positional: ["before", "after"] }));
      const images = await readComparisons(before, after, root, signal);
      if (format === "json") {
        log(JSON.stringify(images.map(({ image, comparison }) => ({ image, ...comparison }))));
      } else if (format === "markdown") {
        log(formatMarkdown(images));
      } else {
        log(images.map((one2) => formatComparison(one2, terminal)).join("\n\n"));
      }
    };
  }
});

// src/commands.ts
var commands_exports = {};
__export(commands_exports, {
  commands: () => commands
});
var commands;
var init_commands = __esm({
  "src/commands.ts"() {
    "use strict";
    init_base_facts_action();
    init_check_image_action();
    init_report_check_action();
    init_diff_command();
    init_image_layout_action();
    init_merge_layers_action();
    init_place_layers_action();
    init_layer_action();
    init_soci_ztoc_action();
    init_plan_command();
    init_shared_plan_action();
    init_load_command();
    init_push_command();
    init_report_action();
    init_sbom_action();
    init_who_has_command();
    commands = [
      layerCommand,
      sociZtocCommand,
      mergeLayersCommand,
      placeLayersCommand,
      imageLayoutCommand,
      sharedPlanCommand,
      baseFactsCommand,
      checkImageCommand,
      reportCheckCommand,
      sbomCommand,
      whoHasCommand,
      reportCommand,
      planCommand,
      diffCommand,
      loadCommand,
      pushCommand
    ];
  }
});

// src/main.ts
init_package();

// src/run-process.ts
init_action_error();

// src/action/command-line.ts
init_flag_file();
init_near_names();
init_run_action();
async function runCommandLine(args, options) {
  const { actions: actions2, commands: commands2, version: version3, root, signal, print, complain: complain2, terminal } = options;
  try {
    const [name2, ...rest] = await expandFlagFiles(args, root);
    if (name2 === void 0) {
      complain2(overview(options, await commands2()));
      return 2;
    }
    if (name2 === "--version" || name2 === "version") {
      print(`package-layers ${version3}`);
      return 0;
    }
    if (name2 === "--help" || name2 === "-h" || name2 === "help" && rest.length === 0) {
      print(overview(options, await commands2()));
      return 0;
    }
    const topic = name2 === "help" ? rest[0] : name2;
    if (!actions2.has(topic)) {
      complain2(unknownCommand(topic, [...actions2.keys()]));
      return 2;
    }
    if (name2 === "help" || rest.includes("--help") || rest.includes("-h")) {
      print(
        details(
          topic,
          (await commands2()).find((command) => command.name === topic)
        )
      );
      return 0;
    }
    await runAction(actions2, [name2, ...rest], { root, signal, log: print, terminal });
    return 0;
  } catch (error2) {
    complain2(
      signal.reason instanceof Interruption ? `package_layers: ${signal.reason.message}` : describeFailure(error2)
    );
    return 1;
  }
}
var Interruption = class extends Error {
  constructor(name2) {
    super(`stopped by ${name2}; nothing was written`);
  }
};
function overview({ actions: actions2, version: version3 }, commands2) {
  const known = [...actions2.keys()];
  const width2 = Math.max(0, ...known.map((name2) => name2.length));
  return [
    `package-layers ${version3}: one reusable, deterministic container layer per third-party Python package`,
    "",
    "usage: package-layers COMMAND --FLAG=VALUE...   or   package-layers @FLAG_FILE",
    "",
    "commands:",
    ...known.map((name2) => {
      const summary2 = commands2.find((command) => command.name === name2)?.summary ?? "";
      return `  ${name2.padEnd(width2)}  ${summary2}`.trimEnd();
    }),
    "",
    "  package-layers COMMAND --help   the flags of a command",
    "  package-layers --version        the version",
    "",
    "A flag file has one argument a line, taken as it stands; FILE is relative to the working directory.",
    "Bazel starts the same program as a persistent worker with --persistent_worker."
  ].join("\n");
}
function details(name2, command) {
  const flags = command?.flags ?? [];
  const width2 = Math.max(0, ...flags.map(([flag]) => flag.length));
  return [
    `usage: ${command?.usage ?? `package-layers ${name2} --FLAG=VALUE...`}`,
    ...command === void 0 ? [] : ["", command.summary],
    "",
    ...flags.map(([flag, meaning]) => `  ${flag.padEnd(width2)}  ${meaning}`),
    ...flags.length === 0 ? [] : ["", "TAB stands for one tab character. Relative paths are relative to the working directory."]
  ].join("\n");
}
function unknownCommand(name2, known) {
  const [near] = nearNames(name2, known, 1);
  return [
    `package_layers: there is no command ${JSON.stringify(name2.slice(0, 200))}`,
    `  remedy: ${near === void 0 ? `use one of: ${known.join(", ")}; package-layers --help says what they do` : `did you mean ${near}?`}`
  ].join("\n");
}

// src/run-process.ts
init_printable();
init_run_action();

// src/action/terminal.ts
function terminalOf(stream, environment2) {
  if (stream.isTTY !== true) {
    return void 0;
  }
  const plain2 = (environment2.NO_COLOR ?? "") !== "" || environment2.TERM === "dumb";
  return { columns: Math.max(40, stream.columns ?? 80), colour: !plain2 };
}

// src/run-process.ts
init_own_zlib();

// src/thread-pool.ts
function sizeThreadPool(threads) {
  process.env.UV_THREADPOOL_SIZE ??= String(threads);
}
function threadPoolSize() {
  return Number(process.env.UV_THREADPOOL_SIZE) || 4;
}

// src/worker/worker-settings.ts
var import_node_os = require("node:os");
init_action_error();
function parseWorkerSettings(args) {
  const marker = args.indexOf("--persistent_worker");
  let protocol = "proto";
  let concurrency = (0, import_node_os.availableParallelism)();
  let threads = (0, import_node_os.availableParallelism)();
  let allowSharedZlib2 = false;
  const rest = [];
  for (const [index, arg] of args.entries()) {
    const [, name2, value] = /^--worker_(protocol|concurrency|threads)=(.*)$/s.exec(arg) ?? [];
    if (arg === "--allow_shared_zlib") {
      allowSharedZlib2 = true;
    } else if (name2 === "protocol") {
      protocol = parseProtocol(value);
    } else if (name2 === "concurrency") {
      concurrency = parseCount("concurrency", value);
    } else if (name2 === "threads") {
      threads = parseCount("threads", value);
    } else if (marker === -1 || index < marker) {
      rest.push(arg);
    }
  }
  return { isWorker: marker !== -1, protocol, concurrency, threads, allowSharedZlib: allowSharedZlib2, rest };
}
function parseProtocol(value) {
  if (value !== "proto" && value !== "json") {
    throw new ActionError(`there is no worker protocol ${JSON.stringify(value)}`, {
      remedy: "give --worker_protocol=proto or --worker_protocol=json, as requires-worker-protocol says"
    });
  }
  return value;
}
function parseCount(setting, value) {
  if (!/^[1-9]\d{0,3}$/.test(value)) {
    throw new ActionError(`--worker_${setting}=${JSON.stringify(value)} is not a number from 1 to 9999`, {
      remedy: `give --worker_${setting}=N with N from 1 to 9999`
    });
  }
  return Number(value);
}

// src/run-process.ts
async function runProcess(executable) {
  try {
    const settings = parseWorkerSettings(process.argv.slice(2));
    sizeThreadPool(settings.threads);
    if (settings.allowSharedZlib || process.env.PACKAGE_LAYERS_SHARED_ZLIB === "allow") {
      allowSharedZlib();
    }
    if (settings.isWorker) {
      const { runWorkerProcess: runWorkerProcess2 } = await Promise.resolve().then(() => (init_worker_process(), worker_process_exports));
      process.exit(await runWorkerProcess2(executable.actions, settings));
    }
    watchStreams();
    const interrupt = new AbortController();
    for (const name2 of ["SIGTERM", "SIGINT", "SIGHUP"]) {
      process.once(name2, () => interrupt.abort(new Interruption(name2)));
    }
    const terminal = terminalOf(process.stdout, process.env);
    const exitCode = await runCommandLine(settings.rest, {
      ...executable,
      root: process.cwd(),
      signal: interrupt.signal,
      print: (text4) => process.stdout.write(`${printableLines(text4, terminal?.colour)}
`),
      complain,
      terminal
    });
    process.exitCode ||= exitCode;
  } catch (error2) {
    complain(describeFailure(error2));
    process.exitCode = 1;
  }
}
function complain(text4) {
  process.stderr.write(`${printableLines(text4)}
`);
}
function watchStreams() {
  process.stdout.on("error", (error2) => {
    if (error2.code !== "EPIPE") {
      process.exitCode = 1;
      complain(
        describeFailure(new ActionError("standard output cannot be written", { remedy: REDIRECT, cause: error2 }))
      );
    }
  });
  process.stderr.on("error", () => {
    process.exitCode = 1;
  });
}
var REDIRECT = "let it go to a place that can be written to";

// src/main.ts
function lazily(load) {
  let loaded2;
  return async (args, context) => {
    loaded2 ??= load();
    await (await loaded2)(args, context);
  };
}
var bundles = /* @__PURE__ */ new Map();
var actions = /* @__PURE__ */ new Map([
  [
    "layer",
    lazily(async () => {
      const { createLayerAction: createLayerAction2 } = await Promise.resolve().then(() => (init_layer_action(), layer_action_exports));
      const { bytesAheadFor: bytesAheadFor2 } = await Promise.resolve().then(() => (init_blob_writer(), blob_writer_exports));
      const { BufferPool: BufferPool2 } = await Promise.resolve().then(() => (init_buffer_pool(), buffer_pool_exports));
      const { StreamCheckThread: StreamCheckThread2 } = await Promise.resolve().then(() => (init_stream_check_thread(), stream_check_thread_exports));
      return createLayerAction2({
        pieces: new BufferPool2(),
        checkStream: new StreamCheckThread2('"use strict";\nvar __create = Object.create;\nvar __defProp = Object.defineProperty;\nvar __getOwnPropDesc = Object.getOwnPropertyDescriptor;\nvar __getOwnPropNames = Object.getOwnPropertyNames;\nvar __getProtoOf = Object.getPrototypeOf;\nvar __hasOwnProp = Object.prototype.hasOwnProperty;\nvar __export = (target, all) => {\n  for (var name in all)\n    __defProp(target, name, { get: all[name], enumerable: true });\n};\nvar __copyProps = (to, from, except, desc) => {\n  if (from && typeof from === "object" || typeof from === "function") {\n    for (let key of __getOwnPropNames(from))\n      if (!__hasOwnProp.call(to, key) && key !== except)\n        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });\n  }\n  return to;\n};\nvar __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(\n  // If the importer is in node compatibility mode or this is not an ESM\n  // file that has been converted to a CommonJS file using a Babel-\n  // compatible transform (i.e. "__esModule" has not been set), then set\n  // "default" to the CommonJS "module.exports" for node compatibility.\n  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,\n  mod\n));\nvar __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);\n\n// src/layer/stream-check-program.ts\nvar stream_check_program_exports = {};\n__export(stream_check_program_exports, {\n  serveProofs: () => serveProofs\n});\nmodule.exports = __toCommonJS(stream_check_program_exports);\nvar import_node_worker_threads = require("node:worker_threads");\n\n// src/layer/buffer-pool.ts\nvar import_node_fs = require("node:fs");\nvar PIECE_SIZE = 1 << 20;\nvar KEPT = 16;\nvar BufferPool = class {\n  #free = [];\n  take() {\n    return this.#free.pop() ?? Buffer.allocUnsafeSlow(PIECE_SIZE);\n  }\n  /** Takes a buffer back, which nobody reads any more. */\n  give(piece) {\n    if (this.#free.length < KEPT) {\n      this.#free.push(piece);\n    }\n  }\n};\nvar EndOfFile = class extends Error {\n};\nfunction readerOf(descriptor) {\n  return (target, position) => {\n    for (let filled = 0; filled < target.length; ) {\n      const read = (0, import_node_fs.readSync)(descriptor, target, filled, target.length - filled, position + filled);\n      if (read === 0) {\n        throw new EndOfFile(`the file ends before byte ${position + target.length}`);\n      }\n      filled += read;\n    }\n  };\n}\nvar OWN_MEMORY = 256 << 10;\nvar { port1: nowhere } = new MessageChannel();\nnowhere.close();\nfunction release(buffer) {\n  if (buffer.buffer.byteLength >= OWN_MEMORY) {\n    nowhere.postMessage(void 0, [buffer.buffer]);\n  }\n}\n\n// src/layer/stream-check.ts\nvar import_promises = require("node:stream/promises");\nvar zlib2 = __toESM(require("node:zlib"));\n\n// src/action/printable.ts\nvar COLOUR = new RegExp(`(${String.fromCharCode(27)}\\\\[(?:[0-2]|3[1-4])m)`);\n\n// src/action/input-file.ts\nvar LARGEST_DOCUMENT = 256 << 20;\n\n// src/layer/compress-member.ts\nvar import_node_util = require("node:util");\nvar zlib = __toESM(require("node:zlib"));\nvar gzip2 = (0, import_node_util.promisify)(zlib.gzip);\nvar GZIP_HEADER = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]);\nvar GZIP_OVERHEAD = GZIP_HEADER.length + 8;\nvar GZIP_HEADER_SIZE = GZIP_HEADER.length;\nfunction gzipFrame(crc32, size) {\n  const tail = Buffer.alloc(8);\n  tail.writeUInt32LE(crc32 >>> 0, 0);\n  tail.writeUInt32LE(size % 2 ** 32, 4);\n  return { head: GZIP_HEADER, tail };\n}\nvar EMPTY_FRAME = Buffer.from("28b52ffd240001000099e9d851", "hex");\nvar TINY = 4 << 10;\n\n// src/layer/wheel-archive.ts\nvar FLAG_UTF8 = 1 << 11;\nvar LARGEST_DIRECTORY = 256 << 20;\n\n// src/layer/carry-over.ts\nfunction memberSize(entry) {\n  return GZIP_OVERHEAD + entry.compressedSize;\n}\nfunction* memberPieces(entry, offset, read, buffer) {\n  const { head, tail } = gzipFrame(entry.crc32, entry.size);\n  let filled = head.copy(buffer);\n  for (let at = 0; at < entry.compressedSize; ) {\n    const room = buffer.subarray(filled, filled + entry.compressedSize - at);\n    read(room, offset + at);\n    at += room.length;\n    filled += room.length;\n    if (filled + tail.length > buffer.length) {\n      yield buffer.subarray(0, filled);\n      filled = 0;\n    }\n  }\n  filled += tail.copy(buffer, filled);\n  yield buffer.subarray(0, filled);\n}\n\n// src/layer/stream-check.ts\nfunction checkStreamWith(pool) {\n  return async (claim, signal) => {\n    signal.throwIfAborted();\n    const pieces = [pool.take(), pool.take()];\n    try {\n      const isHeld = Math.max(claim.entry.size, memberSize(claim.entry)) <= PIECE_SIZE;\n      return await (isHeld ? checkHeld : checkStreamed)(claim, readerOf(claim.source), pieces, signal);\n    } catch (error) {\n      signal.throwIfAborted();\n      return refutedBy(error);\n    } finally {\n      pool.give(pieces[0]);\n      pool.give(pieces[1]);\n    }\n  };\n}\nvar OtherBytes = class extends Error {\n};\nvar REFUTATIONS = ["Z_DATA_ERROR", "Z_BUF_ERROR", "Z_NEED_DICT", "ERR_BUFFER_TOO_LARGE"];\nfunction refutedBy(error) {\n  const isRefutation = error instanceof EndOfFile || error instanceof OtherBytes || REFUTATIONS.includes(error?.code ?? "");\n  if (!isRefutation) {\n    throw error;\n  }\n  return false;\n}\nfunction givesContent(member, content) {\n  try {\n    const unpacked = zlib2.gunzipSync(member, {\n      info: true,\n      chunkSize: content.length + 64,\n      maxOutputLength: Math.max(1, content.length)\n    });\n    const isRight = unpacked.engine.bytesWritten === member.length && unpacked.buffer.equals(content);\n    release(unpacked.buffer);\n    return isRight;\n  } catch (error) {\n    return refutedBy(error);\n  }\n}\nvar checkHeld = ({ wheel, entry, offset }, readSource, [buffer, expected]) => {\n  const [member] = memberPieces(entry, offset, readerOf(wheel), buffer);\n  const content = expected.subarray(0, entry.size);\n  readSource(content, 0);\n  return givesContent(member, content);\n};\nvar checkStreamed = async ({ wheel, entry, offset }, readSource, [buffer, expected], signal) => {\n  const reader = zlib2.createGunzip({ chunkSize: PIECE_SIZE });\n  let position = 0;\n  await (0, import_promises.pipeline)(\n    // One piece is asked for when the one before is used up: all but the last are larger than what a stream buffers.\n    memberPieces(entry, offset, readerOf(wheel), buffer),\n    reader,\n    async (pieces) => {\n      for await (const piece of pieces) {\n        const there = expected.subarray(0, piece.length);\n        readSource(there, position);\n        if (!there.equals(piece)) {\n          throw new OtherBytes("the stream gives other bytes than the file has");\n        }\n        position += piece.length;\n        if (piece.byteOffset + piece.length === piece.buffer.byteLength) {\n          release(piece);\n        }\n      }\n    },\n    { signal }\n  );\n  return position === entry.size && reader.bytesWritten === memberSize(entry);\n};\n\n// src/layer/stream-check-program.ts\nvar AT_A_TIME = 2;\nfunction serveProofs(port) {\n  const checkStream = checkStreamWith(new BufferPool());\n  const open = /* @__PURE__ */ new Map();\n  const waiting = [];\n  let running = 0;\n  const startWaiting = () => {\n    while (running < AT_A_TIME && waiting.length > 0) {\n      running += 1;\n      void waiting.shift()().finally(() => {\n        running -= 1;\n        startWaiting();\n      });\n    }\n  };\n  port.on("message", ({ id, claim }) => {\n    if (claim === void 0) {\n      open.get(id)?.abort();\n      return;\n    }\n    const abort = new AbortController();\n    open.set(id, abort);\n    waiting.push(async () => {\n      const decided = await checkStream(claim, abort.signal).then(\n        (isRight) => ({ isRight }),\n        (error) => abort.signal.aborted ? {} : { error: { message: error.message, code: error.code } }\n      );\n      open.delete(id);\n      port.postMessage({ id, ...decided });\n    });\n    startWaiting();\n  });\n}\nif (import_node_worker_threads.parentPort !== null) {\n  serveProofs(import_node_worker_threads.parentPort);\n}\n// Annotate the CommonJS export names for ESM import in node:\n0 && (module.exports = {\n  serveProofs\n});\n').checkStream,
        bytesAhead: bytesAheadFor2(threadPoolSize())
      });
    })
  ],
  [
    "merge-layers",
    lazily(async () => (await Promise.resolve().then(() => (init_merge_layers_action(), merge_layers_action_exports))).createMergeLayersAction(bundles))
  ],
  ["soci-ztoc", lazily(async () => (await Promise.resolve().then(() => (init_soci_ztoc_action(), soci_ztoc_action_exports))).sociZtocAction)],
  ["place-layers", lazily(async () => (await Promise.resolve().then(() => (init_place_layers_action(), place_layers_action_exports))).placeLayersAction)],
  ["image-layout", lazily(async () => (await Promise.resolve().then(() => (init_image_layout_action(), image_layout_action_exports))).imageLayoutAction)],
  ["shared-plan", lazily(async () => (await Promise.resolve().then(() => (init_shared_plan_action(), shared_plan_action_exports))).sharedPlanAction)],
  ["base-facts", lazily(async () => (await Promise.resolve().then(() => (init_base_facts_action(), base_facts_action_exports))).baseFactsAction)],
  ["check-image", lazily(async () => (await Promise.resolve().then(() => (init_check_image_action(), check_image_action_exports))).checkImageAction)],
  ["report-check", lazily(async () => (await Promise.resolve().then(() => (init_report_check_action(), report_check_action_exports))).reportCheckAction)],
  ["sbom", lazily(async () => (await Promise.resolve().then(() => (init_sbom_action(), sbom_action_exports))).sbomAction)],
  ["who-has", lazily(async () => (await Promise.resolve().then(() => (init_who_has_command(), who_has_command_exports))).whoHasAction)],
  [
    "report",
    lazily(async () => {
      const { createReportAction: createReportAction2 } = await Promise.resolve().then(() => (init_report_action(), report_action_exports));
      const { default: style } = await Promise.resolve().then(() => __toESM(require_page()));
      return createReportAction2({ style, program: '/* With d3-hierarchy, Copyright 2010-2021 Mike Bostock, ISC license */\n"use strict";(()=>{function et(t){var e=0,r=t.children,a=r&&r.length;if(!a)e=1;else for(;--a>=0;)e+=r[a].value;t.value=e}function S(){return this.eachAfter(et)}function q(t,e){let r=-1;for(let a of this)t.call(e,a,++r,this);return this}function P(t,e){for(var r=this,a=[r],i,u,s=-1;r=a.pop();)if(t.call(e,r,++s,this),i=r.children)for(u=i.length-1;u>=0;--u)a.push(i[u]);return this}function O(t,e){for(var r=this,a=[r],i=[],u,s,c,d=-1;r=a.pop();)if(i.push(r),u=r.children)for(s=0,c=u.length;s<c;++s)a.push(u[s]);for(;r=i.pop();)t.call(e,r,++d,this);return this}function D(t,e){let r=-1;for(let a of this)if(t.call(e,a,++r,this))return a}function V(t){return this.eachAfter(function(e){for(var r=+t(e.data)||0,a=e.children,i=a&&a.length;--i>=0;)r+=a[i].value;e.value=r})}function W(t){return this.eachBefore(function(e){e.children&&e.children.sort(t)})}function z(t){for(var e=this,r=nt(e,t),a=[e];e!==r;)e=e.parent,a.push(e);for(var i=a.length;t!==r;)a.splice(i,0,t),t=t.parent;return a}function nt(t,e){if(t===e)return t;var r=t.ancestors(),a=e.ancestors(),i=null;for(t=r.pop(),e=a.pop();t===e;)i=t,t=r.pop(),e=a.pop();return i}function F(){for(var t=this,e=[t];t=t.parent;)e.push(t);return e}function Z(){return Array.from(this)}function j(){var t=[];return this.eachBefore(function(e){e.children||t.push(e)}),t}function G(){var t=this,e=[];return t.each(function(r){r!==t&&e.push({source:r.parent,target:r})}),e}function*J(){var t=this,e,r=[t],a,i,u;do for(e=r.reverse(),r=[];t=e.pop();)if(yield t,a=t.children)for(i=0,u=a.length;i<u;++i)r.push(a[i]);while(r.length)}function k(t,e){t instanceof Map?(t=[void 0,t],e===void 0&&(e=at)):e===void 0&&(e=ot);for(var r=new H(t),a,i=[r],u,s,c,d;a=i.pop();)if((s=e(a.data))&&(d=(s=Array.from(s)).length))for(a.children=s,c=d-1;c>=0;--c)i.push(u=s[c]=new H(s[c])),u.parent=a,u.depth=a.depth+1;return r.eachBefore(ut)}function rt(){return k(this).eachBefore(it)}function ot(t){return t.children}function at(t){return Array.isArray(t)?t[1]:null}function it(t){t.data.value!==void 0&&(t.value=t.data.value),t.data=t.data.data}function ut(t){var e=0;do t.height=e;while((t=t.parent)&&t.height<++e)}function H(t){this.data=t,this.depth=this.height=0,this.parent=null}H.prototype=k.prototype={constructor:H,count:S,each:q,eachAfter:O,eachBefore:P,find:D,sum:V,sort:W,path:z,ancestors:F,descendants:Z,leaves:j,links:G,copy:rt,[Symbol.iterator]:J};function K(t){if(typeof t!="function")throw new Error;return t}function A(){return 0}function N(t){return function(){return t}}function U(t){t.x0=Math.round(t.x0),t.y0=Math.round(t.y0),t.x1=Math.round(t.x1),t.y1=Math.round(t.y1)}function Q(t,e,r,a,i){for(var u=t.children,s,c=-1,d=u.length,h=t.value&&(a-e)/t.value;++c<d;)s=u[c],s.y0=r,s.y1=i,s.x0=e,s.x1=e+=s.value*h}function X(t,e,r,a,i){for(var u=t.children,s,c=-1,d=u.length,h=t.value&&(i-r)/t.value;++c<d;)s=u[c],s.x0=e,s.x1=a,s.y0=r,s.y1=r+=s.value*h}var lt=(1+Math.sqrt(5))/2;function st(t,e,r,a,i,u){for(var s=[],c=e.children,d,h,f=0,y=0,o=c.length,b,g,x=e.value,n,l,p,m,v,E,M;f<o;){b=i-r,g=u-a;do n=c[y++].value;while(!n&&y<o);for(l=p=n,E=Math.max(g/b,b/g)/(x*t),M=n*n*E,v=Math.max(p/M,M/l);y<o;++y){if(n+=h=c[y].value,h<l&&(l=h),h>p&&(p=h),M=n*n*E,m=Math.max(p/M,M/l),m>v){n-=h;break}v=m}s.push(d={value:n,dice:b<g,children:c.slice(f,y)}),d.dice?Q(d,r,a,i,x?a+=g*n/x:u):X(d,r,a,x?r+=b*n/x:i,u),x-=n,f=y}return s}var Y=(function t(e){function r(a,i,u,s,c){st(e,a,i,u,s,c)}return r.ratio=function(a){return t((a=+a)>1?a:1)},r})(lt);function R(){var t=Y,e=!1,r=1,a=1,i=[0],u=A,s=A,c=A,d=A,h=A;function f(o){return o.x0=o.y0=0,o.x1=r,o.y1=a,o.eachBefore(y),i=[0],e&&o.eachBefore(U),o}function y(o){var b=i[o.depth],g=o.x0+b,x=o.y0+b,n=o.x1-b,l=o.y1-b;n<g&&(g=n=(g+n)/2),l<x&&(x=l=(x+l)/2),o.x0=g,o.y0=x,o.x1=n,o.y1=l,o.children&&(b=i[o.depth+1]=u(o)/2,g+=h(o)-b,x+=s(o)-b,n-=c(o)-b,l-=d(o)-b,n<g&&(g=n=(g+n)/2),l<x&&(x=l=(x+l)/2),t(o,g,x,n,l))}return f.round=function(o){return arguments.length?(e=!!o,f):e},f.size=function(o){return arguments.length?(r=+o[0],a=+o[1],f):[r,a]},f.tile=function(o){return arguments.length?(t=K(o),f):t},f.padding=function(o){return arguments.length?f.paddingInner(o).paddingOuter(o):f.paddingInner()},f.paddingInner=function(o){return arguments.length?(u=typeof o=="function"?o:N(+o),f):u},f.paddingOuter=function(o){return arguments.length?f.paddingTop(o).paddingRight(o).paddingBottom(o).paddingLeft(o):f.paddingTop()},f.paddingTop=function(o){return arguments.length?(s=typeof o=="function"?o:N(+o),f):s},f.paddingRight=function(o){return arguments.length?(c=typeof o=="function"?o:N(+o),f):c},f.paddingBottom=function(o){return arguments.length?(d=typeof o=="function"?o:N(+o),f):d},f.paddingLeft=function(o){return arguments.length?(h=typeof o=="function"?o:N(+o),f):h},f}function _(t){let e=["B","kB","MB","GB","TB","PB"],r=t,a=0;for(;r>=999.5&&a<e.length-1;)r/=1e3,a+=1;let i=a===0||r>=99.95?0:r>=9.995?1:2;return`${r.toFixed(i)} ${e[a]}`}var ct={base:"base",other:"no package",own:"package with a layer of its own",shared:"shared with other images",bundle:"in a bundle",application:"application"};function T(t){return document.getElementById(t)}function dt(){let t=JSON.parse(T("tiles").textContent??"[]"),e=T("treemap"),r=T("trail"),a=T("detail"),u=[{name:"the image",bytes:0,children:t}],s=0;function c(n){let l=u.at(-1),p=e.clientWidth,m=Math.round(p<560?Math.min(p*1.25,620):Math.min(p*.5,620));s=p,e.style.height=`${m}px`,e.replaceChildren();let v=k(l,w=>w.children).sum(w=>w.children===void 0?w.bytes:0).sort((w,L)=>(L.value??0)-(w.value??0)||(w.data.name<L.data.name?-1:1)),E=Math.max(1,v.value??1),$=R().size([p,m]).round(!0).paddingInner(2).paddingOuter(w=>w.depth===0||!d(w)?0:3).paddingTop(w=>w.depth===0||!d(w)?0:26)(v).children??[];e.append(...$.map(w=>h(w,E)));let B=[...e.querySelectorAll(".tile > button")],C=Math.max(0,n===void 0?0:$.findIndex(w=>w.data===n));B.forEach((w,L)=>{w.tabIndex=L===C?0:-1}),n!==void 0&&B[C]?.focus(),x()}function d(n){return n.children!==void 0&&n.x1-n.x0>90&&n.y1-n.y0>64&&n.depth<3}function h(n,l){let{data:p}=n,m=100*(n.value??0)/l,v=document.createElement("div");v.className=`tile ${o(n)}`,tt(v,n,0,0);let E=document.createElement("button");E.type="button";let M=p.note??"",$=`${p.name} ${M}`.trim(),B=_(p.bytes||(n.value??0)),C=ct[o(n)],w=`${B} compressed, ${m<.1?"less than 0.1":m.toFixed(1)} % of what is drawn; ${p.detail??C}`;E.setAttribute("aria-label",`${$}, ${w}${p.children===void 0?"":"; opens"}`);let L=M===""?B:`${M} \\xB7 ${B}`;v.append(...y(n,L),...f(n,n.x0,n.y0),E);let I=()=>{a.textContent=`${$}: ${w}`};return E.addEventListener("focus",I),E.addEventListener("mouseenter",I),E.addEventListener("click",()=>b(p)),v}function f(n,l,p){return d(n)?(n.children??[]).flatMap(m=>{let v=document.createElement("span");return v.className="part",v.setAttribute("aria-hidden","true"),tt(v,m,l,p),v.append(...y(m,_(m.data.bytes)),...f(m,m.x0,m.y0)),[v]}):[]}function y(n,l){let p=n.x1-n.x0,m=n.y1-n.y0;if(p<34||m<(n.depth===1?26:20))return[];let v=document.createElement("b");v.textContent=n.data.name;let E=document.createElement("span");if(E.className=d(n)?"label line":"label",E.setAttribute("aria-hidden","true"),E.append(v),d(n)||m>40){let M=document.createElement("small");M.textContent=l,E.append(M)}return[E]}function o(n){for(let l=n;l!==null;l=l.parent)if(l.data.colour!==void 0)return l.data.colour;return[...u].reverse().find(({colour:l})=>l!==void 0)?.colour??"own"}function b(n){n.children!==void 0&&(u=[...u,n],c(n.children[0]))}function g(n){let l=u.at(-n);u.length>n&&l!==void 0&&(u=u.slice(0,-n),c(l))}function x(){r.hidden=u.length===1,r.replaceChildren(...u.map((n,l)=>{let p=document.createElement("li");if(l===u.length-1)p.textContent=n.name,p.setAttribute("aria-current","true");else{let m=document.createElement("button");m.type="button",m.textContent=n.name,m.addEventListener("click",()=>g(u.length-1-l)),p.append(m)}return p}))}e.addEventListener("keydown",n=>{let l=[...e.querySelectorAll(".tile > button")],p=l.indexOf(document.activeElement),m=n.key==="Home"?l[0]:n.key==="End"?l.at(-1):n.key.startsWith("Arrow")&&p>=0?ft(l,l[p],n.key):void 0;if(n.key==="Escape"||n.key==="Backspace")g(1);else{if(m===void 0)return;for(let v of l)v.tabIndex=v===m?0:-1;m.focus()}n.preventDefault()}),new ResizeObserver(()=>{e.clientWidth!==s&&c()}).observe(e),c()}function tt(t,e,r,a){t.style.left=`${e.x0-r}px`,t.style.top=`${e.y0-a}px`,t.style.width=`${Math.max(0,e.x1-e.x0)}px`,t.style.height=`${Math.max(0,e.y1-e.y0)}px`}function ft(t,e,r){let a=d=>{let{left:h,top:f,width:y,height:o}=d.getBoundingClientRect();return{x:h+y/2,y:f+o/2}},i=a(e),u={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]},[s,c]=u[r];return t.filter(d=>d!==e).map(d=>{let{x:h,y:f}=a(d),y=(h-i.x)*s+(f-i.y)*c,o=Math.abs((h-i.x)*c)+Math.abs((f-i.y)*s);return{button:d,along:y,cost:y+2*o}}).filter(({along:d})=>d>1).sort((d,h)=>d.cost-h.cost)[0]?.button}function pt(){let t=T("packages"),e=t.tBodies[0],r=[...e.rows],a=T("search"),i=T("kind"),u=T("count");function s(){let c=a.value.toLowerCase().split(/\\s+/).filter(Boolean),d=0;for(let h of r){let f=(h.textContent??"").toLowerCase(),y=c.every(o=>f.includes(o))&&(i.value===""||(h.dataset.kinds??"").split(" ").includes(i.value));h.hidden=!y,d+=y?1:0}u.textContent=d===r.length?`${r.length} rows`:`${d} of ${r.length} rows`}for(let c of t.tHead.rows[0].cells)c.querySelector("button")?.addEventListener("click",()=>{let d=c.cellIndex,h=c.dataset.number!==void 0,f=c.getAttribute("aria-sort"),y=f===null?h:f==="ascending";for(let g of t.tHead.rows[0].cells)g.removeAttribute("aria-sort");c.setAttribute("aria-sort",y?"descending":"ascending");let o=g=>{let x=g.cells[d];return x.dataset.value??x.textContent??""},b=[...e.rows].sort((g,x)=>{let[n,l]=[o(g),o(x)],p=h?Number(n||-1)-Number(l||-1):n.localeCompare(l,"en",{numeric:!0});return y?-p:p});e.append(...b)});a.addEventListener("input",s),i.addEventListener("change",s),s()}document.documentElement.classList.add("live");dt();pt();})();\n' });
    })
  ],
  ["plan", lazily(async () => (await Promise.resolve().then(() => (init_plan_command(), plan_command_exports))).planAction)],
  ["load", lazily(async () => (await Promise.resolve().then(() => (init_load_command(), load_command_exports))).loadAction)],
  ["push", lazily(async () => (await Promise.resolve().then(() => (init_push_command(), push_command_exports))).pushAction)],
  ["diff", lazily(async () => (await Promise.resolve().then(() => (init_diff_command(), diff_command_exports))).diffAction)]
]);
void runProcess({ actions, commands: async () => (await Promise.resolve().then(() => (init_commands(), commands_exports))).commands, version });
