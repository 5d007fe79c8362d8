"""Names that came from outside: which may be a student's or an assignment's, how they are shown.

A name is never a pattern, a path, an option of a command or markup; so what can be taken for one
is refused where it comes in, and everything else is used as it is, letter by letter.
"""

import functools
import glob
import os
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

# What nbgrader's gradebook has room for, and what leaves room for endings in a file system.
MAX_LETTERS = 128
MAX_BYTES = 200
# Letters and marks, as Unicode has it, that show nothing: fillers, selectors of variants, a joiner,
# and the empty sign of Braille.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def fault_of_student(name: str) -> str:
    """Say why a name cannot be a student's, nothing if it can."""
    if glob.has_magic(name):
        return "has one of the signs *, ? and [, by which nbgrader means several students"
    return _fault(name)


def fault_of_assignment(name: str) -> str:
    """Say why a name cannot be an assignment's, nothing if it can.

    It may have signs that nbgrader takes for a pattern: that is for `python -m graders` alone.
    """
    if "+" in name:
        return "has a +, which nbgrader does not allow"
    return _fault(name)


def _fault(name: str) -> str:
    if not name:
        return "is empty"
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        return "is not UTF-8"
    if not name.isprintable() or _UNSEEN.search(name):
        return "has signs that cannot be seen: control characters, line breaks, unusual blanks"
    if "/" in name or name in (".", ".."):
        return "is a path"
    if name.startswith("."):
        return "begins with a dot, as hidden folders do"
    if name.startswith("-"):
        return "begins with -, as options of commands do"
    if name != name.strip():
        return "begins or ends with a blank"
    if len(name) > MAX_LETTERS or size > MAX_BYTES:
        return f"is longer than {MAX_LETTERS} letters or {MAX_BYTES} bytes"
    return ""


@functools.lru_cache(maxsize=1000)
def shown_name(name: str) -> str:
    """Return a name, whatever is in it, as a message can show it."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[-MAX_LETTERS:]


def printable(text: str) -> str:
    """Return a text, whatever is in it, as a terminal can show it; lines and tabs stay."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "?" for letter in text)


def look_alikes(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the names that differ from others only in case or in how letters are encoded.

    Each with the others. They are different names; whether they are one person's, a person knows.
    """
    found = defaultdict(list)
    for name in sorted(names):
        found[unicodedata.normalize("NFKC", name).casefold()].append(name)
    return {
        name: [other for other in group if other != name]
        for group in found.values()
        if len(group) > 1
        for name in group
    }


@functools.cache
def _say_once(text: str) -> None:
    print(text, file=sys.stderr)


def warn_of_patterns(arguments: Sequence[str]) -> None:
    """Say that nbgrader's own commands will find nothing, if that is so.

    For nbgrader_config.py. nbgrader looks for notebooks by patterns, and the names of the course's
    folder and of the assignment become part of them.

    Parameters
    ----------
    arguments : sequence of str
        The command line, the program included.
    """
    program, *given = arguments
    if not Path(program).name.startswith("nbgrader"):
        return
    names = [one for one in (os.getcwd(), *given) if glob.has_magic(one) and one[:1] != "-"]
    for name in names:
        _say_once(
            f"nbgrader takes *, ? and [ in {printable(name)!r} for a pattern, and may find no "
            "notebook, or others than you mean. `python -m graders release` and `python -m "
            "graders grade` take every name as it is; or give the folder another name."
        )
