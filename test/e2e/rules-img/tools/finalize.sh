#!/bin/sh
# usage: finalize.sh --template FILE -o FILE --transform 0,N,... -- ARGUMENT...
# Stands in for hermetic_launcher's finalizer, which writes the arguments into a copy of the launcher. Those whose numbers
# are given are paths below the runfiles.
set -eu
template=$2 launcher=$4 in_runfiles=,$6,
shift 7
{
  cat "$template"
  printf exec
  number=0
  for argument; do
    case $in_runfiles in
      *,$number,*) printf ' "$RUNFILES_DIR/%s"' "$argument" ;;
      *) printf " '%s'" "$argument" ;;
    esac
    number=$((number + 1))
  done
  echo ' "$@"'
} > "$launcher"
chmod +x "$launcher"
