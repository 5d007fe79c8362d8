"""Results kept by content: what was graded once, and has not changed, is not graded again.

An entry belongs to the student's side of a submission: their code, the released files, the limits
and the environment. In it each exercise has a key of its own, made of its tests and of those
earlier exercises that it may come to call, so that a corrected test touches no more than it must.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from nbformat import NotebookNode

from graders import structure
from graders.carrying import reached
from graders.grading import submitted
from graders.states import State
from graders.work import digest, parse


class Keys:
    """The keys of one submission.

    Parameters
    ----------
    notebook : NotebookNode
        What is to be executed.
    reference : NotebookNode or None
    setting : str
        A digest of `graders.work.Setting` and of the environment.

    Attributes
    ----------
    student : str
    exercises : dict of str to str
        By exercise; written answers have none.
    """

    def __init__(self, notebook: NotebookNode, reference: NotebookNode | None, setting: str):
        cells = [
            (cell.cell_type, structure.grade_id(cell), cell.source, submitted(cell))
            for cell in notebook.cells
            if not structure.is_test(cell)
        ]
        self.student = digest(setting, cells)
        own = structure.exercises(notebook)
        right = structure.exercises(reference) if reference is not None else []
        solutions = {exercise.name: exercise.solution.source for exercise in right}
        tests = {exercise.name: _tests(exercise) for exercise in own}
        self.exercises: dict[str, str] = {}
        earlier: list[str] = []
        for exercise in own:
            if exercise.written:
                continue
            names = reached(notebook, exercise) if reference is not None else set()
            below = [(name, tests[name], solutions.get(name)) for name in earlier if name in names]
            self.exercises[exercise.name] = digest(tests[exercise.name], below)
            earlier.append(exercise.name)

    @property
    def whole(self) -> str:
        """A digest of all of them."""
        return digest(self.student, self.exercises)


def _tests(exercise: structure.Exercise) -> list:
    info = [(structure.grade_info(cell), cell.source) for cell in exercise.tests]
    return [[*exercise.uses], [[i.get("grade_id"), i.get("points"), source] for i, source in info]]


class Results:
    """Executed notebooks in a folder, an entry for each student's side of a submission.

    Parameters
    ----------
    folder : Path
        Is made when something is to be kept. Removing it loses time, nothing else.
    """

    def __init__(self, folder: Path):
        self._folder = folder

    def find(self, keys: Keys) -> tuple[NotebookNode | None, list[str]]:
        """Look up a submission.

        Returns
        -------
        notebook : NotebookNode or None
            As executed before; None if it never was.
        missing : list of str
            The exercises whose results are not in it.
        """
        try:
            head, _, body = self._path(keys).read_bytes().partition(b"\n")
            if head.decode() != hashlib.sha256(body).hexdigest():
                raise ValueError  # not written to its end, or damaged since
            entry = json.loads(body)
            known, notebook = entry["exercises"], parse(entry["notebook"])
        except (OSError, ValueError, KeyError):
            return None, list(keys.exercises)
        missing = [name for name, key in keys.exercises.items() if known.get(name) != key]
        return notebook, missing

    def keep(self, keys: Keys, notebook: NotebookNode) -> None:
        """Keep an executed notebook; results that are the grader's errors are not kept.

        Raises
        ------
        OSError
            If it cannot be written; what was there before still is.
        """
        broken = {
            structure.exercise_of_test(structure.grade_id(cell))
            for cell in notebook.cells
            if cell.metadata.get("graders", {}).get("state") == State.GRADER_ERROR
        }
        known = {name: key for name, key in keys.exercises.items() if name not in broken}
        body = json.dumps({"exercises": known, "notebook": json.dumps(notebook)}).encode()
        path = self._path(keys)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)

    def _path(self, keys: Keys) -> Path:
        return self._folder / keys.student[:2] / keys.student[2:]


def merge(notebook: NotebookNode, before: NotebookNode, fresh: NotebookNode | None) -> NotebookNode:
    """Put results into a notebook that is to be recorded.

    Parameters
    ----------
    notebook : NotebookNode
        As it was to be executed; it is changed.
    before : NotebookNode
        As executed with the same code of the student's, maybe with other tests.
    fresh : NotebookNode, optional
        As executed now, for some exercises; its results come first.

    Returns
    -------
    NotebookNode
        `notebook`.
    """
    for source in filter(None, (before, fresh)):
        graded = {structure.grade_id(cell): cell for cell in source.cells if _has_result(cell)}
        for cell in notebook.cells:
            found = graded.get(structure.grade_id(cell))
            if found is not None:
                cell.metadata["graders"] = found.metadata.graders
                if structure.is_test(cell):
                    cell.outputs, cell.execution_count = found.outputs, None
        notebook.metadata["graders"] = {
            **notebook.metadata.get("graders", {}),
            **source.metadata.get("graders", {}),
        }
    # What the student's own code printed, which the same code prints again.
    run = [cell for cell in notebook.cells if _is_students_run(cell)]
    for cell, executed in zip(run, filter(_is_students_run, before.cells), strict=True):
        cell.outputs, cell.execution_count = executed.outputs, executed.execution_count
    return notebook


def _has_result(cell: NotebookNode) -> bool:
    return "state" in cell.metadata.get("graders", {})


def _is_students_run(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and not structure.is_test(cell)


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file so that it is there as a whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(handle, mode)
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
