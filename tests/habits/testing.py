"""How test cells check: pytest, unittest, seeds, files, current figures, patches."""

from tests.habits.habit import HIDDEN, SHOWN, Habit, answer
from tests.small_course import locked, test_cell

TESTING = {
    "pytest and unittest in a test": Habit(
        [
            answer(
                "root",
                "def root(x):\n    if x < 0:\n        raise ValueError('negative')\n"
                "    return x**.5",
            ),
            test_cell("raises", "import pytest\nwith pytest.raises(ValueError):\n    root(-1)"),
            test_cell("approx", "import pytest\nassert root(2) == pytest.approx(1.414, abs=1e-3)"),
            test_cell(
                "case",
                "import unittest\nclass TestRoot(unittest.TestCase):\n    def test_four(self):\n"
                "        self.assertEqual(root(4), 2)\n    def test_error(self):\n"
                "        with self.assertRaises(ValueError):\n            root(-4)\n"
                "done = unittest.main(argv=[''], exit=False, defaultTest='TestRoot')\n"
                "assert done.result.wasSuccessful()",
            ),
        ],
        {"root": "def root(x):\n    return abs(x)**.5"},
        {"raises", "case"},
    ),
    "a test that ends with a word": Habit(
        [
            answer("q", "def f(x):\n    return 2 * x"),
            test_cell("true", "assert f(1) == 2\nTrue"),
            test_cell("said", "assert f(2) == 4\n'Well done!'"),
        ],
        {"q": "def f(x):\n    return x + 1"},
        {"said"},
    ),
    "older random generators as arguments": Habit(
        [
            locked("imports", "import random\nimport numpy as np"),
            answer("draw", "def draw(r):\n    return r.random()"),
            test_cell("twice", "r = random.Random(5)\nassert draw(r) != draw(r)"),
            test_cell("legacy", "r = np.random.RandomState(4)\nassert draw(r) != draw(r)"),
            test_cell("same", "assert draw(random.Random(5)) == random.Random(5).random()"),
        ],
        {"draw": "def draw(r):\n    return 0.5"},
        {"twice", "legacy", "same"},
    ),
    "one test for several answers": Habit(
        [
            answer("m1", "def a(x):\n    return x + 1"),
            answer("m2", "def b(x):\n    return a(x) * 2"),
            answer("m3", "c = b(3)"),
            test_cell("all", "assert a(1) == 2\nassert b(1) == 4\nassert c == 8"),
        ],
        {"m1": "def a(x):\n    return x"},
        {"all"},
    ),
    "imports in the answer's cell, and a variable of the same name in the test": Habit(
        [
            answer("m", "def fit(x):\n    return np.mean(x)\nm = 5", "import numpy as np"),
            test_cell("given", "assert m == 5"),
            test_cell("own", "for m in range(1, 4):\n    assert fit(np.arange(m)) == (m - 1) / 2"),
        ],
        {"m": "import numpy as np\ndef fit(x):\n    return np.sum(x)\nm = 5"},
        {"own"},
    ),
    "a name that the test lends to the answer": Habit(
        [
            answer("image", "def image(x):\n    return A @ x"),
            test_cell(
                "lent",
                "import numpy as np\nA = np.eye(2)\nassert image(np.ones(2)).sum() == 2\n"
                "A = 3 * A\nassert image(np.ones(2)).sum() == 6",
            ),
        ],
        {"image": "def image(x):\n    return x"},
        {"lent"},
        "line 2 gives `A` a value, which the solution takes from outside itself",
    ),
    "the current figure": Habit(
        [
            locked("imports", "import matplotlib.pyplot as plt"),
            answer("plot", "def plot(xs):\n    plt.figure()\n    plt.plot(xs)\n    plt.title('t')"),
            test_cell("titled", "plot([1, 2])\nax = plt.gca()\nassert ax.get_title() == 't'"),
        ],
        {"plot": "def plot(xs):\n    plt.figure()\n    plt.plot(xs)"},
        {"titled"},
        "line 2 takes the current figure",
    ),
    "a file in a hidden test": Habit(
        [
            answer("words", "def words(path):\n    return len(open(path).read().split())"),
            test_cell(
                "counted",
                f"{HIDDEN}\nwith open('x.txt', 'w') as f:\n    _ = f.write('one two')\n"
                f"assert words('x.txt') == 2\n{SHOWN}",
            ),
        ],
        {"words": "def words(path):\n    return len(open(path).read())"},
        {"counted"},
        "test cell counted, line 4, at `assert words('x.txt') == 2`",
    ),
    "input that is patched": Habit(
        [
            answer("ask", "def ask():\n    return int(input('n? ')) + 1"),
            test_cell(
                "asked",
                "from unittest.mock import patch\nwith patch('builtins.input', lambda _: '3'):\n"
                "    assert ask() == 4",
            ),
        ],
        {"ask": "def ask():\n    return input('n? ')"},
        {"asked"},
        "line 2 replaces something in the test's process",
    ),
    "a student's name that the test changes": Habit(
        [
            answer("scale", "SETTINGS = {'by': 2}\ndef scale(x):\n    return SETTINGS['by'] * x"),
            test_cell("scaled", "SETTINGS['by'] = 5\nassert scale(2) == 10"),
        ],
        {"scale": "SETTINGS = {'by': 2}\ndef scale(x):\n    return 2 * x"},
        {"scaled"},
        "line 1 changes `SETTINGS` in the test's process alone",
    ),
}
