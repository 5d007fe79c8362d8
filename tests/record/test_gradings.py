"""The history of gradings: whichever path grades, with what changed and why."""

import nbformat
import pytest

from graders.course import Course
from graders.record.gradings import (
    AGAIN,
    BY_HAND,
    FILES,
    HANDED_IN,
    Gradings,
    Points,
    current_version,
)
from tests.record.recording import Recording
from tests.small_course import NAME, find

ADA = "ada"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return Recording(tmp_path_factory.mktemp("gradings") / "course")


def correct(made, name="test_double", more="# corrected"):
    """Correct a test, and release it."""
    path = made.folder / "source" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, 4)
    find(notebook, name).source += f"\n{more}"
    nbformat.write(notebook, path)
    Course(made.folder).release(NAME)
    made.read_tests()


def again(made, student, **points):
    """Grade again what was handed in."""
    handed_in = made.folder / "submitted" / student / NAME / f"{NAME}.ipynb"
    made.record(student, handed_in.read_bytes(), **points)


def now(made):
    course = Course(made.folder)
    with course.gradebook() as gradebook:
        return current_version(gradebook, NAME, made.folder / "release" / NAME)


def history(made, student):
    return Gradings(made.folder, student, NAME).all()


def told(made, student):
    """Return why, total, and what is said of a change, of each grading."""
    return [(g.why, g.total, g.reason if g.has_changed else "") for g in history(made, student)]


def test_a_corrected_test_is_told_from_other_reasons(made):
    made.record("ada", made.filled(), test_double=0.0)
    made.record("ben", made.filled(explain=""), test_double=0.0)
    (first,) = history(made, "ada")
    assert first.version == now(made) and set(first.version) == {"double", "shifted", "slow", FILES}
    assert (first.points["explain"], first.max_points, first.before) == (None, 7.0, None)
    correct(made)
    assert now(made) != first.version and now(made)["slow"] == first.version["slow"]
    again(made, "ada")
    again(made, "ben", test_double=0.0)
    assert told(made, "ada") == [
        (HANDED_IN, 5.0, ""),
        (AGAIN, 6.0, "a test of double was corrected"),
    ]
    assert told(made, "ben") == [(HANDED_IN, 5.0, ""), (AGAIN, 5.0, "")]
    # The same tests say something else the next time.
    again(made, "ada", test_slow=0.0)
    assert told(made, "ada")[2:] == [(AGAIN, 5.0, "it was graded again")]
    assert history(made, "ada")[2].changed == ["slow"]
    # A file beside the notebook.
    (made.folder / "release" / NAME / "helper.py").write_text("HELP = 2\n")
    again(made, "ada")
    assert told(made, "ada")[3:] == [(AGAIN, 6.0, "a file of the assignment was corrected")]
    assert history(made, "ada")[-1].version == now(made)


def test_another_submission_begins_anew(made):
    made.record("carl", made.filled(), test_double=0.0)
    made.record("carl", made.filled(double="double = abs"), test_double=1.0)
    assert told(made, "carl") == [(HANDED_IN, 5.0, ""), (HANDED_IN, 6.0, "")]
    assert history(made, "carl")[1].before is None
    made.record("carl", made.filled(), test_double=0.0)  # restored
    assert told(made, "carl")[2] == (AGAIN, 5.0, "")
    assert history(made, "carl")[2].before.at == history(made, "carl")[0].at


@pytest.mark.parametrize("path", ["feedback", "again"])
def test_what_a_person_gave_is_by_hand_whichever_way_it_is_recorded(made, path):
    student = f"dora{path}"
    made.record(student, made.filled())
    made.give(student, "explain", score=1.0)
    if path == "feedback":  # the formgrader's button, or nbgrader's command
        made.feedback(student)
        made.feedback(student)
    else:
        made.record(student, made.filled())
    found = told(made, student)
    assert found[:2] == [(HANDED_IN, 6.0, ""), (BY_HAND, 7.0, "a person graded explain")]
    assert found[2:] == ([] if path == "feedback" else [(AGAIN, 7.0, "")])
    made.give(student, "test_slow", extra=2.0)
    made.give(student, "explain", score=1.0, comment="Nice.")
    made.feedback(student)
    assert told(made, student)[-1] == (BY_HAND, 9.0, "a person graded slow")
    made.give(student, "test_slow", score=0.0)
    made.feedback(student)
    assert told(made, student)[-1] == (BY_HAND, 6.0, "a person graded slow")


@pytest.mark.exhaustive
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
def test_nbgraders_own_commands_write_it_too(made):
    made.submit("emmy", made.filled())
    made.autograde("emmy")
    (found,) = history(made, "emmy")
    assert (found.why, found.total, found.version) == (HANDED_IN, 6.0, now(made))


def line(gradings, notebook="a", submission="1", version=None, **points):
    top = float(len(points))
    gradings.note(notebook, submission, Points(points, top, {}), version or {"f": "1"})


def test_several_notebooks_are_one_grading(tmp_path):
    gradings = Gradings(tmp_path, ADA, NAME)
    for value in (1.0, 2.0):
        line(gradings, "a", f=value)
        line(gradings, "b", g=1.0)
    line(gradings, "a", f=0.0, version={"f": "2"})
    assert [(one.why, one.total, one.max_points) for one in gradings.all()] == [
        (HANDED_IN, 2.0, 2.0),
        (AGAIN, 3.0, 2.0),
        (AGAIN, 1.0, 2.0),
    ]
    last = gradings.all()[-1]
    assert last.reason == "a test of a: f was corrected" and last.changed == ["a: f"]


@pytest.mark.parametrize(
    "torn", [b'{"at": 1', b"\xff\xfe", b"[]", b'{"at": 1, "more": 2}', b"\n\n", b"null"]
)
def test_a_line_that_was_not_written_to_its_end_costs_itself_alone(tmp_path, torn):
    gradings = Gradings(tmp_path, ADA, NAME)
    assert gradings.all() == []
    line(gradings, f=1.0)
    path = next(tmp_path.rglob("*.jsonl"))
    path.write_bytes(path.read_bytes() + b"\n" + torn)
    line(gradings, f=0.0)
    assert [one.total for one in gradings.all()] == [1.0, 0.0]


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path):
    gradings = Gradings(tmp_path, ADA, NAME)
    target = tmp_path / "target"
    folder = tmp_path / "earlier" / ADA / NAME
    folder.mkdir(parents=True)
    (folder / "gradings.jsonl").symlink_to(target)
    with pytest.raises(OSError):
        line(gradings, f=1.0)
    assert not target.exists()
