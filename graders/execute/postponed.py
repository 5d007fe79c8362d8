"""Hidden tests are run last, when all that the page shows of the student's own output is there.

A student's function sees the hidden inputs: it is called with them. So in the process that is
called with them no cell is run whose outputs are shown. At its place a test with a hidden region is
run as students have it; the whole of it is run after the last cell. If what was run since then may
have changed something for it, that is done in a new process, in which only the cells before its
place have run, and whose outputs are thrown away.
"""

import ast
import builtins
import hashlib
from dataclasses import dataclass

import msgspec
from nbformat import NotebookNode

from graders.execute.judge.client import Call
from graders.execute.wire.protocol import Outcome, Request
from graders.notebook.code import UNPARSABLE, bound, free
from graders.notebook.hidden import cut
from graders.notebook.results import Interruption, State

# Bytes of the answers that are kept for a test.
MAX_RECORDED = 2**20
# Partial credit is given in parts of a point, lest its digits carry something out.
STEPS = 1000
# What a hidden call returned is named in these words, or in none.
KINDS = frozenset(
    {
        "a NumPy matrix",
        "a PyTorch tensor",
        "a TensorFlow tensor",
        "a TensorFlow variable",
        "a generator",
        "a list of numbers",
        "a masked array",
        "a pandas DataFrame",
        "a pandas Series",
        "a structured array",
        "a tuple of numbers",
        "an array of bytes",
        "an array of half or of extended precision",
        "an array of text",
        "an object array",
        "text",
    }
)
OTHER_KIND = "something other than plain numbers or arrays"

# Names that any function may take, without a word about it in its cell.
_BUILTINS = frozenset(dir(builtins))
_encode = msgspec.json.Encoder().encode
_INERT_VALUES = (
    ast.Constant | ast.Name | ast.Attribute | ast.Lambda | ast.UnaryOp | ast.BinOp
    | ast.Tuple | ast.List | ast.Set | ast.Dict | ast.operator | ast.unaryop | ast.expr_context
    | ast.Subscript | ast.Slice
)  # fmt: skip


class RecordedAnswers:
    """The answers that the visible part of a test got.

    When the whole test is run in the same process, it gets the same ones, and no call is made
    twice.

    Parameters
    ----------
    call : callable
        Carries requests to the student's process.
    """

    def __init__(self, call: Call):
        self._call = call
        self._answers: list[tuple[bytes, bytearray]] = []
        self._room = MAX_RECORDED

    def record(self, request: Request, arguments: bytearray) -> bytearray | Interruption:
        """Carry a request and remember the answer."""
        answer = self._call(request, arguments)
        self._room -= MAX_RECORDED if isinstance(answer, Interruption) else len(answer)
        if isinstance(answer, bytearray) and self._room > 0:
            self._answers.append((_digest(request, arguments), answer))
        return answer

    def repeat(self, request: Request, arguments: bytearray) -> bytearray | Interruption:
        """Return the answer of before, as long as the same is asked in the same order."""
        if self._answers and self._answers[0][0] == _digest(request, arguments):
            return self._answers.pop(0)[1]
        self._answers.clear()
        return self._call(request, arguments)


@dataclass
class PostponedTest:
    """A test whose hidden region is still to be run.

    Attributes
    ----------
    place : int
        Of the cell in the notebook.
    mark : int
        How much had run before it; see `graders.execute.interpreter.session.Session.mark`.
    answers : RecordedAnswers
    visible : Outcome
        Of its visible part.
    """

    cell: NotebookNode
    place: int
    mark: int
    answers: RecordedAnswers
    visible: Outcome


def sealed(visible: Outcome, whole: Outcome) -> Outcome:
    """Return the outcome of a whole test with what of it may be shown.

    Texts are bounded or from a fixed list, and so are points; what the visible part showed stays.
    """
    message = visible.message if whole.state == State.PASSED else cut(whole.message)
    points = whole.points
    if whole.state == State.PARTIAL and points is not None:
        points = max(int(points * STEPS + 1e-6), 1) / STEPS  # never rounded up to all of them
    returned = visible.returned or _kind(whole.returned)
    return msgspec.structs.replace(whole, message=message, points=points, returned=returned)


def _kind(words: str) -> str:
    words = words.partition(" of shape ")[0]
    return words if words in KINDS or not words else OTHER_KIND


def _digest(request: Request, arguments: bytearray) -> bytes:
    # What is watched depends on how much of the test is run.
    asked = msgspec.structs.replace(request, watched=[])
    return hashlib.blake2b(_encode(asked) + b"\0" + arguments).digest()


def changes_nothing(sources: list[str], mark: int) -> bool:
    """Whether what was run later leaves alone what was there, as far as one sees it.

    Only definitions, imports and plain assignments do, of names that nothing before speaks of.

    Parameters
    ----------
    sources : list of str
        What was run, in order.
    mark : int
        How many of them are earlier.
    """
    try:
        return _changes_nothing(sources, mark)
    except RecursionError:  # a sum of some hundred terms, an `if` with as many branches
        return False


def _changes_nothing(sources: list[str], mark: int) -> bool:
    known: set[str] = set()
    imports: set[str] = set()
    for number, source in enumerate(sources):
        try:
            statements = ast.parse(source).body
        except UNPARSABLE:
            statements = [ast.Expr(ast.Call(ast.Name("unknown"), [], []))]
        found = [node for node in statements if ast.dump(node) not in imports]
        new = frozenset[str]().union(*(bound(ast.unparse(node)) for node in found))
        if number >= mark and (new & (known | _BUILTINS) or not all(map(_is_inert, found))):
            return False
        known |= bound(source) | free(source)
        imports |= {
            ast.dump(node) for node in statements if isinstance(node, ast.Import | ast.ImportFrom)
        }
    return True


def _is_inert(node: ast.stmt) -> bool:
    """Whether a statement does nothing but define."""
    if any(isinstance(part, ast.Global) for part in ast.walk(node)):
        return False  # when it is called
    match node:
        case ast.Import() | ast.Pass() | ast.Expr(ast.Constant()):
            return True
        case ast.ImportFrom():
            return node.names[0].name != "*"
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            values = [*node.args.defaults, *node.args.kw_defaults, node.returns]
            values += [part.annotation for part in ast.walk(node.args) if isinstance(part, ast.arg)]
            return not node.decorator_list and all(map(_is_inert_value, filter(None, values)))
        case ast.ClassDef():
            inert = not node.decorator_list and not node.keywords
            return (
                inert and all(map(_is_inert_value, node.bases)) and all(map(_is_inert, node.body))
            )
        case ast.Assign():
            names = all(isinstance(target, ast.Name) for target in node.targets)
            return names and _is_inert_value(node.value)
        case ast.AnnAssign(ast.Name()):
            return node.value is None or _is_inert_value(node.value)
    return False


def _is_inert_value(node: ast.AST) -> bool:
    if isinstance(node, ast.Lambda):
        return True
    return isinstance(node, _INERT_VALUES) and all(map(_is_inert_value, ast.iter_child_nodes(node)))
