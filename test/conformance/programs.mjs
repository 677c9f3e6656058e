// Bundles TypeScript programs of test/ that run as processes of their own.
// usage: node programs.mjs OUT_FOLDER ENTRY...; writes OUT_FOLDER/<name>.cjs for each entry
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [outFolder, ...entries] = process.argv.slice(2);

// A program of the tests finds the repository by the folder of its source, as it does under Jest.
const sourceFolder = {
  name: "source-folder",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/test\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll("__dirname", JSON.stringify(dirname(path))),
      loader: "ts",
    })),
};
await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(entries.map((entry) => [basename(entry, ".ts"), entry])),
  outdir: outFolder,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  plugins: [sourceFolder],
  logLevel: "error",
});
for (const entry of entries) {
  console.log(join(outFolder, `${basename(entry, ".ts")}.cjs`));
}
