"""The grader's end of a judge process: hands it test cells, carries its calls to the kernel."""

import select
import time
from collections.abc import Callable
from typing import Any

from graders import frames
from graders.session import Trouble
from graders.states import State

Call = Callable[[dict, bytearray], bytearray | Trouble]


class Relay:
    """A judge process, replaced when a test cell does not end.

    Parameters
    ----------
    start : callable
        Returns a new `graders.kernels.JudgeProcess`.
    limit : float
        Seconds that a test cell may take, its calls included.
    """

    def __init__(self, start: Callable[[], Any], limit: float):
        self._start = start
        self._limit = limit
        self._process: Any = None
        self.cpu = 0.0  # seconds that the judges took

    def test(self, source: str, names: list[str], points: float, call: Call) -> dict:
        """Have one test cell run.

        Parameters
        ----------
        source, names, points
            As in `graders.judge.Trial`.
        call : callable
            Carries a request to the kernel.

        Returns
        -------
        dict
            ``state``, ``points``, ``message`` and more, as in `graders.judge.Trial.outcome`;
            ``stopped`` if the test did not come to its end.
        """
        if self._process is None:
            self._process = self._start()
        test = {"source": source, "names": sorted(names), "points": points}
        try:
            return self._converse(test, call)
        except TimeoutError:
            message = f"the test did not end within {self._limit:g} s, with the calls it makes"
            outcome = _stopped(Trouble(State.TIMED_OUT, message))
        except (EOFError, OSError):
            outcome = {
                "state": State.GRADER_ERROR,
                "points": None,
                "message": "the grader made a mistake here; a person will look at it",
                "detail": "the judge process ended in the middle of the test",
            }
        self.close()
        return outcome

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        self.cpu += process.processor_time()
        process.close()

    def _converse(self, test: dict, call: Call) -> dict:
        connection, ends = self._process.socket, time.monotonic() + self._limit
        soon = select.poll()
        soon.register(connection, select.POLLIN)
        stopped: Trouble | None = None
        header, body = {"test": test}, b""
        while True:
            frames.send(connection, header, body, ends)
            soon.poll(1000 * max(ends - time.monotonic(), 0))
            header, body = frames.receive(connection, ends)
            if "outcome" in header:
                break
            reply = call(header["request"], body)
            if isinstance(reply, Trouble):
                stopped = Trouble(reply.state, f"{header['call']} {reply.message}")
                header, body = {"stopped": True}, b""
            else:
                header, body = {"reply": True}, reply
        if stopped is not None:
            # Whatever the test made of it: a call that did not come back is no pass.
            return _stopped(stopped)
        outcome = header["outcome"]
        return {**outcome, "state": State(outcome["state"])}


def _stopped(trouble: Trouble) -> dict:
    return {
        "state": trouble.state,
        "points": 0.0,
        "message": trouble.message,
        "stopped": True,
    }
