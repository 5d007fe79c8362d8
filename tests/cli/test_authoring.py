"""`graders mutants` and `graders bank`: what they say of good tests and of weak ones."""

import nbformat
import pytest
from nbformat.v4 import new_notebook

from tests.cli.command import run
from tests.small_course import solution, test_cell

POSITIVE = """
def positive(x):
    ### BEGIN SOLUTION
    return x if x > 0 else 0
    ### END SOLUTION
"""
WEAK = "assert positive(2) == 2"
GOOD = "assert [positive(x) for x in (-2, -0.5, 0, 0.5, 1)] == [0, 0, 0, 0.5, 1]"
# At 0 it is the same.
MUTANT = "positive: `return x if x > 0 else 0` → `return x if x >= 0 else 0`"
EXPLAINED = f"'{MUTANT}' = 'Both give 0.'"


@pytest.fixture
def course(tmp_path):
    """Make a course with one exercise, whose test is given."""

    def course(test, points=1.0):
        folder = tmp_path / "course"
        assert run("new-course", folder, cwd=tmp_path).returncode == 0
        cells = [solution("positive", POSITIVE), test_cell("test_positive", test, points)]
        (folder / "source" / "signs").mkdir()
        notebook = new_notebook(cells=cells)
        nbformat.write(notebook, folder / "source" / "signs" / "signs.ipynb")
        return folder

    return course


def put(folder, **files):
    """Write files of the bank, without their ending."""
    for name, text in files.items():
        path = folder / "solutions" / "signs" / "positive" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_mutants_that_a_weak_test_lets_pass_are_named(course):
    done = run("mutants", "signs", cwd=course(WEAK))
    assert done.returncode == 1, done.stderr
    assert "add a test, or the reason:" in done.stdout
    assert "positive: `return x if x > 0 else 0` → `return x if x > 0 else 1`" in done.stdout


def test_with_a_good_test_and_a_reason_all_is_well(course):
    folder = course(GOOD)
    done = run("mutants", "signs", cwd=folder)
    assert done.returncode == 1 and done.stdout.count("SURVIVES") == 1
    reasons = folder / "solutions" / "signs" / "equivalent_mutants.toml"
    reasons.parent.mkdir(parents=True)
    reasons.write_text(EXPLAINED)
    done = run("mutants", "signs", cwd=folder)
    assert done.returncode == 0, done.stdout
    reasons.write_text(f"{EXPLAINED}\n'positive: gone' = 'It was once.'")
    done = run("mutants", "signs", cwd=folder)
    assert done.returncode == 1 and "no longer made:\n  positive: gone" in done.stdout


def test_a_test_without_points_notices_mistakes_too(course):
    done = run("mutants", "signs", cwd=course(GOOD, points=0.0))
    assert done.stdout.count("SURVIVES") == 1 and done.stdout.count("killed  ") > 2


@pytest.mark.parametrize(
    ("test", "arguments", "expected"),
    [
        (WEAK, ["--exercise", "negative"], "no test grades an exercise 'negative'; there are: pos"),
        ("assert positive(2) == 3", [], "the reference solution of positive does not pass test"),
    ],
)
def test_what_cannot_be_tried_is_said(course, test, arguments, expected):
    done = run("mutants", "signs", *arguments, cwd=course(test))
    assert done.returncode == 1 and expected in done.stderr, done.stderr


def test_a_bank_shows_what_is_refused_and_what_is_accepted(course):
    folder = course(WEAK)
    put(
        folder,
        right_max="def positive(x):\n    return max(x, 0)",
        right_of_zero="def positive(x):\n    return 0",
        wrong_abs="def positive(x):\n    return abs(x)",
        wrong_sign="def positive(x):\n    return -x",
    )
    done = run("bank", "signs", cwd=folder)
    assert done.returncode == 1
    assert "positive/right_of_zero lost test_positive; it must lose nothing" in done.stdout
    assert "positive/wrong_abs lost nothing; it must lose something" in done.stdout
    assert "wrong_sign" not in done.stdout and "right_max" not in done.stdout


def test_a_sound_bank_ends_well(course):
    folder = course(GOOD)
    put(
        folder,
        right_max="def positive(x):\n    return max(x, 0)",
        wrong_abs="# loses: test_positive\ndef positive(x):\n    return abs(x)",
    )
    done = run("bank", "signs", cwd=folder)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("almost", "", "begins neither with right_ nor with wrong_"),
        ("wrong_a", "# loses: test_b", "positive has no test cell test_b"),
        ("right_a", "# loses: test_positive", "a right solution loses nothing"),
        ("", "", "there is no solution"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(course, name, text, expected):
    folder = course(WEAK)
    if name:
        put(folder, **{name: text})
    done = run("bank", "signs", cwd=folder)
    assert done.returncode == 1 and expected in done.stderr, done.stderr
