"""Starts the grading service: ``python -m graders.service COURSE``, as JupyterHub does."""

import argparse
import asyncio
import logging
import signal
import sys
from pathlib import Path

from graders.course import Course, CourseError
from graders.exchange import IDENTITIES, Exchange
from graders.names import fault_of_assignment
from graders.service import web
from graders.service.service import Service


async def serve(service: Service) -> None:
    """Run until a signal to end comes."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    server = web.listen(service)
    tasks = [
        asyncio.create_task(work) for work in (service.exchange_forever(), service.grade_forever())
    ]
    ending = asyncio.create_task(ended.wait())
    # A task ends by an error alone; then the service does, and the hub starts it again.
    await asyncio.wait([*tasks, ending], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    if server is not None:
        server.stop()
    await service.close()
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, asyncio.CancelledError):
            raise result


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
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        course = Course(given.course)
        root = given.exchange or course.config.Exchange.get("root")
        if not root:
            raise CourseError("set c.Exchange.root in nbgrader_config.py, or give --exchange")
        if fault := fault_of_assignment(course.directory.course_id):
            raise CourseError(f"the name in c.CourseDirectory.course_id {fault}")
        exchange = Exchange(Path(root), course.directory.course_id, given.identity)
        named = {"workers": given.workers, "scheduler": given.scheduler}
        options = [f"--{name}={value}" for name, value in named.items() if value]
        service = Service(course, exchange, options)
    except (CourseError, OSError) as error:
        sys.exit(f"graders.service: {error}")
    asyncio.run(serve(service))


if __name__ == "__main__":
    main()
