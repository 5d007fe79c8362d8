"""Keeps a notebook from being released whose tests could not be graded."""

import ast

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from graders.notebook import exercises
from graders.notebook.hidden import split_hidden


class CheckExercises(NbGraderPreprocessor):
    """Goes first in ``GenerateAssignment.preprocessors``; stops the release on a fault."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return the notebook as it is.

        Raises
        ------
        graders.notebook.exercises.StructureError
            If `problems` finds any.
        """
        faults = problems(nb)
        if faults:
            raise exercises.StructureError("not released:\n  " + "\n  ".join(faults))
        return nb, resources


def problems(notebook: NotebookNode) -> list[str]:
    """Return what keeps a notebook of ours from being released, as sentences; none is good.

    A test may take from the student only its exercise and those that it uses; any other free
    name would be looked up in the student's process, or be missing in the judge.
    """
    found = []
    for exercise in exercises.exercises_of(notebook):
        if not exercise.written and not exercise.tests:
            found.append(f"exercise {exercise.name} has no test cell")
        for cell in exercise.tests:
            name = exercises.grade_id(cell)
            try:
                ast.parse(cell.source)
            except SyntaxError as error:
                found.append(f"test cell {name}: {error.msg} (line {error.lineno})")
                continue
            visible, _ = split_hidden(cell.source)
            for source in (cell.source, visible):
                allowed = exercises.allowed_names(exercise)
                for free in sorted(exercises.free_names(source) - allowed):
                    found.append(
                        f"test cell {name} takes `{free}` from outside: import or define it there,"
                        f" or name it in the metadata `graders.uses` of {exercise.name}"
                    )
    return list(dict.fromkeys(found))
