"""A course as `graders new-course` makes it, and what students hand in for it."""

from pathlib import Path

import nbformat
import pytest

from graders.cli.new_course import ASSIGNMENT, make_course
from graders.course import Course
from tests.small_course import find

RIGHT = {
    "mean": "def mean(values):\n    if not values:\n        raise ValueError\n"
    "    return sum(values) / len(values)",
    "spread": "def spread(values):\n    m = mean(values)\n"
    "    return sum((v - m) ** 2 for v in values) / len(values)",
    "outliers": "The mean moves, the median hardly.",
}


class Made:
    """The course, released."""

    def __init__(self, folder: Path):
        make_course(folder)
        self.course = Course(folder)
        self.course.release(ASSIGNMENT)

    def hand_in(self, place: Path, **answers: str) -> Path:
        """Write a notebook with right answers, but for those given."""
        notebook = nbformat.read(self.course.notebooks("release", ASSIGNMENT)[0], 4)
        for name, source in {**RIGHT, **answers}.items():
            find(notebook, name).source = source
        place.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, place / f"{ASSIGNMENT}.ipynb")
        return place / f"{ASSIGNMENT}.ipynb"


@pytest.fixture(scope="package")
def made(tmp_path_factory) -> Made:
    return Made(tmp_path_factory.mktemp("hosts") / "course")
