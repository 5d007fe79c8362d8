"""The grader's end of a judge: hands it test cells, carries its questions to the student's side.

One judge serves all the test cells of a submission; it is replaced when one does not end.
"""

import time
from collections.abc import Callable

from graders.execute.sandbox import SandboxedProcess
from graders.execute.wire import frames
from graders.execute.wire.protocol import FROM_JUDGE, Answer, NoAnswer, Outcome, Request, Test
from graders.notebook.results import GRADING_FAILED, Interruption, State

PROGRAM = "graders.execute.judge.process:prepare"

Call = Callable[[Request, bytearray], bytearray | Interruption]


class Judge:
    """A judge process, replaced when a test cell does not end.

    Parameters
    ----------
    start : callable
        Returns a new process that runs `PROGRAM`.
    limit : float
        Seconds that a test cell may take, its calls included.
    """

    def __init__(self, start: Callable[[], SandboxedProcess], limit: float):
        self._start = start
        self._limit = limit
        self._process: SandboxedProcess | None = None
        self.cpu = 0.0  # seconds that the judges took

    def test(self, test: Test, call: Call) -> Outcome:
        """Have one test cell run; `call` carries its requests to the student's process."""
        if self._process is None:
            self._process = self._start()
            self._process.wait_until_ready()
        try:
            return self._converse(self._process, test, call)
        except TimeoutError:
            message = f"the test did not end within {self._limit:g} s, with the calls it makes"
            outcome = _stopped(Interruption(State.TIMED_OUT, message))
        except (EOFError, OSError, frames.FrameError) as error:
            detail = f"the judge process ended in the middle of the test: {error}"
            outcome = Outcome(State.GRADER_ERROR, None, GRADING_FAILED, detail=detail)
        self.close()
        return outcome

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            self.cpu += process.processor_time()
            process.close()

    def _converse(self, process: SandboxedProcess, test: Test, call: Call) -> Outcome:
        deadline = time.monotonic() + self._limit
        interruption: Interruption | None = None
        frames.send(process.socket, test, b"", deadline)
        while True:
            message, body = frames.receive(process.socket, FROM_JUDGE, deadline)
            if isinstance(message, Outcome):
                # Whatever the test made of it, with a lost call it has not passed.
                return message if interruption is None else _stopped(interruption)
            answer = call(message.request, body)
            if isinstance(answer, Interruption):
                interruption = Interruption(answer.state, f"{message.call} {answer.message}")
                frames.send(process.socket, NoAnswer(), b"", deadline)
            else:
                frames.send(process.socket, Answer(), answer, deadline)


def _stopped(interruption: Interruption) -> Outcome:
    return Outcome(interruption.state, 0.0, interruption.message, stopped=True)
