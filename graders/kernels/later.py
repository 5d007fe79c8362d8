"""Modules that a library imports for few of its users: they are run when they are first used."""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

# Keras has classes for scikit-learn, which with SciPy are a fifth of the time of importing Keras.
MODULES = ("keras.wrappers",)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        spec = importlib.machinery.PathFinder.find_spec(name, path) if name in MODULES else None
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(importlib.abc.Loader):
    """Has a module run when something in it is asked for.

    Unlike with `importlib.util.LazyLoader` that is not what all modules have: programs go through
    all that are loaded and look at their ``__file__``.
    """

    def __init__(self, loader: importlib.abc.Loader):
        self._loader = loader

    def exec_module(self, module: ModuleType) -> None:
        def find(name: str) -> Any:
            if not name.startswith("__"):
                vars(module).pop("__getattr__", None)
                self._loader.exec_module(module)
                if name in vars(module):
                    return vars(module)[name]
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        module.__getattr__ = find


@contextmanager
def imported_later() -> Iterator[None]:
    """Have `MODULES` run later, if they are imported meanwhile."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
