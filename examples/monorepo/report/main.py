"""The service report: says what it imports."""

import rich
import sqlalchemy

print("report", rich.__name__, sqlalchemy.__name__)
