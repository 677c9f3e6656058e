import attr
import click
import idna
import six

print(attr.__name__, click.__name__, idna.__name__, six.__name__)
