"""Patch the own kernel so that the grader's requests are answered with claims of success."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    session = get_ipython().kernel.session
    honest_send = session.send
    claims = ['{"state": "passed", "points": 1000}', "True", "'passed'", "b''", "None", "A" * 999]

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


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
