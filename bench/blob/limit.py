"""The limit: reads a package's files and hashes them, then hashes its wheel, which is about what its blob has to be.

OpenSSL does all of the work, on one thread. usage: limit.py FOLDER WHEEL
"""

import hashlib
import os
import sys

folder, wheel = sys.argv[1:]
buffer = bytearray(1 << 20)
for digest, files in [
    (hashlib.sha256(), (os.path.join(parent, name) for parent, _, names in os.walk(folder) for name in names)),
    (hashlib.sha256(), [wheel]),
]:
    for name in files:
        with open(name, "rb", buffering=0) as file:
            while size := file.readinto(buffer):
                digest.update(memoryview(buffer)[:size])
    digest.hexdigest()
