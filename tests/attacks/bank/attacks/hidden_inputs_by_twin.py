"""Leave a twin of the process behind in a cell, which has its socket and speaks for it later.

It sends outputs, replies and the ends of cells while hidden tests call the other one.
"""

from ...aim import AIM
from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import REMEMBERING, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
MEAN_SQUARE = AIM + REMEMBERING
LAST = """
    import os
    import time

    connection = aim("SHELL:sender._connection")
    if connection is not None and os.fork() == 0:
        send = aim("graders.execute.wire.frames:send")
        protocol = aim("graders.execute.wire.protocol:")
        while True:
            time.sleep(0.002)
            for number in range(1, 60):
                output = b'{"kind":"Stream","name":"stdout","text":"twin"}'
                send(connection, protocol.Output(number), output)
                send(connection, protocol.Finished(number))
"""


def submit(release, folder):
    write(right(release, mean_square=MEAN_SQUARE, last=LAST), folder)
