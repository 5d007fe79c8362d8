"""Pseudonyms for students, made by chance, with the key in a file apart."""

import json
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from graders.files import write_whole

KEY = Path(".graders/pseudonyms.json")


class Pseudonyms:
    """The pseudonyms of a course: the same student always has the same one.

    Parameters
    ----------
    root : Path
        The course's folder; who has the key in it knows who is who.
    """

    def __init__(self, root: Path):
        self._path = root / KEY
        self._known: dict[str, str] = {}
        if self._path.is_file():
            self._known = json.loads(self._path.read_bytes())

    def __call__(self, student: str) -> str:
        """Return a student's pseudonym, a new one if there is none yet."""
        if student not in self._known:
            taken = set(self._known.values())
            self._known[student] = next(
                one
                for one in iter(lambda: f"student-{secrets.token_hex(4)}", "")
                if one not in taken
            )
        return self._known[student]

    def scrubbed(self, text: str, students: Iterable[str]) -> str:
        """Return a text with the names of students replaced where they stand as words."""
        names = sorted(map(re.escape, students), key=len, reverse=True)
        if not names:
            return text
        return re.sub(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", lambda match: self(match[0]), text)

    def forget(self, student: str) -> bool:
        """Remove a student from the key; return whether there was one."""
        if self._known.pop(student, None) is None:
            return False
        self.save()
        return True

    def save(self) -> None:
        """Write the key."""
        self._path.parent.mkdir(exist_ok=True)
        write_whole(self._path, json.dumps(self._known, indent=1).encode())
