"""Another program of the image: prints what it finds."""

import json
import sys

import jmespath
import tabulate

try:
    from python.runfiles import runfiles
except ImportError:
    from rules_python.python.runfiles import runfiles

found = runfiles.Create().Rlocation("image_example/conf.txt")
print(
    json.dumps(
        {
            "program": "other",
            "args": sys.argv[1:],
            "conf": open(found).read().strip(),
            "jmespath": jmespath.__version__,
            "tabulate": tabulate.__version__,
        }
    )
)
