"""Keeps a notebook from being released whose tests could not be graded."""

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from graders import structure


class CheckExercises(NbGraderPreprocessor):
    """Goes first in ``GenerateAssignment.preprocessors``; stops the release on a fault."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return the notebook as it is.

        Raises
        ------
        graders.structure.StructureError
            If `graders.structure.problems` finds any.
        """
        faults = structure.problems(nb)
        if faults:
            raise structure.StructureError("not released:\n  " + "\n  ".join(faults))
        return nb, resources
