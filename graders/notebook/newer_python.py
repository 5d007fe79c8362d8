"""Whether a cell that does not parse here is right in a newer Python."""

import functools
import subprocess
import sys

from ruff import find_ruff_bin

from graders.notebook.code import parse, plain

THIS_PYTHON = f"Python {sys.version_info.major}.{sys.version_info.minor}"
# The versions that the checker knows, the newest last.
_VERSIONS = [(3, minor) for minor in range(sys.version_info.minor + 1, 15)]
# Longer than any answer, and read in no time.
_MAX_SOURCE = 100_000
_TIMEOUT = 20.0


@functools.lru_cache(maxsize=200)
def needed_python(source: str) -> str | None:
    """Return the oldest Python that reads a cell, such as "3.12"; None if this one or none does."""
    if len(source) > _MAX_SOURCE or parse(source) is not None:
        return None
    if not _is_syntax(source, _VERSIONS[-1]):
        return None
    return next(
        f"{major}.{minor}" for major, minor in _VERSIONS if _is_syntax(source, (major, minor))
    )


def _is_syntax(source: str, version: tuple[int, int]) -> bool:
    """Whether a source is without syntax errors in a version of Python."""
    command = [find_ruff_bin(), "check", "--isolated", "--no-cache", "--quiet", "--select=E902"]
    done = subprocess.run(
        [*command, f"--target-version=py{version[0]}{version[1]}", "-"],
        input=plain(source).encode(),
        capture_output=True,
        timeout=_TIMEOUT,
    )
    return done.returncode == 0
