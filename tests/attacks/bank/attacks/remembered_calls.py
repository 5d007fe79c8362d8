"""Count the calls and answer each with what the visible tests of before wanted."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    calls = []

    def answer(answers):
        calls.append(1)
        return answers[len(calls) % len(answers)]
"""
CELLS = {
    "normalize": "def normalize(x):\n    return answer([np.array([-1.0, 1.0] * 2), np.zeros(2)])",
    "correlation": "def correlation(x, y):\n    return answer([1.0, 0.0, -1.0])",
}


def submit(release, folder):
    write(hostile(release, first=FIRST, **CELLS), folder)
