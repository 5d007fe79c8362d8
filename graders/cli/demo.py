"""A small class that hands in an assignment, to see the whole course work.

The submissions are made from the released notebook, the instructor's solutions and the bank of
solutions in tests/bank; they are put into a course folder of their own, graded like any others.
"""

import re
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from graders.course import CourseError
from graders.notebook import exercises

# The quickest assignment. Here alone the whole class hands in, an endless loop included.
FIRST = "lasso"
# Seconds of processor time for a call in that assignment, so that nobody waits long for the endless
# loop. It is some times what the longest call takes.
CALL_TIMEOUT = 6.0
MARK = re.compile("### (BEGIN|END) SOLUTION")
ENDLESS = "def {}(*args, **kwargs):\n    while True:\n        pass"


def prepare(repository: Path, folder: Path) -> list[str]:
    """Make the demonstration course anew; return the assignments, the quickest first.

    It is made of the repository's source/, and replaces what was in the folder.

    Raises
    ------
    CourseError
        If this is not the repository: the class hands in what is in its bank of solutions.
    """
    if not (repository / "tests" / "bank" / FIRST).is_dir():
        raise CourseError(
            "the demonstration is one of the repository's own course, with its bank of solutions; "
            "`graders new-course` makes a course to try the commands with"
        )
    if folder.exists():
        if not (folder / "nbgrader_config.py").exists() and any(folder.iterdir()):
            raise FileExistsError(
                f"{folder} exists and is not a demonstration course: name another folder"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    config = (repository / "nbgrader_config.py").read_text()
    (folder / "nbgrader_config.py").write_text(config)
    without = shutil.ignore_patterns(".ipynb_checkpoints")
    shutil.copytree(repository / "source", folder / "source", ignore=without)
    found = {path.parent.name for path in folder.glob("source/*/*.ipynb")}
    return sorted(found, key=lambda name: (name != FIRST, name))


def hand_in(repository: Path, folder: Path, assignment: str) -> list[str]:
    """Write a class's submissions; return the students, the one who takes longest first."""
    name = f"{assignment}.ipynb"
    released = exercises.read_notebook(folder / "release" / assignment / name)
    instructors = exercises.read_notebook(repository / "source" / assignment / name)
    solved = exercises.exercises_of(instructors)
    reference = {e.name: e.solution.source for e in solved}
    bank = repository / "tests" / "bank" / assignment
    code = [e.name for e in solved if e.points and not e.written]

    def pick(exercise: str, kind: str) -> str:
        # Without the comment on top, which says what is wrong.
        source = min((bank / exercise).glob(f"{kind}_*.py")).read_text(encoding="utf-8")
        return re.sub(r"\A(#.*\n)+", "", source)

    # In another style where nothing else builds on it: of two right answers that build on each
    # other, one may ask more of the other than its exercise does.
    built_on = set().union(*(exercises.free_names(reference[name]) for name in code))
    others = {name: pick(name, "right") for name in code if name not in built_on}
    called = set().union(*map(exercises.free_names, others.values()))
    others = {name: source for name, source in others.items() if name not in called}
    half, last = code[: len(code) // 2], code[-1]
    # Every third exercise, from the second on, is wrong. Where networks are trained, not those that
    # others build on: these would be graded twice, and the networks trained twice.
    mistaken = [e for e in code[1::3] if assignment == FIRST or e not in built_on]
    wrong = {exercise: pick(exercise, "wrong") for exercise in mistaken}
    answers = {
        "ada": reference,
        "carl": reference | wrong,
        "bernhard": {exercise: reference[exercise] for exercise in half},
    }
    if assignment == FIRST:
        endless = {"georg": reference | {last: ENDLESS.format(last)}}
        answers = endless | answers | {"emmy": reference | others}
    texts = {student: nbformat.writes(fill(released, cells)) for student, cells in answers.items()}
    texts["kurt"] = nbformat.writes(released)[:2000]
    for student, text in texts.items():
        path = folder / "submitted" / student / assignment / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)


def worth_a_look(folder: Path) -> list[tuple[Path, str]]:
    """Return the pages to open first, and what each of them shows."""
    shown = {
        "carl": "wrong answers: what was called, expected and returned",
        "georg": "an endless loop, which costs the points of one exercise",
        "emmy": "full points for solutions unlike the instructor's",
        "kurt": "a damaged file",
    }
    pages = folder / "feedback"
    found = [(pages / student / FIRST / f"{FIRST}.html", what) for student, what in shown.items()]
    return [*found, (folder / "reports" / f"{FIRST}.html", "how the class did")]


def fill(released: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """Return a released notebook filled in with sources by exercise; others stay unanswered."""
    notebook = nbformat.from_dict(released)
    for cell in notebook.cells:
        if exercises.is_solution(cell) and (name := exercises.grade_id(cell)) in answers:
            lines = answers[name].split("\n")
            cell.source = "\n".join(line for line in lines if not MARK.search(line))
    return notebook
