// The module of a workspace for a newer rules_python than Debian's.

/** Fills in the version; 0.40 has the rules for local runtimes in files that are not public yet. */
export function newerModule(text: string, version: string): string {
  const module = text.replace("RULES_PYTHON", version);
  return version.startsWith("0.")
    ? module.replace(
        /^(\w+)( = use_repo_rule\("@rules_python\/\/python\/)local_toolchains:repos/gm,
        (_, rule, start) => `${rule}${start}private:${rule}`,
      )
    : module;
}
