"""What is executed for a submission: the released notebook, hidden tests, the student's answers.

The same as nbgrader's first step makes with the configuration of this course; the tests are read
from the gradebook once, not once for each submission.
"""

import copy
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import OverwriteCells, OverwriteKernelspec

from graders import structure
from graders.intake import take_in


class Sanitizer:
    """Makes what is executed of what was handed in, for one notebook of an assignment.

    Parameters
    ----------
    directory : CourseDirectory
    assignment, notebook : str
    """

    def __init__(self, directory: CourseDirectory, assignment: str, notebook: str):
        folder = Path(directory.format_path(directory.release_directory, ".", assignment))
        self._released = structure.read(folder / f"{notebook}.ipynb")
        whole = copy.deepcopy(self._released)
        info = {"assignment": assignment, "notebook": notebook, "db_url": directory.db_url}
        resources = {"nbgrader": info, "metadata": {}}
        for step in (OverwriteKernelspec, OverwriteCells):
            whole, resources = step(parent=None).preprocess(whole, resources)
        self._tests = {
            structure.grade_id(cell): cell for cell in whole.cells if structure.is_test(cell)
        }
        self._metadata = whole.metadata

    def __call__(self, path: Path) -> NotebookNode:
        """Return the notebook to be executed."""
        notebook = take_in(path, self._released)
        notebook.metadata = NotebookNode({**notebook.metadata, **self._metadata})
        for cell in notebook.cells:
            test = self._tests.get(structure.grade_id(cell))
            if test is not None:
                cell.source, cell.metadata = test.source, copy.deepcopy(test.metadata)
        return notebook
