"""The hub's log: a file that is bounded, and that nobody else can read."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO

# Bytes of the file, and of the one before it.
MOST = 10 * 2**20


def keep(said: IO[bytes], path: Path) -> None:
    """Write what is said to a file until all have closed their end.

    When it is large it is begun anew, and the one before stays. A pipe, not the file itself, is
    what processes of students could inherit; so they cannot open it.
    """
    previous = path.with_name(f"{path.name}.1")
    while data := os.read(said.fileno(), 2**16):
        with suppress(OSError):  # a full disk: the hub goes on
            if path.exists() and path.stat().st_size + len(data) > MOST:
                path.replace(previous)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
                file.write(data)
