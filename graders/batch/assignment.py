"""What is the same for all submissions to one assignment while a class is graded."""

import dataclasses
import hashlib
from pathlib import Path

from nbgrader.api import Grade, MissingEntry

from graders.batch.cache import Cache
from graders.batch.reading import Reader
from graders.course import Course, CourseError
from graders.execute.settings import Settings
from graders.files import digest, released_files
from graders.intake.sanitizer import Sanitizer
from graders.notebook.exercises import read_notebook
from graders.notebook.text import to_text
from graders.record.converters import Recorder
from graders.record.gradebook import finished, notebook_id, rows

KEPT = ".graders/results"


class Batch:
    """What is the same for all submissions to an assignment; `force` grades unchanged ones, too.

    Raises
    ------
    CourseError
        If the assignment cannot be graded.
    """

    def __init__(self, course: Course, assignment: str, force: bool):
        course.check(assignment)
        released = course.released(assignment)
        self.course, self.assignment, self.force = course, assignment, force
        self.released, self.name = released.parent, released.stem
        execution = course.execution
        self.files = released_files(self.released)
        self.settings = execution.settings
        self.settings_digest = _digest(self.settings, self.files)
        source = course.folder("source", ".", assignment) / released.name
        carried = execution.carry_errors or not source.exists()
        self.reference = None if carried else read_notebook(source)
        self.reference_text = to_text(self.reference) if self.reference else ""
        self.read = Reader(Sanitizer(released, course.directory.db_url), self.reference)
        self.cache = Cache(course.root / KEPT)
        self.recorder = Recorder(course.directory, course.config)
        self.look_alikes = course.look_alikes()
        with course.gradebook() as gradebook:
            self.finished = finished(gradebook, assignment)
            gradebook.db.commit()

    def check_gradebook(self) -> None:
        """Make sure that the gradebook is there: without it nobody's submission is recorded.

        Raises
        ------
        CourseError
            If it is not.
        """
        try:
            with self.course.gradebook() as gradebook:
                gradebook.find_assignment(self.assignment)
        except Exception as error:
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            if "locked" not in reason:  # by another program, for a while
                raise CourseError(f"the gradebook cannot be used: {reason}") from error

    def points(self, student: str) -> dict[str, float]:
        """Return the automatic scores in the gradebook."""
        with self.course.gradebook() as gradebook:
            try:
                found = notebook_id(gradebook, self.name, self.assignment, student)
            except MissingEntry:
                return {}
            return {
                name: score
                for score, name in rows(gradebook, Grade, found, Grade.auto_score)
                if score is not None
            }


def _digest(settings: Settings, files: dict[str, bytes]) -> str:
    """Return a digest of what is the same for all; data folders by names, sizes and times."""
    data = {}
    for name, folder in settings.data.items():
        entries = sorted(Path(folder).expanduser().glob("*"))
        data[name] = [(e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in entries]
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    rest = [dataclasses.asdict(settings.times), dataclasses.asdict(settings.limits)]
    return digest(digests, data, rest)
