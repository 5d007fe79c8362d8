"""Stage 4: the page that a student gets."""

import importlib
from typing import Any

# By what a page says, in a digest, which grades of persons it shows: the name of a `meta`.
GIVEN = "graders-given"

__all__ = [
    "FeedbackPage",
    "Grades",
    "Page",
    "ansi2html",
    "highlight_code",
    "markdown2html",
    "strip_files_prefix",
]

_MODULES = {"Page": "page", "FeedbackPage": "preprocessors", "Grades": "preprocessors"}


def __getattr__(name: str) -> Any:
    # Imported when asked for: the processes that render what students wrote do without nbgrader.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"graders.feedback.{_MODULES.get(name, 'filters')}")
    return getattr(module, name)
