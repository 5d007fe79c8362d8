"""Attach to the parent process with `ptrace`, and leave it stopped."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
DANGEROUS = True
LAST = """
    import ctypes
    import os

    libc = ctypes.CDLL(None, use_errno=True)
    PTRACE_ATTACH = 16
    if os.getppid() > 1:
        print("attached", libc.ptrace(PTRACE_ATTACH, os.getppid(), 0, 0))
"""


def submit(release, folder):
    write(hostile(release, last=LAST), folder)
