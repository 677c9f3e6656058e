#!/bin/bash
# Stands in for the program that rules_py has in the place of an environment's Python.
exec -a "$0" /usr/bin/python3 "$@"
