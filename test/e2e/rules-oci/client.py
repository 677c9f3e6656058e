"""Shows that every package of the client can be imported."""

import certifi
import click
import idna
import six

print("client", *(module.__name__ for module in (certifi, click, idna, six)))
