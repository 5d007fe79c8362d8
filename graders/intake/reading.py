"""Reads the file of a notebook that somebody handed in, whatever it holds.

What can be mended without a guess is mended and noted; what cannot be read is named for what it is.
"""

import json
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from graders.intake.limits import (
    MAX_CELLS,
    MAX_CHARACTERS,
    MAX_NOTEBOOK,
    MAX_SOURCE,
    MAX_TOKENS,
    TOO_DEEP,
)
from graders.intake.pictures import lifted

NOTHING = "No notebook was handed in"
KINDS = ("code", "markdown", "raw")

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?\r?\n?")
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml|!--|div)", re.I)
_OTHER_FILES = (
    (b"PK\x03\x04", "a zip archive"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document"),
    (b"\xd0\xcf\x11\xe0", "a Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
)


class UnreadableNotebookError(ValueError):
    """The file cannot be read as a notebook; the message says why, as a sentence."""


@dataclass
class Cell:
    """The parts of a submitted cell that are used."""

    kind: str
    source: str
    name: str | None
    outputs: Any
    attachments: Any
    checksum: Any = None  # that nbgrader gave it when it was released


@dataclass
class Reading:
    """The cells of a notebook, and notes on what had to be mended."""

    cells: list[Cell]
    notes: list[str] = field(default_factory=list)


def read_file(path: Path, limit: int, count: int | None = None) -> bytes:
    """Read a regular file of limited size; a link is not followed, nor a pipe waited for.

    With a `count` only so many bytes of its beginning.

    Raises
    ------
    UnreadableNotebookError
        If it is another kind of file, is too large or cannot be opened.
    """
    try:
        info = os.lstat(path)
        if not stat.S_ISREG(info.st_mode):
            raise UnreadableNotebookError(
                "What was handed in under the notebook's name is not a regular file."
            )
        if info.st_size > limit:
            raise UnreadableNotebookError(f"The file is larger than {limit // 2**20} MB.")
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb") as file:
            return file.read(limit if count is None else count)
    except UnreadableNotebookError:
        raise
    except (OSError, ValueError):  # a name with a NUL or a lone surrogate is no name of a file
        raise UnreadableNotebookError(f"{NOTHING}, or it could not be opened.") from None


def parse(data: bytes) -> Reading:
    """Read the cells of a notebook from the bytes of its file.

    Raises
    ------
    UnreadableNotebookError
        Whatever is wrong with it.
    """
    if not data.strip():
        raise UnreadableNotebookError(f"{NOTHING}, or an empty file.")
    _refuse_other_files(data)
    notes = []
    if len(data) > MAX_NOTEBOOK:
        data = without_outputs(data)
        notes.append("The notebook is very large; its saved outputs were left out.")
    if len(data) > MAX_NOTEBOOK:
        raise UnreadableNotebookError(MAX_NOTEBOOK.message)
    text = _decoded(data, notes).rstrip("\0")  # which a crash of a file system leaves there
    try:
        content = json.loads(text, strict=False)  # with line breaks and tabs as they are
    except json.JSONDecodeError as error:
        return Reading(_mended(text, error, notes), notes)
    except RecursionError:
        raise UnreadableNotebookError(TOO_DEEP) from None
    except ValueError:  # a number of thousands of digits
        raise UnreadableNotebookError("The notebook is damaged: it is not valid JSON.") from None
    return Reading(_cells(content), notes)


def without_outputs(data: bytes) -> bytes:
    """Return a notebook's JSON with the outputs of all cells empty, without parsing them.

    Raises
    ------
    UnreadableNotebookError
        If it has more parts than a notebook of a person has.
    """
    kept: list[bytes] = []
    depth = start = 0
    skipped_at: int | None = None
    key: re.Match | None = None
    for number, token in enumerate(_TOKEN.finditer(data)):
        if number > MAX_TOKENS:
            raise UnreadableNotebookError(MAX_TOKENS.message)
        sign = data[token.start()]
        if sign == ord('"'):
            key = token if depth == 3 else None  # of a cell: {"cells": [{"outputs": […
        elif sign in b"[{":
            if sign == ord("[") and skipped_at is None and depth == 3 and _is_outputs(key, token):
                kept += [data[start : token.start()], b"[]"]
                skipped_at = depth
            depth += 1
        else:
            depth -= 1
            if depth == skipped_at:
                start, skipped_at = token.end(), None
    if skipped_at is None:
        kept.append(data[start:])
    return b"".join(kept)


def _is_outputs(key: re.Match | None, bracket: re.Match) -> bool:
    if key is None or key[0] != b'"outputs"':
        return False
    return bracket.string[key.end() : bracket.start()].strip() == b":"


def _refuse_other_files(data: bytes) -> None:
    for magic, what in _OTHER_FILES:
        if data.startswith(magic):
            raise UnreadableNotebookError(f"The file is {what}, not a notebook.")
    if _WEB_PAGE.match(data):
        raise UnreadableNotebookError(
            "The file is a web page (HTML), not a notebook: the notebook itself has to be "
            "downloaded and handed in."
        )


def _decoded(data: bytes, notes: list[str]) -> str:
    try:
        # UTF-8, -16 and -32, with or without a byte order mark.
        return data.decode(json.detect_encoding(data), "surrogatepass")
    except UnicodeDecodeError:
        pass
    try:
        text, encoding = data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "Latin-1"
    notes.append(
        f"The notebook was not saved in UTF-8; it was read as {encoding}. "
        "Letters with accents and other special characters may be wrong."
    )
    return text


def _mended(text: str, error: json.JSONDecodeError, notes: list[str]) -> list[Cell]:
    """Return the cells if merge markers alone keep the text from being JSON, and not of answers."""
    sides = _sides(text)
    if not sides:
        raise UnreadableNotebookError(_damage(text, error))
    said = "The notebook holds merge markers (<<<<<<<, =======, >>>>>>>)"
    try:
        ours, theirs = (_cells(json.loads(side, strict=False)) for side in sides)
    except (ValueError, RecursionError):
        raise UnreadableNotebookError(
            f"{said}: two versions of it were not merged to the end, and it is not valid JSON."
        ) from None
    if [_content(cell) for cell in ours] != [_content(cell) for cell in theirs]:
        raise UnreadableNotebookError(
            f"{said}: two versions of it, which differ in {_difference(ours, theirs)}, "
            "were not merged."
        )
    notes.append(f"{said} around outputs, counts or metadata; these are not graded.")
    return ours


def _content(cell: Cell) -> tuple:
    return cell.kind, cell.source, cell.name, cell.attachments


def _difference(ours: list[Cell], theirs: list[Cell]) -> str:
    if len(ours) != len(theirs):
        return "the number of their cells"
    pairs = zip(ours, theirs, strict=True)
    names = [a.name or "a cell" for a, b in pairs if _content(a) != _content(b)]
    return ", ".join(dict.fromkeys(names))


def _sides(text: str) -> tuple[str, str] | None:
    """Return both sides of the conflicts in a text; None if it has no whole ones."""
    sides: tuple[list[str], list[str]] = ([], [])
    inside: tuple[int, ...] = (0, 1)
    conflicts = 0
    order = ""
    for line in text.splitlines(keepends=True) if "<<<<<<<" in text else ():
        found = _MARKER.fullmatch(line)
        sign = found[1][0] if found else ""
        if sign == "<" and not order:
            order, inside, conflicts = "<", (0,), conflicts + 1
        elif sign == "|" and order == "<":
            order, inside = "<|", ()
        elif sign == "=" and order in ("<", "<|"):
            order, inside = "=", (1,)
        elif sign == ">" and order == "=":
            order, inside = "", (0, 1)
        elif sign and (sign != "=" or order):
            return None
        else:
            for side in inside:
                sides[side].append(line)
    return ("".join(sides[0]), "".join(sides[1])) if conflicts and not order else None


def _damage(text: str, error: json.JSONDecodeError) -> str:
    """Say in plain words what is wrong with a text that is not JSON."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return "The file is not a notebook: it is not valid JSON."
    if _MARKER.search(text) and "<<<<<<<" in text:
        return "The notebook holds merge markers (<<<<<<<) and is not valid JSON."
    if error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip()) - 8:
        return (
            "The notebook is damaged: it breaks off in the middle, so it is not valid JSON. "
            "It was not saved or not uploaded to its end."
        )
    return f"The notebook is damaged: it is not valid JSON (line {error.lineno})."


def _cells(content: Any) -> list[Cell]:
    if not isinstance(content, dict):
        raise UnreadableNotebookError("The file is valid JSON, but not a notebook.")
    if "worksheets" in content:
        try:
            content = nbformat.reads(json.dumps(content), as_version=4)
        except Exception:
            raise UnreadableNotebookError(
                "The notebook has an old format and cannot be upgraded."
            ) from None
    if "cells" not in content and isinstance(content.get("content"), dict):
        content = content["content"]  # as a Jupyter server sends it
    cells = content.get("cells")
    if not isinstance(cells, list):
        raise UnreadableNotebookError("The notebook is damaged: it has no cells.")
    if len(cells) > MAX_CELLS:
        raise UnreadableNotebookError(MAX_CELLS.message)
    found = [_cell(cell) for cell in cells if isinstance(cell, dict)]
    if sum(len(cell.source) for cell in found) > MAX_CHARACTERS:
        raise UnreadableNotebookError(MAX_CHARACTERS.message)
    return found


def _cell(cell: dict) -> Cell:
    source = cell.get("source", "")
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        # Some programs leave out the line breaks.
        between = "" if any("\n" in line for line in lines) else "\n"
        source = between.join(lines)
    source = source if isinstance(source, str) else ""
    kind = cell.get("cell_type")
    kind = kind if isinstance(kind, str) and kind in KINDS else "code"
    attachments = cell.get("attachments")
    if kind != "code":
        source, attachments = lifted(source, attachments)
    if len(source) > MAX_SOURCE:
        if kind == "code":  # half of it would be something else
            raise UnreadableNotebookError(MAX_SOURCE.message)
        left_out = len(source) - MAX_SOURCE
        source = source[:MAX_SOURCE]
        source += f"\n\n(The rest of this cell, {left_out} characters, is left out.)"
    # One lone surrogate or NUL would stop messages or nbgrader's database.
    source = source.encode("utf-8", "replace").decode().replace("\0", "")
    metadata = cell.get("metadata")
    info = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    info = info if isinstance(info, dict) else {}
    name = info.get("grade_id")
    return Cell(
        kind,
        source.replace("\r\n", "\n").replace("\r", "\n"),
        name if isinstance(name, str) else None,
        cell.get("outputs"),
        attachments,
        info.get("checksum"),
    )
