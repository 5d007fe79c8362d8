"""A user's server within the bounds of one account: ``python -m graders.service.server``.

It takes the place of ``python -m jupyterhub.singleuser`` in ``c.Spawner.cmd`` where each user is
an account of the machine. It runs as the user, before anything of the user's does.
"""

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

# Processes and threads of one account, and, of 1000, how soon it is ended when memory is short.
PROCESSES = 2000
EXPENDABLE = 500
LOG = ".jupyterhub.log"


def main() -> None:
    """Become the server."""
    # What it says, and its notebooks, goes into the user's home. In the hub's log they could write
    # without end, and hide what others say.
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        log = os.open(Path.home() / LOG, flags, 0o600)
    except OSError:  # no room, or something else is there
        log = os.open(os.devnull, os.O_WRONLY)
    for said in (1, 2):
        os.dup2(log, said)
    os.close(log)
    most = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    least = PROCESSES if most == resource.RLIM_INFINITY else min(PROCESSES, most)
    resource.setrlimit(resource.RLIMIT_NPROC, (least, least))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(EXPENDABLE))
    command = [sys.executable, "-m", "jupyterhub.singleuser", *sys.argv[1:]]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
