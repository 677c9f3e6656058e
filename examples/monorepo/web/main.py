"""The service web: says what it imports."""

import flask
import requests
import sqlalchemy

print("web", flask.__name__, requests.__name__, sqlalchemy.__name__)
