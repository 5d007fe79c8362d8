"""Nothing is lost: whatever ends in the middle of a class, the next run goes on where it was.

Each fault comes at a random moment. A few rounds of each here; ``make faults`` does fifty.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest
from distributed import Client

from graders.batch.dask import DaskWorkers
from graders.batch.local import LocalWorkers
from graders.batch.scheduling import WorkersLost
from graders.batch.submissions import grade
from graders.course import Course
from tests.conftest import IMPORTS
from tests.grading_course import NAME, REPOSITORY, Class

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "2"))
SIZE = 6
GRADE = [sys.executable, "-m", "tests.grading_course"]

rounds = pytest.mark.parametrize(
    "round_", [0, *(pytest.param(n, marks=pytest.mark.exhaustive) for n in range(1, ROUNDS))]
)


@pytest.fixture(scope="module")
def ungraded(tmp_path_factory):
    return Class(tmp_path_factory.mktemp("faults") / "course", SIZE)


@pytest.fixture(scope="module")
def undisturbed(ungraded, tmp_path_factory):
    """What comes of the class if nothing happens; the gradebook and how long it took."""
    course = ungraded.copy(tmp_path_factory.mktemp("undisturbed") / "course")
    started = time.monotonic()
    done = subprocess.run([*GRADE, str(course.folder)], cwd=REPOSITORY, capture_output=True)
    assert done.returncode == 0, done.stderr
    return course.gradebook(), time.monotonic() - started


@pytest.fixture
def course(ungraded, tmp_path):
    return ungraded.copy(tmp_path / "course")


def complete(course, expected) -> None:
    """Check that all is there, as a whole and once, and that nothing is left to do."""
    assert course.gradebook() == expected
    for i in range(SIZE):
        assert course.graded(f"s{i}").cells
        page = course.folder / "feedback" / f"s{i}" / NAME / f"{NAME}.html"
        assert page.read_text().rstrip().endswith("</html>")
    assert {o.plan for o in course.grade(dry_run=True).values()} == {"unchanged"}


def descendants(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


@pytest.mark.exhaustive
@rounds
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_when_the_grader_is_ended_then_the_next_run_goes_on(course, undisturbed, how, round_):
    expected, seconds = undisturbed
    process = subprocess.Popen(
        [*GRADE, str(course.folder)],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(random.uniform(0.2, 1) * seconds)
    if process.poll() is None:
        family = descendants(process.pid)
        process.send_signal(how)
        process.wait(30)
        _, alive = psutil.wait_procs(family, timeout=20)
        assert not alive, "processes outlive the grader"
    outcomes = course.grade()
    assert not any(outcome.needs_attention for outcome in outcomes.values())
    complete(course, expected)


@rounds
@pytest.mark.parametrize(
    "victim", ["worker", pytest.param("template", marks=pytest.mark.exhaustive)]
)
def test_when_a_process_is_killed_then_its_work_is_done_again(course, undisturbed, victim, round_):
    workers = LocalWorkers(2, imports=IMPORTS)
    moment = random.randrange(2, SIZE - 1)
    killed = []

    def kill(student: str) -> None:
        killed.append(student)
        if len(killed) == moment:
            time.sleep(random.uniform(0, 0.5))
            pid = workers._template._process.pid
            if victim == "worker":
                pid = random.choice(list(workers._executor._processes))
            os.kill(pid, signal.SIGKILL)

    outcomes = {
        o.student: o for o in grade(Course(course.folder), NAME, started=kill, workers=workers)
    }
    assert len(killed) == SIZE and len(outcomes) == SIZE
    assert not any(outcome.needs_attention for outcome in outcomes.values()), outcomes
    complete(course, undisturbed[0])


@pytest.mark.exhaustive
@pytest.mark.skipif(shutil.which("unshare") is None, reason="util-linux is not installed")
def test_when_the_disk_is_full_then_it_says_so_and_the_next_run_goes_on(
    course, undisturbed, tmp_path
):
    expected, _ = undisturbed
    disk, report = tmp_path / "disk", tmp_path / "report"
    disk.mkdir()
    # A file system of its own, which only these processes see.
    script = f"""
        mount -t tmpfs -o size=40m none {disk} || exit 77
        cp -r {course.folder} {disk}/course
        cd {REPOSITORY}
        dd if=/dev/zero of={disk}/filler bs=64k 2>/dev/null
        truncate -s -60k {disk}/filler
        {sys.executable} -m tests.grading_course {disk}/course > {report} 2>&1
        rm {disk}/filler
        {sys.executable} -m tests.grading_course {disk}/course > /dev/null || exit 1
        cp -r {disk}/course {tmp_path}/after
    """
    command = ["unshare", "--mount", "sh", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 77 or "Operation not permitted" in done.stderr:
        pytest.skip("no file system can be mounted here")
    assert done.returncode == 0, done.stderr
    text = report.read_text()
    assert "No space left" in text or "disk is full" in text, text
    after = course.copy(tmp_path / "other")
    shutil.rmtree(after.folder)
    shutil.copytree(tmp_path / "after", after.folder)
    complete(after, expected)


@pytest.fixture
def cluster(tmp_path):
    """A Dask scheduler and two worker processes."""
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    file = tmp_path / "scheduler.json"
    common = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    scheduler = subprocess.Popen([*dask, *options, "--scheduler-file", str(file)], **common)
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file)]
    worker += ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory"]
    ends = time.monotonic() + 60
    while not file.exists() and time.monotonic() < ends:
        time.sleep(0.1)
    processes = [subprocess.Popen([*worker, str(tmp_path / f"w{i}")], **common) for i in range(2)]
    address = json.loads(file.read_text())["address"]
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    yield address, scheduler, processes
    for process in (*processes, scheduler):
        process.kill()
        process.wait()


@pytest.mark.exhaustive
def test_on_dask_grades_are_the_same_when_a_worker_is_killed(course, undisturbed, cluster):
    address, _, processes = cluster
    started = []

    def kill(student: str) -> None:
        started.append(student)
        if len(started) == 4:
            processes[0].kill()

    workers = DaskWorkers(address)
    assert workers.size == 2
    outcomes = list(grade(Course(course.folder), NAME, started=kill, workers=workers))
    assert len(outcomes) == SIZE
    assert not any(outcome.needs_attention for outcome in outcomes), outcomes
    complete(course, undisturbed[0])


@pytest.mark.exhaustive
def test_when_the_dask_scheduler_is_killed_then_it_says_so_and_nothing_is_lost(
    course, undisturbed, cluster
):
    address, scheduler, _ = cluster
    coming = grade(Course(course.folder), NAME, workers=DaskWorkers(address))
    recorded = [next(coming).student, next(coming).student]
    scheduler.kill()
    with pytest.raises(WorkersLost, match="is gone"):
        recorded += [outcome.student for outcome in coming]
    before = course.gradebook()
    for student in recorded:
        assert before[student] == undisturbed[0][student]
    outcomes = course.grade()
    assert {outcomes[student].plan for student in recorded} == {"unchanged"}
    complete(course, undisturbed[0])


@pytest.mark.exhaustive
def test_when_no_scheduler_answers_then_it_says_so():
    done = subprocess.run(
        [sys.executable, "-m", "graders", "grade", "lasso", "--scheduler", "tcp://127.0.0.1:9"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0 and "Traceback" not in done.stderr
