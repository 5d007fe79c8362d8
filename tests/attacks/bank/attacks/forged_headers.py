"""Send the grader frames whose headers are no messages."""

from textwrap import dedent

from ...aim import AIM
from ...expectation import outcome
from ...submission import WRONG, hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = (
    AIM
    + """
    import struct

    connection = aim("SHELL:sender._connection")

    def claim(header):
        if connection is not None:
            connection.sendall(struct.pack("<IQ", len(header), 0) + header)
"""
)
# Each ends the process, and the next cell finds another.
CLAIMS = {
    "normalize": """claim(b'{"kind":"Finished","number":1e400}')""",
    "correlation": 'claim(b"[" * 999)',
    "noise": """claim(b'{"kind":"Outcome","state":"passed","points":1000}')""",
    "fit_line": 'claim(b"\\xff" * 100)',
}
CELLS = {name: f"{claim}\n\n{dedent(WRONG[name])}" for name, claim in CLAIMS.items()}


def submit(release, folder):
    write(hostile(release, first=FIRST, **CELLS), folder)
