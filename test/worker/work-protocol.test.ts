import { FrameError } from "../../src/worker/frame-reader";
import { jsonProtocol, protoProtocol } from "../../src/worker/work-protocol";

// The messages as another implementation writes and reads them.
const { blaze } = jest.requireActual("@bazel/worker/src/worker_protocol");

const defaults = { arguments: [], inputs: [], requestId: 0, cancel: false, verbosity: 0, sandboxDir: "" };

/** A field that holds bytes: its number and wire type, its length (below 128), the bytes. */
function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

test("a protobuf request of another implementation is understood", () => {
  const request = new blaze.worker.WorkRequest({
    arguments: ["layer", "--name=ñ 'x'", ""],
    inputs: [new blaze.worker.Input({ path: "a/b", digest: Uint8Array.of(1, 2) })],
    request_id: 2 ** 31 - 1,
  });
  expect(protoProtocol.decodeRequest(request.serialize())).toEqual({
    ...defaults,
    arguments: ["layer", "--name=ñ 'x'", ""],
    inputs: [{ path: "a/b" }],
    requestId: 2 ** 31 - 1,
  });
});

test("cancel, verbosity and sandbox_dir have Bazel's field numbers; unknown fields are skipped", () => {
  const bytes = Buffer.concat([
    Buffer.from([3 << 3, 7, 4 << 3, 1, 5 << 3, 10]),
    field(6, Buffer.from("__sandbox/1/_main")),
    field(7, Buffer.from("a field of the future")),
    Buffer.from([(8 << 3) | 5, 1, 2, 3, 4, (9 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8, (10 << 3) | 3, (10 << 3) | 4]),
  ]);
  expect(protoProtocol.decodeRequest(bytes)).toEqual({
    ...defaults,
    requestId: 7,
    cancel: true,
    verbosity: 10,
    sandboxDir: "__sandbox/1/_main",
  });
});

test("an empty frame is a request with all defaults", () => {
  expect(protoProtocol.decodeRequest(new Uint8Array())).toEqual(defaults);
  expect(jsonProtocol.decodeRequest(Buffer.from("{}"))).toEqual(defaults);
});

test("a JSON request as protobuf's JSON mapping has it; unknown fields are skipped", () => {
  const request = {
    arguments: ["layer", "--name=ñ"],
    inputs: [{ path: "a", digest: "AQI=" }, {}],
    requestId: 3,
    cancel: true,
    verbosity: 10,
    sandboxDir: "s",
    ofTheFuture: { a: 1 },
  };
  expect(jsonProtocol.decodeRequest(Buffer.from(JSON.stringify(request)))).toEqual({
    arguments: ["layer", "--name=ñ"],
    inputs: [{ path: "a" }, { path: "" }],
    requestId: 3,
    cancel: true,
    verbosity: 10,
    sandboxDir: "s",
  });
});

test.each([
  ['{"arguments":"x"}', "arguments: "],
  ['{"arguments":[1]}', "arguments.0: "],
  ['{"requestId":"1"}', "requestId: "],
  ['{"requestId":4294967296}', "requestId: "],
  ['{"requestId":1.5}', "requestId: "],
  ['{"inputs":[{"path":[]}]}', "inputs.0.path: "],
  ['{"cancel":1}', "cancel: "],
  ["{]}", "cannot be decoded"],
  ['{"arguments":["\u0001"]}', "cannot be decoded"],
])("%j is refused by naming what is wrong", (text, message) => {
  expect(() => jsonProtocol.decodeRequest(Buffer.from(text))).toThrow(message);
  expect(() => jsonProtocol.decodeRequest(Buffer.from(text))).toThrow(FrameError);
});

test("JSON that is not UTF-8 is refused", () => {
  expect(() => jsonProtocol.decodeRequest(Buffer.from('{"arguments":["\xff"]}', "latin1"))).toThrow(FrameError);
});

test.each(["0a", "0a05ab", "07", "ff", "0a80808080808080808080", "1b1b1b"])(
  "the protobuf bytes %s are refused",
  (hex) => {
    expect(() => protoProtocol.decodeRequest(Buffer.from(hex, "hex"))).toThrow(FrameError);
  },
);

test("a protobuf response is understood by another implementation", () => {
  const output = "ñ".repeat(100);
  const bytes = protoProtocol.encodeResponse({ exitCode: 1, output, requestId: 300, wasCancelled: false });
  const length = (bytes[0]! & 0x7f) | (bytes[1]! << 7);
  expect(length).toBe(bytes.length - 2);
  const response = blaze.worker.WorkResponse.deserialize(bytes.subarray(2));
  expect([response.exit_code, response.output, response.request_id]).toEqual([1, output, 300]);
});

test("was_cancelled is field 4", () => {
  const bytes = protoProtocol.encodeResponse({ exitCode: 0, output: "", requestId: 5, wasCancelled: true });
  expect(Buffer.from(bytes).toString("hex")).toContain("18052001");
});

test("a JSON response is one line in the JSON mapping", () => {
  const bytes = jsonProtocol.encodeResponse({ exitCode: 1, output: "a\nb", requestId: 2, wasCancelled: false });
  expect(Buffer.from(bytes).toString()).toBe('{"exitCode":1,"output":"a\\nb","requestId":2,"wasCancelled":false}\n');
});

test("output that is not valid Unicode becomes sound, in both encodings", () => {
  const response = { exitCode: 1, output: "a\ud800b", requestId: 0, wasCancelled: false };
  expect(Buffer.from(protoProtocol.encodeResponse(response)).includes("a\ufffdb")).toBe(true);
  expect(Buffer.from(jsonProtocol.encodeResponse(response)).includes("a\ufffdb")).toBe(true);
});
