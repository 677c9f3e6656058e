"""Shows that every package of the application can be imported."""

import attr
import click
import idna
import packaging
import six
import tqdm

print("app", *(module.__name__ for module in (attr, click, idna, packaging, six, tqdm)))
