"""How soon a kernel is of use: a fresh one beside one forked from the warm template.

Seconds from the request to the result of a first TensorFlow operation; and the cost of one call
of a student's function by a test in the judge.
"""

import asyncio
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_client.manager import AsyncKernelManager
from nbformat.v4 import new_code_cell, new_notebook

from graders.kernels import Level, Template
from graders.run import run as grade

OPERATION = "import tensorflow as tf; float(tf.reduce_sum(tf.ones((3, 3))))"
CALLS = 200


async def _usable(manager: AsyncKernelManager, **options: int) -> float:
    started = time.perf_counter()
    await manager.start_kernel(**options)
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=120)
    await client.execute_interactive(OPERATION, timeout=120, output_hook=lambda message: None)
    seconds = time.perf_counter() - started
    client.stop_channels()
    await manager.shutdown_kernel(now=True)
    return seconds


async def _series(
    make: Callable[[], AsyncKernelManager], number: int, **options: int
) -> list[float]:
    return [await _usable(make(), **options) for _ in range(number)]


def _cell(source: str, name: str, grade: bool, solution: bool) -> dict:
    info = {"grade": grade, "solution": solution, "locked": grade, "grade_id": name}
    info |= {"points": 1, "schema_version": 3, "task": False} if grade else {}
    return new_code_cell(source, metadata={"nbgrader": info})


def _graded(template: Template, calls: int) -> float:
    """Return the seconds of grading a notebook with a test that makes a number of calls."""
    test = f"import numpy as np\nx = np.arange(5.0)\nfor _ in range({calls}):\n    f(x)"
    cells = [_cell("def f(x):\n    return x", "f", False, True), _cell(test, "test_f", True, False)]
    with TemporaryDirectory() as files:
        started = time.perf_counter()
        notebook = grade(new_notebook(cells=cells), Path(files), template=template)
    assert notebook.cells[1].metadata.graders.state == "passed"
    return time.perf_counter() - started


def run() -> None:
    """Print both."""
    print("From the request to the result of a first TensorFlow operation, median (least, most):")

    def show(name: str, values: list[float]) -> float:
        middle = statistics.median(values)
        print(f"  {name:<30} {middle:6.2f} s ({min(values):.2f}, {max(values):.2f})")
        return middle

    # A fresh kernel writes TensorFlow's greetings to the terminal.
    fresh = asyncio.run(
        _series(lambda: AsyncKernelManager(kernel_name="python3"), 3, stderr=subprocess.DEVNULL)
    )
    middle = show("fresh kernel", fresh)
    for level in (Level.NAMESPACES, Level.LANDLOCK):
        template = Template(highest=level)
        asyncio.run(_series(template.kernel_manager, 1))  # the template itself starts once
        forked = asyncio.run(_series(template.kernel_manager, 10))
        ratio = middle / show(f"forked, {template.level}", forked)
        print(f"  {'':<30} ratio {ratio:.0f}")
        if level is Level.NAMESPACES:
            few, many = (min(_graded(template, n) for _ in range(3)) for n in (1, CALLS + 1))
            print(f"One call by a test in the judge: {(many - few) / CALLS * 1000:.1f} ms")
        template.close()
