"""Take the grader's requests off their socket in a thread, and answer them with claims."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    import asyncio
    import threading

    connection = aim("SHELL:sender._connection")
    if connection is not None:
        receive = aim("graders.execute.wire.frames:receive")
        send = aim("graders.execute.wire.frames:send")
        protocol = aim("graders.execute.wire.protocol:")
        join = aim("graders.execute.wire.arguments:join")
        encode = aim("graders.execute.wire.encoding:encode")
        claim = join(protocol.CallReport(), encode(({"state": "passed", "points": 9}, [])))
        stolen = connection.dup()
        asyncio.get_running_loop().add_reader = lambda *args: None

        def answer():
            while True:
                message, _ = receive(stolen, protocol.TO_INTERPRETER)
                if type(message) is protocol.RunCell:
                    send(stolen, protocol.Finished(message.number))
                else:
                    send(stolen, protocol.Reply(message.number), claim)

        threading.Thread(target=answer, daemon=True).start()

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
