"""What the aspect says about the third-party packages below a target."""

PackageLayersInfo = provider(
    doc = "The layers of all third-party packages below a target, and what else an image needs to know about the target.",
    fields = {
        "declared_links": "depset of File, the symlinks that actions declare by a path",
        "links": "depset of struct of File: link, target; the symlinks that actions make to a file of the build",
        "own_environments": "depset of struct, one per program that has an environment of its own, as those of rules_py: label (Label), executable (File), main (File or None)",
        "own_files": "depset of File, the sources and data of the target itself",
        "packages": """depset of struct, one per package:
            label: Label of the target that owns the package's files,
            name: str, the distribution's name as tagged,
            version: str, the distribution's version, or an empty string,
            files: depset of File, the package's files,
            unpacked: bool, whether its only file is a directory that holds the wheel as an environment has it,
            declared: bool, whether it is declared by python_package, so that its files stay at their runfiles paths,
            blob: File, the compressed tar; None, like the two below, if the layout needs a Python version and none is known,
            mergeable: File, the same bytes when they are below the merge limit, else empty,
            descriptor: File, the JSON with sizes, digests and file list,
            facts: File, the JSON with what its ELF files need and its distributions say,
            imports: File or None, the JSON with what its modules import; None without a Python toolchain,
            ztoc: File, from which SOCI reads single files of the layer; None unless it is of gzip""",
        "programs": "depset of File, what can be executed according to the target that makes it",
        "zips": "depset of File, those of programs that are one zip with all that the program needs",
    },
)
