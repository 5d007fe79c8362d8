"""What ends or falls silent is started again, and everybody can see which."""

import time

import pytest

from graders.service import child, service
from graders.service.child import SILENCE, Job
from graders.service.service import Child


@pytest.fixture
def silent(tmp_path, monkeypatch):
    """Make a process that hangs or ends, which may be silent for a second."""
    monkeypatch.setitem(SILENCE, Job.EXCHANGE, 1.0)
    monkeypatch.setattr(service, "PAUSES", (0.1, 0.2))
    made = []

    def make(how):
        made.append(
            Child(tmp_path, Job.EXCHANGE, ["tests.system.hub.falling_silent", str(tmp_path), how])
        )
        return made[0]

    yield make
    made[0].end()
    made[0].wait()


def look_until(process, condition):
    ends = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < ends
        process.look()
        time.sleep(0.02)


@pytest.mark.parametrize("how", ["hangs", "ends"])
def test_what_hangs_or_ends_is_started_again_and_said(silent, tmp_path, how, caplog):
    process, started = silent(how), tmp_path / "started"

    def said():
        return child.faults(tmp_path, [Job.EXCHANGE]).get(Job.EXCHANGE, "")

    assert "not running" in said()
    if how == "hangs":
        look_until(process, lambda: "is full" in said())
        look_until(process, lambda: "nothing was heard" in said())
    look_until(process, lambda: started.exists() and len(started.read_text()) == 2)
    assert ("silent for" in caplog.text) == (how == "hangs")


def test_what_keeps_a_process_from_its_work_is_seen_until_it_passes(tmp_path):
    heartbeat = child.Heartbeat(tmp_path, Job.PAGES)
    size = child.file_of(tmp_path, Job.PAGES).stat().st_size
    for fault in ("x" * 5000, "the gradebook is locked: \udcff", ""):
        heartbeat.beat(fault)
        heartbeat.beat()
        assert child.file_of(tmp_path, Job.PAGES).stat().st_size == size
