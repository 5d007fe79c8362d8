"""Hand in a link to the folder of all submissions, and read the next student's."""

from ...expectation import outcome
from ...submission import right, write
from ...world import course

EXPECTED = outcome(explain_correlation="to be graded by hand")
LAST = """
    import re
    from pathlib import Path

    for file in Path("all").glob("*/*/*.ipynb"):
        if "m_attack" not in str(file):
            print(re.findall(r"CANARY-[\\w-]+", file.read_text()))
"""


def submit(release, folder):
    write(right(release, last=LAST), folder)
    (folder / "all").symlink_to(f"{course()}/submitted")
