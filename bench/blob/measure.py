"""Runs a command and prints its seconds and its peak memory as one JSON line. usage: measure.py COMMAND [ARGUMENT...]"""

import json
import resource
import subprocess
import sys
import time

start = time.monotonic()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
seconds = time.monotonic() - start
# Kibibytes on Linux; of all processes that were waited for, the largest.
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps({"status": status, "seconds": seconds, "rss_bytes": peak}))
