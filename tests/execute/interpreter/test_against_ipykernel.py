"""Cells show in a student's process what they show in a Jupyter kernel under nbclient.

Whole notebooks are compared in tests/assignments.
"""

from collections.abc import Iterator

import pytest

from tests.execute.interpreter import cells_file
from tests.execute.interpreter.comparing import WHERE, compared
from tests.execute.interpreter.running import run, run_with_ipykernel, text_of

SLOW = {
    "asynchronous", "display", "errors", "figures", "input", "keras", "magics", "processes",
    "warnings", "widgets",
}  # fmt: skip


def both(template, sources: list[str]) -> Iterator[tuple]:
    """Yield of each cell the outputs as they are compared, ours and theirs, and ours as text."""
    sources = [WHERE, *sources]
    ours, theirs = run(template, *sources), run_with_ipykernel(sources)
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
