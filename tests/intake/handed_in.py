"""Submissions to the small assignment, and what intake makes of them."""

import copy
import json
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, writes

from graders.intake.notebook import merge, take_in
from graders.intake.reading import parse
from graders.notebook.results import run_info
from tests.small_course import RIGHT, find, locked, source_notebook

STATEMENT = "### Exercise 4: `explain`\n\nSay in a few lines why."


def released() -> NotebookNode:
    """Return the released notebook, with a statement of the written exercise and a last text."""
    notebook = source_notebook()
    for cell in notebook.cells:
        if cell.metadata.nbgrader.solution:
            cell.source = "# your answer"
    place = notebook.cells.index(find(notebook, "explain"))
    statement = locked("explain_statement", STATEMENT, kind=new_markdown_cell)
    notebook.cells.insert(place, statement)
    notebook.cells.append(new_markdown_cell("## Room for experiments\n\nNot graded. Enjoy."))
    return notebook


def filled(**answers: str) -> NotebookNode:
    """Return it with right answers, but for those given."""
    notebook = copy.deepcopy(released())
    for name, source in {**RIGHT, **answers}.items():
        find(notebook, name).source = source
    return notebook


def data(notebook: NotebookNode) -> bytes:
    return writes(notebook).encode()


def merged(notebook: NotebookNode | bytes, **options) -> NotebookNode:
    """Return what intake makes of a notebook."""
    content = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    return merge(released(), parse(content), **options)


def source(notebook: NotebookNode, name: str) -> str:
    return find(notebook, name).source


def submitted(notebook: NotebookNode, name: str) -> str:
    return find(notebook, name).metadata.graders.submitted


def own(notebook: NotebookNode) -> list[str]:
    """Return the sources of code cells of the student's own."""
    return [c.source for c in notebook.cells if c.cell_type == "code" and not c.metadata]


class Submission:
    """A folder below submitted/, beside a release."""

    def __init__(self, root: Path):
        self.release = root / "release" / "small"
        self.folder = root / "submitted" / "ada" / "small"
        self.release.mkdir(parents=True)
        self.folder.mkdir(parents=True)
        (self.release / "small.ipynb").write_bytes(data(released()))

    def put(self, name: str, content: NotebookNode | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else data(content))
        return path

    def taken(self) -> tuple[NotebookNode, list[str], list[str]]:
        """Return the notebook that is graded, the notes and what a person must look at."""
        path = self.folder / "small.ipynb"
        notebook = take_in(path, released(), self.release)
        info = run_info(notebook)
        return notebook, info.notes, info.attention
