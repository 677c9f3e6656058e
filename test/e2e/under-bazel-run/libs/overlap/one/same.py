NAME = "of one"
