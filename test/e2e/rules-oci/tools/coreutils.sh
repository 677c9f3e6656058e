#!/bin/sh
# rules_oci calls one program for all of them (uutils); GNU has a program for each.
PATH=/usr/bin:/bin
exec "$@"
