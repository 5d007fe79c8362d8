"""The exchange, tried as other students' accounts: nobody reads, replaces or forges anything."""

import os
import stat
import time

import pytest
from nbgrader.exchange.default import ExchangeFetchFeedback

from graders.exchange import (
    COMPLETION_TIMEOUT,
    MAX_FILES,
    Exchange,
    Receipt,
    SubmissionRefused,
    computed_uid,
    timestamp,
)
from tests.system.hub.accounts import ADA, BEN, GRADER, needs_root, run_as
from tests.system.hub.exchanging import (
    COURSE,
    NAME,
    forged,
    made_by,
    notebook,
    run_nbgrader,
    submit,
)

pytestmark = needs_root


def take(exchange, name) -> tuple[Receipt, dict[str, bytes]]:
    """Take a submission as the grader's account; return what was found out and the files."""
    target = exchange.folder.parents[1] / "copies" / str(time.monotonic_ns())

    def run():
        target.mkdir()
        receipt = Receipt()
        try:
            exchange.receive(name, target, receipt)
        except SubmissionRefused as error:
            return receipt, str(error)
        return receipt, ""

    receipt, refused = run_as(GRADER, run)
    if refused:
        raise SubmissionRefused(refused)
    return receipt, {path.name: path.read_bytes() for path in target.iterdir()}


def test_what_nbgrader_submits_is_taken(exchange):
    before = time.time()
    receipt, files = take(exchange, submit(exchange, ADA))
    assert (receipt.student, receipt.assignment, receipt.notes) == (ADA, NAME, [])
    assert before - 1 <= receipt.received <= time.time()
    assert files[f"{NAME}.ipynb"] == b"daemon's notebook"
    assert files["timestamp.txt"].decode() == timestamp(receipt.received)


def test_another_student_can_neither_find_nor_touch_it(exchange):
    name = submit(exchange, ADA)
    folder = exchange.inbound / name
    attempts = {
        "list the submissions": lambda: os.listdir(exchange.inbound),
        "list the feedback": lambda: os.listdir(exchange.folder / "feedback"),
        "leave feedback": lambda: (exchange.folder / "feedback" / "page.html").write_text("A+"),
        "release an assignment": lambda: (exchange.folder / "outbound" / "other").mkdir(),
        "change a release": lambda: (exchange.folder / "outbound" / NAME / "x").touch(),
        "rename the course": lambda: exchange.folder.rename(exchange.folder.with_name("gone")),
        "remove the inbound folder": lambda: exchange.inbound.rename(exchange.folder / "gone"),
        # Even knowing its name, which has 72 random bits:
        "rename a submission": lambda: folder.rename(exchange.inbound / forged(BEN)),
        "change a submission": lambda: (folder / f"{NAME}.ipynb").write_text("worse"),
    }
    for attempt, call in attempts.items():
        with pytest.raises(PermissionError):
            run_as(BEN, call)
            pytest.fail(f"an account could {attempt}")
    assert take(exchange, name)[1][f"{NAME}.ipynb"] == b"daemon's notebook"


def test_what_another_account_put_into_a_submission_is_set_aside(exchange):
    name = submit(exchange, ADA)
    run_as(BEN, (exchange.inbound / name / "extra.txt").write_text, "planted")
    receipt, files = take(exchange, name)
    assert "extra.txt" not in files and "another account's file" in receipt.notes[0]


def test_a_submission_under_another_name_is_refused(exchange):
    made_by(exchange, BEN, forged(ADA), notebook)
    with pytest.raises(SubmissionRefused, match="not the account's own"):
        take(exchange, forged(ADA))


@pytest.mark.parametrize("name", ["nobody-at-all", "../daemon", ".", "no such account"])
def test_names_that_are_no_students_are_refused(exchange, name):
    name = forged(name).replace("/", "∕")
    made_by(exchange, BEN, name, notebook)
    with pytest.raises(SubmissionRefused):
        take(exchange, name)


@pytest.mark.parametrize("name", ["hello", f"{BEN}+..+now+abcdef", f"{BEN}++now+abcdef"])
def test_names_that_submit_does_not_give_are_refused(exchange, name):
    made_by(exchange, BEN, name, notebook)
    with pytest.raises(SubmissionRefused, match=r"not one that|is a path"):
        take(exchange, name)


def test_links_to_the_instructors_notebook_are_not_followed(exchange):
    secret = exchange.folder.parents[1] / "copies" / "solution.ipynb"
    run_as(GRADER, secret.write_text, "SOLUTION")
    os.chmod(secret, 0o600)

    def fill(folder):
        (folder / f"{NAME}.ipynb").symlink_to(secret)

    made_by(exchange, BEN, forged(BEN), fill)
    with pytest.raises(SubmissionRefused, match="no notebook"):
        take(exchange, forged(BEN))


def test_a_link_in_the_place_of_the_folder_is_refused(exchange):
    other = submit(exchange, ADA)
    run_as(BEN, (exchange.inbound / forged(BEN)).symlink_to, exchange.inbound / other)
    assert exchange.is_complete(forged(BEN))
    with pytest.raises(SubmissionRefused, match="not a folder"):
        take(exchange, forged(BEN))


def test_hard_links_pipes_and_odd_names_are_set_aside(exchange):
    def fill(folder):
        notebook(folder)
        (folder / "plain.txt").write_text("kept")
        (folder / "one").write_text("1")
        os.link(folder / "one", folder / "two")
        os.mkfifo(folder / "pipe")
        (folder / "-rf").touch()
        (folder / "closed.txt").touch(mode=0o600)
        (folder / "link").symlink_to("/etc/passwd")

    made_by(exchange, BEN, forged(BEN), fill)
    receipt, files = take(exchange, forged(BEN))
    assert sorted(files) == ["plain.txt", f"{NAME}.ipynb", "timestamp.txt"]
    reasons = " ".join(receipt.notes)
    assert reasons.count("hard link") == 2
    for reason in ("not a regular file", "not plain", "not readable", "is a link"):
        assert reason in reasons, reasons


def test_the_time_is_the_file_systems(exchange):
    def fill(folder):
        notebook(folder)
        (folder / "timestamp.txt").write_text("2001-01-01 00:00:00.000000 UTC")

    before = time.time() - 1
    made_by(exchange, BEN, forged(BEN), fill)
    os.utime(exchange.inbound / forged(BEN), (0, 0))
    receipt, files = take(exchange, forged(BEN))
    assert receipt.received >= before and files["timestamp.txt"].decode() == timestamp(
        receipt.received
    )


def test_what_is_changed_later_is_received_later(exchange):
    name = made_by(exchange, BEN, forged(BEN), notebook)
    handed_in = (exchange.inbound / name).stat().st_ctime
    time.sleep(0.05)
    run_as(BEN, (exchange.inbound / name / f"{NAME}.ipynb").write_text, "after the due date")
    assert take(exchange, name)[0].received > handed_in


def test_a_submission_is_waited_for_until_it_is_complete(exchange, monkeypatch):
    name = made_by(exchange, BEN, forged(BEN), notebook, mode=0o755)
    assert not exchange.is_complete(name)
    with pytest.raises(SubmissionRefused, match="incomplete"):
        take(exchange, name)
    now = time.time()
    monkeypatch.setattr("graders.exchange.folder.time.time", lambda: now + COMPLETION_TIMEOUT + 1)
    assert exchange.is_complete(name)


def test_a_folder_that_cannot_be_opened_is_refused(exchange):
    made_by(exchange, BEN, forged(BEN), notebook, mode=0o700)
    with pytest.raises(SubmissionRefused, match="cannot be opened"):
        take(exchange, forged(BEN))


def test_too_many_files_are_refused(exchange):
    def fill(folder):
        for number in range(MAX_FILES + 1):
            (folder / f"{number}").touch()

    made_by(exchange, BEN, forged(BEN), fill)
    with pytest.raises(SubmissionRefused, match="more than"):
        take(exchange, forged(BEN))


def test_feedback_is_found_by_its_student_alone(exchange):
    name = submit(exchange, ADA)
    submit(exchange, BEN)
    copy = exchange.folder.parents[1] / "copies" / "one"

    def give():
        copy.mkdir()
        exchange.receive(name, copy, Receipt())
        exchange.publish(name, copy, {NAME: b"<html>well done</html>"})

    run_as(GRADER, give)
    for account in (ADA, BEN):
        run_nbgrader(ExchangeFetchFeedback, exchange, account)
    home = exchange.folder.parents[1]
    pages = list((home / ADA).glob(f"{NAME}/feedback/*/{NAME}.html"))
    assert [page.read_text() for page in pages] == ["<html>well done</html>"]
    assert not list((home / BEN).glob(f"{NAME}/feedback/*/*.html"))


def test_who_hands_in_by_hand_finds_the_answer_there(exchange):
    target = exchange.folder.parents[1] / "copies" / "one"

    def give():
        target.mkdir(exist_ok=True)
        exchange.publish(forged(ADA), target, {NAME: b"refused"})

    made_by(exchange, BEN, forged(ADA))
    # A trap: the answer is not written through a link.
    victim = exchange.folder.parents[1] / "copies" / "victim"
    run_as(GRADER, victim.write_text, "untouched")
    run_as(BEN, (exchange.inbound / forged(ADA) / "feedback.html").symlink_to, victim)
    run_as(GRADER, give)
    page = exchange.inbound / forged(ADA) / "feedback.html"
    assert run_as(BEN, page.read_text) == "refused"
    assert victim.read_text() == "untouched" and stat.S_ISREG(os.lstat(page).st_mode)


def test_containers_without_accounts_are_told_apart_by_their_number(exchange):
    named, uid = Exchange(exchange.folder.parent, COURSE, "computed"), computed_uid("ada")
    made_by(exchange, BEN, forged("ada"), notebook)
    with pytest.raises(SubmissionRefused, match="not the account's own"):
        take(named, forged("ada"))
    # nbgrader submits, under a number that has no account.
    home = exchange.folder.parents[1] / ADA
    for path in [home, *home.rglob("*")]:
        os.chown(path, uid, -1)
    name = submit(exchange, ADA, uid=uid, student="ada")
    assert take(named, name)[0].student == "ada"
