"""Keeps the processes of one sandbox together at the share of the processor of a single one.

Linux shares a processor out among threads, so that many of them get more than their neighbours. Who
has wanted more than one processor for a while gets a lower priority: lower by so much that all of
its threads together weigh as much as one. Where nobody else wants to run, that costs nothing. Where
the kernel groups threads by session, this is so anyway, and `linux.seccomp` refuses new sessions.
"""

import contextlib
import math
import os

# Processor seconds wanted beyond those of one processor before anything is done.
_PATIENCE = 2.0
# Seconds over which the number of threads that want to run is averaged.
_MEMORY = 2.0
# With each step of niceness the weight of a thread is divided by this; see sched(7).
_STEP, _NICEST = 1.25, 19
# Beyond them: the policy for what is to run only when nothing else does.
IDLE = _NICEST + 1


class Share:
    """How low the priority of one sandbox's threads has to be.

    Attributes
    ----------
    niceness : int
        What is added to the ordinary niceness, from 0 on; `IDLE` for the idle policy. It only
        grows: without privileges it cannot be taken back.
    """

    def __init__(self) -> None:
        self.niceness = 0
        self._wanted = 1.0
        self._excess = 0.0

    def look(self, wanted: float, passed: float) -> int:
        """Take note of how many processors were wanted in the last seconds; return `niceness`."""
        self._excess = max(0.0, self._excess + (wanted - 1) * passed)
        self._wanted += (wanted - self._wanted) * min(1.0, passed / _MEMORY)
        if self._excess > _PATIENCE and self._wanted > 1:
            steps = math.ceil(math.log(self._wanted, _STEP))
            self.niceness = max(self.niceness, min(steps, IDLE))
        return self.niceness


def lowered(niceness: int) -> int:
    """Return the nice value of a thread, of which this process has the ordinary one."""
    return min(os.getpriority(os.PRIO_PROCESS, 0) + niceness, _NICEST)


def lower(pids: list[int], niceness: int) -> None:
    """Lower the priority of all threads of some processes; see `Share.niceness`.

    Those that are started later inherit it.
    """
    nice = lowered(niceness)
    for pid in pids:
        with contextlib.suppress(OSError):
            for name in os.listdir(f"/proc/{pid}/task"):
                thread = int(name)
                with contextlib.suppress(OSError):  # it has ended
                    if os.getpriority(os.PRIO_PROCESS, thread) < nice:
                        os.setpriority(os.PRIO_PROCESS, thread, nice)
                    if niceness >= IDLE and os.sched_getscheduler(thread) != os.SCHED_IDLE:
                        os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
