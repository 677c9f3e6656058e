// Who we are to a registry: what `docker login` and credential helpers know (docker's config.json, podman's auth.json).

import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import * as z from "zod";
import { ActionError } from "../action/action-error";
import { parseJson, parseJsonIfValid } from "../action/json-document";

/** A name and a password, or a token that stands for both. */
export type Credentials =
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  | { readonly kind: "identity-token"; readonly token: string };

const configSchema = z.looseObject({
  auths: z
    .record(z.string(), z.looseObject({ auth: z.string().optional(), identitytoken: z.string().optional() }))
    .optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
});

/** The answer of a helper (docker-credential-helpers, `get`). */
const helperSchema = z.looseObject({ Username: z.string(), Secret: z.string() });

/** What a helper says about a registry that it does not know. */
const NOT_FOUND = /credentials not found/i;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Looks for a registry's credentials.
 *
 * @returns undefined when nothing is known: the registry is asked without any
 * @throws ActionError when a file is not such a config or a helper fails
 */
export async function findCredentials(registry: string, environment: Environment): Promise<Credentials | undefined> {
  const keys = registry === "docker.io" ? ["https://index.docker.io/v1/", "docker.io"] : [registry];
  for (const file of configFiles(environment)) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) {
      continue;
    }
    const { auths = {}, credHelpers = {}, credsStore } = readConfig(text, file);
    const helper = keys.map((key) => credHelpers[key]).find((name) => name !== undefined) ?? credsStore;
    if (helper !== undefined) {
      for (const key of keys) {
        const found = await askHelper(helper, key, environment);
        if (found !== undefined) {
          return found;
        }
      }
    }
    const entry = keys.map((key) => auths[key] ?? auths[`https://${key}`]).find((one) => one !== undefined);
    if (entry?.identitytoken) {
      return { kind: "identity-token", token: entry.identitytoken };
    }
    if (entry?.auth) {
      const [, user, password] = /^([^:]*):([\s\S]*)$/.exec(Buffer.from(entry.auth, "base64").toString("utf8")) ?? [];
      if (user === undefined || password === undefined) {
        throw new ActionError(`the credentials of ${registry} are not of the form USER:PASSWORD in base64`, {
          file,
          remedy: `run \`docker login ${registry}\` again`,
        });
      }
      return { kind: "password", user, password };
    }
  }
  return undefined;
}

/** The files that may know, first to last. */
function configFiles(environment: Environment): string[] {
  const home = environment.HOME ?? homedir();
  return [
    ...(environment.REGISTRY_AUTH_FILE ? [environment.REGISTRY_AUTH_FILE] : []),
    path.join(environment.DOCKER_CONFIG || path.join(home, ".docker"), "config.json"),
    ...(environment.XDG_RUNTIME_DIR ? [path.join(environment.XDG_RUNTIME_DIR, "containers", "auth.json")] : []),
    path.join(home, ".config", "containers", "auth.json"),
  ];
}

/** Without what a parser says of it, which has a part of the text in it. */
function readConfig(text: string, file: string): z.infer<typeof configSchema> {
  const remedy = "correct the file, or name another folder in DOCKER_CONFIG";
  if (parseJsonIfValid(z.unknown(), text) === undefined) {
    throw new ActionError("the file with credentials is not JSON", { file, remedy });
  }
  return parseJson(configSchema, text, { name: "the file with credentials", file, remedy });
}

function askHelper(name: string, registry: string, environment: Environment): Promise<Credentials | undefined> {
  const program = `docker-credential-${name}`;
  return new Promise((resolve, reject) => {
    const fail = (message: string, cause?: unknown) =>
      reject(new ActionError(message, { remedy: `see what \`echo ${registry} | ${program} get\` says`, cause }));
    const child = spawn(program, ["get"], { env: environment as NodeJS.ProcessEnv, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    let complaint = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint += text;
    });
    child.once("error", (cause) => fail(`the credential helper ${program} does not start`, cause));
    child.once("close", (status) => {
      if (status !== 0) {
        return NOT_FOUND.test(output + complaint)
          ? resolve(undefined)
          : fail(`the credential helper ${program} ended with ${status}: ${saidBy(complaint, output)}`);
      }
      const answer = parseJsonIfValid(helperSchema, output);
      if (answer === undefined) {
        return fail(`the credential helper ${program} does not answer with Username and Secret`);
      }
      const { Username: user, Secret: password } = answer;
      return resolve(
        user === "<token>" ? { kind: "identity-token", token: password } : { kind: "password", user, password },
      );
    });
    // The status of a helper that ends without reading says what is wrong.
    child.stdin.on("error", () => {});
    child.stdin.end(`${registry}\n`);
  });
}

/** What a failing helper says, which may be on its output too; never the answer itself. */
function saidBy(complaint: string, output: string): string {
  const isAnswer = parseJsonIfValid(helperSchema.partial(), output) !== undefined;
  return (complaint.trim() || (isAnswer ? "" : output.trim())).slice(0, 500) || "nothing";
}
