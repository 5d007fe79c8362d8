"""The same class through ``nbgrader autograde`` and through ``python -m graders grade``.

Twenty-four submissions of each assignment, a mix from the bank of solutions: wall time from start
to end of each command (ours writes the feedback pages, too), the points of both, and how near ours
comes to the physical limit, the processor time of the students' cells and of the tests over the
number of processors. The processor time beyond that is given for each submission, and for each
after the first, for which programs start and libraries are imported: a run of it alone says how
much that is.
BENCH_SIZE is another number of submissions, BENCH_ASSIGNMENTS fewer assignments.
"""

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from graders.cli import demo
from graders.course import Course
from graders.notebook.exercises import exercises_of, grade_id, read_notebook
from tests.bank.pipeline import make_course
from tests.bank.solutions import assignments, candidates, instructor_notebook, packs
from tests.bench.processor import measured

SIZE = int(os.environ.get("BENCH_SIZE", "24"))
CHOSEN = os.environ.get("BENCH_ASSIGNMENTS", "").split() or assignments()


def _hand_in(course: Course, assignment: str, count: int = SIZE) -> None:
    """Write submissions: packs of the bank, evenly chosen, in which nothing runs for ever."""
    reference = {e.name: e.solution.source for e in exercises_of(instructor_notebook(assignment))}
    released = read_notebook(course.folder("release", ".", assignment) / f"{assignment}.ipynb")
    found = packs(assignment, [c for c in candidates(assignment) if "while True" not in c.source])
    for number in range(count):
        pack = found[number * len(found) // SIZE]
        answers = reference | {name: candidate.source for name, candidate in pack.items()}
        path = course.folder("submitted", f"s{number:02d}", assignment) / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(demo.fill(released, answers), path)


def _run(course: Course, *command: str) -> tuple[float, float]:
    """Run a command; return the seconds and the seconds of processor time that it took."""
    return measured([sys.executable, "-m", *command], course.root)


def _points(course: Course, assignment: str) -> dict[tuple[str, str], float | None]:
    with course.gradebook() as gradebook:
        return {
            (submission.student_id, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def _graded(course: Course, assignment: str) -> tuple[float, float, float]:
    """Grade with ours; return the seconds, those of the cells and tests, and what went beyond."""
    results = course.root / "results.json"
    seconds, busy = _run(course, "graders", "grade", assignment, "--json", str(results))
    cells = sum(sum(outcome["cpu"].values()) for outcome in json.loads(results.read_text()))
    return seconds, cells, busy - cells


def _reason(course: Course, assignment: str, student: str, name: str) -> str:
    """Return what ours says to an item."""
    path = course.folder("autograded", student, assignment) / f"{assignment}.ipynb"
    cell = next(cell for cell in read_notebook(path).cells if grade_id(cell) == name)
    return cell.metadata.graders.message.partition("\n")[0]


def run() -> None:
    """Print a line for each assignment, and where the points differ."""
    cores = len(os.sched_getaffinity(0))
    print(f"{SIZE} submissions on {cores} processors, seconds:")
    print(
        f"{'assignment':<20}{'nbgrader':>9}{'ours':>8}{'ratio':>7}"
        f"{'cells':>8}{'of limit':>10}{'beyond, each':>14}{'each more':>11}"
    )
    for assignment in CHOSEN:
        with TemporaryDirectory() as folder:
            plain = make_course(Path(folder) / "plain", assignment, "in-process")
            ours = make_course(Path(folder) / "ours", assignment, "judged")
            one = make_course(Path(folder) / "one", assignment, "judged")
            for course, count in ((plain, SIZE), (ours, SIZE), (one, 1)):
                _hand_in(course, assignment, count)
            slow, _ = _run(plain, "nbgrader", "autograde", assignment)
            fast, cells, beyond = _graded(ours, assignment)
            _, _, start = _graded(one, assignment)
            print(
                f"{assignment:<20}{slow:>9.1f}{fast:>8.1f}{slow / fast:>7.1f}{cells:>8.1f}"
                f"{cells / cores / fast:>10.2f}{beyond / SIZE:>14.2f}"
                f"{(beyond - start) / max(SIZE - 1, 1):>11.2f}"
            )
            theirs, found = _points(plain, assignment), _points(ours, assignment)
            differ = [item for item in found if found[item] != theirs.get(item)]
            print(f"  points differ in {len(differ)} of {len(found)} items", flush=True)
            for item in differ:
                points = f"nbgrader {theirs.get(item)}, ours {found[item]}"
                print(f"    {' '.join(item)}: {points}: {_reason(ours, assignment, *item)}")
