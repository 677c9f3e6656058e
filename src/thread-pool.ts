// The threads that compress: libuv's pool, which has four threads on every machine unless it is told otherwise.

import { access } from "node:fs";

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

/**
 * Starts the pool's threads, if it has had no work yet; call it before starting a thread of JavaScript. Where the machine gives
 * no more threads (`ulimit -u`, a container's limit), a thread of JavaScript can be done without, but libuv ends the process
 * when its pool cannot start.
 */
export function startThreadPool(): void {
  access("/", () => {});
}
