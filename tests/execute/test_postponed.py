"""Hidden tests are run last: what the student's code saw in them is shown nowhere."""

import re
from textwrap import dedent

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from graders.execute.postponed import OTHER_KIND, changes_nothing
from graders.execute.run import execute
from graders.notebook.hidden import MAX_SHOWN
from graders.notebook.results import UNCHANGED, Result, set_submitted
from tests.conftest import SETTINGS
from tests.small_course import solution, test_cell

SECRET = "424242"
F = "def f(x):\n    return x + 1"


def hidden(source: str) -> str:
    return f"### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS"


VISIBLE = "assert f(1) == 2, f'f(1) is 2, got {f(1)}'\n"
TEST = VISIBLE + hidden(f"assert f({SECRET}) == {int(SECRET) + 1}, 'f is right for large x'")


def check(name="test_f", source=TEST, points=1.0):
    return test_cell(name, source, points)


@pytest.fixture
def graded(template, tmp_path):
    """Grade cells, of which a text is a cell of the student's own; return results and outputs."""

    def graded(*cells, settings=SETTINGS, **options):
        cells = [new_code_cell(dedent(cell)) if isinstance(cell, str) else cell for cell in cells]
        done = execute(
            new_notebook(cells=cells), tmp_path, template=template, settings=settings, **options
        )
        results = [
            cell.metadata.graders
            for cell in done.cells
            if "state" in cell.metadata.get("graders", {})
        ]
        outputs = [cell.outputs for cell in done.cells if cell.cell_type == "code"]
        return results, str(outputs) + str([result.message for result in results])

    return graded


REMEMBERS = "seen = []\ndef f(x):\n    seen.append(x)\n    return x + 1"
WAYS = {
    "the next cell": (REMEMBERS, "print(seen)"),
    "a cell that waits": (REMEMBERS, "import time; time.sleep(0.3); print(seen)"),
    "an output that is updated": (
        """
        handle = display("nothing yet", display_id=True)
        def f(x):
            handle.update(str(x))
            return x + 1
        """,
        "handle.update(handle.display_id); display(handle)",
    ),
    "a thread": (
        """
        import threading, time
        seen = []
        def tell():
            while True:
                time.sleep(0.05)
                print(seen)
        def f(x):
            seen.append(x)
            return x + 1
        threading.Thread(target=tell, daemon=True).start()
        """,
        "time.sleep(0.3)",
    ),
    "a file": (
        """
        def f(x):
            print(x, file=open("seen.txt", "a"))
            return x + 1
        """,
        "print(*open('seen.txt'))",
    ),
    "an exception that a later cell raises": (
        REMEMBERS,
        "raise ValueError(seen)",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_a_function_saw_is_shown(graded, way):
    answer, later = WAYS[way]
    [one, two], shown = graded(solution("f", dedent(answer)), check(), later, check("test_f__b"))
    assert (one.state, two.state) == ("passed", "passed"), (one, two)
    assert SECRET not in shown
    # What later cells showed is there: how often it was called, once.
    assert way in ("a thread", "an output that is updated") or "1" in shown


def test_a_process_that_was_called_by_a_hidden_test_is_not_heard_when_it_is_replaced(graded):
    answer = """
        import os
        handle = display("nothing yet", display_id="mine")
        if os.path.exists("seen.txt"):
            handle.update(open("seen.txt").read())
        def f(x):
            if x > 100:
                open("seen.txt", "w").write(str(x))
                os._exit(3)
            return x + 1
    """
    results, shown = graded(
        solution("f", dedent(answer)), check(), "print('last')", check("test_f__b", VISIBLE)
    )
    assert [result.state for result in results] == ["failed", "passed"], results
    assert "nothing yet" in shown and SECRET not in shown and "f(…) ended Python" in shown


@pytest.mark.parametrize(
    "later",
    [
        "def f(x):\n    return 0",
        "f = None",
        "del f",
        "step = 100",
        "table.clear()",
        "import numpy as np\nnp.seterr(all='raise')\ntable['one'] = None",
        "import os\nos._exit(1)",
        "exit()",
        "def helper():\n    return 7",
        "import sys; sys.modules['__main__'].__dict__.clear()",
        "print('no harm')",
        "sum = 0",
    ],
)
def test_what_comes_later_changes_nothing_for_a_test_before_it(graded, later):
    answer = """
        table, step = {"one": 1}, 1
        def helper():
            return table["one"]
        def f(x):
            return sum([x, step * helper()])
    """
    [result], _ = graded(solution("f", dedent(answer)), check(), later)
    assert result.state == "passed", result


def test_what_comes_later_mends_nothing_either(graded):
    wrong = "def f(x):\n    return x + 1 if x < 9 else helper()"
    for later in (F, "f = lambda x: x + 1", f"def helper():\n    return {int(SECRET) + 1}"):
        [result], _ = graded(solution("f", wrong), check(), later)
        assert (result.state, result.points) == ("failed", 0), result


def test_a_helper_below_the_tests_is_told_of(graded):
    stub = solution("f", "def f(x):\n    raise NotImplementedError")
    set_submitted(stub, UNCHANGED)
    said = "`f` is defined only after its tests: move its cell up"
    for source in (TEST, hidden("assert f(1) == 2")):
        [result], _ = graded(stub, check(source=source), F)
        assert result.message == said
    needs = solution("f", "def f(x):\n    return x + 1 if x < 9 else helper(x)")
    [result], _ = graded(needs, check(), "def helper(x):\n    return x + 1")
    assert result.message.endswith("`helper` is defined only after its tests: move its cell up")


@pytest.mark.parametrize("later", ["", "print(len('anything'))"])
def test_a_whole_test_sees_as_many_calls_as_it_makes(graded, later):
    counts = "calls = []\ndef f(x):\n    calls.append(x)\n    return len(calls)"
    test = "assert f(1) == 1\nassert f(2) == 2\n" + hidden("assert f(3) == 3 and f(1) == 4")
    [result], _ = graded(solution("f", counts), check(source=test), *filter(None, [later]))
    assert result.state == "passed", result


@pytest.mark.parametrize("later", ["", "print(len('anything'))"])
def test_an_object_of_the_visible_part_is_there_in_the_hidden_one(graded, later):
    answer = """
        class Line:
            def __init__(self, slope):
                self.slope = slope
            def predict(self, x):
                return self.slope * x
        def f(x):
            return Line(x)
    """
    test = "line = f(3)\nassert line.predict(2) == 6\n"
    test += hidden("assert line.predict(5) == 15 and f(2).predict(line.predict(1)) == 6")
    [result], _ = graded(solution("f", dedent(answer)), check(source=test), *filter(None, [later]))
    assert result.state == "passed", result


def test_a_generator_of_a_test_goes_on_into_its_hidden_part(graded):
    test = "import numpy as np\na, b = np.random.default_rng(1), np.random.default_rng(1)\n"
    test += "assert f(a) == b.random()\n" + hidden("assert f(a) == b.random()")
    [result], _ = graded(solution("f", "def f(rng):\n    return rng.random()"), check(source=test))
    assert result.state == "passed", result


def test_a_visible_check_that_fails_says_all_that_it_has_to_say(graded):
    test = f"got = f(2)\nassert got == 3, f'{{got:.5g}} is not 3' + {'!' * 500!r}\n" + hidden(
        "f(7)"
    )
    wrong = "def f(x):\n    return x + 1 if x != 2 else 2.5"
    first, second = graded(solution("f", wrong), check(), check("test_f__b", test))[0]
    assert first.state == "passed"
    assert second.message == "2.5 is not 3" + "!" * 500 and second.line.startswith("assert got")


LONG = "'t" + SECRET + "' * 1000"
TELLS = {
    "its message": f"raise ValueError({LONG})",
    "lines of its message": "raise ValueError('\\n'.join(map(str, range(1000))))",
    "its type": f"raise type('T' + {LONG}, (ValueError,), {{}})('no')",
    "its line": "raise ValueError('no') #" + "x" * 1000,
    "what it returned": f"return {LONG}",
    "the kind of what it returned": f"return type('T' + {LONG}, (), {{}})()",
    "a warning": f"import warnings; warnings.warn({LONG}); return 0",
    "a name that is missing": f"return globals()[{LONG}]",
}


@pytest.mark.parametrize("how", TELLS)
@pytest.mark.parametrize(
    "test",
    [
        "got = f(7)\nassert got == 8, f'got {got}'",
        "import warnings\nwarnings.simplefilter('error')\nassert f(7) == 8",
        "assert abs(f(7) - 8) < 1",
        "float(f(7))",
    ],
)
def test_the_message_of_a_hidden_test_is_bounded_as_a_whole(graded, how, test):
    tells = f"def f(x):\n    if x == 7:\n        {TELLS[how]}\n    return x + 1"
    results, _ = graded(solution("f", tells), check(source=VISIBLE + hidden(test)))
    # Before a hidden test only its own check may lose points, and no person is called.
    assert results[0].state == "failed" and results[0].message, results
    assert len(results[0].message) <= MAX_SHOWN and len(results[0].returned) <= len(OTHER_KIND)


def test_a_changed_argument_is_named_in_few_words(graded):
    names = "n" * 1000
    answer = f"def f({names}):\n    {names}[:] = [7]\n    return 1"
    test = hidden("f([1])")
    [result], _ = graded(solution("f", answer), check(source=test))
    assert result.message == f"f(…) changed its argument `{'n' * 40}`; work on a copy"


def test_partial_credit_of_a_hidden_test_carries_few_digits(graded):
    answer = "def f(x):\n    return 0.123456789 * x"
    for credit, given in (("f(1)", 0.123), ("f(1e-5)", 0.001), ("1 - f(1e-9)", 1.0), ("f(0)", 0)):
        [result], _ = graded(
            solution("f", answer), check(source="f(1)\n" + hidden(f"2 * {credit}"), points=2.0)
        )
        assert result.points == pytest.approx(2 * given, abs=1.5e-3), (credit, result)


def test_kinds_of_a_hidden_call_are_from_a_list(graded):
    answer = """
        import numpy as np
        def f(x):
            made = type("T" + "secret", (), {"__module__": "pandas.mine"})()
            return {7: np.matrix([[x]]), 8: made}.get(x, x + 1)
    """
    for x, kind in ((7, "a NumPy matrix"), (8, OTHER_KIND)):
        [result], _ = graded(
            solution("f", dedent(answer)), check(source=VISIBLE + hidden(f"f({x})\nNone"))
        )
        assert (result.state, result.returned) == ("passed", kind)


def test_a_test_that_loses_python_leaves_the_others(graded):
    answer = "import os\ndef f(x):\n    return x + 1 if x else os._exit(1)"
    dies = [check(f"test_f__{n}", VISIBLE + hidden("f(0)")) for n in range(2)]
    results, _ = graded(solution("f", answer), check(), *dies, check("test_f__last"))
    assert [r.state for r in results] == ["passed", "failed", "failed", "passed"], results


@pytest.mark.exhaustive
def test_hidden_tests_that_hang_are_not_all_waited_for(graded):
    answer = "def f(x):\n    while x == 7: pass\n    return x + 1"
    hangs = [check(f"test_f__{n}", VISIBLE + hidden("f(7)")) for n in range(3)]
    results, _ = graded(solution("f", answer), check(), *hangs)
    assert [r.state for r in results] == ["passed"] + ["timed out"] * 3
    assert len({r.message for r in results[1:]}) == 1


def test_an_exercise_alone_is_graded_as_with_the_others(graded):
    g = [solution("g", "def g(x):\n    return x"), check("test_g", hidden("assert g(1) == 1"))]
    known = {"test_g": Result("passed", 1.0, 1.0)}
    results, _ = graded(
        solution("f", F), check(), "print(SystemError)", *g, only=["f"], known=known
    )
    assert [r.state for r in results] == ["passed", "passed"]


def test_what_an_earlier_exercise_spoiled_in_a_hidden_test_is_graded_once_more(graded):
    def cells(body):
        one = solution("one", f"def one(x):\n    return {body}")
        two = solution("two", "def two(x):\n    return one(one(x))")
        tests = [
            check("test_one", "assert one(1) == 2\n" + hidden("assert one(7) == 8")),
            check("test_two", "assert two(1) == 3\n" + hidden("assert two(7) == 9")),
        ]
        return [one, tests[0], "print(one)", two, tests[1]]

    reference = new_notebook(cells=[c for c in cells("x + 1") if not isinstance(c, str)])
    results, _ = graded(*cells("x + 1 if x < 5 else 5"), reference=reference)
    assert [r.state for r in results] == ["failed", "passed"]
    assert "right by itself" in results[1].message


FIRST = ["import numpy as np", "limit = 3\ndef f(x):\n    return np.add(x, helper(limit))"]


@pytest.mark.parametrize(
    "later",
    [
        "def g(x):\n    return f(x)",
        "import numpy as np\nimport math as m\nfrom os import path",
        "class A(dict):\n    '''A.'''\n    size = 3\n    def get(self, f): f()",
        "'''Text.'''\ntable = {'one': (1, -2.0), 'two': [limit]}\ng = lambda x: f(x)",
        "def g(x: np.ndarray, y: list[float] = limit) -> 'a':\n    f = 1",
        "",
    ],
)
def test_definitions_of_other_names_change_nothing(later):
    assert changes_nothing([*FIRST, later], 2)


@pytest.mark.parametrize(
    "later",
    [
        "def f(x):\n    pass",
        "limit = 4",
        "import math as np",
        "def helper(x):\n    pass",
        "f(1)",
        "x = f(1)",
        "f.cache = 1",
        "table = {}\ntable['a'] = 1",
        "limit += 1",
        "del limit",
        "for limit in range(3): pass",
        "g = [k for k in map(f, [1])]",
        "def g(x=f(1)):\n    pass",
        "@f\ndef g(x):\n    pass",
        "class A(metaclass=f):\n    pass",
        "class A:\n    x = f(1)",
        "def g(x: f(1)):\n    pass",
        "%matplotlib inline",
        "!ls",
        "x = (",
        # What any function may take without a word.
        "sum = 0",
        "list, max = [1], 3",
        "def len(x):\n    return 0",
        "from numpy import abs",
        "from helpers import *",
        "if f: g = 1",
        "def g():\n    global f\n    f = 1",
        # What Python runs, and a function that calls itself does not follow to its end.
        "x = " + "+".join(["1"] * 800),
        "x = a" + ".b" * 900,
        "x = f" + "()" * 900,
        "if a:\n    pass" + "\nelif a:\n    pass" * 400,
    ],
)
def test_what_may_change_something_is_seen(later):
    assert not changes_nothing([*FIRST, later], 2)


def test_a_long_sum_in_a_cell_costs_nobody_a_grade(graded):
    results, shown = graded(
        solution("f", F), check(), "x = " + "+".join(["1"] * 800) + "\nprint('the sum is', x)"
    )
    assert [result.state for result in results] == ["passed"] and "the sum is 800" in shown


def test_messages_of_this_kind_are_in_plain_words():
    assert not re.search(r"judge|interpreter|wire|handle", OTHER_KIND)
