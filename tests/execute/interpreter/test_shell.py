"""A cell finds the shell of a notebook, and the judge finds nothing of it."""

import pytest
from nbformat.v4 import new_notebook

from graders.execute.run import execute
from tests.execute.interpreter.running import run, started, text_of
from tests.small_course import solution, test_cell

FACTS = """
import IPython, os, pickle, sys
shell = get_ipython()
class Cell: pass
assert type(shell).__name__ == "ZMQInteractiveShell"
assert IPython.get_ipython() is shell
assert str(_dh[0]) == os.getcwd() == shell.starting_dir == sys.path[-1]
assert shell.home_dir == os.environ["HOME"]
assert (os.environ["PAGER"], os.environ["TERM"]) == ("cat", "xterm-color")
assert vars(sys.modules["__main__"]) is globals() and __name__ == "__main__"
assert type(pickle.loads(pickle.dumps(Cell()))) is Cell
assert sys.ps1 == "In : "
assert not hasattr(shell, "kernel")
assert (sys.stdout.fileno(), sys.stderr.fileno()) == (1, 2)
"""

CELLS = [
    ("%who", "Interactive namespace is empty."),
    ("x = 1\n%who", "x\t"),
    ("%%time\nx = 2", "CPU times"),
    ("%%capture out\nprint(5)", ""),
    ("out.stdout", r"'5\n'"),
    ("%cd -q ..\n%cd -q -\nimport os; os.getcwd() == str(_dh[0])", "True"),
    ("%config HistoryManager.enabled", "False"),
    ("!echo out; echo err >&2", "out\nerr"),
    ("import asyncio\nawait asyncio.sleep(0, 7)", "7"),
    ("1 / 0", "ZeroDivisionError: division by zero"),
    ("def f(:", "SyntaxError: invalid syntax"),
    ("print('\\ud800')", "?"),
    ("raise ValueError('\\ud800')", "ValueError: ?"),
    ("breakpoint()", ""),
]


def test_the_shell_is_that_of_a_notebook(template):
    (outputs,) = run(template, FACTS)
    assert outputs == []


def test_cells_do_what_they_should(template):
    for (code, shown), outputs in zip(CELLS, run(template, *(c for c, _ in CELLS)), strict=True):
        # Nothing else where nothing is expected.
        text = text_of(outputs)
        assert text.startswith(shown.strip()) if shown else text == "", (code, text)


def test_what_numpy_and_decimal_are_told_holds_in_later_cells_and_in_calls(template):
    settings = """
import decimal, numpy as np
decimal.getcontext().prec = 5
np.set_printoptions(precision=2);
"""
    *_, outputs = run(template, settings, "print(decimal.Decimal(1) / 3, np.array([1 / 3]))")
    assert text_of(outputs) == "0.33333 [0.33]"
    shown = "def f():\n    return f'{decimal.Decimal(1) / 3} {np.array([1 / 3])}'"
    cells = [
        solution("f", settings + shown),
        test_cell("test_f", "assert f() == '0.33333 [0.33]', f()"),
    ]
    done = execute(new_notebook(cells=cells), None, template=template)
    assert done.cells[1].metadata.graders.state == "passed", done.cells[1]


def test_results_are_kept_and_forgotten(template):
    _, kept, _, forgotten = run(
        template,
        "6 * 7",
        "_, Out[1], In[1], _i1",
        "%reset -f",
        "len(Out), '_1' in globals(), get_ipython() is not None",
    )
    assert text_of(kept) == "(42, 42, '6 * 7', '6 * 7')"
    assert text_of(forgotten) == "(0, False, True)"


def test_cells_and_calls_go_on_after_an_aggressive_reset(template):
    cells = [
        solution("f", "%reset -f --aggressive\ndef f():\n    return 3"),
        test_cell("test_f", "assert f() == 3"),
    ]
    done = execute(new_notebook(cells=cells), None, template=template)
    assert done.cells[1].metadata.graders.state == "passed", done.cells[1]


def test_a_script_runs_in_a_main_module_of_its_own(template, tmp_path):
    (tmp_path / "script.py").write_text("import sys\ny = __name__, len(sys.argv)\n")
    (outputs,) = run(template, "%run script.py a\ny", files=tmp_path)
    assert text_of(outputs) == "('__main__', 2)"


def test_pictures_widgets_and_tracebacks_arrive(template):
    _, picture, slider, html, error, refusal = run(
        template,
        "%matplotlib inline\n%config InlineBackend.figure_format = 'svg'",
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()",
        "import ipywidgets; display(ipywidgets.IntSlider())",
        "from IPython.display import HTML; display(HTML('<b>'))",
        "def f():\n    return 1 / 0\nf()",
        "input()",
    )
    assert "image/svg+xml" in picture[-1].data
    assert "application/vnd.jupyter.widget-view+json" in slider[-1].data
    assert html[-1].data["text/html"] == "<b>"
    assert error[-1].ename == "ZeroDivisionError" and "Cell" in error[-1].traceback[2]
    assert refusal[-1].ename == "StdinNotImplementedError"


def test_the_middle_of_a_long_traceback_is_left_out(template):
    recursion = "def f(n):\n    return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError:\n    1 / 0"
    (((error,)), (again,)) = run(template, recursion, "f(0)")
    assert len(error.traceback) < 100 and len(again.traceback) < 100
    assert again.traceback[-1].endswith("maximum recursion depth exceeded")


@pytest.mark.parametrize("source", ["exit()", "quit()", "print(1)\nexit()\nprint(2)"])
def test_a_cell_that_ends_python_says_so(template, source):
    with started(template) as interpreter:
        assert interpreter.run(source, 30, lambda output: None)


@pytest.mark.parametrize("source", ["get_ipython().kernel.do_shutdown(True)", "raise SystemExit"])
def test_a_cell_that_restarts_the_kernel_or_raises_does_not(template, source):
    with started(template) as interpreter:
        assert not interpreter.run(source, 30, lambda output: None)
        assert interpreter.alive()


def test_the_judge_sees_nothing_of_the_shell(template):
    test = """
import builtins, os, sys
assert not {"get_ipython", "display", "__IPYTHON__"} & set(vars(builtins))
assert not hasattr(sys, "ps1")
assert sys.excepthook is sys.__excepthook__ and sys.displayhook is sys.__displayhook__
assert sys.breakpointhook is sys.__breakpointhook__
assert getattr(sys.modules["__main__"], "In", None) is None
assert "PAGER" not in os.environ
assert sys.modules["IPython"].get_ipython() is None
"""
    cells = [solution("f", "f = 1"), test_cell("test_f", test)]
    done = execute(new_notebook(cells=cells), None, template=template)
    assert done.cells[1].metadata.graders.state == "passed", done.cells[1]
