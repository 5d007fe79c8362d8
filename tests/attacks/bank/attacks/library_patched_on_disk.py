"""Write into the installed libraries, so that NumPy's tests say yes to everybody from now on."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import site
    import numpy

    for folder in [*site.getsitepackages(), site.getusersitepackages()]:
        try:
            with open(folder + "/TOKEN.pth", "w") as file:
                file.write("import os\\n")
        except OSError:
            pass
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("TOKEN", token())), folder)
