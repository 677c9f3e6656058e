__version__ = "of another module"
