"""Every submission of the bank has exactly the outcome that its file states."""

from collections.abc import Iterator

import pytest

from .bank import Entry, entries, entry
from .expectation import Item
from .run import Room, template
from .table import COLUMNS

SAMPLE = (
    "attacks/skip_execution",
    "attacks/input_transformer",
    "attacks/lying_array",
    "attacks/answer_from_stack",
    "attacks/gradebook_write",
    "attacks/hidden_tests_from_source",
    "attacks/reference_by_result",
    "attacks/forged_reply_status",
    "attacks/script_in_output",
    "attacks/os_exit",
    "attacks/exfiltration",
    "broken/not_json",
    "broken/doubled_test",
    "broken/split_solution",
    "broken/wrong_earlier_exercise",
)


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    """The room with our engine in it, and a scratch course."""
    with template("ours") as folder, Room("ours", folder) as room:
        yield room


def check(result: dict) -> None:
    """Fail with all that is not as the file says."""
    harm = {name: result[name] for name in (*COLUMNS, "deviations") if result[name]}
    if any(text.startswith("not run") for text in result["deviations"]):
        pytest.skip(result["deviations"][0])
    assert not harm, "\n".join(f"{name}: {what}" for name, what in harm.items())


@pytest.mark.parametrize("name", SAMPLE)
def test_submission_of_the_sample_has_the_outcome_that_it_states(name: str, room: Room):
    check(room.measure(entry(name)))


@pytest.mark.attacks
@pytest.mark.parametrize("which", entries(), ids=str)
def test_submission_has_the_outcome_that_it_states(which: Entry, room: Room):
    check(room.measure(which))


def test_bank_holds_forty_attacks_and_thirty_broken_notebooks():
    kinds = [which.kind for which in entries()]
    assert kinds.count("attacks") >= 40
    assert kinds.count("broken") >= 30


@pytest.mark.parametrize("which", entries(), ids=str)
def test_file_says_what_it_tries_and_what_must_come_out(which: Entry):
    assert which.title
    assert callable(which.module.submit)
    assert all(isinstance(item, Item) for item in which.module.EXPECTED.values())
