"""Which notebook counts: the one that holds most answers, wherever it lies; it is never a guess."""

import io
import json
import time
import unicodedata
import zipfile

import pytest
from nbformat.v4 import new_code_cell

from graders.intake.candidates import belongs, same_name, strays
from graders.intake.folder import prepare
from graders.notebook.answers import written
from tests.intake.handed_in import Submission, data, filled, released, source, submitted
from tests.small_course import RIGHT, find


@pytest.fixture
def submission(tmp_path):
    return Submission(tmp_path)


def zipped(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name.replace("__", "/"), content)
    return made.getvalue()


NAMES = [
    "small-Copy1.ipynb",
    "SMALL.IPYNB",
    "small.ipynb.txt",
    "small.json",
    "small",
    "small (2) [final].ipynb",
    "small – done.ipynb",
    unicodedata.normalize("NFD", "Übung.ipynb"),
    "small/small.ipynb",
    "a/b/small.ipynb",
    "-small.ipynb",
    "what?.ipynb",
    "small.ipnyb",
    "small.ipynb.download",
    "a/b/c/d/e/small.ipynb",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("beside", [None, b"", b"{", "untouched"])
def test_the_work_is_found_under_any_name(name, beside, submission, tmp_path):
    submission.put(name, filled())
    if beside is not None and name.lower() != "small.ipynb":
        submission.put("small.ipynb", released() if beside == "untouched" else beside)
    for _ in range(2):  # and the note is the same each time
        prepare(submission.folder, submission.release, tmp_path / "aside")
        notebook, notes, attention = submission.taken()
        assert source(notebook, "double") == RIGHT["double"]
        assert "was graded, not small.ipynb" in notes[0] and not attention
        assert notebook.cells[0].source.startswith("**A note from the grader.**")
    assert not (tmp_path / "aside").exists()


@pytest.mark.parametrize("inside", ["small.ipynb", "hand-in__small (1).ipynb"])
@pytest.mark.parametrize("name", ["small.zip", "Abgabe.zip", "small.ipynb", "small.zip.txt"])
def test_the_work_is_found_in_a_zip(name, inside, submission):
    submission.put(name, zipped(**{inside: data(filled()), "plot.png": b"x"}))
    notebook, notes, attention = submission.taken()
    assert source(notebook, "double") == RIGHT["double"]
    assert name in notes[0]
    assert not attention


def test_the_one_with_most_answers_counts(submission):
    half = filled(slow="# your answer", explain="# your answer")
    submission.put("small.ipynb", filled(explain="# your answer"))
    submission.put("old.ipynb", half)
    submission.put("scratch.ipynb", json.dumps({"cells": []}).encode())
    notebook, notes, attention = submission.taken()
    assert submitted(notebook, "slow") == "changed" and not attention
    assert notes == ["small.ipynb was graded, not old.ipynb: it holds most answers."]
    submission.put("later.ipynb", filled())
    notebook, notes, _ = submission.taken()
    assert submitted(notebook, "explain") == "changed"
    assert notes == ["later.ipynb was graded, not small.ipynb: it holds 3 answers, the other 4."]


def test_a_copy_of_the_same_answers_is_no_matter(submission):
    submission.put("small.ipynb", filled())
    submission.put("small (1).ipynb", filled())
    assert submission.taken()[2] == []


@pytest.mark.parametrize("names", [("small.ipynb", "other.ipynb"), ("a.ipynb", "b.ipynb")])
def test_a_tie_is_for_a_person_to_settle(names, submission):
    submission.put(names[0], filled())
    submission.put(names[1], filled(slow="def slow(x):\n    return -x"))
    _, notes, (attention,) = submission.taken()
    assert "equally many answers" in attention and attention in notes
    assert names[0] in attention and names[1] in attention


def test_an_untouched_notebook_beside_one_that_cannot_be_read_needs_attention(submission):
    submission.put("small.ipynb", released())
    assert submission.taken()[2] == []
    submission.put("small-Copy1.ipynb", data(filled())[:2000])
    assert "small-Copy1.ipynb could not be read" in submission.taken()[2][0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "No notebook was handed in"),
        ({"essay.docx": b"PK\x03\x04"}, "There is: essay.docx"),
        ({"small.rar": b"Rar!"}, "There is: small.rar"),
        ({"small.ipynb": b"<html>"}, "a web page"),
        ({"small.ipynb": b'{"cells": []}'}, "holds none of the exercises"),
        ({"small.zip": zipped(a=b"x")}, "a zip archive"),
        ({"small.zip": b"PK\x03\x04broken"}, "a zip archive"),
        ({"a.ipynb": b"", "b.ipynb": b"{"}, "breaks off"),
    ],
)
def test_where_nothing_can_be_told_a_person_looks(files, said, submission):
    for name, content in files.items():
        submission.put(name, content)
    notebook, notes, attention = submission.taken()
    assert said in attention[0] and notes == attention
    assert {submitted(notebook, name) for name in RIGHT} == {"unreadable"}
    assert "no points were given or taken" in notebook.cells[0].source


HALVES = [
    (("double", "shifted"), ("slow", "explain")),
    (("double", "slow", "explain"), ("shifted",)),
    (("explain",), ("double", "shifted", "slow")),
]


def part(names, cut):
    """Return a notebook with some answers, the other cells as released or not there."""
    notebook = filled(**{name: "# your answer" for name in RIGHT if name not in names})
    if cut:
        gone = [name for name in RIGHT if name not in names]
        notebook.cells = [
            cell
            for cell in notebook.cells
            if not any(
                name in cell.metadata.get("nbgrader", {}).get("grade_id", "") for name in gone
            )
        ]
    return notebook


@pytest.mark.parametrize("halves", HALVES)
@pytest.mark.parametrize("cut", [True, False])
@pytest.mark.parametrize("names", [("small.ipynb", "2.ipynb"), ("1.ipynb", "2.ipynb")])
def test_a_notebook_in_two_parts_is_put_together(halves, cut, names, submission):
    for name, half in zip(names, halves, strict=True):
        notebook = part(half, cut)
        notebook.cells.insert(1, new_code_cell(f"mine = '{half[0]}'"))
        submission.put(name, notebook)
    notebook, notes, attention = submission.taken()
    assert {name: source(notebook, name) for name in RIGHT} == RIGHT and not attention
    assert any("holds were added: `" in note for note in notes)
    assert len([cell for cell in notebook.cells if cell.source.startswith("mine =")]) == 2


def test_what_is_added_of_another_notebook_replaces_nothing(submission):
    submission.put("small.ipynb", filled(explain="# your answer"))
    old = filled(slow="def slow(x):\n    return 3")
    old.cells.append(new_code_cell("def double(x):\n    return 7"))
    submission.put("old.ipynb", old)
    submission.put("older.ipynb", part(["slow"], cut=True))
    notebook, _, attention = submission.taken()
    # The one with all four is taken, as before.
    assert source(notebook, "slow").endswith("3") and not attention
    old.cells[-1].source, find(old, "shifted").source = "helper_of_mine = 1", "# your answer"
    submission.put("small.ipynb", filled(explain="# your answer", slow=RIGHT["slow"]))
    submission.put("old.ipynb", old)
    notebook, _, (attention,) = submission.taken()
    assert source(notebook, "slow") == RIGHT["slow"] and source(notebook, "explain")
    assert "small.ipynb, old.ipynb hold equally many answers" in attention
    assert "helper_of_mine = 1" in [cell.source for cell in notebook.cells]


OTHER = {
    "small.py": b"def slow(x): return x",
    "small.tar.gz": b"\x1f\x8b\x08",
    "small.7z": b"7z\xbc\xaf",
    "photo.png": b"\x89PNG\r\n\x1a\n",
    "other.ipynb": b'{"cells": []}',
    ".small.ipynb": b"{}",
    "link to small.lnk": b"L",
}


@pytest.mark.parametrize("name", OTHER)
def test_an_untouched_notebook_beside_what_may_be_the_work_needs_attention(
    name, submission, tmp_path
):
    submission.put("small.ipynb", released())
    submission.put(name, OTHER[name])
    for _ in range(2):
        prepare(submission.folder, submission.release, tmp_path / "set_aside" / "ada" / "small")
        notebook, _, (attention,) = submission.taken()
        assert "small.ipynb holds no answer" in attention and name in attention
        assert {submitted(notebook, exercise) for exercise in RIGHT} == {"unreadable"}
    submission.put("small.ipynb", filled())
    assert submission.taken()[2] == []


NO_WORK = ["small-copy.ipynb", ".DS_Store", "timestamp.txt", "submission_secret.txt"]


@pytest.mark.parametrize("name", NO_WORK)
def test_what_is_no_work_needs_none(name, submission, tmp_path):
    submission.put("small.ipynb", released())
    submission.put(name, data(released()) if "copy" in name else b"2026-01-31 12:00:00.0 UTC")
    prepare(submission.folder, submission.release, tmp_path / "set_aside" / "ada" / "small")
    assert submission.taken()[2] == []


@pytest.mark.parametrize("beside", [None, b"", b"{", "untouched"])
def test_what_jupyter_kept_is_graded_where_there_is_nothing_else(beside, submission):
    submission.put(".ipynb_checkpoints/small-checkpoint.ipynb", filled())
    if beside is not None:
        submission.put("small.ipynb", released() if beside == "untouched" else beside)
    notebook, _, (attention,) = submission.taken()
    assert "an earlier version that Jupyter kept" in attention
    assert "was graded. An instructor will look at it." in notebook.cells[0].source
    assert source(notebook, "double") == RIGHT["double"]
    submission.put("small.ipynb", filled(slow="def slow(x):\n    return 3"))
    assert source(submission.taken()[0], "slow").endswith("3") and not submission.taken()[2]


JPEG = b"\xff\xd8\xff\xe0" + bytes(50)
PAPERS = {
    "explain.docx": (b"PK\x03\x04", "`explain.docx`"),
    "answers.PDF": (b"%PDF-1.7", "`answers.PDF`"),
    "explain.txt": (b"Because it is linear.", "Because it is linear."),
    "notes/explain.md": ("Für alle x.".encode(), "Für alle x."),
    "IMG_2031.jpg": (JPEG, "![](attachment:picture-1.jpeg)"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_written_answer_in_a_file_waits_for_a_person(name, submission):
    content, said = PAPERS[name]
    submission.put("small.ipynb", filled(explain="# your answer"))
    submission.put(name, content)
    notebook, notes, _ = submission.taken()
    cell = find(notebook, "explain")
    assert said in cell.source and written(cell).state == "to be graded by hand"
    assert notes == [f"`explain` has no answer in the notebook. There is: {name}."]
    assert "`explain` has no answer" in notebook.cells[0].source
    submission.put("small.ipynb", filled())
    notebook, notes, _ = submission.taken()
    assert source(notebook, "explain") == RIGHT["explain"] and not notes


def test_another_document_is_another_answer(submission):
    submission.put("small.ipynb", filled(explain="# your answer"))
    seen = set()
    for content in (b"first", b"second", b"first"):
        submission.put("explain.pdf", content)
        seen.add(source(submission.taken()[0], "explain"))
    assert len(seen) == 2


def test_a_file_that_was_released_or_a_plot_is_no_written_answer(submission):
    submission.put("small.ipynb", filled(explain="# your answer"))
    for name in ("readme.txt", "plot.png", "data.csv"):
        submission.put(name, b"x")
    (submission.release / "readme.txt").write_bytes(b"x")
    assert submitted(submission.taken()[0], "explain") == "unchanged"


def test_a_placeholder_hides_nothing_that_is_put_there_later(submission, tmp_path):
    for _ in range(2):
        prepare(submission.folder, submission.release, tmp_path / "aside")
        assert submission.taken()[2]
    submission.put("mail.ipynb", filled())
    assert source(submission.taken()[0], "slow") == RIGHT["slow"]
    (submission.folder / "mail.ipynb").unlink()
    submission.put("small.ipynb", filled())
    assert submission.taken()[1:] == ([], [])


@pytest.mark.parametrize("name", ["small.ipynb", "Small/work.ipynb", "SMALL (1)/a/b.ipynb"])
def test_what_lies_beside_the_folder_counts_where_the_folder_has_nothing(name, submission):
    submission.put(f"../{name}", filled())
    notebook, notes, attention = submission.taken()
    assert source(notebook, "double") == RIGHT["double"] and not attention
    assert f"ada/{name}" in notes[0]
    submission.put("small.ipynb", filled(slow="def slow(x):\n    return 3"))
    assert source(submission.taken()[0], "slow").endswith("3")


def test_other_assignments_and_other_students_are_left_alone(submission):
    submission.put("../algebra/small.ipynb", filled())
    submission.put("../../carl/small/small.ipynb", filled())
    (submission.folder / "link.ipynb").symlink_to(submission.put("../secret/x.ipynb", filled()))
    assert submission.taken()[2]
    assert same_name("lasso (1)", "lasso") and not same_name("lasso2", "lasso")


@pytest.mark.exhaustive
def test_large_files_beside_the_folder_cost_the_class_no_time(tmp_path):
    """They are looked at before anybody is graded, by the process that grades everybody."""
    for number in range(150):
        with open(tmp_path / f"work{number}{'.ipynb' if number % 2 else ''}", "wb") as file:
            file.write(b"{")
            file.truncate(190 * 2**20)
    cpu, clock = time.process_time(), time.monotonic()
    found = strays(tmp_path, "small")
    assert len(found) == 150
    # Nobody knows, in so little time: a person is to look.
    assert belongs(found, "small", {"double", "slow"})
    assert time.process_time() - cpu < 1 and time.monotonic() - clock < 20


def test_a_file_of_another_assignment_does_not_belong(tmp_path):
    (tmp_path / "other.ipynb").write_bytes(data(filled()).replace(b"double", b"triple"))
    assert belongs(strays(tmp_path, "small"), "small", {"shifted", "slow"})
    assert not belongs(strays(tmp_path, "small"), "small", {"double", "slow"})
    assert not belongs([], "small", {"double"})
