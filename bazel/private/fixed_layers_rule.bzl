"""The rule that gives an image's layers as files whose number is known at analysis: rules_oci's `tars`, rules_img."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load(":image_layers_info.bzl", "FixedLayersInfo", "ImageLayersInfo")
load(":layer_action.bzl", "LAYER_EXTENSIONS", "declare_ztoc")
load(":layer_count.bzl", "locked_places", "package_ids", "recipe_count", "unlocked_count")
load(":worker_action.bzl", "WORKER_ATTRS", "run_worker", "worker_args")

_MEDIA_TYPES = {
    "gzip": "application/vnd.oci.image.layer.v1.tar+gzip",
    "none": "application/vnd.oci.image.layer.v1.tar",
    "zstd": "application/vnd.oci.image.layer.v1.tar+zstd",
}

def _declare(ctx, position, extension):
    return ctx.actions.declare_file("%s/%d%s" % (ctx.label.name, position, extension))

def _place_layers(ctx, image, slots, placeable, compression):
    """Declares the action that puts the plan's layers into files.

    Args:
        ctx: rule context.
        image: ImageLayersInfo.
        slots: list, for each layer, bottom first: the struct of a layer that is known at analysis and is its own blob, or None.
        placeable: list of struct, layers that the plan may put in the other places.
        compression: str.

    Returns:
        list of File, the blobs; list of File, their metadata; list of File or None, their zTOCs.
    """
    blobs = [slot.blob if slot else _declare(ctx, position, LAYER_EXTENSIONS[compression]) for position, slot in enumerate(slots)]
    metadata = [_declare(ctx, position, ".json") for position in range(len(slots))]

    args = worker_args(ctx, "place-layers")
    args.add(image.plan, format = "--plan=%s")
    args.add_all([image.bundles], format_each = "--bundles=%s", expand_directories = False)
    args.add_all([layer.descriptor for layer in placeable], format_each = "--descriptor=%s")
    args.add_all([layer.blob for layer in placeable], format_each = "--blob=%s")
    args.add_all(metadata, format_each = "--metadata=%s")
    for position, slot in enumerate(slots):
        if slot:
            args.add(slot.descriptor, format = "--own=%d\t%%s" % position)
        else:
            args.add(blobs[position], format = "--place=%d\t%%s" % position)
    run_worker(
        ctx,
        args = args,
        inputs = [image.plan, image.bundles] + [file for layer in placeable for file in (layer.descriptor, layer.blob)] + [slot.descriptor for slot in slots if slot],
        outputs = [blob for blob, slot in zip(blobs, slots) if not slot] + metadata,
        mnemonic = "PlaceLayers",
        progress_message = "Placing the layers of %{label}",
    )
    ztocs = [None for _ in blobs]
    if compression == "gzip":
        ztocs = [
            slot.ztoc if slot else declare_ztoc(ctx, "%s/%d" % (ctx.label.name, position), blobs[position])
            for position, slot in enumerate(slots)
        ]
    return blobs, metadata, ztocs

def _locked_layers(ctx, image, compression):
    """With a lock, the layer of a package alone is the package's own blob, wherever that is stored; only blobs of new packages are read."""
    packages = image.packages
    places = locked_places(package_ids(packages), ctx.attr.locked, ctx.attr.most, ctx.attr.groups, ctx.attr.together)
    count = len(places.kept) + places.added_layers
    room = image.max_layers - len(image.below) - 1
    if count > room:
        fail("package_layers: %s: the layer lock has %d layers of packages, and max_layers = %d leaves %d; raise max_layers, or write the lock again: bazel run %s" % (ctx.label, count, image.max_layers, room, ctx.attr.update))
    kept = [packages[members[0]] if len(members) == 1 else None for members in places.kept]
    return _place_layers(
        ctx,
        image,
        slots = image.below + kept + [None] * places.added_layers + [image.application],
        placeable = [packages[position] for position in places.added],
        compression = compression,
    )

def _planned_layers(ctx, image, compression):
    """Without a lock, the plan's layers are linked into as many places, and the number of packages says how many."""
    if image.has_base:
        fail("package_layers: %s: the number of layers depends on those of the base; give the base to the image rule and not to package_layers, or keep a layer lock" % ctx.label)
    if image.has_shared_plan:
        fail("package_layers: %s: the number of layers depends on the shared plan, which is not read before the build; use the layout (oci_image(base = …)), or keep a layer lock instead of plan" % ctx.label)
    if image.has_lock:
        fail("package_layers: %s: the number of layers depends on the lock, which is not read before the build; give lock = LOCK, loaded from the repository that the extension layer_lock makes" % ctx.label)
    if ctx.attr.min_layer_bytes:
        fail("package_layers: %s: with min_layer_bytes the number of layers depends on sizes that are not known at analysis; keep a layer lock (lock = LOCK)" % ctx.label)
    if ctx.attr.layers == "planned" and ctx.attr.layer_cost != 0:
        fail("package_layers: %s: the number of layers depends on sizes that are not known at analysis; keep a layer lock (lock = LOCK), or give layer_cost = 0, which makes a layer of each package while there is room" % ctx.label)
    others = image.below + [image.application]
    room = image.max_layers - len(others)
    ids = package_ids(image.packages)
    if ctx.attr.layers == "planned":
        planned = unlocked_count(ids, room, ctx.attr.groups, ctx.attr.together)
    else:
        planned = recipe_count(ids, ctx.attr.layers, ctx.attr.heavy, ctx.attr.groups)
    return _place_layers(
        ctx,
        image,
        slots = [None] * (planned + len(others)),
        placeable = image.packages + others,
        compression = compression,
    )

def _fixed_layers_impl(ctx):
    image = ctx.attr.image[ImageLayersInfo]
    compression = ctx.attr._compression[BuildSettingInfo].value
    blobs, metadata, ztocs = (_locked_layers if ctx.attr.most else _planned_layers)(ctx, image, compression)
    return [
        DefaultInfo(files = depset(blobs)),
        OutputGroupInfo(soci_ztoc = depset([ztoc for ztoc in ztocs if ztoc])),
        FixedLayersInfo(layers = [
            struct(blob = blob, metadata = described, media_type = _MEDIA_TYPES[compression], ztoc = ztoc)
            for blob, described, ztoc in zip(blobs, metadata, ztocs)
        ]),
    ]

fixed_layers = rule(
    implementation = _fixed_layers_impl,
    doc = """The layers of an image, bottom first, one file for each: for rules_oci's `tars`.

Their number is known at analysis, from the lock or else from the number of packages. Provides FixedLayersInfo.""",
    provides = [FixedLayersInfo],
    attrs = {
        "groups": attr.string_dict(doc = "As in the image."),
        "heavy": attr.string_list(doc = "As in the image."),
        "image": attr.label(doc = "The image.", mandatory = True, providers = [ImageLayersInfo]),
        "layer_cost": attr.int(doc = "As in the image.", default = -1),
        "layers": attr.string(doc = "As in the image.", default = "planned"),
        "locked": attr.string_list_dict(doc = "Layers of the lock: name to ids of packages, bottom first."),
        "min_layer_bytes": attr.int(doc = "As in the image."),
        "most": attr.int(doc = "How many layers the lock has for packages; 0 when there is no lock that was read at loading time."),
        "together": attr.string_list(doc = "As in the image."),
        "update": attr.string(doc = "Label of the target that writes the lock."),
        "_compression": attr.label(default = "//bazel/settings:compression"),
    } | WORKER_ATTRS,
)
