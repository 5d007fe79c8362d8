"""Runs the bank through plain nbgrader and through the course's engine, and prints the table.

``python -m tests.attacks.run``, from the project's folder; ``--help`` lists the options.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from . import enclosure
from .bank import Entry, entries, entry
from .scratch import PLAIN
from .setup import SETUPS
from .table import COLUMNS, COSTS, markdown, totals

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = __spec__.parent
# Of the page with the table.
TITLE = "# The attacks that were tried"
# Seconds for one submission and its neighbours; then the batch counts as stopped.
LIMIT = 300
# Names another configuration of our engine than the course's.
CONFIG = "ATTACKS_CONFIG"
FASTER = """\
c.CourseDirectory.course_id = "attacks"
c.IncludeHeaderFooter.header = ""
c.Execute.cell_timeout = 6
c.Execute.call_timeout = 2
c.Execute.own_cells_timeout = 10
c.Execute.memory = 2**30
"""


def environment() -> dict[str, str]:
    """Return the environment of everything that runs here; student code may see it all."""
    path = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin", "/usr/sbin"])
    return {
        "PATH": path,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).parents[len(PACKAGE.split("."))]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def engine_config() -> str:
    """Return the configuration of the scratch course for our engine: the course's own, faster."""
    text = Path(os.environ.get(CONFIG, PROJECT / "nbgrader_config.py")).read_text()
    return f"{text}\n{FASTER}"


@contextmanager
def template(engine: str) -> Iterator[Path]:
    """Make a scratch course with one graded student, of which every measurement takes a copy."""
    config = PLAIN if engine == "plain" else engine_config()
    with tempfile.TemporaryDirectory(prefix=f"attacks-{engine}-") as folder:
        builder = [sys.executable, "-m", f"{PACKAGE}.scratch", "build"]
        argv = [*builder, engine, f"{folder}/course", config]
        home = Path(folder) / "home"
        home.mkdir()
        done = subprocess.run(
            argv, env={**environment(), "HOME": str(home)}, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"the scratch course could not be built:\n{done.stderr[-3000:]}")
        Path(folder).chmod(0o755)
        yield Path(folder)


def nothing(which: Entry, reason: str, stopped: bool) -> dict:
    """Return the result of a measurement that did not come to its end."""
    empty: dict = {key: [] for key in ("gained", "lost", "leaked", "escaped")}
    return {
        "name": str(which),
        **empty,
        "stopped": stopped,
        "deviations": [reason],
        "items": {},
        **dict.fromkeys(COSTS, 0),
    }


class Room:
    """A process that measures submissions one after the other, in the closed room if there is one.

    Parameters
    ----------
    setup : str
        One of `SETUPS`.
    folder : Path
        What `template` made.
    log : str
        Where the grader's messages go, a path inside; nowhere if empty.
    costs : bool
        Whether honest submissions are graded first, of which the costs are taken off.
    """

    def __init__(self, setup: str, folder: Path, log: str = "", costs: bool = False):
        self.enclosed = enclosure.available()
        about = [setup, str(LIMIT), "costs" if costs else "", log]
        argv = [sys.executable, "-m", f"{PACKAGE}.measure", str(folder), *about]
        self.argv = enclosure.command(folder, *argv) if self.enclosed else argv
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Room":
        return self

    def __exit__(self, *_) -> None:
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process.stdout.close()

    def measure(self, which: Entry) -> dict:
        """Hand in one submission, grade it, and return the `measure.Result` as a dict."""
        if getattr(which.module, "DANGEROUS", False) and not self.enclosed:
            return nothing(which, "not run: dangerous without namespaces", stopped=False)
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                text=True,
            )
        try:
            self.process.stdin.write(f"{which}\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if line:
            return json.loads(line)
        self.process.wait()
        return nothing(which, "the measurement itself was ended", stopped=True)


def groups(chosen: list[Entry], setup: str) -> Iterator[list[Entry]]:
    """Divide the bank among rooms: with plain nbgrader, what may outlive its turn gets its own."""
    if SETUPS[setup].engine == "ours":
        yield chosen
        return
    lasting = {
        which
        for which in chosen
        if getattr(which.module, "DANGEROUS", False) or hasattr(which.module, "accomplice")
    }
    together: list[Entry] = []
    for which in chosen:
        if which in lasting:
            yield [which]
        else:
            together.append(which)
    for start in range(0, len(together), 10):
        yield together[start : start + 10]


def progress(result: dict) -> str:
    """Return a line on one result: its name and all that is wrong with it."""
    wrong = {key: result[key] for key in (*COLUMNS, "deviations") if result[key]}
    return f"{result['name']} {wrong or 'as expected'}"


def run(chosen: list[Entry], setup: str, jobs: int = 1) -> list[dict]:
    """Measure submissions of the bank in a setup; return the results in their order."""
    names = [str(which) for which in chosen]
    with template(SETUPS[setup].engine) as folder, ThreadPoolExecutor(jobs) as pool:

        def one(group: list[Entry]) -> list[dict]:
            results = []
            with Room(setup, folder, costs=True) as room:
                for which in group:
                    results.append(room.measure(which))
                    print(progress(results[-1]), file=sys.stderr, flush=True)
            return results

        found = [result for part in pool.map(one, groups(chosen, setup)) for result in part]
    return sorted(found, key=lambda result: names.index(result["name"]))


def main() -> None:
    """Run what the command line asks for and print the table."""
    parser = argparse.ArgumentParser(prog=f"python -m {PACKAGE}.run", description=__doc__)
    parser.add_argument("names", nargs="*", help="KIND/NAME of some files; the whole bank if none")
    parser.add_argument(
        "--setup",
        choices=SETUPS,
        action="append",
        help="plain: nbgrader; ours: this engine as who runs this; user, landlock: this engine as "
        "an ordinary user, with namespaces and without; all four if not given",
    )
    parser.add_argument("--jobs", type=int, default=2, help="rooms at a time, plain nbgrader only")
    parser.add_argument("--markdown", type=Path, help="write the table into this file as well")
    parser.add_argument("--json", type=Path, help="write all that was found into this file")
    options = parser.parse_args()
    chosen = [entry(name) for name in options.names] or entries()
    results = {setup: run(chosen, setup, options.jobs) for setup in options.setup or SETUPS}
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))
    if options.markdown:
        options.markdown.write_text(f"{TITLE}\n\n{markdown(chosen, results)}")
    else:
        print(markdown(chosen, results))
    print(totals(results))


if __name__ == "__main__":
    main()
