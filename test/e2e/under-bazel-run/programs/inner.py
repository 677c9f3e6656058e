import idna
import six

print("inner has idna %s and six %s" % (idna.__version__, six.__version__))
