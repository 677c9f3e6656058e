#!/bin/sh
# usage: loader.sh load --input FILE; stands between oci_load and podman. oci_load gives a pipe for the file, and podman 4.3
# reads a pipe from standard input only (bazel-contrib/rules_oci#711).
set -eu
exec podman load < "$3"
