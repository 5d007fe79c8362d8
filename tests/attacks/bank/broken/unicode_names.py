"""Greek and Chinese identifiers, and files with spaces, accents and emoji in their names."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NOISE = """
    def 噪声(x, σ, rng):
        return np.asarray(x, dtype=float) + σ * rng.standard_normal(np.shape(x))

    def noise(x, rng):
        return 噪声(x, 1.0, rng)
"""


def submit(release, folder):
    write(right(release, noise=NOISE), folder)
    for name in ("größe ∂.txt", "a b'c\".txt", "🎓.csv", "-rf", "line\nbreak"):
        (folder / name).write_text("x")
