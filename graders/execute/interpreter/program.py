"""The program of a student's process: runs cells and carries out calls, one after the other.

Runs in the student's process. The grader's end is `graders.execute.interpreter.client`.
"""

import asyncio
import contextvars
import os
import signal
import socket
import sys
from collections.abc import Callable

from graders.execute.interpreter import responder, shell
from graders.execute.sandbox.workspace import Folders
from graders.execute.wire import frames
from graders.execute.wire.protocol import TO_INTERPRETER, Finished, Reply, Request, RunCell

INLINE = "module://matplotlib_inline.backend_inline"

_receive, _send = frames.receive, frames.send
_signal, _interrupt, _ignore = signal.signal, signal.default_int_handler, signal.SIG_IGN
_getpid, _exit = os.getpid, os._exit


def prepare(folders: Folders, connection: socket.socket) -> Callable[[], None]:
    """Make the shell; return what serves the grader.

    Parameters
    ----------
    folders : Folders
    connection : socket.socket
        To the grader.
    """
    os.environ["MPLBACKEND"] = INLINE
    if "matplotlib" in sys.modules:  # which has looked into the environment already
        sys.modules["matplotlib"].rcParams["backend"] = INLINE
    return Program(connection).run


class Program:
    """The loop of the student's process.

    Parameters
    ----------
    connection : socket.socket
        To the grader.
    """

    def __init__(self, connection: socket.socket):
        self._connection = connection
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._shell = shell.make(connection)
        self._cell: asyncio.Task[None] | None = None
        # One for all cells: what NumPy prints and how it handles errors is kept there.
        self._context = contextvars.copy_context()
        self._owner = os.getpid()
        responder.begin(self._shell.user_ns)
        _signal(signal.SIGINT, _ignore)

    def run(self) -> None:
        """Serve until the grader closes the socket."""
        serving = self._loop.create_task(self._serve(), context=self._context)
        while not serving.done():
            try:
                self._loop.run_until_complete(serving)
            except (KeyboardInterrupt, SystemExit):
                # Not in the code of the cell, which would have it itself: the cell waits, or what
                # it has started in the background was hit.
                if self._cell is not None:
                    self._cell.cancel()
            except EOFError:
                return

    async def _serve(self) -> None:
        while True:
            await self._readable()
            message, body = _receive(self._connection, TO_INTERPRETER)
            if isinstance(message, RunCell):
                await self._run_cell(message, body.decode())
            else:
                self._answer(message, body)

    async def _readable(self) -> None:
        ready = asyncio.Event()
        self._loop.add_reader(self._connection, ready.set)
        try:
            await ready.wait()
        finally:
            self._loop.remove_reader(self._connection)

    async def _run_cell(self, message: RunCell, source: str) -> None:
        self._shell.sender.number = message.number
        self._shell.exits, self._shell.part = False, message.part
        self._cell = self._loop.create_task(self._execute(source), context=self._context)
        await asyncio.wait([self._cell])
        if _getpid() != self._owner:
            _exit(0)  # the cell has forked, and this is not the process that the grader knows
        if not self._cell.cancelled():
            self._cell.exception()  # is shown already, or was an interrupt; nobody else asks
        self._cell = None
        for name in message.stub.split():
            responder.note_stub(name)
        self._shell.sender.flush()
        self._shell.sender.number = None
        _send(self._connection, Finished(message.number, self._shell.exits))

    async def _execute(self, source: str) -> None:
        """Run a cell as ipykernel does."""
        ipython, fault, result = self._shell, None, None
        _signal(signal.SIGINT, _interrupt)
        try:
            try:
                transformed = ipython.transform_cell(source)
            except Exception:
                transformed, fault = source, sys.exc_info()
            try:
                result = await ipython.run_cell_async(
                    source,
                    store_history=True,
                    transformed_cell=transformed,
                    preprocessing_exc_tuple=fault,
                )
            finally:
                ipython.events.trigger("post_execute")
                ipython.events.trigger("post_run_cell", result)
        finally:
            _signal(signal.SIGINT, _ignore)

    def _answer(self, request: Request, arguments: bytearray) -> None:
        try:
            _signal(signal.SIGINT, _interrupt)
            try:
                with self._shell.builtin_trap:
                    reply = responder.answer(request, arguments)
            finally:
                _signal(signal.SIGINT, _ignore)
        except KeyboardInterrupt as error:
            reply = responder.failed(error)
        if _getpid() != self._owner:
            _exit(0)
        _send(self._connection, Reply(request.number), reply)
