"""Reads what one student handed in: away from everybody else, in a process with limits."""

import functools
import logging
import pickle
from pathlib import Path

from nbformat import NotebookNode

from graders import bounded
from graders.batch.keys import Keys
from graders.intake.limits import SECONDS, TOO_LONG
from graders.intake.sanitizer import Sanitizer
from graders.notebook.text import to_text

log = logging.getLogger(__name__)

FAILED = "The grader failed when it read what was handed in."


class Reader:
    """Reads the submissions of one assignment, in several threads if need be.

    Parameters
    ----------
    sanitize : Sanitizer
    reference : NotebookNode or None
        The instructor's notebook, None if errors are carried forward.
    """

    def __init__(self, sanitize: Sanitizer, reference: NotebookNode | None):
        self._sanitize, self._reference = sanitize, reference
        self._data = pickle.dumps((sanitize, reference))

    def __call__(self, path: Path, setting: str) -> tuple[str, Keys]:
        """Return the notebook to be executed, as text, and its keys.

        What cannot be read within the limits makes a notebook that says so, for a person to see.
        """
        try:
            return bounded.call(_read, self._data, path, setting, seconds=SECONDS)[0]
        except bounded.LimitError as error:
            log.error("%s: %s", path, error)
            trouble = TOO_LONG
        except bounded.CallError as error:
            log.error("%s: %s\n%s", path, error, error.trace)
            trouble = FAILED
        notebook = self._sanitize.unread(trouble)
        return to_text(notebook), Keys(notebook, self._reference, setting)


def _read(data: bytes, path: Path, setting: str) -> tuple[str, Keys]:
    """Do it: this runs in the process."""
    sanitize, reference = _unpickled(data)
    notebook = sanitize(path)
    return to_text(notebook), Keys(notebook, reference, setting)


@functools.lru_cache(maxsize=4)
def _unpickled(data: bytes) -> tuple[Sanitizer, NotebookNode | None]:
    """Return what is the same for a whole class, and not changed."""
    return pickle.loads(data)
