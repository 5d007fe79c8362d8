"""Grades answers to an instructor's notebook, to see what its tests say."""

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from graders.execute.run import execute
from graders.execute.sandbox import Template
from graders.execute.settings import Settings
from graders.notebook.exercises import Exercise, exercises_of, grade_id
from graders.notebook.results import Result, State, results_of, run_info
from graders.notebook.structure import check_made, note_structure


def fails(result: Result) -> bool:
    """Whether a test refuses an answer; it may be one that is worth no points."""
    return result.state.scored and result.state != State.PASSED


@dataclass(frozen=True)
class Trial:
    """An instructor's notebook, and what grades it.

    Attributes
    ----------
    notebook : NotebookNode
        What belongs together is noted in it.
    files : Path
        The folder of what is released with it.
    settings : graders.execute.settings.Settings
    template : graders.execute.sandbox.Template

    Raises
    ------
    graders.notebook.exercises.StructureError
        If there are tests in it that are only made when it is released.
    """

    notebook: NotebookNode
    files: Path
    settings: Settings
    template: Template

    def __post_init__(self) -> None:
        check_made(self.notebook)
        note_structure(self.notebook)

    @property
    def tested(self) -> list[Exercise]:
        """The exercises that tests grade."""
        return [exercise for exercise in exercises_of(self.notebook) if exercise.tests]

    def graded(
        self,
        answers: Mapping[str, str],
        only: Collection[str] | None = None,
        settings: Settings | None = None,
    ) -> tuple[dict[str, Result], float]:
        """Grade answers among the instructor's.

        Parameters
        ----------
        answers : mapping of str to str
            The sources of solution cells, by exercise.
        only : collection of str, optional
            The exercises whose tests are run; by default all.
        settings : Settings, optional
            Others than the trial's.

        Returns
        -------
        results : dict of str to Result
            By test cell.
        seconds : float
            Of processor time, of the cells and the tests.
        """
        notebook = copy.deepcopy(self.notebook)
        for exercise in exercises_of(notebook):
            if exercise.name in answers:
                exercise.solution.source = answers[exercise.name]
        settings = settings or self.settings
        done = execute(notebook, self.files, settings=settings, template=self.template, only=only)
        tests = {
            grade_id(cell)
            for exercise in self.tested
            if only is None or exercise.name in only
            for cell in exercise.tests
        }
        results = {name: one for name, one in results_of(done).items() if name in tests}
        return results, sum(run_info(done).cpu.values())
