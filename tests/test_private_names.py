"""Private names of other packages that are still used: they are where they were.

docs/engine.md lists them. When one of these tests fails after an update, look at the place that
uses the name, and then write down here the version that it was checked with.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context

import pytest
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbconvert.exporters import HTMLExporter
from nbgrader.converters import Autograde
from nbgrader.preprocessors import GetGrades
from pylti1p3.service_connector import ServiceConnector


def executor() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"))


# The package, the version it was checked with, the name, and something that has it.
NAMES: list[tuple[str, str, str, Callable[[], object]]] = [
    ("ipython", "9.18.1", "_showtraceback", lambda: InteractiveShell),
    ("ipython", "9.18.1", "_is_active", lambda: DisplayHook(InteractiveShell.instance())),
    ("ipython", "9.18.1", "_validate_data", lambda: DisplayPublisher),
    ("nbconvert", "7.17.2", "_init_resources", HTMLExporter),
    ("nbconvert", "7.17.2", "_nb_metadata", HTMLExporter),
    ("nbconvert", "7.17.2", "_preprocess", HTMLExporter),
    ("nbconvert", "7.17.2", "_preprocessors", HTMLExporter),
    ("nbgrader", "0.9.6", "_sanitizing", lambda: Autograde),
    ("nbgrader", "0.9.6", "_get_comment", lambda: GetGrades),
    ("nbgrader", "0.9.6", "_get_score", lambda: GetGrades),
    ("pylti1p3next", "2.0.2", "_cache_access_token", lambda: ServiceConnector),
    ("pylti1p3next", "2.0.2", "_get_cached_access_token", lambda: ServiceConnector),
    ("python", "3.11", "_broken", executor),
    ("python", "3.11", "_processes", executor),
    ("python", "3.11", "_result_queue", executor),
    ("python", "3.11", "_writer", lambda: executor()._result_queue),
]


@pytest.mark.parametrize(
    ("package", "checked", "name", "owner"), NAMES, ids=[f"{n[0]}-{n[2]}" for n in NAMES]
)
def test_a_private_name_is_where_it_was(package, checked, name, owner):
    installed = "this one" if package == "python" else version(package)
    assert hasattr(owner(), name), f"checked with {package} {checked}, installed is {installed}"
