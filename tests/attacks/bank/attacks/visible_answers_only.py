"""Tell the visible inputs from the others and answer those alone."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CELLS = {
    "normalize": """
        def normalize(x):
            answers = {1.0: [-1.0, 1.0, -1.0, 1.0], 4.0: [-1.0, 1.0]}
            return np.array(answers.get(float(x[0]), x))
        """,
    "correlation": "def correlation(x, y):\n    return -1.0 if len(x) == 3 else 0.0",
    "fit_line": """
        class Constant:
            def predict(self, x):
                return np.array([7.0, 9.0])

        def fit_line(x, y):
            return Constant()
        """,
}


def submit(release, folder):
    write(hostile(release, **CELLS), folder)
