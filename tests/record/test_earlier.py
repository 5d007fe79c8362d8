"""Earlier submissions: kept however the next one comes, bounded, and restored as they were."""

import os

import pytest

from graders.record.earlier import MOST, EarlierSubmissions
from graders.record.gradebook import Points
from tests.record.recording import Recording
from tests.small_course import NAME


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "submitted" / "ada" / NAME
    folder.mkdir(parents=True)
    return folder


def hand_in(folder, text, day=1, **files):
    (folder / f"{NAME}.ipynb").write_text(text)
    (folder / "timestamp.txt").write_text(f"2026-01-{day:02} 10:00:00 UTC")
    for name, content in files.items():
        (folder / name).write_text(content)


def graded(kept, folder, points):
    """Do what recording does."""
    kept.count(kept.keep(folder))
    kept.note(Points(points, 10.0, 0.0))


def listed(kept):
    return [(one.name[:10], one.points, one.counts) for one in kept.all()]


def test_what_was_graded_is_kept_with_its_points(tmp_path, folder):
    kept = EarlierSubmissions(tmp_path, "ada", NAME)
    assert kept.all() == [] and kept.counting is None
    hand_in(folder, "first", 1, data="1")
    graded(kept, folder, 7.0)
    graded(kept, folder, 8.0)  # once more, the same
    hand_in(folder, "", 2)  # over the files that are there
    graded(kept, folder, 0.0)
    assert listed(kept) == [("2026-01-01", 8.0, False), ("2026-01-02", 0.0, True)]


def test_one_is_restored_as_it_was_and_the_present_one_is_kept(tmp_path, folder):
    kept = EarlierSubmissions(tmp_path, "ada", NAME)
    hand_in(folder, "first", 1, data="1")
    graded(kept, folder, 8.0)
    (folder / "data").unlink()
    hand_in(folder, "never graded", 2)
    kept.restore(kept.all()[0].name, folder)
    found = {path.name: path.read_text() for path in folder.iterdir()}
    assert found == {
        f"{NAME}.ipynb": "first", "data": "1", "timestamp.txt": "2026-01-01 10:00:00 UTC",
    }  # fmt: skip
    assert listed(kept) == [("2026-01-01", 8.0, True), ("2026-01-02", None, False)]
    graded(kept, folder, 8.0)
    kept.restore(kept.all()[1].name, folder)
    assert (folder / f"{NAME}.ipynb").read_text() == "never graded"


def test_the_newest_are_kept_and_the_best(tmp_path, folder):
    kept = EarlierSubmissions(tmp_path, "ada", NAME)
    for day in range(1, MOST + 6):
        hand_in(folder, f"number {day}", day)
        graded(kept, folder, 9.0 if day == 2 else day / 10)
    days = [one.name[8:10] for one in kept.all()]
    assert len(days) == MOST and days[0] == "02" and days[-1] == f"{MOST + 5}"
    assert len(list((tmp_path / "earlier" / "ada" / NAME).iterdir())) == 2 * MOST


def test_with_one_time_for_two_both_are_kept(tmp_path, folder):
    kept = EarlierSubmissions(tmp_path, "ada", NAME)
    for text in ("one", "two", "three"):
        hand_in(folder, text)
        graded(kept, folder, 1.0)
    assert len({one.name for one in kept.all()}) == 3


@pytest.mark.parametrize("name", ["", ".", "..", "../ada", "*", "2026-01-*", "/etc", "nothing"])
def test_a_name_that_is_none_restores_nothing(tmp_path, folder, name):
    kept = EarlierSubmissions(tmp_path, "ada", NAME)
    hand_in(folder, "first")
    graded(kept, folder, 8.0)
    hand_in(folder, "second", 2)
    with pytest.raises(KeyError):
        kept.restore(name, folder)
    assert (folder / f"{NAME}.ipynb").read_text() == "second"


def test_no_link_is_followed_and_no_pipe_is_waited_for(tmp_path, folder):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "solution").write_text("SECRET")
    hand_in(folder, "first")
    (folder / "link").symlink_to(secret / "solution")
    (folder / "folder").symlink_to(secret)
    os.mkfifo(folder / "pipe")
    kept = EarlierSubmissions(tmp_path, "ada", NAME)
    graded(kept, folder, 1.0)
    found = [path.name for path in (tmp_path / "earlier").rglob("*") if path.is_file()]
    assert sorted(found) == sorted([f"{NAME}.ipynb", "timestamp.txt", f"{kept.all()[0].name}.json"])


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"name": "other"}', b"\xff"])
def test_a_damaged_entry_hinders_nobody(tmp_path, folder, content):
    kept = EarlierSubmissions(tmp_path, "ada", NAME)
    hand_in(folder, "first")
    graded(kept, folder, 1.0)
    (tmp_path / "earlier" / "ada" / NAME / "2025-01-01.json").write_bytes(content)
    hand_in(folder, "second", 2)
    graded(kept, folder, 2.0)
    assert [one.points for one in kept.all()] == [1.0, 2.0]


def test_the_points_are_those_that_a_person_gave_last(tmp_path):
    course = Recording(tmp_path / "course")
    course.record("ada", course.filled())
    course.give("ada", "explain", 0.5)
    course.record("ada", course.released)
    kept = EarlierSubmissions(course.folder, "ada", NAME)
    (first,) = [one for one in kept.all() if not one.counts]
    assert (first.points, first.max_points, first.waiting) == (6.5, 7.0, 0.0)
    assert kept.counting.points == 6.0  # made up here: the tests passed


@pytest.mark.parametrize("student", ["*", "[a]da", "a?a"])
def test_a_students_name_is_a_name_and_no_pattern(tmp_path, student):
    course = Recording(tmp_path / "course")
    course.record("ada", course.filled())
    before = course.gradebook()["ada"]
    course.record(student, course.filled(), test_slow=0.0)
    assert course.gradebook()["ada"] == before
    assert course.item(student, "test_slow")[0] == 0.0 and "0 of 1" in course.page(student)
