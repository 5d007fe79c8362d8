"""nbgrader's ``collect``, made safe: for the formgrader's button and the command."""

import fcntl
import os
import shutil
from contextlib import suppress
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect
from traitlets import Enum

from graders.exchange import IDENTITIES, Exchange, Receipt, SubmissionGone, SubmissionRefused
from graders.files import replace_folder
from graders.record.earlier import EarlierSubmissions
from graders.service.paths import LOCK


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
        newest: dict[str, Receipt] = {}
        partial = root / ".collecting"
        for name in exchange.names():
            receipt = Receipt()
            try:
                if not exchange.is_complete(name):
                    continue
                shutil.rmtree(partial, ignore_errors=True)
                partial.mkdir()
                exchange.receive(name, partial, receipt)
            except SubmissionRefused as error:
                self.log.warning("A submission of %s is refused: %s", receipt.student, error)
                continue
            except SubmissionGone as error:
                self.log.warning("A submission is left out: %s", error)
                continue
            before = newest.get(receipt.student)
            if receipt.assignment != self.coursedir.assignment_id or (
                before and before.received > receipt.received
            ):
                continue
            newest[receipt.student] = receipt
            for note in receipt.notes:
                self.log.warning("%s: %s", receipt.student, note)
            submitted = self.coursedir.submitted_directory
            target = self.coursedir.format_path(submitted, receipt.student, receipt.assignment)
            if os.path.isdir(target):
                EarlierSubmissions(root, receipt.student, receipt.assignment).keep(Path(target))
            replace_folder(partial, Path(target))
        shutil.rmtree(partial, ignore_errors=True)
        self.log.info("Collected the submissions of %d students", len(newest))


def _is_served(course: Path) -> bool:
    """Whether a grading service holds its lock."""
    try:
        with suppress(FileNotFoundError), open(course / LOCK, "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
