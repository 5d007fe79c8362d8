"""The platform's roster beside the course's: who is new, who is called what, who is gone.

Nobody is removed here, and nobody who is known is ever called otherwise: a name here belongs to an
id of the platform's, and stays with it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import Gradebook, Student

from graders.lti.identity import IdentityError, name_of
from graders.lti.outbox import Outbox
from graders.names import fault_of_student

# How long a name or an address of e-mail may be: nbgrader's gradebook has room for so much.
LONGEST = 128
_STUDENTS = {"learner", "student"}
_STAFF = {"instructor", "contentdeveloper", "administrator", "manager"}


@dataclass(frozen=True)
class Person:
    """Somebody in the platform's roster, by the name that they have here."""

    user: str
    student: str
    first: str
    last: str
    email: str

    @property
    def shown(self) -> str:
        """The person's own name."""
        return f"{self.first} {self.last}".strip() or self.email


@dataclass
class Plan:
    """What is to be done.

    Attributes
    ----------
    new, changed, same : list of Person
        Students: unknown yet; with another own name or e-mail address; as they are known.
    others : list of Person
        Not students, instructors above all; nothing is done with them.
    gone : list of str
        Students here whom the platform's roster has no longer, or as inactive.
    refused : list of str
        Whom nothing is done with, and why.
    """

    new: list[Person] = field(default_factory=list)
    changed: list[Person] = field(default_factory=list)
    same: list[Person] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def plan(
    members: Iterable[dict[str, Any]], names: str, known: dict[str, str], gradebook: Gradebook
) -> Plan:
    """Compare the platform's roster with what is known here.

    Parameters
    ----------
    members : iterable of dict
        As the platform has sent them.
    names : str
        As `LTI.names`.
    known : dict of str to str
        The platform's ids by the names here.
    """
    made, people = Plan(), []
    by_user = {user: student for student, user in known.items()}
    active = [one for one in members if one.get("status", "Active") == "Active"]
    for member in active:
        try:
            people.append((_person(member, names, by_user, made), _is_learner(member)))
        except IdentityError as error:
            made.refused.append(f"{_words(member.get('name')) or 'somebody'}: {error}")
    users = Counter(person.user for person, _ in people)
    wanted = Counter(person.student for person, _ in people)
    students = {one.id: one for one in gradebook.students}
    for person, is_learner in people:
        if users[person.user] > 1:
            made.refused.append(f"{person.shown}: the platform names this person twice")
        elif wanted[person.student] > 1 or known.get(person.student, person.user) != person.user:
            made.refused.append(f"{person.shown}: {person.student} is somebody else here")
        elif not is_learner:
            made.others.append(person)
        else:
            _sort(person, known, students, made)
    there = {person.user for person, _ in people}
    made.gone = sorted(student for student, user in known.items() if user not in there)
    return made


def _sort(person: Person, known: dict[str, str], students: dict[str, Student], made: Plan) -> None:
    recorded = students.get(person.student)
    if recorded is None or person.student not in known:
        made.new.append(person)
    elif (person.first, person.last, person.email) != (
        recorded.first_name or "",
        recorded.last_name or "",
        recorded.email or "",
    ):
        made.changed.append(person)
    else:
        made.same.append(person)


def _person(member: dict[str, Any], names: str, by_user: dict[str, str], made: Plan) -> Person:
    user = member.get("user_id")
    first, last = _words(member.get("given_name")), _words(member.get("family_name"))
    if not first and not last:
        first, _, last = _words(member.get("name")).rpartition(" ")
    email = _words(member.get("email"))
    student = by_user.get(user) if isinstance(user, str) else None
    try:
        wanted = name_of(user, member.get("lis_person_sourcedid"), names)
    except IdentityError:
        if student is None:
            raise
        wanted = student
    if student is not None and wanted != student:
        shown = f"{first} {last}".strip()
        made.refused.append(
            f"{shown}: is {wanted} by the platform now, and stays {student} here, where the "
            "submissions are; to log in as before, the id on the platform has to be put right"
        )
    if fault := fault_of_student(student or wanted):
        raise IdentityError(f"the name {fault}")
    return Person(str(user), student or wanted, first, last, email)


def _is_learner(member: dict[str, Any]) -> bool:
    """Whether somebody is a student in this course, whatever they are at the university."""
    roles = member.get("roles")
    found = [str(one).casefold() for one in roles] if isinstance(roles, list) else []
    # Of the course: …/membership#Learner, or a word alone. Others are of the university, or are
    # sub-roles, such as …/membership/Instructor#TeachingAssistant.
    here = {one.rpartition("#")[2] for one in found if "membership#" in one or "/" not in one}
    return bool(here & _STUDENTS) and not here & _STAFF


def _words(value: object) -> str:
    """Return a text of the platform's on one line, without what cannot be seen."""
    if not isinstance(value, str):
        return ""
    seen = "".join(one if one.isprintable() else " " for one in value[: 4 * LONGEST])
    return " ".join(seen.split())[:LONGEST]


def apply(made: Plan, outbox: Outbox, gradebook: Gradebook) -> None:
    """Add who is new, note who is who, and take over own names and addresses of e-mail."""
    for person in [*made.new, *made.changed]:
        gradebook.update_or_create_student(
            person.student, first_name=person.first, last_name=person.last, email=person.email
        )
    people = [*made.new, *made.changed, *made.same]
    users = outbox.people()
    gone = [users[student] for student in made.gone]
    outbox.bind([(one.user, one.student) for one in people], gone)
