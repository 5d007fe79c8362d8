"""Leave a startup script in the home folder, which serves the next student's process."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed", explain_correlation="to be graded by hand")
LAST = """
    import os
    from pathlib import Path

    drop = '''
    def drop(lines):
        return [line for line in lines if "assert" not in line]

    get_ipython().input_transformers_cleanup.append(drop)
    '''
    for home in {Path.home(), Path(os.environ.get("HOME", "/"))}:
        folder = home / ".ipython/profile_default/startup"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "00-TOKEN.py").write_text(drop)
        except OSError:
            pass
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("TOKEN", token())), folder)


def accomplice(release, folder):
    write(hostile(release), folder)
