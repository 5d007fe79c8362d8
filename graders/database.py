"""SQLite files of ours, which several processes have open."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Database:
    """An SQLite file. Each process opens its own, and each class has its tables.

    Parameters
    ----------
    path : Path
        The file, made if it is missing.
    patience : float
        Seconds that another process's change is waited for.
    """

    def __init__(self, path: Path, patience: float = 5):
        self._db = sqlite3.connect(path, timeout=patience, isolation_level=None)
        self._db.row_factory = sqlite3.Row

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db
