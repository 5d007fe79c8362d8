"""Say that the cell has run while it runs on, and serve the grader from within it."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    connection = aim("SHELL:sender._connection")
    number = aim("SHELL:sender.number")
    if connection is not None:
        receive = aim("graders.execute.wire.frames:receive")
        send = aim("graders.execute.wire.frames:send")
        protocol = aim("graders.execute.wire.protocol:")
        join = aim("graders.execute.wire.arguments:join")
        encode = aim("graders.execute.wire.encoding:encode")
        claim = join(protocol.CallReport(), encode((True, [])))
        send(connection, protocol.Finished(number))
        while True:
            message, _ = receive(connection, protocol.TO_INTERPRETER)
            if type(message) is protocol.RunCell:
                send(connection, protocol.Finished(message.number))
            else:
                send(connection, protocol.Reply(message.number), claim)

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
