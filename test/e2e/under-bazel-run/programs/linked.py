import probe

names = ["data/links/by_file.txt", "data/links/by_path.txt"]
probe.tell(", ".join(probe.read(name) for name in names))
