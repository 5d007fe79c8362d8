"""Hand in an `nbgrader_config.py` and a `jupyter_config.py` that run code and double the points."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    write(hostile(release), folder)
    text = (
        f"open('/tmp/{token()}-config', 'w').close()\nc = get_config()\nc.Autograde.force = True\n"
    )
    for name in ("nbgrader_config.py", "jupyter_config.py", "jupyter_nbconvert_config.py"):
        (folder / name).write_text(text)
