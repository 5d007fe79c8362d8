"""Start a thread that goes on after its cell and keeps rewriting the names of the test."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    import threading
    import time

    def rewrite():
        while True:
            names = get_ipython().user_ns
            if "result" in names:
                names["expected"] = names["result"]
            names["error"] = 0.0
            time.sleep(0.0001)

    threading.Thread(target=rewrite, daemon=True).start()
"""
CELLS = {
    "normalize": "def normalize(x):\n    time.sleep(0.01)\n    return np.zeros(2)",
    "correlation": "def correlation(x, y):\n    time.sleep(0.01)\n    return 0.0",
}


def submit(release, folder):
    write(hostile(release, first=FIRST, **CELLS), folder)
