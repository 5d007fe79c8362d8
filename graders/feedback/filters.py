"""The filters of our pages and of the formgrader's: ``HTMLExporter.filters``.

What is ours (locked cells) is rendered here and remembered, as it is the same on all pages. What a
student wrote is rendered by a process with limits, for parsers of text and code may take ever so
long over a text that was made for it. What is left over when a page has used up its time is shown
as it was written.
"""

import functools
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from jinja2 import pass_context
from nbconvert.filters.ansi import ansi2html as coloured

from graders import bounded
from graders.feedback import rendering
from graders.notebook.exercises import grade_info

# Of one page, for what students wrote: seconds of processor time; characters that are tags, or
# stand for one, as a browser and the formgrader parse them; characters of HTML, pictures included;
# characters that are shown as they are.
SECONDS = 2.0
MAX_TAGS = 100_000
MAX_HTML = 200 * 2**20
MAX_PLAIN = 1_000_000
# Of one output that is coloured; longer ones are cut when a notebook is graded.
MAX_COLOURED = 50_000
NOTE = "This could not be laid out in the usual way, so it is shown as it was written."
LEFT_OUT = "… {} more characters, left out"

_REMEMBERED = 1000
_MAX_REMEMBERED = 20_000  # characters of a source
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]?")

log = logging.getLogger(__name__)

_markdown = functools.lru_cache(maxsize=_REMEMBERED)(rendering.markdown)
_code = functools.lru_cache(maxsize=_REMEMBERED)(rendering.code)
_students: dict[tuple[Callable, str, str], str] = {}


@dataclass
class _Left:
    """What is left of one page's limits."""

    seconds: float = SECONDS
    tags: int = MAX_TAGS
    html: int = MAX_HTML
    plain: int = MAX_PLAIN


@pass_context
def markdown2html(context: Mapping, source: str) -> str:
    """Render Markdown. HTML passes only in cells that are locked, so ours."""
    cell = context.get("cell", {})
    attachments = cell.get("attachments", {})
    if _is_ours(cell):
        return rendering.markdown(source, True, attachments) if attachments else _markdown(source)
    return _rendered(_left(context), rendering.markdown, source, False, attachments)


@pass_context
def highlight_code(
    context: Mapping, source: str, language: str | None = None, metadata: Mapping | None = None
) -> str:
    """Return code in colours."""
    about = context.get("nb", {}).get("metadata", {}).get("language_info", {})
    lexer = about.get("pygments_lexer", "ipython3")
    magics = (metadata or {}).get("magics_language")
    magics = magics if isinstance(magics, str) else None
    if _is_ours(context.get("cell", {})):
        return _code(source, lexer, language, magics)
    return _rendered(_left(context), rendering.code, source, lexer, language, magics)


@pass_context
def ansi2html(context: Mapping, source: str) -> str:
    """Return the text of an output, in the colours that it asks for."""
    left = _left(context)
    if "\x1b" not in source and len(source) <= left.plain:
        left.plain -= len(source)
        return coloured(source)
    if len(source) <= min(MAX_COLOURED, left.plain) and left.seconds > 0:
        before = time.process_time()
        html = coloured(source)
        left.seconds -= time.process_time() - before
        if _fits(left, html):
            left.plain -= len(source)
            return html
    return _shown(left, _COLOUR.sub("", source))


def strip_files_prefix(source: str) -> str:
    """Return what it is given: addresses ``files/…`` are those of IPython before version 4."""
    return source


def _is_ours(cell: Any) -> bool:
    info = grade_info(cell) if cell else {}
    return bool(info.get("locked") and not info.get("solution"))


def _left(context: Mapping) -> _Left:
    """Return what is left of the limits of the page that is being written."""
    resources = context.get("resources")
    return resources.setdefault("graders_limits", _Left()) if resources is not None else _Left()


def _rendered(left: _Left, function: Callable[..., str], source: str, *others: Any) -> str:
    """Render what a student wrote."""
    about = str(others)
    key = function, source, about
    short = len(source) + len(about) <= _MAX_REMEMBERED  # which pictures are not
    html = _students.get(key) if short else None
    if html is None and left.seconds > 0:
        try:
            html, used = bounded.call(function, source, *others, seconds=left.seconds)
            left.seconds -= used
        except bounded.LimitError as error:
            log.warning("what a student wrote is shown as it is: %s", error)
            left.seconds = 0.0
        except bounded.CallError as error:
            log.warning("what a student wrote is shown as it is: %s", error)
        if html is not None and len(source) <= _MAX_REMEMBERED and len(html) <= 4 * _MAX_REMEMBERED:
            if len(_students) >= _REMEMBERED:
                _students.pop(next(iter(_students)))
            _students[key] = html
    if html is not None and _fits(left, html):
        return html
    text = _shown(left, source)
    return f'<p><em>{NOTE}</em></p>\n<pre style="white-space: pre-wrap">{text}</pre>\n'


def _fits(left: _Left, html: str) -> bool:
    """Count what was rendered; return whether it is within the limits of the page."""
    tags = html.count("<") + html.count("&")
    if tags > left.tags or len(html) > left.html:
        return False
    left.tags -= tags
    left.html -= len(html)
    return True


def _shown(left: _Left, text: str) -> str:
    """Return a text as it is, as far as there is room for it."""
    shown = text[: left.plain]
    left.plain -= len(shown)
    more = len(text) - len(shown)
    return escape(shown + (LEFT_OUT.format(more) if more else ""), quote=False)
