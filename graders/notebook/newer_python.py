"""Whether a cell that does not parse here is right in a newer Python."""

import ast
import functools
import subprocess
import sys

from ruff import find_ruff_bin

from graders.notebook.code import parse, plain

THIS_PYTHON = f"Python {sys.version_info.major}.{sys.version_info.minor}"
# The versions that the checker knows, the newest last.
_VERSIONS = [(3, minor) for minor in range(sys.version_info.minor + 1, 15)]
# What came into the standard library with a newer Python, of what notebooks may use.
_NEW = {
    (3, 12): "itertools.batched math.sumprod random.binomialvariate typing.override "
    "typing.TypeAliasType inspect.markcoroutinefunction collections.abc.Buffer",
    (3, 13): "math.fma copy.replace statistics.kde statistics.kde_random warnings.deprecated "
    "typing.ReadOnly typing.TypeIs random.cli",
    (3, 14): "functools.Placeholder heapq.heapify_max heapq.heappush_max heapq.heappop_max",
}
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


def needed_for_names(source: str, words: frozenset[str]) -> str | None:
    """Return the Python whose standard library has what a cell uses of it and this one lacks.

    Parameters
    ----------
    words : frozenset of str
        Only what is among these counts: of a message that says what is missing.
    """
    tree = parse(source) if len(source) <= _MAX_SOURCE else None
    found = set()
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.ImportFrom) and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute):
            found.add(ast.unparse(node) if isinstance(node.value, ast.Name) else "")
    for (major, minor), names in _NEW.items():
        new = found.intersection(names.split()) if (major, minor) > sys.version_info[:2] else ()
        if any(name.rpartition(".")[2] in words for name in new):
            return f"{major}.{minor}"
    return None


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
