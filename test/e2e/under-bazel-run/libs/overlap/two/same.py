NAME = "of two"
