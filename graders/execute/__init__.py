"""Stage 2: a pure function of a notebook and the released files."""

from typing import Any

__all__ = ["Execute"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: workers do without nbgrader.
    if name == "Execute":
        from graders.execute.preprocessor import Execute

        return Execute
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
