"""Imports what the layers hold."""

import attrs
import idna
import markupsafe
import numpy
import pynvml
import six

print("app ok", numpy.arange(4).sum(), idna.encode("ü.de").decode(), markupsafe.escape("<"), attrs.__name__, six.PY3, pynvml.__name__)
