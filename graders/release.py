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
from graders.notebook.hidden import split_hidden, unmarked
from graders.notebook.remedies import remedy
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
        if (
            not faults
            and self.run
            and (failing := _failing(with_tests(nb, OUTSIDE), settings, files))
        ):
            if shortfalls(with_tests(nb, INSIDE), settings, files):
                faults = [_shortfall(nb, name, one) for name, one in failing.items()]
                raise exercises.StructureError(_joined(f"not released: {_FAILS}", faults))
            faults = [
                f"{fault}. Inside it passes" for fault in _explained(nb, failing, settings, files)
            ]
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
    failing = _failing(notebook, settings, files)
    return [_shortfall(notebook, name, one) for name, one in failing.items()]


def outside_shortfalls(notebook: NotebookNode, settings: Settings, files: Path | None) -> list[str]:
    """Return the tests that an instructor's version does not pass outside, why, and what helps."""
    failing = _failing(with_tests(notebook, OUTSIDE), settings, files)
    return _explained(notebook, failing, settings, files)


def _failing(notebook: NotebookNode, settings: Settings, files: Path | None) -> dict[str, Result]:
    imports = exercises.imports_of([notebook], released_files(files) if files else {})
    template = shared_template(imports=imports, allow_unsafe=settings.allow_unsafe)
    with tempfile.TemporaryDirectory(prefix="graders-release-") as folder:
        path = Path(folder, "notebook.ipynb")
        nbformat.write(notebook, path)
        graded = api.grade(notebook, path, files=files, settings=settings, template=template)
    return {
        name: one for name, one in graded.results.items() if one.short or one.state.needs_attention
    }


def _explained(
    notebook: NotebookNode, failing: dict[str, Result], settings: Settings, files: Path | None
) -> list[str]:
    """Say where tests fail outside, in their hidden parts, too, and what can be done about it."""
    if not failing:
        return []
    seen: dict[str, Result] = {}
    if not all(one.line for one in failing.values()):
        cells = [
            NotebookNode(cell, source=unmarked(cell.source)) if exercises.is_test(cell) else cell
            for cell in notebook.cells
        ]
        visible = NotebookNode(with_tests(notebook, OUTSIDE), cells=cells)
        seen = _failing(visible, settings, files)
    owners = {grade_id(test): e for e in exercises.exercises_of(notebook) for test in e.tests}
    said = []
    for name, one in failing.items():
        fault = _shortfall(notebook, name, one if one.line else seen.get(name, one))
        owner = owners.get(name)
        source = _source_of(notebook, name)
        why = ""
        if owner and source:
            lent = bound(source) & free(owner.solution.source)
            why = remedy(source, owner.allowed) or _lent(lent, source)
        said.append(f"{fault}. Why: {why}" if why else fault)
    return said


def _lent(names: frozenset[str], source: str) -> str:
    """Say that a solution takes names that only the test gives a value."""
    for name in sorted(names):
        return (
            f"line {_line_of(source, name)} gives `{name}` a value, which the solution takes from "
            "outside itself: have it passed as an argument"
        )
    return ""


def _source_of(notebook: NotebookNode, name: str) -> str:
    return next((cell.source for cell in notebook.cells if grade_id(cell) == name), "")


def _shortfall(notebook: NotebookNode, name: str, result: Result) -> str:
    said = result.detail if result.state.needs_attention and result.detail else result.message
    said = " ".join(said.split("\n")) or str(result.state)
    if "changed its argument" in said:
        said += ' (if that is meant, "graders": {"changes": true} in the metadata of the test)'
    where, first = "", result.line.split("\n")[0]
    if first:
        lines = [line.strip() for line in _source_of(notebook, name).split("\n")]
        number = f", line {lines.index(first.strip()) + 1}" if first.strip() in lines else ""
        where = f"{number}, at `{first}`"
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
    # A variable may well have the name of one of the student's; a run tells whether that matters.
    for taken in sorted(
        bound(cell.source) & (_functions(notebook) | _deleted(cell.source, exercise))
    ):
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


def _deleted(source: str, exercise: exercises.Exercise) -> frozenset[str]:
    """Return the names of the student's that a test deletes."""
    tree = parse(source)
    nodes = ast.walk(tree) if tree is not None else ()
    names = [node for node in nodes if isinstance(node, ast.Name)]
    deleted = {node.id for node in names if isinstance(node.ctx, ast.Del)}
    return exercise.allowed & deleted


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
        if exercises.is_test(cell) and name in bound(split_hidden(cell.source)[1]):
            where = f"the hidden part of the test {where.removeprefix('the cell ')}"
        return (
            f"from {where}: import or define it in the test, or in a module that is released "
            "beside the notebook, and import that"
        )
    return "from outside: import or define it there"
