import os
import sys

import probe
import six

probe.tell("started by %s, six is %s" % (os.path.basename(sys.argv[0]), six.__version__))
