"""What an account can make large in an instant: sizes, counts, holes, a secret."""

import os
import shutil

import pytest
from nbgrader.utils import notebook_hash

from graders.exchange import MAX_FILES, MAX_SECRET, SECRET, Receipt, SubmissionRefused
from graders.files import copy_file
from graders.intake.limits import MAX_FILE
from graders.record.earlier import EarlierSubmissions
from tests.system.hub.accounts import BEN, GRADER, needs_root, run_as
from tests.system.hub.exchanging import NAME, forged, made_by, notebook

pytestmark = needs_root
CLEARLY = 10 * 2**20


def received(exchange, fill):
    """Receive what an account makes; return its copy, why it is refused, and its notes."""
    name = made_by(exchange, BEN, forged(BEN), fill)
    copy = exchange.folder.parents[1] / "copies" / "one"

    def run():
        copy.mkdir()
        receipt, refused = Receipt(), ""
        try:
            exchange.receive(name, copy, receipt)
        except SubmissionRefused as error:
            refused = str(error)
        exchange.publish(name, copy, {NAME: b"<html>what happened</html>"})
        return refused, receipt.notes

    return copy, *run_as(GRADER, run)


def occupied(folder):
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*"))


def sparse(path, size):
    path.touch()
    os.truncate(path, size)


def secret(folder, text="s" * 128):
    (folder / SECRET).write_text(text)


def answered(exchange, notebook_id=NAME):
    """What nbgrader's list finds with the secret."""
    name = notebook_hash(secret="s" * 128, notebook_id=notebook_id)
    path = exchange.folder / "feedback" / f"{name}.html"
    return path.read_text() if path.exists() else ""


def files(folder, size):
    for number in range(98):
        sparse(folder / f"file {number}", size)


@pytest.mark.parametrize(
    ("fill", "reason"),
    [
        (lambda folder: files(folder, MAX_FILE // 50), "larger than"),
        (lambda folder: [sparse(folder / f"{n}.ipynb", MAX_FILE // 2 + 1) for n in "ab"], "larger"),
        (lambda folder: [(folder / f"{n}").touch() for n in range(MAX_FILES)], "more than"),
        (lambda folder: [(folder / f"{n}").mkdir() for n in range(MAX_FILES)], "more than"),
    ],
    ids=["many sparse files", "large notebooks", "many files", "many folders"],
)
def test_what_is_refused_leaves_no_copy_and_its_maker_is_told(exchange, fill, reason):
    def make(folder):
        notebook(folder)
        secret(folder)
        fill(folder)

    copy, refused, _ = received(exchange, make)
    assert reason in refused and occupied(copy) < 2**20
    assert "what happened" in answered(exchange)


def test_what_is_too_large_by_itself_is_not_read(exchange, monkeypatch):
    def make(folder):
        notebook(folder)
        files(folder, MAX_FILE + 1)

    monkeypatch.setattr("graders.files.PART", 0)  # nothing is read: all looks empty
    copy, refused, notes = received(exchange, make)
    assert len(notes) == 98 and all("larger than" in note for note in notes)
    assert occupied(copy) < 2**20 and not refused


def test_holes_take_no_room_in_the_copy(exchange):
    def make(folder):
        notebook(folder)
        sparse(folder / "holes.json", CLEARLY)
        with open(folder / "holes.json", "r+b") as file:
            file.seek(CLEARLY // 2)
            file.write(b"middle")

    copy, refused, _ = received(exchange, make)
    assert not refused and occupied(copy) < CLEARLY // 2
    content = (copy / "holes.json").read_bytes()
    assert len(content) == CLEARLY and content[CLEARLY // 2 :].startswith(b"middle")


@pytest.mark.parametrize("size", [MAX_SECRET + 1, CLEARLY])
def test_a_long_secret_is_set_aside_and_the_answer_comes_to_the_folder(exchange, size):
    def make(folder):
        notebook(folder)
        sparse(folder / SECRET, size)

    copy, refused, notes = received(exchange, make)
    assert not refused and "larger than 4 KB" in notes[0] and not (copy / SECRET).exists()
    page = exchange.inbound / forged(BEN) / "feedback.html"
    assert "what happened" in run_as(BEN, page.read_text)


def test_many_notebooks_are_answered_with_one_page(exchange):
    def make(folder):
        notebook(folder)
        secret(folder)
        for number in range(90):
            (folder / f"other {number}.ipynb").write_text("{}")

    received(exchange, make)
    pages = list((exchange.folder / "feedback").iterdir())
    assert len(pages) == 91 and len({page.stat().st_ino for page in pages}) == 1
    # The list shows an answer when it is there for each notebook.
    assert "what happened" in answered(exchange) and "what happened" in answered(
        exchange, "other 7"
    )


def test_holes_take_no_room_where_it_is_graded_and_kept(exchange, tmp_path):
    def make(folder):
        notebook(folder)
        sparse(folder / "holes.json", CLEARLY)

    copy, _, _ = received(exchange, make)
    placed = tmp_path / "submitted"
    shutil.copytree(copy, placed, copy_function=copy_file)
    kept = EarlierSubmissions(tmp_path, BEN, NAME).keep(placed)
    folder = tmp_path / "earlier" / BEN / NAME / kept.name
    for place in (placed, folder):
        assert occupied(place) < 2**20
        assert (place / "holes.json").stat().st_size == CLEARLY
        assert (place / f"{NAME}.ipynb").read_text() == "mine"
