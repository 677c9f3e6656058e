import os
import sys

import six
from probe import tell

from . import beside

tell("%s is %s of %s, by %s, beside it %s, six %s" % (
    __name__,
    __spec__.name,
    __package__,
    os.path.basename(sys.argv[0]),
    beside.NAME,
    six.__version__,
))
