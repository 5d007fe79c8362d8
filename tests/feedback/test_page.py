"""How text, code and outputs look on pages; what was made to keep a renderer busy looks plain."""

import time

import pytest
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters import ansi2html as nbconverts_ansi2html
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

import graders
from graders.feedback import filters
from graders.feedback.filters import NOTE, ansi2html, highlight_code, markdown2html
from tests.bank.solutions import assignments, instructor_notebook
from tests.small_course import locked


def page(**cell) -> dict:
    """Return the context in which a filter is called."""
    return {"resources": {}, "nb": new_notebook(), "cell": from_dict(cell)}


LOCKED = locked("ours", "", kind=new_markdown_cell)
HOSTILE = {
    "brackets": (markdown2html, "[" * 400_000),
    "links": (markdown2html, "[](files/" * 5000),
    "pictures": (markdown2html, "![" * 100_000),
    "quotes": (markdown2html, "> " * 20_000 + "x"),
    "stars": (markdown2html, "*a **b " * 60_000),
    "backticks": (markdown2html, "".join("`" * n + " " for n in range(1, 800))),
    "angles": (markdown2html, "<a " * 100_000),
    "table": (markdown2html, "|" * 200_000 + "\n" + "|-" * 100_000),
    "formulas": (markdown2html, "$" + "{" * 1900 + "$ " + "$x_{1}$ " * 50_000),
    "fence": (markdown2html, "```python\ns = '" + r"\N{" * 100_000),
    "names": (highlight_code, "s = '" + r"\N{" * 150_000),
    "f-strings": (highlight_code, 'f"' + "{" * 200_000),
    "numbers": (highlight_code, "1_" * 200_000 + "x"),
    "tokens": (highlight_code, "a," * 240_000),
    "magics": (highlight_code, "%%html\n" + "<a " * 100_000),
    "blanks": (highlight_code, " " * 400_000 + "!"),
}


# The others are of the same kinds, and each ends a process.
QUICK = ("brackets", "links", "names", "tokens")


@pytest.mark.parametrize(
    "name",
    [n if n in QUICK else pytest.param(n, marks=pytest.mark.exhaustive) for n in HOSTILE],
)
def test_what_takes_long_to_render_costs_its_page_little_and_is_shown(name):
    render, source = HOSTILE[name]
    context = page()
    context["resources"]["graders_limits"] = filters._Left(seconds=0.2)
    before = time.process_time()
    html = render(context, source)
    # Of this process: it has only to escape it.
    assert time.process_time() - before < 5
    shown = NOTE in html
    assert shown or len(html) >= len(source) // 4
    if shown:
        assert "<script" not in html and html.count("<") <= 6
    # What is ours, and what was laid out before, is laid out on this page, too.
    assert "<em>ours</em>" in markdown2html(context | {"cell": LOCKED}, "*ours*")
    assert "<em>next</em>" in markdown2html(page(), "*next*")


def test_the_whole_page_has_one_limit():
    context = page()
    texts = ["[" * 100_000 + str(number) for number in range(30)]
    context["resources"]["graders_limits"] = filters._Left(seconds=0.3)
    htmls = [markdown2html(context, text) for text in texts]
    assert NOTE in htmls[-1] and context["resources"]["graders_limits"].seconds <= 0
    left_out = markdown2html(context, "x" * 1_000_000)
    assert "more characters, left out" in left_out and len(left_out) < 1_100_000


@pytest.mark.parametrize(
    "assignment",
    [
        name if name == "lasso" else pytest.param(name, marks=pytest.mark.exhaustive)
        for name in assignments()
    ],
)
def test_a_notebook_is_coloured_as_by_nbconvert(assignment):
    plain = Highlight2HTML(pygments_lexer="ipython3")
    for number, cell in enumerate(instructor_notebook(assignment).cells):
        if cell.cell_type == "code":
            context = page(**(LOCKED if number % 2 else {}))
            assert highlight_code(context, cell.source) == plain(cell.source)


@pytest.mark.parametrize(
    "source",
    ["%matplotlib inline\nx = 1", "%%time\nf(x)", "!ls", "files = !ls\n", "np.mean?", "a != b", ""],
)
def test_what_is_ipythons_own_is_coloured_as_such(source):
    plain = Highlight2HTML(pygments_lexer="ipython3")
    assert highlight_code(page(), source) == plain(source)


@pytest.mark.parametrize(
    "text",
    ["a < b", "\x1b[31mred\x1b[0m & plain", "\x1b[1;38;5;3mbold\x1b[m\n", "\x1b[2Jx", "\x1b["],
)
def test_outputs_are_coloured_as_by_nbconvert(text):
    assert ansi2html(page(), text) == nbconverts_ansi2html(text)


@pytest.mark.parametrize(
    "text", ["\x1b[" * 500_000, "\x1b[31m\n" * 200_000, "\x1b[" + "9;" * 500_000, "<" * 2_000_000]
)
def test_outputs_that_take_long_are_shown_without_colours(text):
    html = ansi2html(page(), text)
    assert "<span" not in html and len(html) < 6_000_000


def test_the_formgraders_pages_have_the_same_limits(tmp_path):
    """It is nbconvert's exporter, as the course's configuration has it."""
    config = Config()
    graders.configure(config)
    exporter = HTMLExporter(config=config, template_name="classic")
    output = new_output("stream", name="stdout", text="\x1b[31mred\x1b[0m")
    notebook = new_notebook(
        cells=[
            new_markdown_cell("[](files/" * 5000),
            new_code_cell("s = '" + r"\N{" * 150_000, outputs=[output]),
            locked("ours", "*ours*", kind=new_markdown_cell),
        ]
    )
    html, _ = exporter.from_notebook_node(notebook)
    assert NOTE in html and "<em>ours</em>" in html
    assert html.count("files/") >= 5000 and html.count(r"\N{") >= 150_000
    assert 'class="ansi-red-fg"' not in html  # nothing is left for it
