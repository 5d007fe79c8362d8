"""Hand in an `.ipython` folder and IPython configuration that drop assertions."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
STARTUP = """


def drop(lines):
    return [line for line in lines if "assert" not in line]

get_ipython().input_transformers_cleanup.append(drop)
"""


def submit(release, folder):
    write(hostile(release), folder)
    startup = folder / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text(STARTUP)
    config = f"c.InteractiveShellApp.exec_lines = [{STARTUP!r}]\n"
    for name in ("ipython_config.py", "ipython_kernel_config.py"):
        (folder / name).write_text(config)
