"""Submissions put into the released structure, whatever was done to them."""

import copy
import json
import os
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from graders.intake.folder import prepare
from graders.intake.limits import MAX_FILE, MAX_FILES
from graders.intake.notebook import merge, take_in
from graders.intake.reading import Reading, UnreadableNotebookError, parse, read_file
from graders.notebook.results import run_info
from tests.small_course import RIGHT, find, source_notebook

CELL = {"cell_type": "code", "source": "x", "metadata": {}, "outputs": []}


def read(path: Path) -> Reading:
    return parse(read_file(path, MAX_FILE))


@pytest.fixture
def released():
    notebook = source_notebook()
    for cell in notebook.cells:
        if cell.metadata.nbgrader.solution:
            cell.source = "# your answer"
    return notebook


@pytest.fixture
def handed_in(released):
    notebook = copy.deepcopy(released)
    for name, source in RIGHT.items():
        find(notebook, name).source = source
    return notebook


def merged(notebook, released, tmp_path):
    path = tmp_path / "small.ipynb"
    path.write_text(nbformat.v4.writes(notebook))
    return merge(released, read(path))


def names(notebook):
    return [
        cell.metadata.get("nbgrader", {}).get("grade_id", cell.source) for cell in notebook.cells
    ]


def how(notebook):
    cells = [cell for cell in notebook.cells if "submitted" in cell.metadata.get("graders", {})]
    return {cell.metadata.nbgrader.grade_id: cell.metadata.graders.submitted for cell in cells}


def test_answers_and_own_cells_are_taken_and_nothing_else(released, handed_in, tmp_path):
    handed_in.metadata = NotebookNode(kernelspec={"name": "bash"}, mine=1)
    for cell in handed_in.cells:
        cell.metadata["tags"] = ["skip-execution", "demonstration"]
        cell.metadata["graders"] = {"state": "passed", "points": 99}
    find(handed_in, "test_slow").source = "None"
    find(handed_in, "test_slow").metadata.nbgrader.points = 100
    handed_in.cells.insert(2, new_code_cell("mine = 1", metadata={"nbgrader": {"points": 5}}))
    handed_in.cells.append(new_markdown_cell("a thought"))
    handed_in.cells.insert(0, new_code_cell("first"))
    notebook = merged(handed_in, released, tmp_path)
    assert names(notebook) == [
        "first",
        *["imports", "double", "mine = 1", "test_double", "show", "shifted", "test_shifted"],
        *["test_shifted__quality", "slow", "test_slow", "explain", "a thought"],
    ]
    assert notebook.metadata == released.metadata
    assert find(notebook, "slow").source == RIGHT["slow"]
    for name in ("imports", "test_slow"):
        assert find(notebook, name).source == find(released, name).source
        assert find(notebook, name).metadata == find(released, name).metadata
    assert set(how(notebook).values()) == {"changed"}
    assert find(notebook, "double").metadata.graders == {"uses": [], "submitted": "changed"}


def test_cells_that_are_gone_or_untouched_are_told_apart(released, handed_in, tmp_path):
    handed_in.cells.remove(find(handed_in, "double"))
    find(handed_in, "slow").source = "# your answer  \r\n"
    handed_in.cells.remove(find(handed_in, "test_slow"))
    notebook = merged(handed_in, released, tmp_path)
    assert names(notebook) == names(released)
    assert how(notebook) == {
        "double": "missing",
        "shifted": "changed",
        "slow": "unchanged",
        "explain": "changed",
    }


def test_cells_are_put_back_in_their_order_and_type(released, handed_in, tmp_path):
    find(handed_in, "double").cell_type = "markdown"
    find(handed_in, "explain").cell_type = "code"
    handed_in.cells.reverse()
    path = tmp_path / "small.ipynb"
    path.write_text(json.dumps(handed_in))
    notebook = merge(released, read(path))
    assert names(notebook) == names(released)
    assert find(notebook, "double").cell_type == "code"
    assert find(notebook, "explain").source == RIGHT["explain"]


def test_of_doubled_cells_the_first_changed_one_is_the_answer(released, handed_in, tmp_path):
    double = find(handed_in, "double")
    place = handed_in.cells.index(double)
    stub = NotebookNode(double, source="# your answer")
    handed_in.cells.insert(place, stub)
    handed_in.cells.insert(place + 2, NotebookNode(double, source="second = 2"))
    handed_in.cells.append(copy.deepcopy(find(handed_in, "test_slow")))
    notebook = merged(handed_in, released, tmp_path)
    assert find(notebook, "double").source == RIGHT["double"]
    assert names(notebook)[:3] == ["imports", "double", "second = 2"]
    assert names(notebook).count("test_slow") == 1


def test_saved_outputs_of_demonstrations_stay_made_safe(released, handed_in, tmp_path):
    find(handed_in, "show").outputs = [
        new_output(
            "display_data", {"text/html": "<script>", "image/png": "aGk=", "text/plain": "p"}
        ),
        new_output("display_data", {"image/png": '"><script>'}),
        new_output("stream", text="printed"),
    ]
    find(handed_in, "double").outputs = [new_output("stream", text="dropped")]
    notebook = merged(handed_in, released, tmp_path)
    first, second = find(notebook, "show").outputs
    assert first.data == {"image/png": "aGk=", "text/plain": "p"}
    assert second.text == "printed"
    assert find(notebook, "double").outputs == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"nonsense",
        b'{"cells": [',
        b"[]",
        b"3",
        b"{}",
        b'{"cells": null}',
        b'{"cells": {"a": 1}}',
        b'{"worksheets": 3, "nbformat": 3}',
        b"[" * 100_000,
        b'{"a": ' + b"9" * 10_000 + b"}",
        b"\xff\xfe\xff\xff\xff",
        b"\0" * 100,
    ],
)
def test_an_unreadable_notebook_is_for_a_person_to_look_at(content, released, tmp_path):
    path = tmp_path / "small.ipynb"
    path.write_bytes(content)
    notebook = take_in(path, released)
    assert notebook.cells[0].source.startswith("**A note from the grader.**")
    assert names(notebook)[1:] == names(released)
    assert set(how(notebook).values()) == {"unreadable"}
    assert run_info(notebook).attention


def test_what_is_no_plain_file_is_not_opened(released, tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text(nbformat.v4.writes(source_notebook()))
    link, pipe, folder = tmp_path / "link", tmp_path / "pipe", tmp_path / "folder"
    link.symlink_to(secret)
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (link, pipe, folder, tmp_path / "missing"):
        with pytest.raises(UnreadableNotebookError):
            read(path)


def test_a_huge_notebook_is_not_read(tmp_path):
    path = tmp_path / "huge"
    with open(path, "wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(UnreadableNotebookError, match="larger"):
        read(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_of_json_are_read(encoding, handed_in, released, tmp_path):
    path = tmp_path / "small.ipynb"
    path.write_text(nbformat.v4.writes(handed_in), encoding=encoding)
    assert set(how(merge(released, read(path))).values()) == {"changed"}


@pytest.mark.parametrize("version", [{"nbformat": 99}, {"nbformat": "x"}, {}])
def test_any_format_with_cells_is_read(version, handed_in, released, tmp_path):
    path = tmp_path / "small.ipynb"
    path.write_text(json.dumps({"cells": handed_in.cells, **version}))
    assert set(how(merge(released, read(path))).values()) == {"changed"}


def test_a_version_3_notebook_is_upgraded(handed_in, released, tmp_path):
    path = tmp_path / "small.ipynb"
    path.write_text(nbformat.v3.writes_json(nbformat.convert(handed_in, 3)))
    assert find(merge(released, read(path)), "double").source == RIGHT["double"]


def test_odd_cells_are_read_for_what_they_are(released, tmp_path):
    path = tmp_path / "small.ipynb"
    cells = [
        None,
        {},
        {"source": 3, "cell_type": ["x"]},
        {**CELL, "metadata": None, "source": ["a", "\nb"]},
        {**CELL, "metadata": {"nbgrader": "x"}, "source": "c\0\ud800"},
        {**CELL, "metadata": {"nbgrader": {"grade_id": ["x"]}}, "outputs": 5, "source": "d"},
    ]
    path.write_text(json.dumps({"cells": cells}))
    notebook = merge(released, read(path))
    assert names(notebook)[:3] == ["a\nb", "c?", "d"]
    nbformat.validate(notebook)


@pytest.fixture
def folders(tmp_path):
    for name in ("submission", "released"):
        (tmp_path / name).mkdir()
    (tmp_path / "released" / "small.ipynb").write_text("{}")
    (tmp_path / "released" / "helper.py").write_text("")
    return tmp_path / "submission", tmp_path / "released", tmp_path / "aside"


def test_a_clean_folder_stays_as_it_is(folders):
    folder, released, aside = folders
    for name in ("small.ipynb", "helper.py", "timestamp.txt", "my data (1).csv", "größe.txt"):
        (folder / name).write_text("2026-01-31 12:00:00.0 UTC")
    (folder / ".ipynb_checkpoints").mkdir()
    assert prepare(folder, released, aside) == []
    assert not aside.exists()


def test_unsafe_files_are_set_aside_and_kept(folders):
    folder, released, aside = folders
    (folder / "small.ipynb").write_text("{}")
    (folder / "link").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "link").symlink_to("/etc")
    for name in (".hidden", "numpy.py", "timestamp.txt"):
        (folder / name).write_text("kept")
    with open(folder / "large", "wb") as file:
        file.truncate(2**30)
    notes = prepare(folder, released, aside)
    assert [path.name for path in folder.iterdir()] == ["small.ipynb"]
    assert len(notes) == len(list(aside.iterdir())) == 7
    assert prepare(folder, released, aside) == []


@pytest.mark.parametrize("name", ["__MACOSX", ".ipynb_checkpoints", "__pycache__", "data"])
def test_links_are_set_aside_in_whatever_folder_they_are(folders, name):
    """What is in a folder beside the notebook is copied by nbgrader, and given to the student."""
    folder, released, aside = folders
    (folder / name / "deep").mkdir(parents=True)
    (folder / name / "deep" / "notes.txt").symlink_to(released / "small.ipynb")
    (note,) = prepare(folder, released, aside)
    assert "not all are regular files" in note and not (folder / name).exists()


def test_files_that_are_large_together_are_set_aside(folders):
    folder, released, aside = folders
    for name in ("small.ipynb", *(f"{number}.bin" for number in range(5))):
        with open(folder / name, "wb") as file:
            file.truncate(100 * 2**20)
    (note,) = prepare(folder, released, aside)
    assert "larger than 400 MB together" in note and os.listdir(folder) == ["small.ipynb"]
    assert prepare(folder, released, aside) == []


def test_folders_with_many_files_together_are_set_aside(folders):
    folder, released, aside = folders
    (folder / "small.ipynb").touch()
    for number in range(MAX_FILES + 10):
        (folder / f"f{number // 300}").mkdir(exist_ok=True)
        (folder / f"f{number // 300}" / str(number)).touch()
    (note,) = [one for one in prepare(folder, released, aside) if "large folder" in one]
    assert note.startswith("f3 ") and len(list(folder.glob("*/*"))) == 900


def test_a_folder_in_the_place_of_a_released_file_is_set_aside(folders):
    folder, released, aside = folders
    (released / "data").mkdir()
    (released / "data" / "x.csv").touch()
    (folder / "small.ipynb").touch()
    (folder / "helper.py").mkdir()
    (folder / "timestamp.txt").mkdir()
    (folder / "small.html").mkdir()
    (folder / "data").touch()
    notes = prepare(folder, released, aside)
    assert len([one for one in notes if "should be the other" in one]) == 4
    (folder / "data" / "x.csv").mkdir(parents=True)
    assert any("have changed places" in one for one in prepare(folder, released, aside))
    assert os.listdir(folder) == ["small.ipynb"]


def test_files_get_plain_names_and_none_is_lost(folders):
    folder, released, aside = folders
    (folder / "small.ipynb").write_text("{}")
    for name in ("-rf", "new\nline", "new?line", "a\udcff", "lasso [final] – Ko\u0308nig.ipynb"):
        (folder / name).write_text("kept")
    (folder / "work.ipynb").mkdir()
    notes = prepare(folder, released, aside)
    assert sorted(path.name for path in folder.iterdir()) == [
        *["_rf", "a_", "lasso [final] – Ko\u0308nig.ipynb", "new_line", "new_line 2"],
        *["small.ipynb", "work.ipynb folder"],
    ]
    assert len(notes) == 5 and not aside.exists()
    assert prepare(folder, released, aside) == []


def test_the_place_of_a_missing_notebook_is_marked_and_why_is_said_each_time(folders):
    folder, released, aside = folders
    (folder / "small.ipynb").symlink_to("/etc/passwd")
    (note,) = prepare(folder, released, aside)
    assert "a link" in note
    assert (folder / "small.ipynb").read_bytes() == b""
    assert prepare(folder, released, aside) == [note]
    (folder / "small.ipynb").write_text("{}")
    assert prepare(folder, released, aside) == []
