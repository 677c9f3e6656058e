import probe
import six

probe.tell("%s, six is %s" % (probe.read("data/conf.txt"), six.__version__))
