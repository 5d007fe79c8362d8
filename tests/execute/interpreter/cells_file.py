"""Reads the cells of ``cells/*.ipy``.

Each follows a line ``# %%``; where it shows something else than in a Jupyter kernel, that line says
why, and what it shows: ``# %% differs: REASON Shown: PART OF THE TEXT`` (or ``nothing``).
"""

import re
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "cells"
GROUPS = sorted(path.stem for path in FOLDER.glob("*.ipy"))

_START = re.compile(r"^# %%(?: differs: (?P<reason>.+) Shown: (?P<ours>.+))?\n", re.MULTILINE)


class Cell(NamedTuple):
    """A cell; `reason` and `ours` are None if it shows the same."""

    source: str
    reason: str | None
    ours: str | None


def read(group: str) -> list[Cell]:
    """Return the cells of one file."""
    text = (FOLDER / f"{group}.ipy").read_text()
    _, *parts = _START.split(text)
    return [
        Cell(source.removesuffix("\n"), reason, ours)
        for reason, ours, source in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]
