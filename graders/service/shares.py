"""What accounts have had of the exchange within a day, and whether that is all they may have."""

import time
from collections import deque
from pathlib import Path

from graders.service.policy import DAY, Policy

# How many submissions over the limit are answered; more stay unread until there is room again.
ANSWERED = 20
# Bytes that a file or folder counts for at least: it takes a block of the disk.
LEAST = 4096


class Shares:
    """Counts since this process began, which a student's account cannot make begin anew."""

    def __init__(self, policy: Policy):
        self._policy = policy
        self._taken: dict[int, deque[tuple[float, int]]] = {}

    def is_used_up(self, owner: int) -> bool:
        """Whether nothing more of an account is read for now."""
        taken = self._recent(owner)
        over = [1 for _, size in taken if size < 0]
        return len(over) >= ANSWERED

    def note(self, owner: int, copy: Path, given: int = 0) -> str:
        """Count a submission by its copy; say why it is one too many, nothing if it is not.

        Parameters
        ----------
        given : int
            Bytes of the feedback pages that the account had within a day.
        """
        taken = self._recent(owner)
        counted = [size for _, size in taken if size >= 0]
        size = sum(max(path.stat().st_size, LEAST) for path in copy.rglob("*"))
        folders, megabytes = self._policy.folders_per_day, self._policy.megabytes_per_day
        refused = ""
        if folders and len(counted) >= folders:
            refused = f"{folders} submissions within 24 hours"
        elif megabytes and sum(counted) + size + given > megabytes * 2**20:
            refused = f"{megabytes} MB within 24 hours, feedback pages included"
        taken.append((time.time(), -1 if refused else size))
        if not refused:
            return ""
        return (
            f"One account may hand in {refused}, and yours has. "
            "This one does not count: hand in again tomorrow."
        )

    def _recent(self, owner: int) -> deque[tuple[float, int]]:
        taken = self._taken.setdefault(owner, deque())
        while taken and taken[0][0] < time.time() - DAY:
            taken.popleft()
        return taken
