"""Renders Markdown for feedback pages and the formgrader, where an instructor is logged in."""

import functools
from html import escape

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from graders.feedback.mathml import mathml
from graders.notebook.exercises import grade_info


class _OurRenderer(IPythonRenderer):
    """Renders Markdown with its formulas as MathML."""

    def inline_math(self, body: str) -> str:
        return mathml(body, block=False)

    def block_math(self, body: str) -> str:
        return mathml(body, block=True)

    def latex_environment(self, name: str, body: str) -> str:
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)


class _Renderer(_OurRenderer):
    """Renders Markdown that a student may have written: no HTML, no scripts, nothing fetched."""

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre>{escape(code)}</pre>"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith("attachment:") and url.removeprefix("attachment:") in self.attachments:
            return super().image(text, url, title)
        # Whoever looks at a page tells the host of its pictures that they do.
        return f"[{text or 'picture'}: {escape(url)}]"


@pass_context
def markdown2html(context: dict, source: str) -> str:
    """Render Markdown to HTML: ``HTMLExporter.filters["markdown2html"]``.

    For all pages, the formgrader's included, which show what students wrote to an instructor who
    is logged in. HTML passes only in cells that are locked, so ours.
    """
    cell = context.get("cell", {})
    info = grade_info(cell) if cell else {}
    ours = bool(info.get("locked") and not info.get("solution"))
    attachments = cell.get("attachments", {})
    return _rendered(source, ours, attachments) if attachments else _remembered(source, ours)


def _rendered(source: str, ours: bool, attachments: dict) -> str:
    renderer = (_OurRenderer if ours else _Renderer)(
        escape=not ours,
        allow_harmful_protocols=False,
        attachments=attachments,
        exclude_anchor_links=True,
    )
    return MarkdownWithMath(renderer=renderer).render(source)


@functools.lru_cache(maxsize=1000)
def _remembered(source: str, ours: bool) -> str:
    return _rendered(source, ours, {})
