"""Earlier submissions, kept so that one of them can be made the counting one again.

In ``earlier/STUDENT/ASSIGNMENT/TIME/`` the files as they were graded, the present ones included,
and beside them ``TIME.json`` with the points. They are kept when they are graded, so it does not
matter how the next one comes: by the service, Collect, or a copy over the files in ``submitted/``.
"""

import json
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from graders.files import copy_file, digest, replace_folder, write_whole
from graders.intake.timestamp import timestamp
from graders.record.gradebook import Points

EARLIER = "earlier"
# How many of a student's submissions to an assignment are kept: the newest, and the best.
MOST = 10


@dataclass(frozen=True)
class Submission:
    """A submission that is kept; its name is the time at which it was handed in, in UTC.

    The points are those that it had in the gradebook last, None if it was never graded; `waiting`
    are those that were not graded yet. One of a student's submissions counts.
    """

    name: str
    digest: str
    points: float | None = None
    max_points: float = 0.0
    waiting: float = 0.0
    counts: bool = False


class EarlierSubmissions:
    """What a student has handed in to an assignment, the present submission included.

    Parameters
    ----------
    course : Path
        The course's folder.
    most : int, optional
        How many are kept.
    """

    def __init__(self, course: Path, student: str, assignment: str, most: int = MOST):
        self._folder, self._most = course / EARLIER / student / assignment, most

    def all(self) -> list[Submission]:
        """Return them by the time at which they were handed in."""
        found = []
        for path in self._folder.glob("*.json"):
            try:
                one = Submission(**json.loads(path.read_bytes()))
            except (OSError, ValueError, TypeError):
                continue  # written by something else
            if one.name == path.stem and (self._folder / one.name).is_dir():
                found.append(one)
        return sorted(found, key=lambda one: one.name)

    @property
    def counting(self) -> Submission | None:
        """The one that was graded last."""
        return next((one for one in self.all() if one.counts), None)

    def keep(self, submitted: Path) -> Submission | None:
        """Keep what is in ``submitted/STUDENT/ASSIGNMENT``, if it is not kept yet, and return it.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        files = list(_files(submitted))
        if not files or not self._most:
            return None
        whole = digest([(str(p.relative_to(submitted)), _sum(p)) for p in files])
        known = self.all()
        found = next((one for one in known if one.digest == whole), None)
        if found is not None:
            return found
        made = self._folder / ".part"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        _copy(submitted, made)
        found = Submission(_free(_moment(submitted, files), known), whole)
        replace_folder(made, self._folder / found.name)
        self._write(found)
        return found

    def note(self, points: Points) -> None:
        """Note what the one that counts has in the gradebook now."""
        if (one := self.counting) is not None:
            now = replace(
                one,
                points=points.given,
                max_points=points.max_points,
                waiting=points.waiting,
            )
            if now != one:
                self._write(now)

    def count(self, chosen: Submission) -> None:
        """Make one that is kept the one that counts; remove the oldest if there are too many."""
        for one in self.all():
            if one.counts != (one.name == chosen.name):
                self._write(replace(one, counts=not one.counts))
        known = self.all()
        best = max(known, key=lambda one: -1.0 if one.points is None else one.points)
        old = [one for one in known if not one.counts and one != best]
        for one in old[: max(0, len(known) - self._most)]:
            (self._folder / f"{one.name}.json").unlink()
            shutil.rmtree(self._folder / one.name)

    def restore(self, name: str, submitted: Path) -> None:
        """Put one in the place of what is in ``submitted/STUDENT/ASSIGNMENT``, which is kept, too.

        Raises
        ------
        KeyError
            If there is none of this name.
        """
        if all(one.name != name for one in self.all()):
            raise KeyError(name)
        made = submitted.with_name(f".{submitted.name}.part")
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        _copy(self._folder / name, made)
        if submitted.is_dir():
            self.keep(submitted)
        replace_folder(made, submitted)

    def _write(self, one: Submission) -> None:
        text = json.dumps(asdict(one), indent=1)
        write_whole(self._folder / f"{one.name}.json", text.encode())


def _files(folder: Path) -> Iterator[Path]:
    """Return the regular files in a folder, in order; no link is followed."""
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(base, name)
            if stat.S_ISREG(path.lstat().st_mode):
                yield path


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _copy(folder: Path, target: Path) -> None:
    for path in _files(folder):
        copy = target / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy_file(path, copy)


def _moment(folder: Path, files: list[Path]) -> datetime:
    """Return when a submission was handed in: as it says, or the time of its newest file."""
    newest = max(path.stat().st_mtime for path in files)
    return timestamp(folder) or datetime.fromtimestamp(newest, UTC)


def _free(moment: datetime, known: list[Submission]) -> str:
    """Return a name for the time that is not taken."""
    name = moment.strftime("%Y-%m-%d_%H-%M-%S")
    taken = {one.name for one in known}
    names = [name, *(f"{name}_{number}" for number in range(2, len(known) + 3))]
    return next(one for one in names if one not in taken)
