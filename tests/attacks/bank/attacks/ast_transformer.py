"""Register an AST transformer that removes assertions from every cell."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    import ast

    class Drop(ast.NodeTransformer):
        def visit_Assert(self, node):
            return ast.Pass()

    get_ipython().ast_transformers.append(Drop())
"""


def submit(release, folder):
    write(hostile(release, first=FIRST), folder)
