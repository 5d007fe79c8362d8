"""Every submission of the bank has exactly the outcome that its file states."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from tests.execute.sandbox.running import run

from . import world
from .aim import AIM, MISSED, aims
from .assignment import NAME, canaries, source_notebook
from .bank import Entry, entries, entry
from .expectation import Item
from .run import Room, template
from .table import COLUMNS

QUICK = (
    "attacks/forged_reply_status",
    "attacks/hidden_tests_from_source",
    "broken/doubled_test",
)
SAMPLE = (
    *QUICK,
    "attacks/skip_execution",
    "attacks/input_transformer",
    "attacks/lying_array",
    "attacks/answer_from_stack",
    "attacks/gradebook_write",
    "attacks/reference_by_result",
    "attacks/script_in_output",
    "attacks/os_exit",
    "attacks/exfiltration",
    "attacks/hidden_inputs_printed",
    "broken/not_json",
    "broken/split_solution",
    "broken/wrong_earlier_exercise",
)
# With a grader who is an ordinary user, at both levels.
ORDINARY = (
    "attacks/forged_call_reply",
    "attacks/gradebook_write",
    "attacks/hidden_tests_from_source",
    "attacks/exfiltration",
    "attacks/surviving_daemon",
    "attacks/signalled_parents",
    "attacks/parent_memory",
    "broken/not_json",
)


@pytest.fixture(scope="module")
def course() -> Iterator[Path]:
    """A scratch course for our engine."""
    with template("ours") as folder:
        yield folder


@pytest.fixture(scope="module")
def room(course: Path) -> Iterator[Room]:
    """The room with our engine in it."""
    with Room("ours", course) as room:
        yield room


@pytest.fixture(scope="module", params=["user", "landlock"])
def ordinary_room(request: pytest.FixtureRequest, course: Path) -> Iterator[Room]:
    """The same, where the grader is an ordinary user: with namespaces, and without."""
    with Room(request.param, course) as room:
        yield room


def check(result: dict) -> None:
    """Fail with all that is not as the file says."""
    harm = {name: result[name] for name in (*COLUMNS, "deviations") if result[name]}
    if any(text.startswith("not run") for text in result["deviations"]):
        pytest.skip(result["deviations"][0])
    assert not harm, "\n".join(f"{name}: {what}" for name, what in harm.items())


def quickly(names: tuple[str, ...], quick: tuple[str, ...]) -> list:
    """Return parameters, of which all but some quick ones are for `make test-all`."""
    return [
        name if name in quick else pytest.param(name, marks=pytest.mark.exhaustive)
        for name in names
    ]


@pytest.mark.parametrize("name", quickly(SAMPLE, QUICK))
def test_submission_of_the_sample_has_the_outcome_that_it_states(name: str, room: Room):
    check(room.measure(entry(name)))


@pytest.mark.parametrize("name", quickly(ORDINARY, QUICK[1:2]))
def test_submission_has_the_same_outcome_where_the_grader_is_an_ordinary_user(
    name: str, ordinary_room: Room
):
    check(ordinary_room.measure(entry(name)))


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


@pytest.mark.parametrize("which", [one for one in entries() if one.kind == "attacks"], ids=str)
def test_every_cell_of_an_attack_compiles(which: Entry, tmp_path: Path, monkeypatch):
    for name, value in {world.TOKEN: "mark", world.PORT: "1", world.COURSE: str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    which.module.submit(source_notebook(canaries()), tmp_path / "submitted")
    file = tmp_path / "submitted" / f"{NAME}.ipynb"
    if file.is_symlink() or not file.is_file() or not file.read_bytes().startswith(b"{"):
        return
    for cell in json.loads(file.read_text())["cells"]:
        if cell["cell_type"] == "code":
            source = TransformerManager().transform_cell("".join(cell["source"]))
            compile(source, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def test_what_the_attacks_aim_at_is_in_a_students_process(template):
    wanted = {path for which in entries() for path in aims(which.module)}
    assert {"SHELL:sender._connection", "graders.execute.interpreter.program:_send"} <= wanted
    code = f"{dedent(AIM)}\nfor path in {[*sorted(wanted), 'os:nothing']!r}:\n    aim(path)"
    assert run(template, code) == f"{MISSED}os:nothing"
