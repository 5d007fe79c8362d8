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


def test_a_class_is_graded_into_postgresql_as_into_sqlite(db_url, tmp_path):
    sqlite = Class(tmp_path / "sqlite", SIZE)
    sqlite.grade()
    course = Class(tmp_path / "postgresql", SIZE, db_url)
    outcomes = course.grade()
    assert not any(outcome.needs_attention for outcome in outcomes.values()), outcomes
    assert course.gradebook() == sqlite.gradebook()
    assert {o.plan for o in course.grade(dry_run=True).values()} == {"unchanged"}
    # A corrected test, a resubmission, and nbgrader's own command come to the same, too.
    for each in (sqlite, course):
        each.change_test("test_slow", "assert slow(4) == 5, 'slow(4) is 5'")
        each.submit("s1", each.filled(double="def double(x):\n    return 3 * x"))
        each.grade()
        each.autograde("s0")
    assert course.gradebook() == sqlite.gradebook()
    assert course.gradebook()["s1"]["test_double"][0] == 0
