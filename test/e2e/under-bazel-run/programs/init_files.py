import os

import probe
import programs.app.beside

files = [module.__file__ for module in [programs, programs.app] if module.__file__]
probe.tell("packages with a file: %s, empty: %s" % (len(files), all(os.path.getsize(file) == 0 for file in files)))
