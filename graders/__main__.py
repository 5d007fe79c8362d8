"""The command line: ``python -m graders``."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"graders needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}")

import logging

import typer

from graders.authoring.solutions import BankError
from graders.batch.scheduling import WorkersLost
from graders.cli.commands import authoring, backups, courses, demonstration, grading, hosts, reports
from graders.cli.commands.lti import lti
from graders.course import CourseError
from graders.execute.sandbox import SandboxFailed, SandboxUnavailable
from graders.extras import advice
from graders.names import printable
from graders.notebook.exercises import StructureError
from graders.record.extensions import ExtensionsError

# In the order in which people meet them.
COMMANDS = (
    courses.new_course,
    courses.adopt,
    courses.release,
    grading.grade,
    reports.report,
    reports.similar,
    grading.earlier,
    grading.restore,
    courses.extend,
    courses.forget,
    backups.backup,
    backups.restore_backup,
    hosts.check,
    hosts.gradescope,
    hosts.colab,
    authoring.mutants,
    authoring.bank,
    demonstration.demo,
    courses.doctor,
)
# What has a reason that its message says.
REASONS = (
    CourseError,
    BankError,
    ExtensionsError,
    WorkersLost,
    SandboxUnavailable,
    SandboxFailed,
    FileExistsError,
    FileNotFoundError,
    StructureError,
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Releases, grades and reports the assignments of a course. Plain nbgrader underneath.",
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(lti, name="lti")


def main() -> None:
    """Run the command line; an error that has a reason is one line and exit status 1."""
    logging.getLogger("graders").addHandler(logging.NullHandler())
    try:
        app()
    except REASONS as error:
        sys.exit(printable(f"graders: {error}"))
    except ModuleNotFoundError as error:
        if not (said := advice(error)):
            raise
        sys.exit(f"graders: {said}")


if __name__ == "__main__":
    main()
