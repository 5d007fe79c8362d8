"""The grading service: collects, grades and returns submissions while nobody is at the keyboard.

Three processes, each with one job, and a small one (`service`) that starts them, and again what
ends or falls silent. One (`exchanging`) takes submissions out of nbgrader's exchange and gives
feedback back into it; one (`grader`) grades with the engine, and is the only writer of the
gradebook; one (`web`) serves the page for instructors. Between them is a queue in a file, so
nothing is lost whichever of them ends, and when.
"""

from typing import Any

__all__ = ["Collect", "List"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: nbgrader_config.py names it, the service does not need it.
    if name == "Collect":
        from graders.service.collect import Collect

        return Collect
    if name == "List":
        from graders.service.listing import List

        return List
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
