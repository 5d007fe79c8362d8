"""The first code that runs in a sandbox: it settles in, then becomes the program that is asked for.

Runs in the student's or the judge's process. The sandbox knows neither: a program is a function,
named as ``"module:function"``, that is called with the folders and the socket to the grader, and
returns what serves it.
"""

import importlib
import os
import random
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable

from graders.execute.sandbox.workspace import Folders

READY = b"ready"


def run(request: dict, connection: int, report: int, folders: Folders) -> None:
    """Become the program of a sandbox, to its end.

    Parameters
    ----------
    request : dict
        ``program``, ``env``, and ``data``: names of folders in the home that variables of the same
        name shall lead to.
    connection : int
        The socket to the grader.
    report : int
        Where to write that all is ready, with the number of this process as it is seen inside, or
        what went wrong.
    """
    try:
        data = {name: os.path.join(folders.home, name) for name in request["data"]}
        _settle(folders, request["env"] | data)
        module, _, function = request["program"].partition(":")
        prepare = getattr(importlib.import_module(module), function)
        serve: Callable[[], None] = prepare(folders, socket.socket(fileno=connection))
    except BaseException:
        os.write(report, traceback.format_exc(limit=-3).encode()[-4000:])
        raise
    os.write(report, READY + str(os.getpid()).encode())
    os.close(report)
    serve()


def _settle(folders: Folders, env: dict[str, str]) -> None:
    """Forget what the template knew about its surroundings, and draw new random numbers."""
    os.environ.clear()
    os.environ.update(env)
    os.environ.update(HOME=folders.home, TMPDIR=folders.tmp)
    # The working folder comes last: a file in it shadows no module.
    sys.path.append(folders.work)
    tempfile.tempdir = None
    sys.argv = [""]
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
