"""Writes a feedback page as HTML."""

import re
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from nbgrader.converters.base import BaseConverter

from graders.feedback import filters
from graders.intake.exact import take_exactly

FILTERS = ("markdown2html", "highlight_code", "ansi2html", "strip_files_prefix")
TEMPLATES = Path(__file__).parent / "templates"


class Page(HTMLExporter):
    """Writes the page: ``GenerateFeedback.exporter_class``.

    As its parent does, but for a second parsing of the whole page, which takes longer than all the
    rest and serves to describe pictures that have no description. How cells look is the business of
    `graders.feedback.filters`. Widgets, which the parent looks for, are none.
    """

    def __init__(self, **options: Any):
        super().__init__(**options)
        if isinstance(self.parent, BaseConverter):
            take_exactly(self.parent)
        # Before nbgrader's, which ours extends.
        self.template_paths = [str(TEMPLATES), *self.template_paths]
        self.template_file = "page.html.j2"
        # Whatever is configured for other pages.
        for name in FILTERS:
            self.register_filter(name, getattr(filters, name))

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict | None = None, **kw: Any
    ) -> tuple[Any, dict]:
        """Return the page."""
        resources = self._init_resources(resources)
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return re.sub(r"<img (?![^>]*\balt=)", '<img alt="A figure" ', page), resources

    def _preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        # The parent's copies a notebook that is a copy already, and looks at it once more.
        for step in self._preprocessors:
            nb, resources = step(nb, resources)
        return nb, resources
