# What the provision-*.sh scripts share: asks for a Debian machine, and unpacks the root of a newer Debian on it. Sourced.

log() { printf '%s: %s\n' "$(basename "$0" .sh)" "$*" >&2; }
die() { log "$*"; exit 1; }

require_debian() {
  [[ "$(uname -s)-$(uname -m)" == Linux-x86_64 ]] || die "only Linux x86_64 is supported"
  [[ "$(id -u)" == 0 ]] || die "must run as root (mmdebstrap --mode=root, apt-get)"
  command -v apt-get >/dev/null || die "missing: apt-get (a Debian host is needed)"
  [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || log "missing: debian-archive-keyring"
}

# The mirror comes from the machine's own apt sources (deb822 first, then one-line).
debian_mirror() {
  local f uri
  for f in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list.d/*.sources; do
    [[ -f "$f" ]] || continue
    uri="$(awk '/^URIs:/ {print $2; exit}' "$f")"
    [[ -n "$uri" ]] && { echo "$uri"; return; }
  done
  awk '$1 == "deb" {for (i = 2; i <= NF; i++) if ($i ~ /^https?:/) {print $i; exit}}' \
    /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null
}

# Waits for its turn: two clones may be tested at the same time.
apt_get() { # ARGUMENT...
  DEBIAN_FRONTEND=noninteractive flock /var/lock/package-layers-apt apt-get -oDPkg::Lock::Timeout=600 "$@"
}

install_missing() { # PROGRAM... (each of the Debian package of its name)
  local missing=() tool
  for tool in "$@"; do command -v "$tool" >/dev/null || missing+=("$tool"); done
  ((${#missing[@]})) || return 0
  log "installing ${missing[*]}"
  apt_get update -qq
  apt_get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The archive's Release file may have expired on a mirror snapshot.
bootstrap() { # SUITE ROOT PACKAGE...
  local suite="$1" root="$2" mirror
  shift 2
  mirror="$(debian_mirror)"
  [[ -n "$mirror" ]] || die "missing: a Debian mirror in the apt sources"
  log "bootstrapping $suite into $root"
  rm -rf "$root"
  mmdebstrap --quiet --mode=root --variant=minbase --architectures=amd64 \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
    --aptopt='APT::Install-Recommends "false"' \
    --include="$(IFS=,; echo "$*")" \
    "$suite" "$root" "deb [trusted=yes] $mirror $suite main"
}
