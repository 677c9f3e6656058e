// The machine's own Python in workspaces with several versions of rules_python.

/** A MODULE.bazel with the rules for local runtimes where a version of rules_python has them. */
export function withLocalRuntimes(module: string, version: string): string {
  return version.startsWith("0.")
    ? module.replace(
        /^(\w+)( = use_repo_rule\("@rules_python\/\/python\/)local_toolchains:repos/gm,
        (_, rule, start) => `${rule}${start}private:${rule}`,
      )
    : module;
}
