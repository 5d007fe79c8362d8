"""The results of one submission in Markdown, for the summary of a step in GitHub Actions."""

import re

from graders.api import Graded
from graders.hosts.way import sentence

# GitHub cuts a summary off at 1 MB.
MAX_MESSAGE = 2000


def summary(graded: Graded, title: str) -> str:
    """Return a page with the results.

    Parameters
    ----------
    graded : Graded
    title : str
        The heading, such as the assignment's name.
    """
    lines = [
        f"## {literal(title)}: {graded.points:g} of {graded.max_points:g} points",
        "",
        *(f"> {literal(note)}\n" for note in (*graded.attention, *graded.notes)),
        "| item | points | state | |",
        "|:---|---:|:---|:---|",
    ]
    for name, result in graded.results.items():
        points = "·" if result.points is None else f"{result.points:g}"
        said = "" if result.state == "passed" else literal(result.message[:MAX_MESSAGE])
        cells = literal(name), f"{points} of {result.max_points:g}", literal(result.state), said
        lines.append(f"| {' | '.join(cells)} |")
    if graded.needs_attention:
        lines += ["", "**A person has to look at this submission**: not everything was graded."]
    lines += ["", f"{sentence(graded)} Student code was isolated by: {literal(graded.level)}.", ""]
    return "\n".join(lines)


def literal(text: str) -> str:
    """Return a text, whatever is in it, as Markdown that shows it and means nothing else.

    >>> literal("a|b <b>x</b>")
    'a&#124;b &#60;b&#62;x&#60;&#47;b&#62;'
    """
    printable = "".join(letter if letter.isprintable() else "\n" for letter in text.strip())
    escaped = re.sub(r"[^\w\s.,()=]|_", lambda sign: f"&#{ord(sign[0])};", printable)
    return re.sub(r"\s*\n\s*", "<br>", escaped)
