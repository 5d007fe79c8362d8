"""nbgrader's list of assignments, which says so when nobody grades at the moment."""

import time
from pathlib import Path

from nbgrader.exchange.default import ExchangeList

from graders.service.paths import ALIVE

# Seconds after which the grading service is late: longer than it takes to be started again.
LATE = 180.0


class List(ExchangeList):
    """Takes the place of nbgrader's: ``c.ExchangeFactory.list``, in students' servers.

    A submission without feedback says that it is safe and that grading is late or paused, if it
    is. Where no grading service ever worked nothing is said.
    """

    def parse_assignments(self) -> list[dict]:
        """Return what is listed."""
        found = super().parse_assignments()
        for assignment in found:
            said = self._said(assignment["course_id"])
            for submission in assignment.get("submissions", []):
                if said and not (
                    submission["has_exchange_feedback"] or submission["has_local_feedback"]
                ):
                    submission["timestamp"] += said  # what is shown of it
        return found

    def _said(self, course: str) -> str:
        alive = Path(self.root, course, ALIVE)
        try:
            last, said = alive.stat().st_mtime, alive.read_text()
        except (OSError, ValueError):
            return ""
        if time.time() - last >= LATE:
            since = f"nothing is graded since {_local(last)}"
            return f" (handed in and safe, but {since}: tell your instructor)"
        if said.isdecimal():
            since = _local(float(said[:12]))
            return f" (handed in and safe; grading is paused by the lecturer since {since})"
        return ""


def _local(moment: float) -> str:
    return time.strftime("%d %b, %H:%M", time.localtime(moment))
