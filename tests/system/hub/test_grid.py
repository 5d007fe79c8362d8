"""The class as a table: who is missing, late, or waits for a person; never a quiet zero."""

from datetime import UTC, datetime, timedelta

import pytest

from graders.record.overview import Overview, Recorded
from graders.service.grid import formgrader_link, grid
from graders.service.queue import Stage
from graders.service.state import ClassBook

NOW = 1_800_000_000.0
HERE = datetime.fromtimestamp(NOW, UTC)
HOUR = timedelta(hours=1)


def cell(recorded=None, stage=None, due=-HOUR, granted=timedelta(), received=NOW - 7200):
    """Return the cell of one student in one assignment, and who is missing."""
    key = "ada", "lasso"
    overview = Overview(
        ["ada"], {} if due is None else {"lasso": HERE + due}, {key: recorded} if recorded else {}
    )
    stages = {key: (stage, received)} if stage else {}
    book = ClassBook(overview, {key: granted})
    found = grid(book, stages, ["lasso"], NOW, "/services/course")
    return found.rows[0].cells[0], found.columns[0].missing


def recorded(**values):
    values = {"points": 5.0, "max_points": 7.0, "graded": 4} | values
    return Recorded(HERE - 2 * HOUR, notebooks=["1f"], **values)


@pytest.mark.parametrize(
    ("options", "kind", "notes"),
    [
        ({}, "missing", ["missing"]),
        ({"due": HOUR}, "open", ["not yet"]),
        ({"due": None}, "open", ["not yet"]),
        ({"granted": 2 * HOUR}, "open", ["not yet, has more time"]),
        ({"granted": HOUR / 2}, "missing", ["missing"]),
    ],
)
def test_nothing_handed_in_is_missing_only_when_it_was_due_for_this_student(options, kind, notes):
    found, missing = cell(**options)
    assert (found.kind, found.notes, found.points, found.link) == (kind, notes, "", "")
    assert missing == ["ada"]


@pytest.mark.parametrize(
    ("options", "points", "notes"),
    [
        ({"recorded": recorded()}, "5 of 7", []),
        ({"recorded": recorded(waiting=2)}, "5 of 7", ["2 to grade by hand"]),
        ({"recorded": recorded(graded=0, points=0.0, waiting=4)}, "", ["4 to grade by hand"]),
        ({"recorded": recorded(penalty=2.0)}, "3 of 7", ["2 off for lateness"]),
        ({"recorded": recorded(penalty=9.0)}, "0 of 7", ["9 off for lateness"]),
        ({"stage": Stage.WAITING}, "", ["waits to be graded"]),
        ({"stage": Stage.FAILED, "recorded": recorded()}, "5 of 7", ["grading failed"]),
        ({"stage": Stage.GRADED}, "", ["not in the gradebook yet"]),
    ],
)
def test_what_was_handed_in_shows_points_and_what_is_to_be_done(options, points, notes):
    found, missing = cell(**options)
    assert (found.points, found.notes, missing) == (points, notes, [])


@pytest.mark.parametrize(
    ("seconds", "granted", "said"),
    [
        (-1, 0, None),
        (16, 0, "16 s"),
        (90, 0, "1 min 30 s"),
        (90, 100, None),
        (200_000, 0, "2 days"),
    ],
)
def test_late_is_said_by_how_much_with_the_students_own_extension(seconds, granted, said):
    moment = (HERE - HOUR).timestamp() + seconds
    for options in (
        {"stage": Stage.GRADED, "recorded": recorded(), "received": moment},
        {"recorded": Recorded(datetime.fromtimestamp(moment, UTC), points=5.0, graded=1)},
    ):
        found, _ = cell(**options, granted=timedelta(seconds=granted))
        assert any(note.startswith(f"late by {said}") for note in found.notes) == bool(said)


def test_the_larger_of_granted_and_recorded_extension_counts():
    for granted, own in ((HOUR, 3 * HOUR), (3 * HOUR, HOUR)):
        book = ClassBook(
            Overview([], {"lasso": HERE}, {("ada", "lasso"): Recorded(None, own)}),
            {("ada", "lasso"): granted},
        )
        assert book.extension("ada", "lasso") == 3 * HOUR
        assert book.late("ada", "lasso", NOW + 3 * 3600 + 5) == 5
        assert book.late("ben", "lasso", NOW + 5) == 5


def test_links_lead_to_the_submission_and_odd_names_stay_one_step():
    one, many = Recorded(None, notebooks=["1f"]), Recorded(None, notebooks=["1f", "2e"])
    link = formgrader_link("/services/c", one, "ada", "lasso")
    assert link == "/services/c/formgrader/submissions/1f/"
    link = formgrader_link("/services/c", many, "a/../b?", "x y")
    assert link == "/services/c/formgrader/manage_students/a%2F..%2Fb%3F/x%20y/"
    for nothing in (("", one), ("/services/c", None), ("/services/c", Recorded(None))):
        assert formgrader_link(*nothing, "ada", "lasso") == ""


def test_who_is_in_the_queue_alone_is_in_the_table_and_totals_are_sums():
    of = {("ada", "a"): recorded(), ("ada", "b"): recorded(points=1.5)}
    book = ClassBook(Overview(["carl", "ada"], {}, of))
    found = grid(book, {("ben", "a"): (Stage.WAITING, NOW)}, ["a", "b"], NOW, "")
    assert [row.student for row in found.rows] == ["ada", "ben", "carl"]
    assert [row.total for row in found.rows] == [6.5, None, None]
    assert [column.missing for column in found.columns] == [["carl"], ["ben", "carl"]]
