"""Refer in the written answer to the grader's files as to pictures."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed", explain_correlation="to be graded by hand")


def submit(release, folder):
    places = [f"{course()}/source/tiny/tiny.ipynb", "../../../source/tiny/tiny.ipynb", "a.png"]
    places += [f"file://{course()}/gradebook.db", "..%2F..%2F..%2Fgradebook.db", "b/tiny.png"]
    text = "\n".join(f'![x]({place}) <img src="{place}">' for place in places)
    write(hostile(release, explain_correlation=text), folder)
    (folder / "a.png").symlink_to(f"{course()}/source/tiny/tiny.ipynb")
    (folder / "b").symlink_to(f"{course()}/source/tiny")
