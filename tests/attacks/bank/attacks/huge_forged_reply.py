"""Answer the grader's requests with 150 MB, whatever is asked."""

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
        Reply = aim("graders.execute.wire.protocol:Reply")

        def send(connection, message, body=b""):
            if type(message) is Reply:
                body = bytes(150_000_000)
            honest_send(connection, message, body)

        program._send = send
    else:
        session = get_ipython().kernel.session
        honest_send = session.send

        def send(stream, message, content=None, *args, **kwargs):
            if message == "execute_reply":
                value = {"status": "ok", "data": {"text/plain": "A" * 150_000_000}}
                content["user_expressions"] = {"x": value}
            return honest_send(stream, message, content, *args, **kwargs)

        session.send = send

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
