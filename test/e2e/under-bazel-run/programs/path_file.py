import importlib.metadata
import sys

from probe import tell

# The .pth file makes the namespace package that it is in at Python's start.
started = "" if "sphinxcontrib" in sys.modules else " not"
version = importlib.metadata.version("sphinxcontrib-jsmath")
tell(f"sphinxcontrib-jsmath {version} is there, and its .pth file was{started} run")
