import idna
import probe

probe.tell("idna is " + idna.__version__)
