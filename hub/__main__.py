"""``python -m hub start`` and ``python -m hub clean``: a JupyterHub on this machine alone.

``python -m hub check`` looks whether a hub's configuration, this one's or a server's, is shut.
"""

import argparse
import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

from hub import accounts, view
from hub.check import check
from hub.settings import FILE, REPOSITORY, VARIABLE, Settings, load
from hub.supervisor import CONFIG, COURSE, HubError, apart, run

STUDENTS = ["ada", "ben", "emmy"]
LOCK = "lock"
SERVER = Path("/etc/jupyterhub/jupyterhub_config.py")


def main() -> None:
    """Start the hub, or remove it."""
    parser = argparse.ArgumentParser(prog="python -m hub", description=__doc__)
    parser.add_argument("what", choices=("start", "clean", "check"))
    parser.add_argument(
        "--config",
        type=Path,
        help=f"for check: by default {SERVER}, if it is there",
    )
    parser.add_argument("--folder", type=Path, default=REPOSITORY / ".hub")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--prefix", default="", help="of the names of the accounts")
    parser.add_argument(
        "--one-account", action="store_true", help="make no Unix accounts, even if that is possible"
    )
    parser.add_argument("--yes", action="store_true", help="clean: ask nothing")
    given = parser.parse_args()
    folder = given.folder.resolve()
    try:
        if given.what == "check":
            sys.exit(look(folder, given.config))
        elif given.what == "clean":
            clean(folder, given.yes)
        else:
            sys.exit(start(folder, given.port, given.prefix, given.one_account))
    except (HubError, accounts.AccountError) as error:
        sys.exit(f"hub: {error}")


def look(folder: Path, config: Path | None) -> int:
    """Say what of a configuration is open; return the exit status, 1 if anything is."""
    config = config or (SERVER if SERVER.exists() else CONFIG)
    if config == CONFIG:
        if load(folder) is None:
            raise HubError(f"there is neither {SERVER} nor a hub in {folder}: give --config")
        os.environ[VARIABLE] = str(folder)
    found = check(config.resolve())
    print(f"{config}: {'open' if found else 'nothing open was found'}")
    for sentence in found:
        print(f"    {sentence}")
    return int(bool(found))


def start(folder: Path, port: int, prefix: str = "", one_account: bool = False) -> int:
    """Start a hub and stay until it ends; return the exit status.

    What is kept in the folder from before is gone on with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    with _lock(folder) as lock:
        if lock is None:
            raise HubError(f"a hub of {folder} is running; `make hub-clean` ends and removes it")
        settings = load(folder) or Settings(
            str(folder),
            port,
            f"{prefix}instructor",
            f"{prefix}grader",
            [f"{prefix}{name}" for name in STUDENTS],
            not one_account and accounts.can_be_made() and view.possible(),
        )
        settings.save()
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            raise HubError(f"the port {port} is in use: `make hub PORT=…` takes another") from None
        settings.port = port
        settings.choose_ports()
        settings.save()
        _make_folders(settings)
        if settings.accounts:
            repository = [REPOSITORY / "graders", REPOSITORY / "hub"]
            # What the course is made from is read now: later it is out of sight.
            _copy_course(settings)
            view.enter([REPOSITORY], repository, [folder])
        else:
            _copy_course(settings)

        def work() -> None:
            if settings.accounts:
                view.begin()
            _release(settings)
            run(settings, lambda: _tell(settings))

        # In a view, the end of process 1 is the end of all.
        return apart(work, signal.SIGKILL if settings.accounts else signal.SIGTERM)


def clean(folder: Path, yes: bool = False) -> None:
    """End the hub of a folder, remove the accounts that it made, and the folder.

    Asks first if an instructor's work would be lost, unless the answer is given. What can be
    removed is, and the settings last, so that it can be tried again.
    """
    settings = load(folder)
    if settings is None:
        if folder.exists() and any(folder.iterdir()):
            raise HubError(f"{folder} is not the folder of a hub: it has no {FILE}")
        if folder.exists():
            folder.rmdir()
        return
    if not yes and (changed := _changed(settings)):
        _ask(changed)
    ends = time.monotonic() + 60
    while True:
        with _lock(folder) as lock:
            if lock is not None:
                break
            pid = int((folder / LOCK).read_text() or 0)
            late = time.monotonic() > ends
            if pid:
                os.kill(pid, signal.SIGKILL if late else signal.SIGTERM)
        time.sleep(1)
    left = []
    for name in settings.made:
        try:
            accounts.remove(name)
        except accounts.AccountError as error:
            left.append(str(error))
    # Not `shutil.rmtree`, which folders in folders in folders stop. Students made these.
    for path in folder.iterdir():
        if path.name != FILE:
            done = subprocess.run(["rm", "-rf", "--", path], capture_output=True, text=True)
            left += [done.stderr.strip()[-500:]] if done.returncode else []
    if left:
        raise HubError("not all could be removed; try again:\n" + "\n".join(left))
    (folder / FILE).unlink()
    folder.rmdir()


def _changed(settings: Settings) -> list[str]:
    """Return what an instructor has made or corrected in the course's sources."""
    ours, theirs = REPOSITORY / "source", settings.course / "source"
    return sorted(
        str(path.relative_to(theirs))
        for path in theirs.rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
        if not _is_same(path, ours / path.relative_to(theirs))
    )


def _is_same(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()


def _ask(changed: list[str]) -> None:
    print("These were made or corrected in the hub's course, and are nowhere else:")
    print("\n".join(f"    {name}" for name in changed[:20]))
    if len(changed) > 20:
        print(f"    and {len(changed) - 20} more")
    if not sys.stdin.isatty() or input("Remove them? [y/N] ").strip().lower() not in ("y", "yes"):
        raise HubError("nothing was removed; `make hub-clean YES=1` removes all without asking")


class _lock:
    """Holds a folder's lock, with this process's number in it; gives None if it is held."""

    def __init__(self, folder: Path):
        self._path = folder / LOCK
        self._file: IO | None = None

    def __enter__(self) -> IO | None:
        self._file = open(self._path, "a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()
        return self._file

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def _make_folders(settings: Settings) -> None:
    settings.hub.mkdir(exist_ok=True)
    settings.hub.chmod(0o700)
    settings.exchange.mkdir(exist_ok=True)
    settings.exchange.chmod(0o1777)
    home = settings.home(".").resolve()
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    for name in [settings.grader, *settings.people]:
        if not settings.accounts:
            settings.home(name).mkdir(exist_ok=True)
        elif name not in settings.made:
            if accounts.exists(name):
                raise HubError(
                    f"this machine has an account {name!r} already: "
                    "`make hub-clean hub PREFIX=course-` takes other names"
                )
            settings.made.append(name)
            settings.save()
            accounts.make(name, settings.home(name))


def _copy_course(settings: Settings) -> None:
    """Put the repository's course into the demonstration's course folder, once."""
    course = settings.course
    if course.exists():
        return
    partial = course.with_name("course.part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700)
    shutil.copy(REPOSITORY / "nbgrader_config.py", partial)
    ignore = shutil.ignore_patterns(".ipynb_checkpoints")
    shutil.copytree(REPOSITORY / "source", partial / "source", ignore=ignore)
    if settings.accounts:
        entry = pwd.getpwnam(settings.grader)
        for path in [partial, *partial.rglob("*")]:
            os.chown(path, entry.pw_uid, entry.pw_gid)
    partial.rename(course)


def _release(settings: Settings) -> None:
    """Generate and release the assignments, as the account that owns the course."""
    command = [sys.executable, "-m", "hub.course", str(settings.course), str(settings.exchange)]
    options: dict[str, Any] = {}
    if settings.accounts:
        entry = pwd.getpwnam(settings.grader)
        options = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    environment = os.environ | {
        "HOME": str(settings.home(settings.grader)),
        "PYTHONPATH": str(REPOSITORY),
    }
    log = settings.hub / "release.log"
    with open(log, "w") as file:
        done = subprocess.run(
            [*command, *settings.students],
            stdout=file,
            stderr=file,
            cwd=settings.course.parent,
            env=environment,
            **options,
        )
    if done.returncode:
        raise HubError(f"the assignments could not be released:\n{log.read_text()[-2000:]}")


def _tell(settings: Settings) -> None:
    """Print the address and who may log in."""
    address = f"http://127.0.0.1:{settings.port}"
    width = max(map(len, settings.people))
    released = ", ".join(sorted(path.name for path in settings.course.glob("release/*")))
    print(f"\nJupyterHub runs at {address}, for this machine alone. Released: {released}.\n")
    for name in settings.people:
        role = "instructor" if name == settings.instructor else "student"
        print(f"    {name:{width}}  {settings.passwords[name]}  {role}")
    print(
        f"\nEverybody begins with the course's page: students with where they stand, "
        f"{settings.instructor} with\nwhat came in and who is missing. The formgrader: "
        f"{address}/services/{COURSE}"
    )
    if settings.accounts:
        print("Each of them is a Unix account of this machine, made for this hub.")
    else:
        print(
            "This is a demonstration without isolation between students: all servers run as one "
            "Unix\naccount, so each can read what the others do, and the solutions. Accounts of "
            "their own take root,\nuseradd, and mount namespaces."
        )
    print("Ctrl-C ends it, `make hub` goes on with it, `make hub-clean` removes it.", flush=True)


if __name__ == "__main__":
    main()
