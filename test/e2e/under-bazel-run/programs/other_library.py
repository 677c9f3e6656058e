import elsewhere.things
import idna
import probe
import top_things

probe.tell("%s, %s, idna is %s" % (elsewhere.things.NAME, top_things.NAME, idna.__version__))
