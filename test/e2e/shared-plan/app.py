"""Imports one of its packages."""

import six

print("six", six.__version__)
