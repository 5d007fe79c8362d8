"""The engine in nbgrader: generate, autograde, feedback, as its commands do them."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook

from tests.small_course import ANSWER, NAME, Course, find, source_notebook

pytestmark = [
    # nbgrader's own.
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FULL = {
    "test_double": (1.0, "passed"),
    "test_shifted": (2.0, "passed"),
    "test_shifted__quality": (2.0, "passed"),
    "test_slow": (1.0, "passed"),
    "explain": (None, "to be graded by hand"),
}
WRONG_DOUBLE = "def double(x):\n    return 3 * np.asarray(x)"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("course"))


def test_a_right_submission_gets_every_point(course):
    course.submit("right", course.filled())
    assert course.autograde("right") == FULL
    about = course.graded("right").metadata.graders
    assert about.level and about.engine and about.seconds > 0


def test_the_released_notebook_passes_nothing(course):
    course.submit("empty", course.released)
    grades = course.autograde("empty")
    assert set(grades.values()) == {(0.0, "not answered")}


def test_errors_are_not_carried_forward(course):
    course.submit("carried", course.filled(double=WRONG_DOUBLE))
    assert course.autograde("carried") == {**FULL, "test_double": (0.0, "failed")}
    message = "right by itself; it failed because `double` is not"
    assert course.messages("carried")["test_shifted"] == message
    page = course.feedback("carried")
    assert message in page.replace("&#x27;", "'")


def test_what_is_wrong_by_itself_stays_wrong(course):
    wrong = "def shifted(x, by):\n    return double(x) - by"
    course.submit("both", course.filled(double=WRONG_DOUBLE, shifted=wrong))
    grades = course.autograde("both")
    assert grades["test_shifted"] == (0.0, "failed")
    assert "reference" not in str(course.messages("both"))


def test_nothing_of_the_reference_comes_out_of_the_second_run(course):
    spy = """
def shifted(x, by):
    import inspect
    raise ValueError(get_ipython().history_manager.input_hist_raw)
"""
    course.submit("spy", course.filled(double=WRONG_DOUBLE, shifted=spy))
    course.autograde("spy")
    assert "SECRET" not in course.feedback("spy")


@pytest.mark.exhaustive
def test_a_hanging_exercise_costs_itself_only(course):
    course.submit("hangs", course.filled(shifted="def shifted(x, by):\n    while True: pass"))
    assert course.autograde("hangs") == {
        **FULL,
        "test_shifted": (0.0, "timed out"),
        "test_shifted__quality": (0.0, "timed out"),
    }


def test_a_definition_in_a_cell_of_the_students_own_counts(course):
    notebook = course.filled(slow=find(course.released, "slow").source)
    place = notebook.cells.index(find(notebook, "slow"))
    notebook.cells.insert(place, new_code_cell("def slow(x):\n    return x"))
    course.submit("own", notebook)
    assert course.autograde("own") == FULL


@pytest.mark.parametrize("content", [b"", b"nonsense", b'{"cells": []}'])
def test_an_unreadable_submission_is_graded_and_says_so(course, content):
    course.submit("unreadable", content)
    grades = course.autograde("unreadable")
    assert set(grades.values()) == {(None, "could not be read")}
    if content != b'{"cells": []}':
        assert "A note from the grader" in course.feedback("unreadable")


def test_unsafe_files_and_a_renamed_notebook_stop_nothing(course):
    path = course.submit("odd", course.filled())
    path.rename(path.with_name("small-Copy1.ipynb"))
    (path.parent / "link").symlink_to(course.folder / "source" / NAME / f"{NAME}.ipynb")
    (path.parent / "numpy.py").write_text("raise SystemExit")
    (path.parent / "helper.py").write_text("raise SystemExit")
    assert course.autograde("odd") == FULL
    assert len(list((course.folder / "set_aside" / "odd" / NAME).iterdir())) == 2


def test_a_link_to_the_instructors_notebook_earns_nothing(course):
    path = course.submit("link", b"")
    path.unlink()
    path.symlink_to(course.folder / "source" / NAME / f"{NAME}.ipynb")
    assert set(course.autograde("link").values()) == {(None, "could not be read")}


@pytest.mark.exhaustive
def test_a_resubmission_keeps_what_a_person_gave_for_the_same_answer_alone(course):
    course.submit("again", course.filled())
    course.autograde("again")
    give(course, "again", "explain", 1.0)
    # Graded once more, or with another exercise changed: it stays.
    for notebook in (course.filled(), course.filled(double=WRONG_DOUBLE)):
        course.submit("again", notebook)
        assert course.autograde("again")["explain"][0] is None
        assert manual(course, "again") == {"explain": (1.0, False)}
    stub = find(course.released, "slow").source
    notebook = course.filled(double=WRONG_DOUBLE, slow=stub, explain="Other words.")
    notebook.cells.remove(find(notebook, "test_shifted"))
    course.submit("again", notebook)
    assert course.autograde("again") == {
        **FULL,
        "test_double": (0.0, "failed"),
        "test_slow": (0.0, "not answered"),
    }
    assert manual(course, "again") == {}
    course.submit("again", course.filled())
    course.autograde("again")
    assert manual(course, "again") == {"explain": (1.0, False)}


def give(course, student, name, points):
    with Gradebook(course.config().CourseDirectory.db_url) as gradebook:
        grade = gradebook.find_grade(name, NAME, NAME, student)
        grade.manual_score = points
        grade.needs_manual_grade = False
        gradebook.db.commit()


def manual(course, student):
    with Gradebook(course.config().CourseDirectory.db_url) as gradebook:
        grades = gradebook.find_submission_notebook(NAME, NAME, student).grades
        return {
            grade.name: (grade.manual_score, grade.needs_manual_grade)
            for grade in grades
            if grade.manual_score is not None
        }


@pytest.mark.exhaustive
def test_a_grader_error_asks_for_a_person(tmp_path):
    source = source_notebook()
    find(source, "test_slow").source = "slow(3)\nundefined_name"
    course = Course(tmp_path, source)
    course.submit("ada", course.filled())
    assert course.autograde("ada") == {**FULL, "test_slow": (None, "grader error")}
    with Gradebook(course.config().CourseDirectory.db_url) as gradebook:
        assert gradebook.find_grade("test_slow", NAME, NAME, "ada").needs_manual_grade
    assert "undefined_name" in find(course.graded("ada"), "test_slow").metadata.graders.detail
    page = course.feedback("ada")
    assert "an instructor will look at it" in page and "NameError" not in page


def test_feedback_shows_results_and_no_hidden_tests(course):
    course.submit("page", course.filled(slow="def slow(x):\n    return -x", double=WRONG_DOUBLE))
    course.autograde("page")
    page = course.feedback("page")
    assert "Failed · 0 of 1 points" in page and "slow(3) is 3" in page
    assert "Passed · 2 of 2 points" in page
    assert "Hidden tests ran here" in page
    for secret in ("SECRET-HIDDEN", "SECRET-REFERENCE", "2469", "1234.5"):
        assert secret not in page
    # The instructor sees the hidden tests in the graded notebook.
    assert "SECRET-HIDDEN" in nbformat.writes(course.graded("page"))


def test_nothing_that_a_student_wrote_runs_in_a_browser(course):
    attack = "<script>alert('x')</script><img src=x onerror=alert('x')>"
    notebook = course.filled(
        explain=f"{ANSWER} {attack} [a](javascript:alert('x')) ![a](http://evil.example/a.png)",
        slow=f'def slow(x):\n    raise ValueError("{attack}")',
    )
    show = f'from IPython.display import *\ndisplay(HTML("{attack}"), Javascript("{attack}"))'
    notebook.cells.append(new_code_cell(f'{show}\nprint("{attack}")'))
    notebook.cells.append(new_markdown_cell(attack))
    find(notebook, "show").outputs = [new_output("display_data", {"text/html": attack})]
    course.submit("mallory", notebook)
    course.autograde("mallory")
    page = course.feedback("mallory")
    assert "<script>alert" not in page and "<img src=x" not in page and '<img src="x"' not in page
    assert "javascript:alert" not in page.replace("](javascript:alert", "")
    assert 'src="http://evil' not in page


def test_a_demonstration_is_not_run_and_shows_what_was_saved(course):
    notebook = course.filled()
    find(notebook, "show").outputs = [new_output("stream", text="as I saw it")]
    course.submit("show", notebook)
    assert course.autograde("show") == FULL
    assert "as I saw it" in course.feedback("show")
    assert "ZeroDivisionError" not in course.feedback("show")


def test_a_notebook_of_another_kernel_is_graded(course):
    notebook = course.filled()
    notebook.metadata.kernelspec = {"name": "no-such", "display_name": "x", "language": "x"}
    course.submit("kernel", notebook)
    assert course.autograde("kernel") == FULL
