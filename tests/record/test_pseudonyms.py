"""Pseudonyms: always the same, not to be guessed, and in texts as well."""

import csv

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import ExportApp
from nbgrader.coursedir import CourseDirectory

from graders.course import Course
from graders.record.export import Export
from graders.record.pseudonyms import KEY, Pseudonyms
from graders.report.export import Tests as TidyTable
from graders.report.pseudonymous import pseudonymous
from graders.report.results import Category, ClassResults, Entry, StudentResults
from tests.record.recording import Recording
from tests.small_course import NAME


def test_a_student_has_one_pseudonym_and_the_key_is_for_the_owner(tmp_path):
    names = Pseudonyms(tmp_path)
    one, other = names("ada"), names("carl")
    assert one != other and "ada" not in one
    names.save()
    assert (tmp_path / KEY).stat().st_mode & 0o077 == 0
    assert Pseudonyms(tmp_path)("ada") == one
    assert Pseudonyms(tmp_path / "elsewhere")("ada") != one


@pytest.mark.parametrize("text", ["ada: no", "submitted/ada/x", "(ada)", "ada"])
def test_names_in_texts_are_replaced(tmp_path, text):
    names = Pseudonyms(tmp_path)
    assert names.scrubbed(text, ["ada", "a.b"]) == text.replace("ada", names("ada"))
    assert names.scrubbed("adamant axb", ["ada", "a.b"]) == "adamant axb"


def test_results_hold_no_name(tmp_path):
    entry = Entry(0.0, 1.0, Category.FAILED, "f('ada') is 1")
    one = StudentResults("ada", entries={("n", "t"): entry}, reasons=["submitted/carl is a link"])
    results = ClassResults("a", [], [one], absent=["carl"], ungraded=["emmy"])
    said = str(pseudonymous(results, Pseudonyms(tmp_path)))
    assert not any(name in said for name in ("ada", "carl", "emmy"))


@pytest.mark.parametrize("kind", [Export, TidyTable])
def test_a_table_holds_no_name(tmp_path, kind):
    course = Recording(tmp_path / "c")
    course.record("ada", course.filled())
    app = ExportApp()
    app.coursedir = CourseDirectory(root=str(course.folder))
    with Gradebook(course.url) as gradebook:
        gradebook.update_or_create_student("ada", first_name="Zoe", email="zoe@x.example")
        kind(to=str(tmp_path / "out.csv"), parent=app, pseudonyms=True).export(gradebook)
    text = (tmp_path / "out.csv").read_text()
    names = Pseudonyms(Course(course.folder).root)
    found = {row["student_id"] for row in csv.DictReader(text.splitlines())}
    assert found == {names("ada")} and NAME in text
    assert "ada" not in text and "zoe" not in text.lower()
