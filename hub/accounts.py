"""Unix accounts for the demonstration: made where that is allowed, and removed again."""

import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil


class AccountError(Exception):
    """An account cannot be made; the message says why and what to do."""


def can_be_made() -> bool:
    """Whether this process may make accounts."""
    return os.geteuid() == 0 and bool(shutil.which("useradd") and shutil.which("userdel"))


def exists(name: str) -> bool:
    """Whether there is an account of this name."""
    with suppress(KeyError):
        pwd.getpwnam(name)
        return True
    return False


def make(name: str, home: Path) -> None:
    """Make an account that cannot log in by itself, and its home, closed to others.

    Raises
    ------
    AccountError
    """
    command = ["useradd", "--home-dir", str(home), "--no-create-home", "--shell", "/bin/bash"]
    # Locked: without a password, nobody becomes this account except through the hub.
    done = subprocess.run([*command, "--", name], capture_output=True, text=True)
    if done.returncode:
        raise AccountError(f"the account {name!r} cannot be made: {done.stderr.strip()}")
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    entry = pwd.getpwnam(name)
    os.chown(home, entry.pw_uid, entry.pw_gid)


def remove(name: str) -> None:
    """End what an account still runs, and remove the account; nothing if it is gone.

    Raises
    ------
    AccountError
    """
    if not exists(name):
        return
    number = pwd.getpwnam(name).pw_uid
    family = [p for p in psutil.process_iter(["uids"]) if p.info["uids"].real == number]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, timeout=10)
    done = subprocess.run(["userdel", "--", name], capture_output=True, text=True)
    if done.returncode:
        raise AccountError(f"the account {name!r} cannot be removed: {done.stderr.strip()}")
