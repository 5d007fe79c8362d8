"""Everybody can read the pages: axe-core in real Chromium, by WCAG 2.2 AA, on phone and desktop."""

from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.apps import NbGraderAPI
from playwright.sync_api import Browser

from graders.course import Course
from graders.notebook.exercises import grade_id
from graders.report.page import page
from graders.report.results import read_class
from tests.record.recording import Recording
from tests.small_course import NAME
from tests.system.hub.browser import browser, needs_chromium

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
TABLE = """<table border="1" class="dataframe" onclick="alert(1)">
<thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>0</th><td><a href="http://evil.example/">1</a></td></tr></tbody></table>"""
TRACEBACK = ["\x1b[31mValueError\x1b[39m in \x1b[38;5;28mf\x1b[39m(x)", "\x1b[1;33mno\x1b[0m"]
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
FORMULA = (
    r"$$\int_0^1 \sum_{j=1}^{N} c_j \cos\left(\frac{\pi j x}{L}\right) dx = 0, \quad N = 1, 2$$"
)
MESSAGE = "double(2) is 3, not 4"
# Of each kind one, as a cell may show it.
OUTPUTS = [
    new_output("display_data", {"text/html": TABLE, "text/plain": "   a\n0  1"}),
    new_output("display_data", {"image/png": PICTURE, "text/plain": "<Figure>"}),
    new_output("stream", text="a long line " * 40),
    new_output("stream", name="stderr", text="a warning"),
    new_output("error", ename="ValueError", evalue="no", traceback=TRACEBACK),
]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = Recording(tmp_path_factory.mktemp("pages") / "course")
    course.record("ada", course.filled(), test_double=0.0, test_shifted__quality=1.0)
    course.record("bob", course.filled(explain=""))
    course.give("ada", "explain", 0.5, comment="Nearly all: see $x_1$.")
    path = course.folder / "autograded" / "ada" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, 4)
    (failed,) = [cell for cell in notebook.cells if grade_id(cell) == "test_double"]
    failed.metadata.graders |= {"message": MESSAGE, "line": "assert double(2) == 4"}
    own = new_code_cell("class A:\n    x = 'text'  # a comment\n\nprint(A.x, 1.5)", outputs=OUTPUTS)
    notebook.cells += [
        own,
        new_markdown_cell(f"## Mine\n\n{FORMULA}\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
    ]
    nbformat.write(notebook, path)
    for student in ("ada", "bob"):
        api = NbGraderAPI(config=Course(course.folder).config)
        assert api.generate_feedback(NAME, student, force=True)["success"]
    return course


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


def check(browser: Browser, path: Path, pictures: Path) -> None:
    """Fail with all that axe-core finds, and with what a page asks of anybody else."""
    context = browser.new_context()
    opened, asked = context.new_page(), []
    opened.on("request", lambda request: asked.append(request.url))
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        for name, (width, height) in SIZES.items():
            opened.set_viewport_size({"width": width, "height": height})
            opened.goto(path.as_uri())
            opened.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found = Axe().run(opened, options={"runOnly": {"type": "tag", "values": RULES}})
            opened.screenshot(path=pictures / f"{path.stem}-{name}-{scheme}.png", full_page=True)
            nodes = [
                (rule["id"], node["html"][:200])
                for rule in found.response["violations"]
                for node in rule["nodes"]
            ]
            assert not nodes, (scheme, name, nodes)
            assert len(found.response["passes"]) > 5  # it did look
            others = [url for url in asked if not url.startswith(("file:", "data:"))]
            assert not others
            wide = opened.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{wide} px wide on a {name}"
    context.close()


@needs_chromium
@pytest.mark.exhaustive
@pytest.mark.parametrize("student", ["ada", "bob"])
def test_a_feedback_page_can_be_read_by_everybody(course, chromium, student, tmp_path):
    check(chromium, course.folder / "feedback" / student / NAME / f"{NAME}.html", tmp_path)


@pytest.mark.exhaustive
@needs_chromium
def test_the_report_can_be_read_by_everybody(course, chromium, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(page(read_class(Course(course.folder), NAME)))
    check(chromium, path, tmp_path)


def test_a_page_leads_to_the_message_that_helps_next(course):
    html = course.page("ada")
    assert "Read this next: double" in html and 'href="#test_double"' in html
    assert "<details" in html and html.count(" open>") < html.count("<details")
    assert "Read this next: explain" in course.page("bob")
    assert "It is not answered yet." in course.page("bob")


def test_a_table_that_a_cell_shows_stays_and_nothing_in_it_lives(course):
    html = course.page("ada")
    shown = html.partition("A table that the cell shows")[2].partition("</div>")[0]
    assert "<td>1</td>" in shown and "<th>a</th>" in shown
    assert not any(word in html for word in ("onclick", "evil.example", "dataframe", "<script"))
