"""A first-party library that is found through `imports`."""

import jinja2


def greet(template: str, name: str) -> str:
    return jinja2.Template(template).render(name=name)
