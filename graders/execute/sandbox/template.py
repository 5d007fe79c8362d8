"""The owner's side: starts the template and asks it for sandboxes."""

import atexit
import contextlib
import dataclasses
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import warnings
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from graders.execute.sandbox import workspace
from graders.execute.sandbox.handle import SandboxedProcess, SandboxFailed
from graders.execute.sandbox.levels import Level, SandboxUnavailable
from graders.execute.sandbox.limits import Limits
from graders.execute.sandbox.supervisor import MESSAGE_SIZE

# Our own modules are not to be seen in a sandbox: they have to be imported before. The others are
# what cells use sooner or later.
_ALWAYS = """
    graders.execute.interpreter.program graders.execute.judge.process
    IPython.core.completerlib IPython.core.debugger IPython.core.logger IPython.core.oinspect
    IPython.core.magics.execution IPython.core.magics.namespace IPython.core.magics.pylab
    IPython.core.pylabtools cloudpickle pygments.formatters.terminal256 pygments.styles.default
    sqlite3 stack_data
"""
# What notebooks on machine learning import.
IMPORTS = """
    numpy scipy.optimize scipy.stats sklearn.linear_model sklearn.model_selection tensorflow keras
    matplotlib.pyplot matplotlib.backends.backend_agg
"""

_PROCESS = "graders.execute.sandbox.template_process"
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "KERAS_BACKEND")
_ENVIRONMENT = {
    "MPLBACKEND": "Agg",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",  # a forked process cannot use a GPU
    # A process for each core does more than threads would, and a fork keeps no threads.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


class Template:
    """A warm process with the libraries imported, forked for each sandbox.

    Parameters
    ----------
    imports : iterable of str, optional
        The modules to import besides those of the programs, those that are not installed left
        out; by default what notebooks on machine learning use.
    allow_unsafe : bool
        Whether to go on where this machine cannot isolate student code.
    highest : Level
        The level to try first; for tests.

    Raises
    ------
    SandboxUnavailable
        If student code cannot be isolated, unless `allow_unsafe`.
    """

    def __init__(
        self,
        *,
        imports: Iterable[str] | None = None,
        allow_unsafe: bool = False,
        highest: Level = Level.NAMESPACES,
    ):
        if not sys.platform.startswith("linux"):
            raise SandboxUnavailable("a sandbox needs Linux")
        imports = [*_ALWAYS.split(), *(IMPORTS.split() if imports is None else imports)]
        # None in a process that has the template from another one.
        self._process: subprocess.Popen[bytes] | None = None
        self._children: weakref.WeakSet[SandboxedProcess] = weakref.WeakSet()
        self._order: dict[str, Any] = {"imports": imports, "highest": highest}
        self._lock = threading.Lock()
        self._started = False
        self._start()
        if self.level is Level.NONE and not allow_unsafe:
            tried = self._complaints()
            self.close()
            raise SandboxUnavailable(
                f"neither namespaces nor Landlock isolate student code on this machine:\n{tried}"
            )

    def start(
        self,
        program: str,
        limits: Limits | None = None,
        *,
        files: Path | None = None,
        data: dict[str, Path] | None = None,
    ) -> SandboxedProcess:
        """Fork a process into a sandbox of its own; it is not ready yet.

        Parameters
        ----------
        program : str
            What it runs, as ``"module:function"``; see `graders.execute.sandbox.entry`.
        limits : Limits, optional
        files : Path, optional
            The folder whose files (not its notebooks, links and hidden files) it finds, as a copy,
            in its working folder.
        data : dict of str to Path, optional
            Folders of which it gets copies, by the environment variables that name them.

        Raises
        ------
        SandboxFailed
            If this process is gone.
        """
        if self.level is Level.NONE:
            message = "student code is NOT ISOLATED here: it can do what you can"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        self._wait_until_imported()  # which may replace the process, and its folder
        private = tempfile.mkdtemp(dir=self._folder)
        os.mkdir(os.path.join(private, "root"))
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        connection, program_end = socket.socketpair()
        copied = ({} if files is None else {"": files}) | (data or {})
        request = {
            "program": program,
            "private": private,
            "files": {name: str(Path(folder).resolve()) for name, folder in copied.items()},
            "data": list(data or ()),
            "limits": dataclasses.asdict(limits or Limits()),
            "env": _environment(),
        }
        process = SandboxedProcess(ours, connection, private)
        with theirs, program_end:
            try:
                socket.send_fds(self._control, [b"."], [theirs.fileno()])
            except OSError as error:
                raise SandboxFailed(f"the template is gone: {self._complaints()}") from error
            socket.send_fds(ours, [json.dumps(request).encode()], [program_end.fileno()])
        self._children.add(process)
        return process

    def __getstate__(self) -> dict:
        # For worker processes of this one, which may ask the same process for sandboxes. Pickled
        # when such a process is started; sockets cannot be at any other time.
        self._wait_until_imported()
        names = ("_order", "_folder", "_control", "_missing", "level")
        return {name: getattr(self, name) for name in names}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self._children = weakref.WeakSet()
        self._lock = threading.Lock()
        self._started = True
        self._process = None

    @property
    def missing(self) -> dict[str, str]:
        """The modules that could not be imported, with the reasons."""
        self._wait_until_imported()
        return self._missing

    @property
    def alive(self) -> bool:
        """Whether the process runs, as far as its owner knows."""
        return self._process is None or self._process.poll() is None

    def ends(self, within: float) -> bool:
        """Whether the process has ended or does so within some seconds.

        It may take a moment longer than it takes its sandboxes to notice.
        """
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(within)
        return not self.alive

    def close(self) -> None:
        """End the process, and the processes that were forked from it."""
        for child in list(self._children):
            child.close()
        if self._process is None:
            self._control.close()
            return
        with contextlib.suppress(OSError):
            # The end for those that share it, too: a worker may hold it a little longer.
            self._control.shutdown(socket.SHUT_RDWR)
        self._control.close()
        if not self._started:  # it may be busy importing for some seconds yet
            self._process.kill()
        self._process.wait()
        self._stderr.close()
        workspace.remove(self._folder)

    def _start(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="graders-")
        os.chmod(self._folder, 0o711)  # the folders in it belong to other users
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", _PROCESS, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._stderr,
                env=_environment() | {"HOME": os.path.expanduser("~")},
                cwd="/",
                start_new_session=True,  # Ctrl-C is for the owner
            )
        self._control.send(json.dumps(self._order | {"folder": self._folder}).encode())
        self.level = Level(self._hear()["level"])

    def _wait_until_imported(self) -> None:
        with self._lock:
            if self._started:
                return
            answer = self._hear()
            if answer["threads"] > 1:
                message = (
                    "a library started threads when it was imported, so sandboxes start without it"
                )
                warnings.warn(message, RuntimeWarning, stacklevel=2)
                self._control.close()
                if self._process is not None:
                    self._process.wait()
                self._stderr.close()
                self._order["imports"] = _ALWAYS.split()
                self._start()
                answer = self._hear()
            self._missing = answer["missing"]
            self._started = True

    def _hear(self) -> dict:
        packet = self._control.recv(MESSAGE_SIZE)
        if not packet:
            raise SandboxUnavailable(f"the template process ended: {self._complaints()}")
        return json.loads(packet)

    def _complaints(self) -> str:
        if self._process is None:
            return "its owner knows more"
        self._stderr.seek(0)
        return self._stderr.read().decode(errors="replace")[-2000:]


_templates: dict[tuple, Template] = {}
_templates_lock = threading.Lock()


def shared_template(
    *, imports: Iterable[str] | None = None, allow_unsafe: bool = False
) -> Template:
    """Return the template of this process, started when first asked for.

    The parameters are those of `Template`; there is one for each choice of them.
    """
    # A forked process does not share its parent's.
    key = os.getpid(), None if imports is None else tuple(imports), allow_unsafe
    with _templates_lock:
        known = _templates.get(key)
        if known is None or not known.alive:
            if known is not None:
                known.close()
            _templates[key] = Template(imports=imports, allow_unsafe=allow_unsafe)
        return _templates[key]


@atexit.register
def _close_templates() -> None:
    for (pid, *_), known in _templates.items():
        if pid == os.getpid():
            known.close()


def _environment() -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {"LANG": "C.UTF-8", **passed_on, **_ENVIRONMENT}
