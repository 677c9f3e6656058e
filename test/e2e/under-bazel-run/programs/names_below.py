import probe

names = ["_main/below/conf.txt", "below/conf.txt", "_main/below/assets/top.txt", "below/assets/deep/leaf.txt"]
probe.tell(", ".join(probe.read(probe.rlocation(name)) for name in names))
