"""First-party code below both applications."""

import idna


def encoded(name):
    return idna.encode(name).decode()
