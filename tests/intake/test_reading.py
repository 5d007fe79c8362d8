"""Files of notebooks: what can be mended is mended, what cannot is named for what it is."""

import io
import json
import re
import zipfile

import pytest
from nbformat.v4 import new_output

from graders.intake import reading
from graders.intake.limits import Limit
from graders.intake.places import Archive
from graders.intake.reading import UnreadableNotebookError, parse, without_outputs
from tests.intake.handed_in import data, filled, merged, source
from tests.small_course import RIGHT, find


def conflict(text, old, ours, theirs, base=None):
    """Return a text with a merge conflict in the place of a line."""
    middle = f"||||||| base\n{base}\n" if base is not None else ""
    marked = f"<<<<<<< HEAD\n{ours}\n{middle}=======\n{theirs}\n>>>>>>> other\n"
    assert text.count(old) == 1
    return text.replace(old, marked)


def with_outputs(count=1):
    notebook = filled()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
            text = 'a "\\" ]}[{ é'
            cell.outputs = [new_output("stream", name="stdout", text=text * count)]
    find(notebook, "double").execution_count = 77
    return notebook


def test_merge_markers_around_counts_outputs_or_metadata_are_mended():
    text = data(with_outputs()).decode()
    count = '   "execution_count": 77,\n'
    for marked in (
        conflict(text, count, '   "execution_count": 3,', '   "execution_count": 4,'),
        conflict(text, count, '   "execution_count": 3,', '   "execution_count": 4,', base=count),
        conflict(text, count, '   "execution_count": 3,\n   "x": 1,', '   "execution_count": 4,'),
        conflict(text, ' "nbformat": 4,\n', ' "nbformat": 4,', ' "nbformat": 4,\n "a": 1,'),
        conflict(text, count, count, count).replace("\n", "\r\n"),
    ):
        found = parse(marked.encode())
        assert "merge markers" in found.notes[0]
        assert "def double" in "".join(cell.source for cell in found.cells)


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ('    "def slow(x):\\n",', '    "def slow(y):\\n",', "differ in slow"),
        ('    "def slow(x):\\n",', '    "def slow(x):\\n"', "not valid JSON"),
        ('    "def slow(x):\\n",', '    "def slow(x):\\n"]}, {"source": [', "number of"),
    ],
)
def test_merge_markers_around_answers_are_named(ours, theirs, said):
    text = data(filled()).decode()
    marked = conflict(text, '    "def slow(x):\\n",\n', ours, theirs)
    with pytest.raises(UnreadableNotebookError, match=f"merge markers.*{said}"):
        parse(marked.encode())


def test_markers_that_are_not_whole_and_markers_in_a_source():
    text = data(filled()).decode()
    half = text.replace(' "nbformat": 4,\n', '<<<<<<< HEAD\n "nbformat": 4,\n')
    with pytest.raises(UnreadableNotebookError, match="merge markers"):
        parse(half.encode())
    assert parse(data(filled(explain="<<<<<<< HEAD\n=======\n>>>>>>> x"))).notes == []


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_another_encoding_is_read_and_noted(encoding):
    notebook = filled(explain="Für große Zahlen, naïf\x85")
    if encoding == "cp1252":
        find(notebook, "explain").source = "Für große Zahlen – „so“ naïf\u2026"
    content = json.dumps(notebook, ensure_ascii=False).encode(encoding)
    found = merged(content)
    assert source(found, "explain").startswith("Für große Zahlen")
    assert "not saved in UTF-8" in found.metadata.graders.notes[0]


def sources(content):
    return [cell.source for cell in parse(content).cells]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: json.dumps({"name": "small.ipynb", "content": json.loads(text)}),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\\n", "\\r"),
        lambda text: text.replace("\\n", "\n\t"[:1]),  # line breaks in strings as they are
        lambda text: text.replace('\\n",', '",'),
        lambda text: text + "\n\n\0\0",
    ],
    ids=["of a server", "Windows", "old Mac", "raw line breaks", "none", "zeros at the end"],
)
def test_what_other_programs_write_is_read(change):
    text = data(filled()).decode()
    assert sources(change(text).encode()) == sources(text.encode())


ZIPPED = io.BytesIO()
with zipfile.ZipFile(ZIPPED, "w") as file:
    file.writestr("a.txt", "x")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (ZIPPED.getvalue(), "a zip archive"),
        (b"%PDF-1.7\n...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x1f\x8b\x08", "compressed archive"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "a web page"),
        (b"\xef\xbb\xbf\n <HTML>", "a web page"),
        (b"<?xml version='1.0'?>", "a web page"),
        (b"Dear Sir or Madam", "not a notebook"),
        (b"import numpy as np\nx = 1\n", "not a notebook"),
        (data(filled())[:900], "breaks off in the middle"),
        (data(filled())[:-3], "breaks off in the middle"),
        (data(filled()).replace(b'"cells": [', b'"cells": [,', 1), "not valid JSON .line 2"),
        (b"[1, 2]", "valid JSON, but not a notebook"),
    ],
)
def test_what_cannot_be_read_is_named_for_what_it_is(content, said):
    with pytest.raises(UnreadableNotebookError, match=re.compile(said, re.IGNORECASE)):
        parse(content)


def test_saved_outputs_are_left_out_without_being_parsed():
    notebook = with_outputs()
    left = json.loads(without_outputs(data(notebook)))
    for cell, kept in zip(notebook.cells, left["cells"], strict=True):
        assert "".join(kept["source"]) == cell.source and not kept.get("outputs")
    for odd in (b'"', b'"\\', b'{"cells": [{"outputs": [', b"[]]]}}", b'"outputs": ["x"]'):
        assert without_outputs(odd) in (odd, b'{"cells": [{[]', b'{"cells": [{"outputs": []')


def test_a_notebook_that_is_large_by_its_outputs_is_read(monkeypatch):
    small = Limit(100_000, "larger than {most}, even without its outputs")
    monkeypatch.setattr(reading, "MAX_NOTEBOOK", small)
    found = merged(data(with_outputs(2000)))
    assert source(found, "double") == RIGHT["double"]
    assert "outputs were left out" in found.metadata.graders.notes[0]
    large = data(filled(explain="x" * 200_000))
    with pytest.raises(UnreadableNotebookError, match="even without its outputs"):
        parse(large)
    monkeypatch.setattr(reading, "MAX_TOKENS", Limit(1000, "too many parts"))
    with pytest.raises(UnreadableNotebookError, match="too many parts"):
        parse(b"[" * 200_000)


def test_escaped_quotes_without_an_end_take_no_longer_than_their_length():
    assert len(without_outputs(b'"' + b'\\"' * 2_000_000)) == 4_000_001


def test_hostile_archives_are_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        link = zipfile.ZipInfo("link.ipynb")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
        for name in ("../up.ipynb", "/root.ipynb", "a/../../b.ipynb", ".hidden.ipynb"):
            file.writestr(name, "{}")
        file.writestr("__MACOSX/._a.ipynb", "{}")
        file.writestr("bomb.ipynb", b"0" * 10**6)
        file.writestr("deep/a.ipynb", "{}")
    archive = Archive(made.getvalue())
    assert set(archive.names()) <= {"a/../../b.ipynb", "../up.ipynb", "bomb.ipynb", "deep/a.ipynb"}
    with pytest.raises(UnreadableNotebookError, match="larger"):
        archive.read("bomb.ipynb", 1000)
    for damaged in (
        made.getvalue()[:-30],
        b"PK\x03\x04",
        made.getvalue().replace(b"PK\x05\x06", b""),
    ):
        with pytest.raises(UnreadableNotebookError, match="damaged"):
            Archive(damaged)
