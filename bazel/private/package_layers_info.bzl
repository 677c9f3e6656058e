"""What the aspect tells of the third-party packages below a target."""

PackageLayersInfo = provider(
    doc = "The layers of all third-party packages that a target needs.",
    fields = {
        "packages": """depset of struct, one per package:
            label: Label of the target that owns the package's files,
            name: str, the distribution's name as tagged,
            version: str, the distribution's version, or an empty string,
            files: depset of File, the package's files,
            blob: File, the compressed tar,
            mergeable: File, the same bytes when they are below the merge limit, else empty,
            descriptor: File, the JSON with sizes, digests and file list,
            facts: File, the JSON with what its ELF files need and its distributions say,
            imports: File or None, the JSON with what its modules import; None without a Python toolchain,
            ztoc: File, from which SOCI reads single files of the layer; None unless it is of gzip""",
    },
)
