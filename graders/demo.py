"""A small class that hands in an assignment, to see the whole course work.

The submissions are made from the released notebook, the instructor's solutions and the bank of
solutions in tests/bank; they are put into a course folder of their own, graded like any others.
"""

import re
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from graders import structure

# The demonstration does not wait long for a loop without end.
SHORT = "\nc.Execute.call_timeout = 20.0\n"
MARK = re.compile("### (BEGIN|END) SOLUTION")
ENDLESS = "def {name}(*args, **kwargs):\n    while True:\n        pass\n"


def prepare(repository: Path, folder: Path) -> list[str]:
    """Make the demonstration course, anew.

    Parameters
    ----------
    repository : Path
        Where source/, release/ and tests/bank are.
    folder : Path
        Where the course is made; what was there is replaced.

    Returns
    -------
    list of str
        The assignments.
    """
    if folder.exists():
        if not (folder / "nbgrader_config.py").exists() and any(folder.iterdir()):
            raise FileExistsError(f"{folder} is there and is no demonstration course")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    config = (repository / "nbgrader_config.py").read_text()
    (folder / "nbgrader_config.py").write_text(config + SHORT)
    shutil.copytree(
        repository / "source",
        folder / "source",
        ignore=shutil.ignore_patterns(".ipynb_checkpoints"),
    )
    return sorted(path.parent.name for path in folder.glob("source/*/*.ipynb"))


def hand_in(repository: Path, folder: Path, assignment: str) -> list[str]:
    """Write the class's submissions of a released assignment.

    Returns
    -------
    list of str
        The students.
    """
    name = f"{assignment}.ipynb"
    released = structure.read(folder / "release" / assignment / name)
    solved = structure.read(repository / "source" / assignment / name)
    reference = {e.name: e.solution.source for e in structure.exercises(solved)}
    bank = repository / "tests" / "bank" / assignment
    code = [e.name for e in structure.exercises(solved) if e.points and not e.written]

    def pick(exercise: str, kind: str) -> str:
        # Without the comment on top, which says what is wrong.
        source = min((bank / exercise).glob(f"{kind}_*.py")).read_text(encoding="utf-8")
        return re.sub(r"\A(#.*\n)+", "", source)

    # In another style where nothing else builds on it: of two right answers that build on each
    # other, one may ask more of the other than its exercise does.
    built_on = set().union(*(structure.free_names(reference[exercise]) for exercise in code))
    others = {name: pick(name, "right") for name in code if name not in built_on}
    called = set().union(*(structure.free_names(source) for source in others.values()))
    others = {name: source for name, source in others.items() if name not in called}
    half, last = code[: len(code) // 2], code[-1]
    # Every third exercise, from the second on, is wrong.
    wrong = {exercise: pick(exercise, "wrong") for exercise in code[1::3]}
    answers = {
        "ada": reference,
        "bernhard": {exercise: reference[exercise] for exercise in half},
        "carl": reference | wrong,
        "emmy": reference | others,
        "georg": reference | {last: ENDLESS.format(name=last)},
    }
    for student, cells in answers.items():
        path = folder / "submitted" / student / assignment / name
        path.parent.mkdir(parents=True)
        nbformat.write(fill(released, cells), path)
    damaged = folder / "submitted" / "kurt" / assignment / name
    damaged.parent.mkdir(parents=True)
    damaged.write_text(nbformat.writes(released)[:2000])
    return [*answers, "kurt"]


def fill(released: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """Return a released notebook with the solution cells filled in.

    Parameters
    ----------
    released : NotebookNode
    answers : dict of str to str
        Source by exercise; the others stay unanswered.
    """
    notebook = nbformat.from_dict(released)
    for cell in notebook.cells:
        if structure.is_solution(cell) and structure.grade_id(cell) in answers:
            lines = answers[structure.grade_id(cell)].split("\n")
            cell.source = "\n".join(line for line in lines if not MARK.search(line))
    return notebook
