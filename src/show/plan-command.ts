// The `plan` command: shows and explains plans, and writes and checks layer locks.

import { stat, writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import {
  type ActionHelp,
  flag,
  integer,
  many,
  one,
  outputFile,
  parseArguments,
  path as pathFlag,
} from "../action/flag-schemas";
import { writeOutputs } from "../action/output-transaction";
import { printableLine } from "../action/printable";
import { spokenFlags } from "../action/spoken-flags";
import { readLayerDescriptor } from "../layer/layer-descriptor";
import { changeRates } from "../plan/change-rates";
import { formatBytes } from "../plan/format-bytes";
import { formatLayerLock, looksLikeLayerLock, readLayerLockText } from "../plan/layer-lock";
import { lockComplaint, lockCost, meanUpgradeBytes } from "../plan/lock-cost";
import { readLockHistory } from "../plan/lock-history";
import { makeLayerLock } from "../plan/make-layer-lock";
import { type Plan, type PlanPackage, plan } from "../plan/plan";
import { readPlanFile } from "../plan/plan-file";
import { planFlags, readPlanOptions } from "../plan/plan-flags";
import { showPlan } from "./show-plan";

const argumentsSchema = z.strictObject({
  plan: flag("FILE", "a plan that merge-layers made: its packages, and its number of layers", pathFlag.optional()),
  descriptor: flag("FILE", "instead of --plan: descriptor of a package, with --layers", many),
  layers: flag("N", "layers left for packages; those of --plan if not given", integer.optional()),
  explain: flag(
    "NAME",
    "say in which layer of --plan a package is, why, and what its upgrade would push",
    one.optional(),
  ),
  files: flag("NAME", "list the files of a package of --plan, largest first", one.optional()),
  diff: flag(
    "IMAGE",
    "say what changed since an older plan file, OCI layout or image in a registry",
    pathFlag.optional(),
  ),
  json: flag("true", "answer in JSON; --json alone works too", one.pipe(z.literal("true")).optional()),
  open: flag(
    "true",
    "open the image's page in a browser; --open alone works too",
    one.pipe(z.literal("true")).optional(),
  ),
  image: flag("NAME", "what to call the image of --plan", one.optional()),
  page: flag("FILE", "the image's page, for --open", pathFlag.optional()),
  descriptors: flag("FILE", "a file that names a descriptor of a layer on each line, for --files", pathFlag.optional()),
  "descriptors-root": flag("DIRECTORY", "what the paths in --descriptors are relative to", pathFlag.optional()),
  "write-lock": flag("FILE", "output: the layer lock of a fresh plan", outputFile.optional()),
  "from-git": flag(
    "FILE",
    "with --write-lock: take change rates from the git history of this requirements lock",
    pathFlag.optional(),
  ),
  "check-lock": flag(
    "FACTOR",
    "fail when --lock costs more than this times a fresh plan",
    one
      .pipe(z.string().regex(/^\d+(\.\d+)?$/, "is not a factor such as 1.25"))
      .transform(Number)
      .optional(),
  ),
  stamp: flag("FILE", "output, with --check-lock: a file that says that the check passed", outputFile.optional()),
  ...planFlags,
  lock: flag(
    "FILE",
    "the layer lock to follow; with --write-lock, the lock whose layer names are kept",
    planFlags.lock,
  ),
});

/** What the help shows of the command. */
export const planCommand: ActionHelp = {
  name: "plan",
  summary: "show or explain a plan, write or check a layer lock",
  flags: argumentsSchema.shape,
};

/**
 * The command. What it has to say goes to the log; outputs are the lock and the stamp.
 *
 * @throws ActionError on wrong arguments, on a package that is not in the plan, and when the lock's check fails
 */
export const planAction: Action = async (args, context) => {
  const { root, signal, log } = context;
  const flags = parseArguments("plan", argumentsSchema, spokenFlags(args, { bare: ["json", "open"] }));
  const onDisk = (file: string) => path.resolve(root, file);
  const planFile = flags.plan === undefined ? undefined : await readPlanFile(onDisk(flags.plan), flags.plan);
  if ((planFile === undefined) === (flags.descriptor.length === 0)) {
    throw new ActionError("plan: give either --plan or --descriptor", { remedy: "see `package-layers plan --help`" });
  }
  const questions = {
    explain: flags.explain,
    files: flags.files,
    diff: flags.diff,
    json: flags.json === "true",
    open: flags.open === "true",
  };
  if (planFile === undefined && Object.values(questions).some((answer) => answer !== undefined && answer !== false)) {
    throw new ActionError("plan: --explain, --files, --diff, --json and --open need --plan", {
      remedy: "give the plan file of the image",
    });
  }
  const asked = flags["write-lock"] !== undefined || flags["check-lock"] !== undefined;
  if (planFile !== undefined && !asked) {
    const files = {
      image: flags.image ?? path.basename(flags.plan!).replace(/\.plan\.json$/, ""),
      page: optionalPath(flags.page, root),
      descriptors: optionalPath(flags.descriptors, root),
      descriptorsRoot: optionalPath(flags["descriptors-root"], root),
    };
    await showPlan(planFile, questions, files, context);
    return;
  }
  const inputs = [flags.plan, flags["from-git"], ...flags.descriptor].filter((file) => file !== undefined);
  const write = (output: string, text: string, more: readonly string[] = []) =>
    writeOutputs({ files: [...inputs, ...more].map(onDisk), signal }, (outputs) =>
      writeFile(outputs.file(output), text),
    );
  const packages = planFile?.packages ?? (await Promise.all(flags.descriptor.map((file) => readPackage(onDisk(file)))));
  const layers = flags.layers ?? planFile?.layersForPackages;
  if (layers === undefined) {
    throw new ActionError("plan: --layers is missing", { remedy: "say how many layers are left for packages" });
  }
  const { lock, ...wishes } = await readPlanOptions(flags, root);
  const fresh = plan(packages, { ...wishes, layers });
  if (flags["check-lock"] !== undefined) {
    if (lock === undefined) {
      throw new ActionError("plan: --check-lock needs --lock", { remedy: "give the layer lock" });
    }
    const cost = lockCost(plan(packages, { ...wishes, layers, lock }), fresh);
    const command = flags["update-command"] ?? "package-layers plan --write-lock=FILE";
    const complaint = lockComplaint(cost, flags["check-lock"], command);
    if (complaint !== undefined) {
      throw new ActionError(complaint, { file: flags.lock, remedy: `run: ${command}` });
    }
    const summary = `the layer lock costs ${cost.factor.toFixed(2)} times a fresh plan; ${flags["check-lock"]} is allowed`;
    log(summary);
    const stamp = flags.stamp;
    if (stamp !== undefined) {
      await write(onDisk(stamp), `${summary}\n`, [flags.lock!]);
    }
  }
  const file = flags["write-lock"];
  if (file === undefined) {
    if (!asked) {
      log(describeFreshPlan(lock === undefined ? fresh : plan(packages, { ...wishes, layers, lock })));
    }
    return;
  }
  const history = flags["from-git"];
  const revisions = history === undefined ? [] : await readLockHistory(onDisk(history), undefined, signal);
  const rates = changeRates(revisions.map(({ versions }) => versions));
  const made = rates.size === 0 ? fresh : plan(packages, { ...wishes, layers, rates });
  const text = formatLayerLock(makeLayerLock(made, layers, lock));
  await requireNoOtherFile(onDisk(file), file);
  await write(onDisk(file), text);
  log(
    `${file}: ${packages.length} packages in ${made.layers.length} layers` +
      (history === undefined ? "" : `, change rates from ${revisions.length} revisions of ${history}`),
  );
};

/**
 * A person names the lock, perhaps wrongly. So an existing file must be a lock, even if it is old or has merge marks in it, or
 * an empty file.
 */
async function requireNoOtherFile(file: string, named: string): Promise<void> {
  const existing = await stat(file).catch(() => undefined);
  if (existing?.isFile() && existing.size > 0 && !looksLikeLayerLock(await readLayerLockText(file, named))) {
    throw new ActionError("--write-lock names a file that is not a layer lock", {
      file: named,
      remedy: "name another file, or remove this one",
    });
  }
}

function optionalPath(file: string | undefined, root: string): string | undefined {
  return file === undefined ? undefined : path.resolve(root, file);
}

async function readPackage(file: string): Promise<PlanPackage> {
  const { kind, name, version, tarSize, mergeable } = await readLayerDescriptor(file);
  if (kind !== "package") {
    throw new ActionError(`the descriptor is of kind "${kind}", and only packages are planned`, {
      file,
      remedy: "give descriptors of packages",
    });
  }
  return { id: name, name, version, bytes: tarSize, mergeable };
}

function describeFreshPlan(made: Plan): string {
  const lines = made.layers.map(({ kind, packages, bytes, why }, index) => {
    const names = kind === "own" ? packages[0] : `${packages.length} packages`;
    return printableLine(`${String(index + 1).padStart(4)}  ${formatBytes(bytes).padStart(7)}  ${names}: ${why}`);
  });
  return [
    ...lines,
    `upgrading one package pushes ${formatBytes(meanUpgradeBytes(made))} on average (uncompressed)`,
  ].join("\n");
}
