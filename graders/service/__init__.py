"""The grading service: collects, grades and returns submissions while nobody is at the keyboard.

Two processes. The first (`service`) takes submissions out of nbgrader's exchange, gives feedback
back into it and serves the page for instructors; it is small and always there. The second
(`grader`) grades with the engine, is the only writer of the gradebook, and is started again when it
ends. Between them is a queue in a file, so nothing is lost whichever of them ends, and when.
"""

from typing import Any

__all__ = ["Collect"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: nbgrader_config.py names it, the service does not need it.
    if name == "Collect":
        from graders.service.collect import Collect

        return Collect
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
