// What RoomAhead in src/layer/blob-writer.ts says, for a script that Node runs as it is.

/** Bytes of memory that members on their way may take in a thread that has that many threads of the pool for itself. */
export const bytesAhead = (threads) => Math.max(16 << 20, threads * (4 << 20));

/** Bytes that every layer has. */
export const LEAST_SHARE = 4 << 20;
