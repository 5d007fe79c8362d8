"""Hand in links to the instructor's notebook in folders that nobody looks into.

What lies beside a notebook is copied beside the graded one, and given back with the feedback.
"""

from ...expectation import outcome
from ...submission import right, write
from ...world import course

EXPECTED = outcome(explain_correlation="to be graded by hand")
FOLDERS = "__MACOSX", "__MACOSX/deep", "__pycache__", ".ipynb_checkpoints"


def submit(release, folder):
    write(right(release), folder)
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
        (folder / name / "notes.txt").symlink_to(f"{course()}/source/tiny/tiny.ipynb")
        (folder / name / "book.txt").symlink_to(f"{course()}/gradebook.db")
