"""The report on a class of 60 and of a thousand: seconds, and size of the page.

The results are made by chance, see tests/report/synthetic.py; nothing is executed.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from graders.report.page import page
from graders.report.results import read_class
from tests.bank.pipeline import make_course
from tests.report.synthetic import hand_in

ASSIGNMENT = "lasso"
SIZES = (60, 1000)


def run() -> None:
    """Print the time to read the results and to write the page."""
    print(f"{'students':>8}{'read, s':>10}{'page, s':>10}{'MB':>7}")
    for size in SIZES:
        with TemporaryDirectory() as folder:
            course = make_course(Path(folder) / "course", ASSIGNMENT, "judged")
            hand_in(course, ASSIGNMENT, size)
            started = time.perf_counter()
            results = read_class(course, ASSIGNMENT)
            read = time.perf_counter()
            text = page(results)
            done = time.perf_counter()
        seconds = f"{read - started:>10.1f}{done - read:>10.1f}"
        print(f"{size:>8}{seconds}{len(text) / 1e6:>7.1f}", flush=True)
