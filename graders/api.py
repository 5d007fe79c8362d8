"""Grades one submission, without a course folder and without a gradebook."""

import copy
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

from graders.execute.run import execute
from graders.execute.sandbox import Template
from graders.execute.settings import Settings
from graders.intake.notebook import take_in
from graders.notebook.exercises import grade_id, is_test, read_notebook
from graders.notebook.results import Result, results_of, run_info
from graders.notebook.structure import check_made, note_structure


@dataclass(frozen=True)
class Graded:
    """A graded submission.

    Attributes
    ----------
    results : dict of str to Result
        By the ``grade_id`` of the graded cells, in the order of the notebook.
    notebook : NotebookNode
        As executed, hidden tests included: not for the student.
    level : str
        How student code was isolated.
    notes : list of str
        Notes on the submission, such as that it could not be read.
    attention : list of str
        Those because of which a person has to look at it.
    """

    results: dict[str, Result]
    notebook: NotebookNode
    level: str
    notes: list[str]
    attention: list[str] = field(default_factory=list)

    @property
    def points(self) -> float:
        """The points given; what waits for a person or for the grader's repair counts nothing."""
        return sum(result.points or 0.0 for result in self.results.values())

    @property
    def max_points(self) -> float:
        """The points that could be had."""
        return sum(result.max_points for result in self.results.values())

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to look: the grader failed, or could not read or run something."""
        states = (result.state for result in self.results.values())
        return bool(self.attention) or any(state.needs_attention for state in states)


def grade(
    instructor_notebook: NotebookNode | Path | str,
    submission: Path | str,
    *,
    files: Path | str | None = None,
    settings: Settings | None = None,
    template: Template | None = None,
) -> Graded:
    """Grade a submission.

    Parameters
    ----------
    instructor_notebook : NotebookNode, Path or str
        With solutions and hidden tests, or where it is.
    submission : Path or str
        Where the notebook is that was handed in, or an archive with it, or the whole folder that
        was handed in. It may hold anything.
    files : Path or str, optional
        The folder of the files that are released with the notebook; by default the folder of the
        instructor's notebook, if that is given by its place.
    settings, template : optional
        As in `graders.execute.run.execute`.

    Returns
    -------
    Graded

    Raises
    ------
    FileNotFoundError
        If one of the notebooks is not there.
    graders.notebook.exercises.StructureError
        If there are tests in it that are only made when it is released.
    graders.execute.sandbox.SandboxUnavailable
        If student code cannot be isolated on this machine.

    Examples
    --------
    >>> graded = graders.grade("source/lasso/lasso.ipynb", "lasso.ipynb")  # doctest: +SKIP
    >>> graded.points, graded.results["test_ridge"].state  # doctest: +SKIP
    (27.0, <State.PASSED: 'passed'>)
    """
    name = "notebook.ipynb"
    if not isinstance(instructor_notebook, NotebookNode):
        name = Path(instructor_notebook).name
        files = files or Path(instructor_notebook).parent
        instructor_notebook = read_notebook(instructor_notebook)
    check_made(instructor_notebook)
    handed_in = Path(submission).absolute()
    if not handed_in.exists():
        raise FileNotFoundError(f"there is no {submission}")
    instructor_notebook = copy.deepcopy(instructor_notebook)
    note_structure(instructor_notebook)
    released = copy.deepcopy(instructor_notebook)
    for step in (ClearSolutions(), ClearHiddenTests(), ClearMarkScheme(enforce_metadata=False)):
        released, _ = step.preprocess(released, {})
    taken = _taken(handed_in, released, name, Path(files) if files else None)
    tests = {grade_id(cell): cell.source for cell in instructor_notebook.cells if is_test(cell)}
    for cell in taken.cells:
        cell.source = tests.get(grade_id(cell), cell.source)
    done = execute(
        taken,
        Path(files) if files else None,
        reference=instructor_notebook,
        settings=settings,
        template=template,
    )
    info = run_info(done)
    return Graded(results_of(done), done, info.level, info.notes, info.attention)


def _taken(
    handed_in: Path, released: NotebookNode, name: str, release: Path | None
) -> NotebookNode:
    if not handed_in.is_dir():
        return take_in(handed_in, released)
    return take_in(handed_in / name, released, release or handed_in / "released")
