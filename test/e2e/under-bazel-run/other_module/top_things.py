NAME = "things at its top"
