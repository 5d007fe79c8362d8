"""How soon a student's process is of use: a fresh Jupyter kernel beside one that is forked.

Seconds from the request to the result of a first TensorFlow operation; and the cost of one call
of a student's function by a test in the judge.
"""

import statistics
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from graders.execute.interpreter.client import Interpreter
from graders.execute.run import execute
from graders.execute.sandbox import Level, Limits, Template
from graders.execute.wire.protocol import CellOutput, ExecuteResult

OPERATION = "import tensorflow as tf; float(tf.reduce_sum(tf.ones((3, 3))))"
CALLS = 200
TIMEOUT = 120


def _fresh() -> float:
    """Return the seconds until a fresh kernel has run the operation."""
    started = time.perf_counter()
    kernel = KernelManager(kernel_name="python3")
    kernel.start_kernel(stderr=subprocess.DEVNULL)  # for TensorFlow's greetings
    client = kernel.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT)
        client.execute_interactive(OPERATION, timeout=TIMEOUT, output_hook=lambda message: None)
        return time.perf_counter() - started
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)


def _forked(template: Template) -> float:
    """Return the seconds until a process forked from the template has run the operation."""
    shown: list[CellOutput] = []
    started = time.perf_counter()
    interpreter = Interpreter(template, None, Limits())
    try:
        interpreter.start(TIMEOUT)
        interpreter.run(OPERATION, TIMEOUT, shown.append)
        seconds = time.perf_counter() - started
    finally:
        interpreter.end()
    assert any(isinstance(sent, ExecuteResult) for sent in shown), shown
    return seconds


def _cell(source: str, name: str, grade: bool, solution: bool) -> NotebookNode:
    info = {"grade": grade, "solution": solution, "locked": grade, "grade_id": name}
    info |= {"points": 1, "schema_version": 3, "task": False} if grade else {}
    return new_code_cell(source, metadata={"nbgrader": info})


def _graded(template: Template, calls: int) -> float:
    """Return the seconds of grading a notebook with a test that makes a number of calls."""
    test = f"import numpy as np\nx = np.arange(5.0)\nfor _ in range({calls}):\n    f(x)"
    cells = [_cell("def f(x):\n    return x", "f", False, True), _cell(test, "test_f", True, False)]
    with TemporaryDirectory() as files:
        started = time.perf_counter()
        notebook = execute(new_notebook(cells=cells), Path(files), template=template)
    assert notebook.cells[1].metadata.graders.state == "passed"
    return time.perf_counter() - started


def run() -> None:
    """Print both."""
    print("From the request to the result of a first TensorFlow operation, median (least, most):")

    def show(name: str, values: list[float]) -> float:
        middle = statistics.median(values)
        print(f"  {name:<30} {middle:6.2f} s ({min(values):.2f}, {max(values):.2f})")
        return middle

    middle = show("fresh Jupyter kernel", [_fresh() for _ in range(3)])
    for level in (Level.NAMESPACES, Level.LANDLOCK):
        template = Template(highest=level)
        _forked(template)  # the template itself starts once
        ratio = middle / show(f"forked, {template.level}", [_forked(template) for _ in range(10)])
        print(f"  {'':<30} ratio {ratio:.0f}")
        if level is Level.NAMESPACES:
            few, many = (min(_graded(template, n) for _ in range(3)) for n in (1, CALLS + 1))
            print(f"One call by a test in the judge: {(many - few) / CALLS * 1000:.1f} ms")
        template.close()
