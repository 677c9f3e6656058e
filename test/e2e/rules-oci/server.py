"""Shows that every package of the server can be imported."""

import attr
import click
import idna
import packaging
import six
import tqdm

print("server", *(module.__name__ for module in (attr, click, idna, packaging, six, tqdm)))
