"""What may be in the file of a notebook: any bytes, and any JSON that looks like one."""

import contextlib
import json
import warnings
from html.parser import HTMLParser

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.intake.notebook import merge
from graders.intake.reading import UnreadableNotebookError, parse, without_outputs
from graders.notebook.outputs import (
    MAX_OUTPUTS,
    plain_text,
    safe_attachments,
    safe_html,
    safe_output,
    safe_outputs,
)
from tests.fuzz.fuzzing import JSON, TEXT, changed, corpus, fuzz, in_time
from tests.intake.handed_in import data, filled, released
from tests.small_course import find

RELEASED = released()
NAMES = [
    cell.metadata.nbgrader.grade_id for cell in RELEASED.cells if cell.metadata.get("nbgrader")
]
SOURCES = [
    "def double(x):\n    return 2 * x",
    "def shifted(x, by",
    "%%bash\nls",
    "![a](data:image/png;base64,AAAA) ![](attachment:x) <img src='y.png'>",
    "<<<<<<< ours\n=======\n>>>>>>> theirs\n",
    "(" * 300,
    "x = " + "[" * 150 + "]" * 150,
    "def double(x): return \ud800\0",
    "lambda: " * 200,
    "a.b" + ".c" * 500,
    "-" * 3000 + "1",
    "1" * 5000,
    "x = '''",
    "\tdef f():\n  pass",
    "import *\nfrom . import x",
    "match x:\n    case [*_]: ...",
    "\N{BYTE ORDER MARK}x = 1\n\x0c\ny = 2\r\nz\x85w\u2028v",
]
SOURCE = st.sampled_from(SOURCES) | TEXT | JSON | st.lists(TEXT, max_size=3)
OUTPUT = st.fixed_dictionaries(
    {},
    optional={
        "output_type": st.sampled_from(["stream", "error", "display_data", "execute_result"])
        | JSON,
        "name": st.sampled_from(["stdout", "stderr"]) | JSON,
        "text": TEXT | JSON,
        "traceback": JSON | st.lists(TEXT),
        "ename": JSON,
        "evalue": JSON,
        "data": JSON
        | st.dictionaries(st.sampled_from(["text/plain", "image/png", "text/html"]), JSON | TEXT),
        "metadata": JSON,
    },
)
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | JSON,
        "source": SOURCE,
        "metadata": JSON
        | st.fixed_dictionaries(
            {
                "nbgrader": JSON
                | st.fixed_dictionaries(
                    {"grade_id": st.sampled_from(NAMES) | JSON}, optional={"checksum": JSON}
                )
            }
        ),
        "outputs": st.lists(OUTPUT | JSON, max_size=3) | JSON,
        "attachments": JSON
        | st.dictionaries(TEXT, st.dictionaries(st.just("image/png"), TEXT | JSON), max_size=2),
        "execution_count": JSON,
    },
)
NOTEBOOK = st.fixed_dictionaries(
    {"cells": st.lists(CELL | JSON, max_size=6) | JSON},
    optional={
        "metadata": JSON,
        "nbformat": JSON | st.integers(0, 6),
        "nbformat_minor": JSON,
        "worksheets": st.lists(JSON | st.fixed_dictionaries({"cells": st.lists(CELL)}), max_size=2),
    },
)
FILES = st.sampled_from(corpus("notebooks")) | st.just(data(filled()))
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"]


def take(content: bytes) -> None:
    """Read a file and put its cells into the released notebook, as intake does."""
    with in_time(), contextlib.suppress(UnreadableNotebookError):
        merged = merge(RELEASED, parse(content))
        with warnings.catch_warnings(action="ignore"):  # cells of ours have no ids
            nbformat.validate(nbformat.from_dict(json.loads(json.dumps(merged))))
        json.dumps(merged, ensure_ascii=False).encode()
        for name in NAMES:
            assert find(merged, name).metadata.nbgrader == find(RELEASED, name).metadata.nbgrader


@fuzz
@given(changed(FILES) | st.binary(max_size=200))
def test_bytes(content):
    take(content)


@fuzz
@given(NOTEBOOK | JSON, st.sampled_from(ENCODINGS))
def test_structures(notebook, encoding):
    take(json.dumps(notebook).encode(encoding))


@fuzz
@given(NOTEBOOK, NOTEBOOK)
def test_two_versions_with_merge_markers(ours, theirs):
    one, other = (json.dumps(side, indent=1) for side in (ours, theirs))
    take(f"<<<<<<< ours\n{one}\n=======\n{other}\n>>>>>>> theirs\n".encode())


@fuzz
@given(changed(FILES) | NOTEBOOK.map(lambda notebook: json.dumps(notebook).encode()))
def test_what_is_too_large_without_its_outputs(content):
    with in_time():
        try:
            left = without_outputs(content)
        except UnreadableNotebookError:
            return
    assert len(left) <= len(content)
    try:
        before = json.loads(content)
    except (ValueError, RecursionError):
        return
    cells = before.get("cells") if isinstance(before, dict) else None
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and isinstance(cell.get("outputs"), list):
            cell["outputs"] = []
    after = json.loads(left)
    assert not cells or json.dumps(after["cells"]) == json.dumps(cells)


@pytest.mark.parametrize("content", corpus("notebooks"))
def test_files_that_were_found(content):
    take(content)


@fuzz
@given(st.lists(OUTPUT | JSON) | JSON)
def test_saved_outputs(outputs):
    with in_time():
        kept = safe_outputs(outputs)
        text = json.dumps(kept, ensure_ascii=False)
    assert len(kept) <= MAX_OUTPUTS + 1 and text.encode()
    assert all(one["output_type"] in ("stream", "error", "display_data") for one in kept)
    for one in kept:
        Harmless().feed(one.get("data", {}).get("text/html", ""))
    json.dumps(safe_output(outputs))


class Harmless(HTMLParser):
    """Fails on whatever leads elsewhere, runs, or changes how a page looks."""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        assert tag in SHOWN and {name for name, _ in attrs} <= {"colspan", "rowspan", "scope"}

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


SHOWN = {"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "b", "br", "code", "div"}
SHOWN |= {"em", "i", "li", "ol", "p", "pre", "small", "span", "strong", "sub", "sup", "u", "ul"}
MARKUP = st.sampled_from(
    [
        "<table>",
        "<td",
        "<th",
        "colspan=2",
        "onclick=alert(1)>",
        "<a",
        "href=javascript:x>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<svg>",
        "<math>",
        "<mtext>",
        "<img",
        "src=x",
        "onerror=x>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<iframe",
        "srcdoc='",
        "'",
        ">",
        "&lt;",
        "&#0;",
        "<p/style=x>",
        "<noscript>",
        "<template>",
        "<select>",
        "<base",
        "href=//x>",
        "<meta>",
        "\x00",
        "\n",
    ]
)


@fuzz
@given(st.lists(MARKUP | TEXT, max_size=30).map("".join))
def test_html_that_is_shown_does_nothing(html):
    with in_time():
        safe = safe_html(html)
    Harmless().feed(safe)
    assert safe_html(safe) == safe


@fuzz
@given(JSON | st.dictionaries(TEXT, st.dictionaries(st.just("image/png"), JSON)), TEXT)
def test_attachments_and_messages(attachments, text):
    with in_time():
        json.dumps(safe_attachments(attachments), ensure_ascii=False).encode()
        assert plain_text(text).encode().isascii() or plain_text(text)
