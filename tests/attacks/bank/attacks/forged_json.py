"""Patch `json`, with which the kernel writes its messages, to turn every error into success."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    import json

    honest_dumps = json.dumps

    def dumps(thing, *args, **kwargs):
        text = honest_dumps(thing, *args, **kwargs)
        return text.replace('"status": "error"', '"status": "ok"').replace('"error"', '"ok"')

    json.dumps = dumps
    get_ipython().kernel.session.pack = lambda thing: dumps(thing, default=str).encode()

    def normalize(x):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
