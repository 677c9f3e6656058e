NAME = "no queue at all"
