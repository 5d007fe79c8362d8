"""Runs the command line within this process: to start another for each call takes seconds."""

import contextlib
import io
import subprocess
import sys
from pathlib import Path
from unittest import mock

from graders.__main__ import main


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess:
    """Run ``python -m graders`` with some arguments in a folder."""
    argv = ["graders", *map(str, arguments)]
    stdout, stderr, status = io.StringIO(), io.StringIO(), 0
    with (
        mock.patch.object(sys, "argv", argv),
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
            if isinstance(end.code, str):
                print(end.code, file=sys.stderr)
    return subprocess.CompletedProcess(argv, status, stdout.getvalue(), stderr.getvalue())
