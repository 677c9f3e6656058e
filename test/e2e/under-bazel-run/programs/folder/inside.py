import graphlib

import probe
import six

probe.tell("six is %s, graphlib is %s" % (six.__version__, "ours" if "libs" in graphlib.__file__ else "Python's own"))
