"""Says which six it has."""

import six

print("six", six.__version__)
