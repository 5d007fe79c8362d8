"""Doing something as another Unix account, for tests of what accounts may do to one another."""

import codecs
import os
import pickle
import pwd
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

# Accounts that every Linux has and nobody uses: two students, and the one that owns the course.
ADA, BEN, GRADER = "daemon", "bin", "games"

needs_root = pytest.mark.skipif(
    os.getuid() != 0, reason="acting as other accounts takes root, which this is not"
)


def run_as(account: str | int, call: Callable, *args: Any) -> Any:
    """Call a function in a process of another account, or of a number that is no account's.

    A fork, not a new Python: other accounts may not be able to execute this one.
    """
    codecs.lookup("ascii")  # loaded now: the account may not be able to read Python's own files
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            uid = gid = account
            if isinstance(account, str):
                entry = pwd.getpwnam(account)
                uid, gid = entry.pw_uid, entry.pw_gid
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
            os.umask(0o022)
            answer = True, call(*args)
        except BaseException as error:
            answer = False, (error, traceback.format_exc())
        try:
            data = pickle.dumps(answer)
        except Exception:
            data = pickle.dumps((False, (RuntimeError(repr(answer)), "")))
        with open(writer, "wb") as file:
            file.write(data)
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as file:
        data = file.read()
    os.waitpid(pid, 0)
    done, result = pickle.loads(data)
    if done:
        return result
    error, trace = result
    error.add_note(f"as {account}:\n{trace}")
    raise error


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that every account can enter, which pytest's are not."""
    folder = Path(tempfile.mkdtemp(prefix="graders-hub-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
