"""Runs a command and prints its seconds, processor seconds and peak memory as one JSON line.

usage: measure.py COMMAND [ARGUMENT...]
"""

import json
import resource
import subprocess
import sys
import time

start = time.monotonic()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
seconds = time.monotonic() - start
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(
    json.dumps(
        {
            "status": status,
            "seconds": seconds,
            "cpu_seconds": usage.ru_utime + usage.ru_stime,
            # Kibibytes on Linux; of all processes that were waited for, the largest.
            "rss_bytes": usage.ru_maxrss * 1024,
        }
    )
)
