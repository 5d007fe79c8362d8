"""Writes a feedback page as HTML."""

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from nbgrader.converters.base import BaseConverter

from graders.intake.exact import take_exactly

TEMPLATES = Path(__file__).parent / "templates"


class Page(HTMLExporter):
    """Writes the page: ``GenerateFeedback.exporter_class``.

    As its parent does, but for a second parsing of the whole page, which takes longer than all the
    rest and serves to describe pictures that have no description. Most cells are the same on all
    pages of a class: how they look is remembered. Widgets, which the parent looks for, are none.
    """

    def __init__(self, **options: Any):
        super().__init__(**options)
        if isinstance(self.parent, BaseConverter):
            take_exactly(self.parent)
        # Before nbgrader's, which ours extends.
        self.template_paths = [str(TEMPLATES), *self.template_paths]
        self.template_file = "page.html.j2"
        self._highlighters: dict[str, Callable] = {}

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict | None = None, **kw: Any
    ) -> tuple[Any, dict]:
        """Return the page."""
        resources = self._init_resources(resources)
        lexer = nb.metadata.get("language_info", {}).get("pygments_lexer", "ipython3")
        if lexer not in self._highlighters:
            highlight = Highlight2HTML(pygments_lexer=lexer, parent=self)
            self._highlighters[lexer] = _remembering(highlight)
        self.register_filter("highlight_code", self._highlighters[lexer])
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
        return highlight(source, language, {"magics_language": magics} if magics else None)

    def filtered(source: str, language: str | None = None, metadata: dict | None = None) -> str:
        magics = (metadata or {}).get("magics_language")
        return cached(source, language, magics if isinstance(magics, str) else None)

    return filtered
