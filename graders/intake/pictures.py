"""Pictures in a student's text: pasted, attached, or files beside the notebook.

All of them become attachments of the cell, so that the formgrader and the feedback page show them;
in the place of one that cannot be shown there is a line that names it and says why.
"""

import base64
import binascii
import itertools
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from graders.intake.limits import MAX_ALL_PICTURES, MAX_PICTURE, MAX_PICTURES

# Reads a file that was handed in beside the notebook, at most so many bytes; None if there is none.
Files = Callable[[str, int], bytes | None]
Attachments = dict[str, dict[str, str]]

_DATA_URI = re.compile(r"data:(image/[\w.+-]{1,40});base64,([A-Za-z0-9+/=%]*)")
_TAG = re.compile(r"<img\s[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_IMAGE = re.compile(
    r"!\[(?P<text>[^\]\n]{0,500})\]"
    r"\(\s{0,20}(?:<(?P<in_brackets>[^>\n]{1,500})>"
    r"|(?P<url>(?:[^()\n\"]|\([^()\n]{0,200}\)){1,500}?))"
    r"(?:\s{1,20}\"[^\"\n]{0,500}\")?\s{0,20}\)"
)
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_ENDINGS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}
_NOT_SHOWN = "only PNG, JPEG and GIF pictures are shown"


class _NotShown(Exception):
    """Why a picture cannot be shown."""


def no_files(name: str, limit: int) -> bytes | None:
    """Find no file: `Files` of a notebook that came alone."""
    return None


def limited(files: Files) -> Files:
    """Return `files` for one notebook, which is given only so much of them in all."""
    left = int(MAX_ALL_PICTURES)

    def read(name: str, limit: int) -> bytes | None:
        nonlocal left
        if left <= 0:
            raise _NotShown(MAX_ALL_PICTURES.message)
        data = files(name, limit)
        left -= len(data or b"")
        return data

    return read


def lifted(source: str, attachments: Any) -> tuple[str, Any]:
    """Make attachments of the pictures that are pasted into a text as data, which is long."""
    if "data:image/" not in source:
        return source, attachments
    found = dict(attachments) if isinstance(attachments, dict) else {}

    def lift(match: re.Match) -> str:
        name = f"pasted-{len(found) + 1}"
        found[name] = {match[1].lower(): unquote(match[2])}
        return f"attachment:{name}"

    return _DATA_URI.sub(lift, source), found


def shown(source: str, attachments: Any, files: Files) -> tuple[str, Attachments]:
    """Return a text whose pictures are safe attachments of its cell, and these."""
    given = attachments if isinstance(attachments, dict) else {}
    kept: Attachments = {}
    known: dict[str, str] = {}
    count = itertools.count()

    def show(match: re.Match) -> str:
        url = (match["in_brackets"] or match["url"]).strip()
        if re.match(r"(?!data:|attachment:)\w[\w.+-]+:|//|#", url, re.IGNORECASE):
            return match[0]  # elsewhere: the page names it, and does not fetch it
        name = unquote(url.removeprefix("attachment:"))
        try:
            if next(count) >= MAX_PICTURES:
                raise _NotShown(MAX_PICTURES.message)
            if url in known:
                return f"![{match['text']}]({known[url]}"
            kind, data, whole = _picture(url, name, given, files)
        except _NotShown as reason:
            return f"*(The picture {_plain(match['text'], name)} is not shown: {reason}.)*"
        key = f"picture-{len(kept) + 1}.{kind.removeprefix('image/')}"
        kept[key] = {kind: data}
        damaged = "" if whole else " *(This picture may be damaged.)*"
        known[url] = f"attachment:{key}){damaged}"
        return f"![{match['text']}]({known[url]}"

    source = _IMAGE.sub(show, _TAG.sub(_as_markdown, source))
    # Those that a text refers to in another way: [1]: attachment:pasted-1
    for name, value in list(given.items())[:MAX_PICTURES]:
        if re.fullmatch(r"[\w.\-]{1,100}", str(name)) and f"attachment:{name}" in source:
            try:
                kind, data, _ = _attached(value)
                kept.setdefault(str(name), {kind: data})
            except _NotShown as reason:
                note = f"*(The picture {name} is not shown: {reason}.)*"
                source = f"{source}\n\n{note}"
    return source, kept


def _as_markdown(tag: re.Match) -> str:
    found = {a[1].lower(): a[2] or a[3] or a[4] or "" for a in _ATTRIBUTE.finditer(tag[0])}
    text = re.sub(r"[\[\]\n]", " ", found.get("alt", ""))
    return f"![{text}](<{found['src']}>)" if found.get("src") else tag[0]


def _picture(url: str, name: str, given: dict, files: Files) -> tuple[str, str, bool]:
    """Return the kind of a picture, its data in base64, and whether it is what it says."""
    if url.startswith("attachment:"):
        value = given.get(name, given.get(url.removeprefix("attachment:")))
        if value is None:
            raise _NotShown("it is not attached to the cell")
        return _attached(value)
    ending = name.rpartition(".")[2].lower()
    if url.startswith("data:") or ending not in _ENDINGS:
        raise _NotShown(_NOT_SHOWN)
    data = files(name, MAX_PICTURE + 1)
    if data is None:  # of the student's machine: C:\\Users\\ada\\plot.png, ../images/plot.png
        data = files(re.split(r"[/\\]", name)[-1] or name, MAX_PICTURE + 1)
    if data is None:
        raise _NotShown("there is no such file in what was handed in")
    return _checked(data, _ENDINGS[ending])


def _attached(value: Any) -> tuple[str, str, bool]:
    values = value if isinstance(value, dict) else {}
    for kind in (*dict.fromkeys(_ENDINGS.values()), "image/jpg"):
        data = values.get(kind)
        data = "".join(map(str, data)) if isinstance(data, list) else data
        if not isinstance(data, str):
            continue
        if len(data) > MAX_PICTURE * 3 // 2:
            raise _NotShown(MAX_PICTURE.message)
        data = "".join(data.split())
        try:
            decoded = base64.b64decode(data + "=" * (-len(data) % 4), validate=True)
        except (binascii.Error, ValueError):
            raise _NotShown("its data are damaged") from None
        return _checked(decoded, kind.replace("jpg", "jpeg"))
    raise _NotShown(_NOT_SHOWN)


def _checked(data: bytes, kind: str) -> tuple[str, str, bool]:
    """Return a picture by what its bytes are; a text in disguise is refused.

    Other bytes are passed on as what they are said to be, for a browser to draw as far as it can: a
    damaged picture harms nobody, and leaving it out would hide that there was one.
    """
    if not data:
        raise _NotShown("it is empty")
    if len(data) > MAX_PICTURE:
        raise _NotShown(MAX_PICTURE.message)
    found = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if found is None and _is_text(data):
        raise _NotShown(_NOT_SHOWN)
    return found or kind, base64.b64encode(data).decode(), found is not None


def _is_text(data: bytes) -> bool:
    start = data[:512].lower()
    if b"<svg" in start or b"<?xml" in start or b"<html" in start or b"<script" in start:
        return True
    return not any(byte < 9 or 13 < byte < 27 or byte > 126 for byte in data[:512])


def _plain(text: str, name: str) -> str:
    said = text.strip() if name.startswith("pasted-") else name
    return re.sub(r"[^\w .,()\-]", "_", said)[:80] or "that was pasted here"
