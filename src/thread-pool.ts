// The threads that compress: libuv's pool, which has four threads on every machine unless it is told otherwise.

/**
 * Gives libuv's pool a number of threads; call it before the pool does its first work. UV_THREADPOOL_SIZE, which libuv
 * itself reads, goes first where it is set.
 */
export function sizeThreadPool(threads: number): void {
  process.env.UV_THREADPOOL_SIZE ??= String(threads);
}

/** How many threads the pool has. */
export function threadPoolSize(): number {
  return Number(process.env.UV_THREADPOOL_SIZE) || 4;
}
