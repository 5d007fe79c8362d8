"""Odd names in the exchange: each is received or refused alone, and graded as itself."""

import pytest
from traitlets.config import Config

from graders.course import Course
from graders.exchange import Exchange, Receipt, SubmissionGone
from graders.names import fault_of_student, shown_name
from graders.service.grader import grade_all
from graders.service.jupyterhub import add_course
from graders.service.paths import QUEUE
from graders.service.policy import Policy
from graders.service.publisher import Publisher
from graders.service.queue import Queue, Stage
from graders.service.receiver import Receiver
from graders.service.rendering import TEMPLATES
from tests import odd_names
from tests.grading_course import NAME, Class
from tests.system.hub.exchanging import forged
from tests.this_process import ThisProcess

COURSE = "course"
ORDINARY = ("ada", "carl")
# As much as a file system has room for beside the rest of the name.
ODD = {
    key: name
    for key, name in odd_names.EXCEPT_PATHS.items()
    if len(forged(name).encode(errors="surrogateescape")) < 256
}


class Desk:
    """A course with an exchange in which all accounts are one, and the parts of its service."""

    def __init__(self, folder):
        self.course = Class(folder / "course")
        (folder / "exchange").mkdir()
        self.exchange = Exchange(folder / "exchange", COURSE, "claimed")
        self.exchange.prepare()
        (self.exchange.folder / "outbound" / NAME).mkdir()
        self.queue = Queue(self.course.folder / QUEUE)
        opened, policy = Course(self.course.folder), Policy()
        self.receiver = Receiver(self.exchange, self.queue, policy, self.course.folder)
        self.publisher = Publisher(opened, self.exchange, self.queue, policy)
        self.opened = opened

    def hand_in(self, student, content: bytes, name=None):
        folder = self.exchange.inbound / (name or forged(student))
        folder.mkdir()
        (folder / f"{NAME}.ipynb").write_bytes(content)
        folder.chmod(0o777)
        return folder

    def receive(self, receiver=None):
        """Empty the exchange, by turns, as the service does; return how many were taken in."""
        return sum(iter((receiver or self.receiver).receive, 0))

    def work(self):
        """Do what the service and its grader do."""
        self.receive()
        grade_all(self.opened, self.queue, ThisProcess())
        self.publisher.give_all()


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.queue.close()


def notebooks(course):
    """Return a right one and one without answers, as bytes."""
    right = course.submit("x", course.filled()).read_bytes()
    empty = course.submit("x", course.released).read_bytes()
    return right, empty


def test_every_odd_name_is_received_or_refused_alone(desk):
    for name in ODD.values():
        desk.hand_in(name, b'{"cells": []}')
    desk.hand_in("", b"{}", name="ad\udcff")  # nothing that Submit makes
    desk.hand_in("ada", b'{"cells": []}')
    assert desk.receive() == len(ODD) + 2
    again = Receiver(desk.exchange, Queue(desk.course.folder / QUEUE), Policy(), desk.opened.root)
    assert desk.receive(again) == 0  # the service was started again
    found = {row.name: row for row in desk.queue.find()}
    assert found.keys() == {*map(forged, ODD.values()), "ad\udcff", forged("ada")}
    for name in ODD.values():
        row, fault = found[forged(name)], fault_of_student(name)
        assert (row.stage, fault in row.reason) == ("refused" if fault else "waiting", True)
        assert row.student == name if not fault else row.student.isprintable()
    assert found[forged("ada")].stage == Stage.WAITING
    desk.publisher.give_all()
    refused = {row.name for row in desk.queue.find("stage = 'refused'")}
    for name in refused:
        page = (desk.exchange.inbound / name / "feedback.html").read_text()
        assert "does not count" in page
    for row in found.values():  # the instructors' page can show it
        assert TEMPLATES.get_template("refused.html").render(submission=row).encode()


@pytest.mark.parametrize("name", ["..", ".", "123 [abc]", "*", "a/b", "-f", "a\nb", "\udcff"])
def test_an_assignment_in_the_exchange_is_no_path_and_no_pattern(desk, tmp_path, name):
    (tmp_path / "course" / "release" / "lasso.ipynb").write_text("{}")
    receipt = Receipt()
    folder = f"ada+{name}+2020-01-01 00:00:00 UTC+x"
    if "/" not in name:
        desk.hand_in("ada", b"{}", name=folder)
        desk.receiver.receive()
        (row,) = desk.queue.find()
        assert row.stage == Stage.REFUSED and row.reason.isprintable()
        return
    with pytest.raises(SubmissionGone):
        desk.exchange.receive(folder, tmp_path, receipt)


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["*", "{0}", "ADA", "ad\udcff"], id="some"),
        pytest.param(ODD.values(), id="all", marks=pytest.mark.exhaustive),
    ],
)
def test_nobody_elses_grade_changes(desk, names):
    right, empty = notebooks(desk.course)
    for student, content in zip(ORDINARY, (empty, right), strict=True):
        desk.hand_in(student, content)
    desk.work()
    before = desk.course.gradebook()
    assert before.keys() == set(ORDINARY)
    for number, name in enumerate(names):
        desk.hand_in(name, right if number % 2 else empty)
    desk.work()
    after = desk.course.gradebook()
    assert {student: after[student] for student in ORDINARY} == before
    graded = {name for name in names if not fault_of_student(name)}
    assert after.keys() == {*ORDINARY, *graded}
    for number, name in enumerate(names):
        if name in graded:
            assert after[name]["test_double"][0] == number % 2
    assert desk.queue.counts()["graded"] == 2 + len(graded)
    assert not desk.queue.find("stage = 'failed'")


@pytest.mark.parametrize("course", ["", "a b", "../x", "a/b", "[test] course", "a?b", "a%2f"])
def test_a_courses_id_that_is_no_part_of_an_address_is_refused(course, tmp_path):
    with pytest.raises(ValueError, match="part of addresses"):
        add_course(
            Config(),
            course,
            folder=tmp_path,
            exchange=tmp_path,
            account="",
            instructors=[],
            students=[],
            roles=tmp_path,
        )


def test_what_is_shown_of_a_name_is_printable():
    assert all(shown_name(name).isprintable() for name in ODD.values())
