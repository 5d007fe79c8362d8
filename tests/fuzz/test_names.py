"""Names of any kind: of students, assignments, files, and in the exchange."""

import os

from hypothesis import given
from hypothesis import strategies as st
from nbgrader.coursedir import CourseDirectory

from graders.exchange import Exchange, Receipt, SubmissionRefused
from graders.intake.folder import plain, prepare
from graders.names import (
    MAX_BYTES,
    fault_of_assignment,
    fault_of_student,
    look_alikes,
    printable,
    shown_name,
)
from tests.fuzz.fuzzing import TEXT, fuzz, in_time

# What a file system takes for a name.
FILE_NAMES = (
    (st.binary(min_size=1, max_size=255) | TEXT.map(lambda text: text.encode(errors="replace")))
    .map(lambda data: os.fsdecode(data.replace(b"/", b"").replace(b"\0", b"")[:255]))
    .filter(lambda name: name not in ("", ".", ".."))
)


@fuzz
@given(TEXT | FILE_NAMES)
def test_a_name_that_may_be_used_is_one_part_of_a_path_and_can_be_written(name):
    with in_time():
        faults = fault_of_student(name), fault_of_assignment(name)
        assert shown_name(name).isprintable() and printable(name).encode() is not None
    if not all(faults):
        assert name.encode() and "/" not in name and name.strip() == name
        assert name[0] not in ".-" and name.isprintable() and len(name.encode()) <= MAX_BYTES
    if not faults[0]:
        assert not set(name) & set("*?[")


@fuzz
@given(st.lists(FILE_NAMES))
def test_names_that_look_alike_are_told_of_each_other(names):
    with in_time():
        found = look_alikes(set(names))
    assert all(name in found[other] for name, others in found.items() for other in others)


@fuzz
@given(FILE_NAMES)
def test_the_plain_name_of_a_file_is_one(name):
    with in_time():
        changed = plain(name)
    assert changed and changed.isprintable() and len(changed.encode()) <= MAX_BYTES
    assert plain(changed) == changed and "/" not in changed and changed[0] not in ".-~ "


@fuzz
@given(st.lists(FILE_NAMES, max_size=6, unique=True))
def test_a_folder_with_any_names_is_made_safe(tmp_path_factory, names):
    root = tmp_path_factory.mktemp("folder")
    folder, released = root / "submitted", root / "released"
    folder.mkdir()
    released.mkdir()
    (released / "small.ipynb").touch()
    for number, name in enumerate(names):
        path = folder / name
        path.mkdir() if number % 3 == 2 else path.write_bytes(b"x")
    with in_time():
        notes = prepare(folder, released, root / "aside")
    assert all(note.isprintable() for note in notes)
    assert all(plain(path.name) == path.name for path in folder.iterdir()
               if path.name not in ("__pycache__", ".ipynb_checkpoints", "__MACOSX"))  # fmt: skip
    assert (folder / "small.ipynb").is_file()


@fuzz
@given(TEXT | st.text("0123456789-:+ ./TZ_aPM\n", max_size=40) | st.from_regex(r"2026-01-01 .*"))
def test_a_time_is_one_or_is_set_aside(tmp_path_factory, text):
    root = tmp_path_factory.mktemp("time")
    (root / "released").mkdir()
    (root / "submitted").mkdir()
    stamp = root / "submitted" / "timestamp.txt"
    stamp.write_text(text, errors="replace")
    with in_time():
        notes = prepare(root / "submitted", root / "released", root / "aside")
    if stamp.exists():
        assert CourseDirectory().get_existing_timestamp(str(stamp.parent))
    else:
        assert "not a time" in notes[0]


@fuzz
@given(FILE_NAMES, st.lists(FILE_NAMES, max_size=3, unique=True))
def test_a_folder_in_the_exchange_is_received_or_refused(tmp_path_factory, name, files):
    root = tmp_path_factory.mktemp("exchange")
    exchange = Exchange(root, "course", "claimed")
    exchange.prepare()
    (exchange.inbound / name).mkdir()
    for file in files:
        (exchange.inbound / name / file).write_bytes(b"{}")
    (exchange.inbound / name).chmod(0o777)
    (root / "copy").mkdir()
    receipt = Receipt()
    with in_time():
        assert exchange.names() == [name]
        try:
            exchange.receive(name, root / "copy", receipt)
        except SubmissionRefused as refusal:
            assert str(refusal).isprintable()
        else:
            assert not fault_of_student(receipt.student)
            assert not fault_of_assignment(receipt.assignment)
    assert all(note.isprintable() for note in receipt.notes)
