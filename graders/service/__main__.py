"""Starts the grading service: ``python -m graders.service COURSE``, as JupyterHub does."""

import argparse
import importlib
import logging
import os
import shutil
import sys
from pathlib import Path

from graders.course import Course, CourseError
from graders.exchange import IDENTITIES
from graders.extras import EXTRAS, advice
from graders.lti.settings import settings_of
from graders.names import fault_of_assignment
from graders.service.child import Job
from graders.service.paths import TEMPORARY
from graders.service.policy import Policy
from graders.service.service import Service

# Bytes of a folder's name that leave room for a socket's: all of it may have 107.
LONGEST = 74

log = logging.getLogger("graders.service")


def main() -> None:
    """Run the service."""
    parser = argparse.ArgumentParser(prog="python -m graders.service", description=__doc__)
    parser.add_argument("course", type=Path, help="the folder with nbgrader_config.py")
    parser.add_argument("--exchange", type=Path, help="by default Exchange.root of the course")
    parser.add_argument(
        "--identity",
        choices=IDENTITIES,
        default="accounts",
        help="how the student's name is checked: the Unix account that owns the submission, the "
        "number computed for the student's container, or not at all (a demonstration)",
    )
    parser.add_argument("--workers", help="processes that grade; by default one for each processor")
    parser.add_argument("--scheduler", help="a Dask scheduler, in the place of processes")
    given = parser.parse_args()
    _check_installation()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        course = Course(given.course)
        root = given.exchange or course.config.Exchange.get("root")
        if not root:
            raise CourseError("set c.Exchange.root in nbgrader_config.py, or give --exchange")
        if fault := fault_of_assignment(course.directory.course_id):
            raise CourseError(f"the name in c.CourseDirectory.course_id {fault}")
        if not Path(root).is_dir():
            raise CourseError(f"there is no exchange at {root}")
        Policy(config=course.config)  # what is wrong in it is said at once
        jobs = commands(course.root, Path(root), given)
        if settings_of(course.config).sends:
            _check_installation("lti")
            jobs[Job.SENDER] = ["graders.service.sending", str(course.root)]
        service = Service(course.root, jobs)
        use_own_folder(course.root)
    except (CourseError, OSError) as error:
        sys.exit(f"graders.service: {error}")
    service.run()


def use_own_folder(course: Path) -> None:
    """Let this process and what it starts keep temporary files where nobody else can.

    What is left of a service that was killed is removed. Root's sandboxes change to accounts that
    cannot enter the course's folder, so root stays where it is.
    """
    folder = course / TEMPORARY
    shutil.rmtree(folder, ignore_errors=True)
    if os.getuid() == 0:
        return
    if len(os.fsencode(folder)) > LONGEST:
        log.warning("temporary files stay in /tmp: the course's folder has a long name")
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["TMPDIR"] = str(folder)


def _check_installation(wanted: str = "hub") -> None:
    """Say at once what is missing of an extra; the processes that need it would only end."""
    try:
        for name, extra in EXTRAS.items():
            if extra == wanted:
                importlib.import_module(name)
    except ModuleNotFoundError as error:
        sys.exit(f"graders.service: {advice(error) or error}")


def commands(course: Path, exchange: Path, given: argparse.Namespace) -> dict[Job, list[str]]:
    """Return the module of each process, and its arguments."""
    named = {"workers": given.workers, "scheduler": given.scheduler}
    options = [f"--{name}={value}" for name, value in named.items() if value]
    places = [str(course), str(exchange), given.identity]
    found = {
        Job.EXCHANGE: ["graders.service.exchanging", *places],
        Job.GRADER: ["graders.service.grader", str(course), *options],
    }
    if os.environ.get("JUPYTERHUB_SERVICE_URL"):
        found[Job.PAGES] = ["graders.service.web", str(course), str(exchange)]
    return found


if __name__ == "__main__":
    main()
