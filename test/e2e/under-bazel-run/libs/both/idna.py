__version__ = "ours"
