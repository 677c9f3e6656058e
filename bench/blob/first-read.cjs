// Loaded into the worker before it starts: prints when it opens its first file below the folder of FIRST_READ_BELOW, and ends.
const fs = require("node:fs");

const folder = process.env.FIRST_READ_BELOW;
for (const name of ["open", "openSync", "readFile", "readFileSync"]) {
  const original = fs[name];
  fs[name] = (file, ...rest) => {
    if (String(file).startsWith(folder)) {
      fs.writeSync(1, JSON.stringify(performance.timeOrigin + performance.now()));
      process.reallyExit(0);
    }
    return original(file, ...rest);
  };
}
