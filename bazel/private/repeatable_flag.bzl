"""A build setting that takes one value for each time that its flag is given."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")

def _repeatable_flag_impl(ctx):
    return [BuildSettingInfo(value = ctx.build_setting_value)]

repeatable_flag = rule(
    implementation = _repeatable_flag_impl,
    doc = "A list of strings; unlike in bazel_skylib's `string_list_flag`, commas in a value mean nothing.",
    build_setting = config.string_list(flag = True, repeatable = True),
)
