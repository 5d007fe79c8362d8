"""Results kept by content: what was graded once, and has not changed, is not graded again.

An entry belongs to the student's side of a submission: their code, the released files, the limits
and the environment. In it each exercise has a key of its own, made of its tests and of those
earlier exercises that it may come to call, so that a corrected test touches no more than it must.
"""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from graders.batch.keys import Keys
from graders.files import write_whole
from graders.notebook import exercises, results
from graders.notebook.text import from_text, to_text


class Cache:
    """Executed notebooks in a folder, an entry for each student's side of a submission.

    Parameters
    ----------
    folder : Path
        Is made with the first entry. Removing it loses time, nothing else.
    """

    def __init__(self, folder: Path):
        self._folder = folder

    def find(self, keys: Keys) -> tuple[NotebookNode | None, list[str]]:
        """Return a submission as executed before, or None, and the exercises not graded in it."""
        try:
            head, _, body = self._path(keys).read_bytes().partition(b"\n")
            if head.decode() != hashlib.sha256(body).hexdigest():
                raise ValueError  # not written to its end, or damaged since
            entry = json.loads(body)
            known, notebook = entry["exercises"], from_text(entry["notebook"])
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
            keys.owners.get(name, name)
            for name, result in results.results_of(notebook).items()
            if result.state == results.State.GRADER_ERROR
        }
        known = {name: key for name, key in keys.exercises.items() if name not in broken}
        body = json.dumps({"exercises": known, "notebook": to_text(notebook)}).encode()
        path = self._path(keys)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)

    def _path(self, keys: Keys) -> Path:
        return self._folder / keys.student[:2] / keys.student[2:]


def merge(notebook: NotebookNode, before: NotebookNode, fresh: NotebookNode | None) -> NotebookNode:
    """Put results into a notebook, to be recorded, and return it.

    Parameters
    ----------
    notebook : NotebookNode
        As it was to be executed; it is changed.
    before : NotebookNode
        As executed with the same code of the student's, maybe with other tests.
    fresh : NotebookNode, optional
        As executed now, for some exercises; its results come first.
    """
    own = results.run_info(notebook)
    for source in filter(None, (before, fresh)):
        graded = {exercises.grade_id(cell): cell for cell in source.cells}
        for cell in notebook.cells:
            executed = graded.get(exercises.grade_id(cell))
            if executed is not None and (result := results.result_of(executed)):
                results.write_result(cell, result)
                if exercises.is_test(cell):
                    cell.outputs, cell.execution_count = executed.outputs, None
        results.write_run_info(notebook, _noted(results.run_info(source), own))
    # What the student's own code printed, which the same code prints again.
    run = [cell for cell in notebook.cells if _is_students_run(cell)]
    for cell, executed in zip(run, filter(_is_students_run, before.cells), strict=True):
        cell.outputs, cell.execution_count = executed.outputs, executed.execution_count
    return notebook


def _noted(info: results.RunInfo, own: results.RunInfo) -> results.RunInfo:
    """Return facts about an execution with what is said of this submission."""
    return replace(info, notes=own.notes, attention=own.attention)


def _is_students_run(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and not exercises.is_test(cell)
