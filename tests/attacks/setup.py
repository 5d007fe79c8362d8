"""The ways in which the bank is graded: by which engine, as which user, at which level."""

import os
import sys
from dataclasses import dataclass

# The ordinary user, where the measurement itself is root.
GRADER_UID = 54321
# For plain nbgrader, which sets student code no limits.
LIMITS = ["prlimit", "--nproc=300", f"--data={3 << 30}", f"--fsize={1 << 30}", "--core=0"]
WITHOUT_NAMESPACES = "tests.execute.sandbox.docker_like"


@dataclass(frozen=True)
class Setup:
    """One way of grading.

    Attributes
    ----------
    title : str
        What the table calls it.
    engine : str
        ``plain`` or ``ours``.
    ordinary : bool
        Whether the grader is an ordinary user; otherwise it is whoever measures.
    namespaces : bool
        Whether the grader can make namespaces; it is started behind a filter like that of a
        container if not, and the sandbox's second level is what remains.
    level : str
        The level of isolation that must be in force; any if empty.
    """

    title: str
    engine: str = "ours"
    ordinary: bool = True
    namespaces: bool = True
    level: str = ""

    @property
    def drops(self) -> bool:
        """Whether the grader has to become another user."""
        return self.ordinary and os.geteuid() == 0

    def command(self, *arguments: str) -> list[str]:
        """Return the command line that runs Python as the grader."""
        argv = [sys.executable, *arguments]
        if not self.namespaces:
            argv = [sys.executable, "-m", WITHOUT_NAMESPACES, *argv]
        if self.engine == "plain":
            argv = [*LIMITS, *argv]
        if self.drops:
            ids = [f"--reuid={GRADER_UID}", f"--regid={GRADER_UID}", "--clear-groups"]
            argv = ["setpriv", *ids, "--no-new-privs", *argv]
        return argv


SETUPS = {
    "plain": Setup("nbgrader", engine="plain"),
    "ours": Setup("our engine", ordinary=False),
    "user": Setup("our engine, ordinary user", level="namespaces"),
    "landlock": Setup(
        "our engine, ordinary user, no namespaces", namespaces=False, level="landlock+seccomp"
    ),
}
