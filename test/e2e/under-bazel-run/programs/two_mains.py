import probe

probe.tell("the program beside it")
