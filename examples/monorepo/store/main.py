"""The service store: says what it imports."""

import click
import sqlalchemy

print("store", click.__name__, sqlalchemy.__name__)
