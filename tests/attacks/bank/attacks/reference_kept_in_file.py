"""Write an earlier exercise's reference solution into every folder, for the next process."""

from textwrap import dedent

from ...expectation import outcome
from ...submission import WRONG, hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")
CORRELATION = """
    import os
    import tempfile

    home = os.path.expanduser("~")
    for folder in (os.getcwd(), home, tempfile.gettempdir(), "/dev/shm", "/var/tmp"):
        path = os.path.join(folder, "TOKEN-kept")
        try:
            if os.path.exists(path):
                print(open(path).read())
            with open(path, "a") as file:
                file.write(str(normalize.__code__.co_consts) + str(In))
        except OSError:
            pass

    def correlation(x, y):
        return 0.0
"""


def submit(release, folder):
    text = CORRELATION.replace("TOKEN", token())
    write(hostile(release, correlation=text, noise=dedent(text) + WRONG["noise"]), folder)
