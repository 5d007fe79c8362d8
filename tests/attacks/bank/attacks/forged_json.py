"""Patch the encoders with which messages are written, to turn every error into success."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    import json

    honest_dumps = json.dumps

    def dumps(thing, *args, **kwargs):
        text = honest_dumps(thing, *args, **kwargs)
        return text.replace('"status": "error"', '"status": "ok"').replace('"error"', '"ok"')

    json.dumps = dumps
    arguments = aim("graders.execute.wire.arguments:")
    if arguments is not None:
        frames = aim("graders.execute.wire.frames:")
        honest_encode = aim("graders.execute.wire.frames:_encode")
        encode = aim("graders.execute.wire.arguments:_encode")
        CallReport = aim("graders.execute.wire.protocol:CallReport")
        arguments._encode = lambda report: encode(CallReport())
        frames._encode = lambda thing: honest_encode(thing).replace(b"true", b"false")
    else:
        get_ipython().kernel.session.pack = lambda thing: dumps(thing, default=str).encode()

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
