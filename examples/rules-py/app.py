"""Writes a name as it is asked for in DNS."""

import idna
import six

print(idna.encode("bücher.example").decode(), six.PY3)
