"""Copies of a course, and courses from copies."""

import time
from pathlib import Path
from typing import Annotated

import typer

from graders import backup as backups
from graders.cli.options import Root
from graders.cli.terminal import console, say
from graders.course import Course


def backup(
    target: Annotated[
        Path, typer.Argument(help="The archive (.tar.gz), or a folder: then the time names it.")
    ],
    course: Root = Path(),
) -> None:
    """Copy the course into one archive, also while the grading service runs.

    Gradebook, queue, submissions, feedback, requests, extensions, configuration and sources are in
    it; what can be made again is not. It is readable by its owner alone.

    For example: `python -m graders backup /var/backups/course`.
    """
    done = backups.back_up(Course(course), target)
    say(console, f"{done.path}: {done.files} files, {done.size / 2**20:.1f} MB")
    for note in done.notes:
        say(console, note, style="yellow")


def restore_backup(
    archive: Annotated[Path, typer.Argument(help="What `backup` has written.")],
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist, or is empty.")],
) -> None:
    """Make a course of a backup, in an empty folder.

    For example: `python -m graders restore-backup course-2026-11-28_03-00-00.tar.gz /srv/course/c`.
    """
    done = backups.restore(archive, folder)
    made = time.strftime("%d %b %Y, %H:%M:%S", time.localtime(done.made))
    say(console, f"{done.folder}: {done.files} files, as they were on {made}.")
    for note in done.notes:
        say(console, note, style="yellow")
