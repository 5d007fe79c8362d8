"""Hands packs of solutions in to a scratch course and grades them with nbgrader, in two ways.

*Judged* is the course's own configuration, with the engine. *In-process* is plain nbgrader, tests
in the student's kernel, as on a student's machine.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import nbformat
from nbgrader.converters import Autograde, GenerateAssignment

from graders.authoring.bank import Verdict
from graders.batch.submissions import grade
from graders.cli import demo
from graders.course import Course
from graders.notebook.exercises import (
    exercises_of,
    is_demonstration,
    named_exercise,
    read_notebook,
)
from graders.record.converters import Step
from tests.bank.solutions import REPOSITORY, Pack, instructor_notebook, reach
from tests.this_process import ThisProcess

ENGINE = "# ---- The engine."
# Some wrong solutions take forever; the right ones stay far below these.
LIMITS = {
    "judged": "\nc.Execute.call_timeout = 60.0\nc.Execute.cell_timeout = 90.0\n"
    "c.CheckExercises.run = False\n",  # the reference is graded with the others
    "in-process": "\nc.ExecutePreprocessor.timeout = 90\n",
}


def make_course(folder: Path, assignment: str, how: str) -> Course:
    """Make a course folder with one assignment, released."""
    config = (REPOSITORY / "nbgrader_config.py").read_text()
    if how == "in-process":
        config = config.partition(ENGINE)[0]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(config + LIMITS[how])
    shutil.copytree(REPOSITORY / "source" / assignment, folder / "source" / assignment)
    shutil.copy(REPOSITORY / "source" / "header.ipynb", folder / "source")
    course = Course(folder)
    directory = course.directory
    release = Step(GenerateAssignment, directory.source_directory, directory, course.config)
    error = release(assignment, ".")
    if error:
        raise RuntimeError(error)
    return course


def grade_pack(assignment: str, how: str, pack: Pack) -> list[Verdict]:
    """Hand in one pack, everything else as in the reference, and return its verdicts.

    Raises
    ------
    RuntimeError
        If nbgrader could not grade it, or a reference solution in it lost points.
    """
    notebook = instructor_notebook(assignment)
    answers = {e.name: e.solution.source for e in exercises_of(notebook)}
    # Without a GPU TensorFlow complains on stderr, for which plain nbgrader takes all points.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with tempfile.TemporaryDirectory(prefix="bank-") as folder:
        course = make_course(Path(folder), assignment, how)
        released = read_notebook(course.folder("release", ".", assignment) / f"{assignment}.ipynb")
        path = course.folder("submitted", "bank", assignment) / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True)
        answers |= {name: candidate.source for name, candidate in pack.items()}
        filled = demo.fill(released, answers)
        # The engine does not run them, plain nbgrader would; no test depends on them.
        filled.cells = [cell for cell in filled.cells if not is_demonstration(cell)]
        nbformat.write(filled, path)
        with open(os.devnull, "w") as null, contextlib.redirect_stderr(null):
            if how == "judged":
                outcome = next(grade(course, assignment, ["bank"], workers=ThisProcess()))
                trouble = outcome if outcome.needs_attention else None
            else:
                directory = course.directory
                step = Step(Autograde, directory.submitted_directory, directory, course.config)
                trouble = step(assignment, "bank")
        if trouble:
            raise RuntimeError(f"{sorted(c.name for c in pack.values())}: {trouble}")
        lost = _lost(course, assignment)
    by_exercise: dict[str, set[str]] = {}
    for name in lost:
        by_exercise.setdefault(named_exercise(name), set()).add(name)
    innocent = by_exercise.keys() - pack.keys()
    if how == "in-process":  # plain nbgrader carries errors forward
        reached = reach(assignment)
        innocent = {name for name in innocent if not reached[name] & pack.keys()}
    if innocent:
        raise RuntimeError(
            f"beside {sorted(c.name for c in pack.values())}, {innocent} lost points"
        )
    return [Verdict(c, frozenset(by_exercise.get(name, ()))) for name, c in pack.items()]


def _lost(course: Course, assignment: str) -> set[str]:
    with course.gradebook() as gradebook:
        submission = gradebook.find_submission(assignment, "bank")
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        return {g.name for g in grades if g.auto_score is not None and g.auto_score < g.max_score}


def grade_packs(
    assignment: str, how: str, packs: list[Pack], workers: int = 2
) -> Iterator[list[Verdict]]:
    """Grade packs in processes of their own, several at a time; yield as they are done."""
    # Not forked: a kernel's template must not inherit what this process has open.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(grade_pack, assignment, how, pack) for pack in packs]
        for future in as_completed(futures):
            yield future.result()


def table(verdicts: list[Verdict], show: Callable[[str], None]) -> bool:
    """Print wrong refusals and wrong acceptances by exercise; return whether all are zero."""
    show(
        f"{'exercise':<26}{'right':>7}{'refused':>9}{'wrong':>7}{'accepted':>10}{'other cells':>13}"
    )
    for exercise in dict.fromkeys(v.candidate.exercise for v in verdicts):
        mine = [v for v in verdicts if v.candidate.exercise == exercise]
        right = sum(v.candidate.right for v in mine)
        refused = sum(v.wrongly_refused for v in mine)
        accepted = sum(v.wrongly_accepted for v in mine)
        other = sum(not v.expected for v in mine) - refused - accepted
        show(f"{exercise:<26}{right:>7}{refused:>9}{len(mine) - right:>7}{accepted:>10}{other:>13}")
    bad = [v for v in verdicts if not v.expected]
    for verdict in bad:
        c = verdict.candidate
        show(
            f"  {c.exercise}/{c.name}: lost {sorted(verdict.lost) or 'nothing'}, "
            f"expected {sorted(c.loses) or 'nothing'}"
        )
    return not bad
