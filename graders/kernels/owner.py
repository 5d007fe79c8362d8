"""The owner's side: starts the template and asks it for sandboxes."""

import atexit
import contextlib
import dataclasses
import functools
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import warnings
import weakref
from pathlib import Path

from graders.kernels import folders
from graders.kernels.child import Child, JudgeProcess, SandboxFailed
from graders.kernels.limits import Limits
from graders.kernels.sandbox import Level, SandboxUnavailable
from graders.kernels.supervisor import MESSAGE_SIZE

_ALWAYS = (
    # Our own modules are not to be seen in a sandbox: they have to be imported before.
    "graders.kernels.app",
    "graders.kernels.outstream",
    "graders.student",
    "graders.judge",
    # What a kernel imports at once, and what it does sooner or later.
    "ipykernel.kernelapp",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.magics.execution",
    "IPython.core.magics.namespace",
    "IPython.core.magics.pylab",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "cloudpickle",
    "pygments.formatters.terminal256",
    "pygments.styles.default",
    "sqlite3",
    "stack_data",
    "tornado.locks",
    "tornado.platform.asyncio",
    "tornado.queues",
)
# What notebooks on machine learning import.
IMPORTS = (
    "numpy",
    "scipy.optimize",
    "scipy.stats",
    "sklearn.linear_model",
    "sklearn.model_selection",
    "tensorflow",
    "keras",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
)

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
    """A warm process with the libraries imported, forked for each kernel and judge.

    Parameters
    ----------
    imports : iterable of str, optional
        The modules to import besides those of a kernel and the judge, those that are not installed
        left out; by default what notebooks on machine learning use.
    allow_unsafe : bool
        Whether to go on where this machine cannot isolate student code.
    highest : Level
        The level to try first; for tests.

    Raises
    ------
    SandboxUnavailable
        If student code cannot be isolated, unless `allow_unsafe`.
    """

    def __init__(self, *, imports=None, allow_unsafe=False, highest=Level.NAMESPACES):
        if not sys.platform.startswith("linux"):
            raise SandboxUnavailable("warm kernels need Linux")
        imports = [*_ALWAYS, *(IMPORTS if imports is None else imports)]
        self._children: weakref.WeakSet[Child] = weakref.WeakSet()
        self._order = {"imports": imports, "highest": highest}
        self._lock = threading.Lock()
        self._started = False
        self._start()
        if self.level is Level.NONE and not allow_unsafe:
            tried = self._complaints()
            self.close()
            raise SandboxUnavailable(
                f"neither namespaces nor Landlock isolate student code on this machine:\n{tried}"
            )

    def kernel_manager(self, *, files: Path | None = None, limits: Limits | None = None):
        """Return an `AsyncKernelManager` whose kernel is a sandboxed fork of this process.

        Parameters
        ----------
        files : Path, optional
            The folder whose files (not its notebooks, links and hidden files) the kernel finds,
            as a copy, in its working folder.
        limits : Limits, optional
            What the kernel may use.
        """
        from graders.kernels.provisioner import WarmKernelManager

        return WarmKernelManager(template=self, files=files, limits=limits or Limits())

    def judge(
        self,
        *,
        files: Path | None = None,
        data: dict[str, Path] | None = None,
        limits: Limits | None = None,
    ) -> JudgeProcess:
        """Start a judge: ``graders.judge.serve(socket)`` in a sandbox of its own.

        Parameters
        ----------
        files, limits
            As for a kernel.
        data : dict of str to Path, optional
            Folders that tests read and student code does not: environment variables, each of which
            names a copy of its folder.
        """
        request = {"program": "judge"}
        ours, theirs = socket.socketpair()
        with theirs:
            judge = self.start(
                JudgeProcess, request, limits or Limits(), files=files, data=data, fds=[theirs]
            )
        judge.socket = ours
        try:
            judge.wait_until_ready()
        except BaseException:
            judge.close()
            raise
        return judge

    def start(
        self, kind, request: dict, limits: Limits, *, private=None, files=None, data=None, fds=()
    ):
        """Fork a sandboxed program and return it as a `kind` of `Child`, not ready yet.

        Parameters
        ----------
        kind : type
            `Child` or a subclass.
        request : dict
            The ``program`` and what it needs; see `graders.kernels.inside.Program`.
        limits : Limits
            What it may use.
        private : str, optional
            A folder made by `private_folder`, by default a new one.
        files : Path, optional
            The folder whose files are copied into the working folder.
        data : dict of str to Path, optional
            As for `judge`.
        fds : iterable of socket.socket
            Handed over to the program.
        """
        self._wait_until_imported()
        private = private or self.private_folder()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        copied = ({} if files is None else {"": files}) | (data or {})
        request = {
            **request,
            "private": private,
            "files": {name: str(Path(folder).resolve()) for name, folder in copied.items()},
            "data": list(data or ()),
            "limits": dataclasses.asdict(limits),
            "env": _environment(),
        }
        with theirs:
            try:
                socket.send_fds(self._control, [b"."], [theirs.fileno()])
            except OSError as error:
                raise SandboxFailed(f"the template is gone: {self._complaints()}") from error
        socket.send_fds(ours, [json.dumps(request).encode()], [s.fileno() for s in fds])
        child = kind(ours, private)
        self._children.add(child)
        return child

    def private_folder(self) -> str:
        """Make a folder for one sandbox."""
        self._wait_until_imported()  # which may replace the process, and its folder
        private = tempfile.mkdtemp(dir=self._folder)
        for name in ("root", "sockets"):
            os.mkdir(os.path.join(private, name))
        return private

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
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            return False
        return True

    def close(self) -> None:
        """End the process, and the kernels and judges that were forked from it."""
        for child in list(self._children):
            child.close()
        if self._process is not None:
            with contextlib.suppress(OSError):
                # The end for those that share it, too: a worker may hold it a little longer.
                self._control.shutdown(socket.SHUT_RDWR)
        self._control.close()
        if self._process is None:
            return
        if not self._started:  # it may be busy importing for some seconds yet
            self._process.kill()
        self._process.wait()
        self._stderr.close()
        folders.remove(self._folder)

    def _start(self) -> None:
        # Short, since Unix sockets in it have names of at most 107 bytes.
        where = tempfile.gettempdir()
        where = where if len(where) < 50 else "/tmp"
        self._folder = tempfile.mkdtemp(prefix="graders-", dir=where)
        os.chmod(self._folder, 0o711)  # the folders in it belong to other users
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "graders.kernels.template", str(theirs.fileno())],
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
                warnings.warn(
                    "a library started threads when it was imported, so kernels start cold",
                    RuntimeWarning,
                    stacklevel=2,
                )
                self._control.close()
                self._process.wait()
                self._stderr.close()
                self._order["imports"] = list(_ALWAYS)
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


def template(*, imports=None, allow_unsafe: bool = False) -> Template:
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


def available_level() -> Level:
    """Return the best level of isolation that this machine offers, found by trying."""
    return _available_level()


@functools.cache
def _available_level() -> Level:
    if not sys.platform.startswith("linux"):
        return Level.NONE
    bare = Template(imports=(), allow_unsafe=True)
    bare.close()
    return bare.level


def _environment() -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {"LANG": "C.UTF-8", **passed_on, **_ENVIRONMENT}
