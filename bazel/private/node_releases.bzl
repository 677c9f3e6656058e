"""The Node release that is downloaded by default: one long-term-support version and its archives' checksums."""

NODE_VERSION = "24.15.0"

# Where Node's own project publishes its releases.
NODE_BASE_URL = "https://nodejs.org/dist"

# Platform as in Node's archive names: (archive's ending, SHA-256 of the archive, as in the release's SHASUMS256.txt).
NODE_ARCHIVES = {
    "darwin-arm64": (".tar.gz", "372331b969779ab5d15b949884fc6eaf88d5afe87bde8ba881d6400b9100ffc4"),
    "darwin-x64": (".tar.gz", "ffd5ee293467927f3ee731a553eb88fd1f48cf74eebc2d74a6babe4af228673b"),
    "linux-arm64": (".tar.xz", "f3d5a797b5d210ce8e2cb265544c8e482eaedcb8aa409a8b46da7e8595d0dda0"),
    "linux-x64": (".tar.xz", "472655581fb851559730c48763e0c9d3bc25975c59d518003fc0849d3e4ba0f6"),
}

# Constraints of the machine that runs the worker, by platform.
NODE_CONSTRAINTS = {
    "darwin-arm64": ["@platforms//os:macos", "@platforms//cpu:aarch64"],
    "darwin-x64": ["@platforms//os:macos", "@platforms//cpu:x86_64"],
    "linux-arm64": ["@platforms//os:linux", "@platforms//cpu:aarch64"],
    "linux-x64": ["@platforms//os:linux", "@platforms//cpu:x86_64"],
}
