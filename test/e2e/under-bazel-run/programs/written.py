import probe
import six

probe.tell("%s, six is %s" % (probe.read(probe.rlocation("_main/programs/written.txt")), six.__version__))
