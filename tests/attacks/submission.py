"""Building submissions: the released notebook with answers filled in, and extra cells and files."""

import copy
from pathlib import Path
from textwrap import dedent

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from .assignment import NAME, WRITTEN

RIGHT = {
    "mean_square": """
        def mean_square(x):
            x = np.asarray(x, dtype=float)
            return (x * x).sum() / x.size
        """,
    "normalize": """
        def normalize(x):
            centred = np.asarray(x, dtype=float) - np.mean(x)
            return centred / np.sqrt(np.mean(centred**2))
        """,
    "correlation": """
        def correlation(x, y):
            return float(np.dot(normalize(x), normalize(y)) / len(x))
        """,
    "noise": """
        def noise(x, rng):
            return np.asarray(x, dtype=float) + rng.normal(size=np.shape(x))
        """,
    "fit_line": """
        class Line:
            def __init__(self, x, y):
                self.coefficients = np.polyfit(x, y, 1)

            def predict(self, x):
                return np.polyval(self.coefficients, x)

        def fit_line(x, y):
            return Line(x, y)
        """,
    WRITTEN: "It measures how close the points lie to a line.",
}

# Right, and what it was called with is kept.
REMEMBERING = """
    seen = []

    def mean_square(x):
        seen.append(np.asarray(x).tolist()[:4])
        x = np.asarray(x, dtype=float)
        return (x * x).sum() / x.size
    """

# Worth nothing in any item.
WRONG = {
    "mean_square": "def mean_square(x):\n    return 0.0",
    "normalize": "def normalize(x):\n    return np.asarray(x, dtype=float)",
    "correlation": "def correlation(x, y):\n    return 0.0",
    "noise": "def noise(x, rng):\n    return np.asarray(x, dtype=float)",
    "fit_line": """
        class Nothing:
            def predict(self, x):
                return np.zeros(np.shape(x))

        def fit_line(x, y):
            return Nothing()
        """,
}


def find(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return the cell with this `grade_id`."""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == name:
            return cell
    raise KeyError(name)


def place(notebook: NotebookNode, name: str) -> int:
    """Return the index of the cell with this `grade_id`."""
    return notebook.cells.index(find(notebook, name))


def test_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the test cells, in order."""
    infos = [(cell, cell.metadata.get("nbgrader", {})) for cell in notebook.cells]
    return [cell for cell, info in infos if info.get("grade") and not info.get("solution")]


test_cells.__test__ = False  # a name that pytest would collect


def filled(release: NotebookNode, answers: dict[str, str], first: str = "", last: str = ""):
    """Return a copy of the released notebook with these solution cells.

    Parameters
    ----------
    release : NotebookNode
    answers : dict of str
        Source of solution cells by exercise; the others stay as they were released.
    first, last : str
        Source of cells of the student's own, after the imports and at the end; none if empty.
    """
    notebook = copy.deepcopy(release)
    for name, source in answers.items():
        find(notebook, name).source = dedent(source).strip("\n")
    if first:
        notebook.cells.insert(place(notebook, "imports") + 1, own(first))
    if last:
        notebook.cells.append(own(last))
    return notebook


def own(source: str, markdown: bool = False) -> NotebookNode:
    """Return a cell of the student's own."""
    return (new_markdown_cell if markdown else new_code_cell)(dedent(source).strip("\n"))


def right(release: NotebookNode, first: str = "", last: str = "", **answers: str) -> NotebookNode:
    """Return a submission that is right, but for the answers given."""
    return filled(release, {**RIGHT, **answers}, first, last)


def hostile(release: NotebookNode, first: str = "", last: str = "", **answers: str) -> NotebookNode:
    """Return one that has `mean_square` right and the others wrong, but for the answers given.

    What it does not earn shows whether an attack pays; `mean_square` shows whether it costs.
    """
    return filled(release, {**WRONG, "mean_square": RIGHT["mean_square"], **answers}, first, last)


def write(notebook: NotebookNode, folder: Path, name: str = f"{NAME}.ipynb") -> Path:
    """Write a notebook to the folder of a submission as it is, valid or not."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(nbformat.v4.writes(notebook), encoding="utf-8")
    return path
