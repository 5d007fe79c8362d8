"""The course's policy: what students are shown and may occupy; set in nbgrader_config.py."""

from datetime import UTC, datetime

from traitlets import Enum, Integer, TraitError, validate
from traitlets.config import Configurable

FULL, POINTS, NOTHING = "full", "points", "nothing"
DAY = 24 * 3600.0


class Policy(Configurable):
    """How the grading service treats students."""

    feedback_until_due = Enum(
        [FULL, POINTS, NOTHING],
        FULL,
        help="""What comes back before an assignment's due date: the whole feedback page ("full"),
        the points of each exercise ("points"), or only that it was received ("nothing"). After the
        due date everybody gets the whole page, who was given more time after that. An assignment
        without a due date is never due.""",
    ).tag(config=True)
    gradings_per_day = Integer(
        10,
        help="""How many submissions to an assignment a student has graded in 24 hours, so that
        nobody finds the hidden tests by trying; 0 for any number. One more waits until it may be
        graded; if the student hands in again meanwhile, the newest counts.""",
    ).tag(config=True)

    # ---- What one account may occupy.
    folders_per_day = Integer(
        200,
        help="""How many submissions an account hands in in 24 hours, to all assignments together
        and refused ones included; 0 for any number. More are refused, and the student is told.""",
    ).tag(config=True)
    megabytes_per_day = Integer(
        1000,
        help="""How many megabytes that may be together; 0 for any number.""",
    ).tag(config=True)
    grading_seconds_per_hour = Integer(
        120,
        help="""Seconds of grading that a student has in an hour before those come first who had
        less; 0 if all are graded in the order in which they handed in.""",
    ).tag(config=True)
    first_try_seconds = Integer(
        30,
        help="""Seconds after which a submission gives way: it is graded again from its beginning
        when no other waits, by all workers but one at most; 0 if each is graded to its end at once.
        Where an assignment takes long in general it is four times that.""",
    ).tag(config=True)
    connections = Integer(
        200,
        help="""How many connections to the pages of the service are open at once; the oldest one
        is closed for a new one.""",
    ).tag(config=True)

    @validate(
        *("gradings_per_day", "folders_per_day", "megabytes_per_day"),
        *("grading_seconds_per_hour", "first_try_seconds"),
    )
    def _not_negative(self, proposal: dict) -> int:
        if proposal["value"] < 0:
            raise TraitError(f"Policy.{proposal['trait'].name} is 0 (no limit) or more")
        return proposal["value"]

    @validate("connections")
    def _some(self, proposal: dict) -> int:
        if proposal["value"] < 10:
            raise TraitError("Policy.connections is 10 or more")
        return proposal["value"]

    def level(self, due: datetime | None, now: float) -> str:
        """Return what students see now, in seconds since the epoch: "full", "points" or "nothing".

        The due date is as in nbgrader's gradebook: UTC, without a time zone.
        """
        if due is not None and now >= due.replace(tzinfo=UTC).timestamp():
            return FULL
        return self.feedback_until_due

    def not_before(self, received: float, counted: list[float]) -> float:
        """Return when a submission may be graded: when it is received, or when the limit allows.

        It depends on when the student's other submissions to the assignment counted. All times are
        in seconds since the epoch.
        """
        limit = self.gradings_per_day
        recent = sorted(moment for moment in counted if received - DAY < moment)
        if not limit or len(recent) < limit:
            return received
        return recent[-limit] + DAY
