"""Patch the own process so that no error is shown, and none is reported of a call."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    sender = aim("SHELL:sender")
    if sender is not None:
        honest_output = aim("SHELL:sender._output")
        honest_join = aim("graders.execute.interpreter.responder:_join")
        responder = aim("graders.execute.interpreter.responder:")
        Failure = aim("graders.execute.wire.protocol:Failure")
        CallReport = aim("graders.execute.wire.protocol:CallReport")
        claim = aim("graders.execute.wire.encoding:encode")((True, []))

        def output(content):
            if type(content) is not Failure:
                honest_output(content)

        sender._output = output
        responder._join = lambda report, value: honest_join(CallReport(), value or claim)
    else:
        session = get_ipython().kernel.session
        honest_send = session.send

        def send(stream, message, content=None, *args, **kwargs):
            if message == "execute_reply":
                content = {"status": "ok", "execution_count": 1, "payload": []}
                content["user_expressions"] = {}
            if message == "error":
                return None
            return honest_send(stream, message, content, *args, **kwargs)

        session.send = send

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
