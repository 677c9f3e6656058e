import os
import subprocess

import six

print("six", six.__version__, "and", subprocess.run([os.environ["RIGHT"]], check=True, capture_output=True, text=True).stdout.strip())
