"""Send replies to calls that are not made yet, under all numbers that they may get."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    program = aim("graders.execute.interpreter.program:")
    if program is not None:
        honest_send = aim("graders.execute.interpreter.program:_send")
        protocol = aim("graders.execute.wire.protocol:")
        join = aim("graders.execute.wire.arguments:join")
        encode = aim("graders.execute.wire.encoding:encode")
        claim = join(protocol.CallReport(), encode((True, [])))

        def send(connection, message, body=b""):
            honest_send(connection, message, body)
            if type(message) is protocol.Finished:
                for number in range(message.number + 1, message.number + 200):
                    honest_send(connection, protocol.Reply(number), claim)

        program._send = send

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
