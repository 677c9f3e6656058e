#!/bin/sh
# Starts the worker with the toolchain's Node; PATH is never asked, and nothing but the arguments decides what is done.
# In an action the paths are found below the execution root; under `bazel run` they are found in the runfiles, and relative
# arguments are those of the directory where it was called.
node='./%{node}'
bundle='%{bundle}'
if [ -n "$BUILD_WORKING_DIRECTORY" ] || [ ! -e "$bundle" ] || [ ! -e "$node" ]; then
    case "$0" in
        /*) runfiles="${RUNFILES_DIR:-$0.runfiles}" ;;
        *) runfiles="${RUNFILES_DIR:-$PWD/$0.runfiles}" ;;
    esac
    node="$runfiles/%{node_in_runfiles}"
    bundle="$runfiles/%{bundle_in_runfiles}"
    if [ -n "$BUILD_WORKING_DIRECTORY" ]; then
        cd "$BUILD_WORKING_DIRECTORY" || exit 1
    fi
fi
# shellcheck disable=SC2086 # none or several words
exec "$node" "$bundle" %{start_flags} "$@"
