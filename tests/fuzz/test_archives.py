"""Zip archives: bombs, archives in archives, paths that lead elsewhere, links, wrong sizes."""

import contextlib
import io
import logging
import shutil
import stat
import struct
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traitlets.config import Config

from graders.intake.candidates import Candidate
from graders.intake.notebook import take_in
from graders.intake.places import MAX_ENTRIES, Archive, Folder, beside
from graders.intake.reading import UnreadableNotebookError
from graders.intake.zip_collect import Extractor
from tests.fuzz.fuzzing import TEXT, changed, corpus, fuzz, in_time
from tests.intake.handed_in import data, filled, released

LIMIT = 100_000
NOTEBOOK = data(filled())
RELEASED = released()


def packed(entries: list[tuple]) -> bytes:
    """Return an archive of entries: name, content, compression, mode, whether it is encrypted."""
    file = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "w") as archive:
        for name, content, compression, mode, _ in entries:
            info = zipfile.ZipInfo("x")
            info.filename, info.external_attr = name, mode << 16
            info.compress_type = compression
            archive.writestr(info, content)
    found = bytearray(file.getvalue())
    at = -1
    for *_, encrypted in entries:  # in the list of contents; nothing really is
        at = found.find(b"PK\x01\x02", at + 1)
        if encrypted and at >= 0:
            found[at + 8] |= 1
    return bytes(found)


ODD = ["small.ipynb", "a/small.ipynb", "../small.ipynb", "/etc/small.ipynb", "a\\..\\b.ipynb"]
ODD += ["a/", "a//b.ipynb", "__MACOSX/small.ipynb", ".x.ipynb", "C:\\x.ipynb", "x.zip", "x" * 300]
ODD += ["x/../..", "timestamp.txt", "a/b/c/d/e/f/g.ipynb", ""]
NAMES = st.sampled_from(ODD) | TEXT.map(lambda text: text.encode(errors="replace").decode())
METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
MODES = [0, stat.S_IFREG, stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR, 0xFFFF]
CONTENTS = st.sampled_from([b"", b"{}", NOTEBOOK, b"\0" * (3 * LIMIT), b"../../etc", b"x" * 1000])
ENTRIES = st.tuples(
    NAMES, CONTENTS, st.sampled_from(METHODS), st.sampled_from(MODES), st.booleans()
)
FLAT = st.lists(ENTRIES, max_size=4).map(packed)
NESTED = st.lists(
    st.tuples(
        st.sampled_from(["a.zip", "b/a.zip", "../a.zip", "small.ipynb"]),
        FLAT | CONTENTS,
        st.sampled_from(METHODS),
        st.sampled_from(MODES),
        st.booleans(),
    ),
    max_size=3,
).map(packed)


@st.composite
def lying(draw: st.DrawFn) -> bytes:
    """Draw an archive with other sizes, offsets, counts or methods than it has."""
    found = bytearray(draw(FLAT | NESTED))
    signs = {b"PK\x01\x02": range(4, 46, 2), b"PK\x03\x04": range(4, 30, 2)}
    signs[b"PK\x05\x06"] = range(4, 22, 2)
    for _ in range(draw(st.integers(1, 3))):
        sign = draw(st.sampled_from(sorted(signs)))
        at = found.find(sign) + draw(st.sampled_from(signs[sign]))
        number = draw(st.sampled_from([0, 1, 0x7FFF, 0xFFFF]) | st.integers(0, 0xFFFF))
        found[at : at + 2] = struct.pack("<H", number)
    return bytes(found)


SEEDS = FLAT | NESTED | st.sampled_from(corpus("archives"))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw a good archive, packed in some way, in which one byte is another."""
    content = b'{"cells": []}' * draw(st.integers(1, 20))
    method = draw(st.sampled_from(METHODS))
    found = bytearray(packed([(name, content, method, 0, False) for name in ("small", "b/x")]))
    found[draw(st.integers(0, len(found) - 1))] = draw(st.integers(0, 255))
    return bytes(found)


RUBBISH = st.binary(max_size=100).map(lambda data: b"PK\x03\x04" + data)
ARCHIVES = SEEDS | lying() | damaged() | changed(SEEDS) | RUBBISH


def look_into(content: bytes) -> None:
    """Read all that is in an archive, as intake does."""
    with warnings.catch_warnings(action="ignore"):
        try:
            archive = Archive(content)
        except UnreadableNotebookError:
            return
        names = archive.names()
        assert len(names) <= MAX_ENTRIES
        for name in names:
            assert not name.startswith("/") and "__MACOSX" not in name.split("/")
            try:
                assert len(archive.read(name, LIMIT)) <= LIMIT
                assert ".." not in beside(archive, name, "../x.png").split("/")
            except UnreadableNotebookError:
                continue


@fuzz
@given(ARCHIVES)
def test_archives(content):
    with in_time():
        look_into(content)


@pytest.mark.parametrize("content", corpus("archives"))
def test_archives_that_were_found(content, tmp_path):
    with in_time():
        look_into(content)
        unpack(content, tmp_path)


@fuzz
@given(ARCHIVES | changed(st.just(NOTEBOOK)))
def test_an_archive_in_the_place_of_the_notebook(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "small.ipynb"
    path.write_bytes(content)
    with in_time(), warnings.catch_warnings(action="ignore"):
        assert take_in(path, RELEASED).cells


def unpack(content: bytes, folder) -> None:
    """Have `nbgrader zip_collect` take an archive apart beside an honest one."""
    for name in ("archive", "target"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir()
    (folder / "archive" / "hostile.zip").write_bytes(content)
    (folder / "archive" / "all.zip").write_bytes(
        packed([("inner.zip", content, zipfile.ZIP_STORED, 0, False)])
    )
    (folder / "archive" / "zara.ipynb").write_bytes(NOTEBOOK)
    extractor = Extractor(config=Config())
    extractor.log = logging.getLogger("tests.fuzz")
    with warnings.catch_warnings(action="ignore"):
        extractor.extract(str(folder / "archive"), str(folder / "target"))
    assert (folder / "target" / "zara.ipynb").read_bytes() == NOTEBOOK
    assert {path.name for path in folder.iterdir()} == {"archive", "target"}
    found = list((folder / "target").rglob("*"))
    assert not any(path.is_symlink() or path.is_fifo() for path in found)


@fuzz
@given(TEXT | NAMES, SEEDS)
def test_a_file_beside_the_notebook_is_found_or_not(tmp_path_factory, wanted, content):
    folder = tmp_path_factory.getbasetemp() / "beside"
    folder.mkdir(exist_ok=True)
    (folder / "small.ipynb").write_bytes(NOTEBOOK)
    places = [Folder(folder)]
    with contextlib.suppress(UnreadableNotebookError), warnings.catch_warnings(action="ignore"):
        places.append(Archive(content))
    for place in places:
        with in_time(), warnings.catch_warnings(action="ignore"):
            found = Candidate(place, "small.ipynb", "small.ipynb").files(wanted, LIMIT)
        assert found is None or len(found) <= LIMIT


@fuzz
@given(ARCHIVES)
def test_an_archive_of_a_learning_platform(tmp_path_factory, content):
    folder = tmp_path_factory.getbasetemp() / "platform"
    folder.mkdir(exist_ok=True)
    with in_time():
        unpack(content, folder)
