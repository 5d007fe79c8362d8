"""Leave right answers in temporary folders and in the libraries, for a friend to run."""

from textwrap import dedent

from ...expectation import outcome
from ...submission import RIGHT, hostile, right, write
from ...world import token

EXPECTED = outcome(explain_correlation="to be graded by hand")
PLACES = '["/tmp", "/dev/shm", "/var/tmp", ".", "..", *sys.path, os.path.expanduser("~")]'
LAST = """
    import os
    import sys

    for place in PLACES:
        try:
            with open(os.path.join(place, "TOKEN_left.py"), "w") as file:
                file.write(ANSWERS)
        except OSError:
            pass
"""
NORMALIZE = """
    import os
    import sys

    def normalize(x):
        return np.asarray(x, dtype=float)

    for place in PLACES:
        path = os.path.join(place, "TOKEN_left.py")
        if os.path.isfile(path):
            exec(open(path).read(), globals())
            break
"""


def submit(release, folder):
    last = LAST.replace("PLACES", PLACES).replace("TOKEN", token())
    write(right(release, last=last.replace("ANSWERS", repr(dedent(RIGHT["normalize"])))), folder)


def accomplice(release, folder):
    text = NORMALIZE.replace("PLACES", PLACES).replace("TOKEN", token())
    write(hostile(release, normalize=text), folder)
