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

/** Most threads of JavaScript in which a worker runs requests: each keeps two to three cores busy (bench/CORES.md). */
export function requestThreadCount(): number {
  return Math.min(8, Math.max(1, Math.floor(threadPoolSize() / 2)));
}
