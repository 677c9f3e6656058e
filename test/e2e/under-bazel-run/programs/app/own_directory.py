import probe

try:
    import beside

    probe.tell("a module beside the program is found as " + beside.__name__)
except ImportError:
    probe.tell("a module beside the program is not found")
