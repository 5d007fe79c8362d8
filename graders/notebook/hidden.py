"""The regions of a test cell that students do not see."""

BEGIN_HIDDEN = "BEGIN HIDDEN TESTS"
END_HIDDEN = "END HIDDEN TESTS"
# Characters that a page shows of what came out of a hidden test.
MAX_SHOWN = 200


def hidden_lines(lines: list[str]) -> set[int]:
    """Return the numbers, from 1, of the lines from a ``### BEGIN HIDDEN TESTS`` to its end."""
    hidden, inside = set(), False
    for number, line in enumerate(lines, 1):
        inside = inside or BEGIN_HIDDEN in line
        if inside:
            hidden.add(number)
        inside = inside and END_HIDDEN not in line
    return hidden


def split_hidden(source: str) -> tuple[str, str]:
    """Split a test cell's source into what students see and what they do not.

    There may be any number of hidden regions; the lines that mark them are in neither.
    """
    visible, hidden = [], []
    lines = source.split("\n")
    inside = hidden_lines(lines)
    for number, line in enumerate(lines, 1):
        if number not in inside:
            visible.append(line)
        elif BEGIN_HIDDEN not in line and END_HIDDEN not in line:
            hidden.append(line)
    return "\n".join(visible), "\n".join(hidden)


def has_hidden(source: str) -> bool:
    """Whether a test cell has a hidden region."""
    return BEGIN_HIDDEN in source


def without_hidden(source: str) -> str:
    """Return a test cell as students have it; each line keeps its number, the value is None."""
    lines = source.split("\n")
    hidden = hidden_lines(lines)
    kept = ("" if number in hidden else line for number, line in enumerate(lines, 1))
    return "\n".join([*kept, "None"])


def unmarked(source: str) -> str:
    """Return a test cell all of which counts as visible; each line keeps its number."""
    marks = BEGIN_HIDDEN, END_HIDDEN
    lines = source.split("\n")
    return "\n".join("#" if any(mark in line for mark in marks) else line for line in lines)


def cut(text: str) -> str:
    """Return what is shown of a text that may hold what the student's process has said.

    It knows the hidden inputs; this is all that it can carry out.
    """
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
