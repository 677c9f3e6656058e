NAME = "things of another module"
