#!/usr/bin/env python3
"""Runs a command in a root of arm64 programs, which the kernel runs by qemu: for this command and its children only.

usage: arm64_programs.py ROOT COMMAND [ARGUMENT]...   (as root, with qemu-user-static; Linux 6.7 or newer)

A user namespace of its own has a binfmt_misc of its own, so that nothing else on the machine learns to run arm64.
"""

import ctypes
import os
import sys

CLONE_NEWNS, CLONE_NEWUSER = 0x20000, 0x10000000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000
# binfmt.d(5), from Debian's package; F: the kernel opens the interpreter now, since the new root does not have it.
FORMAT = "/usr/lib/binfmt.d/qemu-aarch64.conf"
BINFMT = "/proc/sys/fs/binfmt_misc"

libc = ctypes.CDLL(None, use_errno=True)


def must(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def mount(source: str, target: str, kind: str | None, flags: int) -> None:
    must(libc.mount(source.encode(), target.encode(), kind and kind.encode(), flags, None))


def enter_namespace() -> None:
    """Every user keeps its number. Only a process outside may write such a map."""
    inside, outside = os.pipe(), os.pipe()
    process = os.getpid()
    helper = os.fork()
    if helper == 0:
        os.read(inside[0], 1)
        for ids in ("uid_map", "gid_map"):
            with open(f"/proc/{process}/{ids}", "w") as file:
                file.write("0 0 4294967295\n")
        os.write(outside[1], b"x")
        os._exit(0)
    must(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS))
    os.write(inside[1], b"x")
    os.read(outside[0], 1)
    os.waitpid(helper, 0)
    for end in (*inside, *outside):
        os.close(end)


def main() -> None:
    root, command = sys.argv[1], sys.argv[2:]
    enter_namespace()
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    mount("binfmt_misc", BINFMT, "binfmt_misc", 0)
    with open(FORMAT) as file:
        description, flags = file.read().strip().rsplit(":", 1)
    with open(f"{BINFMT}/register", "w") as file:
        file.write(f"{description}:{''.join(sorted({*flags, 'F'}))}")
    mount(root, root, None, MS_BIND)
    for folder in ("dev", "proc", "sys"):
        mount(f"/{folder}", f"{root}/{folder}", None, MS_BIND | MS_REC)
    os.chroot(root)
    os.chdir("/")
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/root", "LANG": "C.UTF-8"}
    os.execvpe(command[0], command, environment)


main()
