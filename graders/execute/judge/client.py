"""The grader's end of a judge: hands it test cells, carries its questions to the student's side.

One judge serves all the test cells of a submission; it is replaced when one does not end.
"""

from collections.abc import Callable

from graders.execute.budget import Budget, TimeLimitExceeded
from graders.execute.sandbox import SandboxedProcess, Usage
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
        Seconds of processor time that a test cell may take, its calls included.
    """

    def __init__(self, start: Callable[[], SandboxedProcess], limit: float):
        self._start = start
        self._limit = limit
        self._process: SandboxedProcess | None = None
        self._used = Usage()

    def test(self, test: Test, call: Call, usage: Callable[[], Usage]) -> Outcome:
        """Have one test cell run.

        Parameters
        ----------
        test : Test
        call : callable
            Carries its requests to the student's process.
        usage : callable
            Tells what that process has used.
        """
        if self._process is None:
            self._process = self._start()
            self._process.wait_until_ready()
        try:
            used = self._process.usage
            budget = Budget(self._limit, lambda: used().plus(usage()))
            return self._converse(self._process, test, call, budget)
        except TimeLimitExceeded as error:
            outcome = _stopped(error.interruption("the test, with the calls it makes, did not end"))
        except (EOFError, OSError, frames.FrameError) as error:
            detail = f"the judge process ended in the middle of the test: {error}"
            outcome = Outcome(State.GRADER_ERROR, None, GRADING_FAILED, detail=detail)
        self.close()
        return outcome

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.close()
            self._used = self._used.plus(process.used)

    def usage(self) -> Usage:
        """Return what the judges have used."""
        return self._used if self._process is None else self._used.plus(self._process.usage())

    def _converse(
        self, process: SandboxedProcess, test: Test, call: Call, deadline: Budget
    ) -> Outcome:
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
    points = interruption.points
    return Outcome(interruption.state, points, interruption.message, stopped=True)
