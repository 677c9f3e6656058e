// What bytesAheadFor in src/layer/blob-writer.ts says, for a script that Node runs as it is.

/** Bytes of memory that members on their way may take with that many threads in the pool. */
export const bytesAhead = (threads) => Math.max(16 << 20, threads * (4 << 20));
