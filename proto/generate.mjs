// Writes worker_protocol.js, the encoder and decoder of worker_protocol.proto, which is checked in.
// usage: node proto/generate.mjs [OUT]; a test compares the checked-in file with what the .proto gives.
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const PROTO = path.dirname(fileURLToPath(import.meta.url));

execFileSync(
  path.join(path.dirname(PROTO), "node_modules", ".bin", "pbjs"),
  [
    "--target=static-module",
    "--wrap=commonjs",
    "--dependency=protobufjs/minimal",
    "--root=package_layers",
    ...["comments", "convert", "create", "service", "typeurl", "verify"].map((part) => `--no-${part}`),
    `--out=${path.resolve(process.argv[2] ?? path.join(PROTO, "worker_protocol.js"))}`,
    path.join(PROTO, "worker_protocol.proto"),
  ],
  { stdio: ["ignore", "inherit", "inherit"] },
);
