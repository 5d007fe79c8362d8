"""Give the generator passed in a state full of nonsense, and another bit generator."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NOISE = """
    class Forged:
        state = {"bit_generator": "os.system", "state": {"state": "A" * 9999, "inc": None}}

    def noise(x, rng):
        try:
            rng.bit_generator.state = {**rng.bit_generator.state, "state": {"state": 1, "inc": 2}}
            rng.__class__ = type("Generator", (np.random.Generator,), {"bit_generator": Forged()})
        except Exception:
            pass
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, noise=NOISE), folder)
