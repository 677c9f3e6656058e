"""Uses both packages, the library and the data."""

import pathlib

import idna
import six

from lib.words import WORDS

print(six.ensure_str(idna.encode("-".join(WORDS))), pathlib.Path(__file__).with_name("data").joinpath("greeting.txt").read_text())
