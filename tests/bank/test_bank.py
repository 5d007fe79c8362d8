"""The tests of the exercises are themselves tested: right solutions pass, wrong ones do not.

One solution of each exercise always, a larger sample in both ways in `make test-all`; the
whole bank is ``make bank``.
"""

from collections.abc import Iterator

import pytest

from graders.notebook.exercises import exercises_of
from tests.bank import images, pipeline, solutions

ASSIGNMENTS = solutions.assignments()
SAMPLE = 6
# Where each submission trains networks: fewer, and each in one of the two ways.
SMALLER = {"kolmogorov": 2, "fashion_mnist": 4}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_exercise_has_two_right_and_four_wrong_solutions(assignment):
    bank = solutions.candidates(assignment)
    for exercise in exercises_of(solutions.instructor_notebook(assignment)):
        if exercise.written or not exercise.points:
            continue
        mine = [candidate for candidate in bank if candidate.exercise == exercise.name]
        assert sum(candidate.right for candidate in mine) >= 2, exercise.name
        assert sum(not candidate.right for candidate in mine) >= 4, exercise.name


def of_each_exercise(assignment: str, right: bool) -> list[solutions.Pack]:
    """Return the first solution of each exercise, right ones or wrong ones, as few submissions."""
    first: dict[str, solutions.Candidate] = {}
    for candidate in solutions.candidates(assignment):
        if candidate.right is right:
            first.setdefault(candidate.exercise, candidate)
    return solutions.packs(assignment, list(first.values()))


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_reference_has_all_points(assignment):
    with images.chosen("stand-ins"):
        assert pipeline.grade_pack(assignment, "judged", {}) == []  # raises if it has not


@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_one_solution_of_each_exercise_loses_exactly_what_it_should(assignment, right):
    with images.chosen("stand-ins"):
        for pack in of_each_exercise(assignment, right):
            for verdict in pipeline.grade_pack(assignment, "judged", pack):
                lost, should = set(verdict.lost), set(verdict.candidate.loses)
                assert verdict.expected, (verdict.candidate.name, lost, should)


def sample(assignment: str) -> list[solutions.Pack]:
    """Return some packs of the bank, the first and fullest among them."""
    packs = solutions.packs(assignment, solutions.candidates(assignment))
    return packs[:: -(-len(packs) // SMALLER.get(assignment, SAMPLE))]


def cases() -> Iterator[tuple]:
    """Yield each pack of the sample in both ways, and with all kinds of images."""
    for assignment in ASSIGNMENTS:
        kinds = images.kinds(assignment)
        for number in range(len(sample(assignment))):
            for turn, how in enumerate(("judged", "in-process")):
                if assignment in SMALLER and (number + turn) % 2 == 0:
                    continue  # each pack in one of the ways
                kind = kinds[number // 2 % len(kinds)]
                name = f"{assignment}-{number}-{how}"
                yield pytest.param(assignment, number, how, kind, id=f"{name}-{kind}".rstrip("-"))


@pytest.mark.exhaustive
@pytest.mark.parametrize(("assignment", "number", "how", "kind"), list(cases()))
def test_solutions_lose_exactly_the_test_cells_that_they_should(assignment, number, how, kind):
    if images.absent(kind):
        pytest.skip(images.ABSENT)
    with images.chosen(kind):
        verdicts = pipeline.grade_pack(assignment, how, sample(assignment)[number])
    bad = {
        v.candidate.name: (set(v.lost), set(v.candidate.loses)) for v in verdicts if not v.expected
    }
    assert not bad, "lost, and should have lost"
