"""Grades the reference solutions again and again, with other random numbers each time.

`python -m tests.mutation.reseeding kolmogorov` runs all test cells 20 times on the reference
solutions, and fails if one of them ever gets less than all points. Round k takes other streams for
everything random: each `default_rng(s)`, of the tests and of the solutions, becomes
`default_rng([k, s])`, and each `set_random_seed(s)` becomes `set_random_seed(s + 1000 k)`.
"""

import argparse
import ast
import sys
import time
from contextlib import closing

from graders.authoring.trial import Trial
from graders.execute.sandbox import Template
from graders.execute.settings import Settings, Times
from graders.notebook.exercises import is_demonstration
from tests.bank.solutions import REPOSITORY, assignments, instructor_notebook

# With other numbers a training may take longer.
PATIENT = Settings(times=Times(cell=600, call=600))


class _OtherStreams(ast.NodeTransformer):
    """Shifts every seed of a source."""

    def __init__(self, number: int):
        self.number = number

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if len(node.args) != 1 or name not in ("default_rng", "set_random_seed"):
            return node
        number = ast.Constant(self.number)
        if name == "default_rng":
            node.args = [ast.List([number, *node.args], ast.Load())]
        else:
            shift = ast.BinOp(ast.Constant(1000), ast.Mult(), number)
            node.args = [ast.BinOp(node.args[0], ast.Add(), shift)]
        return node


def reseeded(source: str, number: int) -> str:
    """Return the source of a cell with the seeds of round `number`.

    >>> reseeded("rng = np.random.default_rng(seed)", 3)
    'rng = np.random.default_rng([3, seed])'
    """
    return ast.unparse(_OtherStreams(number).visit(ast.parse(source)))


def run(assignment: str, rounds: range) -> list[str]:
    """Grade the reference solutions in the given rounds; return what lost points.

    Parameters
    ----------
    assignment : str
    rounds : range
        Numbers of the rounds; 1 and more.
    """
    lost = []
    with closing(Template()) as template:
        for number in rounds:
            started = time.monotonic()
            notebook = instructor_notebook(assignment)
            for cell in notebook.cells:
                if cell.cell_type == "code" and not is_demonstration(cell):
                    cell.source = reseeded(cell.source, number)
            trial = Trial(notebook, REPOSITORY / "source" / assignment, PATIENT, template)
            results, _ = trial.graded({})
            lost += [
                f"round {number}, {name}: {result.message or result.state}"
                for name, result in results.items()
                if result.short or result.state.needs_attention
            ]
            print(f"round {number}: {time.monotonic() - started:.0f} s", flush=True)
    return lost


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.reseeding", description=__doc__)
    parser.add_argument("assignment", choices=assignments())
    parser.add_argument("--first", type=int, default=1, metavar="K", help="number of the first")
    parser.add_argument("--rounds", type=int, default=20, metavar="N", help="how many (20)")
    given = parser.parse_args(arguments)
    lost = run(given.assignment, range(given.first, given.first + given.rounds))
    print(*lost, sep="\n")
    print(f"{given.rounds} rounds, {len(lost)} test cells lost points")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
