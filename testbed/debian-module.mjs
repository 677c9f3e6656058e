// Writes a MODULE.bazel for the rule sets that Debian packages: rules_python 0.22.1 spells `pip.parse` another way and finds
// the machine's Python by itself.

/** The block that names the machine's Python; rules_python before 0.32 does not have these rules. */
const LOCAL_PYTHON =
  /\nlocal_runtime_repo = use_repo_rule[\s\S]*?\nregister_toolchains\(\s*"@local_toolchains\/\/:all"[^)]*\)\n/;

/** Platforms whose wheels are asked for: rules_python before 1.6 has one wheel of each package. */
const PLATFORMS = /\npip\.default\(\n[\s\S]*?\n\)/g;

/**
 * @param {string} module Text of a MODULE.bazel for rules_python 1.0 or later.
 * @returns {string} The same for 0.22.1; text without rules_python stays as it is.
 */
export function debianModule(module) {
  return module
    .replace(/(bazel_dep\(name = "rules_python", version = ")[^"]+/, "$10.22.1")
    .replace(/(bazel_dep\(name = "platforms", version = ")[^"]+/, "$10.0.7")
    .replace(LOCAL_PYTHON, "")
    .replace(PLATFORMS, "")
    .replace(/pip\.parse\(\n([\s\S]*?)\n\)/g, (_call, attributes) => {
      const kept = attributes
        .split("\n")
        .filter(
          (line) =>
            !/^ {4}(#|incompatible_generate_aliases = |python_interpreter = |python_version = |target_platforms = \[| {4}"linux_|\],)/.test(
              line,
            ),
        )
        .map((line) => line.replace("hub_name = ", "name = "));
      return `pip.parse(\n${[...kept, "    incompatible_generate_aliases = True,", '    python_interpreter = "python3",'].join("\n")}\n)`;
    });
}
