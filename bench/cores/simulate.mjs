// Simulates a worker that makes layers: each of its threads of JavaScript reads and writes, and all share cores with the pool.
import { bytesAhead, LEAST_SHARE } from "./bytes-ahead.mjs";

const PIECE = 1 << 20;

/** Requests that each thread has before one more starts: ENOUGH of src/worker/request-threads.ts. */
const ENOUGH = 2;

/**
 * @param {number[]} sizes Bytes of each package, in the order of their requests.
 * @param {{main: number, deflate: number}} perPiece Processor seconds of reading and writing, and of deflate, for one piece of 1 MiB.
 * @param {{cores: number, threads: number, requests: number}} machine Processors, which is also the size of the pool; most threads
 * of JavaScript; requests at a time.
 * @returns {{seconds: number, busy: number, main: number, started: number, longest: number}} The whole build's seconds; how many cores are busy
 * on average; the share of it in which the busiest thread of JavaScript works; how many threads started; seconds of the longest package alone.
 */
export function simulate(sizes, perPiece, machine) {
  const longest = run([Math.max(...sizes)], perPiece, machine);
  return { ...run(sizes, perPiece, machine), longest: longest.seconds };
}

/** A package on its way; parts of a piece count, since most packages are smaller than one. */
function startPackage(size) {
  return {
    pieces: Math.max(1, Math.ceil(size / PIECE)),
    part: Math.min(1, size / PIECE),
    read: 0,
    deflating: 0,
    ready: 0,
    written: 0,
  };
}

function run(sizes, perPiece, { cores, threads, requests }) {
  // Reading and writing a piece each take half of the time for both.
  const half = perPiece.main / 2;
  /** Pieces of one package on their way: each has a MiB, and so has its member. */
  const mostAhead = ({ open }) =>
    Math.floor(Math.max(LEAST_SHARE, bytesAhead(cores / threads) / open.length) / (2 * PIECE));
  const queue = sizes.map(startPackage);
  const each = [];
  let deflating = 0;
  const events = [];
  let now = 0;
  let used = 0;
  let busy = 0;
  const begin = (seconds, done) => {
    used += 1;
    busy += seconds;
    events.push({ at: now + seconds, done });
  };
  const admit = () => {
    while (queue.length > 0) {
      const open = each.reduce((sum, thread) => sum + thread.open.length, 0);
      if (open >= requests) {
        return;
      }
      if (each.length < threads && each.every((thread) => thread.open.length >= ENOUGH)) {
        each.push({ open: [], isRunning: false, busy: 0, turn: 0 });
      }
      each.reduce((a, b) => (b.open.length < a.open.length ? b : a)).open.push(queue.shift());
    }
  };
  /** A thread writes what is ready, else reads on; its requests take turns. */
  const startThread = (thread) => {
    for (let count = 0; count < thread.open.length; count += 1) {
      const one = thread.open[thread.turn++ % thread.open.length];
      const seconds = half * one.part;
      if (one.ready > 0) {
        one.ready -= 1;
        thread.busy += seconds;
        thread.isRunning = true;
        begin(seconds, () => {
          thread.isRunning = false;
          one.written += 1;
          if (one.written === one.pieces) {
            thread.open.splice(thread.open.indexOf(one), 1);
          }
        });
        return;
      }
      if (one.read < one.pieces && one.read - one.written < mostAhead(thread)) {
        one.read += 1;
        thread.busy += seconds;
        thread.isRunning = true;
        begin(seconds, () => {
          thread.isRunning = false;
          one.deflating += 1;
        });
        return;
      }
    }
  };
  const startDeflate = (thread) => {
    const one = thread.open.find((open) => open.deflating > 0);
    if (one === undefined) {
      return false;
    }
    one.deflating -= 1;
    deflating += 1;
    begin(perPiece.deflate * one.part, () => {
      deflating -= 1;
      one.ready += 1;
    });
    return true;
  };
  for (;;) {
    admit();
    for (const thread of each) {
      if (used < cores && !thread.isRunning) {
        startThread(thread);
      }
    }
    for (let isStarted = true; isStarted; ) {
      isStarted = each.some((thread) => used < cores && deflating < cores && startDeflate(thread));
    }
    if (events.length === 0) {
      break;
    }
    const next = events.reduce((first, event, index) => (event.at < events[first].at ? index : first), 0);
    const [event] = events.splice(next, 1);
    now = event.at;
    used -= 1;
    event.done();
  }
  return {
    seconds: now,
    busy: busy / now,
    main: Math.max(...each.map((thread) => thread.busy)) / now,
    started: each.length,
  };
}
