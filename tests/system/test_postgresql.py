"""The gradebook in a real PostgreSQL server, started for the test."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from graders.backup import DUMP, back_up, restore
from graders.course import Course, CourseError
from graders.record.by_hand import OutdatedError, entries, give, questions
from tests.grading_course import Class

SIZE = 4

pytestmark = pytest.mark.exhaustive


def _program(name: str) -> str | None:
    """Return a program of PostgreSQL's; Debian does not put those of the server on PATH."""
    elsewhere = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(elsewhere[-1]) if elsewhere else None)


@pytest.fixture(scope="module")
def db_url():
    """An empty database of a server that listens on a port of this machine."""
    initdb, postgres = _program("initdb"), _program("postgres")
    if initdb is None or postgres is None:
        pytest.skip("PostgreSQL's server is not installed (initdb, postgres)")
    # It does not run as root.
    user = {"user": "nobody"} if os.getuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        data = Path(folder, "data")
        data.mkdir(mode=0o700)
        if user:
            os.chmod(folder, 0o711)
            shutil.chown(data, "nobody")
        subprocess.run(
            [initdb, "-D", data, "-U", "course", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            capture_output=True,
            cwd="/",
            **user,
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = ["-h", "127.0.0.1", "-p", str(port), "-c", "unix_socket_directories="]
        server = subprocess.Popen(
            [postgres, "-D", data, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            **user,
        )
        try:
            place = f"course@127.0.0.1:{port}/postgres"
            _wait_for(f"postgresql://{place}")
            yield f"postgresql+psycopg://{place}"
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(place: str) -> None:
    ends = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(place).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)


def by_hand(course: Class) -> list:
    """Give points for a written answer as instructors do; return what waits then, and for whom."""
    opened = Course(course.folder)
    with opened.gradebook() as gradebook:
        (question,) = [one for one in questions(gradebook) if one.cell == "explain"]
        for one in entries(gradebook, question, "explain"):
            if one.student == "s1":
                give(gradebook, question, "explain", one.key, one.seen, 0.5, "Nearly.")
                with pytest.raises(OutdatedError):
                    give(gradebook, question, "explain", one.key, one.seen, 1.0, None)
        found = entries(gradebook, question, "explain")
        shown = sorted((one.student, one.item, one.comment, one.text) for one in found)
        return [questions(gradebook), shown]


def test_a_class_is_graded_into_postgresql_as_into_sqlite(db_url, tmp_path):
    sqlite = Class(tmp_path / "sqlite", SIZE)
    sqlite.grade()
    course = Class(tmp_path / "postgresql", SIZE, db_url)
    outcomes = course.grade()
    assert not any(outcome.needs_attention for outcome in outcomes.values()), outcomes
    assert course.gradebook() == sqlite.gradebook()
    assert {o.plan for o in course.grade(dry_run=True).values()} == {"unchanged"}
    assert by_hand(course) == by_hand(sqlite)
    # A corrected test, a resubmission, and nbgrader's own command come to the same, too.
    for each in (sqlite, course):
        each.change_test("test_slow", "assert slow(4) == 5, 'slow(4) is 5'")
        each.submit("s1", each.filled(double="def double(x):\n    return 3 * x"))
        each.grade()
        each.autograde("s0")
    assert course.gradebook() == sqlite.gradebook()
    assert course.gradebook()["s1"]["test_double"][0] == 0


def test_a_backup_has_the_gradebook_and_says_how_it_comes_back(db_url, tmp_path):
    pg_restore = _program("pg_restore")
    if _program("pg_dump") is None or pg_restore is None:
        pytest.skip("PostgreSQL's client programs are not installed (pg_dump, pg_restore)")
    course = Class(tmp_path / "course", 0, db_url)
    with Course(course.folder).gradebook() as gradebook:
        gradebook.update_or_create_student("backed-up", first_name="ü 'x'")
    done = back_up(Course(course.folder), tmp_path)
    restored = restore(done.path, tmp_path / "restored")
    dump = restored.folder / DUMP
    (note,) = restored.notes
    assert f"pg_restore --no-owner --dbname=DATABASE {dump}" in note
    assert not (restored.folder / "gradebook.db").exists()
    place = db_url.replace("+psycopg", "")
    with psycopg.connect(place, autocommit=True) as database:
        database.execute("CREATE DATABASE other")
    other = f"{place.rpartition('/')[0]}/other"
    subprocess.run([pg_restore, "--no-owner", f"--dbname={other}", dump], check=True)
    found = []
    for one in (place, other):
        with psycopg.connect(one) as database:
            query = "SELECT id, first_name FROM student ORDER BY id"
            cells = database.execute("SELECT name, type FROM base_cell ORDER BY id").fetchall()
            found.append((database.execute(query).fetchall(), cells))
    assert found[0] == found[1] and ("backed-up", "ü 'x'") in found[0][0] and found[0][1]


def test_a_server_that_is_gone_is_said_without_the_password(db_url, tmp_path):
    if _program("pg_dump") is None:
        pytest.skip("PostgreSQL's client programs are not installed (pg_dump)")
    folder = Class(tmp_path / "course", 0, db_url).folder
    course = Course(folder)
    course.directory.db_url = "postgresql+psycopg://course:s3cret@127.0.0.1:1/gradebook"
    with pytest.raises(CourseError, match="the gradebook cannot be copied") as error:
        back_up(course, tmp_path)
    assert "s3cret" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == ["course"]
