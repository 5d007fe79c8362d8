"""Answer the grader's requests with values of the wrong type."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    session = get_ipython().kernel.session
    honest_send = session.send
    rubbish = [None, 7, [], {}, {"status": 1}, {"status": "ok", "data": None}, [[[[]]]], "ok"]

    def send(stream, message, content=None, *args, **kwargs):
        if message == "execute_reply" and content.get("user_expressions"):
            content["user_expressions"] = rubbish[0]
            rubbish.append(rubbish.pop(0))
        return honest_send(stream, message, content, *args, **kwargs)

    session.send = send

    def normalize(x):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
