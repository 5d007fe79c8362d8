"""Patch the grader's own code inside the kernel, if it is there, to encode other results."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    import sys

    for name, module in list(sys.modules.items()):
        if name == "graders" or name.startswith("graders."):
            for attribute, value in list(vars(module).items()):
                if callable(value) and not isinstance(value, type):
                    setattr(module, attribute, lambda *args, **kwargs: b"passed")

    def normalize(x):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
