import os

import probe

probe.tell("%s, %s" % (probe.read(os.environ["CONF"]), probe.read(os.environ["WORDS"])))
