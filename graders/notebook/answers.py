"""Facts about the cells of a notebook that was handed in: whose they are, what they reach."""

import re

from nbformat import NotebookNode

from graders.notebook.code import defined, remembered
from graders.notebook.exercises import Exercise, exercises_of, grade_info, is_solution
from graders.notebook.results import (
    ABSENT,
    CHANGED,
    UNCHANGED,
    UNREADABLE,
    Result,
    State,
    submitted,
)

# Characters: some times what a notebook holds that was written by hand.
MAX_FOLLOWED = 100_000
NOT_READ = "what was handed in could not be read; an instructor will look at it"


def is_students(cell: NotebookNode) -> bool:
    """Whether a cell's source is the student's: an answer, or a cell of their own."""
    if is_solution(cell):
        return submitted(cell) == CHANGED
    return not grade_info(cell)


def bare(source: str) -> str:
    """Return a source without what editors change by themselves: blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def written(cell: NotebookNode) -> Result:
    """Return what is known of a written answer before a person has read it."""
    points = float(grade_info(cell)["points"])
    how = submitted(cell)
    if how == UNREADABLE:
        return Result(State.UNREADABLE, None, points, NOT_READ)
    if how == ABSENT:
        return Result(State.MISSING, 0.0, points, "the answer is not in what was handed in")
    if how == UNCHANGED or not cell.source.strip():
        return Result(State.NOT_ANSWERED, 0.0, points, "left as it was released")
    return Result(State.BY_HAND, None, points)


def answered(notebook: NotebookNode) -> set[str]:
    """Return the exercises that a student answered, in their own cells or in another one."""
    own: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type == "code" and is_students(cell):
            own |= defined(cell.source)
    return {
        exercise.name
        for exercise in exercises_of(notebook)
        if is_solution(exercise.solution)
        and (
            (submitted(exercise.solution) == CHANGED and exercise.solution.source.strip())
            or (not exercise.written and own.issuperset(exercise.asked))
        )
    }


def is_large(notebook: NotebookNode) -> bool:
    """Whether what a student wrote is too much to be followed from cell to cell.

    Whoever asks then takes each name for needed, and each cell for one that matters.
    """
    return sum(len(cell.source) for cell in notebook.cells if is_students(cell)) > MAX_FOLLOWED


def reached(notebook: NotebookNode, exercise: Exercise) -> frozenset[str]:
    """Return the names that an exercise may come to call, directly or through student code."""
    found = {*words(exercise.solution.source), *exercise.uses}
    if is_large(notebook):
        return frozenset(found.union(*(other.asked for other in exercises_of(notebook))))
    by_name: dict[str, list[str]] = {}
    for source in {cell.source for cell in notebook.cells if is_students(cell)}:
        for name in defined(source):
            by_name.setdefault(name, []).append(source)
    todo, followed = list(found), set[str]()
    for name in todo:  # which grows meanwhile: what it calls may in turn call an earlier exercise
        for source in by_name.get(name, ()):
            if source not in followed:
                followed.add(source)
                todo += words(source) - found
                found |= words(source)
    return frozenset(found)


@remembered
def words(source: str) -> frozenset[str]:
    """Return the words of a source that could be names, those in strings and comments as well."""
    return frozenset(re.findall(r"[^\W\d]\w*", source))
