import greeting
import probe
import six

probe.tell("%s, %s, six is %s" % (greeting.TEXT, probe.read("data/conf.txt"), six.__version__))
