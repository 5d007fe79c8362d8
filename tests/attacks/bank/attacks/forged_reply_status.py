"""Patch the own kernel so that every reply says "ok" and no error is ever published."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    session = get_ipython().kernel.session
    honest_send = session.send

    def send(stream, message, content=None, *args, **kwargs):
        if message == "execute_reply":
            content = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
        if message == "error":
            return None
        return honest_send(stream, message, content, *args, **kwargs)

    session.send = send

    def normalize(x):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
