"""A web service that greets on port 8080; with --check it answers one request to itself and ends."""

import os
import sys

import flask
import waitress

app = flask.Flask(__name__)


@app.get("/")
def greet():
    return {"greeting": os.environ["GREETING"]}


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        print(app.test_client().get("/").get_json()["greeting"])
    else:
        waitress.serve(app, port=8080)
