"""The macro that users call: the image's layers and the targets around them."""

load(":fixed_layers_rule.bzl", "fixed_layers")
load(":group_patterns.bzl", "group_patterns")
load(":image_programs.bzl", "image_programs")
load(":image_tools.bzl", "image_load", "image_plan", "image_push")
load(":layer_lock.bzl", "layer_lock_test", "layer_lock_update")
load(":package_layers_rule.bzl", "package_layers_rule")

# The wish that each recipe uses; everything else that steers the plan is refused beside it.
_RECIPES = {
    "groups": "groups",
    "heavy": "heavy",
    "three": None,
}

# What every rule has and all targets of an image share, besides tags.
_COMMON_ATTRIBUTES = [
    "aspect_hints",
    "compatible_with",
    "deprecation",
    "exec_compatible_with",
    "exec_properties",
    "features",
    "package_metadata",
    "restricted_to",
    "target_compatible_with",
    "testonly",
    "visibility",
]

def _check_recipe(name, layers, wishes):
    """Fails for an unknown recipe, one without its wish, and wishes that it would ignore."""
    if layers == "planned":
        return
    where = "package_layers: //%s:%s: layers = \"%s\"" % (native.package_name(), name, layers)
    if layers not in _RECIPES:
        fail("%s is not one of planned, %s" % (where, ", ".join(sorted(_RECIPES))))
    needed = _RECIPES[layers]
    if needed and not wishes[needed]:
        fail("%s makes its layers from %s; give it, or use layers = \"three\"" % (where, needed))
    for wish, value in wishes.items():
        if value and wish != needed:
            fail("%s cannot be combined with %s; remove one of the two" % (where, wish))

def _all_programs(name, binary, binaries, tags, shared):
    """The target to make an image of: the binary itself, or one that has all programs."""
    if not binaries and binary != None:
        return binary
    labels = [native.package_relative_label(each) for each in binaries]
    if len({label: None for label in labels}) < len(labels):
        fail("package_layers: //%s:%s: binaries names a program twice; remove one of the two" % (native.package_name(), name))
    if binary == None and not labels:
        fail("package_layers: //%s:%s: neither binary nor binaries is given; name a py_binary" % (native.package_name(), name))
    entry = labels[0] if binary == None else native.package_relative_label(binary)
    others = [label for label in labels if label != entry]
    if not others:
        return entry
    image_programs(
        name = name + ".programs",
        binary = entry,
        data = others,
        tags = tags,
        **shared
    )
    return ":" + name + ".programs"

def _refuse_select(name, attributes):
    """Fails for a `select()` in what decides which targets there are, or which layers the packages have."""
    for attribute, value in attributes.items():
        if type(value) == "select":
            fail("package_layers: //%s:%s: %s cannot be a select(); make an image of each, and choose one by an alias with that select() in actual" % (native.package_name(), name, attribute))

def _check_shared(name, wishes):
    """Fails for wishes beside a shared plan, which would ignore them."""
    for wish, value in wishes.items():
        if value:
            fail("package_layers: //%s:%s: plan decides the layers of packages and cannot be combined with %s; remove one of the two" % (native.package_name(), name, wish))

def package_layers(
        name,
        binary = None,
        base = None,
        platform = None,
        max_layers = 125,
        layout = None,
        interpreter = None,
        layers = "planned",
        heavy = [],
        together = [],
        groups = {},
        min_layer_bytes = 0,
        layer_cost = None,
        plan = None,
        check = None,
        allow_missing = [],
        lock = None,
        lock_factor = "1.25",
        requirements_lock = None,
        entrypoint = [],
        cmd = None,
        env = {},
        workdir = None,
        user = None,
        labels = {},
        exposed_ports = [],
        strict = False,
        collisions = "error",
        system_site_packages = False,
        binaries = [],
        path = None,
        **kwargs):
    """An OCI image layout of a Python application, with one shared layer per third-party package.

        package_layers(
            name = "app_layers",
            binary = ":app",
        )

    The output of `:app_layers` is one directory that rules_oci's `oci_image(base = ...)`, crane and skopeo accept. Its
    output groups: `plan` (JSON), `report` (HTML), `bundles`, `package_layers`. `:app_layers.tars` is the same layers as
    that many files, for rules_oci's `tars` and rules_img. `bazel run :app_layers.plan` shows the plan, and with
    `-- --explain numpy` where a package is and why; `.load` puts the image into a container daemon, and
    `bazel run :app_layers.push -- registry/repository:tag` into a registry. `bazel run :app_layers.lock` writes a layer lock; with `lock`,
    the test `:app_layers.lock_test` fails when the lock has become costly.

    Args:
        name: str, name of the target and of the directory.
        binary: label of the application, a `py_binary`: the image's entry point. May be left out if `binaries` is given; it is
            then the first of them.
        base: label of an OCI image layout (one directory) as rules_oci's `pull` and `oci_image` give. Its layers come
            first and count toward `max_layers`. Without it the image starts from scratch.
        platform: label of the `platform` that the image is for, if it is not that of the build. Binary, packages and
            base are built for it; the worker runs where actions run.
        max_layers: int, the most layers that the image may have, those of the base included. Docker's graph drivers stop
            at 125.
        layout: str, where files are put. `"runfiles"`: as `bazel run` has them, with Bazel's launcher at `/app`. `"venv"`: a
            virtual environment at `/venv`, with the packages in its `lib/pythonX.Y/site-packages` and their console
            scripts in its `bin`; first-party files below `/app`; the image runs `/venv/bin/python` on the main program.
            If it is left out, `--@package_layers//bazel/settings:layout` decides.
        interpreter: str, with `layout = "venv"` the absolute path of the base image's Python, which `/venv/bin/python`
            links to. If it is left out: what the Python toolchain brings or names, and `/usr/bin/python3` if the toolchain
            searches the machine.
        layers: str, what divides the packages. `"planned"`: measured sizes, and the wishes below. The recipes that other
            rule sets have, exactly their layers whatever the sizes: `"three"`, interpreter, all packages, application
            with the files of other repositories; `"heavy"`, a layer for each expression of `heavy` in that order, each
            with all packages that match it and none before it, then one for the rest; `"groups"`, a layer for each group,
            then one for the rest.
        heavy: list of str, regular expressions: a package whose name has a match is always a layer of its own.
        together: list of lists of str: the packages of one list are always in one layer.
        groups: dict of package to group (str): the packages of a group form one layer that holds nothing else. A package
            is a name, a pattern of names (`*` and `?` as in a shell) or a label in a hub (`@pypi//numpy`).
        min_layer_bytes: int, no layer of packages is smaller if that can be avoided, in uncompressed bytes.
        layer_cost: int, how many uncompressed bytes a further layer must save at each pull to be made. If it is left out, what
            was measured (200,000; bench/LAYER_COST.md). `0`: as many layers as there is room for.
        plan: label of a `shared_plan`, one plan for several images, which decides the layers of packages; nothing else that
            steers the plan goes with it.
        check: str, what to do about the findings of the check: `"error"` fails the build if the files prove that the image
            cannot start, `"strict"` fails it for warnings too, `"warn"` only reports them, `"off"` does not look. If it is
            left out, `--@package_layers//bazel/settings:check` decides.
        allow_missing: list of str, libraries (`libGL.so.1`), versions (`GLIBC_2.38`) and modules that the check counts as
            present, because they are added later.
        lock: label of a checked-in layer lock, which packages follow, or the `LOCK` that the extension `layer_lock` read
            at loading time, so that `:app_layers.tars` follows it too.
        lock_factor: str, how much more than with a fresh plan upgrades may cost before the lock's test fails.
        requirements_lock: label of the requirements lock whose git history weighs packages when the lock is written.
        entrypoint: list of str, the program that the image starts, with its first arguments. If it is left out, what starts
            the binary.
        cmd: list of str, arguments of the entry point, which `docker run IMAGE ARGUMENT...` replaces. If it is left out, the
            `args` of the binary.
        env: dict of str, variables of the image's environment. They override those of the binary's `env` and of the base,
            which `$NAME` and `${NAME}` in a value stand for: `{"PATH": "/opt/bin:$PATH"}`.
        workdir: str, absolute path of the working directory. If it is left out, the directory that `bazel run` starts the
            binary in, so that the paths of `$(rootpath)` are right.
        user: str, user that the program runs as: a name or a number, perhaps with a group after a colon. If it is left
            out, the base's.
        labels: dict of str, labels of the image. The base's stay.
        exposed_ports: list of str, ports that the program listens on, such as `"8080"` or `"53/udp"`. The base's stay.
        strict: bool, whether findings about the image are errors: a wish that matches nothing, a `binary` that
            is not a Python program, and every other finding of severity "warning" in the plan.
        collisions: str, what to do about packages that have different files at one path which a program may import or read.
            `"error"`: the build fails. `"warn"`: the last package by name wins, and the build says so. Namespaces, console
            scripts and documents never fail; see docs/collisions.md.
        system_site_packages: bool, whether the layout `"venv"` finds the packages of the base's own Python (Debian's
            `dist-packages`) too, after those of the image. The layout `"runfiles"` always does, as `bazel run` does.
        binaries: list of labels of `py_binary`s that are in the image together: the files and packages that they share are
            there once. `/NAME` starts the program whose target has that name, unless it is the entry point.
        path: str, another absolute path of the launcher, with its runfiles beside it, as another recipe had them:
            `"/srv/server/server"`. Packages' layers stay the same.
        **kwargs: attributes that all rules have, such as `visibility`, `tags` and `exec_properties`; every target of the
            image gets them.
    """
    _refuse_select(name, {"binaries": binaries, "groups": groups, "layers": layers, "layout": layout, "platform": platform, "tags": kwargs.get("tags"), "together": together})
    wishes = {
        "groups": group_patterns(groups),
        "heavy": heavy,
        "min_layer_bytes": min_layer_bytes,
        "together": [",".join(names) for names in together],
    }
    read_lock = lock if type(lock) == "struct" else None
    if read_lock:
        lock = read_lock.file
    shared = {key: kwargs[key] for key in _COMMON_ATTRIBUTES if key in kwargs}
    tags = kwargs.get("tags", []) + ["manual"]
    _check_recipe(name, layers, wishes | {"layer_cost": layer_cost != None, "lock": lock, "plan": plan})
    if plan:
        _check_shared(name, wishes | {"layer_cost": layer_cost != None, "lock": lock})
    if layer_cost != None:
        wishes["layer_cost"] = layer_cost
    package_layers_rule(
        name = name,
        binary = _all_programs(name, binary, binaries, tags, shared),
        allow_missing = allow_missing,
        base = base,
        check = check,
        cmd = cmd or [],
        collisions = collisions,
        entrypoint = entrypoint,
        env = env,
        exposed_ports = exposed_ports,
        interpreter = interpreter,
        labels = labels,
        layers = layers,
        layout = layout,
        lock = lock,
        max_layers = max_layers,
        module = native.module_name() or "",
        own_cmd = cmd != None,
        path = path,
        plan = plan,
        platform = platform,
        user = user,
        workdir = workdir,
        strict = strict,
        system_site_packages = system_site_packages,
        **(wishes | kwargs)
    )
    fixed_layers(
        name = name + ".tars",
        image = ":" + name,
        layers = layers,
        locked = read_lock.layers if read_lock else {},
        most = read_lock.most if read_lock else 0,
        update = "//%s:%s.lock" % (native.package_name(), name),
        tags = tags,
        **(wishes | shared)
    )
    for suffix, tool in {"load": image_load, "plan": image_plan, "push": image_push}.items():
        tool(
            name = name + "." + suffix,
            image = ":" + name,
            tags = tags,
            **shared
        )
    if layers != "planned" or plan:
        return
    layer_lock_update(
        name = name + ".lock",
        image = ":" + name,
        lock = lock,
        path = read_lock.path if read_lock else "",
        requirements_lock = requirements_lock,
        tags = tags,
        **(wishes | shared)
    )
    if lock:
        layer_lock_test(
            name = name + ".lock_test",
            factor = lock_factor,
            image = ":" + name,
            lock = lock,
            update = "//%s:%s.lock" % (native.package_name(), name),
            tags = kwargs.get("tags", []),
            **(wishes | shared)
        )
