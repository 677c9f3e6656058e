// How an image is started: the base's settings, with the image's own in their place.

import { ActionError } from "../action/action-error";

/** The settings that an image has of its own; a setting that is left out stays as the base has it. */
export interface ImageSettings {
  /** The program and its first arguments. */
  readonly entrypoint: readonly string[];
  /** Further arguments, which `docker run IMAGE ARGUMENT…` replaces. The base's are never kept: they are for another program. */
  readonly cmd?: readonly string[] | undefined;
  /** `NAME=VALUE` of the program itself; each takes the place of the base's variable of that name. */
  readonly variables?: readonly string[] | undefined;
  /**
   * `NAME=VALUE` of the image; each takes the place of any other variable of that name. In VALUE, `$NAME` and `${NAME}` stand
   * for a variable of the program or the base.
   */
  readonly env?: readonly string[] | undefined;
  /** A directory that comes before PATH, no matter who sets PATH. */
  readonly searchPath?: string | undefined;
  /** Absolute path. */
  readonly workdir?: string | undefined;
  /** As in image-spec/config.md: a name or a number, perhaps with a group after a colon. */
  readonly user?: string | undefined;
  /** `NAME=VALUE`; the base's labels stay. */
  readonly labels?: readonly string[] | undefined;
  /** `PORT` or `PORT/PROTOCOL`; the base's stay. */
  readonly exposedPorts?: readonly string[] | undefined;
}

/** Where a runtime looks for programs when an image has no PATH of its own (Docker's and containerd's default). */
const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * The field `config` of an image's config (image-spec/config.md, execution parameters).
 *
 * @param base The same field of the base; unknown fields stay as they are.
 * @throws ActionError when `env` names a variable that is not set.
 */
export function runtimeConfig(
  base: Readonly<Record<string, unknown>>,
  settings: ImageSettings,
): Readonly<Record<string, unknown>> {
  const { Cmd: _, ...kept } = base;
  const env = environment(base.Env, settings);
  const { cmd = [], workdir, user, labels = [], exposedPorts = [] } = settings;
  return {
    ...kept,
    ...(env === undefined ? {} : { Env: env }),
    Entrypoint: settings.entrypoint,
    ...(cmd.length === 0 ? {} : { Cmd: cmd }),
    ...(workdir === undefined ? {} : { WorkingDir: workdir }),
    ...(user === undefined ? {} : { User: user }),
    ...(labels.length === 0
      ? {}
      : { Labels: { ...objectOf(base.Labels), ...Object.fromEntries(labels.map(nameAndValue)) } }),
    ...(exposedPorts.length === 0
      ? {}
      : {
          ExposedPorts: {
            ...objectOf(base.ExposedPorts),
            ...Object.fromEntries(exposedPorts.map((port) => [port, {}])),
          },
        }),
  };
}

function nameAndValue(variable: string): readonly [string, string] {
  const equals = variable.indexOf("=");
  return [variable.slice(0, equals), variable.slice(equals + 1)];
}

function objectOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

/** All variables of the image; undefined when neither the base nor the image has one. */
function environment(
  base: unknown,
  { variables = [], env = [], searchPath }: ImageSettings,
): readonly string[] | undefined {
  const inherited = Array.isArray(base) ? (base as string[]) : [];
  const before = new Map([["PATH", DEFAULT_PATH], ...[...inherited, ...variables].map(nameAndValue)]);
  const own = new Map([...variables.map(nameAndValue), ...env.map((variable) => expanded(variable, before))]);
  if (searchPath !== undefined) {
    const path = own.get("PATH") ?? before.get("PATH");
    // Last, where a variable that is set again goes too.
    own.delete("PATH");
    own.set("PATH", `${searchPath}:${path}`);
  }
  if (own.size === 0) {
    return Array.isArray(base) ? inherited : undefined;
  }
  const kept = inherited.filter((variable) => !own.has(nameAndValue(variable)[0]));
  return [...kept, ...[...own].map(([name, value]) => `${name}=${value}`)];
}

/** A variable, with the variables that its value names replaced by their values. */
function expanded(variable: string, known: ReadonlyMap<string, string>): readonly [string, string] {
  const [name, value] = nameAndValue(variable);
  const replaced = value.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (reference, braced?: string, bare?: string) => {
    const found = known.get((braced ?? bare)!);
    if (found === undefined) {
      throw new ActionError(`env: ${name} has the value ${JSON.stringify(value)}, and nothing sets ${reference}`, {
        remedy: "name a variable of the base or of the binary's env, or write the value itself",
      });
    }
    return found;
  });
  return [name, replaced];
}
