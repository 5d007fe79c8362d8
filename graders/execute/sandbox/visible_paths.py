"""Which parts of this machine a program written in Python needs to see."""

import functools
import os
import stat
import sys

# Programs and libraries of the system; what else lies below /usr or /etc stays out of sight
# (course folders and nbgrader's exchange have been found in /usr/local/share).
SYSTEM = """
    /usr/bin /usr/sbin /usr/lib /usr/lib32 /usr/lib64 /usr/libexec /usr/local/bin /usr/local/lib
    /usr/share/zoneinfo /bin /sbin /lib /lib32 /lib64
    /etc/ld.so.cache /etc/localtime /etc/alternatives
"""
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

_PARTS_OF_PREFIX = ("bin", "lib", "lib64", "pyvenv.cfg")
_LIBRARIES = {"site-packages", "dist-packages"}


def library_paths() -> list[str]:
    """Return the folders that modules are imported from, but no folder of the course.

    A folder on ``sys.path`` that is neither part of Python nor called ``site-packages`` or
    ``dist-packages`` is somebody's work: a repository, a course.
    """
    prefixes = tuple(os.path.join(prefix, "lib") for prefix in _prefixes())
    return [
        path
        for path in sys.path
        if os.path.basename(path) in _LIBRARIES or path.startswith(prefixes)
    ]


def python_paths() -> list[str]:
    """Return the files and folders of this Python and its libraries that exist."""
    parts = [os.path.join(prefix, part) for prefix in _prefixes() for part in _PARTS_OF_PREFIX]
    named = dict.fromkeys([*parts, *library_paths()])
    # A folder may be known by a name that is a link and be used by its real one as well.
    both = [name for path in named for name in (path, os.path.realpath(path))]
    return [path for path in dict.fromkeys(both) if os.path.exists(path)]


@functools.cache
def visible_paths() -> tuple[str, ...]:
    """Return all that a sandbox shows read-only, folders before what lies in them.

    Looked for once in a process: what is installed does not move while it is used.
    """
    paths = {path for path in (*SYSTEM.split(), *python_paths()) if os.path.lexists(path)}
    outermost: list[str] = []
    for path in sorted(paths):
        if not any(path.startswith(known + "/") for known in outermost):
            outermost.append(path)
    return tuple(outermost)


def open_to_all() -> bool:
    """Whether every user of this machine can read Python and its libraries."""
    for path in python_paths():
        while path != "/":
            mode = os.stat(path).st_mode
            if not mode & (stat.S_IXOTH if stat.S_ISDIR(mode) else stat.S_IROTH):
                return False
            path = os.path.dirname(path)
    return True


def _prefixes() -> list[str]:
    return list(dict.fromkeys([sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix]))
