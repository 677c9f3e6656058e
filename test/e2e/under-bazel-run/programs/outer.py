import os
import subprocess

import probe
from python.runfiles import runfiles

environment = {**os.environ, **runfiles.Create().EnvVars()}
inner = probe.rlocation("_main/" + os.environ["INNER"])
probe.tell(subprocess.run([inner], env=environment, check=True, capture_output=True, text=True).stdout.strip())
