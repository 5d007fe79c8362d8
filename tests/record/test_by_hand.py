"""What a person gives belongs to what that person has looked at, or is not given."""

import pytest

from graders.course import Course
from graders.record.by_hand import OutdatedError, Question, entries, give, questions
from tests.record.recording import Recording
from tests.small_course import NAME

EXPLAIN = Question(NAME, NAME, "explain", 1.0, 0, 0)


@pytest.fixture
def made(tmp_path):
    made = Recording(tmp_path / "course")
    made.record("ada", made.filled(explain="Ada's."))
    return made


def answers(made, cell="explain", exercise="explain"):
    with Course(made.folder).gradebook() as gradebook:
        question = Question(NAME, NAME, cell, 1.0, 0, 0)
        return {one.student: one for one in entries(gradebook, question, exercise)}


def save(made, entry, points, comment=None, question=EXPLAIN, exercise="explain", seen=None):
    with Course(made.folder).gradebook() as gradebook:
        return give(gradebook, question, exercise, entry.key, seen or entry.seen, points, comment)


def asked(made) -> dict[str, tuple[int, int]]:
    with Course(made.folder).gradebook() as gradebook:
        return {one.cell: (one.waiting, one.given) for one in questions(gradebook)}


def test_what_waits_is_counted_and_what_is_given_counts_in_the_gradebook(made):
    made.record("ben", made.filled(explain="Ben's."), test_double=None)
    assert asked(made) == {"explain": (2, 0), "test_double": (1, 0)}
    found = answers(made)
    assert {name: one.text for name, one in found.items()} == {"ada": "Ada's.", "ben": "Ben's."}
    now = save(made, found["ada"], 0.5, "Nearly.")
    assert (now.item.score, now.item.waits, now.comment) == (0.5, False, "Nearly.")
    assert made.item("ada", "explain") == (None, 0.5, None, False)
    assert made.comment("ada", "explain") == "Nearly."
    assert made.item("ben", "explain")[1] is None
    assert asked(made) == {"explain": (1, 1), "test_double": (1, 0)}
    # A zero is a person's as well; without points it waits again.
    now = save(made, now, 0.0)
    assert made.item("ada", "explain") == (None, 0.0, None, False)
    save(made, now, None)
    assert made.item("ada", "explain") == (None, None, None, True)
    assert made.comment("ada", "explain") is None and asked(made)["explain"] == (2, 0)


def test_where_the_grader_failed_a_person_gives_the_points_of_the_test(made):
    made.record("ben", made.filled(), test_double=None)
    found = answers(made, "test_double", "double")["ben"]
    assert found.text.startswith("def double") and not found.item.graded
    question = Question(NAME, NAME, "test_double", 1.0, 0, 0)
    save(made, found, 1.0, "It was us.", question, "double")
    assert made.item("ben", "test_double") == (None, 1.0, None, False)
    assert made.comment("ben", "double") == "It was us."


@pytest.mark.parametrize(
    "what", ["another answer", "points", "a comment", "bonus", "gone", "forged"]
)
def test_nothing_is_given_for_what_is_no_longer_so(made, what):
    found = answers(made)["ada"]
    seen = found.seen
    if what == "another answer":
        made.record("ada", made.filled(explain="Quite another."))
    elif what == "points":
        made.give("ada", "explain", 1.0)
    elif what == "a comment":
        made.give("ada", "explain", comment="From the formgrader.")
    elif what == "bonus":
        made.give("ada", "explain", extra=1.0)
    elif what == "gone":
        found = type(found)("0" * 32, "ada", found.item, None, None, found.seen)
    else:
        seen = "f" * 64
    before = made.item("ada", "explain"), made.comment("ada", "explain")
    with pytest.raises(OutdatedError):
        save(made, found, 0.25, "For the first one.", seen=seen)
    assert (made.item("ada", "explain"), made.comment("ada", "explain")) == before


def test_the_same_answer_handed_in_again_is_still_the_one_that_was_read(made):
    found = answers(made)["ada"]
    made.record("ada", made.filled(explain="Ada's.  \n", double="def double(x):\n    return x + x"))
    save(made, found, 1.0)
    made.record("ada", made.filled(explain="Ada's."))
    assert made.item("ada", "explain") == (None, 1.0, None, False)


def test_without_a_place_for_a_comment_nothing_is_saved(made):
    found = answers(made, "test_double", "test_double")["ada"]
    question = Question(NAME, NAME, "test_double", 1.0, 0, 0)
    with pytest.raises(OutdatedError, match="takes no comment"):
        save(made, found, 0.5, "No.", question, "test_double")
    assert made.item("ada", "test_double")[1] is None
