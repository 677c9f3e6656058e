import os
import sys

import probe
import six

probe.tell("%s, %s, six is %s" % (sys.argv[1:], probe.read(os.environ["CONF"]), six.__version__))
