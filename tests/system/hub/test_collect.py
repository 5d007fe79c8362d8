"""The formgrader's Collect, made safe."""

import fcntl
import shutil

import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError

from graders.exchange import Exchange
from graders.service.collect import Collect
from graders.service.paths import LOCK
from tests.system.hub.accounts import ADA, BEN, GRADER, needs_root, run_as
from tests.system.hub.exchanging import NAME, config_of, forged, made_by, notebook, submit

pytestmark = needs_root


def collect(exchange) -> str:
    """Press Collect in the formgrader, as the grader's account; return why it failed."""
    config = config_of(exchange, "copies")

    def run():
        directory = CourseDirectory(config=config)
        collect = Collect(
            coursedir=directory, authenticator=Authenticator(config=config), config=config
        )
        try:
            collect.start()
        except ExchangeError:
            return "refused"
        return ""

    return run_as(GRADER, run)


def collected(exchange) -> dict[str, str]:
    folder = exchange.folder.parents[1] / "copies" / "submitted"
    return {path.parts[-3]: path.read_text() for path in folder.glob(f"*/{NAME}/{NAME}.ipynb")}


def test_the_formgraders_collect_takes_the_newest_that_counts(exchange):
    secret = exchange.folder.parents[1] / "copies" / "solution.ipynb"
    run_as(GRADER, secret.write_text, "SOLUTION")
    submit(exchange, ADA)
    made_by(exchange, BEN, forged(ADA, "y" * 12), notebook)
    made_by(exchange, BEN, forged(BEN), lambda f: (f / f"{NAME}.ipynb").symlink_to(secret))
    assert collect(exchange) == "" and collected(exchange) == {ADA: "daemon's notebook"}
    home = exchange.folder.parents[1] / ADA / NAME / f"{NAME}.ipynb"
    run_as(ADA, home.write_text, "corrected")
    submit(exchange, ADA)
    assert collect(exchange) == "" and collected(exchange) == {ADA: "corrected"}


def test_where_the_grading_service_runs_there_is_nothing_to_collect(exchange):
    submit(exchange, ADA)
    lock = exchange.folder.parents[1] / "copies" / LOCK
    run_as(GRADER, lambda: lock.parent.mkdir(parents=True))
    with open(lock, "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert collect(exchange) == "refused" and collected(exchange) == {}


@pytest.mark.parametrize("what", ["renamed", "removed"])
def test_folders_that_come_and_go_do_not_stop_it(exchange, monkeypatch, what):
    """They are listed, and gone when it is their turn."""
    gone = [made_by(exchange, BEN, forged(BEN, f"{n}" * 12), notebook) for n in range(3)]
    submit(exchange, ADA)
    names = Exchange.names

    def lists(self):
        found = names(self)
        for name in gone:
            if what == "renamed":
                (self.inbound / name).rename(self.inbound / f"{name}x")
            else:
                shutil.rmtree(self.inbound / name)
        return found

    monkeypatch.setattr(Exchange, "names", lists)
    assert collect(exchange) == "" and collected(exchange) == {ADA: "daemon's notebook"}
