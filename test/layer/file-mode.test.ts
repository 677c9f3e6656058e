import { isExecutable, MODE_BYTES } from "../../src/layer/file-mode";

test.each([
  ["a script", Buffer.from("#!/usr/bin/env python\n"), true],
  ["a script of two bytes", Buffer.from("#!"), true],
  ["an ELF file", Buffer.from("\x7fELF\x02\x01", "latin1"), true],
  ["an ELF file's first bytes", Buffer.from("\x7fELF", "latin1"), true],
  ["part of the ELF magic", Buffer.from("\x7fEL", "latin1"), false],
  ["a module", Buffer.from("import os\n"), false],
  ["a module with a comment", Buffer.from("# !/bin/sh\n"), false],
  ["one #", Buffer.from("#"), false],
  ["an empty file", Buffer.alloc(0), false],
  ["a Windows program", Buffer.from("MZ\x90\x00", "latin1"), false],
])("%s: %s", (_name, content, expected) => {
  expect(isExecutable(content)).toBe(expected);
  expect(isExecutable(content.subarray(0, MODE_BYTES))).toBe(expected);
});

test("the bytes around a view do not matter", () => {
  const around = Buffer.from("#!ELF#!");
  expect(isExecutable(around.subarray(2, 5))).toBe(false);
  expect(isExecutable(new Uint8Array(around.buffer, around.byteOffset + 5, 2))).toBe(true);
});
