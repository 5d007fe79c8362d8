"""Renders text and code for feedback pages and the formgrader, in whatever process.

An instructor is logged in to the formgrader, so what a student wrote is to do nothing there.
"""

from html import escape

from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from graders.feedback.mathml import mathml


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


def markdown(source: str, ours: bool = True, attachments: dict | None = None) -> str:
    """Return Markdown as HTML; HTML in it passes if it is ours."""
    renderer = (_OurRenderer if ours else _Renderer)(
        escape=not ours,
        allow_harmful_protocols=False,
        attachments=attachments,
        exclude_anchor_links=True,
    )
    return MarkdownWithMath(renderer=renderer).render(source)


def code(source: str, lexer: str, language: str | None, magics: str | None) -> str:
    """Return code in colours as HTML; the lexer is that of the notebook."""
    metadata = {"magics_language": magics} if magics else None
    return Highlight2HTML(pygments_lexer=lexer)(source, language, metadata)


# Imports what it needs at its first call: here, so that nobody's time is spent on that.
code("x = 1", "ipython3", None, None)
