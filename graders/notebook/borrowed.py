"""Names that a student's functions take from a demonstration or the visible part of a test.

Run from top to bottom on the student's machine they are there; graded, neither kind of cell is run
in the student's process. So what binds such a name is run there, at its place. It is text that was
released: of a test cell the visible part, nothing of a hidden region.
"""

from nbformat import NotebookNode

from graders.notebook.answers import is_large, is_students, words
from graders.notebook.code import bound, free, slice_of
from graders.notebook.exercises import is_demonstration, is_solution, is_test
from graders.notebook.hidden import split_hidden


def is_lent(cell: NotebookNode) -> bool:
    """Whether a cell may lend names: a demonstration or a test."""
    return cell.cell_type == "code" and (is_demonstration(cell) or is_test(cell))


def visible(cell: NotebookNode) -> str:
    """Return the source of a cell as it was released."""
    return split_hidden(cell.source)[0]


def borrowed(notebook: NotebookNode) -> frozenset[str]:
    """Return the names that what is graded may have to borrow, none as a rule.

    These are the free names of the student's functions and of the cells that these need, without
    those that an ordinary cell of the released notebook binds.
    """
    lent = [visible(cell) for cell in notebook.cells if is_lent(cell)]
    there = frozenset().union(
        *(bound(c.source) for c in notebook.cells if c.cell_type == "code" and _is_ordinary(c))
    )
    on_offer = frozenset().union(*map(bound, lent)) - there
    wanted = on_offer & _needed(notebook)
    while True:  # what is lent may need what another cell lends
        needs = (free(slice_of(source, wanted)) for source in lent if wanted & bound(source))
        more = wanted.union(*needs) & on_offer
        if more == wanted:
            return wanted
        wanted = more


def _is_ordinary(cell: NotebookNode) -> bool:
    return not (is_lent(cell) or is_solution(cell) or is_students(cell))


def _needed(notebook: NotebookNode) -> set[str]:
    """Return the free names of the student's answers, and of the own cells that these reach."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and is_students(cell)]
    if is_large(notebook):
        return set().union(*(words(cell.source) for cell in code))
    found = dict.fromkeys(cell.source for cell in code if is_solution(cell))
    own = [cell.source for cell in code if not is_solution(cell)]
    reached = set().union(*map(words, found))
    for source in own * len(own[:3]):  # helpers of helpers
        if source not in found and not bound(source).isdisjoint(reached):
            found[source] = None
            reached |= words(source)
    return set().union(*map(free, found))
