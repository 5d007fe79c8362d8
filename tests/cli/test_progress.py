"""What the terminal shows of a class: all names as they are, progress while it goes on."""

import io

import pytest
from rich.console import Console

from graders.batch.outcome import Outcome
from graders.cli import progress as display
from graders.cli.report import PointsTable, Row
from graders.notebook.results import State

HOSTILE = "[/red]"


@pytest.fixture(params=[True, False], ids=["terminal", "file"])
def console(request):
    return Console(file=io.StringIO(), force_terminal=request.param, width=200, highlight=False)


def outcomes():
    states = {"test_f": State.PASSED, "test_g": State.FAILED}
    yield Outcome("ada", states, plan="new", seconds=2.0, changes={"test_f": (0.0, 2.0)})
    yield Outcome(
        HOSTILE, states, [f"set aside: {HOSTILE}"], plan="new", seconds=1.0, fewer=(31.0, 0.0)
    )
    yield Outcome("carl", {"test_f": State.GRADER_ERROR}, plan="new", seconds=9.0)
    yield Outcome("emmy", error=f"no {HOSTILE} here")


def test_each_submission_and_all_that_needs_attention_is_shown(console):
    started = []

    def grade(begun):
        for outcome in outcomes():
            begun(outcome.student)
            started.append(outcome.student)
            yield outcome

    found = display.follow(console, grade, 4)
    display.summarize(console, found, 12.0)
    display.plans(console, found)
    text = console.file.getvalue()
    assert started == ["ada", HOSTILE, "carl", "emmy"]
    assert f"{HOSTILE}: 1 passed, 1 failed (1.0 s)" in text
    assert "test_f 0 → 2 (+2)" in text
    assert f"set aside: {HOSTILE}" in text and f"no {HOSTILE} here" in text
    assert "31 automatic points before, 0 now" in text
    assert "grader error in test_f" in text
    assert "4 submissions in 12 s. 3 executed, 1 as before. 2 need attention." in text
    assert "2 passed, 2 failed, 1 grader error" in text


def test_a_terminal_shows_what_is_running_and_what_needs_attention():
    console = Console(file=io.StringIO(), force_terminal=True, width=200, highlight=False)

    def grade(begun):
        begun(HOSTILE)
        yield Outcome("emmy", error="no")
        yield Outcome("ada")

    display.follow(console, grade, 3)
    text = console.file.getvalue()
    assert f"running: {HOSTILE}" in text
    assert "1 need attention" in text


def test_when_it_is_interrupted_then_the_grading_is_ended(console):
    ended = []

    def grade(begun):
        try:
            yield Outcome("ada")
            raise KeyboardInterrupt
        finally:
            ended.append(True)

    with pytest.raises(KeyboardInterrupt):
        display.follow(console, grade, 2)
    assert ended


def test_the_table_shows_a_name_as_it_is(console):
    console.print(PointsTable("lasso", {"f": 2.0}, [Row(HOSTILE, {"f": 1.0})]).table())
    assert HOSTILE in console.file.getvalue()
