"""Does a busy machine cost points? The references, graded by far more workers than processors.

Ten submissions of each assignment, each its reference solution in words of its own, by five
workers for each processor: all points, ten times out of ten. BENCH_LOAD is another number of
workers for each processor.
"""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from graders.batch.submissions import grade, local_workers
from graders.cli import demo
from graders.course import Course
from graders.notebook.exercises import exercises_of, read_notebook
from tests.bank.pipeline import make_course
from tests.bank.solutions import assignments, instructor_notebook

SIZE = 10
LOAD = int(os.environ.get("BENCH_LOAD", "5"))


def _hand_in(course: Course, assignment: str) -> None:
    """Hand in the reference, each time with another comment, so that none is known from another."""
    exercises = exercises_of(instructor_notebook(assignment))
    reference = {e.name: e.solution.source for e in exercises}
    released = read_notebook(course.folder("release", ".", assignment) / f"{assignment}.ipynb")
    for number in range(SIZE):
        answers = {name: f"# {number}\n{source}" for name, source in reference.items()}
        path = course.folder("submitted", f"s{number:02d}", assignment) / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(demo.fill(released, answers), path)


def _short(course: Course, assignment: str) -> dict[str, float | None]:
    """Return what a program graded below its points, by student and test cell."""
    with course.gradebook() as gradebook:
        return {
            f"{submission.student_id} {graded.name}": graded.auto_score
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for graded in notebook.grades
            if not graded.needs_manual_grade and graded.auto_score != graded.max_score
        }


def run() -> None:
    """Print a line for each assignment, and each point that was lost."""
    workers = LOAD * len(os.sched_getaffinity(0))
    print(f"{SIZE} reference solutions each, {workers} workers, {LOAD} for each processor:")
    print(f"{'assignment':<20}{'seconds':>9}{'load':>6}{'graded':>8}{'with all points':>17}")
    for assignment in assignments():
        with TemporaryDirectory() as folder:
            course = make_course(Path(folder) / "course", assignment, "judged")
            _hand_in(course, assignment)
            started = time.perf_counter()
            pool = local_workers(course, assignment, workers)
            done, loads = [], []
            for outcome in grade(course, assignment, workers=pool):
                done.append(outcome)
                loads.append(os.getloadavg()[0])
            seconds = time.perf_counter() - started
            short = _short(course, assignment)
            whole = {o.student for o in done if not o.needs_attention}
            whole -= {name.partition(" ")[0] for name in short}
            print(
                f"{assignment:<20}{seconds:>9.1f}{max(loads):>6.1f}{len(done):>8}{len(whole):>17}",
                flush=True,
            )
            for name, points in short.items():
                print(f"    {name}: {points}")
