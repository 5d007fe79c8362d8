"""One student's account does its worst to a running hub; another student is answered beside it."""

import itertools
import os
import pwd
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest

from graders.exchange import Exchange
from graders.service.paths import TEMPORARY
from hub.supervisor import COURSE
from tests.system.hub.accounts import needs_root, run_as
from tests.system.hub.handing_in import Desk
from tests.system.hub.hostile import ATTEMPTS, NAME, RELEASED, Hostile, with_cell
from tests.system.hub.running import running_hub
from tests.system.hub.served import running

# None of them has more graded than a student may in a day.
canaries = itertools.cycle(["daemon", "bin", "sys", "games", "man", "lp", "mail", "news"])
pytestmark = [pytest.mark.exhaustive, needs_root]
# Seconds within which the other student is answered, on a machine that does other things, too.
ANSWERED = 120


@pytest.fixture(scope="module")
def hub():
    with running_hub() as hub:
        yield hub


def occupied(folder):
    """Bytes of disk, while files come and go."""
    found = 0
    for place, _, files in os.walk(folder):
        for name in files:
            with suppress(OSError):
                found += os.lstat(os.path.join(place, name)).st_blocks * 512
    return found


def is_answered(hub):
    """Hand in as another student; return after how many seconds the answer is there."""
    settings = hub.settings
    content = with_cell(RELEASED, f"# {time.time()}")  # no results are kept of this one
    desk = Desk(Exchange(settings.exchange, COURSE), NAME, True)
    begun = time.monotonic()
    name = desk.hand_in(next(canaries), content.encode())
    while not desk.page(name):
        assert time.monotonic() - begun < ANSWERED, hub.log
        time.sleep(0.1)
    assert "Your submission is safe, but" not in desk.page(name)
    return time.monotonic() - begun


@pytest.fixture
def isolated(hub):
    if not hub.settings.accounts:
        pytest.skip("all is one account's here")
    return hub


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_another_student_is_answered_beside_it(isolated, attempt):
    settings = isolated.settings
    inbound = Exchange(settings.exchange, COURSE).inbound
    run_as(settings.students[1], getattr(Hostile(settings.students[1], inbound), attempt))
    print(f"{attempt}: {is_answered(isolated):.1f} s")
    assert occupied(settings.home(settings.grader)) < 600 * 2**20
    assert (settings.hub / "jupyterhub.log").stat().st_size < 5 * 2**20


def within(hub, account, source):
    """Run a program as an account, where the hub's servers run, with what they see."""
    (process,) = (
        child
        for child in psutil.Process(hub.process.pid).children(recursive=True)
        if child.cmdline()[1:3] == ["-m", "jupyterhub"]
    )
    entry = pwd.getpwnam(account)
    command = ["nsenter", "--target", str(process.pid), "--mount", "--pid"]
    command += ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
    return subprocess.run(
        [*command, sys.executable, "-c", source], capture_output=True, text=True, timeout=300
    )


# All the files that there may be.
FILLS = """
import itertools, os
os.chdir("/tmp")
for number in itertools.count():
    try:
        os.close(os.open(str(number), os.O_WRONLY | os.O_CREAT))
    except OSError as error:
        print(error.strerror)
        break
"""
EMPTIES = """
import os
for entry in list(os.scandir("/tmp")):
    if entry.name.isdigit():
        os.unlink(entry.path)
"""


def test_who_fills_the_temporary_folder_of_all_stops_nobody(isolated):
    student = isolated.settings.students[1]
    done = within(isolated, student, FILLS)
    assert done.stdout == "No space left on device\n", done
    # Also when the grader is started again meanwhile.
    kept = list((isolated.settings.course / TEMPORARY).iterdir())
    (grader,) = running(isolated.process.pid, "graders.service.grader")
    os.kill(grader, signal.SIGKILL)
    assert any(path.name.startswith("graders-") for path in kept)
    try:
        print(f"a full /tmp: {is_answered(isolated):.1f} s")
    finally:
        within(isolated, student, EMPTIES)
