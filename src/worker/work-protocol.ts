// The two encodings of Bazel's worker protocol: work requests from bytes, work responses to bytes.

import * as z from "zod";
import { package_layers } from "../../proto/worker_protocol";
import { DelimitedFrameReader } from "./delimited-frame-reader";
import { FrameError, type FrameReader } from "./frame-reader";
import { JsonFrameReader } from "./json-frame-reader";

const int32Schema = z
  .number()
  .int()
  .min(-(2 ** 31))
  .max(2 ** 31 - 1);

/** A field left out has its default, as proto3 says; unknown fields are dropped, so that newer Bazels are understood. */
const workRequestSchema = z.object({
  arguments: z.array(z.string()).default([]),
  inputs: z.array(z.object({ path: z.string().default("") })).default([]),
  requestId: int32Schema.default(0),
  cancel: z.boolean().default(false),
  verbosity: int32Schema.default(0),
  sandboxDir: z.string().default(""),
});

/** A WorkRequest of proto/worker_protocol.proto. The digests of inputs are not used and therefore dropped. */
export type WorkRequest = z.infer<typeof workRequestSchema>;

/** A WorkResponse of proto/worker_protocol.proto. */
export interface WorkResponse {
  readonly exitCode: number;
  readonly output: string;
  readonly requestId: number;
  readonly wasCancelled: boolean;
}

/** One encoding of the protocol. */
export interface WorkProtocol {
  createFrameReader(): FrameReader;
  /** Throws FrameError if the frame is not a WorkRequest; the message names the field. */
  decodeRequest(frame: Uint8Array): WorkRequest;
  /** The response's bytes as they go to standard output, with their delimiters. */
  encodeResponse(response: WorkResponse): Uint8Array;
}

const { WorkRequest: workRequestType, WorkResponse: workResponseType } = package_layers.worker;

/** Length-delimited protobuf: what Bazel speaks unless an action asks for JSON. */
export const protoProtocol: WorkProtocol = {
  createFrameReader: () => new DelimitedFrameReader(),
  decodeRequest: (frame) => toWorkRequest(() => workRequestType.decode(frame)),
  encodeResponse: (response) =>
    workResponseType.encodeDelimited({ ...response, output: wellFormed(response.output) }).finish(),
};

/**
 * JSON objects in protobuf's JSON mapping, one per line: what Bazel speaks with actions that have the execution requirement
 * `requires-worker-protocol: json`.
 */
export const jsonProtocol: WorkProtocol = {
  createFrameReader: () => new JsonFrameReader(),
  decodeRequest: (frame) => toWorkRequest(() => JSON.parse(utf8.decode(frame))),
  encodeResponse: ({ exitCode, output, requestId, wasCancelled }) =>
    Buffer.from(`${JSON.stringify({ exitCode, output: wellFormed(output), requestId, wasCancelled })}\n`),
};

const utf8 = new TextDecoder("utf-8", { fatal: true });

function toWorkRequest(decode: () => unknown): WorkRequest {
  let decoded: unknown;
  try {
    decoded = decode();
  } catch (cause) {
    throw new FrameError(`a request cannot be decoded: ${(cause as Error).message}`, { cause });
  }
  const parsed = workRequestSchema.safeParse(decoded);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the request"}: ${message}`);
    throw new FrameError(`a request has a field that is wrong: ${issues.slice(0, 5).join("; ")}`);
  }
  return parsed.data;
}

/** Lone surrogates become U+FFFD: Java's protobuf refuses a whole message for a string that is not valid UTF-8. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
