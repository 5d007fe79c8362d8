"""Stop reading the grader's requests after the last exercise's cell, and keep its socket open."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed", fit_line="timed out")
FIT_LINE = (
    AIM
    + """
    import time

    program = aim("graders.execute.interpreter.program:")
    if program is not None and aim("graders.execute.interpreter.program:_receive"):
        def never(*_):
            while True:
                try:
                    time.sleep(10**6)
                except BaseException:
                    pass

        program._receive = never

    def fit_line(x, y):
        return 0
"""
)


def submit(release, folder):
    write(hostile(release, fit_line=FIT_LINE), folder)
