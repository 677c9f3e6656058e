import colours
import probe

probe.tell("colours has " + colours.NAME)
