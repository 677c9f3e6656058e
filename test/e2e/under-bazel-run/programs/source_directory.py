import os

import probe

root = probe.rlocation("_main/data/assets")
files = sorted(os.path.relpath(os.path.join(folder, name), root) for folder, _, names in os.walk(root) for name in names)
probe.tell("has " + ", ".join(files))
