"""Sizes are bounded before anything is parsed, and what analyses a student's code is not slow."""

import ast
import json
import os

import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell

from graders.intake import pictures
from graders.intake.folder import prepare
from graders.intake.limits import MAX_CELLS, MAX_CHARACTERS, MAX_FILES, MAX_SOURCE, Limit
from graders.intake.locked import added_code
from graders.intake.notebook import take_in_apart
from graders.intake.reading import UnreadableNotebookError, parse
from graders.intake.timestamp import timestamp
from graders.intake.written import prose
from graders.notebook.answers import is_large, reached
from graders.notebook.borrowed import borrowed
from graders.notebook.code import defined, plain
from graders.notebook.exercises import exercises_of
from graders.notebook.outputs import MAX_ALL_OUTPUTS, limit_all, output, safe_output
from graders.notebook.results import CHANGED, run_info, set_submitted
from graders.notebook.whereabouts import whereabouts
from tests.intake.handed_in import Submission, filled, merged, released
from tests.intake.test_pictures import PNG
from tests.small_course import find


def notebook(*sources):
    return json.dumps({"cells": [{"cell_type": "code", "source": one} for one in sources]}).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (notebook(*["1"] * (MAX_CELLS + 1)), "2,000 cells"),
        (notebook("x" * (MAX_SOURCE + 1)), "500,000 characters"),
        (notebook(*["x" * MAX_SOURCE] * 9), "4,000,000 characters"),
        (b'{"cells": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"cells": [{"metadata": ' + b'{"a": ' * 50_000, "nested too deeply"),
        (b'{"nbformat": ' + b"9" * 10_000 + b"}", "not valid JSON"),
    ],
)
def test_what_is_above_a_limit_cannot_be_read(content, said):
    with pytest.raises(UnreadableNotebookError, match=said):
        parse(content)


def test_what_is_just_below_is_read():
    assert len(parse(notebook(*["1"] * MAX_CELLS)).cells) == MAX_CELLS
    assert parse(notebook(*["x" * MAX_SOURCE] * (MAX_CHARACTERS // MAX_SOURCE))).notes == []


def test_what_takes_too_long_to_read_is_named(tmp_path, monkeypatch):
    submission = Submission(tmp_path)
    path = submission.put("small.ipynb", filled(explain="![a](" * 90_000))
    monkeypatch.setattr("graders.intake.notebook.SECONDS", 0.01)
    found = take_in_apart(path, released(), submission.release)
    assert "too long" in run_info(found).attention[0]
    assert "no points were given or taken" in found.cells[0].source


@pytest.mark.parametrize(
    "stamp", [b"", b"1 " * 10**6, b"2026-01-01" * 20, b"\xff\xfe", b"tomorrow", b"1" * 90]
)
def test_a_timestamp_that_is_no_time_counts_as_none(stamp, tmp_path):
    submission = Submission(tmp_path)
    submission.put("timestamp.txt", stamp)
    assert timestamp(submission.folder) is None
    notes = prepare(submission.folder, submission.release, tmp_path / "aside")
    assert "not a time" in notes[0] and not (submission.folder / "timestamp.txt").exists()


def test_of_very_many_files_the_notebook_and_the_time_stay(tmp_path):
    submission = Submission(tmp_path)
    submission.put("small.ipynb", filled())
    submission.put("timestamp.txt", b"2026-01-01 10:00:00 UTC")
    for number in range(MAX_FILES):
        submission.put(f"{number}.txt", b"")
    notes = prepare(submission.folder, submission.release, tmp_path / "aside")
    assert sorted(os.listdir(submission.folder)) == ["small.ipynb", "timestamp.txt"]
    assert "1,000 files" in notes[0] and len(list((tmp_path / "aside").glob("*/*.txt"))) > 900


def test_pictures_are_bounded_together_and_each_is_kept_once(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_ALL_PICTURES", Limit(2 * len(PNG), "they are {most} bytes"))
    found = merged(
        filled(explain="![](a.png) " * 5 + "![](b.png) ![](c.png)"), files=lambda *_: PNG
    )
    cell = find(found, "explain")
    assert len(cell.attachments) == 2 and cell.source.count("attachment:picture-1") == 5
    assert "c.png is not shown: they are" in cell.source


CHAINED = [f"def h{i}():\n    return h{i + 1}()" for i in range(300)]


def answered_with(*own):
    found = merged(filled(double="def double(x):\n    return h0()"))
    found.cells[:0] = [new_code_cell(source) for source in own]
    for cell in found.cells:
        if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("solution"):
            set_submitted(cell, CHANGED)
    return found


def test_chains_of_helpers_are_followed_to_their_end():
    found = answered_with(*CHAINED, "def h300():\n    return shifted(1, 2)")
    (double,) = [e for e in exercises_of(found) if e.name == "double"]
    assert {"h150", "h300", "shifted"} <= reached(found, double) and not is_large(found)
    assert "slow" not in reached(found, double)


def test_of_very_much_code_everything_counts_as_needed():
    names = " + ".join(f"h{i}" for i in range(1500))
    found = answered_with(*(f"def h{i}():\n    return {names}" for i in range(40)))
    (double,) = [e for e in exercises_of(found) if e.name == "double"]
    assert is_large(found) and {"double", "shifted", "slow", "explain"} <= reached(found, double)
    assert isinstance(borrowed(found), frozenset)
    assert whereabouts(found.cells, 0, "h7") == ""


@pytest.mark.parametrize(
    "source",
    [" " * 400_000 + "!", "a" * 400_000, "\n" * 400_000 + "def", "x" + " " * 400_000 + "?"],
)
def test_long_lines_and_many_lines_are_read_in_no_time(source):
    assert defined(source + "\n(") == defined(source + "\n(") and len(plain(source)) > 0
    cell = new_markdown_cell(source)
    assert whereabouts([cell], 0, "f") == "" and prose("markdown", "![" * 200_000) == ""


def test_magics_are_blanked_as_before():
    source = "  files = !ls\na, b = %time f()\n\n%time\nx ="
    assert plain(source) == "  files = None\na, b = None\n\npass\nx ="


def test_the_source_of_statements_is_that_of_ast():
    source = "@f(1)\ndef g(x):\n    'é'; return x\n\nü = 1; y = 'ö'\nclass A:\n    pass\n"
    found = added_code("", source, definitions=False)
    segments = [ast.get_source_segment(source, node) for node in ast.parse(source).body]
    assert found == "@f(1)\n" + "\n".join(segments)


def test_outputs_of_a_whole_notebook_are_bounded():
    one = output("stream", name="stdout", text="x")
    cells = [{"cell_type": "code", "outputs": [one] * MAX_ALL_OUTPUTS} for _ in range(3)]
    found = from_dict({"cells": cells})
    limit_all(found)
    assert [len(cell.outputs) for cell in found.cells] == [MAX_ALL_OUTPUTS, 1, 1]
    large = output("stream", name="stdout", text="x" * 3_000_000)
    found = from_dict({"cells": [{"cell_type": "code", "outputs": [one, large]}]})
    limit_all(found)
    assert [o.text for o in found.cells[0].outputs] == ["x", "… more, left out"]
    error = {"output_type": "error", "traceback": ["\n" * 10_000]}
    assert len(safe_output(error).traceback) <= 201
