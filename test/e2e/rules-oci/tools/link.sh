#!/bin/sh
# usage: link.sh [FOLDER]; makes FOLDER (default: this folder) the package //tools of MODULE.bazel, with links to the
# tools of rules_oci that are on PATH.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here}
mkdir -p "$folder"
for tool in bsdtar coreutils crane jq regctl zstd; do
  if found=$(command -v "$tool"); then
    ln -sf "$found" "$folder/$tool"
  elif [ "$tool" = coreutils ]; then
    # rules_oci calls one program for all of them, as uutils is; the script stands in for it with GNU's.
    ln -sf "$here/coreutils.sh" "$folder/$tool"
  else
    echo "rules_oci needs $tool, and there is none on PATH" >&2
    exit 1
  fi
done
cp "$here/BUILD.newer.bazel" "$folder/BUILD.bazel"
