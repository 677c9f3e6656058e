// Fuzz targets of the worker: frames, requests, flag files, flags.

import assert from "node:assert/strict";
import { ActionError } from "../../src/action/action-error";
import { parseFlagFile } from "../../src/action/flag-file";
import { parseFlags } from "../../src/action/flags";
import { DelimitedFrameReader } from "../../src/worker/delimited-frame-reader";
import { FrameError, type FrameReader } from "../../src/worker/frame-reader";
import { JsonFrameReader } from "../../src/worker/json-frame-reader";
import { jsonProtocol, protoProtocol, type WorkRequest } from "../../src/worker/work-protocol";
import { encodeRequest, type Request } from "../conformance/worker-client";
import { type FuzzTarget, orRefusal } from "./fuzz-target";
import type { Random } from "./random";

const requests: Request[] = [
  {},
  { arguments: ["layer", "--name=numpy", "--file=a/ñ\texternal/numpy/a.py"], requestId: 1 },
  {
    arguments: [],
    inputs: [{ path: "a", digest: Uint8Array.of(1, 2, 3) }, { path: "b/c" }],
    requestId: 300,
    verbosity: 10,
  },
  { requestId: 7, cancel: true },
  { arguments: ["x".repeat(200), "{}", '"\\'], requestId: 2 ** 31 - 1, sandboxDir: "__sandbox/1/_main" },
];
const together = (json: boolean) => Buffer.concat(requests.map((request) => encodeRequest(request, json)));

/** What a reader makes of bytes: the frames before an error, and the error. */
function readFrames(
  reader: FrameReader,
  chunks: readonly Uint8Array[],
): { frames: Buffer[]; refusal: string | undefined } {
  const frames: Buffer[] = [];
  try {
    for (const chunk of chunks) {
      for (const frame of reader.read(chunk)) {
        frames.push(Buffer.from(frame));
      }
    }
    reader.end();
    return { frames, refusal: undefined };
  } catch (error) {
    assert(error instanceof FrameError, error as Error);
    return { frames, refusal: error.message };
  }
}

function split(bytes: Uint8Array, random: Random): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const end = offset + 1 + random(random(2) === 0 ? 3 : bytes.length);
    chunks.push(bytes.subarray(offset, end));
    offset = end;
  }
  return chunks;
}

/**
 * However the bytes come, the frames and the error are the same, and no byte is made up. And frames that `frame` makes of
 * the bytes come out as they went in.
 */
function checkFrames(createReader: () => FrameReader, frame: (payload: Buffer) => { sent: Buffer; read: Buffer }) {
  return (bytes: Uint8Array, random: Random) => {
    const whole = readFrames(createReader(), [bytes]);
    const parts = readFrames(createReader(), split(bytes, random));
    assert(whole.refusal === parts.refusal, `${whole.refusal} but in parts ${parts.refusal}`);
    assert(same(whole.frames, parts.frames), "other frames in parts");
    assert(whole.frames.reduce((sum, { length }) => sum + length, 0) <= bytes.length, "bytes out of nowhere");

    const cut = random(bytes.length + 1);
    const framed = [bytes.subarray(0, cut), bytes.subarray(cut)].map((payload) => frame(Buffer.from(payload)));
    const again = readFrames(createReader(), split(Buffer.concat(framed.map(({ sent }) => sent)), random));
    assert(again.refusal === undefined, `good frames are refused: ${again.refusal}`);
    assert(
      same(
        again.frames,
        framed.map(({ read }) => read),
      ),
      "good frames come out as others",
    );
  };
}

function same(left: readonly Buffer[], right: readonly Buffer[]): boolean {
  return left.length === right.length && left.every((frame, index) => frame.equals(right[index]!));
}

function delimited(payload: Buffer): { sent: Buffer; read: Buffer } {
  const prefix = [];
  for (let rest = payload.length; prefix.push(rest > 127 ? (rest & 127) | 128 : rest) && rest > 127; ) {
    rest >>= 7;
  }
  return { sent: Buffer.concat([Buffer.from(prefix), payload]), read: payload };
}

function asJson(payload: Buffer): { sent: Buffer; read: Buffer } {
  const text = payload.toString();
  const read = Buffer.from(JSON.stringify({ [text]: [text, {}], arguments: ["\\", '"'] }));
  return { sent: Buffer.concat([read, Buffer.from(payload.length % 2 === 0 ? "\n" : " ")]), read };
}

function checkRequest(request: WorkRequest | undefined): void {
  if (request !== undefined) {
    assert(request.arguments.every((argument) => typeof argument === "string"));
    assert(request.inputs.every(({ path }) => typeof path === "string"));
    assert(Number.isInteger(request.requestId) && Math.abs(request.requestId) <= 2 ** 31);
    assert(Number.isInteger(request.verbosity));
    assert(typeof request.cancel === "boolean" && typeof request.sandboxDir === "string");
  }
}

const flagFiles = [
  "layer\n--name=numpy\n--file=a b\tc\n",
  "\n\r\n@other\r--x='quoted \"'\n--ünï=1",
  "--a=1\n--a=2\n--b-c=\n@@escaped\n@repository//package:target\n",
].map((text) => Buffer.from(text));

/** Every target of the worker. */
export const workerTargets: readonly FuzzTarget[] = [
  {
    name: "frames of protobuf",
    corpus: [together(false), ...requests.map((request) => encodeRequest(request))],
    share: 4,
    check: checkFrames(() => new DelimitedFrameReader(), delimited),
  },
  {
    name: "frames of JSON",
    corpus: [together(true), ...requests.map((request) => encodeRequest(request, true))],
    share: 4,
    check: checkFrames(() => new JsonFrameReader(), asJson),
  },
  {
    name: "requests in protobuf",
    corpus: requests.map((request) => encodeRequest(request).subarray(request.arguments?.[0]?.length === 200 ? 2 : 1)),
    share: 4,
    check: (bytes) => checkRequest(orRefusal(() => protoProtocol.decodeRequest(bytes), FrameError)),
  },
  {
    name: "requests in JSON",
    corpus: requests.map((request) => encodeRequest(request, true)),
    share: 4,
    check: (bytes) => checkRequest(orRefusal(() => jsonProtocol.decodeRequest(bytes), FrameError)),
  },
  {
    name: "flag files",
    corpus: flagFiles,
    share: 4,
    check: (bytes) => {
      const lines = orRefusal(() => parseFlagFile(bytes, "flags"), ActionError);
      if (lines !== undefined) {
        assert(!lines.some((line) => /[\r\n]/.test(line)), "a line holds the end of a line");
        const text = Buffer.from(bytes).toString().replace(/\r\n?/g, "\n");
        assert(text === lines.join("\n") || text === `${lines.join("\n")}\n`, "lines are not what the file says");
      }
    },
  },
  {
    name: "flags",
    corpus: flagFiles,
    share: 2,
    check: (bytes) => {
      const args = Buffer.from(bytes).toString("latin1").split("\n");
      const flags = orRefusal(() => parseFlags(args), ActionError);
      if (flags !== undefined) {
        const written = Object.entries(flags).flatMap(([name, values]) => values.map((value) => `--${name}=${value}`));
        assert([...written].sort().join("\n") === [...args].sort().join("\n"), "flags are not what the arguments say");
      }
    },
  },
];
