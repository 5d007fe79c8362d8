"""Says which way the tests of a graded submission were run."""

from graders.api import Graded
from graders.notebook.results import run_info

_SENTENCES = {
    "outside": "The tests ran outside of the process with the submitted code, which cannot change "
    "what they say.",
    "inside": "The tests ran in the same process as the submitted code, as nbgrader runs them.",
}


def way_of(graded: Graded) -> str:
    """Return the way, "outside" or "inside", as the result's metadata has it."""
    return getattr(run_info(graded.notebook), "tests", "") or "outside"


def sentence(graded: Graded) -> str:
    """Say it for people."""
    return _SENTENCES[way_of(graded)]
