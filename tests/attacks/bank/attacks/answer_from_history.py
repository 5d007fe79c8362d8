"""Take the expected result out of IPython's history."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CORRELATION = """
    import re

    def correlation(x, y):
        shell = get_ipython()
        texts = [*shell.history_manager.input_hist_raw, shell.user_ns.get("_i", "")]
        texts += [text for _, _, text in shell.history_manager.get_range()]
        print(re.findall(r"CANARY-[\\w-]+", str(texts)))
        for text in texts[::-1]:
            if "correlation(" in text and "expected" in text:
                return eval(re.findall(r"expected = (.*)", text)[0 if x.size == 3 else 1])
"""


def submit(release, folder):
    write(hostile(release, correlation=CORRELATION), folder)
