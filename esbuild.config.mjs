// Bundles the worker into the one checked-in file that users of the Bazel module run without an npm install.
// usage: node esbuild.config.mjs [OUT]; a test compares the checked-in file with what the sources give.
import { build } from "esbuild";

await build({
  entryPoints: ["src/main.ts"],
  outfile: process.argv[2] ?? "bazel/worker/worker.cjs",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  loader: { ".proto": "text" },
  legalComments: "inline",
  charset: "utf8",
  // The bundle names the modules' paths: they are the same where node_modules is a link.
  preserveSymlinks: true,
});
