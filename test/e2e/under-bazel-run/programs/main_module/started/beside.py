NAME = "another module"
