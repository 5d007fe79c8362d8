"""A learning platform by LTI 1.3: the keys, the grades that go there, the roster from there."""

import json
import time
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from graders.cli.options import Root
from graders.cli.terminal import console, name, say, styled, titled_table
from graders.course import Course, CourseError
from graders.lti.outbox import Outbox
from graders.lti.roster import Plan, apply, plan
from graders.lti.settings import LTI, settings_of
from graders.names import shown_name
from graders.service.outgoing import note, outgoing, states

lti = typer.Typer(
    no_args_is_help=True,
    help="Moodle or Canvas by LTI 1.3: keys, grades, rosters. hub/README.md has the steps.",
)


@lti.command()
def keys(
    new: Annotated[
        bool, typer.Option("--new", help="Make another pair; the old one is kept beside it.")
    ] = False,
    course: Root = Path(),
) -> None:
    """Make the key pair by which the platform knows the course, and print what it is told.

    For example: `graders lti keys`.
    """
    # Imported here, as below: not everybody has the extra "lti".
    from graders.lti import keys as pairs

    opened = Course(course)
    settings = settings_of(opened.config)
    if new:
        pairs.replace(opened.root)
        made = True
    else:
        made = pairs.make(opened.root)
    say(console, f"{'Made' if made else 'There are'} keys: {pairs.PRIVATE} (keep it secret) and")
    say(console, f"{pairs.PUBLIC}.\n")
    address = settings.address.rstrip("/") or "https://HUB/services/grading-COURSE"
    say(console, "Register the hub as an LTI 1.3 tool on the platform (hub/README.md), with")
    say(console, f"  public keys (JWKS):  {address}/lti/keys")
    say(console, "or, where the platform cannot reach the hub, the key itself:\n")
    say(console, pairs.public(opened.root))
    say(console, json.dumps(pairs.key_set(opened.root)["keys"][0]))
    say(console, "\nThen set in nbgrader_config.py what the platform says:")
    for one, is_set in _settings(settings):
        say(console, f"  c.LTI.{one} = …{'   # is set' if is_set else ''}")


def _settings(settings: LTI) -> list[tuple[str, bool]]:
    names = "issuer", "client_id", "token_endpoint", "line_items", "memberships", "address"
    return [(one, bool(getattr(settings, one))) for one in names]


@lti.command()
def send(
    refused: Annotated[
        bool,
        typer.Option(
            "--refused",
            help="With what the platform has refused, and in the place of what somebody gave there "
            "by hand.",
        ),
    ] = False,
    course: Root = Path(),
) -> None:
    """Send the grades that are final and that the platform has not got yet, now.

    The grading service does that by itself. What waits for a person is never sent.
    """
    from graders.lti.platform import Platform
    from graders.lti.sending import send as send_some

    opened = Course(course)
    settings = settings_of(opened.config)
    settings.check("line_items")
    with closing(Outbox(opened.root, settings)) as outbox, outbox.sending() as is_mine:
        if not is_mine:
            outbox.ask_again(refused)
            say(console, "The grading service is sending; it sends these at once, too.")
        else:
            with closing(Platform(opened.root, settings)) as platform:
                note(opened, settings, outbox)
                outbox.ask_again(refused)
                while send_some(outbox, platform):
                    note(opened, settings, outbox)
        if not _show(opened, settings, outbox):
            raise typer.Exit(1)


@lti.command()
def status(course: Root = Path()) -> None:
    """List which grades the platform has, and why it has not the others."""
    opened = Course(course)
    settings = settings_of(opened.config)
    settings.check("line_items")
    with closing(Outbox(opened.root, settings)) as outbox:
        if not _show(opened, settings, outbox):
            raise typer.Exit(1)


def _show(course: Course, settings: LTI, outbox: Outbox) -> bool:
    """Print where each grade is; return whether nothing is refused and the platform works."""
    found = outgoing(course, settings, outbox.people())
    rows = states(found, outbox.entries(), time.time())
    table = titled_table(f"Grades on {settings.issuer}")
    for heading in ("student", "assignment", "points", "state", "why"):
        table.add_column(heading, no_wrap=heading != "why")
    for one in rows:
        grade = one.grade
        table.add_row(
            name(grade.student),
            name(grade.assignment),
            f"{grade.points:g} of {grade.maximum:g}",
            "not sent" if one.state == "kept" else one.state,
            styled(one.said),
        )
    console.print(table)
    reason, _ = outbox.trouble
    if reason:
        say(console, f"The platform does not take grades: {reason}", style="red")
    return not reason and not any(one.state == "refused" for one in rows)


@lti.command()
def roster(
    write: Annotated[
        bool, typer.Option("--write", help="Do it; without, it is only said what would be done.")
    ] = False,
    course: Root = Path(),
) -> None:
    """Compare the platform's roster with the course, and add who is new. Nobody is removed.

    For example: `graders lti roster`, and then `graders lti roster --write`.
    """
    from graders.lti.platform import Platform, PlatformError

    opened = Course(course)
    settings = settings_of(opened.config)
    settings.check("memberships")
    try:
        with closing(Platform(opened.root, settings)) as platform:
            members = platform.members()
    except PlatformError as error:
        raise CourseError(f"the roster was not read: {error}") from None
    with closing(Outbox(opened.root, settings)) as outbox, opened.gradebook() as gradebook:
        made = plan(members, settings.names, outbox.people(), gradebook)
        _show_plan(made)
        if write:
            apply(made, outbox, gradebook)
            say(console, "Done. Grades are sent to those who are in the roster.")
        else:
            say(console, "Nothing is changed: `graders lti roster --write` does it.")
    if made.refused:
        raise typer.Exit(1)


def _show_plan(made: Plan) -> None:
    table = titled_table("The platform's roster")
    for heading in ("name here", "person", "e-mail", ""):
        table.add_column(heading, no_wrap=bool(heading))
    said = {"new": made.new, "new name or e-mail": made.changed, "known": made.same}
    for what, people in (*said.items(), ("no student: nothing is done", made.others)):
        for one in people:
            table.add_row(name(one.student), styled(one.shown), styled(one.email), what)
    console.print(table)
    for student in made.gone:
        who = shown_name(student)
        say(
            console, f"{who} is no longer in the roster, and stays here (`graders forget` removes)."
        )
    for text in made.refused:
        say(console, f"Not done: {text}", style="yellow")
