import probe

names = ["_main/etc/conf.txt", "elsewhere/conf.txt"]
probe.tell(", ".join("%s: %s" % (name, probe.read(probe.rlocation(name))) for name in names))
