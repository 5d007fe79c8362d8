"""Exported grades: what nobody has graded is no zero, and nothing that is there is written over."""

import csv
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import ExportApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin

from graders.record.export import Canvas, Export, Moodle
from graders.record.export.filling import ExportError
from graders.report.export import Tests as TidyTable
from tests.record.recording import Recording
from tests.small_course import NAME

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

CANVAS = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,small (4711),Quiz (12),Final Score
    Points Possible,,,,,7.00,5.00,(read only)
"Adams, Ada",11,u-ada,ada,One,,3,99
"Carl, =1+1",12,carl,c@uni.example,One,,4,99
"Emmy",77,,,One,,,
"Georg",14,,georg,One,,,
"Kurt",15,,kurt,One,,,
"Nina",16,,NINA,One,6.5,,
"Otto",17,,otto,One,,,
"Stranger",18,,nobody,One,,,
"""
MOODLE = """Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,\
Grade can be changed,Feedback comments
Participant 501,Ada Adams,ada,,Submitted for grading,,7.00,Yes,
Participant 502,Carl,,CARL@uni.example,Submitted for grading,-,7.00,Yes,
Participant 77,Emmy,,,Submitted for grading,3,7.00,Yes,good
Participant 504,Georg,georg,,Submitted for grading,,7.00,Yes,
Participant 505,Kurt,kurt,,Submitted for grading,,7.00,Yes,
Participant 506,Nina,nina,,Submitted for grading,,7.00,No,
Participant 507,Otto,otto,,No submission,,7.00,Yes,
Participant 508,Twin,ada,carl@uni.example,No submission,,7.00,Yes,
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Graded, graded, graded; a written answer waits; grader error; graded; not handed in."""
    course = Recording(tmp_path_factory.mktemp("course") / "c")
    right = course.filled()
    people = {"ada": {}, "carl": {"test_shifted": 0.0}, "emmy": {"test_slow": 0.0}, "nina": {}}
    for name, lost in people.items():
        course.record(name, right, **lost)
        course.give(name, "explain", 1.0)
    course.record("georg", right)
    course.record("kurt", right, test_double=None)
    with Gradebook(course.url) as gradebook:
        gradebook.add_student("otto")
        gradebook.update_or_create_student("carl", email="carl@uni.example")
        gradebook.update_or_create_student("emmy", lms_user_id="77")
    return course


def export(course, kind, folder: Path, **options) -> list[list[str]]:
    plugin = kind(to=str(folder / "out.csv"), assignment=[NAME], **options)
    with Gradebook(course.url) as gradebook:
        plugin.export(gradebook)
    return list(csv.reader((folder / "out.csv").read_text().splitlines()))


def left_out(folder: Path) -> dict[str, str]:
    rows = csv.DictReader((folder / "out.left-out.csv").read_text().splitlines())
    return {row["student"]: row["reason"] for row in rows}


def filled(course, kind, folder: Path, text: str, **options) -> list[list[str]]:
    (folder / "in.csv").write_text(text, encoding="utf-8")
    name = "gradebook" if kind is Canvas else "worksheet"
    return export(course, kind, folder, **{name: str(folder / "in.csv")}, **options)


def test_the_table_has_states_and_no_zero_for_what_is_not_graded(course, tmp_path):
    head, *rows = export(course, Export, tmp_path)
    found = {row["student_id"]: row for row in (dict(zip(head, r, strict=True)) for r in rows)}
    scores = {name: (row["score"], row["state"], row["waiting"]) for name, row in found.items()}
    assert scores == {
        "ada": ("7.0", "graded", "0.0"),
        "carl": ("5.0", "graded", "0.0"),
        "emmy": ("6.0", "graded", "0.0"),
        "georg": ("", "waits for a person", "1.0"),
        "kurt": ("", "needs attention", "2.0"),
        "nina": ("7.0", "graded", "0.0"),
        "otto": ("", "not handed in", "0.0"),
    }
    assert found["georg"]["raw_score"] == "6.0" and found["otto"]["raw_score"] == ""


def test_of_who_is_graded_the_table_says_what_nbgraders_says(course, tmp_path):
    head, *theirs = export(course, CsvExportPlugin, tmp_path)
    _, *ours = export(course, Export, tmp_path)
    for row, other in zip(ours, theirs, strict=True):
        if "graded" in row:
            assert row[: len(head)] == other


def test_a_persons_points_beside_a_changed_answer_wait(tmp_path):
    course = Recording(tmp_path / "c")
    course.record("ada", course.filled())
    course.give("ada", "explain", 1.0)
    course.record("ada", course.filled(explain="Another answer."))
    _, row = export(course, Export, tmp_path)
    assert row[9] == "" and "waits for a person" in row


def test_canvas_gets_final_points_in_empty_cells_alone(course, tmp_path):
    head, maxima, *rows = filled(course, Canvas, tmp_path, CANVAS)
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "small (4711)"]
    assert maxima[-1] == "7.00"
    assert {row[1]: row[-1] for row in rows} == {
        "11": "7", "12": "5", "77": "6", "14": "", "15": "", "16": "6.5", "17": "", "18": "",
    }  # fmt: skip
    assert left_out(tmp_path) == {
        "georg": "waits for a person",
        "kurt": "needs attention",
        "nina": "6.5 is there already, here are 7",
        "otto": "not handed in",
        "18": "unknown here",
    }


def test_moodle_gets_final_points_in_empty_cells_alone(course, tmp_path):
    head, *rows = filled(course, Moodle, tmp_path, MOODLE)
    assert head == MOODLE.splitlines()[0].split(",")
    assert {row[0].split()[-1]: row[5] for row in rows} == {
        "501": "7", "502": "5", "77": "3", "504": "", "505": "", "506": "", "507": "", "508": "",
    }  # fmt: skip
    assert rows[2][-1] == "good"
    said = left_out(tmp_path)
    assert said["emmy"] == "3 is there already, here are 6"
    assert said["Participant 508"] == "two students here have its ids"
    assert said["nina"] == "Moodle says: cannot be changed"
    assert said["otto"] == "not handed in" and said["kurt"] == "needs attention"


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (Canvas, "", "is empty"),
        (Canvas, MOODLE, "not a gradebook of Canvas"),
        (Canvas, CANVAS.replace("small (4711)", "large (4711)"), "no column of an assignment"),
        (Canvas, CANVAS.replace("Quiz (12)", "small (12)"), "no column of an assignment"),
        (Canvas, CANVAS.replace("7.00", "10"), "7 points here and 10 in the file"),
        (Moodle, CANVAS, "not a grading worksheet of Moodle"),
        (Moodle, MOODLE.replace("7.00", "100,00").replace("100,00", '"100,00"'), "100 in the file"),
    ],
)
def test_another_file_is_refused_with_the_reason(course, tmp_path, kind, text, said):
    with pytest.raises(ExportError, match=said):
        filled(course, kind, tmp_path, text)


@pytest.mark.parametrize(("kind", "said"), [(Canvas, "--Canvas.grade"), (Moodle, "--Moodle.work")])
def test_without_the_platforms_file_it_says_where_it_is(course, tmp_path, kind, said):
    with pytest.raises(ExportError, match=said):
        export(course, kind, tmp_path)


def test_points_are_scaled_if_that_is_asked_for(course, tmp_path):
    _, _, *rows = filled(course, Canvas, tmp_path, CANVAS.replace("7.00", "70"), scale=True)
    assert rows[0][-1] == "70" and rows[1][-1] == "50"


def test_the_tidy_table_has_a_row_for_each_test(course, tmp_path):
    app = ExportApp()
    app.coursedir = CourseDirectory(root=str(course.folder))
    head, *rows = export(course, TidyTable, tmp_path, parent=app)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert len(found) == 6 * 5 + 1
    by = {(row["student_id"], row["test"]): row for row in found}
    assert by["kurt", "test_double"]["points"] == ""
    assert by["kurt", "test_double"]["state"] == "grader error"
    assert by["carl", "test_shifted"]["points"] == "0.0"
    assert by["georg", "explain"]["result"] == "waits for a person"
    assert by["otto", ""]["state"] == "not handed in" and by["otto", ""]["points"] == ""
