"""The regions of a test cell that students do not see."""

BEGIN_HIDDEN = "BEGIN HIDDEN TESTS"
END_HIDDEN = "END HIDDEN TESTS"


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
