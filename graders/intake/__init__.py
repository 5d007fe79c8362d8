"""Stage 1: from what was handed in to the notebook that is graded."""

from typing import Any

__all__ = ["Intake", "before_autograde"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: the processes that read submissions do without nbgrader.
    if name == "Intake":
        from graders.intake.exporter import Intake

        return Intake
    if name == "before_autograde":
        from graders.intake.folder import before_autograde

        return before_autograde
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
