"""A vendored package."""
