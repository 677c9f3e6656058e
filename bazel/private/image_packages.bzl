"""Which of the packages below a binary its image holds."""

load(":package_layers_info.bzl", "PackageLayersInfo")

def image_packages(binary, executable, in_runfiles):
    """The packages that the runfiles hold files of, each once whatever configurations it was found in.

    Args:
        binary: Target with PackageLayersInfo.
        executable: File, what starts the binary.
        in_runfiles: dict with a key for each File of the runfiles.

    Returns:
        list of struct, as in PackageLayersInfo.
    """
    found = {}
    for package in binary[PackageLayersInfo].packages.to_list():
        key = str(package.label)
        if key in found and found[key].blob and found[key].blob.root == executable.root:
            continue
        if key in found and not (package.blob and package.blob.root == executable.root):
            continue
        if key in found or any([file in in_runfiles for file in package.files.to_list()]):
            found[key] = package
    return found.values()
