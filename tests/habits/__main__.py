"""Prints docs/habits.md: what lecturers write, and how it is graded: ``python -m tests.habits``."""

import sys

from graders.notebook.exercises import INSIDE, OUTSIDE
from tests.habits.grading import graded, refusal
from tests.habits.notebooks import HABITS, Habit

HEAD = """# Habits of notebooks

What lecturers write in nbgrader's notebooks every day: for each habit a small notebook with right
and wrong answers (`tests/habits/notebooks.py`). Inside, all are graded as by nbgrader; outside the
same, or the release is refused and says why. `python -m tests.habits` makes this page, and grades
them all.

| habit | outside | inside |
|:---|:---|:---|"""


def row(habit: Habit, way: str) -> str:
    """Return how a habit's notebook is graded: whether right answers pass, and wrong ones fail."""
    if reason := refusal(habit, way):
        first = next(line for line in reason.split("\n") if "test cell" in line)
        return "refused: " + first.strip(" *").replace("|", "\\|").removesuffix(
            ". Inside it passes"
        )
    right, wrong = graded(habit, {}, way), graded(habit, habit.wrong, way)
    passed = not any(result.short for result in right.values() if result.points is not None)
    lost = {name for name, one in wrong.items() if one.short and one.points is not None}
    return "as nbgrader" if passed and lost == habit.loses else "WRONG"


def main() -> None:
    """Print the page; end with 1 if a notebook is graded otherwise than it should be."""
    print(HEAD)
    wrong = False
    for name, habit in HABITS.items():
        ways = [row(habit, way) for way in (OUTSIDE, INSIDE)]
        wrong |= "WRONG" in ways
        print(f"| {name} | {' | '.join(ways)} |", flush=True)
    sys.exit(wrong)


if __name__ == "__main__":
    main()
