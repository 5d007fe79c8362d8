"""What a student's account may do in the exchange to stop the service, or to fill its disk."""

import fcntl
import json
import os
import secrets
import socket
from functools import partial

from graders.exchange import MAX_FILES, SECRET
from graders.intake.limits import MAX_FILE
from hub.settings import REPOSITORY

NAME = "lasso"
RELEASED = REPOSITORY / "release" / NAME / f"{NAME}.ipynb"


class Hostile:
    """What a student's account does in the exchange."""

    def __init__(self, student, inbound):
        self.student, self.inbound = student, inbound

    def folder(self, mode=0o777, fill=lambda path: None, assignment=NAME):
        name = f"{self.student}+{assignment}+2030-01-01 00:00:00.0 UTC+{secrets.token_urlsafe(9)}"
        path = self.inbound / name
        path.mkdir()
        fill(path)
        path.chmod(mode)
        return path

    def nothing(self):
        """To compare with; the first submission waits until the engine has started."""

    def many_complete(self):
        for _ in range(1500):
            self.folder()

    def many_unfinished(self):
        for _ in range(3000):
            self.folder(0o755)

    def come_and_go(self):
        folders = [self.folder() for _ in range(20)]
        for path in folders * 100:
            try:
                path.rename(other := path.with_name(path.name + "x"))
                other.rename(path)
            except OSError:
                continue

    def sparse_files(self):
        for size in (MAX_FILE + 1, MAX_FILE // 2 + 1):
            for _ in range(3):
                self.folder(fill=lambda path, size=size: sparse(path, MAX_FILES - 2, size))

    def sparse_secret(self):
        for _ in range(3):
            self.folder(fill=lambda path: sparse(path, 97, 10, secret=MAX_FILE // 2))

    def deep_folders(self):
        self.folder(fill=deep)

    def odd_names(self):
        for ending in (b"\xff\xfe", b"\n", b"\x1b[31m", "\u202e".encode()):
            os.mkdir(os.fsencode(self.inbound) + b"/" + ending + secrets.token_hex(4).encode())

    def small_files(self):
        for _ in range(50):
            self.folder(fill=lambda path: sparse(path, MAX_FILES - 2, 1))

    def large_files(self):
        for _ in range(4):
            self.folder(fill=lambda path: sparse(path, 1, MAX_FILE - 1))

    def not_released(self):
        for name in ("exam", "lasso2", "..", "-f"):
            self.folder(fill=partial(write, name="exam.ipynb", content="{}"), assignment=name)

    def no_plain_files(self):
        for make in (pipe, listening, leased, looped):
            self.folder(fill=make)

    def growing(self):
        path = self.folder(fill=partial(write, name=f"{NAME}.ipynb", content="{}"))
        with open(path / f"{NAME}.ipynb", "ab") as file:
            for _ in range(300):
                file.write(b" " * 2**16)
                file.flush()
                path.chmod(0o777)

    def hangs_asleep(self):
        self.folder(fill=partial(write, name=f"{NAME}.ipynb", content=HANGS["asleep"]))

    def hangs_busy(self):
        self.folder(fill=partial(write, name=f"{NAME}.ipynb", content=HANGS["busy"]))

    def sleeping(self):
        for _ in range(2):
            for assignment, content in SLEEPING.items():
                fill = partial(write, name=f"{assignment}.ipynb", content=content)
                self.folder(fill=fill, assignment=assignment)


def write(path, name, content):
    (path / name).write_text(content)


def with_cell(path, source):
    """Return a notebook with a cell before all others, as text."""
    notebook = json.loads(path.read_text())
    cell = {"cell_type": "code", "id": "before", "metadata": {}, "outputs": []}
    notebook["cells"].insert(0, cell | {"execution_count": None, "source": source})
    return json.dumps(notebook)


# Read before anybody acts as an account that cannot.
SLEEPING = {
    path.stem: with_cell(path, "import time\ntime.sleep(600)")
    for path in sorted((REPOSITORY / "release").glob("*/*.ipynb"))
}

# Each cell as long as it may, and then as long as it may be interrupted.
_HANGS = "import time\nwhile True:\n    try:\n        {}\n    except BaseException: pass"
HANGS = {
    "asleep": with_cell(RELEASED, _HANGS.format("time.sleep(600)")),
    "busy": with_cell(RELEASED, _HANGS.format("sum(range(1000))")),
}


def sparse(path, number, size, secret=0):
    for index in range(number):
        (path / f"{index}.ipynb").touch()
        os.truncate(path / f"{index}.ipynb", size)
    if secret:
        (path / SECRET).touch()
        os.truncate(path / SECRET, secret)


def deep(path):
    handle = os.open(path, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("d", dir_fd=handle)
        inner = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)


def pipe(path):
    os.mkfifo(path / f"{NAME}.ipynb")


def listening(path):
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(path)
        server.bind(f"{NAME}.ipynb")


def leased(path):
    """Who opens the file waits until its maker gives it back, or for 45 s."""
    write(path, f"{NAME}.ipynb", "{}")
    handle = os.open(path / f"{NAME}.ipynb", os.O_RDWR)
    fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_WRLCK)


def looped(path):
    for number in range(50):
        (path / f"{number}.ipynb").symlink_to(f"{(number + 1) % 50}.ipynb")


ATTEMPTS = [name for name in vars(Hostile) if not name.startswith("_") and name != "folder"]
HANGING = ["hangs_asleep", "hangs_busy"]
