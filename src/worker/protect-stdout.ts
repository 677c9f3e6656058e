// Keeps standard output for the worker protocol, whatever a library prints.

import { writeSync } from "node:fs";

/**
 * Sends everything that the process prints to standard error, and gives back the one function that writes to standard
 * output. A response is written whole: a pipe that is full is waited for, so that two responses never mix.
 */
export function protectStdout(): (bytes: Uint8Array) => void {
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
  return (bytes) => {
    for (let written = 0; written < bytes.length; ) {
      try {
        written += writeSync(1, bytes, written);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") {
          throw error;
        }
      }
    }
  };
}
