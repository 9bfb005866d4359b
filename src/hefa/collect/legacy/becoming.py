"""The small program that puts limits on itself and then becomes the program it is given.

`python -I becoming.py DATA_BYTES CPU_SECONDS FOLDER COMMAND ...`. It imports nothing of Hefa.
Where the kernel permits, there is no network, nothing can be read but FOLDER and what the system
itself installed, and when the program ends all that it began ends with it.
"""

import ctypes
import os
import resource
import shutil
import signal
import sys
from collections.abc import Iterable, Sequence

LARGEST_FILE_BYTES = 256 * 1024 * 1024
INSTALLED = ("/usr", "/lib", "/lib64", "/bin", "/etc", "/opt", "/proc")
DEVICES = tuple(f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom"))
CACHES = ("/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice")
SOCKETS = "/tmp"  # noqa: S108  # where LibreOffice insists on making its socket

_APART = 0x10000000 | 0x20000000 | 0x40000000  # linux/sched.h: CLONE_NEWUSER, _NEWPID, _NEWNET
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS
# linux/landlock.h: system calls 444 to 446, and the rights of its first version.
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_BENEATH = 1
_EXECUTE, _WRITE, _READ, _LIST, _REMOVE, _MAKE_SOCKET = 1, 2, 4, 8, 1 << 5, 1 << 9
_ALL = (1 << 13) - 1


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def become(data_bytes: int, cpu_seconds: int, folder: str, command: Sequence[str]) -> None:
    """Take on the limits, which every program begun from here inherits, and become `command`."""
    for kind, limit in (
        (resource.RLIMIT_DATA, data_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, LARGEST_FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        _stand_apart(libc)
        program = os.path.realpath(shutil.which(command[0]) or command[0])
        own = (sys.prefix, sys.base_prefix, *map(os.path.dirname, (program, __file__)))
        _see_only(libc, folder, (*INSTALLED, *CACHES, *own))
    os.execvp(command[0], list(command))  # noqa: S606  # a list, no shell


def _stand_apart(libc: ctypes.CDLL) -> None:
    """Go on in a process that has no network and takes all that it begins along when it ends."""
    libc.prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if libc.unshare(_APART) != 0:
        return
    if child := os.fork():  # the first of its kind in there; the kernel ends the rest with it
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    libc.prctl(_DIES_WITH_PARENT, signal.SIGKILL)


def _see_only(libc: ctypes.CDLL, folder: str, read: Iterable[str]) -> None:
    """Let nothing be read but `read`, nothing be written but `folder`; a no-op without Landlock."""
    rules = _Ruleset(handled_access_fs=_ALL)
    handle = libc.syscall(_CREATE, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if handle < 0:
        return
    _allow(libc, handle, folder, _ALL)
    _allow(libc, handle, SOCKETS, _MAKE_SOCKET | _REMOVE)
    for path in DEVICES:
        _allow(libc, handle, path, _READ | _WRITE)
    for path in read:
        _allow(libc, handle, path, _READ | _LIST | _EXECUTE)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.syscall(_RESTRICT, handle, 0)


def _allow(libc: ctypes.CDLL, handle: int, path: str, rights: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rule = _Beneath(allowed_access=rights, parent_fd=beneath)
    libc.syscall(_ADD_RULE, handle, _BENEATH, ctypes.byref(rule), 0)
    os.close(beneath)


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
