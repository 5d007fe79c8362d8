"""How code looks on the pages of feedback."""

import pytest
from nbconvert.filters import Highlight2HTML

from graders.feedback.page import _remembering
from tests.bank.solutions import assignments, instructor_notebook


def highlighted(source: str) -> tuple[str, str]:
    """Return a cell's HTML by ours and by nbconvert."""
    plain = Highlight2HTML(pygments_lexer="ipython3")
    ours = _remembering(Highlight2HTML(pygments_lexer="ipython3"))
    return ours(source), plain(source)


@pytest.mark.parametrize("assignment", assignments())
def test_a_notebook_is_coloured_as_by_nbconvert(assignment):
    for cell in instructor_notebook(assignment).cells:
        if cell.cell_type == "code":
            ours, plain = highlighted(cell.source)
            assert ours == plain


@pytest.mark.parametrize(
    "source",
    ["%matplotlib inline\nx = 1", "%%time\nf(x)", "!ls", "files = !ls\n", "np.mean?", "a != b", ""],
)
def test_what_is_ipythons_own_is_coloured_as_such(source):
    ours, plain = highlighted(source)
    assert ours == plain
