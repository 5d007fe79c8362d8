"""Replace an output that is shown already by the arguments of each call."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import right, write

# An output in the middle of a call ends the process.
EXPECTED = outcome(mean_square="failed", explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
MEAN_SQUARE = """
    from IPython.display import display

    seen = []
    sender = getattr(get_ipython(), "sender", None)
    handle = display("nothing yet", display_id="mine")

    def mean_square(x):
        seen.append(np.asarray(x).tolist()[:4])
        if sender is not None:
            sender.number = 2
        handle.update(str(seen))
        x = np.asarray(x, dtype=float)
        return (x * x).sum() / x.size
"""
LAST = """
    handle.update(str(seen))
"""


def submit(release, folder):
    write(right(release, mean_square=MEAN_SQUARE, last=LAST), folder)
