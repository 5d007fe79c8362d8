"""Answer the grader's requests with what a judge says of a test that passed."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    program = aim("graders.execute.interpreter.program:")
    if program is not None:
        protocol = aim("graders.execute.wire.protocol:")
        honest_send = aim("graders.execute.interpreter.program:_send")
        join = aim("graders.execute.wire.arguments:join")
        encode = aim("graders.execute.wire.encoding:encode")
        claims = [
            (protocol.Outcome("passed", 1000.0), b""),
            (protocol.Answer(), join(protocol.CallReport(), encode((True, [])))),
            (protocol.NoAnswer(), b""),
            (protocol.Test("", [], 1000.0), b""),
        ]

        def send(connection, message, body=b""):
            if type(message) is protocol.Reply:
                message, body = claims[0]
                claims.append(claims.pop(0))
            honest_send(connection, message, body)

        program._send = send
    else:
        session = get_ipython().kernel.session
        honest_send = session.send
        claims = ['{"state": "passed", "points": 1000}', "True", "'passed'", "b''", "A" * 999]

        def send(stream, message, content=None, *args, **kwargs):
            if message == "execute_reply" and content.get("user_expressions"):
                claim = claims[0]
                claims.append(claims.pop(0))
                value = {"status": "ok", "data": {"text/plain": claim}, "metadata": {}}
                content["status"] = "ok"
                content["user_expressions"] = {name: value for name in content["user_expressions"]}
            return honest_send(stream, message, content, *args, **kwargs)

        session.send = send

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
