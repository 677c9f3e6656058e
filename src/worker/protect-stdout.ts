// Keeps standard output for the protocol: whatever else is printed there goes to standard error.

import type { Writable } from "node:stream";

/**
 * Redirects everything written to `stdout`, by `console` too, to `stderr` and returns the function that still writes to
 * `stdout`. It resolves when the bytes are handed to the operating system and rejects if they cannot be.
 *
 * Bazel gives up on a worker that prints anything but responses there, and any library might print.
 */
export function protectStdout(
  stdout: Writable = process.stdout,
  stderr: Writable = process.stderr,
): (bytes: Uint8Array) => Promise<void> {
  const write = stdout.write.bind(stdout) as (bytes: Uint8Array, done: (error?: Error | null) => void) => boolean;
  stdout.write = stderr.write.bind(stderr) as typeof stdout.write;
  return (bytes) => new Promise((done, fail) => write(bytes, (error) => (error ? fail(error) : done())));
}
