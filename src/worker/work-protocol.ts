// The two encodings of Bazel's worker messages: length-delimited protobuf and JSON, one message a line.

import protobuf from "protobufjs";
import { z } from "zod";
import protocolText from "../../proto/worker_protocol.proto";

/** A WorkRequest after either encoding; absent fields have proto3's defaults. */
export interface WorkRequest {
  readonly arguments: readonly string[];
  readonly requestId: number;
  readonly cancel: boolean;
  readonly verbosity: number;
  readonly sandboxDir: string;
}

/** A WorkResponse; `output` is shown to the user. */
export interface WorkResponse {
  readonly exitCode: number;
  readonly output: string;
  readonly requestId: number;
  readonly wasCancelled: boolean;
}

/** How the messages travel. */
export type WireFormat = "proto" | "json";

const { root } = protobuf.parse(protocolText);
const requestType = root.lookupType("package_layers.worker.WorkRequest");
const responseType = root.lookupType("package_layers.worker.WorkResponse");

/** Inputs are named in a request's arguments again, so that they are checked for their form and not kept. */
const requestSchema = z.object({
  arguments: z.array(z.string()).default([]),
  inputs: z.array(z.object({ path: z.string().optional() })).optional(),
  requestId: z.number().int().default(0),
  cancel: z.boolean().default(false),
  verbosity: z.number().int().default(0),
  sandboxDir: z.string().default(""),
});

function checked(message: unknown): WorkRequest {
  const parsed = requestSchema.safeParse(message);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`the work request's field ${issue!.path.map(String).join(".") || "(itself)"}: ${issue!.message}`);
  }
  const { inputs: _, ...request } = parsed.data;
  return request;
}

/**
 * Reads the protobuf message of one frame, without its length.
 *
 * @throws Error when the bytes are no WorkRequest.
 */
export function decodeRequest(frame: Uint8Array): WorkRequest {
  return checked(requestType.toObject(requestType.decode(frame)));
}

/**
 * Reads one line of the JSON protocol; unknown fields are ignored (worker_protocol.proto is JSON-mapped with
 * lowerCamelCase names).
 *
 * @throws Error when the line is no WorkRequest.
 */
export function parseRequest(line: string): WorkRequest {
  return checked(JSON.parse(line));
}

/** The bytes of a response as they go to standard output. */
export function encodeResponse(response: WorkResponse, format: WireFormat): Uint8Array {
  return format === "proto"
    ? responseType.encodeDelimited(responseType.create(response)).finish()
    : Buffer.from(`${JSON.stringify(response)}\n`);
}
