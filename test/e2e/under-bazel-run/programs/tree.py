import os

import probe

said = []
for folder, folders, names in sorted(os.walk("data/tree")):
    said += [ascii(os.path.relpath(os.path.join(folder, name), "data/tree") + "/") for name in sorted(folders)]
    for name in sorted(names):
        path = os.path.join(folder, name)
        said.append("%s has %s" % (ascii(os.path.relpath(path, "data/tree")), probe.read(path)))
probe.tell(", ".join(said))
