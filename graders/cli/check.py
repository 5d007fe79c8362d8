"""Prints the results of one graded notebook: for people, for programs, for GitHub Actions."""

import dataclasses
import json
from enum import StrEnum

from rich.console import Console

from graders.api import Graded
from graders.cli.terminal import say
from graders.hosts import github
from graders.hosts.way import sentence, way_of


class Format(StrEnum):
    """How the results of one notebook are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def print_results(console: Console, graded: Graded, title: str, how: Format) -> None:
    """Print the results of one notebook."""
    if how == Format.JSON:
        print(_json(graded))
    elif how == Format.GITHUB:
        print(github.summary(graded, title))
    else:
        _text(console, graded)


def _json(graded: Graded) -> str:
    found = {name: dataclasses.asdict(result) for name, result in graded.results.items()}
    whole = {"points": graded.points, "max_points": graded.max_points, "results": found}
    about = {"notes": graded.notes, "level": graded.level, "tests": way_of(graded)}
    return json.dumps(whole | about, indent=1)


def _text(console: Console, graded: Graded) -> None:
    for note in graded.notes:
        say(console, note, style="yellow")
    for name, result in graded.results.items():
        points = "·" if result.points is None else f"{result.points:g}"
        say(console, f"{points:>5} of {result.max_points:<4g} {name}: {result.state}")
        if result.message and result.state != "passed":
            say(console, "    " + result.message.replace("\n", "\n    "))
    console.print(f"{graded.points:>5g} of {graded.max_points:g}", style="bold")
    say(console, sentence(graded))
