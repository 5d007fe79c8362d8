"""Keeps a notebook from being released whose tests could not be graded, and says why.

The instructor's version is graded by the very path that grades submissions. What a static look at
it finds is said first: it has a line and a remedy.
"""

import ast
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from graders import api
from graders.execute.preprocessor import Execute
from graders.execute.sandbox import shared_template
from graders.execute.settings import Settings
from graders.files import released_files
from graders.notebook import exercises
from graders.notebook.code import UNPARSABLE, bound, free, parse
from graders.notebook.exercises import INSIDE, OUTSIDE, grade_id
from graders.notebook.hidden import split_hidden
from graders.notebook.results import Result
from graders.notebook.structure import note_structure, star_names

TO_RUN_INSIDE = (
    "Or have the tests run inside, in the student's process, as nbgrader runs them: by "
    '`c.Execute.inside = ["ASSIGNMENT"]` in nbgrader_config.py, by `c.Execute.tests = "inside"` '
    'for the whole course, or by "graders": {"tests": "inside"} in the notebook\'s metadata. '
    "There they can be forged; docs/security.md says how."
)
_FAILS = "the instructor's version does not pass its own tests"


class CheckExercises(NbGraderPreprocessor):
    """Stops a release; goes after ``InstantiateTests`` in ``GenerateAssignment.preprocessors``."""

    run = Bool(
        True,
        help="Whether to grade the instructor's version before it is released, which takes as long "
        "as to grade a submission.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Note in the metadata what belongs together, and return the notebook.

        Raises
        ------
        graders.notebook.exercises.StructureError
            If its tests cannot be graded.
        """
        assignment = resources.get("nbgrader", {}).get("assignment", "")
        settings = Execute(config=self.config).settings_of(assignment)
        way = exercises.where_tests_run(nb, settings.tests)
        if fault := language_fault(nb) or _unknown(way):
            raise exercises.StructureError(f"not released: {fault}")
        note_structure(nb)
        folder = resources.get("metadata", {}).get("path")
        files = Path(folder) if folder else None
        if way == OUTSIDE:
            self._check_outside(nb, settings, files)
        elif self.run and (faults := shortfalls(with_tests(nb, INSIDE), settings, files)):
            self.log.warning(_joined(f"Released, but {_FAILS}", faults))
        return nb, resources

    def _check_outside(self, nb: NotebookNode, settings: Settings, files: Path | None) -> None:
        faults = problems(nb)
        if not faults and self.run:
            faults = shortfalls(with_tests(nb, OUTSIDE), settings, files)
            if faults and shortfalls(with_tests(nb, INSIDE), settings, files):
                raise exercises.StructureError(_joined(f"not released: {_FAILS}", faults))
            faults = [f"{fault}. Inside it passes" for fault in faults]
        if faults:
            said = "not released: its tests cannot run outside the student's process"
            raise exercises.StructureError(_joined(said, faults, TO_RUN_INSIDE))


def with_tests(notebook: NotebookNode, way: str) -> NotebookNode:
    """Return a notebook whose metadata says where its tests run."""
    return NotebookNode(notebook, metadata=NotebookNode(notebook.metadata, graders={"tests": way}))


def _joined(said: str, faults: list[str], advice: str = "") -> str:
    return "\n".join(filter(None, [f"{said}:", *(f"  * {fault}" for fault in faults), advice]))


def _unknown(way: str) -> str:
    if way in (OUTSIDE, INSIDE):
        return ""
    return f'its metadata says "graders": {{"tests": {way!r}}}, not "{OUTSIDE}" or "{INSIDE}"'


def language_fault(notebook: NotebookNode) -> str:
    """Say so if a notebook is not in Python."""
    spec = notebook.metadata.get("kernelspec", {})
    language = spec.get("language") or notebook.metadata.get("language_info", {}).get("name")
    if not language or str(language).lower().startswith(("python", "ipython")):
        return ""
    return (
        f"it is a notebook in {language}, and this engine grades Python. nbgrader's own "
        "`autograde` grades it, in a course without the engine's lines in nbgrader_config.py"
    )


def shortfalls(notebook: NotebookNode, settings: Settings, files: Path | None) -> list[str]:
    """Grade an instructor's version; return the tests that it does not pass, and why.

    Parameters
    ----------
    files : Path or None
        The folder of what is released with it.
    """
    imports = exercises.imports_of([notebook], released_files(files) if files else {})
    template = shared_template(imports=imports, allow_unsafe=settings.allow_unsafe)
    with tempfile.TemporaryDirectory(prefix="graders-release-") as folder:
        path = Path(folder, "notebook.ipynb")
        nbformat.write(notebook, path)
        graded = api.grade(notebook, path, files=files, settings=settings, template=template)
    return [
        _shortfall(name, one)
        for name, one in graded.results.items()
        if one.short or one.state.needs_attention
    ]


def _shortfall(name: str, result: Result) -> str:
    said = result.detail if result.state.needs_attention and result.detail else result.message
    said = " ".join(said.split("\n")) or str(result.state)
    if "changed its argument" in said:
        said += ' (if that is meant, "graders": {"changes": true} in the metadata of the test)'
    where = f", at `{result.line.splitlines()[0]}`" if result.line else ""
    got = "" if not result.points else f" ({result.points:g} of {result.max_points:g} points)"
    return f"test cell {name}{got}{where}: {said}"


def problems(notebook: NotebookNode) -> list[str]:
    """Return what keeps tests from being run outside, as sentences; none is good.

    A test may take from the student only what its exercise is asked for, and the exercises that it
    uses; any other free name would be looked up in the student's process, or be missing outside.
    """
    found = []
    for exercise in exercises.exercises_of(notebook):
        if not exercise.by_hand and not exercise.tests and exercise.solution.cell_type != "code":
            found.append(f"exercise {exercise.name} has no test cell")
        for cell in exercise.tests:
            found += _problems_of(cell, exercise, notebook)
    return list(dict.fromkeys(found))


def _problems_of(
    cell: NotebookNode, exercise: exercises.Exercise, notebook: NotebookNode
) -> Iterator[str]:
    name = grade_id(cell)
    if cell.cell_type != "code":
        yield f"test cell {name} is no code"
        return
    try:
        compile(cell.source, name, "exec", flags=0x2400, dont_inherit=True)
    except UNPARSABLE as error:
        line = getattr(error, "lineno", None) or 1
        text = cell.source.split("\n")[line - 1].strip()
        if text.startswith(("%", "!")) or "= %" in text or "= !" in text:
            yield (
                f"test cell {name}, line {line}: `{text}` is IPython's; write it in plain Python"
            )
        else:
            yield f"test cell {name}, line {line}: {error}"
        return
    visible, _ = split_hidden(cell.source)
    for source in (cell.source, visible):
        prelude = exercises.prelude_of(cell)
        there = exercise.allowed.union(*map(star_names, (source, prelude)), bound(prelude))
        for missing in sorted(free(source) - there):
            line = _line_of(cell.source, missing)
            yield f"test cell {name}, line {line}, takes `{missing}` {_from(missing, notebook)}"
    for taken in sorted(bound(cell.source) & (exercise.allowed | _functions(notebook))):
        line = _line_of(cell.source, taken)
        yield (
            f"test cell {name}, line {line}, gives `{taken}` another meaning, which outside is the "
            "student's: take another name there"
        )


def _functions(notebook: NotebookNode) -> frozenset[str]:
    """Return the names of the functions and classes that solutions define."""
    trees = [parse(cell.source) for cell in notebook.cells if exercises.is_solution(cell)]
    nodes = [node for tree in trees if tree is not None for node in tree.body]
    return frozenset(
        node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )


def _line_of(source: str, name: str) -> int:
    lines = source.split("\n")
    word = re.compile(rf"\b{re.escape(name)}\b")
    return next((number for number, line in enumerate(lines, 1) if word.search(line)), 1)


def _from(name: str, notebook: NotebookNode) -> str:
    """Say where a name comes from that a test takes and is not given, and what to do."""
    for cell in notebook.cells:
        if cell.cell_type != "code" or name not in bound(cell.source):
            continue
        where = f"the cell `{grade_id(cell)}`" if grade_id(cell) else "another cell"
        if exercises.is_solution(cell):
            return (
                f"from the solution {where.removeprefix('the cell ')}: name that in the metadata "
                "`graders.uses` of its exercise"
            )
        return (
            f"from {where}: import or define it in the test, or in a module that is released "
            "beside the notebook, and import that"
        )
    return "from outside: import or define it there"
