"""nbgrader's ``collect``, made safe: for the formgrader's button and the command."""

import fcntl
import shutil
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect
from traitlets import Enum

from graders.exchange import IDENTITIES, Exchange, Refused, Taken
from graders.service.places import lock_of


class Collect(ExchangeCollect):
    """Takes the place of nbgrader's: ``c.ExchangeFactory.collect``.

    Of each student the newest submission that counts is copied, without following links. While a
    grading service works on the course there is nothing to collect, and it says so.
    """

    identity = Enum([*IDENTITIES], "accounts", help="As the service's option of this name.").tag(
        config=True
    )

    def start(self) -> None:
        """Collect the submissions of an assignment."""
        root = Path(self.coursedir.root)
        if _is_served(root):
            self.fail(
                "The grading service is running: it collects, grades and returns submissions by "
                "itself. There is nothing to collect."
            )
        exchange = Exchange(Path(self.root), self.coursedir.course_id, self.identity)
        newest: dict[str, Taken] = {}
        partial = root / ".collecting"
        for name in exchange.names():
            if not exchange.is_complete(name):
                continue
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            taken = Taken()
            try:
                exchange.take(name, partial, taken)
            except Refused as error:
                self.log.warning("%s is refused: %s", ascii(name), error)
                continue
            before = newest.get(taken.student)
            if taken.assignment != self.coursedir.assignment_id or (
                before and before.received > taken.received
            ):
                continue
            newest[taken.student] = taken
            for note in taken.notes:
                self.log.warning("%s: %s", taken.student, note)
            self._put(partial, taken)
        shutil.rmtree(partial, ignore_errors=True)
        self.log.info("Collected the submissions of %d students", len(newest))

    def _put(self, copy: Path, taken: Taken) -> None:
        directory = self.coursedir
        target = Path(
            directory.format_path(directory.submitted_directory, taken.student, taken.assignment)
        )
        if target.exists():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy.rename(target)


def _is_served(course: Path) -> bool:
    """Whether a grading service holds its lock."""
    try:
        with open(lock_of(course), "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
