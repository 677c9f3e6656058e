import acme.first
import acme.second
import probe

probe.tell("acme has %s and %s" % (acme.first.NAME, acme.second.NAME))
