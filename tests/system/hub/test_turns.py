"""Receiving and giving back by turns: what one account does holds nobody up."""

import itertools
import os
import pwd
import threading
import time

import pytest

from graders.course import Course
from graders.exchange import Exchange, Receipt
from graders.service.exchanging import Turns
from graders.service.paths import QUEUE, copy_of, page_of
from graders.service.policy import DAY, Policy
from graders.service.publisher import MOST, Publisher
from graders.service.queue import Queue, Stage
from graders.service.receiver import Receiver
from graders.service.shares import ANSWERED
from tests.grading_course import NAME, Class
from tests.system.hub.accounts import ADA, BEN, needs_root, open_folder

pytestmark = pytest.mark.exhaustive
NUMBERS = itertools.count()


class Place:
    """An exchange and a course in a folder, without processes."""

    def __init__(self, folder, **policy):
        self.course = Course(Class(folder / "course").folder)
        self.exchange = Exchange(folder, "exchange", "claimed")
        self.exchange.prepare()
        (self.exchange.folder / "outbound" / NAME).mkdir()
        self.queue = Queue(self.course.root / QUEUE)
        self.policy = Policy(**policy)
        self.receiver = Receiver(self.exchange, self.queue, self.policy, self.course.root)

    def hand_in(self, owner, content=b"{}", mode=0o777):
        name = f"{owner}+{NAME}+2030-01-01 00:00:00 UTC+{next(NUMBERS)}"
        folder = self.exchange.inbound / name
        folder.mkdir(mode=0o755)
        (folder / f"{NAME}.ipynb").write_bytes(content)
        for path in (folder / f"{NAME}.ipynb", folder):
            os.chown(path, pwd.getpwnam(owner).pw_uid, -1)
        folder.chmod(mode)
        return name

    def stages(self, owner=ADA):
        return [row.stage for row in self.queue.find("student = :owner", owner=owner)]


@pytest.fixture
def place(request):
    with open_folder() as folder:
        yield (made := Place(folder, **getattr(request, "param", {})))
        made.queue.close()


@needs_root
def test_each_account_has_its_turn_however_many_another_hands_in(place):
    for _ in range(40):
        place.hand_in(ADA)
        place.hand_in(ADA, mode=0o755)  # unfinished
    canary = place.hand_in(BEN)
    assert place.receiver.receive() == 2
    assert canary in place.queue.names()
    assert place.receiver.receive() == 1


@needs_root
def test_who_hands_in_large_ones_comes_after_those_who_do_not(place, monkeypatch):
    """Many accounts at once: their turns are not waited for."""
    monkeypatch.setattr("graders.service.receiver.TURN", 0.2)
    receive = place.exchange.receive

    def reads(name, target, receipt):
        time.sleep(0 if name.startswith(BEN) else 0.15)
        receive(name, target, receipt)

    monkeypatch.setattr(place.exchange, "receive", reads)
    large = ["sys", "man", "lp", "mail", "news", "uucp", "proxy"]
    for owner in large:
        place.hand_in(owner), place.hand_in(owner)
    assert 1 <= place.receiver.receive() < 4
    canary = place.hand_in(BEN)
    begun = time.monotonic()
    while canary not in place.queue.names():
        place.receiver.receive()
    assert time.monotonic() - begun < 1.5
    while place.receiver.receive():
        pass
    assert len(place.stages("sys")) == 2


@needs_root
def test_one_that_raises_holds_nobody_up_nor_the_other_direction(place, monkeypatch):
    bad, good, canary = place.hand_in(ADA), place.hand_in(ADA), place.hand_in(BEN)
    receive = place.exchange.receive

    def fails(name, target, receipt):
        if name == bad:
            raise OSError("a fault of the disk")
        receive(name, target, receipt)

    monkeypatch.setattr(place.exchange, "receive", fails)
    given = []
    turns = Turns(place.receiver.receive, lambda: given.append(1) or 1)
    assert turns.take() == "a fault of the disk" and given
    assert place.queue.names() == {good, canary}
    monkeypatch.undo()
    assert turns.take() == "" and bad in place.queue.names()


@needs_root
def test_folders_that_come_and_go_are_no_trouble(place):
    names = [place.hand_in(ADA) for _ in range(20)]
    ended = threading.Event()

    def rename():
        for number in itertools.count():
            if ended.is_set():
                return
            path = place.exchange.inbound / names[number % 20]
            os.rename(path, other := f"{path}x{number}")
            os.rename(other, path)

    thread = threading.Thread(target=rename)
    thread.start()
    canaries = [place.hand_in(BEN) for _ in range(5)]
    try:
        for _ in canaries:
            place.receiver.receive()
    finally:
        ended.set()
        thread.join()
    assert set(canaries) <= place.queue.names()


@needs_root
def test_one_that_is_gone_when_it_is_looked_at_and_then_back_is_no_fault(place, monkeypatch):
    bad, canary = place.hand_in(ADA), place.hand_in(BEN)
    path, receive = place.exchange.inbound / bad, place.exchange.receive

    def hides(name, target, receipt):
        hidden = name == bad and path.rename(f"{path}x")
        try:
            receive(name, target, receipt)
        finally:
            if hidden:
                hidden.rename(path)

    monkeypatch.setattr(place.exchange, "receive", hides)
    assert place.receiver.receive() == 1 and place.queue.names() == {canary}
    assert not [*place.course.root.rglob("*.part")]
    monkeypatch.undo()
    assert place.receiver.receive() == 1 and place.queue.names() == {bad, canary}


@needs_root
def test_what_a_forgotten_student_handed_in_is_not_taken_in_again(place):
    place.hand_in(ADA), place.hand_in(BEN)
    while place.receiver.receive():
        pass
    place.queue.forget(ADA)
    fresh = Receiver(place.exchange, place.queue, place.policy, place.course.root)
    assert fresh.receive() == 0 and place.stages() == [] and len(place.stages(BEN)) == 1
    place.hand_in(ADA)  # who is not forgotten any more
    assert fresh.receive() == 1 and len(place.stages()) == 1


@needs_root
@pytest.mark.parametrize("place", [{"folders_per_day": 3}], indirect=True)
def test_who_hands_in_too_often_is_told_and_then_waits(place, monkeypatch):
    for _ in range(3 + ANSWERED + 5):
        place.hand_in(ADA)
    while place.receiver.receive():
        pass
    assert place.stages().count(Stage.REFUSED) == ANSWERED and len(place.stages()) == 3 + ANSWERED
    refused = place.queue.find("stage = 'refused'")[0]
    assert refused.reason.startswith("One account may hand in 3 submissions within 24 hours")
    assert all(size == 0 for size in sizes(copy_of(place.course.root, refused.name)))
    place.hand_in(BEN)
    assert place.receiver.receive() == 1
    later = time.time() + DAY + 1
    monkeypatch.setattr("graders.service.shares.time.time", lambda: later)
    assert place.receiver.receive() == 1 and len(place.stages()) == 4 + ANSWERED


@needs_root
@pytest.mark.parametrize("place", [{"megabytes_per_day": 1}], indirect=True)
def test_who_hands_in_too_much_is_told(place):
    for _ in range(3):
        place.hand_in(ADA, b"{" + b" " * 2**19)
        place.receiver.receive()
    assert place.stages().count(Stage.REFUSED) == 2
    assert "1 MB within 24 hours" in place.queue.find("stage = 'refused'")[0].reason


@needs_root
@pytest.mark.parametrize("place", [{"megabytes_per_day": 1}], indirect=True)
@pytest.mark.parametrize("what", ["small files", "feedback pages"])
def test_what_takes_room_counts_whatever_it_is(place, what):
    """A file of some bytes takes a block, and a page is made of what was handed in."""
    for _ in range(3):
        name = place.hand_in(ADA)
        folder = place.exchange.inbound / name
        for number in range(90 if what == "small files" else 0):
            path = folder / f"{number}"
            path.touch()
            os.chown(path, pwd.getpwnam(ADA).pw_uid, -1)
        place.receiver.receive()
        if what == "feedback pages" and (found := place.queue.start_next()):
            page = page_of(place.course.root, found.id, NAME)
            page.parent.mkdir(parents=True)
            page.write_bytes(b"x" * 2**19)
            place.queue.finish(found.id, [], [], "")
    assert place.stages().count(Stage.REFUSED) == 1
    assert "1 MB within 24 hours" in place.queue.find("stage = 'refused'")[0].reason


@needs_root
@pytest.mark.parametrize("released", [True, False])
def test_an_assignment_that_students_have_not_seen_is_not_shown_to_who_guesses_its_name(
    place, released
):
    """Its feedback page holds all of it. One that is taken back was seen."""
    outbound = place.exchange.folder / "outbound" / NAME
    if released:
        place.hand_in(BEN)
        place.receiver.receive()
    outbound.rmdir()
    place.hand_in(ADA)
    place.receiver.receive()
    (found,) = place.queue.find("student = :ada", ada=ADA)
    assert found.stage == (Stage.WAITING if released else Stage.REFUSED)
    if not released:
        assert found.reason == f"There is no assignment {NAME!r} in this course."


def sizes(folder):
    return [path.stat().st_size for path in folder.rglob("*")]


def test_pages_are_given_by_turns_and_one_that_cannot_be_holds_nobody_up(place, monkeypatch):
    for number in range(MOST + 10):
        place.queue.add(f"ada {number}", Receipt("ada", NAME, 1000.0 + number), refused="too many")
    place.queue.add("bad", Receipt("bad", NAME, 1.0), refused="no")
    place.queue.add("ben", Receipt("ben", NAME, 5000.0), refused="no")
    publish = place.exchange.publish

    def fails(name, *rest):
        if name == "bad":
            raise OSError("a fault of the disk")
        publish(name, *rest)

    monkeypatch.setattr(place.exchange, "publish", fails)
    publisher = Publisher(place.course, place.exchange, place.queue, place.policy)
    with pytest.raises(OSError, match="fault of the disk"):
        publisher.give_all()
    shown = {row.name for row in place.queue.find("shown != ''")}
    assert "ben" in shown and len(shown) == MOST
    monkeypatch.undo()
    assert publisher.give_all() == 12 and publisher.give_all() == 0
