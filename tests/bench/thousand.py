"""A thousand submissions of lasso in one run: does it stay as fast, and as small, to the end?

Each answers three exercises, chosen at random, in words of its own, so that none is known from
another. BENCH_THOUSAND is another number of submissions, in hundreds.
"""

import os
import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import psutil

from graders.batch.submissions import grade
from graders.cli import demo
from graders.course import Course
from graders.notebook.exercises import exercises_of, read_notebook
from tests.bank.pipeline import make_course
from tests.bank.solutions import instructor_notebook

ASSIGNMENT = "lasso"
SIZE = int(os.environ.get("BENCH_THOUSAND", "1000"))


def _hand_in(course: Course) -> None:
    exercises = exercises_of(instructor_notebook(ASSIGNMENT))
    reference = {e.name: e.solution.source for e in exercises if not e.written}
    released = read_notebook(course.folder("release", ".", ASSIGNMENT) / f"{ASSIGNMENT}.ipynb")
    chance = random.Random(0)
    for number in range(SIZE):
        chosen = chance.sample(sorted(reference), 3)
        answers = {name: f"# {number}\n{reference[name]}" for name in chosen}
        path = course.folder("submitted", f"s{number:05d}", ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(demo.fill(released, answers), path)


def run() -> None:
    """Print throughput, and this process's time and memory, hundred by hundred."""
    process = psutil.Process()
    with TemporaryDirectory() as folder:
        course = make_course(Path(folder) / "course", ASSIGNMENT, "judged")
        _hand_in(course)
        print(f"{SIZE} submissions of {ASSIGNMENT}, by hundreds:")
        print(
            f"{'done':>6}{'submissions/s':>15}{'coordinator, s each':>21}{'MB':>6}"
            f"{'grader errors':>15}"
        )
        started, busy, errors = time.perf_counter(), time.process_time(), 0
        for done, outcome in enumerate(grade(course, ASSIGNMENT), 1):
            errors += outcome.needs_attention
            if done % 100 == 0:
                rate = 100 / (time.perf_counter() - started)
                each = (time.process_time() - busy) / 100
                size = process.memory_info().rss / 2**20
                print(f"{done:>6}{rate:>15.2f}{each:>21.3f}{size:>6.0f}{errors:>15}", flush=True)
                started, busy = time.perf_counter(), time.process_time()
