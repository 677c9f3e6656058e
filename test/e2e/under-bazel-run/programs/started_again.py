import multiprocessing
import subprocess
import sys

import six
from probe import tell


def version(_number):
    return six.__version__


if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        spawned = pool.map(version, [1])
    # Not the one that the machine's Python may have.
    question = "import six; print('no six' if 'dist-packages' in six.__file__ else 'six')"
    started = subprocess.run([sys.executable, "-c", question], stdout=subprocess.PIPE, text=True)
    tell(f"spawned: six {spawned[0]}; started: {started.stdout.strip() or 'no six'}")
