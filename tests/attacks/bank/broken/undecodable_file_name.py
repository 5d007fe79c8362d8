"""A file whose name is not UTF-8, out of a zip file made on an old machine."""

import os

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    write(right(release), folder)
    with open(os.fsencode(folder) + b"/h\xe4usaufgabe.txt", "w") as file:
        file.write("x")
