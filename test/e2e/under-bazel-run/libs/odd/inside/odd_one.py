NAME = "odd one"
