"""What a student gets to see: of every test its visible part, its result and its message."""

import functools
import re
from collections.abc import Callable
from html import escape
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import List

from graders import structure
from graders.formulas import mathml
from graders.hidden import split_hidden
from graders.outputs import safe_outputs
from graders.record import notebook_id, rows
from graders.states import State

HIDDEN_NOTE = "# Hidden tests ran here."
_COLOURS = {
    State.PASSED: "#2e7d32",
    State.PARTIAL: "#b26a00",
    State.BY_HAND: "#555",
    State.GRADER_ERROR: "#555",
}
_FAILED_COLOUR = "#b00020"
# Without one of these nothing is IPython's own: magics, commands of the system, help.
_IPYTHON = re.compile(r"[%?]|!(?!=)")


class Grades(GetGrades):
    """nbgrader's ``GetGrades``, which asks the gradebook for each cell, with two questions in all.

    Raises
    ------
    MissingEntry
        If the gradebook has no such submission, or not one of its cells.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Put scores and comments into the cells' metadata."""
        info = resources["nbgrader"]
        with Gradebook(info["db_url"]) as gradebook:
            found = notebook_id(gradebook, info["notebook"], info["assignment"], info["student"])
            self._scores = {
                name: (score, highest)
                for score, highest, name in rows(
                    gradebook, Grade, found, Grade.score, Grade.max_score
                )
            }
            self._comments = {
                name: comment for comment, name in rows(gradebook, Comment, found, Comment.comment)
            }
        return super().preprocess(nb, resources)

    def _get_comment(self, cell: NotebookNode, resources: dict) -> None:
        cell.metadata.nbgrader["comment"] = self._of(cell, self._comments)

    def _get_score(self, cell: NotebookNode, resources: dict) -> None:
        info = cell.metadata.nbgrader
        info["score"], info["points"] = self._of(cell, self._scores)

    def _of(self, cell: NotebookNode, found: dict[str, Any]) -> Any:
        name = structure.grade_id(cell)
        if name not in found:
            raise MissingEntry(f"the gradebook has no cell {name} for this submission")
        return found[name]


class FeedbackPage(NbGraderPreprocessor):
    """Goes between `Grades` and ``CSSHTMLHeaderPreprocessor`` in the feedback.

    The hidden regions of the tests are taken out, each graded cell gets its state and message, and
    of all other outputs only what is safe to show stays.
    """

    # The exporter sets it on every preprocessor, and warns of one that does not take it.
    display_data_priority = List().tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Rewrite the notebook for the student."""
        nb.metadata.pop("widgets", None)
        nb.cells.insert(0, _overview(nb))
        for cell in nb.cells:
            result = cell.metadata.get("graders", {})
            if structure.is_test(cell):
                cell.source = _visible(cell.source)
            if cell.cell_type != "code":
                continue
            if structure.is_test(cell):
                cell.outputs = [_verdict(result)] if "state" in result else []
            else:
                cell.outputs = safe_outputs(cell.outputs)
        return nb, resources


class Page(HTMLExporter):
    """Writes the page: ``GenerateFeedback.exporter_class``.

    As its parent does, but for a second parsing of the whole page, which takes longer than all the
    rest and serves to describe pictures that have no description. Most cells are the same on all
    pages of a class: how they look is remembered.
    """

    def __init__(self, **options: Any):
        super().__init__(**options)
        self._highlighters: dict[str, Callable] = {}

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict | None = None, **kw: Any
    ) -> tuple[str, dict]:
        """Return the page."""
        resources = self._init_resources(resources)
        lexer = nb.metadata.get("language_info", {}).get("pygments_lexer", "ipython3")
        if lexer not in self._highlighters:
            highlight = Highlight2HTML(pygments_lexer=lexer, parent=self)
            self._highlighters[lexer] = _remembering(highlight)
        self.register_filter("highlight_code", self._highlighters[lexer])
        self.register_filter(
            "filter_data_type",
            WidgetsDataTypeFilter(
                notebook_metadata=self._nb_metadata, parent=self, resources=resources
            ),
        )
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return re.sub(r"<img (?![^>]*\balt=)", '<img alt="A figure" ', page), resources

    def _preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        # The parent's copies a notebook that is a copy already, and looks at it once more.
        for step in self._preprocessors:
            nb, resources = step(nb, resources)
        return nb, resources


def _remembering(highlight: Highlight2HTML) -> Callable:
    @functools.lru_cache(maxsize=1000)
    def cached(source: str, language: str | None, magics: str | None) -> str:
        if (language or highlight.pygments_lexer) == "ipython3" and not magics:
            # Pygments tries a rule after the other; a third of them are for IPython's own syntax.
            language = "ipython3" if _IPYTHON.search(source) else "python3"
        return highlight(source, language, {"magics_language": magics} if magics else None)

    def filtered(source: str, language: str | None = None, metadata: dict | None = None) -> str:
        magics = (metadata or {}).get("magics_language")
        return cached(source, language, magics if isinstance(magics, str) else None)

    return filtered


def _overview(nb: NotebookNode) -> NotebookNode:
    """Return a cell with the points by exercise, in place of nbgrader's list of nameless cells."""
    rows = []
    for number, exercise in enumerate(structure.exercises(nb), 1):
        cells = [exercise.solution] if exercise.written else exercise.tests
        points = sum(structure.grade_info(cell).get("score") or 0 for cell in cells)
        states = [cell.metadata.get("graders", {}).get("state", "") for cell in cells]
        counts = {state: states.count(state) for state in states if state}
        first = structure.grade_id(cells[0])
        said = next(iter(counts), "")
        if len(counts) > 1:
            said = ", ".join(f"{count} {state}" for state, count in counts.items())
        rows.append(
            f"| {number} | [`{exercise.name}`](#{first}) "
            f"| {'·' if said == State.BY_HAND else f'{points:g}'} of {exercise.points:g} | {said} |"
        )
    head = "| | exercise | points | tests |\n|---:|:---|:---|:---|\n"
    style = (
        "<style>#toc li:not(.late-penalty) { display: none }\n"
        ".rendered_html td, .rendered_html th, td, th { padding: 0.1em 0.7em }</style>\n\n"
    )
    cell = new_markdown_cell(style + head + "\n".join(rows))
    # Ours, so that its style is not escaped.
    cell.metadata["nbgrader"] = {"locked": True, "solution": False, "grade": False}
    return cell


def _visible(source: str) -> str:
    visible, hidden = split_hidden(source)
    return visible.rstrip("\n") + (f"\n\n{HIDDEN_NOTE}" if hidden.strip() else "")


def _verdict(result: dict) -> NotebookNode:
    """Return the result of a test as an output: the state, the points, the message."""
    state = State(result["state"])
    points = "" if result["points"] is None else f"{result['points']:g} of "
    head = f"{state.value.capitalize()} · {points}{result['max_points']:g} points"
    parts = [f'<strong style="color: {_COLOURS.get(state, _FAILED_COLOUR)}">{head}</strong>']
    if result.get("message"):
        parts.append(_code(result["message"]))
    if result.get("line"):
        parts += ["In this part of the test:", _code(result["line"])]
    text = "\n".join([head, result.get("message", ""), result.get("line", "")]).strip()
    html = "<div>" + "\n".join(parts) + "</div>"
    # Not by new_output, which validates: that is done once, for the whole notebook.
    data = {"text/html": html, "text/plain": text}
    return from_dict({"output_type": "display_data", "data": data, "metadata": {}})


def _code(text: str) -> str:
    # JupyterLab's style sheet lets it inherit the font of prose, in which no table is straight.
    style = "font: 0.9em/1.4 monospace; white-space: pre-wrap; margin: 0.4em 0"
    return f'<pre style="{style}">{escape(text)}</pre>'


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
    info = structure.grade_info(cell) if cell else {}
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
