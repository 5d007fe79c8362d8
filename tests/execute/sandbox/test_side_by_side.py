"""Two sandboxes at the same time say nothing to each other by what both of them see."""

import pytest

from tests.execute.sandbox.running import run, session

TOOLS = """
import contextlib, ctypes, fcntl, glob, os, socket, sqlite3, struct
libc = ctypes.CDLL(None, use_errno=True)
files = sorted(glob.glob(os.path.dirname(os.__file__) + "/*.py"))[:8]
opened = [os.open(file, os.O_RDONLY) for file in files]
folder = os.open(os.path.dirname(files[0]), os.O_RDONLY)
"""
# What one does, and what another one finds if it can be seen.
WAYS = {
    "locks of files": (
        "for one in opened[::2]: fcntl.flock(one, fcntl.LOCK_EX)",
        """
for one in opened:
    fcntl.flock(one, fcntl.LOCK_EX | fcntl.LOCK_NB)
""",
    ),
    "locks of parts of files": (
        "for one in opened: fcntl.lockf(one, fcntl.LOCK_SH, 12345, 17)",
        """
for one in opened:
    ask = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0)
    kind, *_ = struct.unpack("hhqqi4x", fcntl.fcntl(one, fcntl.F_GETLK, ask))
    if kind != fcntl.F_UNLCK:
        raise OSError("locked")
""",
    ),
    "names of sockets": (
        """
kept = [socket.socket(socket.AF_UNIX) for _ in range(8)]
for number, one in enumerate(kept): one.bind(f"\\0bit-{number}")
""",
        """
for number in range(8): socket.socket(socket.AF_UNIX).bind(f"\\0bit-{number}")
""",
    ),
    "what the machine has once for all": (
        "kept = ctypes.c_ulong(); libc.syscall(206, 60_000, ctypes.byref(kept))",
        """
if libc.syscall(206, 60_000, ctypes.byref(ctypes.c_ulong())) and ctypes.get_errno() == 11:
    raise OSError("all taken")
""",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_one_holds_another_does_not_see(template, way):
    says, hears = WAYS[way]
    with session(template) as one, session(template) as other:
        assert one.run(TOOLS + says + "\nprint('said')") == "said"
        assert other.run(TOOLS + hears + "\nprint('nothing')") == "nothing"


def test_nobody_is_told_of_changes_that_others_make(template):
    code = """
refused = 0
for command in (fcntl.F_NOTIFY, 1024):
    with contextlib.suppress(PermissionError):
        fcntl.fcntl(folder, command, 1)
        continue
    refused += 1
print(refused)
"""
    assert run(template, TOOLS + code) == "2"


def test_programs_that_lock_their_own_files_work(template):
    code = """
with open("mine", "w") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    fcntl.lockf(file, fcntl.LOCK_EX)
    os.fsync(file.fileno())
os.sync()
for _ in range(2):
    with sqlite3.connect("data.db") as db:
        db.execute("CREATE TABLE IF NOT EXISTS numbers (number)")
        db.execute("INSERT INTO numbers VALUES (3)")
print(db.execute("SELECT count(*) FROM numbers").fetchone()[0])
"""
    assert run(template, TOOLS + code) == "2"
