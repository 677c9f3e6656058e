"""What a package may have that no wheel has: generated files over unpacked ones, and symlinks that an action made."""

def _generated_impl(ctx):
    file = ctx.actions.declare_file(ctx.attr.path)
    ctx.actions.write(file, ctx.attr.content)
    return [DefaultInfo(files = depset([file]))]

generated = rule(
    implementation = _generated_impl,
    doc = "A file at a path that a source file of the same repository may have too.",
    attrs = {
        "content": attr.string(),
        "path": attr.string(),
    },
)

def _declared_link_impl(ctx):
    link = ctx.actions.declare_symlink(ctx.label.name)
    ctx.actions.symlink(output = link, target_path = ctx.attr.target)
    return [DefaultInfo(files = depset([link]))]

declared_link = rule(
    implementation = _declared_link_impl,
    attrs = {"target": attr.string()},
)

def _linked_tree_impl(ctx):
    tree = ctx.actions.declare_directory(ctx.label.name)
    ctx.actions.run_shell(
        outputs = [tree],
        command = 'echo 1 > "$1/real.txt" && ln -s "$2" "$1/link"',
        arguments = [tree.path, ctx.attr.target],
    )
    return [DefaultInfo(files = depset([tree]))]

linked_tree = rule(
    implementation = _linked_tree_impl,
    doc = "A directory with a file, and a symlink beside it.",
    attrs = {"target": attr.string()},
)
