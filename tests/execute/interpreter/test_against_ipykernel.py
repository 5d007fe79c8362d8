"""Cells show in a student's process what they show in a Jupyter kernel under nbclient."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from tests.execute.interpreter import cells_file
from tests.execute.interpreter.comparing import WHERE, compared
from tests.execute.interpreter.running import run, run_with_ipykernel, text_of

SOURCE = Path(__file__).parents[3] / "source"
# The other two have demonstrations that show measured seconds, and are not compared here yet.
NOTEBOOKS = ("fashion_mnist", "lasso")
SLOW = {"figures", "keras", "widgets"}


def both(template, sources: list[str], files: Path | None = None) -> Iterator[tuple]:
    """Yield of each cell the outputs as they are compared, ours and theirs, and ours as text."""
    sources = [WHERE, *sources]
    ours, theirs = run(template, *sources, files=files), run_with_ipykernel(sources, files)
    folders, their_folders = text_of(ours[0]).split(), text_of(theirs[0]).split()
    for one, other in zip(ours[1:], theirs[1:], strict=True):
        yield compared(one, folders), compared(other, their_folders), one


@pytest.mark.parametrize(
    "group",
    [
        pytest.param(group, marks=pytest.mark.exhaustive if group in SLOW else ())
        for group in cells_file.GROUPS
    ],
)
def test_cells_show_the_same(request, group):
    template = request.getfixturevalue("full_template" if group == "keras" else "template")
    cells = cells_file.read(group)
    shown = both(template, [cell.source for cell in cells])
    for cell, (ours, theirs, outputs) in zip(cells, shown, strict=True):
        if cell.reason is None:
            assert ours == theirs, cell.source
        else:
            assert ours != theirs, f"differs no longer: {cell.source}"
            text = text_of(outputs)
            assert not text if cell.ours == "nothing" else cell.ours in text, cell.source


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_notebooks_of_instructors_show_the_same(full_template, name):
    # The trained numbers, too: both sides calculate with one thread.
    notebook = nbformat.read(SOURCE / name / f"{name}.ipynb", 4)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    shown = both(full_template, sources, SOURCE / name)
    for source, (ours, theirs, _) in zip(sources, shown, strict=True):
        assert ours == theirs, source
