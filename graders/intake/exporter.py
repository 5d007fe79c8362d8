"""Reads submissions for nbgrader."""

import os
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import BaseConverter

from graders.intake.exact import take_exactly
from graders.intake.notebook import take_in_apart
from graders.notebook.exercises import read_notebook
from graders.notebook.results import run_info


class Intake(NotebookExporter):
    """Reads submissions for nbgrader: ``Autograde.exporter_class``.

    An exporter, and not a preprocessor, because nbgrader gives up a submission that it cannot
    read before any preprocessor is called.
    """

    def __init__(self, **options: Any):
        super().__init__(**options)
        if isinstance(self.parent, BaseConverter):
            take_exactly(self.parent)

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple:
        """Read a submission; what nbgrader made of it itself is read as it is."""
        converter: Any = self.parent
        if not getattr(converter, "_sanitizing", False):
            return super().from_filename(filename, resources, **kw)
        course = converter.coursedir
        info = resources["nbgrader"]
        folder = Path(course.format_path(course.release_directory, ".", info["assignment"]))
        released = read_notebook(folder / f"{info['notebook']}.ipynb")
        notebook = take_in_apart(Path(filename), released, folder)
        for note in run_info(notebook).notes:
            self.log.error("%s of %s: %s", info["notebook"], info["student"], note)
        resources["metadata"] = {
            "path": os.path.dirname(filename),
            "name": info["notebook"],
            "modified_date": "",
        }
        return self.from_notebook_node(notebook, resources=resources, **kw)
