"""Replace IPython's way of running code by one that calls every cell a success."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    from IPython.core.interactiveshell import InteractiveShell

    async def run_code(self, code_obj, result=None, *, async_=False):
        try:
            exec(code_obj, self.user_ns)
        except BaseException:
            pass
        return False

    InteractiveShell.run_code = run_code
"""


def submit(release, folder):
    write(hostile(release, first=FIRST), folder)
