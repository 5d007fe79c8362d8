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

    Parameters
    ----------
    source : str
        With any number of hidden regions.

    Returns
    -------
    visible, hidden : tuple of str
        Without the lines that mark the regions.
    """
    lines = source.split("\n")
    inside = hidden_lines(lines)
    visible = [line for number, line in enumerate(lines, 1) if number not in inside]
    hidden = [
        line
        for number, line in enumerate(lines, 1)
        if number in inside and BEGIN_HIDDEN not in line and END_HIDDEN not in line
    ]
    return "\n".join(visible), "\n".join(hidden)
