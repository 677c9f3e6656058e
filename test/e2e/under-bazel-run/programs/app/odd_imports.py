import beside
import libs.odd.inside.odd_one
import odd_one
import probe
import programs.app.beside

names = [beside.NAME, odd_one.NAME, libs.odd.inside.odd_one.NAME, programs.app.beside.NAME]
probe.tell("%s, each by two names: %s" % (sorted(set(names)), odd_one is not libs.odd.inside.odd_one))
