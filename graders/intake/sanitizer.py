"""Makes what is executed for a submission: released notebook, hidden tests, student's answers.

The same as nbgrader's first step makes with the configuration of this course; the tests are read
from the gradebook once, not once for each submission.
"""

import copy
from pathlib import Path

from nbformat import NotebookNode

from graders.intake.notebook import take_in, unread
from graders.notebook.exercises import grade_id, is_test, read_notebook


class Sanitizer:
    """Makes what is executed of what was handed in, for a released notebook."""

    def __init__(self, released: Path, db_url: str):
        # Not in the processes that are given one of these and call it.
        from nbgrader.preprocessors import OverwriteCells, OverwriteKernelspec

        self._released, self._folder = read_notebook(released), released.parent
        whole = copy.deepcopy(self._released)
        names = {"assignment": released.parent.name, "notebook": released.stem}
        resources = {"nbgrader": names | {"db_url": db_url}, "metadata": {}}
        for step in (OverwriteKernelspec, OverwriteCells):
            whole, resources = step(parent=None).preprocess(whole, resources)
        self._tests = {grade_id(cell): cell for cell in whole.cells if is_test(cell)}
        self._metadata = whole.metadata

    def __call__(self, path: Path) -> NotebookNode:
        """Return the notebook to be executed."""
        return self._with_tests(take_in(path, self._released, self._folder))

    def unread(self, trouble: str) -> NotebookNode:
        """Return it for a submission that cannot be read, and why not."""
        return self._with_tests(unread(self._released, trouble))

    def _with_tests(self, notebook: NotebookNode) -> NotebookNode:
        notebook.metadata = NotebookNode({**notebook.metadata, **self._metadata})
        for cell in notebook.cells:
            test = self._tests.get(grade_id(cell))
            if test is not None:
                cell.source, cell.metadata = test.source, copy.deepcopy(test.metadata)
        return notebook
