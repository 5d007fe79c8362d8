"""Send outputs and ends of cells from a thread, at any time and under any number."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    import random
    import threading
    import time

    connection = aim("SHELL:sender._connection")
    number = aim("SHELL:sender.number")
    if connection is not None:
        send = aim("graders.execute.wire.frames:send")
        protocol = aim("graders.execute.wire.protocol:")

        def interrupt():
            while True:
                time.sleep(0.01 * random.random())
                which = number + random.randrange(20)
                kind = random.choice([protocol.Finished, protocol.Output, protocol.Reply])
                send(connection, kind(which), b"")

        threading.Thread(target=interrupt, daemon=True).start()

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
