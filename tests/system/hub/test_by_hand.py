"""Instructors read and grade what waits for a person, question by question; nobody else does."""

import json
import re
import time
from urllib.parse import quote

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from playwright.sync_api import expect

from graders.service import by_hand
from graders.service.by_hand import find, points_of, read
from graders.service.following import Following
from graders.service.regrade import RequestRefused
from tests.small_course import NAME, locked
from tests.small_course import find as cell_of
from tests.system.hub.browser import browser, needs_chromium
from tests.system.hub.paged import FORMGRADER, Paged
from tests.system.hub.test_reading import RUBRIC
from tests.system.hub.test_students import looks_well

NOW = time.time()
HOSTILE = """**Because** it doubles $x^2$: see [mine](https://evil.example/a).
<script>document.title = "caught"</script><img src=x onerror="document.title='caught'">
$\\href{javascript:document.title='caught'}{x}$ $\\style{position:fixed;inset:0}{y}$
"""
EXPLAIN = f"answers/{NAME}/{NAME}/explain"
STUDENTS = {"ada": HOSTILE, "ben": "Ben's own words.", "carl": "Because it is so."}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = Paged(tmp_path_factory.mktemp("by-hand"))
    path = made.course.root / "source" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, 4)
    place = notebook.cells.index(cell_of(notebook, "explain"))
    notebook.cells.insert(place, locked("explain_statement", RUBRIC, kind=new_markdown_cell))
    nbformat.write(notebook, path)
    for number, (student, text) in enumerate(STUDENTS.items()):
        made.grade(student, NOW - 600 + number, explain=text)
    with made.serving():
        yield made


def forms(page: str) -> dict[str, dict[str, str]]:
    """Return the fields of the form of each student, by name."""
    found = {}
    for article in page.split("<article")[1:]:
        student = re.search(r"Who wrote this</summary><p>(\w+)", article)[1]
        names = ("_xsrf", "key", "seen")
        found[student] = {
            name: re.search(f'name="{name}"[^>]*value="([^"]*)"', article)[1] for name in names
        }
    return found


def send(visitor, fields, path=EXPLAIN, **values):
    headers = {"Accept": "application/json"}
    status, said, _ = visitor.open(path, fields | values, **headers)
    return status, json.loads(said) if said.startswith("{") else {"said": said}


pages = pytest.mark.exhaustive


@pages
def test_what_waits_is_listed_by_question_and_leads_to_its_answers(course):
    emmy = course.visitor("instructor")
    assert 'href="answers"' in emmy.open("")[1]
    page = emmy.open("answers")[1]
    assert f'href="{EXPLAIN}"' in page and "test_double" not in page
    page = emmy.open(EXPLAIN)[1]
    assert "<strong>Two points</strong>" in page and "BEGIN MARK SCHEME" not in page
    for text in ("own words.", "<strong>Because</strong>", "(https://evil.example/a)", "<math"):
        assert text in page
    found = forms(page)
    assert set(found) == set(STUDENTS)
    assert f"{FORMGRADER}/formgrader/submissions/{found['ada']['key']}/" in page
    assert list(found.values()) == sorted(found.values(), key=lambda one: one["key"])
    assert "<script>document" not in page and "<img" not in page and "javascript:" not in page


@pages
def test_points_and_comment_come_to_the_gradebook_and_to_the_students_page(course):
    emmy = course.visitor("instructor")
    ben = forms(emmy.open(EXPLAIN)[1])["ben"]
    status, told = send(emmy, ben, points="0,5", comment="Nearly <b>all</b>.\r\nRead 3.")
    assert (status, told["said"]) == (200, "0.5 of 1 points, with a comment")
    assert course.made.item("ben", "explain") == (None, 0.5, None, False)
    assert course.made.comment("ben", "explain") == "Nearly <b>all</b>.\nRead 3."
    following = Following(course.course, course.queue)
    assert following.follow() >= 1
    course.give_back()
    student = course.visitor("ben")
    page = course.wait(student, "6.5 of 7 points")
    feedback = student.open(re.search(r'href="(feedback/\d+)"', page)[1])[1]
    assert "Nearly" in feedback and "<b>all" not in feedback
    # What was shown before is no longer so; what was answered is.
    before = course.made.item("ben", "explain")
    status, told = send(emmy, ben, points="1", comment="")
    assert status == 409 and "somebody else has graded" in told["said"]
    assert course.made.item("ben", "explain") == before
    ben = forms(emmy.open(f"{EXPLAIN}?all=1")[1])["ben"]
    status, told = send(emmy, ben, points="", comment="Only words.")
    assert (status, told["said"]) == (200, "Comment saved; it waits for points.")
    status, told = send(emmy, ben | {"seen": told["seen"]}, points="1", comment="")
    assert (status, told["said"]) == (200, "1 of 1 points")
    assert course.made.comment("ben", "explain") is None


@pages
def test_without_a_script_the_form_works_and_keeps_what_was_typed(course):
    emmy = course.visitor("instructor")
    carl = forms(emmy.open(f"{EXPLAIN}?all=1")[1])["carl"]
    status, page, _ = emmy.open(f"{EXPLAIN}?all=1", carl | {"points": "7", "comment": "x & <y>"})
    assert status == 409 and "at most 1 points" in page
    assert 'value="7"' in page and "x &amp; &lt;y&gt;</textarea>" in page
    status, _, where = emmy.open(f"{EXPLAIN}?all=1", carl | {"points": "1", "comment": ""})
    assert status == 302 and where.endswith(f"explain?all=1#{carl['key']}")
    assert course.made.item("carl", "explain")[1] == 1.0


@pages
@pytest.mark.parametrize("name", ["ada", "student", "stranger", "program"])
def test_students_strangers_and_programs_neither_read_nor_give(course, name):
    emmy = course.visitor("instructor")
    ada = forms(emmy.open(f"{EXPLAIN}?all=1")[1])["ada"]
    before = course.made.item("ada", "explain")
    visitor = course.visitor(name)
    for path in ("answers", EXPLAIN, f"{EXPLAIN}?all=1"):
        status, page, _ = visitor.open(path)
        assert status == 403 and "own words" not in page and "Two points" not in page
    if name != "program":
        visitor.open("")
    own = {cookie.value for cookie in visitor.cookies if cookie.name == "_xsrf"} or {ada["_xsrf"]}
    for token in (*own, ada["_xsrf"]):
        status, _ = send(visitor, ada | {"_xsrf": token}, points="1", comment="mine")
        assert status == 403
    assert course.made.item("ada", "explain") == before


@pages
@pytest.mark.parametrize("token", ["", "2|00000000|0|0", None])
def test_a_foreign_page_gives_nothing(course, token):
    emmy = course.visitor("instructor")
    ada = forms(emmy.open(f"{EXPLAIN}?all=1")[1])["ada"]
    before = course.made.item("ada", "explain")
    fields = {name: value for name, value in ada.items() if name != "_xsrf"}
    status, _ = send(emmy, fields | ({} if token is None else {"_xsrf": token}), points="1")
    assert status == 403 and course.made.item("ada", "explain") == before


@pages
@pytest.mark.parametrize(
    "path",
    [
        f"answers/{NAME}/{NAME}/nothing",
        f"answers/{NAME}/{NAME}/test_double",  # which the machine graded
        f"answers/{quote('../' + NAME, safe='')}/{NAME}/explain",
        f"answers/{NAME}/{quote('..', safe='')}/explain",
        f"answers/{NAME}/{NAME}/{quote('explain/../../x', safe='')}",
        f"answers/%00/%ff/{quote(chr(0x2028))}",
        f"answers/{'x' * 3000}/y/z",
    ],
)
def test_what_is_no_question_is_not_found(course, path):
    emmy = course.visitor("instructor")
    assert emmy.open(path)[0] in (400, 404)
    fields = forms(emmy.open(f"{EXPLAIN}?all=1")[1])["ada"]
    assert send(emmy, fields, path, points="1")[0] in (400, 404)


@pages
def test_what_is_sent_is_bounded(course):
    emmy = course.visitor("instructor")
    ada = forms(emmy.open(f"{EXPLAIN}?all=1")[1])["ada"]
    before = course.made.item("ada", "explain"), course.made.comment("ada", "explain")
    for values in (
        {"points": "nan"},
        {"points": "-1"},
        {"points": "1e0"},
        {"points": "٣"},
        {"points": "1", "comment": "x" * 5001},
        {"points": "1", "comment": "\u202e\u200b"},
        {"points": "1", "key": "' OR 1=1 --"},
        {"points": "1", "seen": ""},
    ):
        status, told = send(emmy, ada, **values)
        assert status == 409 and told["said"], values
    assert (course.made.item("ada", "explain"), course.made.comment("ada", "explain")) == before


@pages
@needs_chromium
def test_with_keys_one_reads_and_grades_in_a_row(course, pictures):
    for student in STUDENTS:
        with course.course.gradebook() as gradebook:
            grade = gradebook.find_grade("explain", NAME, NAME, student)
            grade.manual_score, grade.needs_manual_grade = None, True
            gradebook.db.commit()
    emmy = course.visitor("instructor")
    order = list(forms(emmy.open(EXPLAIN)[1]))
    with browser() as opened:
        context = course.context(opened, emmy)
        page = context.new_page()
        failures = []
        page.on("console", lambda one: failures.append(one.text) if one.type == "error" else None)
        page.goto(f"{course.address}/services/grading-course/{EXPLAIN}")
        looks_well(page, pictures / "answers")
        assert page.title() != "caught"
        points = page.locator("input[name=points]")
        points.nth(0).focus()
        page.keyboard.type("0.5")
        page.keyboard.press("Enter")
        expect(page.locator("[role=status]").nth(0)).to_have_text("0.5 of 1 points")
        expect(points.nth(1)).to_be_focused()
        page.keyboard.type("9")
        page.keyboard.press("Enter")
        expect(page.locator("[role=status]").nth(1)).to_contain_text("at most 1 points")
        expect(points.nth(1)).to_be_focused()
        points.nth(1).fill("1")
        page.keyboard.press("Tab")
        page.keyboard.type("Well said.")
        page.keyboard.press("Control+Enter")
        expect(points.nth(2)).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(points.nth(1)).to_be_focused()
        page.screenshot(path=pictures / "answers-given.png")
        page.goto(f"{course.address}/services/grading-course/answers")
        looks_well(page, pictures / "questions")
        assert not [one for one in failures if "409" not in one], failures
    assert course.made.item(order[0], "explain")[1] == 0.5
    assert course.made.item(order[1], "explain")[1] == 1.0
    assert course.made.comment(order[1], "explain") == "Well said."
    assert course.made.item(order[2], "explain")[1] is None


@pages
def test_a_page_holds_some_and_leads_to_the_next(course, monkeypatch):
    monkeypatch.setattr(by_hand, "AT_ONCE", 2)
    question = find(course.course, NAME, NAME, "explain")
    first = read(course.course, question, True, "")
    second = read(course.course, question, True, first.next)
    numbers = [one.number for page in (first, second) for one in page.answers]
    assert numbers == [1, 2, 3] and second.next == "" and first.total == 3
    assert {one.entry.student for page in (first, second) for one in page.answers} == set(STUDENTS)
    path = course.course.folder("autograded", "ada", NAME) / f"{NAME}.ipynb"
    kept = path.read_bytes()
    for broken in (b"", b"{", b"[]", b"\xff", kept.replace(b"doubles", b"triples")):
        path.write_bytes(broken)
        found = {
            one.entry.student: one.parts for one in read(course.course, question, True, "").answers
        }
        found |= {
            one.entry.student: one.parts
            for one in read(course.course, question, True, first.next).answers
        }
        assert found["ada"] is None and found["ben"] and found["carl"]
    path.write_bytes(kept)


@pytest.mark.parametrize(
    ("text", "points"),
    [("", None), ("  ", None), ("0", 0.0), ("2", 2.0), ("1.5", 1.5), ("1,25", 1.25), ("3", 3.0)],
)
def test_points_as_people_type_them(text, points):
    assert points_of(text, 3.0) == points


@pytest.mark.parametrize("text", ["3.5", "-1", "1/2", "1e1", "nan", "inf", "٣", "1.", ".5", "1 2"])
def test_what_are_no_points_is_said(text):
    with pytest.raises(RequestRefused, match="Nothing was saved"):
        points_of(text, 3.0)
