"""A right answer keeps its points where something beside it is not right; see docs/engine.md."""

import sys
from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from graders.execute.run import execute
from graders.execute.sandbox import Limits
from graders.execute.settings import Settings, Times
from graders.notebook.results import UNCHANGED, set_submitted
from tests.conftest import SETTINGS
from tests.small_course import locked, solution, test_cell

RIGHT = "def f(x):\n    return x + 1"
STUB = "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
TEST = "assert f(1) == 2, f'f(1) is 2, got {f(1)}'\n"


def own(source):
    return new_code_cell(source)


def stub(name="f", source=STUB):
    cell = solution(name, source)
    set_submitted(cell, UNCHANGED)
    return cell


@pytest.fixture
def graded(template, tmp_path):
    """Grade cells; return the results of the tests and the outputs of all cells as one text."""

    def graded(*cells, settings=SETTINGS, reference=None):
        done = execute(
            new_notebook(cells=list(cells)),
            tmp_path,
            template=template,
            settings=settings,
            reference=reference,
        )
        results = [
            c.metadata.graders for c in done.cells if "state" in c.metadata.get("graders", {})
        ]
        outputs = [out for c in done.cells if c.cell_type == "code" for out in c.outputs]
        return results, "\n".join(o.get("text", "") or o.get("evalue", "") for o in outputs)

    return graded


def check(name="test_f", source=TEST):
    return test_cell(name, source)


# What fails, and does not matter to the function, in its cell or in one of the student's own.
@pytest.mark.parametrize(
    "beside",
    [
        "from google.colab import files",
        "import no_such_package as nsp",
        "%no_such_magic",
        pytest.param(
            "get_ipython().run_line_magic('matplotlib', 'no_such_backend')",
            marks=pytest.mark.exhaustive,
        ),
        pytest.param("drive.mount('/content/drive')", marks=pytest.mark.exhaustive),
        "1 / 0",
        "import sys\nsys.exit()",
        "return 3",
        "assert f(1) == 2",
    ],
)
def test_a_line_that_fails_beside_the_function_costs_nothing(graded, beside):
    needs = "import no_such_package\nstep = 1\ndef one():\n    return step"
    cell = f"{beside}\ndef f(x):\n    return x + one()\nprint('after')\n{beside}"
    [result], shown = graded(own(needs), solution("f", cell), check())
    assert result.state == "passed", result
    assert "the rest of this cell was run without it" in shown and "after" in shown


@pytest.mark.parametrize("magic", ["%%time", "%%capture", "%%time\n%matplotlib inline"])
def test_a_line_that_fails_under_a_cell_magic_costs_nothing(graded, magic):
    [result], _ = graded(
        solution("f", f"{magic}\nimport no_such_package\nstep = 1\n{RIGHT} + step - step"), check()
    )
    assert result.state == "passed", result


def test_a_function_that_needs_what_failed_says_so(graded):
    needs = "import numpy as np\nimport no_such_package as nsp"
    cell = "def f(x):\n    return nsp.add(x, 1)"
    [result], _ = graded(own(needs), solution("f", cell), check())
    assert result.state == "failed"
    assert "`nsp` is imported from `no_such_package`, which is not there" in result.message


def test_decorators_and_annotations_of_a_missing_package_are_left_out(graded):
    cell = "import numba, torch\n@numba.njit(cache=True)\ndef f(x: torch.Tensor) -> torch.Tensor:"
    [result], shown = graded(solution("f", cell + "\n    return x + 1"), check())
    assert result.state == "passed" and "name 'numba' is not defined" in shown


@pytest.mark.parametrize(
    "experiment",
    [
        "while True: pass",
        pytest.param("import time\ntime.sleep(1000)", marks=pytest.mark.exhaustive),
        pytest.param(
            "import time\nfor i in range(1000):\n    time.sleep(1)\nplot = f(3)",
            marks=pytest.mark.exhaustive,
        ),
        pytest.param(
            "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
            marks=pytest.mark.exhaustive,
        ),
        "while True: print('x' * 100000)",
        "import os\nos._exit(1)",
        pytest.param(
            "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", marks=pytest.mark.exhaustive
        ),
        "big = [0] * (1 << 40)",
        "exit()",
        pytest.param("import os\nfound = os.abort()", marks=pytest.mark.exhaustive),
    ],
)
def test_an_experiment_that_ends_the_cell_does_not_take_the_function_with_it(graded, experiment):
    settings = Settings(times=Times(cell=2, call=2))
    cells = [solution("f", f"step = 1\ndef f(x):\n    return x + step\n{experiment}"), check()]
    [result], shown = graded(own("unused = 5"), *cells, settings=settings)
    assert result.state == "passed", (result, shown)
    # An exception is shown; all else is said.
    assert "This cell" in shown or "MemoryError" in shown or experiment.startswith("big"), shown


def test_a_slow_line_above_the_function_does_not_take_it_along(graded):
    settings = Settings(times=Times(cell=1, call=2))
    [result], shown = graded(
        solution("f", f"while True: pass\n{RIGHT}"), check(), settings=settings
    )
    assert result.state == "passed" and "did not finish" in shown


RESTARTS = [
    "import os\nos._exit(0)",
    pytest.param("import os\nos.kill(os.getpid(), 9)", marks=pytest.mark.exhaustive),
    "exit()",
    pytest.param("quit()", marks=pytest.mark.exhaustive),
    "import IPython\nIPython.Application.instance().kernel.do_shutdown(True)",
    pytest.param("get_ipython().kernel.do_shutdown(True)", marks=pytest.mark.exhaustive),
]


@pytest.mark.parametrize("restart", RESTARTS)
def test_a_cell_that_restarts_python_costs_nothing(graded, restart):
    two = test_cell("test_g", "assert g(1) == 3, 'g(1) is 3'")
    results, _ = graded(
        own("%who\nstep = [1]"),
        solution("f", "def f(x):\n    return x + step[0]"),
        check(),
        own(restart),
        check("test_f__again"),
        solution("g", "def g(x):\n    return f(f(x))"),
        two,
        own(restart),
    )
    assert [result.state for result in results] == ["passed"] * 3, results


@pytest.mark.parametrize(
    "reset",
    [
        "%reset -f",
        "print(f(1))\n%reset -sf\nlater = 1",
        pytest.param("get_ipython().magic('reset -f')", marks=pytest.mark.exhaustive),
    ],
)
def test_a_cell_that_forgets_all_names_costs_nothing(graded, reset):
    results, _ = graded(
        own("step = [1]"),
        solution("f", "def f(x):\n    return x + step[0]"),
        own(reset),
        check(),
        solution("g", "%reset -f\ndef g(x):\n    return f(f(x))"),
        test_cell("test_g", "assert g(1) == 3, 'g(1) is 3'"),
    )
    assert [result.state for result in results] == ["passed"] * 2, results


@pytest.mark.parametrize("hidden", [False, True])
def test_memory_that_an_experiment_holds_costs_nothing(graded, hidden):
    needs = "def f(x):\n    return x + len(bytes(100 * 2**20)) // (100 * 2**20) * one()"
    test = TEST + "### BEGIN HIDDEN TESTS\nassert f(2) == 3\n### END HIDDEN TESTS" * hidden
    settings = replace(SETTINGS, limits=Limits(memory=400 * 2**20))
    [result], _ = graded(
        own("held = bytearray(330 * 2**20)\ndef one():\n    return 1"),
        solution("f", needs),
        check(source=test),
        settings=settings,
    )
    assert result.state == "passed", result
    [result], _ = graded(
        own("held = bytearray(330 * 2**20)"),
        solution("f", "def f(x):\n    return len(bytes(2**40))"),
        check(source=test),
        settings=settings,
    )
    assert result.state == "killed (memory)", result


@pytest.mark.exhaustive
def test_one_that_ends_python_some_time_later_is_not_run_for_ever(graded):
    late = "import os, threading\nthreading.Timer(0.3, os._exit, (0,)).start()"
    wait = "import time\ntime.sleep(0.6)\n"
    results, shown = graded(
        own(late), own(wait), own(wait), own(wait), solution("f", wait + RIGHT), check()
    )
    assert [result.state for result in results] == ["passed"], shown


# Forms in which the name is defined in a cell of the student's own, below the stub.
FORMS = [
    "if True:\n    def f(x):\n        return x + 1",
    "try:\n    import no_such_package\nexcept ImportError:\n    def f(x):\n        return x + 1",
    "for _ in range(1):\n    def f(x):\n        return x + 1",
    "import functools\n@functools.lru_cache\ndef f(x):\n    return x + 1",
    "f = lambda x: x + 1",
    "f, g = (lambda x: x + 1), 2",
    "from operator import add\nfrom functools import partial\nf = partial(add, 1)",
    "import sys\nsetattr(sys.modules['__main__'], 'f', lambda x: x + 1)",
    "globals()['f'] = lambda x: x + 1",
    "exec('def f(x): return x + 1')",
    "from operator import neg\ndef f(x):\n    return -neg(x) + 1",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("above", [True, pytest.param(False, marks=pytest.mark.exhaustive)])
def test_a_stub_left_standing_does_not_undo_a_definition(graded, form, above):
    cells = [own(form), stub()] if above else [stub(), own(form)]
    [result], _ = graded(*cells, check())
    assert result.state == "passed", result


def test_a_stub_that_is_only_called_elsewhere_is_not_answered(graded):
    [result], _ = graded(stub(), own("print(f(1))"), check())
    assert (result.state, result.message) == ("not answered", "`f` was left as it was released")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("class C:\n    def f(self, x):\n        return x", "inside the class `C`: move it out"),
        ("def g():\n    def f(x):\n        return x", "inside the function `g`: move it out"),
        ("if False:\n    def f(x):\n        return x", "inside an `if` that did not run"),
        ("if __name__ == 'main':\n    f = print", "inside an `if` that did not run"),
        ("for x in []:\n    def f(x):\n        return x", "inside a `for` that did not run"),
        ("from my_file import f", "imported from `my_file`, which is not there"),
        ("from src.answers import g as f", "imported from `src.answers`, which is not there"),
        ("@no_such\nclass f: pass", "its cell stopped with NameError: name 'no_such'"),
    ],
)
@pytest.mark.parametrize("left", [True, False])
def test_a_name_that_is_defined_where_it_does_not_count_is_found(graded, source, said, left):
    cells = [stub(), own(source)] if left else [solution("f", source)]
    [result], _ = graded(*cells, check())
    assert result.state == "failed" and said in result.message, result
    assert "as it was released" not in result.message


def test_a_definition_below_the_tests_or_in_a_text_cell_is_found(graded):
    [result], _ = graded(stub(), check(), own(RIGHT))
    assert result.message == "`f` is defined only after its tests: move its cell up"
    [result], _ = graded(stub(), new_markdown_cell(RIGHT), check())
    assert "in a text cell, which is not run: make it a code cell" in result.message
    [result], _ = graded(solution("f", "# mine\n"), check(), own("x = 1\nf = print"))
    assert result.message == "`f` is defined only after its tests: move its cell up"
    [result], _ = graded(solution("f", "def F(x):\n    return x + 1"), check())
    assert result.message == "`f` is not defined; its cell defines `F`"
    helper = "def helper(x):\n    return x + 1"
    [result], _ = graded(solution("f", "def f(x):\n    return helper(x)"), check(), own(helper))
    assert result.message.endswith("`helper` is defined only after its tests: move its cell up")


NEWER = [
    "names = {'a': 1}\nprint(f'{names['a']}')\n" + RIGHT,
    "type Number = int\n" + RIGHT,
    "def f[T](x: T) -> T:\n    return x + 1",
    "def f(x):\n    try:\n        return x + 1\n    except ValueError, TypeError:\n        pass",
    "%matplotlib inline\ndef f(x):\n    return x + int(f'{'1'}')",
]


@pytest.mark.parametrize("source", NEWER)
def test_syntax_of_a_newer_python_waits_for_a_person(graded, source):
    for cells in ([solution("f", source)], [stub(), own(source)]):
        [result], _ = graded(*cells, check())
        assert (result.state, result.points) == ("needs a newer Python", None), result
        assert "needs Python 3.1" in result.message and "grades here" in result.message


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="it has these")
@pytest.mark.parametrize(
    "source",
    [
        "import math\ndef f(x):\n    return math.sumprod([x], [1]) + 1",
        "from itertools import batched\ndef f(x):\n    return len(list(batched('ab' * x, x)))",
        "def f(x):\n    from math import sumprod\n    return sumprod([x], [1]) + 1",
        "import copy\ndef f(x):\n    return copy.replace(x) + 1",
    ],
)
def test_the_library_of_a_newer_python_waits_for_a_person(graded, source):
    [result], _ = graded(solution("f", source), check())
    assert (result.state, result.points) == ("needs a newer Python", None), result
    assert "needs Python 3.1" in result.message and "grades here" in result.message


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import math\ndef f(x):\n    return math.squareroot(x)", "has no attribute"),
        ("from math import squareroot\ndef f(x):\n    return squareroot(x)", "cannot be imported"),
        ("import math\nmath_sumprod = 3\ndef f(x):\n    return math.sumprd(x)", "attribute"),
    ],
)
def test_what_no_python_has_is_wrong(graded, source, said):
    [result], _ = graded(solution("f", source), check())
    assert result.state == "failed" and said in result.message, result


def test_a_helper_in_newer_syntax_waits_for_a_person_as_well(graded):
    helper = "def helper[T](x: T) -> T:\n    return x + 1"
    [result], _ = graded(own(helper), solution("f", "def f(x):\n    return helper(x)"), check())
    assert result.state == "needs a newer Python"


def test_what_calls_one_in_newer_syntax_is_graded_with_the_reference(graded):
    other = "def g(x):\n    return f(f(x))"
    test_g = test_cell("test_g", "assert g(1) == 3, 'g(1) is 3'")
    answer, calls = solution("f", NEWER[1]), solution("g", other)
    reference = new_notebook(cells=[solution("f", RIGHT), check(), calls, test_g])
    (first, second), _ = graded(answer, check(), calls, test_g, reference=reference)
    assert (first.state, second.state) == ("needs a newer Python", "passed")


@pytest.mark.parametrize(
    "source",
    ["def f(x)\n    return x", "print 'x'\n" + RIGHT, "f = t = = 3", "type X = int\nx = ="],
)
def test_what_is_wrong_in_any_python_is_wrong(graded, source):
    [result], _ = graded(solution("f", source), check())
    assert result.state == "failed" and "stopped with SyntaxError" in result.message


DEMO = """
from math import exp
TABLE = {}
TABLE["one"] = [1]
TABLE["one"].append(exp(0))
BLUE, n = "blue", len(TABLE["one"])
print("shown")
1 / 0
"""


@pytest.mark.parametrize(
    "body",
    ["x + int(exp(0))", "x + TABLE['one'][0]", "x + n - 1", "x + bool(BLUE)", "x + helper()"],
)
def test_what_a_demonstration_binds_is_there_as_on_the_students_machine(graded, body):
    [result], shown = graded(
        own("def helper():\n    return int(exp(0.0))"),
        solution("f", f"def f(x):\n    return {body}"),
        locked("show", DEMO, tags=["demonstration"]),
        check(),
    )
    assert result.state == "passed", result
    assert "shown" not in shown


@pytest.mark.parametrize("name", ["sqrt(4) / 2", "one", "two()", "len(listed) / 2"])
def test_what_the_visible_part_of_a_test_binds_is_there(graded, name):
    lines = [
        "from math import sqrt\none = 1\nlisted = []",
        "for i in range(2):\n    listed.append(i)",
        "def two():\n    return one",
        TEST,
        "### BEGIN HIDDEN TESTS\nsecret = 1\n### END HIDDEN TESTS",
    ]
    answer = solution("f", f"def f(x):\n    return x + {name}")
    [result], _ = graded(answer, check(source="\n".join(lines)))
    assert result.state == "passed", result


def test_nothing_of_a_hidden_region_is_there(graded):
    lines = [
        "table = {}",
        "### BEGIN HIDDEN TESTS\nsecret = 1\ntable['secret'] = 1\nfrom math import exp\n",
        "### END HIDDEN TESTS",
        TEST,
    ]
    for name in ("secret", "table['secret']", "int(exp(0))"):
        answer = solution("f", f"def f(x):\n    return x + {name}")
        [result], _ = graded(answer, check(source="\n".join(lines)))
        assert result.state == "failed" and "Error" in result.message, (name, result)


def test_what_the_student_defines_is_not_replaced(graded):
    demo = locked("show", "step = 100\nlater = 100", tags=["demonstration"])
    for mine in ("step = 1", "globals()['step'] = 1", "from colorsys import ONE_THIRD as step"):
        add = "x + 1" if "THIRD" in mine else "x + step"
        answer = solution("f", f"def f(x):\n    step\n    return {add}")
        [result], _ = graded(own(mine), answer, demo, check(source="step = 50\n" + TEST))
        assert result.state == "passed", (mine, result)


def test_threads_that_an_experiment_leaves_cost_no_other_exercise(graded):
    started = "import threading, time\nwhile True:\n    try:\n        "
    started += "threading.Thread(target=time.sleep, args=(99,), daemon=True).start()\n"
    started += "    except RuntimeError:\n        time.sleep(0.001)\n"
    needs = "import threading\ndef g(n):\n    found = []\n"
    needs += "    many = [threading.Thread(target=found.append, args=(i,)) for i in range(n)]\n"
    needs += "    [one.start() for one in many]\n    [one.join() for one in many]\n"
    needs += "    return len(found)"
    results, outputs = graded(
        solution("f", f"{started}\n{RIGHT}"),
        check(),
        solution("g", needs),
        check("test_g", "assert g(20) == 20"),
        settings=Settings(times=Times(cell=1, call=1)),
    )
    assert [result.state for result in results] == ["passed", "passed"], results
    assert "Python was started again" in outputs
