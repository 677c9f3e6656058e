"""The rule that gives an image's layers as files whose number is known at analysis: rules_oci's `tars`, rules_img."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load(":fixed_assignment.bzl", "locked_assignment", "package_ids", "recipe_count", "unlocked_count")
load(":image_layers_info.bzl", "FixedLayersInfo", "ImageLayersInfo")
load(":layer_action.bzl", "LAYER_EXTENSIONS")
load(":worker_action.bzl", "WORKER_ATTRS", "run_worker", "worker_args")

_MEDIA_TYPES = {
    "gzip": "application/vnd.oci.image.layer.v1.tar+gzip",
    "none": "application/vnd.oci.image.layer.v1.tar",
    "zstd": "application/vnd.oci.image.layer.v1.tar+zstd",
}

def _declare(ctx, position, extension):
    return ctx.actions.declare_file("%s/%d%s" % (ctx.label.name, position, extension))

def _locked_layers(ctx, image, compression):
    """With a lock a package alone is its own blob, wherever that is stored; one action makes the bundles from mergeables."""
    packages = image.packages
    assignment = locked_assignment(package_ids(packages), ctx.attr.locked, ctx.attr.most)
    places = assignment.layers
    room = image.max_layers - len(image.below) - 1
    if len(places) > room:
        fail("package_layers: %s: the layer lock has %d layers of packages, and max_layers = %d leaves %d; raise max_layers, or write the lock anew: bazel run %s" % (ctx.label, len(places), image.max_layers, room, ctx.attr.update))
    bundles = [position for position, members in enumerate(places) if len(members) > 1]
    if assignment.added and not bundles:
        bundles = [len(places) - 1]

    first = len(image.below)
    slots = [[layer] for layer in image.below] + [[packages[member] for member in members] for members in places] + [[image.application]]
    added = [packages[member] for member in assignment.added]
    merged = {first + position: _declare(ctx, first + position, LAYER_EXTENSIONS[compression]) for position in bundles}
    metadata = [_declare(ctx, position, ".json") for position in range(len(slots))]

    placed = [(position, layer) for position, members in enumerate(slots) for layer in members] + [(-1, layer) for layer in added]
    descriptors = [layer.descriptor for _, layer in placed]
    mergeables = [layer.mergeable for position, layer in placed if position in merged or position == -1]

    args = worker_args(ctx, "merge-locked-layers")
    args.add_all(descriptors, format_each = "--descriptor=%s")
    args.add_all([position for position, _ in placed], format_each = "--position=%s")
    args.add_all(mergeables, format_each = "--mergeable=%s")
    args.add_all(merged.values(), format_each = "--bundle=%s")
    args.add_all(merged.keys(), format_each = "--bundle-position=%s")
    args.add_all(metadata, format_each = "--metadata=%s")
    args.add_all(ctx.attr.heavy, format_each = "--heavy=%s")
    args.add_all(ctx.attr.together, format_each = "--together=%s")
    args.add_all(["%s\t%s" % item for item in ctx.attr.groups.items()], format_each = "--group=%s")
    args.add(ctx.attr.collisions, format = "--collisions=%s")
    args.add(ctx.attr.update, format = "--update-command=bazel run %s")
    run_worker(
        ctx,
        args = args,
        inputs = descriptors + mergeables,
        outputs = merged.values() + metadata,
        mnemonic = "MergeLockedLayers",
        progress_message = "Merging the locked layers of %{label}",
    )
    return [merged[position] if position in merged else members[0].blob for position, members in enumerate(slots)], metadata

def _planned_layers(ctx, image, compression):
    """Without a lock the plan's layers are linked into as many places as it has layers, which the number of packages tells."""
    if image.has_base:
        fail("package_layers: %s: the number of layers depends on those of the base; give the base to the image rule and not to package_layers, or keep a layer lock" % ctx.label)
    if image.has_lock:
        fail("package_layers: %s: the number of layers depends on the lock, which is not read before the build; give lock = LOCK, loaded from the repository that the extension layer_lock makes" % ctx.label)
    if ctx.attr.min_layer_bytes:
        fail("package_layers: %s: with min_layer_bytes the number of layers depends on sizes that are not known at analysis; keep a layer lock (lock = LOCK)" % ctx.label)
    others = image.below + [image.application]
    room = image.max_layers - len(others)
    ids = package_ids(image.packages)
    if ctx.attr.layers == "planned":
        planned = unlocked_count(ids, room, ctx.attr.groups, ctx.attr.together)
    else:
        planned = recipe_count(ids, ctx.attr.layers, ctx.attr.heavy, ctx.attr.groups)
    count = planned + len(others)
    blobs = [_declare(ctx, position, LAYER_EXTENSIONS[compression]) for position in range(count)]
    metadata = [_declare(ctx, position, ".json") for position in range(count)]
    layers = image.packages + others

    args = worker_args(ctx, "place-layers")
    args.add(image.plan, format = "--plan=%s")
    args.add_all([image.bundles], format_each = "--bundles=%s", expand_directories = False)
    args.add_all([layer.descriptor for layer in layers], format_each = "--descriptor=%s")
    args.add_all([layer.blob for layer in layers], format_each = "--blob=%s")
    args.add_all(blobs, format_each = "--layer=%s")
    args.add_all(metadata, format_each = "--metadata=%s")
    run_worker(
        ctx,
        args = args,
        inputs = [image.plan, image.bundles] + [file for layer in layers for file in (layer.descriptor, layer.blob)],
        outputs = blobs + metadata,
        mnemonic = "PlaceLayers",
        progress_message = "Placing the layers of %{label}",
    )
    return blobs, metadata

def _fixed_layers_impl(ctx):
    image = ctx.attr.image[ImageLayersInfo]
    compression = ctx.attr._compression[BuildSettingInfo].value
    blobs, metadata = (_locked_layers if ctx.attr.most else _planned_layers)(ctx, image, compression)
    return [
        DefaultInfo(files = depset(blobs)),
        FixedLayersInfo(layers = [
            struct(blob = blob, metadata = described, media_type = _MEDIA_TYPES[compression])
            for blob, described in zip(blobs, metadata)
        ]),
    ]

fixed_layers = rule(
    implementation = _fixed_layers_impl,
    doc = """The layers of an image, bottom first, as that many files: one of rules_oci's `tars`.

How many they are is known at analysis, from the lock or else from the number of packages. Provides FixedLayersInfo.""",
    provides = [FixedLayersInfo],
    attrs = {
        "collisions": attr.string(doc = "As in the image.", default = "error"),
        "groups": attr.string_dict(doc = "As in the image."),
        "heavy": attr.string_list(doc = "As in the image."),
        "image": attr.label(doc = "The image.", mandatory = True, providers = [ImageLayersInfo]),
        "layers": attr.string(doc = "As in the image.", default = "planned"),
        "locked": attr.string_list_dict(doc = "Layers of the lock: name to ids of packages, in the order of the image."),
        "min_layer_bytes": attr.int(doc = "As in the image."),
        "most": attr.int(doc = "How many layers the lock has for packages; 0 when there is no lock that was read at loading time."),
        "together": attr.string_list(doc = "As in the image."),
        "update": attr.string(doc = "Label of the target that writes the lock."),
        "_compression": attr.label(default = "//bazel/settings:compression"),
    } | WORKER_ATTRS,
)
