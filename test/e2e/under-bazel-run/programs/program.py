import os
import subprocess

import probe

started = subprocess.run("./" + os.environ["TOOL"], shell=True, check=True, capture_output=True, text=True)
probe.tell(started.stdout.strip())
