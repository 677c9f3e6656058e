"""The service api: says what it imports."""

import flask
import waitress

print("api", flask.__name__, waitress.__name__)
