// The actions of a build as data, so that the same work can be done again in other surroundings and be compared.

/** One action. Paths are relative to the execution root. */
export interface RecordedAction {
  /** What it makes, as the table calls it: a package's name, or an image's target and what of it. */
  readonly subject: string;
  /** The worker's arguments: what the flag file says, line by line. */
  readonly args: readonly string[];
  /** All declared inputs but the worker's own files. */
  readonly inputs: readonly string[];
  /** All declared outputs; the first one is what the action is for. */
  readonly outputs: readonly string[];
}

/** The actions that make an image, in the words of Bazel's `mnemonic()`. */
export const MNEMONICS = "PackageLayer|ExternalLayer|InterpreterLayer|ApplicationLayer|MergeLayers|ImageLayout";

/** The part of `bazel aquery --output=jsonproto` that is read here. */
interface ActionGraph {
  readonly actions: readonly {
    readonly targetId: number;
    readonly mnemonic: string;
    readonly inputDepSetIds?: readonly number[];
    readonly outputIds: readonly number[];
    /** Node, flags of its own, the bundle, settings of the process, then the action's arguments with the flag file expanded. */
    readonly arguments: readonly string[];
  }[];
  readonly artifacts: readonly { readonly id: number; readonly pathFragmentId: number }[];
  readonly depSetOfFiles: readonly {
    readonly id: number;
    readonly directArtifactIds?: readonly number[];
    readonly transitiveDepSetIds?: readonly number[];
  }[];
  readonly pathFragments: readonly { readonly id: number; readonly label: string; readonly parentId?: number }[];
  readonly targets: readonly { readonly id: number; readonly label: string }[];
}

/** Takes the actions out of what aquery prints. */
export function recordedActions(aquery: string): RecordedAction[] {
  const graph = JSON.parse(aquery) as ActionGraph;
  const fragments = new Map(graph.pathFragments.map((fragment) => [fragment.id, fragment]));
  const artifacts = new Map(graph.artifacts.map(({ id, pathFragmentId }) => [id, pathFragmentId]));
  const depSets = new Map(graph.depSetOfFiles.map((depSet) => [depSet.id, depSet]));
  const targets = new Map(graph.targets.map(({ id, label }) => [id, label]));
  const pathOf = (artifact: number): string => {
    const labels: string[] = [];
    for (let id = artifacts.get(artifact); id !== undefined; ) {
      const fragment = fragments.get(id)!;
      labels.unshift(fragment.label);
      id = fragment.parentId || undefined;
    }
    return labels.join("/");
  };
  const artifactsOf = (depSet: number, seen: Set<number>): number[] => {
    if (seen.has(depSet)) {
      return [];
    }
    seen.add(depSet);
    const { directArtifactIds = [], transitiveDepSetIds = [] } = depSets.get(depSet)!;
    return [...directArtifactIds, ...transitiveDepSetIds.flatMap((inner) => artifactsOf(inner, seen))];
  };
  return graph.actions.map(({ targetId, mnemonic, inputDepSetIds = [], outputIds, arguments: [node, ...rest] }) => {
    const start = rest.findIndex((arg) => !arg.startsWith("-"));
    const [bundle, ...given] = rest.slice(start);
    // Before the action's name stands what starts the process, such as `--allow_shared_zlib`.
    const args = given.slice(given.findIndex((arg) => !arg.startsWith("-")));
    const name = args.find((arg) => arg.startsWith("--name="))?.slice("--name=".length);
    const seen = new Set<number>();
    const inputs = new Set(inputDepSetIds.flatMap((depSet) => artifactsOf(depSet, seen)).map(pathOf));
    const outputs = outputIds.map(pathOf);
    return {
      subject: mnemonic === "PackageLayer" ? name! : `${targets.get(targetId)} ${name ?? mnemonic}`,
      args,
      inputs: [...inputs].filter((file) => file !== node && file !== bundle),
      // The plan is for people, the bundles are what the image is made of.
      outputs: [...outputs].sort((left, right) => rank(left) - rank(right)),
    };
  });
}

function rank(output: string): number {
  return /\.(layer\.tar[.a-z]*|bundles)$/.test(output) ? 0 : 1;
}
