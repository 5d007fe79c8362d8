"""Lines written to file descriptor 2, past Python, as TensorFlow writes its own."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NORMALIZE = """
    import os

    def normalize(x):
        os.write(2, b"2024-01-01 00:00:00.0: I tensorflow/core/cpu.cc:182] AVX2 FMA\\n")
        return (np.asarray(x, dtype=float) - np.mean(x)) / np.std(x)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
