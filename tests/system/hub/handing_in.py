"""Hands in what nbgrader's Submit hands in, for any student, and fetches the feedback."""

import os
import pwd
import secrets
from datetime import datetime

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import notebook_hash

from graders.exchange import Exchange

# Accounts that every Linux has, to be students.
STUDENTS = ["daemon", "bin", "sys", "games", "man", "lp", "mail", "news", "uucp", "proxy"]


class Desk:
    """Where submissions of one assignment are handed in, and feedback is fetched.

    Parameters
    ----------
    exchange : Exchange
    assignment : str
    owned : bool
        Whether a submission is to belong to the account of the student's name, which takes root.
    """

    def __init__(self, exchange: Exchange, assignment: str, owned: bool):
        self._exchange, self._assignment, self._owned = exchange, assignment, owned
        self._secrets: dict[str, str] = {}

    def hand_in(self, student: str, content: NotebookNode | bytes, owner: str = "") -> str:
        """Leave what nbgrader's Submit leaves; return its name."""
        moment = f"{datetime.now():%Y-%m-%d %H:%M:%S.%f} UTC"
        name = f"{student}+{self._assignment}+{moment}+{secrets.token_urlsafe(9)}"
        folder = self._exchange.inbound / name
        folder.mkdir(mode=0o700)
        if not isinstance(content, bytes):
            content = nbformat.v4.writes(content).encode()
        self._secrets[name] = secrets.token_hex(64)
        files = {
            f"{self._assignment}.ipynb": content,
            "timestamp.txt": moment.encode(),
            "submission_secret.txt": self._secrets[name].encode(),
        }
        uid = pwd.getpwnam(owner or student).pw_uid if self._owned else os.getuid()
        for file, data in files.items():
            (folder / file).write_bytes(data)
            os.chown(folder / file, uid, -1)
        os.chown(folder, uid, -1)
        folder.chmod(0o777)
        return name

    def page(self, name: str) -> str:
        """Return what nbgrader's list would fetch for a submission, nothing if there is none."""
        secret = notebook_hash(secret=self._secrets[name], notebook_id=self._assignment)
        path = self._exchange.folder / "feedback" / f"{secret}.html"
        return path.read_text() if path.exists() else ""
