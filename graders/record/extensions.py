"""More time for one student, and late days for everybody, by nbgrader's own extensions.

What an instructor grants stands in ``extensions.csv``, beside nbgrader_config.py, so that it may be
granted before anything is handed in. When a submission is recorded, the gradebook has its extension
from there, and whatever computes penalties for lateness goes by the later due date.
"""

import csv
import io
import math
from datetime import timedelta
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer

from graders.execute.preprocessor import course_of
from graders.files import write_whole

FILE = "extensions.csv"
COLUMNS = ["student", "assignment", "hours"]
DAY = timedelta(days=1)
Extensions = dict[tuple[str, str], timedelta]


class ExtensionsError(Exception):
    """``extensions.csv`` cannot be understood; the message says where, and what to write."""


def read(root: Path) -> Extensions:
    """Return what is granted in a course, by student and assignment.

    Raises
    ------
    ExtensionsError
        If a line is not as it should be.
    """
    path = root / FILE
    if not path.is_file():
        return {}
    found: Extensions = {}
    with open(path, newline="", encoding="utf-8-sig") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                hours = float(row["hours"])
                if not 0 < hours < 24 * 366 * 10:
                    raise ValueError
                found[row["student"], row["assignment"]] = timedelta(hours=hours)
            except (KeyError, TypeError, ValueError):
                raise ExtensionsError(
                    f"{path}, line {number}: a line has a student, an assignment and a number of "
                    "hours, under the heading student,assignment,hours"
                ) from None
    return found


def write(root: Path, extensions: Extensions) -> None:
    """Write what is granted in a course."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for (student, assignment), extension in sorted(extensions.items()):
        rows.writerow([student, assignment, f"{extension.total_seconds() / 3600:g}"])
    write_whole(root / FILE, text.getvalue().encode(), mode=0o660)


def forget(root: Path, student: str) -> bool:
    """Remove what a student was granted; return whether there was something."""
    granted = read(root)
    kept = {key: extension for key, extension in granted.items() if key[0] != student}
    if len(kept) == len(granted):
        return False
    if kept:
        write(root, kept)
    else:
        (root / FILE).unlink()
    return True


class Extend(NbGraderPreprocessor):
    """Goes before ``AssignLatePenalties``: gives a submission the extension that it has.

    Late days count for the assignments of a student in the order of their due dates. Who is later
    than the days that are left is late by the rest.
    """

    late_days = Integer(
        0,
        min=0,
        help="Days that each student may be late without a penalty, in all assignments together.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Write the extension into the gradebook."""
        info = resources["nbgrader"]
        granted = read(Path(course_of(self).root))
        with Gradebook(info["db_url"]) as gradebook:
            submission = gradebook.find_submission(info["assignment"], info["student"])
            extension = None
            if submission.assignment.duedate is not None:
                extension = granted.get((info["student"], info["assignment"]), timedelta())
                extension += self._late_days(gradebook, submission, extension, granted)
            submission.extension = extension or None
            gradebook.db.commit()
        return nb, resources

    def _late_days(
        self,
        gradebook: Gradebook,
        submission: SubmittedAssignment,
        extension: timedelta,
        granted: Extensions,
    ) -> timedelta:
        """Return the days that a submission takes of those that the student has left."""
        due = submission.assignment.duedate
        if not self.late_days or submission.timestamp is None:
            return timedelta()
        late = submission.timestamp - due - extension
        left = self.late_days
        for other in gradebook.student_submissions(submission.student.id):
            if other.extension and other.assignment.duedate < due:
                named = submission.student.id, other.assignment.name
                left -= round((other.extension - granted.get(named, timedelta())) / DAY)
        return max(0, min(math.ceil(late / DAY), left)) * DAY
