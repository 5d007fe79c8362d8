"""The messages that cross, with the types and bounds that are checked when they are read.

Each goes in a frame (`graders.execute.wire.frames`) whose body is what the comment says.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from msgspec.json import Decoder

MAX_TEXT = 2000
MAX_LINE = 200
MAX_NAME = 100
MAX_WARNINGS = 50
MAX_IDENTIFIER = 40
MAX_PRINTED = 10_000
MAX_PLACES = 1000

Name = Annotated[str, Meta(max_length=MAX_NAME)]
Line = Annotated[str, Meta(max_length=MAX_LINE)]
Text = Annotated[str, Meta(max_length=MAX_TEXT)]
_REST = rf"{{0,{MAX_IDENTIFIER - 1}}}\Z"
Identifier = Annotated[str, Meta(pattern=rf"^[A-Za-z_][A-Za-z0-9_]{_REST}")]
Parameter = Annotated[str, Meta(pattern=rf"^(?:number [0-9]{{1,3}}\Z|[^\W\d]\w{_REST})")]
Operation = Literal[
    "call", "method", "get", "array", "float", "index", "length", "iterate", "next", "item",
    "defined", "value", "signature",
]  # fmt: skip
# Of a cell: everything; that up to the first statement that fails, as notebooks run; what binds
# names; of that only what runs next to nothing.
Part = Literal["all", "strictly", "bindings", "definitions"]


class Message(Struct, frozen=True, forbid_unknown_fields=True, tag=True, tag_field="kind"):
    """One message; the name of its class goes with it."""


# ---- From the grader to the student's process.


class RunCell(Message, frozen=True):
    """Run a cell, or only that part of it which defines something. Body: its source, UTF-8."""

    number: int
    part: Part = "all"
    stub: str = ""  # the names that the cell defines as stubs, which count as not defined


class Request(Message, frozen=True):
    """Carry out what a test asks for. Body: a pickle of the arguments, positional and named."""

    op: Operation
    target: str | int  # a name in the student's notebook, or the token of an object that was kept
    attribute: str = ""  # for "method" and "get"
    errstate: dict[str, str] = {}  # NumPy's handling of floating-point errors in the test
    number: int = 0
    seeds: list[tuple[str, int]] = []  # what the test has seeded since its last request
    changing: bool = False  # whether arguments are meant to be changed, and come back
    # The kinds of objects that may cross as data, beside those that always do, and the author's
    # classes; see `graders.execute.wire.objects`.
    kinds: list[str] = []
    watched: list[str] = []  # names whose values a call may change


# ---- From the student's process to the grader, who does not trust them.


class Output(Message, frozen=True):
    """One output of the cell that runs. Body: a `CellOutput` as JSON."""

    number: int


class Finished(Message, frozen=True):
    """The cell has run."""

    number: int
    exits: bool = False  # whether it asked Python to end (``exit()``)


class Reply(Message, frozen=True):
    """The answer to a `Request`. Body: see `graders.execute.wire.arguments.join`."""

    number: int


class Stream(Message, frozen=True):
    """Text that was printed."""

    name: Literal["stdout", "stderr"]
    text: str


class Display(Message, frozen=True):
    """Something shown by ``display``; with `update`, in the place of what has the same id."""

    data: dict[str, Any]
    metadata: dict[str, Any]
    display_id: Name | None = None
    update: bool = False


class ExecuteResult(Message, frozen=True):
    """The value of the cell's last expression."""

    data: dict[str, Any]
    metadata: dict[str, Any]
    execution_count: int


class Failure(Message, frozen=True):
    """The exception that the cell ended with, as a notebook shows it."""

    ename: str
    evalue: str
    traceback: list[str]


class ClearOutput(Message, frozen=True):
    """Remove the outputs of the cell; with `wait`, when the next one comes."""

    wait: bool


CellOutput = Stream | Display | ExecuteResult | Failure | ClearOutput


class RemoteError(Message, frozen=True):
    """An exception or a warning in the student's process."""

    type: Identifier  # of its class
    base: Identifier  # of the built-in class that this descends from
    text: Text
    line: Line = ""  # the innermost of the student's cells that it came through
    missing: bool = False  # the name that the test asked for is not defined; it is the text then
    unsent: bool = False  # the function did return, but nothing that can be sent; the text says why


class CallReport(Message, frozen=True):
    """The report on a call, beside the value that it returned."""

    error: RemoteError | None = None  # None if it returned
    warnings: Annotated[list[RemoteError], Meta(max_length=MAX_WARNINGS)] = []
    # The parameters whose arguments it changed.
    changed: Annotated[list[Parameter], Meta(max_length=MAX_NAME)] = []
    returned: Name = ""  # what it returned, in words, if that is nothing plain: "a generator"
    printed: Annotated[str, Meta(max_length=MAX_PRINTED)] = ""
    # The place among the arguments of what it returned, if it is one of them.
    same: Annotated[int, Meta(ge=-1, le=MAX_PLACES)] = -1
    # Those of the watched names that have another value now.
    rebound: Annotated[list[Name], Meta(max_length=MAX_NAME)] = []


# ---- Between the grader and the judge, who trust each other.


class Test(Message, frozen=True):
    """Run a test cell."""

    source: str  # hidden regions included
    names: list[str]  # what it may take from the student
    points: float  # what it is worth
    prelude: str = ""  # of the instructor's cells above, what it needs
    changing: bool = False  # whether the student's functions are to change their arguments
    # Those of the names that are to be classes, with what the author's have.
    classes: dict[str, list[str]] = {}
    kinds: list[str] = []  # as in `Request`


class Ask(Message, frozen=True):
    """Have the student's process carry out a request. Body: the arguments."""

    call: str
    request: Request


class Answer(Message, frozen=True):
    """The student's process has answered. Body: its reply, unopened."""


class NoAnswer(Message, frozen=True):
    """The student's process did not answer; no test can go on."""


class Outcome(Message, frozen=True):
    """The outcome of a test cell; see `graders.notebook.results.Result`."""

    state: str
    points: float | None = 0.0
    message: str = ""
    line: str = ""
    detail: str = ""
    undefined: str = ""  # the name that the test asked for and that is not defined
    stopped: bool = False  # it did not come to its end, because a call did not
    # What the first of its calls that returned nothing plain did return; see `CallReport`.
    returned: Name = ""


TO_INTERPRETER: Decoder[RunCell | Request] = Decoder(RunCell | Request)
FROM_INTERPRETER: Decoder[Output | Finished | Reply] = Decoder(Output | Finished | Reply)
CELL_OUTPUT: Decoder[CellOutput] = Decoder(CellOutput)
REPORT: Decoder[CallReport] = Decoder(CallReport)
TO_JUDGE: Decoder[Test | Answer | NoAnswer] = Decoder(Test | Answer | NoAnswer)
FROM_JUDGE: Decoder[Ask | Outcome] = Decoder(Ask | Outcome)
