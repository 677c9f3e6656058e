import os

import probe

module = next(path for path in os.environ["SIX"].split() if path.endswith("/six.py"))
found = [probe.rlocation(path) for path in [module, "bazel_run_cases/data/conf.txt", "other_module/words.txt"]]
probe.tell("found " + ", ".join(os.path.basename(path) for path in found if path and os.path.exists(path)))
