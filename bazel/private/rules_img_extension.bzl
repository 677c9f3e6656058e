"""The module extension that finds rules_img's providers, so that repositories that do not use rules_img need not have it."""

load(":watch_path.bzl", "watch_path")

_PROVIDERS_BZL = '''"""The providers of the rules_img that the root module named."""

load("{repository}//img:providers.bzl", _LayersInfo = "LayersInfo", _SingleLayerInfo = "SingleLayerInfo")
load("{repository}//img/private/providers:single_layer_info.bzl", "FIELDS")

LayersInfo = _LayersInfo
SingleLayerInfo = _SingleLayerInfo
SINGLE_LAYER_FIELDS = FIELDS.keys()
'''

_NO_PROVIDERS_BZL = '''"""No rules_img was named, or one that is too old; whoever loads this file is told what to do."""

fail("{message}")

LayersInfo = None
SingleLayerInfo = None
SINGLE_LAYER_FIELDS = None
'''

_NOT_NAMED = "package_layers: bazel/rules_img.bzl needs to know your rules_img; write in MODULE.bazel: " + \
             "rules_img = use_extension('@package_layers//bazel:extensions.bzl', 'rules_img') and " + \
             "rules_img.providers(bzl = '@rules_img//img:providers.bzl')"

# rules_img 0.3.10 is the first whose layer rules may give several layers.
_TOO_OLD = "package_layers: a rules_img before 0.3.10 takes one layer from a target; use a newer one, " + \
           "or give the tars to `layers` of image_manifest as they are"

def _rules_img_repository_impl(repository_ctx):
    label = repository_ctx.attr.bzl
    repository_ctx.file("BUILD.bazel", "")
    if not label:
        content = _NO_PROVIDERS_BZL.format(message = _NOT_NAMED)
    elif not watch_path(repository_ctx, repository_ctx.path(label).dirname.get_child("private").get_child("providers").get_child("layers_info.bzl")).exists:
        content = _NO_PROVIDERS_BZL.format(message = _TOO_OLD)
    else:
        content = _PROVIDERS_BZL.format(repository = str(label).partition("//")[0])
    repository_ctx.file("providers.bzl", content)

_rules_img_repository = repository_rule(
    implementation = _rules_img_repository_impl,
    doc = "Loads rules_img's providers, or fails with what to do when it is loaded.",
    attrs = {"bzl": attr.label(doc = "The providers.bzl of rules_img; none when there is no rules_img.")},
)

def _rules_img_impl(module_ctx):
    # Providers of two copies of rules_img would not be the same, so the root module's copy counts.
    named = [tag.bzl for module in module_ctx.modules if module.is_root for tag in module.tags.providers]
    if len(named) > 1:
        fail("package_layers: the extension `rules_img` has %d tags in the root module; keep one" % len(named))
    _rules_img_repository(name = "package_layers_rules_img", bzl = named[0] if named else None)

rules_img = module_extension(
    implementation = _rules_img_impl,
    doc = """Tells `@package_layers//bazel:rules_img.bzl` which rules_img the repository has, 0.3.10 or later.

    rules_img = use_extension("@package_layers//bazel:extensions.bzl", "rules_img")
    rules_img.providers(bzl = "@rules_img//img:providers.bzl")""",
    tag_classes = {
        "providers": tag_class(
            doc = "Names rules_img's providers; only the root module's tag counts.",
            attrs = {"bzl": attr.label(doc = "`@rules_img//img:providers.bzl`.", mandatory = True)},
        ),
    },
)
