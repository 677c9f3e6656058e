// What later versions of Bazel do of themselves, for tests that hold our layers against it.

/**
 * Defaults of Bazel 8 and later that 7.7.1 has flags for. Left out are those that Bazel's own rules of that version or the
 * tools of its repository fail with: --incompatible_stop_exporting_language_modules,
 * --incompatible_enable_deprecated_label_apis=false, --incompatible_disallow_struct_provider_syntax.
 */
export const LATER_DEFAULTS = [
  "--noenable_workspace",
  "--nolegacy_external_runfiles",
  "--incompatible_disable_native_repo_rules",
  "--incompatible_disable_starlark_host_transitions",
  "--incompatible_disallow_empty_glob",
  "--incompatible_enable_proto_toolchain_resolution",
  "--incompatible_merge_fixed_and_default_shell_env",
  "--incompatible_no_implicit_watch_label",
  "--incompatible_sandbox_hermetic_tmp",
  "--incompatible_strict_action_env",
  "--incompatible_top_level_aspects_require_providers",
  "--incompatible_use_plus_in_repo_names",
];

/** Checks that people turn on, and that no version does of itself; rules_oci and rules_img fail with some. */
export const STRICTER_CHECKS = [
  "--incompatible_auto_exec_groups",
  "--incompatible_check_visibility_for_toolchains",
  "--incompatible_config_setting_private_default_visibility",
  "--incompatible_no_implicit_file_export",
];
