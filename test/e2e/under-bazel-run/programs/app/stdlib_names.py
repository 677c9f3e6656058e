import concurrent.futures.thread

import probe

probe.tell("queue is of " + ("the program" if "app" in concurrent.futures.thread.queue.__file__ else "Python"))
