"""The tests of the exercises are themselves tested: right solutions pass, wrong ones do not.

One solution of each exercise always, a larger sample in both ways in `make test-all`; the
whole bank is ``make bank``.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.authoring.trial import Trial
from graders.execute.sandbox import Template
from graders.execute.settings import Settings, Times
from graders.notebook.exercises import exercises_of, named_exercise
from graders.notebook.results import State
from tests.bank import images, pipeline, solutions

ASSIGNMENTS = solutions.assignments()
SAMPLE = 4
# Where others train for long.
QUICKEST = {
    "learn_square": ("right_scipy_lbfgs", "wrong_written_down"),
    "recovery_rate": ("right_lasso_path", "wrong_least_squares"),
    "train": ("wrong_one_step",),
}
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


def lost(
    template: Template,
    assignment: str,
    pack: solutions.Pack,
    *,
    only: bool,
    data: dict[str, Path] | None = None,
) -> dict[str, set]:
    """Grade some solutions among the reference's; return the test cells that each exercise lost.

    Without a course, a gradebook and nbgrader; `only` leaves out the tests of the others.
    """
    # Some wrong solutions take long; the right ones stay far below these limits.
    settings = Settings(times=Times(cell=90, call=60), data=data or {})
    files = solutions.REPOSITORY / "source" / assignment
    trial = Trial(solutions.instructor_notebook(assignment), files, settings, template)
    answers = {name: candidate.source for name, candidate in pack.items()}
    results, _ = trial.graded(answers, set(pack) if only else None)
    missed: dict[str, set] = {exercise.name: set() for exercise in trial.tested}
    for name, result in results.items():
        if result.short or result.state == State.GRADER_ERROR:
            missed[named_exercise(name)].add(name)
    return missed


def of_each_exercise(assignment: str, right: bool) -> list[solutions.Candidate]:
    """Return a solution of each exercise, the first or the quickest right one or wrong one."""
    chosen: dict[str, solutions.Candidate] = {}
    for candidate in solutions.candidates(assignment):
        if candidate.right is right:
            quickest = candidate.name in QUICKEST.get(candidate.exercise, ())
            if candidate.exercise not in chosen or quickest:
                chosen[candidate.exercise] = candidate
    return list(chosen.values())


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_reference_has_all_points(full_template, assignment):
    missed = lost(full_template, assignment, {}, only=False)
    assert missed and not any(missed.values()), missed


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_right_solution_of_each_exercise_has_all_points(full_template, assignment):
    pack = {candidate.exercise: candidate for candidate in of_each_exercise(assignment, True)}
    missed = lost(full_template, assignment, pack, only=True)
    assert len(pack) > 5 and not any(missed.values()), missed


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_wrong_solution_of_each_exercise_loses_exactly_what_it_should(full_template, assignment):
    for pack in solutions.packs(assignment, of_each_exercise(assignment, False)):
        missed = lost(full_template, assignment, pack, only=True)
        assert missed == {name: set(pack[name].loses if name in pack else ()) for name in missed}


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
def test_solutions_lose_exactly_the_test_cells_that_they_should(
    full_template, assignment, number, how, kind
):
    if images.absent(kind):
        pytest.skip(images.ABSENT)
    pack = sample(assignment)[number]
    if how == "judged":
        data = {"FASHION_MNIST_DIR": images.REAL} if kind == "real" else {}
        missed = lost(full_template, assignment, pack, only=True, data=data)
    else:
        with images.chosen(kind):
            verdicts = pipeline.grade_pack(assignment, how, pack)
        missed = {verdict.candidate.exercise: set(verdict.lost) for verdict in verdicts}
    assert {name: missed[name] for name in pack} == {n: set(c.loses) for n, c in pack.items()}
