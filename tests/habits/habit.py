"""A habit: a small notebook with right and wrong answers, and where its tests can run."""

from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from tests.small_course import solution

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
HIDDEN, SHOWN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


@dataclass
class Habit:
    """A notebook, and where its tests can run.

    Attributes
    ----------
    wrong : dict of str to str
        Answers by `grade_id`; the other solutions stay right.
    loses : set of str
        The tests that these lose, as nbgrader grades them.
    refused : str
        Words of the reason why the tests cannot run outside; empty if they can.
    changes : bool
        Whether arguments are meant to be changed, which the metadata then says.
    """

    cells: list[NotebookNode]
    wrong: dict[str, str]
    loses: set[str]
    refused: str = ""
    changes: bool = False
    notebook: NotebookNode = field(init=False)

    def __post_init__(self) -> None:
        self.notebook = new_notebook(cells=self.cells)
        if self.changes:
            for cell in self.cells:
                cell.metadata["graders"] = {"changes": True}
        self.notebook.metadata["kernelspec"] = {
            "name": "python3",
            "language": "python",
            "display_name": "Python 3",
        }


def answer(name: str, source: str, stub: str = "") -> NotebookNode:
    """Return a solution cell all of which is cut out, but for the stub."""
    return solution(name, "\n".join(filter(None, [stub, BEGIN, source, END])))
