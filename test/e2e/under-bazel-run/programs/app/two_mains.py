import probe

probe.tell("the program of the folder app")
