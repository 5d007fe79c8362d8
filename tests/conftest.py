"""Fixtures of several test modules, and which tests run when.

`make test` runs what is not marked. Marked ``exhaustive`` is what takes long, for `make test-all`;
marked ``attacks`` is the whole bank of attacks, for `make attacks`.
"""

import time
from textwrap import dedent
from typing import Any

import pytest
from nbformat.v4 import new_notebook

from graders.execute.run import execute
from graders.execute.sandbox import Template
from graders.execute.settings import Settings, Times
from tests.small_course import solution, test_cell

MARKERS = {
    "exhaustive": "takes long; run by `make test-all`",
    "attacks": "the whole bank of attacks; run by `make attacks`",
}
LEFT_OUT = pytest.StashKey[int]()
STARTED = time.monotonic()
SETTINGS = Settings(times=Times(cell=6, call=2))
# Few imports, so that it starts at once; tests that need TensorFlow ask for it.
IMPORTS = ("numpy",)


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known."""
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")
    config.stash[LEFT_OUT] = 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave marked tests out unless a marker expression is given."""
    if config.option.markexpr:
        return
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in MARKERS)]
    config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT] = sum(
        bool(item.get_closest_marker("exhaustive")) and not item.get_closest_marker("attacks")
        for item in left_out
    )
    items[:] = [item for item in items if item not in set(left_out)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that started this one, if one did, how many were left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear it."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say how long it took and what was left out."""
    minutes, seconds = divmod(round(time.monotonic() - STARTED), 60)
    said = f"{minutes} min {seconds} s."
    if config.stash[LEFT_OUT]:
        said += (
            f" Left out: {config.stash[LEFT_OUT]} tests that take long; `make test-all` runs them."
        )
    terminalreporter.write_line(said)


@pytest.fixture(scope="session")
def template():
    """A warm process without TensorFlow."""
    template = Template(imports=IMPORTS)
    yield template
    template.close()


@pytest.fixture(scope="session")
def full_template():
    """A warm process with all that notebooks import."""
    template = Template()
    yield template
    template.close()


@pytest.fixture
def judged(template, tmp_path):
    """Judge one test cell, or several, of an exercise `f`; return what became of it."""

    def judged(answer, *tests, points=2.0, template=template, **options):
        options = {"settings": SETTINGS} | options
        cells = [solution("f", "import numpy as np\n" + dedent(answer))]
        cells += [
            test_cell(f"test_f__{i}", "import numpy as np\n" + dedent(test), points)
            for i, test in enumerate(tests)
        ]
        done = execute(new_notebook(cells=cells), tmp_path, template=template, **options)
        found = [cell.metadata.graders for cell in done.cells[1:]]
        return found[0] if len(found) == 1 else found

    return judged
