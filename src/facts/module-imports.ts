// What the modules of a layer import for certain, as bazel/imports/read_imports.py writes it.

import * as z from "zod";
import { readJson, schemaVersion } from "../action/json-document";

const line = z.number().int().nonnegative();

/** The facts of one module; empty fields are left out. */
const moduleSchema = z.strictObject({
  /**
   * Line, what is imported, and on what condition: `a.b` for `import a.b`, `..a:b,c` for `from ..a import b, c`, `!` if
   * nothing after it is certain; `main` when the module is the main one, `package` when it is in a package, `dotted` when its
   * name has a dot (either also after `not `), or a comparison of the Python version.
   */
  imports: z.array(z.union([z.tuple([line, z.string()]), z.tuple([line, z.string(), z.string()])])).optional(),
  /** Names that a package's own __init__.py gives a value; `*` where it may give any. */
  binds: z.array(z.string()).optional(),
  /** `path`: it may change how modules are found. `modules`: it may put modules in place of others. */
  changes: z.array(z.enum(["modules", "path"])).optional(),
});
export type ModuleImports = z.infer<typeof moduleSchema>;

/** The modules of one layer or base by path in the image, version 1. */
export const layerImportsSchema = z.strictObject({
  schema: schemaVersion(1),
  modules: z.record(z.string(), moduleSchema),
  /** Modules that the Python of the build could not parse: nothing is known about them. */
  unparsed: z.array(z.string()),
});
export type LayerImports = z.infer<typeof layerImportsSchema>;

/** Reads the imports of a layer; see readJson. */
export function readLayerImports(path: string): Promise<LayerImports> {
  return readJson(layerImportsSchema, path, {
    name: "the imports of a layer",
    remedy: "remove the file and build again",
  });
}
