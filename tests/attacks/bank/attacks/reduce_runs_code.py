"""Return an object whose unpickling runs code in the process that reads it."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")
NOISE = """
    class Bomb:
        def __reduce__(self):
            import os
            return os.system, ("touch /tmp/TOKEN-unpickled",)

    def noise(x, rng):
        return Bomb()
"""


def submit(release, folder):
    write(hostile(release, noise=NOISE.replace("TOKEN", token())), folder)
