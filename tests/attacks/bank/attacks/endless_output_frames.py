"""Send the grader outputs without end, each as small as can be."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    connection = aim("SHELL:sender._connection")
    if connection is not None:
        send = aim("graders.execute.wire.frames:send")
        Output = aim("graders.execute.wire.protocol:Output")
        output = Output(aim("SHELL:sender.number"))
        while True:
            send(connection, output, b'{"kind":"ClearOutput","wait":true}')

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
