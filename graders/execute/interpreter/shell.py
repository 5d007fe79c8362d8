"""IPython's shell in the student's process: cells mean what they mean in JupyterLab.

Everything that a cell shows goes over the grader's socket. Runs in the student's process.
"""

import ast
import asyncio
import builtins
import getpass
import os
import socket
import subprocess
import sys
import zlib
from typing import Any, ClassVar

from IPython.core import page
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.profiledir import ProfileDir
from traitlets import Type, default
from traitlets.config import Config

from graders.execute.interpreter import definitions, widgets
from graders.execute.interpreter.responder import CELLS
from graders.execute.interpreter.streams import Sender, TextStream
from graders.execute.wire.protocol import (
    MAX_NAME,
    ClearOutput,
    Display,
    ExecuteResult,
    Failure,
    Part,
    Stream,
)

# Entries of a traceback that are shown.
_FRAMES = 40
_INTERRUPTS = KeyboardInterrupt, asyncio.CancelledError
_NO_INPUT = "{} was called, but this frontend does not support input requests."
_CONFIG = {
    # A history of other sessions, which there are none of, would take a file and a thread.
    "HistoryManager": {"enabled": False},
    # tqdm asks whether this section is there to find out whether it is in a notebook.
    "IPKernelApp": {},
}


class _Compiler(CachingCompiler):
    """Names the files of cells as ipykernel does; they are seen in warnings and tracebacks."""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return f"{CELLS}{os.getpid()}/{zlib.crc32(raw_code.encode(errors='replace'))}.py"


class _Profile(ProfileDir):
    """IPython's folder, which is made when something is put there."""

    @default("location")
    def _in_home(self) -> str:
        return os.path.expanduser("~/.ipython/profile_default")


class _Publisher(DisplayPublisher):
    """Sends what ``display`` shows."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *_: Any,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **__: Any,
    ) -> None:
        self._validate_data(data, metadata)
        display_id = (transient or {}).get("display_id")
        display_id = None if display_id is None else _text(display_id)[:MAX_NAME]
        self.shell.sender.output(Display(data, metadata or {}, display_id, update))

    def clear_output(self, wait: bool = False) -> None:
        self.shell.sender.output(ClearOutput(bool(wait)))


class _Results(DisplayHook):
    """Sends the value of a cell's last expression."""

    shell: Any

    def write_output_prompt(self) -> None:
        """Write none: the result has its number with it."""

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        result = ExecuteResult(format_dict, md_dict or {}, self.prompt_count)
        self.shell.sender.output(result)

    def finish_displayhook(self) -> None:
        self._is_active = False


def _autosave(line: str) -> None:
    print(f"Autosaving every {line} seconds" if line.strip("0") else "Autosave disabled")


def _without_front_end(line: str) -> None:
    """Do nothing: what the magic shows would not be an output."""


class ZMQInteractiveShell(InteractiveShell):
    """The shell of a notebook, without a Jupyter kernel.

    It has the name of ipykernel's, by which libraries (rich, and so Keras) tell a notebook from a
    terminal.
    """

    compiler_class = Type(_Compiler)
    displayhook_class = Type(_Results)
    display_pub_class = Type(_Publisher)
    sender: Sender
    exits = False
    part: Part = "all"
    _shown = 0  # exceptions
    _pager: ClassVar[Any] = page.as_hook(lambda *_, **__: None)
    _no_front_end = ("clear", "connect_info", "ed", "edit", "less", "man", "more", "qtconsole")

    def ask_exit(self) -> None:
        """Note that the cell called ``exit``."""
        self.exits = True

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there are no windows here."""

    def system(self, cmd: str) -> None:
        """Run a command of the system (``!ls``); what it prints is printed here."""
        if cmd.rstrip().endswith("&"):  # its output would be waited for
            raise OSError("Background processes not supported.")
        done = subprocess.Popen(
            self.var_expand(cmd, depth=1),
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        try:
            for line in done.stdout or ():
                sys.stdout.write(line)
        except KeyboardInterrupt:
            done.kill()
            raise
        finally:
            self.user_ns["_exit_code"] = done.wait()

    def init_magics(self) -> None:
        """Add those of a Jupyter kernel."""
        super().init_magics()
        self.magics_manager.register_function(_autosave, magic_name="autosave")
        for name in self._no_front_end:
            self.magics_manager.register_function(_without_front_end, magic_name=name)

    def init_hooks(self) -> None:
        """Have what a pager shows go nowhere: in a notebook it is not an output."""
        super().init_hooks()
        self.set_hook("show_in_pager", self._pager, 99)

    def init_environment(self) -> None:
        """Ask programs for colours, and not to wait for a reader."""
        os.environ.update(TERM="xterm-color", PAGER="cat", GIT_PAGER="cat")
        os.environ.update(CLICOLOR="1", FORCE_COLOR="1", CLICOLOR_FORCE="1")
        # There is no network: no use to wait for it.
        os.environ.update(PIP_RETRIES="0", PIP_DEFAULT_TIMEOUT="1", PIP_NO_INPUT="1")
        os.environ.update(PIP_DISABLE_PIP_VERSION_CHECK="1")

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: Any = None,
    ) -> bool:
        """Run the statements of a cell, those after one that fails as well.

        What has nothing to do with an exercise, such as the import of a package that is not
        installed here, must not keep the function below it from being defined. After an interrupt
        only definitions are run.
        """
        run, failures = super().run_ast_nodes, list[ast.stmt]()
        if self.part == "strictly":
            return bool(await run(nodelist, cell_name, interactivity, compiler, result))
        todo = nodelist if self.part == "all" else definitions.of(nodelist, self._parse, self.part)
        while todo:
            node, *todo = todo
            shown = self._shown
            mode = interactivity if interactivity == "all" or not todo else "none"
            raised = bool(await run([node], cell_name, mode, compiler, result))
            body = definitions.body(node, self._parse)
            if not raised and not (body and self._shown > shown):
                continue
            failures.append(node)
            if isinstance(getattr(result, "error_in_exec", None), _INTERRUPTS):
                todo = definitions.of(todo, self._parse, "definitions")
                continue
            if body:  # of a cell magic: a failed statement has stopped the rest of it
                todo = [*definitions.of(body, self._parse, "bindings"), *todo]
            elif bare := definitions.bare(node):
                await run([bare], cell_name, "none", compiler, result)
            if todo and len(failures) == 1:
                self._note_failure(node)
        return bool(failures)

    def _parse(self, source: str) -> list[ast.stmt]:
        return ast.parse(self.transform_cell(source)).body

    def _note_failure(self, node: ast.stmt) -> None:
        """Tell the student that the cell went on."""
        text = f"Line {node.lineno} failed; the rest of this cell was run without it.\n"
        self.sender.output(Stream("stderr", text))

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **options: Any) -> None:
        """Show an exception, without the middle of an endless recursion: that takes seconds."""
        self._shown += 1
        _shorten((exc_tuple or sys.exc_info())[1])
        super().showtraceback(exc_tuple, *args, **options)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        failure = Failure(_text(etype.__name__), _text(evalue), [_text(line) for line in stb])
        self.sender.output(failure)


def _shorten(error: BaseException | None) -> None:
    """Take the middle out of the traceback of an exception, and of those that led to it."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        trace, entries = error.__traceback__, []
        while trace is not None:
            entries.append(trace)
            trace = trace.tb_next
        if len(entries) > _FRAMES:
            entries[_FRAMES // 2].tb_next = entries[-_FRAMES // 2]
        error = error.__cause__ or error.__context__


def _text(value: object) -> str:
    try:
        text = str(value)
    except Exception:
        text = "<unprintable>"
    return text.encode("utf-8", "replace").decode()


def make(connection: socket.socket) -> ZMQInteractiveShell:
    """Return the shell of this process; what is printed from now on goes to the grader.

    Parameters
    ----------
    connection : socket.socket
    """
    sender = Sender(connection)
    widgets.connect(sender)
    sys.stdout, sys.stderr = TextStream(sender, "stdout"), TextStream(sender, "stderr")
    builtins.input, getpass.getpass = _no_input, _no_getpass
    sys.breakpointhook = lambda *_, **__: None  # as in a notebook whose debugger nobody has opened
    shell = ZMQInteractiveShell.instance(
        config=Config(_CONFIG), ipython_dir="", profile_dir=_Profile()
    )
    shell.sender = sender
    return shell


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError(_NO_INPUT.format("raw_input"))


def _no_getpass(prompt: object = "", stream: object = None, **_: object) -> str:
    raise StdinNotImplementedError(_NO_INPUT.format("getpass"))
