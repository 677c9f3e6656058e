// Decides from a file's content whether it is a program, since the modes of generated and fetched files mean nothing.

/** How many bytes of a file decide its mode. */
export const MODE_BYTES = 4;

const ELF_MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
const SCRIPT_MAGIC = Buffer.from("#!");

/** Whether content that starts like this is executable: a script with an interpreter line, or an ELF file. */
export function isExecutable(start: Uint8Array): boolean {
  return isElf(start) || headOf(start).subarray(0, 2).equals(SCRIPT_MAGIC);
}

/** Whether content that starts like this is a program or a library for Linux. */
export function isElf(start: Uint8Array): boolean {
  return headOf(start).equals(ELF_MAGIC);
}

function headOf(start: Uint8Array): Buffer {
  return Buffer.from(start.buffer, start.byteOffset, Math.min(start.byteLength, MODE_BYTES));
}
