// Simulates workers that make layers: each has one thread that reads and writes, and all share cores with the pool's threads.
import { bytesAhead } from "./bytes-ahead.mjs";

const PIECE = 1 << 20;

/**
 * @param {number[]} sizes Bytes of each package, in the order of their requests.
 * @param {{main: number, deflate: number}} perPiece Processor seconds of the main thread and of deflate for one piece of 1 MiB.
 * @param {number} cores Processors, requests at a time and threads of each pool.
 * @param {number} workers Processes that share the requests in turn.
 * @returns {{seconds: number, busy: number, main: number, longest: number}} The whole build's seconds; how many cores are busy
 * on average; the share of it in which the busiest main thread works; seconds of the longest package alone on such a machine.
 */
export function simulate(sizes, perPiece, cores, workers) {
  const result = run(sizes, perPiece, cores, workers);
  const longest = run([Math.max(...sizes)], perPiece, cores, 1);
  return { ...result, longest: longest.seconds };
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

function run(sizes, perPiece, cores, workers) {
  // Reading and writing a piece each take half of the main thread's time for it.
  const half = perPiece.main / 2;
  const most = Math.floor(bytesAhead(cores) / (2 * PIECE));
  const queue = sizes.map(startPackage);
  const each = Array.from({ length: workers }, () => ({ open: [], running: undefined, pool: 0, busy: 0, turn: 0 }));
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
      const open = each.reduce((sum, worker) => sum + worker.open.length, 0);
      if (open >= cores) {
        return;
      }
      each.reduce((a, b) => (b.open.length < a.open.length ? b : a)).open.push(queue.shift());
    }
  };
  /** The main thread writes what is ready, else reads on; requests take turns. */
  const startMain = (worker) => {
    for (let count = 0; count < worker.open.length; count += 1) {
      const one = worker.open[worker.turn++ % worker.open.length];
      const seconds = half * one.part;
      if (one.ready > 0) {
        one.ready -= 1;
        worker.busy += seconds;
        worker.running = true;
        begin(seconds, () => {
          worker.running = undefined;
          one.written += 1;
          if (one.written === one.pieces) {
            worker.open.splice(worker.open.indexOf(one), 1);
          }
        });
        return;
      }
      if (one.read < one.pieces && one.read - one.written < most) {
        one.read += 1;
        worker.busy += seconds;
        worker.running = true;
        begin(seconds, () => {
          worker.running = undefined;
          one.deflating += 1;
        });
        return;
      }
    }
  };
  const startDeflate = (worker) => {
    const one = worker.open.find(({ deflating }) => deflating > 0);
    if (one === undefined) {
      return false;
    }
    one.deflating -= 1;
    worker.pool += 1;
    begin(perPiece.deflate * one.part, () => {
      worker.pool -= 1;
      one.ready += 1;
    });
    return true;
  };
  for (;;) {
    admit();
    for (const worker of each) {
      if (used < cores && worker.running === undefined) {
        startMain(worker);
      }
    }
    for (let isStarted = true; isStarted && used < cores; ) {
      isStarted = each.some((worker) => used < cores && worker.pool < cores && startDeflate(worker));
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
  return { seconds: now, busy: busy / now, main: Math.max(...each.map((worker) => worker.busy)) / now };
}
