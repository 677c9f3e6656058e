"""A library of the application's own."""

WORDS = ("hello", "layers")
