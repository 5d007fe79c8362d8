"""Forgets a student: removes what a course's folder, gradebook, caches, service and logs hold.

What several students share is removed as a whole where it can be made again (reports, results that
are kept to save time) or tells of the past alone (logs). What was exported, or copied by others, is
not ours to remove: files in the course that still mention the student are named.
"""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import MissingEntry

from graders.batch.assignment import KEPT
from graders.course import REPORTS, Course, CourseError
from graders.intake.folder import ASIDE
from graders.lti import outbox
from graders.record import extensions
from graders.record.earlier import EARLIER
from graders.record.gradebook import remove_student
from graders.record.pseudonyms import Pseudonyms
from graders.service.actions import Actions
from graders.service.paths import LOCK, PLACING, QUEUE, copy_of, pages_of
from graders.service.queue import Queue
from graders.service.regrade import Requests

STEPS = ("submitted", "autograded", "feedback")
LOGS = (".graders/grade.log*", ".nbgrader.log*")
MAX_SEARCHED = 200 * 2**20


@dataclass
class Forgotten:
    """What was removed, and which files of the course still mention the student."""

    removed: list[str] = field(default_factory=list)
    left: list[Path] = field(default_factory=list)


def forget(course: Course, student: str) -> Forgotten:
    """Remove a student from a course.

    Raises
    ------
    CourseError
        If the name is a path, the service is running, or nothing is known of the student.
    """
    if not student or "/" in student or student in (".", ".."):
        raise CourseError(f"{student!r} is not a student's name")
    if _is_served(course.root):
        raise CourseError("the grading service is running, and would go on: stop it first")
    done = Forgotten()
    words = [student]
    with course.gradebook() as gradebook, suppress(MissingEntry):
        found = gradebook.find_student(student)
        words += [word for word in (found.email, found.lms_user_id) if word]
        remove_student(gradebook, student)
        done.removed.append("gradebook")
    done.removed += _names(course.root, _remove(_folders(course, student)))
    done.removed += _from_queue(course.root, student)
    if rows := outbox.forget(course.root, student):
        done.removed.append(f"{rows} rows of the learning platform's")
    if extensions.forget(course.root, student):
        done.removed.append(extensions.FILE)
    if Pseudonyms(course.root).forget(student):
        done.removed.append("key of pseudonyms")
    if not done.removed:
        raise CourseError(f"nothing is known of {student!r}")
    shared = [course.root / KEPT, course.root / PLACING, *(course.root / REPORTS).glob("*.html")]
    shared += [path for pattern in LOGS for path in course.root.glob(pattern)]
    done.removed += _names(course.root, _remove(shared))
    done.left = list(_mentions(course.root, words))
    return done


def _folders(course: Course, student: str) -> list[Path]:
    steps = [course.folder(step, student, "-").parent for step in STEPS]
    own = [path for path in steps if path.name == student]
    return [*own, *(course.root / folder / student for folder in (EARLIER, ASIDE))]


def _names(root: Path, paths: Iterator[Path]) -> list[str]:
    return [str(path.relative_to(root)) for path in paths]


def _remove(paths: list[Path]) -> Iterator[Path]:
    """Remove files and folders, following no link; return what was there."""
    for path in paths:
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path)
        else:
            continue
        yield path


def _from_queue(root: Path, student: str) -> list[str]:
    """Remove a student's submissions from the service: queue, copies and pages; and requests."""
    if not (root / QUEUE).is_file():
        return []
    with closing(Requests(root / QUEUE)) as requests:
        asked = requests.forget(student)  # the file is written anew below
    with closing(Actions(root / QUEUE)) as actions:
        done = actions.forget(student)
    with closing(Queue(root / QUEUE)) as queue:
        found = queue.find("student = :student", student=student)
        for one in found:
            list(_remove([copy_of(root, one.name), pages_of(root, one.id)]))
        queue.forget(student)
    counts = {"submissions": len(found), "requests": asked, "names in actions": done}
    return [f"{count} {what} of the service" for what, count in counts.items() if count]


def _is_served(root: Path) -> bool:
    with suppress(FileNotFoundError), open(root / LOCK, "rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _mentions(root: Path, words: list[str]) -> Iterator[Path]:
    """Return the files of a course that mention one of the words, in name or content."""
    pattern = b"|".join(re.escape(word.encode("utf-8", "surrogateescape")) for word in words)
    search = re.compile(rb"(?<!\w)(?:" + pattern + rb")(?!\w)")
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if name.parts[0] in ("source", "release") or path.is_symlink() or not path.is_file():
            continue
        with suppress(OSError):
            is_small = path.stat().st_size <= MAX_SEARCHED
            if search.search(str(name).encode("utf-8", "surrogateescape")) or (
                is_small and search.search(path.read_bytes())
            ):
                yield path
