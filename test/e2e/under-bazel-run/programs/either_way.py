import idna
import probe
import six

probe.tell("idna is %s, six is %s" % (idna.__version__, six.__version__))
