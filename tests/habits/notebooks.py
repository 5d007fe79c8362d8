"""Small instructor notebooks, one for each habit, as lecturers write them; the wrong answers.

Names of cells follow no convention, unless a habit is about one.
"""

from tests.habits.habit import BEGIN, END, HIDDEN, SHOWN, Habit, answer
from tests.habits.objects import OBJECTS
from tests.habits.results import RESULTS
from tests.habits.testing import TESTING
from tests.small_course import locked, test_cell, written

__all__ = ["BEGIN", "END", "HABITS", "Habit"]

ACCOUNT = """class Account:
    def __init__(self, balance):
        self.balance = balance
    def deposit(self, amount):
        self.balance += amount
        return self.balance
    def __eq__(self, other):
        return self.balance == other.balance
    def __add__(self, other):
        return Account(self.balance + other.balance)
    def __repr__(self):
        return f'Account({self.balance})'
    def __call__(self, by):
        return by * self.balance"""

HABITS = {
    "a variable": Habit(
        [
            answer("cell-a1", "total = 3\nname = 'ab'"),
            test_cell("cell-a2", "assert total == 3"),
            test_cell("cell-a3", f"{HIDDEN}\nassert name.upper() == 'AB'\n{SHOWN}"),
        ],
        {"cell-a1": "total = 4\nname = 'ab'"},
        {"cell-a2"},
    ),
    "an array in a variable": Habit(
        [
            answer("make-grid", "grid = np.arange(6.0).reshape(2, 3)", "import numpy as np"),
            test_cell("check-grid", "assert grid.shape == (2, 3)\nassert grid[1, 2] == 5"),
        ],
        {"make-grid": "grid = [[0, 1, 2], [3, 4, 5]]"},
        {"check-grid"},
    ),
    "libraries and helpers from cells above": Habit(
        [
            locked("imports", "import numpy as np\nfrom math import *"),
            locked("helper", "SCALE = 2\ndef close(a, b):\n    return np.all(abs(a - b) < 1e-9)"),
            answer("cell-1", "def double(x):\n    return SCALE * np.asarray(x)"),
            test_cell("cell-2", "assert close(double([1.0, pi]), np.array([2.0, 2 * pi]))"),
        ],
        {"cell-1": "def double(x):\n    return x"},
        {"cell-2"},
    ),
    "a test that goes on with what an earlier one found": Habit(
        [
            answer("q1", "def f(x):\n    return 2 * x"),
            test_cell("q1-first", "value = f(2)\nassert value == 4"),
            test_cell("q1-second", "assert value + f(1) == 6"),
        ],
        {"q1": "def f(x):\n    return 2 * x if x > 1 else 0"},
        {"q1-second"},
    ),
    "several functions in one cell": Habit(
        [
            answer("q", "def f(x):\n    return x + 1\n\ndef g(x):\n    return f(x) * 2"),
            test_cell("q-test", "assert f(1) == 2\nassert g(1) == 4"),
        ],
        {"q": "def f(x):\n    return x + 1\n\ndef g(x):\n    return 4 * x - 1"},
        {"q-test"},
    ),
    "printed text": Habit(
        [
            answer("greet", "def greet(name):\n    print('Hello', name)"),
            test_cell(
                "greeted",
                "import io, contextlib\nprinted = io.StringIO()\n"
                "with contextlib.redirect_stdout(printed):\n    greet('Ann')\n"
                "assert printed.getvalue() == 'Hello Ann\\n'",
            ),
        ],
        {"greet": "def greet(name):\n    return f'Hello {name}'"},
        {"greeted"},
    ),
    "seeded random numbers": Habit(
        [
            answer("draw", "def draw(n):\n    return np.random.rand(n)", "import numpy as np"),
            test_cell(
                "drawn",
                "import numpy as np\nnp.random.seed(7)\nfirst = draw(3)\nnp.random.seed(7)\n"
                "assert (first == draw(3)).all() and len(set(first)) == 3",
            ),
        ],
        {"draw": "def draw(n):\n    return np.random.default_rng().random(n)"},
        {"drawn"},
    ),
    "np.vectorize, map and a root finder": Habit(
        [
            answer("curve", "def f(x):\n    return x * x - 2"),
            test_cell(
                "root",
                "import numpy as np\nfrom scipy.optimize import brentq\n"
                "assert abs(brentq(f, 0, 2) - 2**0.5) < 1e-8\n"
                "assert np.vectorize(f)([0.0, 1.0]).shape == (2,)\n"
                "assert list(map(f, [1, 2])) == [-1, 2]",
            ),
        ],
        {"curve": "def f(x):\n    return x * x - 3"},
        {"root"},
    ),
    "a library's own exception": Habit(
        [
            answer(
                "solve", "def solve(a, b):\n    return np.linalg.solve(a, b)", "import numpy as np"
            ),
            test_cell(
                "singular",
                "import numpy as np\ntry:\n    solve(np.zeros((2, 2)), np.ones(2))\n"
                "except np.linalg.LinAlgError:\n    pass\nelse:\n    raise AssertionError('no')",
            ),
        ],
        {"solve": "def solve(a, b):\n    return np.zeros(len(b))"},
        {"singular"},
    ),
    "magics in an answer": Habit(
        [
            answer("sq", "def square(x):\n    return x * x", "%precision 4\n!echo hello"),
            test_cell("sq-test", "assert square(3) == 9"),
        ],
        {"sq": "%precision 4\n!echo hello\ndef square(x):\n    return x"},
        {"sq-test"},
    ),
    "partial credit": Habit(
        [
            answer("q", "def f(x):\n    return x"),
            test_cell("q-test", "2.0 if f(3) == 3 else 0.5", 2.0),
        ],
        {"q": "def f(x):\n    return -x"},
        {"q-test"},
    ),
    "a written answer beside code, and nothing hidden": Habit(
        [
            answer("q", "def f(x):\n    return x"),
            test_cell("q-test", "assert f(3) == 3"),
            written("why", "Because."),
        ],
        {"q": "def f(x):\n    return -x"},
        {"q-test"},
    ),
    "a class": Habit(
        [
            answer("account", ACCOUNT),
            test_cell(
                "deposit",
                "account = Account(3)\nassert account.deposit(4) == 7\nassert account.balance == 7",
            ),
            test_cell(
                "operators",
                "assert (Account(3) + Account(4)).balance == 7\n"
                "assert repr(Account(3)) == 'Account(3)'\n"
                "assert Account(3) == Account(3) and Account(3) != Account(4)\n"
                "assert Account(3)(2) == 6\nassert isinstance(Account(3), Account)\n"
                "assert not hasattr(Account(3), 'steal')",
            ),
        ],
        {"account": ACCOUNT.replace("+=", "-=")},
        {"deposit"},
    ),
    "a subclass in a test": Habit(
        [
            answer("account", ACCOUNT),
            test_cell("sub", "class Other(Account):\n    pass\nassert Other(3).deposit(4) == 7"),
        ],
        {"account": ACCOUNT.replace("+=", "-=")},
        {"sub"},
        "test cell sub: line 1",
    ),
    "an exception class of the student's": Habit(
        [
            answer(
                "wrong",
                "class WrongError(ValueError):\n    pass\n\ndef check(x):\n    raise WrongError(x)",
            ),
            test_cell("raised", "try:\n    check(1)\nexcept WrongError:\n    pass"),
        ],
        {
            "wrong": "class WrongError(ValueError):\n    pass\n\n"
            "def check(x):\n    raise ValueError(x)"
        },
        {"raised"},
        "test cell raised",
    ),
    "a figure's title and lines": Habit(
        [
            answer(
                "plot",
                "def plot(n):\n    fig, ax = plt.subplots()\n    ax.plot(range(n))\n"
                "    ax.set_title('n')\n    return ax",
                "import matplotlib.pyplot as plt",
            ),
            test_cell(
                "title",
                "ax = plot(10)\nassert ax.get_title() == 'n'\n"
                "assert len(ax.lines[0].get_xdata()) == 10",
            ),
        ],
        {"plot": "def plot(n):\n    return plt.gca()"},
        {"title"},
    ),
    "a DataFrame in a variable": Habit(
        [
            answer("frame", "df = pd.DataFrame({'a': [1, 2, 3]})", "import pandas as pd"),
            test_cell("mean", "assert list(df.columns) == ['a']\nassert df['a'].mean() == 2"),
        ],
        {"frame": "import pandas as pd\ndf = pd.DataFrame({'b': [1, 2, 3]})"},
        {"mean"},
    ),
    "an argument changed in place": Habit(
        [
            answer("order", "def order(a):\n    a.sort()"),
            test_cell("ordered", "a = [3, 1, 2]\norder(a)\nassert a == [1, 2, 3]"),
        ],
        {"order": "def order(a):\n    return sorted(a)"},
        {"ordered"},
        '"graders": {"changes": true}',
    ),
    "an argument that is meant to be changed": Habit(
        [
            answer("cell-1", "def scale(a, by):\n    a *= by\n    by = 0"),
            test_cell(
                "cell-2",
                "import numpy as np\na = np.array([1.0, 2.0])\nscale(a, 3)\n"
                "assert (a == [3, 6]).all()",
            ),
        ],
        {"cell-1": "def scale(a, by):\n    a = by * a"},
        {"cell-2"},
        changes=True,
    ),
    "a callback that counts": Habit(
        [
            answer("twice", "def twice(f):\n    return f(1) + f(2)"),
            test_cell(
                "counted",
                "calls = []\ndef f(x):\n    calls.append(x)\n    return x\n"
                "assert twice(f) == 3\nassert len(calls) == 2",
            ),
        ],
        {"twice": "def twice(f):\n    return 3"},
        {"counted"},
        "counted",
    ),
    "a file that the answer writes": Habit(
        [
            answer("save", "def save(path):\n    open(path, 'w').write('text')"),
            test_cell("saved", "save('out.txt')\nassert open('out.txt').read() == 'text'"),
        ],
        {"save": "def save(path):\n    open(path, 'w').write('other')"},
        {"saved"},
        "out.txt",
    ),
    "a magic in a test": Habit(
        [
            answer("q", "def f(x):\n    return x"),
            test_cell("timed", "%%time\nassert f(3) == 3"),
        ],
        {"q": "def f(x):\n    return -x"},
        {"timed"},
        "line 1: `%%time` is IPython's",
    ),
    "the source of a function": Habit(
        [
            answer("q", "def total(x):\n    return sum(x)"),
            test_cell(
                "no-loop",
                "import inspect\nassert total([1, 2]) == 3\n"
                "assert 'for ' not in inspect.getsource(total)",
            ),
        ],
        {"q": "def total(x):\n    y = 0\n    for z in x:\n        y += z\n    return y"},
        {"no-loop"},
        "no-loop",
    ),
    "a test that gives a name of the answer another meaning": Habit(
        [
            answer("q", "def helper(x):\n    return 2 * x\n\ndef f(x):\n    return helper(x)"),
            test_cell(
                "calls-helper",
                "orig = helper\ndel helper\ntry:\n    f(1)\nexcept NameError:\n    pass\nelse:\n"
                "    raise AssertionError('f does not call helper')\nfinally:\n    helper = orig",
            ),
        ],
        {"q": "def helper(x):\n    return 2 * x\n\ndef f(x):\n    return 2 * x"},
        {"calls-helper"},
        "gives `helper` another meaning",
    ),
}
HABITS |= RESULTS | OBJECTS | TESTING
