"""How long a student waits in the hub: from Submit until the feedback can be fetched.

One after the other, ten at once, and at a deadline; see `tests.bench.deadline`.
"""

import statistics
import time

from graders.cli.demo import fill
from graders.exchange import Exchange
from graders.notebook.exercises import exercises_of, read_notebook
from hub.settings import REPOSITORY
from hub.supervisor import COURSE
from tests.bench import deadline
from tests.system.hub.handing_in import STUDENTS, Desk
from tests.system.hub.running import running_hub

NAME = "lasso"
SUBMISSIONS = 10
LIMIT = 600.0


def wait(desk: Desk, names: list[str]) -> list[float]:
    """Return the seconds until each has its feedback."""
    begun, seconds = time.monotonic(), {}
    while len(seconds) < len(names):
        for name in names:
            if name not in seconds and desk.page(name):
                seconds[name] = time.monotonic() - begun
        if time.monotonic() - begun > LIMIT:
            raise TimeoutError(f"no feedback after {LIMIT:.0f} s")
        time.sleep(0.05)
    return list(seconds.values())


def run() -> None:
    """Hand in the reference solution of lasso, changed a little each time, and print the waits."""
    released = read_notebook(REPOSITORY / "release" / NAME / f"{NAME}.ipynb")
    source = read_notebook(REPOSITORY / "source" / NAME / f"{NAME}.ipynb")
    reference = {e.name: e.solution.source for e in exercises_of(source)}

    def notebook(number: int) -> object:
        # No two alike, so that none is receipt from the results that are kept.
        return fill(released, {n: f"{text}\n# {number}" for n, text in reference.items()})

    with running_hub() as hub:
        desk = Desk(Exchange(hub.settings.exchange, COURSE), NAME, hub.settings.accounts)
        singly = []
        for number, student in enumerate(STUDENTS[:SUBMISSIONS]):
            singly += wait(desk, [desk.hand_in(student, notebook(number))])
        together = wait(
            desk,
            [desk.hand_in(student, notebook(100 + n)) for n, student in enumerate(STUDENTS)],
        )
    print(f"The hub: seconds from Submit to feedback, {NAME}, the reference solution, all graded")
    for what, waits in (("one after the other", singly), ("ten at once", together)):
        print(
            f"  {what:20} median {statistics.median(waits):5.1f}   "
            f"least {min(waits):5.1f}   most {max(waits):5.1f}"
        )
    deadline.run(notebook)
