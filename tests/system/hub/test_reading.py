"""An answer as an instructor reads it: nothing of it does anything, and nothing is missing."""

import copy
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from graders.notebook.results import CHANGED, UNCHANGED, Result, State, set_submitted, write_result
from graders.service.reading import answer, asked
from tests.small_course import find, locked, solution, source_notebook, test_cell, written

RUBRIC = """### Why?
Say why, with $x^2$.

### BEGIN MARK SCHEME
**Two points** for <em>why</em>.
### END MARK SCHEME
"""


def shown(notebook, exercise="explain", cell="explain") -> str:
    return "\n".join(f"{part.label}|{part.html}" for part in answer(notebook, exercise, cell))


def answered(text: str, **attributes):
    notebook = source_notebook()
    cell = find(notebook, "explain")
    cell.source = text
    cell.update(attributes)
    set_submitted(cell, CHANGED)
    return notebook


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<form action='/services/grading/again'><button>Save</button></form>",
        "[a link](https://evil.example/?a=b)",
        "[script](javascript:alert(1)) <javascript:alert(1)> [d](data:text/html,<script>)",
        '[x](https://a.example "t\\"><script>alert(1)</script>")',
        "[x](https://a.example/%22onmouseover=alert(1)//)",
        "![picture](https://evil.example/x.png) ![p](attachment:none.png)",
        "https://evil.example <https://evil.example> [r][1]\n\n[1]: https://evil.example",
        "</div></article><style>body{display:none}</style><base href=//evil.example>",
        "```mermaid\ngraph TD; A--><script>alert(1)</script>\n```",
        "$\\href{javascript:alert(1)}{x}$ $$\\text{<script>alert(1)</script>}$$",
        "<!-- --><svg onload=alert(1)><a href=javascript:alert(1)>x</a></svg>",
        "\\begin{x}<iframe src=//evil.example></iframe>\\end{x}",
    ],
)
def test_what_a_student_writes_leads_nowhere_and_runs_nothing(text):
    html = shown(answered(text)).lower()
    for tag in ("<script", "<img", "<form", "<a ", "<style", "<svg", "<iframe", "<base", "<button"):
        assert tag not in html, html
    assert not re.search(r"<[^>]*(href|style|src|on\w+)=", html), html
    assert html.count("<div") == html.count("</div")


def test_a_link_says_where_it_would_lead():
    html = shown(answered("see [my page](https://home.example/x) and **more**"))
    assert '<span class="address">(https://home.example/x)</span>' in html
    assert "my page" in html and "<strong>more</strong>" in html


def test_formulas_pictures_and_long_texts_are_shown():
    pixel = "iVBORw0KGgo="
    notebook = answered("$x^2$ ![p](attachment:a.png)", attachments={"a.png": {"image/png": pixel}})
    html = shown(notebook)
    assert "<math" in html and f"data:image/png;base64,{pixel}" in html
    bad = answered("![p](attachment:a.svg)", attachments={"a.svg": {"image/svg+xml": "<svg/>"}})
    assert "<img" not in shown(bad)
    assert "x" * 5000 in shown(answered("x" * 5000))
    assert "Nothing was written." in shown(answered(" \n"))


def test_where_it_is_as_released_own_cells_beside_it_are_the_answer():
    notebook = source_notebook()
    cell = find(notebook, "explain")
    set_submitted(cell, UNCHANGED)
    place = notebook.cells.index(cell)
    outputs = [
        new_output("stream", text="\x1b[31mred\x1b[0m <b>"),
        new_output("display_data", data={"text/html": "<b>bold</b><script>alert(1)</script>"}),
        new_output("display_data", data={"image/png": "iVBORw0KGgo="}),
        new_output("error", ename="E", evalue="v", traceback=["<i>trace"]),
        new_output("display_data", data={"application/javascript": "alert(1)"}),
    ]
    notebook.cells[place + 1 : place + 1] = [
        new_markdown_cell("Because of *this*."),
        new_code_cell("print('<u>')", outputs=outputs),
    ]
    html = shown(notebook)
    assert html.count("A cell of the student's own beside it") == 2
    for text in ("<em>this</em>", "&lt;u&gt;", "&lt;b&gt;", "<b>bold</b>", "&lt;i&gt;trace"):
        assert text in html, text
    assert '<img alt="A figure that the cell shows" src="data:image/png' in html
    assert "<script" not in html and "<u>" not in html and "<i>" not in html


def test_a_cell_that_pretends_to_be_ours_is_a_students():
    notebook = answered("<b>bold</b>")
    info = find(notebook, "explain").metadata.nbgrader
    info.locked, info.solution = True, False  # as ours have it
    set_submitted(find(notebook, "explain"), CHANGED)
    assert "&lt;b&gt;bold" in shown(notebook)


def test_a_test_that_waits_says_why_beside_the_code():
    notebook = source_notebook()
    write_result(
        find(notebook, "test_double"), Result(State.GRADER_ERROR, None, 1.0, "it broke <here>")
    )
    html = shown(notebook, "double", "test_double")
    assert "SECRET-REFERENCE" in html and "grader error: it broke &lt;here&gt;" in html


def test_a_task_is_answered_in_the_cells_that_follow_it():
    notebook = source_notebook()
    task = copy.deepcopy(locked("task", "Draw.", kind=new_markdown_cell))
    task.metadata.nbgrader |= {"task": True, "grade": True, "points": 2}
    notebook.cells += [task, new_markdown_cell("first"), new_code_cell("second"), locked("end", "")]
    notebook.cells.append(new_markdown_cell("of another"))
    html = shown(notebook, "task", "task")
    assert "first" in html and "second" in html and "another" not in html


def source(tmp_path: Path, *cells) -> Path:
    notebook = source_notebook()
    notebook.cells += cells
    nbformat.write(notebook, tmp_path / "n.ipynb")
    return tmp_path / "n.ipynb"


def test_the_rubric_stands_apart_from_question_and_model_answer(tmp_path):
    path = source(
        tmp_path,
        locked("why_statement", RUBRIC, kind=new_markdown_cell),
        written("why", "Because.\n### BEGIN MARK SCHEME\nAnd half.\n### END MARK SCHEME"),
        locked("other", "Some text.", kind=new_markdown_cell),
        written("plain", "### BEGIN SOLUTION\nSo.\n### END SOLUTION"),
    )
    found = asked(path, "why")
    assert (found.exercise, found.title) == ("why", "why")
    assert "<strong>Two points</strong> for <em>why</em>" in found.rubric
    assert "And half." in found.rubric
    assert "<math" in found.statement and "Two points" not in found.statement
    assert "Because." in found.model and "half" not in found.model
    for part in (found.rubric, found.statement, found.model):
        assert "MARK SCHEME" not in part
    plain = asked(path, "plain")
    assert plain.rubric == "" and "Some text." in plain.statement and "SOLUTION" not in plain.model


def test_questions_in_code_tasks_and_unknown_ones(tmp_path):
    task = locked("task", "Draw.\n### BEGIN MARK SCHEME\nA line.\n### END MARK SCHEME",
                  kind=new_markdown_cell)  # fmt: skip
    task.metadata.nbgrader |= {"task": True, "grade": True, "points": 2}
    path = source(
        tmp_path, solution("g", "def g():\n    return 1"), test_cell("test_g", "g()"), task
    )
    of_test = asked(path, "test_g")
    assert of_test.exercise == "g" and "highlight" in of_test.model
    of_task = asked(path, "task")
    assert (of_task.exercise, of_task.model) == ("task", "")
    assert "Draw." in of_task.statement and "A line." in of_task.rubric
    for where in (path, tmp_path / "gone.ipynb"):
        nothing = asked(where, "nowhere")
        assert (nothing.exercise, nothing.rubric, nothing.model) == ("nowhere", "", "")
