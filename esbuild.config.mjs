// Bundles the worker into the one checked-in file that users of the Bazel module run without an npm install.
// usage: node esbuild.config.mjs [OUT]; a test compares the checked-in file with what the sources give.
import { build } from "esbuild";

const options = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  loader: { ".css": "text" },
  legalComments: "inline",
  // Of ASCII alone, which Node reads and parses faster.
  charset: "ascii",
  // The bundle names the modules' paths: they are the same where node_modules is a link.
  preserveSymlinks: true,
};

const program = await build({ ...options, entryPoints: ["src/layer/stream-check-program.ts"], write: false });

/** What runs inside the page of an image; small, since every page holds it. */
const pageProgram = await build({
  ...options,
  entryPoints: ["src/report/page-program.ts"],
  platform: "browser",
  target: "es2022",
  format: "iife",
  minify: true,
  banner: { js: "/* With d3-hierarchy, Copyright 2010-2021 Mike Bostock, ISC license */" },
  write: false,
});

await build({
  ...options,
  entryPoints: ["src/main.ts"],
  outfile: process.argv[2] ?? "bazel/worker/worker.cjs",
  // The thread's program and the page's are part of the one file, as text.
  define: {
    STREAM_CHECK_PROGRAM: JSON.stringify(program.outputFiles[0].text),
    PAGE_PROGRAM: JSON.stringify(pageProgram.outputFiles[0].text),
  },
});
