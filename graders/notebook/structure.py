"""Finds out what belongs together in an instructor's notebook, where names of cells do not tell.

Authors give cells the names that they like, and JupyterLab its own (``cell-1a2b…``). What is found
is noted in the metadata, where `graders.notebook.exercises` reads it: the release has no solutions
any more by which it could be found again.
"""

from nbformat import NotebookNode

from graders.notebook.code import defined, free
from graders.notebook.exercises import grade_id, is_solution, is_test, named_exercise


def note_structure(notebook: NotebookNode) -> None:
    """Note in the metadata of cells what their names do not tell; the notebook is changed.

    * ``graders.exercise`` of a test: the solution it belongs to, which is found by its name, then
      by the names that it takes, then by its place.
    * ``graders.names`` of a solution: those of the names that it defines which tests take.
    * ``graders.uses`` of a solution: earlier ones whose names its tests take, beside those that
      the author has noted.
    """
    solutions: dict[str, NotebookNode] = {}
    defines: dict[str, frozenset[str]] = {}
    takes: dict[str, frozenset[str]] = {}
    for cell in notebook.cells:
        name = grade_id(cell)
        if is_solution(cell) and cell.cell_type == "code":
            solutions[name], defines[name], takes[name] = cell, defined(cell.source), frozenset()
        elif is_test(cell) and solutions:
            taken, owner = free(cell.source), named_exercise(name)
            if owner not in solutions:
                latest = list(reversed(solutions))
                owner = next((one for one in latest if defines[one] & taken), latest[0])
                _note(cell, "exercise", owner)
            takes[owner] |= taken
    taken_somewhere = frozenset().union(*takes.values())
    earlier: list[str] = []
    for name, cell in solutions.items():
        asked = sorted(defines[name] & taken_somewhere)
        if asked and asked != [name]:
            _note(cell, "names", asked)
        known = [one for one in cell.metadata.get("graders", {}).get("uses", ()) if one in earlier]
        there = defines[name].union({name}, known, *(defines[one] for one in known))
        used = {
            next((one for one in reversed(earlier) if taken in defines[one]), "")
            for taken in takes[name] - there
        }
        if used - {""}:
            _note(cell, "uses", [one for one in earlier if one in used.union(known)])
        earlier.append(name)


def _note(cell: NotebookNode, key: str, value: object) -> None:
    cell.metadata["graders"] = NotebookNode(cell.metadata.get("graders", {}), **{key: value})
