import idna
import probe
import six

print("idna", idna.__version__, "six", six.__version__, probe.read("data/conf.txt"))
