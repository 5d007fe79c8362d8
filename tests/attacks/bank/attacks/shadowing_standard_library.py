"""Hand in files named like modules that the grader or its processes may import."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NAMES = (
    "json",
    "ast",
    "decimal",
    "cloudpickle",
    "graders",
    "nbgrader",
    "warnings",
    "traceback",
    "zmq",
)


def submit(release, folder):
    write(right(release), folder)
    for name in NAMES:
        (folder / f"{name}.py").write_text("import os\nos._exit(3)\n")
