"""The points, comments and bonus of persons, over resubmissions and corrected tests."""

import sqlite3
from base64 import b64encode

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader import nbgraderformat

from graders.notebook.exercises import grade_id
from tests.record.recording import Recording
from tests.small_course import NAME, find

OTHER_SLOW = "def slow(x):\n    return 1 * x"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Recording(tmp_path_factory.mktemp("recording") / "course")


def graded(course, student, **answers):
    """Hand in, and have a person give 0.5 of 1 and a comment for the written answer."""
    course.record(student, course.filled(**answers))
    assert course.item(student, "explain") == (None, None, None, True)
    course.give(student, "explain", 0.5, 0.25, "Nearly all.")


@pytest.mark.parametrize(
    "change",
    [
        lambda nb: setattr(find(nb, "slow"), "source", OTHER_SLOW),
        lambda nb: setattr(find(nb, "explain"), "source", find(nb, "explain").source + "  \n\n"),
        lambda nb: nb.cells.append(new_code_cell("print('an experiment')")),
        lambda nb: nb.cells.append(new_markdown_cell("A note to myself")),
        lambda nb: nb.cells.remove(find(nb, "double")),
        lambda nb: setattr(find(nb, "explain"), "id", "another"),
        lambda nb: nb.cells.insert(0, nb.cells.pop()),
        lambda nb: setattr(find(nb, "explain"), "metadata", {}),
        lambda nb: setattr(find(nb, "explain"), "cell_type", "raw"),
    ],
    ids=[
        *("another exercise", "blanks", "own cell", "own note", "deleted", "cell id", "moved"),
        *("in a cell of its own", "raw"),
    ],
)
def test_what_a_person_gave_stays_where_the_answer_is_the_same(course, change, request):
    student = request.node.callspec.id.replace(" ", "_")
    graded(course, student)
    changed = course.filled()
    change(changed)
    course.record(student, changed)
    assert course.item(student, "explain") == (None, 0.5, 0.25, False)
    assert course.comment(student, "explain") == "Nearly all."
    assert not course.notes(student)


@pytest.mark.parametrize(
    ("answer", "auto"),
    [("Other words.", None), ("It doubles, then adds. Or not.", None), ("", 0.0)],
    ids=["other", "longer", "empty"],
)
def test_where_the_answer_changed_a_person_looks_again(course, answer, auto, request):
    student = request.node.callspec.id
    graded(course, student)
    course.record(student, course.filled(explain=answer))
    assert course.item(student, "explain") == (auto, None, None, True)
    assert course.comment(student, "explain") in (None, "No response.")
    (note,) = course.notes(student)
    assert "0.5 of 1 points" in note and "0.25 points of extra credit" in note
    assert "Nearly all." in note and "It doubles, then adds." in note
    path = course.folder / "autograded" / student / NAME / f"{NAME}.ipynb"
    names = [grade_id(cell) for cell in nbgraderformat.read(path, 4).cells]  # as nbgrader reads it
    assert names.index("explain_earlier") == names.index("explain") + 1
    # Still so when all is graded once more.
    course.record(student, course.filled(explain=answer))
    assert course.item(student, "explain") == (auto, None, None, True) and course.notes(student)
    # A person has looked; nobody asks again.
    course.give(student, "explain", 1.0)
    course.record(student, course.filled(explain=answer))
    assert course.item(student, "explain") == (auto, 1.0, None, False)
    assert not course.notes(student)


def test_an_unreadable_resubmission_takes_nothing_for_good(course):
    graded(course, "damaged")
    course.record("damaged", b"{ not a notebook")
    assert course.item("damaged", "explain") == (None, None, None, True)
    assert "Nearly all." in course.notes("damaged")[0]
    course.record("damaged", course.filled(slow=OTHER_SLOW))
    assert course.item("damaged", "explain") == (None, 0.5, 0.25, False)
    assert course.comment("damaged", "explain") == "Nearly all." and not course.notes("damaged")


def test_each_answer_has_its_own_points(course):
    graded(course, "several")
    course.record("several", course.filled(explain="Second."))
    course.give("several", "explain", 0.75, comment="Better.")
    course.record("several", course.filled(explain="Third."))
    assert "Better." in course.notes("several")[0]
    for answer, points in (("It doubles, then adds.", 0.5), ("Second.", 0.75), ("Third.", None)):
        course.record("several", course.filled(explain=answer))
        assert course.item("several", "explain")[1] == points
    assert course.item("several", "explain")[3]


def test_points_for_a_test_depend_on_the_solution_and_what_it_reaches(course):
    course.record("reach", course.filled(), test_shifted=0.0, test_slow=0.0)
    course.give("reach", "test_shifted", 1.5)
    course.give("reach", "test_slow", None, 0.5)
    course.give("reach", "slow", comment="Quick.")
    course.record("reach", course.filled(explain="New."), test_shifted=0.0, test_slow=0.0)
    assert course.item("reach", "test_shifted") == (0.0, 1.5, None, False)
    assert course.item("reach", "test_slow") == (0.0, None, 0.5, False)
    assert course.comment("reach", "slow") == "Quick."
    # `shifted` calls `double`, `slow` does not.
    double = "def double(x):\n    return x + x"
    course.record("reach", course.filled(double=double), test_shifted=0.0, test_slow=0.0)
    assert course.item("reach", "test_shifted") == (0.0, None, None, True)
    assert course.item("reach", "test_slow") == (0.0, None, 0.5, False)
    (note,) = course.notes("reach")
    assert "1.5 of 2 points (<code>test_shifted</code>)" in note and "def shifted" in note


def test_a_helper_in_a_cell_of_the_students_own_belongs_to_the_answer(course):
    def with_helper(source):
        notebook = course.filled(slow="def slow(x):\n    return helper_of_mine(x)")
        notebook.cells.insert(1, new_code_cell(source))
        return notebook

    course.record("helper", with_helper("def helper_of_mine(x):\n    return x"))
    course.give("helper", "test_slow", 0.5)
    course.record("helper", with_helper("def helper_of_mine(x):\n    return -x"), test_slow=0.0)
    assert course.item("helper", "test_slow") == (0.0, None, None, True)


def test_a_person_looks_again_where_the_machine_says_something_else(course):
    course.record("corrected", course.filled(), test_slow=0.0)
    course.give("corrected", "test_slow", 0.5)
    course.give("corrected", "explain", 1.0)
    course.record("corrected", course.filled())  # the test was corrected
    assert course.item("corrected", "test_slow") == (1.0, 0.5, None, True)
    assert course.item("corrected", "explain") == (None, 1.0, None, False)
    course.record("corrected", course.filled(), test_double=None)  # a grader error
    assert course.item("corrected", "test_double") == (None, None, None, True)
    course.record("corrected", course.filled())
    assert course.item("corrected", "test_double") == (1.0, None, None, False)


def test_an_answer_in_another_place_is_an_answer_too(course):
    def beside(text):
        notebook = course.filled()
        find(notebook, "explain").source = find(course.released, "explain").source
        notebook.cells.append(new_markdown_cell(text))
        return notebook

    course.record("beside", beside("My answer."))
    course.give("beside", "explain", 0.5)
    course.record("beside", beside("My answer."))
    assert course.item("beside", "explain")[1] == 0.5
    course.record("beside", beside("Another answer."))
    assert course.item("beside", "explain")[1] is None


def test_a_picture_belongs_to_a_written_answer(course):
    def with_picture(data):
        notebook = course.filled(explain="![](attachment:a.png)")
        find(notebook, "explain").attachments = {"a.png": {"image/png": data}}
        return notebook

    pixel = b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode()
    course.record("picture", with_picture(pixel))
    course.give("picture", "explain", 0.5)
    course.record("picture", with_picture(pixel))
    assert course.item("picture", "explain")[1] == 0.5
    course.record("picture", with_picture(pixel[:-12] + "B" + pixel[-11:]))
    assert course.item("picture", "explain")[1] is None


def test_what_was_given_is_shown_as_text(course):
    hostile = "<script>alert(1)</script>\n\n</pre></div>\n\n<img src=x onerror=alert(1)>"
    graded(course, "hostile", explain=hostile)
    course.give("hostile", "explain", 0.5, comment="See <script>\n\n# here")
    course.record("hostile", course.filled())
    (note,) = course.notes("hostile")
    assert "\n" not in note and note.count("<div") == note.count("</div>") == 1
    page = course.page("hostile")
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "Given by a person for an earlier answer" in page


def test_the_note_cannot_be_written_by_a_student(course):
    graded(course, "honest")
    course.record("honest", course.filled(explain="Other."))
    (note,) = course.notes("honest")
    notebook = course.filled()
    notebook.cells.append(new_markdown_cell(note.replace("0.5", "1")))
    notebook.cells[-1].metadata = find(course.graded("honest"), "explain_earlier").metadata
    course.record("liar", notebook)
    assert not course.notes("liar")
    assert "<div style='border: 1px solid" not in course.page("liar")


OLD = """
CREATE TABLE graders_submission (notebook_id VARCHAR(32) PRIMARY KEY, digest VARCHAR(64) NOT NULL)
"""


@pytest.mark.parametrize("is_same", [True, False])
def test_a_gradebook_of_an_older_version_goes_on_working(course, is_same, monkeypatch):
    from graders.record import preprocessor

    digests = []
    plain = preprocessor._digest

    def keep(notebook):
        digests.append(plain(notebook))
        return digests[-1]

    monkeypatch.setattr(preprocessor, "_digest", keep)
    student = f"old_{is_same}"
    graded(course, student)
    with sqlite3.connect(course.folder / "gradebook.db") as database:
        (found,) = database.execute(
            "SELECT submitted_notebook.id FROM submitted_notebook JOIN submitted_assignment "
            "ON submitted_notebook.assignment_id = submitted_assignment.id WHERE student_id = ?",
            (student,),
        ).fetchone()
        database.execute("DELETE FROM graders_answers WHERE notebook_id = ?", (found,))
        database.execute(OLD.replace("TABLE", "TABLE IF NOT EXISTS"))
        database.execute("INSERT INTO graders_submission VALUES (?, ?)", (found, digests[0]))
    course.record(student, course.filled() if is_same else course.filled(slow=OTHER_SLOW))
    if is_same:
        assert course.item(student, "explain") == (None, 0.5, 0.25, False)
        course.record(student, course.filled(slow=OTHER_SLOW))
        assert course.item(student, "explain") == (None, 0.5, 0.25, False)
    else:  # nobody knows which answers changed
        assert course.item(student, "explain") == (None, None, None, True)
        assert "Nearly all." in course.notes(student)[0] and "not kept" in course.notes(student)[0]
