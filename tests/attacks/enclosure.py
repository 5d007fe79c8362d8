"""A closed room for the measurement, so that an attack that succeeds harms nothing outside.

Plain nbgrader runs student code with the rights of who grades. Here that happens in process, mount,
network and IPC namespaces of its own: the file system read-only, home and temporary folders covered
by empty ones of limited size, no network but a loopback of its own. Whoever is in there as root can
still enter namespaces, so that the grading engine meets what it meets elsewhere.
"""

import ctypes
import fcntl
import os
import platform
import socket
import struct
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# Held while the folders above them are covered.
STAGE = Path("/mnt")
COVERED = ("/root", "/home", "/tmp", "/var/tmp", "/dev/shm", "/run")
SIZE = "1g"


def available() -> bool:
    """Whether this machine lets us make the room: root and a Linux that allows namespaces."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    trial = ["unshare", "--pid", "--mount", "--net", "--ipc", "--fork", "--mount-proc", "true"]
    return subprocess.run(trial, capture_output=True).returncode == 0


def command(keep: Path, *arguments: str) -> list[str]:
    """Return the command line that runs a command in the room.

    Parameters
    ----------
    keep : Path
        A folder that stays visible in there, read only.
    *arguments : str
        The command.
    """
    namespaces = ["--pid", "--mount", "--net", "--ipc", "--uts", "--fork", "--mount-proc"]
    inside = [sys.executable, "-m", __spec__.name, str(keep), *arguments]
    return ["unshare", "--kill-child", *namespaces, *inside]


def mount(*arguments: str) -> None:
    """Run ``mount``."""
    subprocess.run(["mount", *arguments], check=True)


def cover(keep: list[Path]) -> None:
    """Cover private folders, put back those to keep, and make the rest read only."""
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", str(STAGE))
    # An environment inside the project comes back with it.
    keep = [one for one in keep if not any(one != it and one.is_relative_to(it) for it in keep)]
    held = []
    for number, folder in enumerate(keep):
        if any(folder.is_relative_to(covered) for covered in COVERED):
            stage = STAGE / str(number)
            stage.mkdir()
            mount("--bind", str(folder), str(stage))
            held.append((stage, folder))
    for covered in filter(os.path.isdir, COVERED):
        mode = "1777" if "tmp" in covered or "shm" in covered else "755"
        mount("-t", "tmpfs", "-o", f"size={SIZE},mode={mode}", "tmpfs", covered)
    for stage, folder in held:
        folder.mkdir(parents=True, exist_ok=True)
        mount("--bind", str(stage), str(folder))
        mount("-o", "remount,bind,ro", str(folder))
    mount("-o", "remount,bind,ro", "/")


def start_loopback() -> None:
    """Bring up the loopback device of the network namespace."""
    up, set_flags = 1, 0x8914
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        fcntl.ioctl(line, set_flags, struct.pack("16sh", b"lo", up))


def limit_processes(number: int) -> None:
    """Limit the process ids in here, where they are counted by namespace (Linux 6.14 and later)."""
    version = tuple(int(part) for part in platform.release().split(".")[:2])
    if version >= (6, 14):
        Path("/proc/sys/kernel/pid_max").write_text(str(number))


def main() -> None:
    """Close the room and become the command."""
    keep, arguments = Path(sys.argv[1]), sys.argv[2:]
    prefixes = {Path(sys.base_prefix), Path(sys.prefix)}
    cover([*prefixes, PROJECT, keep])
    start_loopback()
    limit_processes(4000)
    ctypes.CDLL(None).sethostname(b"room", 4)
    os.execvp(arguments[0], arguments)


if __name__ == "__main__":
    main()
