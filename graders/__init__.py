"""The grading engine of the course."""

from typing import Any

__all__ = ["configure", "grade"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: interpreters and judges import this package, too.
    if name == "grade":
        from graders.api import grade

        return grade
    if name == "configure":
        from graders.configuration import configure

        return configure
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
