import probe
import six

probe.tell("six is " + six.__version__)
