"""Make the kernel send a reply of 150 MB, whatever it is asked."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
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


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
