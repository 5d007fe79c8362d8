"""Processor time of a command and of all that it starts.

By a control group, exactly, where this machine lets one be made; otherwise it is the whole
machine's, less what that takes while nothing runs.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

_GROUPS = Path("/sys/fs/cgroup")


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command; return the seconds, and the seconds of processor time, that it took.

    Parameters
    ----------
    command : list of str
    folder : Path
        Where to run it.
    """
    with _group() as group:
        load = 0.0 if group else _idle_load()
        spent = _usage(group) if group else _busy
        before, started = spent(), time.perf_counter()
        subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            check=False,
            preexec_fn=(lambda: _enter(group)) if group else None,
        )
        seconds = time.perf_counter() - started
        return seconds, spent() - before - load * seconds


@contextmanager
def _group() -> Iterator[Path | None]:
    """Have a control group, if one can be made."""
    group = _make_group()
    try:
        yield group
    finally:
        if group is not None:
            with suppress(OSError):  # something that was started in it has not ended
                group.rmdir()


def _make_group() -> Path | None:
    for place in (_GROUPS / "cpuacct", _GROUPS):  # version 1, version 2
        if (place / "cgroup.procs").exists():
            with suppress(OSError):
                group = place / f"graders-bench-{os.getpid()}"
                group.mkdir()
                return group
    return None


def _enter(group: Path) -> None:
    (group / "cgroup.procs").write_text(str(os.getpid()))


def _usage(group: Path) -> Callable[[], float]:
    def spent() -> float:
        nanoseconds = group / "cpuacct.usage"
        if nanoseconds.exists():
            return int(nanoseconds.read_text()) / 1e9
        lines = (group / "cpu.stat").read_text().splitlines()
        return int(dict(line.split() for line in lines)["usage_usec"]) / 1e6

    return spent


def _busy() -> float:
    times = psutil.cpu_times()
    return times.user + times.system + times.nice


def _idle_load(seconds: float = 20.0) -> float:
    """Return how many processors this machine keeps busy by itself."""
    before = _busy()
    time.sleep(seconds)
    return (_busy() - before) / seconds
