"""One student's account does its worst to a running hub; another student is answered beside it."""

import json
import os
import secrets
import time
from contextlib import suppress
from functools import partial

import pytest

from graders.exchange import MAX_FILES, SECRET, Exchange
from graders.intake.limits import MAX_FILE
from hub.settings import REPOSITORY
from hub.supervisor import COURSE
from tests.system.hub.accounts import needs_root, run_as
from tests.system.hub.handing_in import Desk
from tests.system.hub.running import running_hub

pytestmark = [pytest.mark.exhaustive, needs_root]
NAME = "lasso"
# Seconds within which the other student is answered, on a machine that does other things, too.
ANSWERED = 120


@pytest.fixture(scope="module")
def hub():
    with running_hub() as hub:
        yield hub


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

    def sleeping(self):
        for _ in range(2):
            for assignment, content in SLEEPING.items():
                fill = partial(write, name=f"{assignment}.ipynb", content=content)
                self.folder(fill=fill, assignment=assignment)


def write(path, name, content):
    (path / name).write_text(content)


def sleeps(path):
    """Return a released notebook with a cell that sleeps before all others."""
    notebook = json.loads(path.read_text())
    cell = {"cell_type": "code", "id": "sleeps", "metadata": {}, "outputs": []}
    cell |= {"execution_count": None, "source": "import time\ntime.sleep(600)"}
    notebook["cells"].insert(0, cell)
    return json.dumps(notebook)


# Read before anybody acts as an account that cannot.
SLEEPING = {path.stem: sleeps(path) for path in sorted((REPOSITORY / "release").glob("*/*.ipynb"))}


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


def occupied(folder):
    """Bytes of disk, while files come and go."""
    found = 0
    for place, _, files in os.walk(folder):
        for name in files:
            with suppress(OSError):
                found += os.lstat(os.path.join(place, name)).st_blocks * 512
    return found


ATTEMPTS = [name for name in vars(Hostile) if not name.startswith("_") and name != "folder"]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_another_student_is_answered_beside_it(hub, attempt):
    settings = hub.settings
    if not settings.accounts:
        pytest.skip("all is one account's here")
    exchange = Exchange(settings.exchange, COURSE)
    kept = settings.course / ".graders"
    run_as(settings.students[1], getattr(Hostile(settings.students[1], exchange.inbound), attempt))
    content = (REPOSITORY / "release" / NAME / f"{NAME}.ipynb").read_bytes()
    desk = Desk(exchange, NAME, True)
    begun = time.monotonic()
    name = desk.hand_in(settings.students[0], content)
    while not desk.page(name):
        assert time.monotonic() - begun < ANSWERED, hub.log
        time.sleep(0.1)
    print(f"{attempt}: {time.monotonic() - begun:.1f} s")
    assert occupied(kept) < 200 * 2**20
    assert (settings.hub / "jupyterhub.log").stat().st_size < 5 * 2**20
