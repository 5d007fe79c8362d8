"""The mutants are what they say, and the tests of every assignment kill a sample of them."""

import ast

import pytest

from graders.authoring.mutants import explanations, grade_mutants
from graders.authoring.mutation import mutants
from graders.authoring.trial import Trial
from graders.execute.settings import Settings
from tests.bank.solutions import BANK, REPOSITORY, assignments, instructor_notebook

# Where the tests of a mutant train networks.
SMALLER = {"kolmogorov": 6, "fashion_mnist": 12}


def changes(source: str) -> list[str]:
    """Return the mutated sources of one expression."""
    return [mutant.source for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", ["a <= b"]),
        ("a <= b < c", ["a < b < c", "a <= b <= c"]),
        ("a == b", ["a != b"]),
        ("a is None", ["a is not None"]),
        ("a + b", ["a - b"]),
        ("a * b", ["a / b"]),
        ("a @ b", []),
        ("a += b", ["a -= b"]),
        ("a ** b", ["a * b"]),
        ("-a", ["+a"]),
        ("not a", ["not not a"]),
        ("a and b", ["a or b"]),
        ("3", ["4", "2"]),
        ("0.5", ["1.0", "0.25"]),
        ("0.0", ["1.0"]),
        ("True", ["False"]),
        ("'word'", []),
        ("np.max(a)", ["np.min(a)"]),
        ("min(a)", ["max(a)"]),
        ("np.argmin(a)", ["np.argmax(a)"]),
        ("range(n)", ["range(n + 1)", "range(n - 1)"]),
        ("a[:n]", ["a[1:n]", "a[:n + 1]", "a[:n - 1]"]),
        ("a[k:]", ["a[k + 1:]", "a[k:-1]"]),
    ],
)
def test_one_mistake_at_a_time(source, expected):
    assert changes(source) == expected


def test_default_arguments_are_mutated():
    assert changes("def f(a=2):\n    pass") == [f"def f(a={value}):\n    pass" for value in (3, 1)]


def test_docstrings_and_messages_of_errors_are_left_alone():
    source = (
        'def f(a):\n    """Add 1 < 2."""\n    assert a, f"{a + 1}"\n    raise ValueError(a - 1)'
    )
    assert changes(source) == []


def test_annotations_are_left_alone():
    assert changes("def f(a: g[0] = b) -> h[1]:\n    c: k[2] = d") == []


def test_every_mutant_has_its_own_name_and_parses():
    source = "def f(a):\n    a = 1.0\n    a = 1.0\n    return a + a + a"
    made = mutants(source)
    assert len({mutant.id for mutant in made}) == len(made) == 6
    for mutant in made:
        ast.parse(mutant.source)


def test_a_name_does_not_depend_on_the_line():
    ids = [mutant.id for mutant in mutants("def f(a):\n    return a < 1")]
    moved = [mutant.id for mutant in mutants('def f(a):\n    """Say."""\n\n    return a < 1')]
    assert ids == moved


@pytest.mark.exhaustive
@pytest.mark.parametrize("assignment", assignments())
def test_the_tests_of_an_assignment_kill_a_sample_of_mutants(full_template, assignment):
    files = REPOSITORY / "source" / assignment
    trial = Trial(instructor_notebook(assignment), files, Settings(), full_template)
    explained = explanations(BANK / assignment)
    report = grade_mutants(trial, explained, sample=SMALLER.get(assignment, 20))
    assert report.outcomes and report.good, report
