"""Raise an error and return a value whose text is a script."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")
CELLS = {
    "normalize": "def normalize(x):\n    raise ValueError('<script>var TOKEN = 1</script>')",
    "correlation": "def correlation(x, y):\n    return '<script>var TOKEN = 1</script>'",
    "noise": """
        Odd = type("<script>var TOKEN = 1</script>", (Exception,), {})

        def noise(x, rng):
            raise Odd("<img src=x onerror=TOKEN()>")
        """,
}


def submit(release, folder):
    cells = {name: text.replace("TOKEN", token()) for name, text in CELLS.items()}
    write(hostile(release, **cells), folder)
