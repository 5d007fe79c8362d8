"""Keeps of a cell's outputs what is safe to show and small enough to keep.

Output comes from a student's process or from the notebook that was handed in. nbgrader's pages
pass HTML and scripts through, so only text, which the page escapes, bitmaps, and of HTML what is
harmless stay: tables and emphasis, without addresses, styles and names.
"""

import itertools
import re
from typing import Any

import nh3
from nbformat import NotebookNode, from_dict

MAX_TEXT = 20_000
MAX_IMAGE = 4 * 2**20
MAX_OUTPUTS = 50
# Of all cells of a notebook together.
MAX_ALL_OUTPUTS = 2000
MAX_ALL_TEXT = 2_000_000
# Of HTML, before it is parsed; of a longer one the text stays.
MAX_HTML = 100_000
MAX_ALL_HTML = 500_000
# Elements that a parser may make of HTML. A format that is open at the end of a paragraph is opened
# once more in each one that follows: three that are alike, and any number with attributes.
MAX_ELEMENTS = 500_000
# Elements in each other: a parser takes time by the square of that, here and on the page again.
MAX_DEPTH = 100
_FORMATS = "a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_WITH_ATTRIBUTES = re.compile(rf"<(?:{_FORMATS})[\s/]", re.IGNORECASE)
_TAG = re.compile(r"</?\w+")
_ALIKE = 3 * len(_FORMATS.split("|"))
IMAGES = ("image/png", "image/jpeg")

# fmt: off
_TAGS = {
    "b", "br", "caption", "code", "div", "em", "i", "li", "ol", "p", "pre", "small", "span",
    "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}
# fmt: on
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


def safe_outputs(outputs: Any) -> list[NotebookNode]:
    """Return fresh outputs made of what is safe in the given ones, whatever those are."""
    if not isinstance(outputs, list):
        return []
    kept = [safe for given in outputs[: MAX_OUTPUTS + 1] if (safe := safe_output(given))]
    return limited(kept)


def limited(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return no more outputs than are shown, with a word where there were more."""
    if len(outputs) <= MAX_OUTPUTS:
        return outputs
    return [*outputs[:MAX_OUTPUTS], output("stream", name="stdout", text="… more, left out")]


def limit_all(notebook: NotebookNode) -> None:
    """Leave out of a notebook the outputs that are more than are shown of all cells together."""
    count = text = html = 0
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        for place, one in enumerate(outputs):
            count += 1
            text += size(one.get("text", "")) + size(one.get("traceback", []))
            data = one.get("data", {})
            text += size(data.get("text/plain", ""))
            html += size(data.get("text/html", ""))
            if html > MAX_ALL_HTML:
                data.pop("text/html", None)
            if count > MAX_ALL_OUTPUTS or text > MAX_ALL_TEXT:
                left_out = output("stream", name="stdout", text="… more, left out")
                cell.outputs = [*outputs[:place], left_out]
                break


def safe_output(given: Any) -> NotebookNode | None:
    """Return a fresh output made of what is safe in the given one, or None."""
    if not isinstance(given, dict):
        return None
    kind = given.get("output_type")
    if kind == "stream":
        name = "stderr" if given.get("name") == "stderr" else "stdout"
        return output("stream", name=name, text=_text(given.get("text")))
    if kind == "error":
        lines = given.get("traceback")
        lines = lines if isinstance(lines, list) else []
        return output(
            "error",
            ename=_text(given.get("ename"))[:200],
            evalue=_text(given.get("evalue"))[:2000],
            # The last of them are one: each is an element of a page.
            traceback=_text("\n".join(_text(line) for line in lines[:100])).split("\n", 200),
        )
    if kind in ("display_data", "execute_result"):
        data = _data(given.get("data"))
        return output("display_data", metadata={}, data=data) if data else None
    return None


def output(kind: str, **content: Any) -> NotebookNode:
    """Return an output; not compared with the schema, as nbformat's are, which takes 0.3 ms."""
    return from_dict({"output_type": kind, **content})


def size(content: Any) -> int:
    """Return about how many characters an output, or its message, holds."""
    if isinstance(content, str):
        return len(content)
    if isinstance(content, dict):
        return sum(map(size, content.values()))
    return sum(map(size, content)) if isinstance(content, list) else 0


def safe_attachments(attachments: Any) -> dict[str, dict[str, str]]:
    """Return the attachments of a written answer that are bitmaps."""
    if not isinstance(attachments, dict):
        return {}
    found = {str(name): _data(data, IMAGES) for name, data in attachments.items()}
    return {name: data for name, data in found.items() if data}


def _data(
    data: Any, kinds: tuple[str, ...] = (*IMAGES, "text/html", "text/plain")
) -> dict[str, str]:
    kept: dict[str, str] = {}
    for kind in kinds:
        value = data.get(kind) if isinstance(data, dict) else None
        value = "".join(map(str, value)) if isinstance(value, list) else value
        if not isinstance(value, str):
            continue
        if kind == "text/plain":
            kept[kind] = _text(value)
        elif kind == "text/html":
            if html := safe_html(value):
                kept[kind] = html
        elif len(value) <= MAX_IMAGE and _BASE64.fullmatch(value):
            kept[kind] = value
    return kept


def safe_html(html: str) -> str:
    """Return what is harmless of HTML; nothing if it is too long, or nothing of it can be seen."""
    if len(html) > MAX_HTML:
        return ""
    html = _text_of_any_length(html)
    if _is_large(html):
        return ""
    # Neither links nor classes: nobody is led elsewhere, and nothing looks like the page's own.
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES)
    seen = re.sub(r"<[^>]*>|\s", "", clean)
    return clean if seen and not _is_large(clean) and _depth(clean) <= MAX_DEPTH else ""


def _depth(clean: str) -> int:
    """Return how many elements are in each other in what the cleaner made, which closes each."""
    steps = (-1 if tag.startswith("</") else tag != "<br" for tag in _TAG.findall(clean))
    return max(itertools.accumulate(steps), default=0)


def _is_large(html: str) -> bool:
    """Whether HTML is longer than what is kept, or may become so when it is parsed."""
    formats = _ALIKE + len(_WITH_ATTRIBUTES.findall(html))
    return len(html) > MAX_HTML or html.count("<") * formats > MAX_ELEMENTS


def _text(value: Any) -> str:
    """Return printable text; of control characters only line breaks, tabs and colours stay."""
    value = "".join(map(str, value)) if isinstance(value, list) else str(value or "")
    if len(value) > MAX_TEXT:
        value = value[:MAX_TEXT] + "\n… more, left out"
    return _text_of_any_length(value)


def _text_of_any_length(value: str) -> str:
    value = value.encode("utf-8", "replace").decode()
    return re.sub(r"\x1b(?!\[[0-9;]*m)|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]", "", value)


def plain_text(text: str) -> str:
    """Return text for a message: of control characters only line breaks and tabs stay."""
    text = text.encode("utf-8", "replace").decode()
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)
