"""Send the grader frames under numbers that are not those of its requests."""

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
    protocol = aim("graders.execute.wire.protocol:")
    aim("SHELL:sender.number")

    def claim(kind, shift, body=b""):
        if connection is not None:
            number = get_ipython().sender.number
            transmit(connection, getattr(protocol, kind)(number + shift), body)
"""
)
# Each ends the process; in the next one imports and assignments were run again.
CLAIMS = {
    "normalize": 'claim("Finished", 1)',
    "correlation": """claim("Output", -1, b'{"kind":"ClearOutput","wait":false}')""",
    "noise": 'claim("Reply", 2**64)',
    "fit_line": 'claim("Reply", 0)',
}
CELLS = {name: f"{claim}\n\n{dedent(WRONG[name])}" for name, claim in CLAIMS.items()}


def submit(release, folder):
    write(hostile(release, first=FIRST, **CELLS), folder)
