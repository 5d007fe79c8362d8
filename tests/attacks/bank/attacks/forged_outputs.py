"""Send the grader outputs that are none."""

from textwrap import dedent

from ...aim import AIM
from ...expectation import outcome
from ...submission import WRONG, hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = (
    AIM
    + """
    connection = aim("SHELL:sender._connection")
    transmit = aim("graders.execute.wire.frames:send")
    Output = aim("graders.execute.wire.protocol:Output")
    aim("SHELL:sender.number")

    def claim(body):
        if connection is not None:
            transmit(connection, Output(get_ipython().sender.number), body)
"""
)
# Each ends the process; in the next one imports and assignments were run again.
CLAIMS = {
    "normalize": """claim(b'{"kind":"Stream","name":"stdout","text":7}')""",
    "correlation": """claim(b'{"kind":"Display","metadata":{},"data":' + b'{"a":' * 1_000_000)""",
    "noise": """claim(b'{"kind":"Finished","number":1}')""",
    "fit_line": """claim(b'{"kind":"Stream","name":"stdout","text":"\\xff"}')""",
}
CELLS = {name: f"{claim}\n\n{dedent(WRONG[name])}" for name, claim in CLAIMS.items()}


def submit(release, folder):
    write(hostile(release, first=FIRST, **CELLS), folder)
