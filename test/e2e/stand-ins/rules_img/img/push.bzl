"""A push that does nothing."""

def _image_push_impl(_ctx):
    return [DefaultInfo()]

image_push = rule(
    implementation = _image_push_impl,
    attrs = {
        "image": attr.label(),
        "registry": attr.string(),
        "repository": attr.string(),
        "tag": attr.string(),
    },
)
