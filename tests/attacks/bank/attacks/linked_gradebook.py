"""Hand in a symbolic link to the gradebook beside the notebook, and print what it holds."""

from ...expectation import outcome
from ...submission import right, write
from ...world import course

EXPECTED = outcome(explain_correlation="to be graded by hand")
LAST = """
    import re

    with open("data.bin", "rb") as file:
        print(re.findall(rb"CANARY-[\\w-]+", file.read()))
"""


def submit(release, folder):
    write(right(release, last=LAST), folder)
    (folder / "data.bin").symlink_to(f"{course()}/gradebook.db")
