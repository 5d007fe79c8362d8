"""Classes with properties and protocols, closures, decorators, context managers, states."""

from tests.habits.habit import Habit, answer
from tests.small_course import test_cell

SHAPES = """from abc import ABC, abstractmethod
class Shape(ABC):
    count = 0
    def __init__(self, name):
        self.name = name
        Shape.count += 1
    @abstractmethod
    def area(self): ...
    def __lt__(self, other):
        return self.area() < other.area()
class Square(Shape):
    def __init__(self, a):
        super().__init__('square')
        self.a = a
    @property
    def side(self):
        return self.a
    @side.setter
    def side(self, a):
        if a < 0:
            raise ValueError('negative')
        self.a = a
    def area(self):
        return self.a ** 2
    @classmethod
    def unit(cls):
        return cls(1)
    def __iter__(self):
        return iter([self.a] * 4)
    def __hash__(self):
        return hash(self.a)
    def __eq__(self, other):
        return isinstance(other, Square) and self.a == other.a"""
STACK = """class Stack:
    def __init__(self):
        self.items = []
    def push(self, x):
        self.items.append(x)
    def pop(self):
        if not self.items:
            raise IndexError('empty')
        return self.items.pop()
    def __len__(self):
        return len(self.items)
    def __enter__(self):
        return self
    def __exit__(self, *error):
        self.items = []"""

OBJECTS = {
    "inheritance, properties and class methods": Habit(
        [
            answer("shapes", SHAPES),
            test_cell("area", "assert Square(3).area() == 9 and Square.unit().side == 1"),
            test_cell("setter", "s = Square(2)\ns.side = 5\nassert s.a == 5 and s.area() == 25"),
            test_cell("negative", "try:\n    Square(1).side = -1\nexcept ValueError:\n    pass"),
            test_cell("sorted", "assert sorted([Square(3), Square(1)])[0].a == 1"),
            test_cell("largest", "assert max([Square(1), Square(3)], key=lambda s: s.a).a == 3"),
            test_cell("iter", "assert list(Square(2)) == [2, 2, 2, 2] and sum(Square(1)) == 4"),
            test_cell("hashed", "assert len({Square(1), Square(1), Square(2)}) == 2"),
            test_cell("equal", "assert not Square(1) != Square(1) and Square(1) != 1"),
            test_cell("counted", "n = Shape.count\nSquare(1)\nassert Shape.count == n + 1"),
            test_cell(
                "parent", "assert issubclass(Square, Shape) and isinstance(Square(1), Shape)"
            ),
            test_cell("vars", "assert vars(Square(2)) == {'name': 'square', 'a': 2}"),
        ],
        {
            "shapes": SHAPES.replace("self.a ** 2", "self.a * 2")
            .replace("* 4", "* 3")
            .replace("return hash(self.a)", "return id(self)")
            .replace("Shape.count += 1", "self.extra = 1")
            .replace("self.a == other.a", "True")
        },
        {"area", "setter", "iter", "hashed", "counted", "vars"},
    ),
    "an object that changes": Habit(
        [
            answer("stack", STACK),
            test_cell(
                "pushed",
                "s = Stack()\nassert len(s) == 0\ns.push(1)\nassert len(s) == 1\n"
                "assert s and s.pop() == 1 and not s",
            ),
            test_cell(
                "empty",
                "try:\n    Stack().pop()\n    assert False\n"
                "except IndexError as e:\n    assert 'empty' in str(e)",
            ),
            test_cell("closed", "with Stack() as s:\n    s.push(1)\nassert len(s) == 0"),
            test_cell("no-more", "assert not hasattr(Stack(), 'peek')"),
        ],
        {
            "stack": STACK.replace("return len(self.items)", "return 0").replace("'empty'", "")
            + "\n    peek = pop"
        },
        {"pushed", "empty", "no-more"},
    ),
    "closures and functions that are returned": Habit(
        [
            answer(
                "power",
                "def power(n):\n    return lambda x: x**n\n"
                "def counter():\n    n = 0\n    def step():\n        nonlocal n\n        n += 1\n"
                "        return n\n    return step",
            ),
            test_cell("power", "assert [power(k)(2) for k in range(3)] == [1, 2, 4]"),
            test_cell("callable", "assert callable(power(2))"),
            test_cell("count", "c, d = counter(), counter()\nassert (c(), c(), d()) == (1, 2, 1)"),
        ],
        {
            "power": "def power(n):\n    return (x for x in [n])\nN = 0\n"
            "def counter():\n    def step():\n        global N\n        N += 1\n        return N\n"
            "    return step"
        },
        {"power", "callable", "count"},
    ),
    "a state that functions change": Habit(
        [
            answer(
                "step",
                "state = {'n': 0}\nhistory = []\ntotal = 0\ndef step(k=1):\n    global total\n"
                "    state['n'] += k\n    history.append(k)\n    total = state['n']\n"
                "    return total",
            ),
            test_cell("once", "assert step() == 1\nassert state['n'] == 1 and total == 1"),
            test_cell(
                "again",
                "n = len(history)\nstep(4)\nassert len(history) == n + 1\nassert total == 5",
            ),
        ],
        {
            "step": "state = {'n': 0}\nhistory = []\ntotal = 0\ndef step(k=1):\n"
            "    state['n'] += k\n    return state['n']"
        },
        {"once", "again"},
    ),
    "a copy, not the argument itself": Habit(
        [
            answer("copied", "def copied(a):\n    return list(a)\ndef same(a):\n    return a"),
            test_cell("other", "a = [1, 2]\nassert copied(a) == a and copied(a) is not a"),
            test_cell("same", "a = [1, 2]\nassert same(a) is a"),
        ],
        {"copied": "def copied(a):\n    return a\ndef same(a):\n    return list(a)"},
        {"other", "same"},
    ),
    "names that have to be defined": Habit(
        [
            answer("names", "total = 3\ndef f(x, y=2):\n    '''Add.'''\n    return x + y"),
            test_cell("there", "assert 'total' in globals(), 'define total'\nassert total > 0"),
            test_cell(
                "known", "try:\n    total\nexcept NameError:\n    raise AssertionError('no')"
            ),
            test_cell(
                "parameters",
                "import inspect\nfound = inspect.signature(f).parameters\n"
                "assert list(found) == ['x', 'y'] and found['y'].default == 2",
            ),
            test_cell("documented", "assert f.__doc__ and f.__name__ == 'f' and f(1) == 3"),
        ],
        {"names": "def f(a, b=2):\n    return a + b"},
        {"there", "known", "parameters", "documented"},
    ),
    "a decorator that counts": Habit(
        [
            answer(
                "memo",
                "def memo(f):\n    cache = {}\n    def g(x):\n        if x not in cache:\n"
                "            cache[x] = f(x)\n        return cache[x]\n    return g",
            ),
            test_cell(
                "once",
                "calls = []\n@memo\ndef square(x):\n    calls.append(x)\n    return x * x\n"
                "assert square(3) == square(3) == 9\nassert calls == [3]",
            ),
        ],
        {"memo": "def memo(f):\n    return f"},
        {"once"},
        "passes the function `square`, of which a copy is called",
    ),
}
