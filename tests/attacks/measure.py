"""Grades one submission of the bank in a scratch course and says what became of it.

Runs in a process of its own, by `run`: names of the bank come in, a line of JSON goes out for each.
"""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import evidence, world
from .aim import aims
from .assignment import POINTS
from .bank import Entry, entry
from .cost import Cost, watched
from .expectation import outcome
from .scratch import (
    ACCOMPLICE,
    ATTACKER,
    CANARY_FILE,
    EARLIER,
    INNOCENT,
    hand_in_innocent,
    release,
    submitted,
)
from .setup import GRADER_UID, SETUPS, Setup

HONEST = outcome(explain_correlation="to be graded by hand")
ACCOMPLICE_EXPECTED = outcome(rest="failed", mean_square="passed")


@dataclass
class Result:
    """What became of one submission; empty lists are good news.

    Attributes
    ----------
    name : str
        The file of the bank, as ``KIND/NAME``.
    gained, lost : list of str
        Items that got more or fewer points than they are worth, of any student.
    leaked : list of str
        Secrets that came out, and where.
    escaped : list of str
        Marks outside: files, processes, packets, live scripts on a feedback page.
    stopped : bool
        Whether the student after it was left without a grade.
    deviations : list of str
        Everything else that is not as expected: states and messages.
    items : dict
        Points, state and message of every item.
    seconds, memory : float
        What grading the class took beyond one with an honest submission in its place, as in `Cost`.
    """

    name: str
    gained: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    escaped: list[str] = field(default_factory=list)
    stopped: bool = False
    deviations: list[str] = field(default_factory=list)
    items: dict = field(default_factory=dict)
    seconds: float = 0.0
    memory: float = 0.0


class Grader:
    """The process that grades courses; ended and begun again when it takes too long.

    Parameters
    ----------
    setup : Setup
    limit : float
        Seconds that one course may take.
    log : Path
        Where its messages go, and are read from.
    """

    def __init__(self, setup: Setup, limit: float, log: Path):
        self.setup, self.limit, self.log = setup, limit, log
        self.read = 0
        self.process: subprocess.Popen | None = None

    def _start(self) -> None:
        argv = self.setup.command("-m", f"{__package__}.scratch", "grade", self.setup.engine)
        home = tempfile.mkdtemp(prefix="home-")
        if self.setup.drops:
            os.chown(home, GRADER_UID, GRADER_UID)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "HOME": home},
                start_new_session=True,
            )

    def grade(self, course: Path) -> None:
        """Grade what is new in a course, or give up after the limit."""
        if self.process is None or self.process.poll() is not None:
            self._start()
        timer = threading.Timer(self.limit, self.end)
        timer.start()
        try:
            self.process.stdin.write(f"{course}\n".encode())
            self.process.stdin.flush()
            self.process.stdout.readline()
        except (BrokenPipeError, ValueError):
            pass
        finally:
            timer.cancel()

    def said(self) -> bytes:
        """Return what the process has printed since this was asked last."""
        if not self.log.exists():
            return b""
        with self.log.open("rb") as log:
            log.seek(self.read)
            text = log.read()
        self.read += len(text)
        return text

    def end(self) -> None:
        """End the process and, where it has a user of its own, all that is left of it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        if self.setup.drops:
            evidence.end_processes_of(GRADER_UID)


@contextmanager
def listener():
    """Listen for stolen goods on a port of this machine; yield the port and what has come."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets:
            packets.bind(("127.0.0.1", port))

            def serve() -> None:
                while True:
                    try:
                        line, _ = server.accept()
                    except OSError:
                        return
                    with line:
                        heard.append(line.recv(4096))

            threading.Thread(target=serve, daemon=True).start()
            packets.setblocking(False)
            yield port, heard
            with suppress(OSError):
                heard.append(packets.recv(4096))
            server.shutdown(socket.SHUT_RDWR)


def compare(result: Result, student: str, found: dict, expected: dict, states: bool) -> None:
    """Add what differs between points, states and messages found and expected."""
    for item, wanted in expected.items():
        got = found.get(item, {"points": None, "state": None, "message": ""})
        difference = (got["points"] or 0.0) - (wanted.points or 0.0)
        text = f"{student} {item}: {got['points']} for {wanted.points}"
        if difference > 1e-3:
            result.gained.append(text)
        elif difference < -1e-3:
            result.lost.append(text)
        elif got["points"] is None and wanted.points is not None:
            result.deviations.append(text)
        if states and got["state"] != wanted.state:
            shown = f"{got['state']!r} for {wanted.state!r}"
            result.deviations.append(f"{student} {item}: state {shown} ({got['message']!r})")


def told(result: Result, patterns: dict[str, str]) -> None:
    """Add the messages that do not say what they must."""
    for item, pattern in patterns.items():
        names = [n for n in POINTS if item in ("*", n) or n.startswith(f"test_{item}")]
        messages = [str(result.items.get(name, {}).get("message")) for name in names]
        if not any(re.search(pattern, message, re.IGNORECASE) for message in messages):
            result.deviations.append(f"{item}: no message matches {pattern!r} in {messages}")


def copied(template: Path) -> Path:
    """Return a course of its own, in a folder of its own."""
    room = Path(tempfile.mkdtemp(prefix="course-"))
    room.chmod(0o755)
    return Path(shutil.copytree(template / "course", room / "course"))


def honest(template: Path, grader: Grader) -> Cost:
    """Return what it takes to grade the class with right answers in the place of an attack."""
    course = copied(template)
    canary = json.loads((template / CANARY_FILE).read_text())
    for student in (ATTACKER, INNOCENT):
        hand_in_innocent(course, student, canary["submission"])
    evidence.give(course.parent, GRADER_UID if grader.setup.drops else None)
    with watched() as cost:
        grader.grade(course)
    shutil.rmtree(course.parent, ignore_errors=True)
    return cost


def measure(which: Entry, template: Path, grader: Grader, usual: Cost) -> Result:
    """Hand in one submission of the bank, grade the course, and look at what became of it.

    Its cost is what it takes beyond the `usual`.
    """
    module, result = which.module, Result(str(which))
    states = grader.setup.engine == "ours"
    owner = GRADER_UID if grader.setup.drops else None
    canary = json.loads((template / CANARY_FILE).read_text())
    course = copied(template)
    room = course.parent
    token = f"mark{secrets.token_hex(6)}"
    with listener() as (port, heard):
        values = (token, str(port), str(course))
        os.environ.update(zip((world.TOKEN, world.PORT, world.COURSE), values, strict=True))
        os.environ["COURSE_SECRET"] = canary["environment"]
        notebook = release(course)
        if hasattr(module, "earlier"):
            evidence.hand_in(module.earlier, notebook, submitted(course, ATTACKER), day=1)
            evidence.give(room, owner)
            grader.grade(course)
        evidence.hand_in(module.submit, notebook, submitted(course, ATTACKER), day=2)
        if hasattr(module, "accomplice"):
            evidence.hand_in(module.accomplice, notebook, submitted(course, ACCOMPLICE), day=2)
        hand_in_innocent(course, INNOCENT, canary["submission"])
        evidence.give(room, owner)
        with watched() as cost:
            grader.grade(course)
    more = cost.beyond(usual)
    result.seconds, result.memory = round(more.seconds, 1), round(more.memory)
    if any(token.encode() in data for data in heard):
        result.escaped.append("network: a packet arrived")
    result.escaped += evidence.processes(token)

    books = {name: evidence.items(course, name) for name in (EARLIER, INNOCENT)}
    result.items = evidence.items(course, ATTACKER)
    result.stopped = not books[INNOCENT]
    for student, found in books.items():
        compare(result, student, found, HONEST, states)
    compare(result, ATTACKER, result.items, module.EXPECTED, states)
    if hasattr(module, "accomplice"):
        found = evidence.items(course, ACCOMPLICE)
        compare(result, ACCOMPLICE, found, ACCOMPLICE_EXPECTED, states)
    result.gained += evidence.altered_points(course)
    result.leaked = evidence.leaks(course, template / "course", canary)
    if hasattr(module, "NEVER"):
        result.leaked += evidence.shown(course, ATTACKER, module.NEVER, result.items)
    result.escaped += evidence.files(course, token) + evidence.live_pages(course, token)
    result.escaped += evidence.terminal_escapes(grader.said(), token)
    if states:
        told(result, getattr(module, "TOLD", {}))
        if aims(module):
            result.deviations += evidence.aimless(course)
        result.deviations += evidence.too_large(course, result.items)
    level = evidence.level(course)
    if grader.setup.level not in ("", level):
        result.deviations.insert(0, f"not run: the sandbox's level is {level!r}")
    shutil.rmtree(room, ignore_errors=True)
    return result


def main() -> None:
    """Measure what is named on standard input: ``measure TEMPLATE SETUP LIMIT COSTS LOG``."""
    template, setup, limit, costs, log = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    grader = Grader(SETUPS[setup], float(limit), Path(log or tempfile.mkstemp(".log")[1]))
    try:
        usual = Cost()
        if costs == "costs":
            honest(Path(template), grader)  # the first one starts the grader
            usual = honest(Path(template), grader)
        for line in sys.stdin:
            result = measure(entry(line.strip()), Path(template), grader, usual)
            print(json.dumps(asdict(result)), flush=True)
    finally:
        grader.end()


if __name__ == "__main__":
    main()
