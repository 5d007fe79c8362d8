"""Errors are not carried forward."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import graders
from graders.execute.run import execute
from graders.execute.settings import Settings, Times
from graders.notebook.exercises import exercises_of, grade_id, named_exercise, read_notebook
from tests.bank.solutions import REPOSITORY, reach
from tests.small_course import solution, test_cell

REFERENCE = {
    "one": "def one(x):\n    return x + 1",
    "two": "def two(x):\n    return one(one(x))",
    "three": "def three(x):\n    return two(x) + 1",
}
TESTS = {
    "one": "assert one(1) == 2, 'one(1) is 2'",
    "two": "assert two(1) == 3, 'two(1) is 3'",
    "three": "assert three(1) == 4, 'three(1) is 4'",
}


def notebook(*own, **answers):
    cells = list(map(new_code_cell, own))
    for name, source in {**REFERENCE, **answers}.items():
        cells += [solution(name, source), test_cell(f"test_{name}", TESTS[name])]
    return new_notebook(cells=cells)


@pytest.fixture
def graded(template, tmp_path):
    def graded(*own, reference=True, seconds=600, **answers):
        done = execute(
            notebook(*own, **answers),
            tmp_path,
            reference=(notebook() if reference is True else reference) or None,
            settings=Settings(times=Times(cell=6, call=2, notebook=seconds)),
            template=template,
        )
        return [cell.metadata.graders for cell in done.cells if "graders" in cell.metadata][1::2]

    return graded


def test_without_a_reference_errors_are_carried_forward(graded):
    results = graded(one="def one(x):\n    return x", reference=False)
    assert [result.state for result in results] == ["failed"] * 3


@pytest.mark.parametrize(
    ("wrong", "spoiled"), [("one", ["two", "three"]), ("two", ["three"])]
)  # fmt: skip
def test_each_pair_of_dependent_exercises(graded, wrong, spoiled):
    results = dict(zip(REFERENCE, graded(**{wrong: f"def {wrong}(x):\n    return x"}), strict=True))
    for name, result in results.items():
        assert result.state == ("failed" if name == wrong else "passed")
        if name in spoiled:
            assert result.message == f"right by itself; it failed because `{wrong}` is not"


@pytest.mark.exhaustive  # which it waits for
def test_one_that_hangs_spoils_nothing_that_calls_it(graded):
    one, two, three = graded(one="def one(x):\n    while True: pass")
    assert [one.state, two.state, three.state] == ["timed out", "passed", "passed"]


def test_one_called_by_a_helper_of_the_students_counts(graded):
    helper = "def helper(x):\n    return one(x) + 1"
    _, two, _ = graded(
        helper, one="def one(x):\n    return x", two="def two(x):\n    return helper(x)"
    )
    assert two.state == "passed"


def test_a_helper_in_the_cell_of_another_that_was_spoiled_is_there(graded):
    two = "def plus_one(x):\n    return x + 1\n\ndef two(x):\n    return one(one(x))"
    three = "def three(x):\n    return plus_one(two(x))"
    states = [r.state for r in graded(one="def one(x):\n    return x", two=two, three=three)]
    assert states == ["failed", "passed", "passed"]


def test_what_one_that_was_spoiled_leaves_behind_spoils_no_other(graded):
    two = "left = True\n\ndef two(x):\n    return one(one(x))"
    three = "def three(x):\n    return two(x) + (100 if 'left' in globals() else 1)"
    states = [r.state for r in graded(one="def one(x):\n    return x", two=two, three=three)]
    assert states == ["failed", "passed", "passed"]


@pytest.mark.exhaustive
def test_one_that_hangs_is_graded_once_more_without_company(graded):
    two = "def two(x):\n    while one(one(x)) != 3: pass\n    return 3"
    states = [r.state for r in graded(one="def one(x):\n    return x", two=two)]
    assert states == ["failed", "passed", "passed"]


def test_one_that_the_reference_does_not_have_is_graded_once_more_as_well(graded):
    reference = notebook()
    gone = ("two", "test_two")
    reference.cells = [cell for cell in reference.cells if grade_id(cell) not in gone]
    results = graded(one="def one(x):\n    return x", reference=reference)
    assert [r.state for r in results] == ["failed", "passed", "passed"]


def test_what_is_wrong_by_itself_keeps_its_own_message(graded):
    _, two, _ = graded(one="def one(x):\n    return x", two="def two(x):\n    return one(x) - 5")
    assert two.state == "failed" and two.message == "two(1) is 3"


def test_nothing_said_in_the_second_run_comes_out(graded):
    spy = "def two(x):\n    raise ValueError(get_ipython().user_ns['In'])"
    _, two, _ = graded(one="def one(x):\n    return 7", two=spy)
    assert "return 7" in two.message and "x + 1" not in two.message


HANGS = "while True: pass"
FILLS = "block = [bytes(2**22) for _ in range(2**20)]"


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("then", "said"),
    [(HANGS, "it did not finish in time"), (FILLS, "it needed too much memory")],
)
def test_a_second_run_that_a_limit_stopped_says_so_below_the_first_message(graded, then, said):
    stopped = f"def two(x):\n    if one(1) == 2:\n        {then}\n    return 0"
    one, two, _ = graded(one="def one(x):\n    return x", two=stopped)
    assert one.message == "one(1) is 2"
    assert (two.state, two.points) == ("failed", 0)
    assert two.message == f"two(1) is 3\nGraded once more with a right `one`; {said}."


def test_a_better_second_run_keeps_the_first_message_above_its_own(template, tmp_path):
    # Of two tests of an exercise one is right by itself; the other stays wrong.
    def cells(one):
        return new_notebook(
            cells=[
                solution("one", one),
                test_cell("test_one", "assert one(1) == 2, 'one(1) is 2'"),
                solution("two", "def two(x):\n    return 2 * one(x) if x < 5 else 0"),
                test_cell("test_two", "assert two(1) == 4, 'two(1) is 4'"),
                test_cell("test_two__large", "assert two(9) == 20, 'two(9) is 20'"),
            ]
        )

    done = execute(
        cells("def one(x):\n    return x"),
        tmp_path,
        reference=cells("def one(x):\n    return x + 1"),
        settings=Settings(times=Times(cell=6, call=2, notebook=600)),
        template=template,
    )
    results = {grade_id(cell): cell.metadata.graders for cell in done.cells}
    assert results["test_two"].state == "passed"
    assert results["test_two__large"].state == "failed"
    assert results["test_two__large"].message == (
        "two(9) is 20\nGraded once more with a right `one`, because `one` is not."
    )


def test_a_second_run_that_is_only_wrong_adds_nothing_to_the_first_message(graded):
    _, two, _ = graded(one="def one(x):\n    return x", two="def two(x):\n    return -one(x)")
    assert (two.state, two.message) == ("failed", "two(1) is 3")


@pytest.mark.exhaustive
def test_what_was_stopped_both_times_says_so_once(graded):
    _, two, _ = graded(one="def one(x):\n    return x", two="def two(x):\n    one(x)\n    " + HANGS)
    assert two.state == "timed out" and "once more" not in two.message


@pytest.mark.exhaustive
def test_grading_once_more_is_within_the_time_of_the_whole_notebook(graded):
    slow = "import time\ndef two(x):\n    end = time.process_time() + 1.5\n"
    slow += "    while time.process_time() < end: pass\n    return one(one(x))"
    wrong = "def one(x):\n    return x"
    _, two, _ = graded(one=wrong, two=slow)
    assert two.state == "passed"
    _, two, three = graded(one=wrong, two=slow, seconds=1)
    assert [two.state, three.state] == ["failed", "timed out"]
    assert "the whole notebook did not finish within 1 s of processor time" in three.message


def foundations(assignment: str) -> list[set[str]]:
    """Return the exercises that others build on, by layer: one builds on those of earlier layers.

    Each layer can be wrong as a whole without one of it being wrong for another's sake.
    """
    reached = reach(assignment)
    below = set().union(*reached.values())
    layers: dict[int, set[str]] = {}

    def depth(name: str) -> int:
        return max((1 + depth(other) for other in reached[name]), default=0)

    for name in below:
        layers.setdefault(depth(name), set()).add(name)
    return [layers[number] for number in sorted(layers)]


CASES = [
    pytest.param(
        assignment,
        wrong,
        id=f"{assignment}-{'+'.join(sorted(wrong))}",
    )
    for assignment in ("lasso", "kolmogorov", "fashion_mnist")
    for wrong in foundations(assignment)
]


@pytest.mark.exhaustive
@pytest.mark.parametrize(("assignment", "wrong"), CASES)
def test_what_builds_on_wrong_exercises_keeps_its_points(
    assignment, wrong, full_template, tmp_path
):
    path = REPOSITORY / "source" / assignment / f"{assignment}.ipynb"
    submission = read_notebook(path)
    for exercise in exercises_of(submission):
        if exercise.name in wrong:
            exercise.solution.source = f"def {exercise.name}(*args, **kwargs):\n    return None"
    nbformat.write(submission, tmp_path / "mine.ipynb")
    graded = graders.grade(path, tmp_path / "mine.ipynb", template=full_template)
    spoiled = {name for name, reached in reach(assignment).items() if reached & wrong} - wrong
    assert spoiled
    for name, result in graded.results.items():
        exercise = named_exercise(name)
        if exercise in wrong:
            assert result.state == "failed", (name, result)
        elif result.state != "to be graded by hand":
            assert result.state == "passed", (name, result)
    messages = {named_exercise(name): result.message for name, result in graded.results.items()}
    # A test of one may do without what is wrong, and pass by itself.
    said = {name for name in spoiled if messages[name].startswith("right by itself")}
    assert said and not any(messages[name] for name in spoiled - said), messages
