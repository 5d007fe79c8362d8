"""Says which way the tests of a graded submission were run."""

from graders.api import Graded
from graders.notebook.exercises import INSIDE, OUTSIDE
from graders.notebook.results import run_info

_SENTENCES = {
    OUTSIDE: "The tests ran outside of the process with the submitted code, which cannot change "
    "what they say.",
    INSIDE: "The tests ran in the same process as the submitted code, as nbgrader runs them.",
}


def way_of(graded: Graded) -> str:
    """Return the way, "outside" or "inside", as the result's metadata has it."""
    return run_info(graded.notebook).tests or OUTSIDE


def sentence(graded: Graded) -> str:
    """Say it for people."""
    return _SENTENCES[way_of(graded)]
