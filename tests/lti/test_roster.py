"""The roster: who is new, who is called otherwise, who is gone; and who wants to be another."""

import pytest
from nbgrader.api import Gradebook

from graders.lti.identity import SIS, SUB
from graders.lti.outbox import Outbox
from graders.lti.roster import apply, plan
from graders.lti.settings import LTI
from tests.lti.learning_platform import INSTRUCTOR, LEARNER

ELSEWHERE = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"
ASSISTANT = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"


def member(user, name="Ada Lovelace", roles=(LEARNER,), record=None, **more):
    first, _, last = name.partition(" ")
    found = {"user_id": user, "given_name": first, "family_name": last, "roles": list(roles)}
    return found | ({"lis_person_sourcedid": record} if record else {}) | more


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """To make a gradebook takes as long as all of these tests."""
    with Gradebook(f"sqlite:///{tmp_path_factory.mktemp('g')}/gradebook.db") as gradebook:
        yield gradebook


@pytest.fixture
def course(empty, tmp_path):
    outbox = Outbox(tmp_path, LTI(issuer="https://x.org"))
    yield empty, outbox
    outbox.close()
    for student in empty.students:
        empty.remove_student(student.id)


def planned(course, *members, names=SUB, write=False):
    gradebook, outbox = course
    made = plan(members, names, outbox.people(), gradebook)
    if write:
        apply(made, outbox, gradebook)
    return made


def students(people):
    return [one.student for one in people]


def test_who_is_new_is_added_only_when_it_is_said_so(course):
    gradebook, outbox = course
    members = member("3"), member("4", "Ben B", email="ben@x.org"), member("9", roles=[INSTRUCTOR])
    made = planned(course, *members)
    assert students(made.new) == ["lti-3", "lti-4"] and students(made.others) == ["lti-9"]
    assert not gradebook.students and not outbox.people()
    planned(course, *members, write=True)
    assert outbox.people() == {"lti-3": "3", "lti-4": "4"}
    assert gradebook.find_student("lti-4").email == "ben@x.org"
    assert students(planned(course, *members).same) == ["lti-3", "lti-4"]


def test_another_name_or_address_makes_nobody_another(course):
    gradebook, outbox = course
    planned(course, member("3"), member("4", "Ben B"), write=True)
    made = planned(
        course, member("3", "Ben B", email="ben@x.org"), member("4", "Ben B"), write=True
    )
    assert students(made.changed) == ["lti-3"] and not made.new and not made.refused
    assert gradebook.find_student("lti-3").first_name == "Ben"
    assert outbox.people() == {"lti-3": "3", "lti-4": "4"}


def test_another_record_makes_nobody_another(course):
    planned(course, member("3", record="ada"), member("4", record="ben"), names=SIS, write=True)
    made = planned(
        course, member("3", record="ben"), member("4", record="ada"), names=SIS, write=True
    )
    assert students(made.same) == ["ada", "ben"] and len(made.refused) == 2
    assert course[1].people() == {"ada": "3", "ben": "4"}
    made = planned(course, member("5", record="ada"), member("4", record="ben"), names=SIS)
    assert "ada is somebody else here" in made.refused[0] and made.gone == ["ada"]


def test_two_who_would_be_one_are_nobody(course):
    made = planned(course, member("3", record="ada"), member("4", record="ada"), names=SIS)
    assert len(made.refused) == 2 and not made.new
    made = planned(course, member("3"), member("3", "Ben B"))
    assert len(made.refused) == 2 and not made.new


def test_who_is_gone_stays_and_is_named(course):
    planned(course, member("3"), member("4"), write=True)
    made = planned(course, member("3", status="Inactive"), write=True)
    assert made.gone == ["lti-3", "lti-4"] and len(course[0].students) == 2
    assert planned(course, member("3"), write=True).gone == ["lti-4"]


@pytest.mark.parametrize(
    ("roles", "is_student"),
    [
        ([LEARNER], True), (["Learner"], True), ([INSTRUCTOR], False),
        ([LEARNER, INSTRUCTOR], False), ([LEARNER, ASSISTANT], True), ([ASSISTANT], False),
        ([LEARNER, ELSEWHERE], True), ([ELSEWHERE.replace("Instructor", "Student")], False),
        ([], False), (None, False),
        ("Learner", False), ([3, {"x": 1}], False),
    ],
)  # fmt: skip
def test_who_is_a_student(course, roles, is_student):
    made = planned(course, member("3") | {"roles": roles})
    assert bool(made.new) == is_student and bool(made.others) != is_student


@pytest.mark.parametrize("user", [None, "", 3, "a" * 300, {"x": 1}])
def test_somebody_without_an_id_is_named_and_the_others_are_added(course, user):
    made = planned(course, member(user, name="Eve E"), member("3"))
    assert students(made.new) == ["lti-3"] and len(made.refused) == 1


def test_hostile_names_are_one_line_of_what_can_be_seen(course):
    made = planned(course, member("3", "A\x1b[2J\n\u202eda " + "b" * 9999, email=["x"]), write=True)
    (one,) = made.new
    assert one.first.isprintable() and one.last.isprintable() and len(one.last) <= 128
    assert one.email == ""
