import os
import sys

import probe

names = ["CONF", "DOLLAR", "EMPTY", "MODE"]
probe.tell("%s, %s" % (sys.argv[1:], [os.environ[name] for name in names]))
