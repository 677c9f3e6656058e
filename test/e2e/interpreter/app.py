"""Says which Python runs it."""

import sys

from tabulate import tabulate

print(tabulate([["app", "ok", sys.prefix, sys.base_prefix]], tablefmt="plain"))
