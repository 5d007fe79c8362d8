"""Makes the demonstration's course: ``python -m hub.course FOLDER``, as the account that owns it.

The assignments of the repository are put into a course folder of their own, generated, and released
to the exchange.
"""

import argparse
import os
from pathlib import Path

from nbgrader.apps import NbGraderAPI

from graders.course import Course
from graders.exchange import Exchange


def main() -> None:
    """Make what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="with nbgrader_config.py and source/")
    parser.add_argument("exchange", type=Path)
    parser.add_argument("students", nargs="*")
    given = parser.parse_args()
    os.umask(0o022)
    # nbgrader takes paths in the configuration to be relative to here.
    os.chdir(given.folder)
    course = Course(given.folder)
    course.config.Exchange.root = str(given.exchange)
    course.config.CheckExercises.run = False  # takes minutes, and the repository's tests do it
    exchange = Exchange(given.exchange, course.directory.course_id)
    exchange.prepare()
    api = NbGraderAPI(config=course.config)
    for name in sorted(path.parent.name for path in given.folder.glob("source/*/*.ipynb")):
        if (exchange.folder / "outbound" / name).exists():
            continue
        for step in (api.generate_assignment, api.release_assignment):
            done = step(name)
            if not done["success"]:
                raise SystemExit(f"{name} cannot be released:\n{done.get('error')}\n{done['log']}")
    with course.gradebook() as gradebook:
        for student in given.students:
            gradebook.update_or_create_student(student)


if __name__ == "__main__":
    main()
