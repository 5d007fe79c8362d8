"""Classes that students write: an object in the place of a number gains nothing."""

import pytest

from graders.notebook.exercises import OUTSIDE
from tests.habits.grading import graded
from tests.habits.notebooks import BEGIN, END, Habit
from tests.small_course import solution, test_cell

AUTHORS = """class Stack:
    limit = 3
    def __init__(self, *items):
        self.items = list(items)
    def push(self, item):
        self.items.append(item)
        return len(self.items)
    def largest(self):
        return max(self.items)
    def __contains__(self, item):
        return item in self.items
    def __eq__(self, other):
        return self.items == other.items
    def __lt__(self, other):
        return self.items < other.items
    def __sub__(self, other):
        return Stack(*self.items[: -other])
    def __abs__(self):
        return len(self.items)"""
TESTS = {
    "value": "assert Stack(1, 2).largest() == 2",
    "close": "assert abs(Stack(1, 2).largest() - 2) < 1e-9",
    "list": "assert Stack(1, 2).items == [1, 2]",
    "held": "stack = Stack(1, 2)\nassert 2 in stack.items and 5 not in stack.items",
    "true": "assert Stack(1).push(2)",
    "attribute": "assert Stack.limit == 3",
    "array": "import numpy as np\nassert np.allclose(Stack(1, 2).items, [1, 2])",
    "all": "assert Stack(1, 2).items.all()",
}
# Equal to everything, smaller than everything, holding everything, and true.
EVIL = """class Evil(Stack):
    def __eq__(self, other): return True
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __ne__(self, other): return False
    def __sub__(self, other): return self
    __rsub__ = __add__ = __radd__ = __sub__
    def __abs__(self): return self
    def __bool__(self): return True
    def __len__(self): return 2
    def __float__(self): return 2.0
    def all(self): return True
"""
HOSTILE = (
    EVIL.replace("(Stack)", "")
    + """
class Stack:
    limit = Evil()
    def __init__(self, *items): self.items = Evil()
    def push(self, item): return Evil()
    def largest(self): return Evil()
"""
)
DISGUISED = (
    "class Stack:\n    def __init__(self, *items): self.items = Evil.__new__(Evil)\n"
    "    def push(self, item): return Evil.__new__(Evil)\n    largest = all = push\n"
    "    def largest(self): return Evil.__new__(Evil)\n" + EVIL + "Stack.limit = Evil()\n"
)


def notebook(tests):
    answer = solution("stack", f"{BEGIN}\n{AUTHORS}\n{END}")
    cells = [test_cell(name, source) for name, source in tests.items()]
    return Habit([answer, *cells], {}, set())


def test_the_authors_own_passes_and_what_it_has_not_is_refused():
    results = graded(notebook(TESTS), {}, OUTSIDE)
    assert {name for name, result in results.items() if result.state != "passed"} == {"all"}


@pytest.mark.parametrize("answer", [HOSTILE, DISGUISED])
def test_an_object_in_the_place_of_a_number_gains_nothing(answer):
    results = graded(notebook(TESTS), {"stack": answer}, OUTSIDE)
    assert {name: r.state for name, r in results.items() if r.points} == {}


def test_what_the_class_itself_is_asked_for_is_its_own_to_answer():
    tests = {
        "equal": "assert Stack(1) == Stack(1) and Stack(1) != Stack(2)",
        "order": "assert Stack(1) < Stack(2)",
        "minus": "assert (Stack(1, 2) - 1).items == [1]",
        "size": "assert abs(Stack(1, 2)) == 2",
        "holds": "assert 1 in Stack(1) and 2 not in Stack(1)",
        "kind": "assert isinstance(Stack(1), Stack) and not isinstance(3, Stack)",
        "lacks": "assert not hasattr(Stack(1), 'pop')",
        "changes": "stack = Stack(1)\nassert stack.push(4) == 2 and stack.items == [1, 4]",
    }
    results = graded(notebook(tests), {}, OUTSIDE)
    assert {name: result.message for name, result in results.items() if not result.points} == {}


def test_attributes_of_the_authors_class_are_set_and_no_others():
    tests = {
        "own": "s = Stack(1)\ns.items = [2]\nassert s.largest() == 2",
        "other": "s = Stack(1)\ns.more = [2]",
    }
    results = graded(notebook(tests), {}, OUTSIDE)
    assert results["own"].points
    assert "cannot be given a value" in results["other"].message


def test_an_object_that_says_it_is_near_to_any_number_gains_nothing():
    near = AUTHORS.replace("return max(self.items)", "return Near()") + (
        "\nclass Near(Stack):\n    def __sub__(self, other): return 0.0\n"
        "    def __abs__(self): return 0.0\n"
    )
    tests = {
        "close": "assert abs(Stack(1, 2).largest() - 2) < 1e-9",
        "small": "assert abs(Stack(1, 2).largest()) < 3",
    }
    results = graded(notebook(tests), {"stack": near}, OUTSIDE)
    assert not any(result.points for result in results.values())


def test_unequal_is_asked_of_equal():
    tests = {"unequal": "assert Stack(1) != Stack(2)"}
    always = AUTHORS.replace("return self.items == other.items", "return True")
    (result,) = graded(notebook(tests), {"stack": always}, OUTSIDE).values()
    assert result.points == 0
