"""A folder whose names are those of a Mac: a file system in user space (FUSE) over a folder of this machine.

usage: mac_folder.py BACKING FOLDER apfs|hfs

Names that differ in case or in the form of Unicode are one name. Like APFS it keeps the name that a file was made with; like HFS+
it gives every name in NFD. Writes a line when the folder is there, and runs until it is unmounted.
"""

import errno
import os
import sys
import unicodedata

from fusepy import FUSE, FuseOSError, Operations


def one_spelling(name):
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


class MacFolder(Operations):
    def __init__(self, backing, decomposed):
        self.backing = backing
        self.decomposed = decomposed

    def __call__(self, operation, *arguments):
        try:
            return getattr(self, operation)(*arguments)
        except OSError as error:
            raise FuseOSError(error.errno or errno.EIO)

    def at(self, path):
        """The path on disk: of the name that is there, in whatever spelling, or else as it is given."""
        place = self.backing
        for name in path.split("/")[1:]:
            if not name:
                continue
            name = unicodedata.normalize("NFD", name) if self.decomposed else name
            exact = os.path.join(place, name)
            if not os.path.lexists(exact) and os.path.isdir(place):
                wanted = one_spelling(name)
                name = next((each for each in os.listdir(place) if one_spelling(each) == wanted), name)
                exact = os.path.join(place, name)
            place = exact
        return place

    def init(self, path):
        print("mounted", flush=True)

    def access(self, path, mode):
        if not os.access(self.at(path), mode, follow_symlinks=False):
            raise FuseOSError(errno.EACCES)

    def chmod(self, path, mode):
        os.chmod(self.at(path), mode)

    def chown(self, path, uid, gid):
        os.chown(self.at(path), uid, gid, follow_symlinks=False)

    def create(self, path, mode, _=None):
        return os.open(self.at(path), os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode)

    def flush(self, path, handle):
        return 0

    def fsync(self, path, datasync, handle):
        return 0

    def getattr(self, path, handle=None):
        found = os.lstat(self.at(path))
        return {key: getattr(found, key) for key in dir(found) if key.startswith("st_") and not key.endswith("_ns")}

    def link(self, target, source):
        os.link(self.at(source), self.at(target), follow_symlinks=False)

    def mkdir(self, path, mode):
        os.mkdir(self.at(path), mode)

    def mknod(self, path, mode, device):
        os.mknod(self.at(path), mode, device)

    def open(self, path, flags):
        return os.open(self.at(path), flags & ~os.O_NOFOLLOW)

    def read(self, path, size, offset, handle):
        return os.pread(handle, size, offset)

    def readdir(self, path, handle):
        return [".", "..", *os.listdir(self.at(path))]

    def readlink(self, path):
        return os.readlink(self.at(path))

    def release(self, path, handle):
        os.close(handle)

    def rename(self, old, new):
        source, target = self.at(old), self.at(new)
        # A file may be renamed to another spelling of its own name.
        os.rename(source, os.path.join(os.path.dirname(target), os.path.basename(new)) if source == target else target)

    def rmdir(self, path):
        os.rmdir(self.at(path))

    def statfs(self, path):
        found = os.statvfs(self.backing)
        return {key: getattr(found, key) for key in dir(found) if key.startswith("f_")}

    def symlink(self, target, source):
        os.symlink(source, self.at(target))

    def truncate(self, path, length, handle=None):
        os.truncate(self.at(path), length)

    def unlink(self, path):
        os.unlink(self.at(path))

    def utimens(self, path, times=None):
        os.utime(self.at(path), times, follow_symlinks=False)

    def write(self, path, data, offset, handle):
        return os.pwrite(handle, data, offset)


if __name__ == "__main__":
    backing, folder, names = sys.argv[1:]
    FUSE(
        MacFolder(os.path.abspath(backing), decomposed=names == "hfs"),
        folder,
        foreground=True,
        nothreads=True,
        use_ino=True,
        hard_remove=True,
        attr_timeout=0,
        entry_timeout=0,
        negative_timeout=0,
    )
