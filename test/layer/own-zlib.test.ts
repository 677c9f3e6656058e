// Loads the module afresh: the setup of all tests has allowed any zlib.

type OwnZlib = typeof import("../../src/layer/own-zlib");

let zlib: OwnZlib;

beforeEach(() => {
  jest.isolateModules(() => {
    zlib = require("../../src/layer/own-zlib") as OwnZlib;
  });
});

const SHARED = [true, "true", 1].map((value) => ({ variables: { node_shared_zlib: value } }));
const OWN = [false, "false", 0, undefined].map((value) => ({ variables: { node_shared_zlib: value } }));

test.each(SHARED)("a Node built with %j is refused, and the error says what to use", (config) => {
  expect(zlib.hasSharedZlib(config)).toBe(true);
  expect(() => zlib.requireOwnZlib(config)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining("this Node compresses with the system's zlib"),
      details: { file: process.execPath, remedy: expect.stringContaining("node.download()") },
    }),
  );
});

test.each(SHARED)("a Node built with %j serves when that is allowed", (config) => {
  zlib.allowSharedZlib();
  expect(() => zlib.requireOwnZlib(config)).not.toThrow();
});

test.each(OWN)("a Node built with %j serves", (config) => {
  expect(zlib.hasSharedZlib(config)).toBe(false);
  expect(() => zlib.requireOwnZlib(config)).not.toThrow();
});
