import { PassThrough, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { protectStdout } from "../../src/worker/protect-stdout";

test("what others write goes to standard error, and only the returned function reaches standard output", async () => {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const write = protectStdout(stdout, stderr);
  stdout.write("a library's greeting\n");
  await write(Buffer.from("response"));
  const console = new (jest.requireActual<typeof import("node:console")>("node:console").Console)(stdout);
  console.log("logged");
  stdout.end();
  stderr.end();
  expect(await text(stdout)).toBe("response");
  expect(await text(stderr)).toBe("a library's greeting\nlogged\n");
});

test("bytes that cannot be written reject", async () => {
  const broken = new Writable({
    write: (_chunk, _encoding, done) => done(new Error("EPIPE")),
  });
  broken.on("error", () => {});
  await expect(protectStdout(broken, new PassThrough())(Buffer.from("x"))).rejects.toThrow("EPIPE");
});
