"""What is the same for all submissions to one assignment while a class is graded."""

import dataclasses
import hashlib
from contextlib import suppress
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Grade, MissingEntry

from graders.batch.cache import Cache
from graders.batch.reading import Reader
from graders.course import Course, CourseError
from graders.execute.settings import Settings
from graders.files import digest, released_files
from graders.intake.sanitizer import Sanitizer
from graders.notebook.exercises import read_notebook
from graders.notebook.text import to_text
from graders.record import Extend
from graders.record.converters import Recorder
from graders.record.gradebook import finished, given, notebook_id, rows

KEPT = ".graders/results"


@dataclasses.dataclass
class ReleasedNotebook:
    """A notebook of the assignment: the instructor's, None if errors are carried forward, as text
    as well; and what reads submissions of it.
    """

    reference: NotebookNode | None
    reference_text: str
    read: Reader


class Batch:
    """What is the same for all submissions to an assignment; `force` grades unchanged ones, too.

    Raises
    ------
    CourseError
        If the assignment cannot be graded.
    """

    def __init__(self, course: Course, assignment: str, force: bool):
        course.check(assignment)
        self.course, self.assignment, self.force = course, assignment, force
        self.released = course.folder("release", ".", assignment)
        execution = course.execution
        self.files = released_files(self.released)
        self.settings = execution.settings_of(assignment)
        self.settings_digest = _digest(self.settings, self.files)
        self.notebooks = {
            path.stem: self._notebook(path, execution.carry_errors)
            for path in course.notebooks("release", assignment)
        }
        self.cache = Cache(course.root / KEPT)
        self.recorder = Recorder(course.directory, course.config)
        self.look_alikes = course.look_alikes()
        self.extensions = course.extensions()
        self.late_days = Extend(config=course.config).late_days
        with course.gradebook() as gradebook:
            self.due = gradebook.find_assignment(assignment).duedate
            self.finished = finished(gradebook, assignment)
            self.given = given(gradebook, assignment)
            gradebook.db.commit()

    def _notebook(self, released: Path, carry_errors: bool) -> ReleasedNotebook:
        source = self.course.folder("source", ".", self.assignment) / released.name
        reference = None if carry_errors or not source.exists() else read_notebook(source)
        sanitizer = Sanitizer(released, self.course.directory.db_url)
        text = to_text(reference) if reference else ""
        return ReleasedNotebook(reference, text, Reader(sanitizer, reference))

    def due_of(self, student: str) -> list[str]:
        """Return what a penalty for lateness depends on; nothing where nothing is due."""
        if self.due is None:
            return []
        extension = self.extensions.get((student, self.assignment))
        return [str(self.due), str(extension), str(self.late_days)]

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
        scores: dict[str, float] = {}
        with self.course.gradebook() as gradebook, suppress(MissingEntry):
            for notebook in self.notebooks:
                found = notebook_id(gradebook, notebook, self.assignment, student)
                scores |= {
                    self.item(notebook, name): score
                    for score, name in rows(gradebook, Grade, found, Grade.auto_score)
                    if score is not None
                }
        return scores

    def item(self, notebook: str, cell: str) -> str:
        """Return what a graded cell is called: with its notebook, if there is more than one."""
        return cell if len(self.notebooks) == 1 else f"{notebook}: {cell}"


def _digest(settings: Settings, files: dict[str, bytes]) -> str:
    """Return a digest of what is the same for all; data folders by names, sizes and times."""
    data = {}
    for name, folder in settings.data.items():
        entries = sorted(Path(folder).expanduser().glob("*"))
        data[name] = [(e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in entries]
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    rest = [dataclasses.asdict(settings.times), dataclasses.asdict(settings.limits), settings.tests]
    return digest(digests, data, rest)
