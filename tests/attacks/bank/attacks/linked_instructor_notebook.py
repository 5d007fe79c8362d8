"""Hand in a symbolic link to the instructor's notebook.

It is set aside, so that nothing was handed in.
"""

from ...expectation import outcome
from ...world import course

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tiny.ipynb").symlink_to(f"{course()}/source/tiny/tiny.ipynb")
