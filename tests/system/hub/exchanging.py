"""An exchange with two students, and what they may do with it as their own accounts."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeSubmit
from traitlets.config import Config

from graders.exchange import Exchange
from tests.system.hub.accounts import ADA, BEN, GRADER, open_folder, run_as

COURSE = "course"
NAME = "small"


@contextmanager
def prepared_exchange() -> Iterator[Exchange]:
    """An exchange that the grader's account has prepared, with an assignment released."""
    with open_folder() as folder:
        root = folder / "exchange"
        root.mkdir()
        os.chmod(root, 0o1777)
        found = Exchange(root, COURSE)
        run_as(GRADER, found.prepare)
        run_as(GRADER, (found.folder / "outbound" / NAME).mkdir)
        copies = folder / "copies"
        copies.mkdir()
        os.chown(copies, pwd.getpwnam(GRADER).pw_uid, -1)
        for account in (ADA, BEN):
            home = folder / account
            (home / NAME).mkdir(parents=True)
            (home / NAME / f"{NAME}.ipynb").write_text(f"{account}'s notebook")
            for path in (home, home / NAME):
                os.chown(path, pwd.getpwnam(account).pw_uid, -1)
            os.chown(home / NAME / f"{NAME}.ipynb", pwd.getpwnam(account).pw_uid, -1)
        yield found


def config_of(exchange, account):
    home = exchange.folder.parents[1] / account
    config = Config()
    config.Exchange.root = str(exchange.folder.parent)
    config.Exchange.cache = str(home / ".cache")
    config.Exchange.assignment_dir = str(home)
    config.CourseDirectory.root = str(home)
    config.CourseDirectory.course_id = COURSE
    config.CourseDirectory.assignment_id = NAME
    return config


def run_nbgrader(kind, exchange, account, uid=None, student="*"):
    """Run a command of nbgrader's in an account's home, by default as that account."""

    def run():
        config = config_of(exchange, account)
        config.CourseDirectory.student_id = student
        directory = CourseDirectory(config=config)
        kind(coursedir=directory, authenticator=Authenticator(config=config), config=config).start()

    run_as(account if uid is None else uid, run)


def submit(exchange, account, **options) -> str:
    """Press nbgrader's Submit; return the name in `inbound`."""
    before = set(exchange.names())
    run_nbgrader(ExchangeSubmit, exchange, account, **options)
    (name,) = set(exchange.names()) - before
    return name


def made_by(exchange, account, name, fill=lambda folder: None, mode=0o777):
    """Make a folder in `inbound` by hand, as an account."""

    def run():
        folder = exchange.inbound / name
        folder.mkdir()
        fill(folder)
        folder.chmod(mode)

    run_as(account, run)
    return name


def forged(account, ending="x" * 12):
    return f"{account}+{NAME}+2020-01-01 00:00:00.000000 UTC+{ending}"


def notebook(folder):
    (folder / f"{NAME}.ipynb").write_text("mine")
