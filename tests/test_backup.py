"""A backup of a course in use hangs together, is whole or not there, and comes back as it was."""

import os
import shutil
import sqlite3
import tarfile
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from graders.backup import MANIFEST, back_up, restore
from graders.course import Course, CourseError
from graders.exchange import Exchange, Receipt
from graders.service.paths import QUEUE, copy_of, page_of
from graders.service.policy import Policy
from graders.service.queue import Queue
from graders.service.receiver import Receiver
from graders.service.regrade import Requests
from tests.cli.command import run
from tests.record.recording import Recording
from tests.small_course import NAME
from tests.system.hub.handing_in import Desk

COURSE = "mathematics-of-deep-learning"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course with something of everything, which no test changes."""
    course = Recording(tmp_path_factory.mktemp("made") / "course")
    course.record("ada", course.filled())
    course.give("ada", "explain", 1.0, comment="Good.")
    root = course.folder
    (root / "extensions.csv").write_text("student,assignment,days\nada,small,2\n")
    with closing(Queue(root / QUEUE)) as queue, closing(Requests(root / QUEUE)) as requests:
        for student, moment in (("ada", 1.0), ("ben", 2.0)):
            queue.add(f"{student}+{moment}", Receipt(student, NAME, moment))
            copy = copy_of(root, f"{student}+{moment}")
            copy.mkdir(parents=True)
            (copy / f"{NAME}.ipynb").write_text(student)
        row = queue.start_next()
        queue.finish(row.id, [["double", 1.0, 1.0, "passed"]], [], "")
        queue.set_shown(row.id, "full 1", True)
        page_of(root, row.id, NAME).parent.mkdir(parents=True)
        page_of(root, row.id, NAME).write_text("a page")
        requests.ask(row.id, 1, "ada", NAME, "double", "Why?")
    odd = root / "submitted" / "ada" / NAME
    for name in ("pyvenv.cfg", ".a.part", "ü\nö", os.fsdecode(b"\xff"), "x" * 200, "empty"):
        (odd / name).write_text("" if name == "empty" else name.encode("utf-8", "replace").decode())
    (odd / "pyvenv.cfg").chmod(0o640)
    (root / "set_aside" / "empty").mkdir(parents=True)
    (root / "link").symlink_to("nowhere")
    os.mkfifo(root / "pipe")
    for name in (
        ".graders/results/a",
        ".graders/tmp/b",
        ".venv/pyvenv.cfg",
        "source/__pycache__/c",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("can be made again")
    return root


def content(root: Path) -> dict:
    """Return files with what is in them, times and modes; folders; links. Databases apart."""
    found = {}
    for path in root.rglob("*"):
        name = str(path.relative_to(root))
        if path.is_symlink():
            found[name] = os.readlink(path)
        elif path.is_file() and not name.endswith((".db", ".sqlite")):
            info = path.stat()
            found[name] = path.read_bytes(), info.st_mtime_ns, info.st_mode
        elif path.is_dir():
            found[name] = None
    return found


def rows(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = os.fsdecode
        return list(database.iterdump())


def test_what_is_restored_is_what_was_there(made, tmp_path):
    done = back_up(Course(made), tmp_path)
    assert done.path.parent == tmp_path and done.path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [done.path], "something is left over"
    restored = restore(done.path, tmp_path / "new" / "course").folder
    assert restored.stat().st_mode & 0o777 == 0o700
    before = content(made)
    gone = {name for name in before if "graders/results/" in name or "graders/tmp/" in name}
    gone |= {".venv/pyvenv.cfg", "source/__pycache__", "source/__pycache__/c"}
    gone |= {name for name in before if name.endswith((".graders/results", ".graders/tmp"))}
    gone |= {".graders/recording"}
    assert content(restored) == {name: one for name, one in before.items() if name not in gone}
    assert rows(restored / "gradebook.db") == rows(made / "gradebook.db")
    given = [
        line if "given to the student" in line else line.replace("'full 1'", "''")
        for line in rows(made / QUEUE)
    ]
    assert rows(restored / QUEUE) == given, "but for what students are given once more"
    assert done.files == sum(isinstance(one, tuple) for one in content(restored).values()) + 2
    assert [note for note in done.notes if "'pipe'" in note], done.notes


def record_slowly(course: Course, half: threading.Event, seen: Path) -> None:
    """Record into the gradebook, and into files only when a backup has been begun for a while."""
    folder = course.root / "feedback" / "ada" / NAME
    with course.recording():
        with closing(sqlite3.connect(course.root / "gradebook.db", timeout=60)) as database:
            database.execute("UPDATE counting SET number = 1")
            database.commit()
        half.set()
        ends = time.monotonic() + 60
        while not list(seen.glob(".*.part")) and time.monotonic() < ends:
            time.sleep(0.01)
        time.sleep(1.0)  # long enough for one that does not wait
        (folder / "0.txt").rename(folder / "1.txt")
        (folder / "number").write_text("1")


def test_grades_and_the_files_that_belong_to_them_are_of_one_moment(made, tmp_path):
    root = tmp_path / "c"
    shutil.copytree(made, root, ignore=shutil.ignore_patterns("pipe"), symlinks=True)
    with closing(sqlite3.connect(root / "gradebook.db")) as database:
        database.execute("CREATE TABLE counting (number INTEGER)")
        database.execute("INSERT INTO counting VALUES (0)")
        database.commit()
    folder = root / "feedback" / "ada" / NAME
    (folder / "0.txt").touch()
    (folder / "number").write_text("0")
    half = threading.Event()
    recorder = threading.Thread(target=record_slowly, args=(Course(root), half, tmp_path))
    recorder.start()
    try:
        assert half.wait(60)
        done = back_up(Course(root), tmp_path / "b.tar.gz")
    finally:
        recorder.join()
    restored = restore(done.path, tmp_path / "restored").folder
    with closing(sqlite3.connect(restored / "gradebook.db")) as database:
        assert database.execute("SELECT number FROM counting").fetchone() == (1,)
    kept = restored / "feedback" / "ada" / NAME
    assert [path.name for path in kept.glob("*.txt")] == ["1.txt"]
    assert (kept / "number").read_text() == "1"


def test_while_submissions_come_in_none_is_half_there_and_the_rest_follows(made, tmp_path):
    shutil.copytree(made, tmp_path / "c", ignore=shutil.ignore_patterns("pipe"), symlinks=True)
    root = tmp_path / "c"
    (tmp_path / "exchange").mkdir()
    exchange = Exchange(tmp_path / "exchange", COURSE, "claimed")
    exchange.prepare()
    (exchange.folder / "outbound" / NAME).mkdir()
    desk = Desk(exchange, NAME, owned=False)
    notebook = (root / "release" / NAME / f"{NAME}.ipynb").read_bytes()
    ended = threading.Event()

    def take_in() -> None:
        with closing(Queue(root / QUEUE)) as queue:
            receiver = Receiver(exchange, queue, Policy(folders_per_day=0), root)
            while not ended.is_set():
                desk.hand_in(f"s{len(queue.names())}", notebook)
                receiver.receive()

    thread = threading.Thread(target=take_in)
    thread.start()
    try:
        time.sleep(0.1)
        done = back_up(Course(root), tmp_path)
        time.sleep(0.1)
    finally:
        ended.set()
        thread.join()
    restored = restore(done.path, tmp_path / "restored").folder
    with closing(Queue(restored / QUEUE)) as queue:
        received = queue.names()
        for name in received - {"ada+1.0", "ben+2.0"}:
            copy = copy_of(restored, name) / f"{NAME}.ipynb"
            assert copy.read_bytes() == notebook
        handed_in = set(os.listdir(exchange.inbound))
        assert handed_in - received, "some came after the backup"
        receiver = Receiver(exchange, queue, Policy(folders_per_day=0), restored)
        while receiver.receive():
            pass
        assert handed_in < queue.names()


def damaged(archive: Path, target: Path, kind: str) -> Path:
    data = bytearray(archive.read_bytes())
    if kind == "cut":
        data = data[: len(data) // 2]
    elif kind == "no archive":
        data = bytearray(b"grades")
    elif kind == "empty":
        data = bytearray()
    else:
        data[len(data) // 2] ^= 0xFF
    target.write_bytes(data)
    return target


@pytest.mark.parametrize("kind", ["cut", "flipped", "no archive", "empty"])
def test_a_damaged_archive_is_refused_and_leaves_nothing(made, tmp_path, kind):
    done = back_up(Course(made), tmp_path / "whole.tar.gz")
    archive = damaged(done.path, tmp_path / "damaged.tar.gz", kind)
    with pytest.raises(CourseError, match="cannot be restored"):
        restore(archive, tmp_path / "restored")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["damaged.tar.gz", "whole.tar.gz"]


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "a/../../outside", ""])
def test_nothing_is_restored_outside_of_the_folder(tmp_path, name):
    (tmp_path / MANIFEST).write_text(
        '{"version": 1, "made": 0, "database": "sqlite", "links": {}, "files": {}, '
        f'"folders": ["{name}"]}}'
    )
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / MANIFEST, MANIFEST)
    with pytest.raises(CourseError, match="outside of the folder"):
        restore(tmp_path / "a.tar.gz", tmp_path / "inner" / "restored")
    assert list((tmp_path / "inner").iterdir()) == [] and not (tmp_path / "outside").exists()


def test_it_is_said_what_cannot_be_backed_up_and_nothing_is_left(made, tmp_path):
    with pytest.raises(CourseError, match="outside of it"):
        back_up(Course(made), made / "backups.tar.gz")
    with pytest.raises(CourseError, match=r"there is no backup: .*No such file"):
        back_up(Course(made), tmp_path / "missing" / "a.tar.gz")
    course = Course(made)
    course.directory.db_url = "mysql://course@db/gradebook"
    with pytest.raises(CourseError, match="of the kind mysql"):
        back_up(course, tmp_path)
    course.directory.db_url = "postgresql+psycopg://course:secret@127.0.0.1:1/gradebook"
    with pytest.raises(CourseError, match=r"pg_dump") as error:
        back_up(course, tmp_path)
    assert "secret" not in str(error.value)
    (tmp_path / "broken.db").write_bytes(b"no database" * 1000)
    course.directory.db_url = f"sqlite:///{tmp_path}/broken.db"
    with pytest.raises(CourseError, match=r"broken\.db cannot be copied"):
        back_up(course, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["broken.db"]


def test_a_gradebook_elsewhere_comes_along_and_the_commands_say_so(made, tmp_path):
    root = tmp_path / "c"
    shutil.copytree(made, root, ignore=shutil.ignore_patterns("pipe"), symlinks=True)
    (root / "gradebook.db").rename(tmp_path / "elsewhere.db")
    with open(root / "nbgrader_config.py", "a") as file:
        file.write(f"c.CourseDirectory.db_url = 'sqlite:///{tmp_path}/elsewhere.db'\n")
    done = run("backup", tmp_path / "b.tar.gz", cwd=root)
    assert done.returncode == 0 and "elsewhere.db; in the backup" in done.stdout.replace("\n", " ")
    done = run("restore-backup", tmp_path / "b.tar.gz", tmp_path / "new", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "new" / "gradebook.db") == rows(tmp_path / "elsewhere.db")
    done = run("restore-backup", tmp_path / "b.tar.gz", tmp_path / "new", cwd=tmp_path)
    assert done.returncode == 1 and "is not empty" in done.stderr
