"""The time that is handed in beside a notebook: no file is opened for it, and it is short."""

import os

import pytest

from graders.intake.folder import prepare
from graders.intake.timestamp import TIMESTAMP, timestamp


@pytest.mark.parametrize(
    ("text", "is_time"),
    [
        ("2026-11-28 09:30:00.123456 UTC", True),
        ("2026-11-28 09:30:00 Europe/Berlin", True),
        ("2026-11-28 09:30:00+01:00", True),
        ("11/28/2026 9:30 PM", True),
        ("2026-11-28T09:30:00Z\n", True),
        ("2026-11-28 09:30:00 {zone}", False),
        ("2026-11-28 09:30:00 :{zone}", False),
        ("2026-11-28 09:30:00 ../../..{zone}", False),
        ("2026-11-28 09:30:00 ~/zone", False),
        ("", False),
        ("yesterday", False),
        ("1" * 10_000_000, False),
        ("2026-11-28" + " " * 1_000_000 + "UTC", False),
        ("%s{{0}}", False),
    ],
)
def test_a_time_opens_no_file_and_is_short(tmp_path, text, is_time):
    zone = tmp_path / "zone"
    zone.write_bytes(b"TZif")
    released, folder = tmp_path / "released", tmp_path / "submitted"
    for path in (released, folder):
        path.mkdir()
    (folder / "timestamp.txt").write_text(text.format(zone=zone))
    notes = prepare(folder, released, tmp_path / "aside")
    assert (folder / "timestamp.txt").exists() == is_time, notes


def test_a_pipe_and_a_link_in_its_place_are_not_waited_for(tmp_path):
    folders = {name: tmp_path / name for name in ("pipe", "link", "missing", "real")}
    for folder in folders.values():
        folder.mkdir()
    os.mkfifo(folders["pipe"] / TIMESTAMP)
    (folders["real"] / TIMESTAMP).write_text("2026-11-28 09:30:00 UTC")
    (folders["link"] / TIMESTAMP).symlink_to(folders["real"] / TIMESTAMP)
    found = {name: timestamp(folder) for name, folder in folders.items()}
    assert found.pop("real") and set(found.values()) == {None}
