import os
import subprocess

import idna
import probe
from python.runfiles import runfiles

environment = {**os.environ, **runfiles.Create().EnvVars()}
said = [
    subprocess.run([os.environ[name]], env=environment, check=True, capture_output=True, text=True).stdout.strip()
    for name in ["LEFT", "RIGHT"]
]
probe.tell("idna %s, %s; left: %s; right: %s" % (idna.__version__, probe.read("data/conf.txt"), *said))
