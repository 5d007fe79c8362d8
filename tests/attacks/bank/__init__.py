"""The bank: a file for each attack and for each broken notebook.

Every file states in its docstring what it tries, in ``EXPECTED`` points and state of every item as
they must come out, and defines ``submit(release, folder)``, which writes the submission. It may

- name in ``TOLD`` what a message must match: a regular expression for an item, or ``"*"`` for any,
- name in ``NEVER`` what nothing that is shown may match, a regular expression,
- define ``earlier(release, folder)``, a submission of the same student graded before, and
  ``accomplice(release, folder)``, that of a student whose turn is next; an accomplice has
  `mean_square` right and nothing else,
- say ``DANGEROUS = True`` where a grader without limits would harm the machine.
"""

import importlib
import pkgutil
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

KINDS = ("attacks", "broken")


@dataclass(frozen=True)
class Entry:
    """One file of the bank."""

    kind: str
    name: str

    @property
    def module(self) -> ModuleType:
        """The file itself."""
        return importlib.import_module(f"{__name__}.{self.kind}.{self.name}")

    @property
    def title(self) -> str:
        """The first line of its docstring."""
        return self.module.__doc__.strip().split("\n")[0].rstrip(".")

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


def entries() -> list[Entry]:
    """Return the whole bank, attacks first."""
    here = Path(__file__).parent
    return [
        Entry(kind, module.name)
        for kind in KINDS
        for module in pkgutil.iter_modules([str(here / kind)])
    ]


def entry(text: str) -> Entry:
    """Return the file called ``KIND/NAME``."""
    kind, name = text.split("/")
    return Entry(kind, name)
