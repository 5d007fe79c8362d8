"""The first program in a sandbox: an ordinary ipykernel, or the judge."""

import json
import os
import random
import socket
import sys
import tempfile
import traceback

READY = b"ready"


class Program:
    """What to run in the sandbox.

    Parameters
    ----------
    request : dict
        ``program`` ("kernel" or "judge"), ``env``, ``data`` (names of folders in the home that
        variables of the same name shall lead to), and for a kernel its ``connection`` and the
        command line ``arguments``.
    fds : list of int
        The socket on which a judge serves, and a kernel answers calls.
    report : int
        Where to write that all is ready, or what went wrong.
    """

    def __init__(self, request: dict, fds: list[int], report: int):
        self._request = request
        self._fds = fds
        self._report = report

    def run(self, folders) -> None:
        """Run it to its end."""
        try:
            data = {name: os.path.join(folders.home, name) for name in self._request["data"]}
            _settle(folders, self._request["env"] | data)
            start = self._kernel if self._request["program"] == "kernel" else self._judge
            serve = start(folders)
        except BaseException:
            os.write(self._report, traceback.format_exc(limit=-3).encode()[-4000:])
            raise
        os.write(self._report, READY)
        os.close(self._report)
        serve()

    def _kernel(self, folders):
        from graders import student
        from graders.kernels.app import WarmApp

        student.calls = socket.socket(fileno=self._fds[0])
        connection = dict(self._request["connection"])
        connection["ip"] = os.path.join(folders.sockets, os.path.basename(connection["ip"]))
        path = os.path.join(folders.home, "kernel.json")
        with open(path, "w") as file:
            json.dump(connection, file)
        sys.modules["debugpy"] = None  # half a second to import, and nobody will debug here
        app = WarmApp.instance(connection_file=path)
        app.initialize(self._request["arguments"])
        os.remove(path)
        return app.start

    def _judge(self, folders):
        from graders.judge import serve

        connected = socket.socket(fileno=self._fds[0])
        return lambda: serve(connected)


def _settle(folders, env: dict[str, str]) -> None:
    """Forget what the template knew about its surroundings, and draw new random numbers."""
    os.environ.clear()
    os.environ.update(env)
    os.environ.update(HOME=folders.home, TMPDIR=folders.tmp)
    # The working folder comes last: a file in it shadows no module.
    sys.path.append(folders.work)
    tempfile.tempdir = None
    sys.argv = ["ipykernel_launcher.py"]
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
