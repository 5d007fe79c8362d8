"""``python -m hub check``: what of a hub's configuration is open that should be shut.

It runs jupyterhub_config.py as JupyterHub does, and looks at the folders and processes that it
names; so it is run as the hub's account, on the machine of the hub.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from traitlets.config import Config, PyFileConfigLoader
from traitlets.config.loader import ConfigFileNotFound

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MODULE = "graders.service"
SERVER = "graders.service.server"
FUSE = Path("/etc/fuse.conf")


def check(config: Path) -> list[str]:
    """Return what is open, as sentences."""
    c = PyFileConfigLoader(config.name, str(config.parent)).load_config()
    services = c.JupyterHub.get("services", [])
    found = [*_addresses(c.JupyterHub), *_logins(c)]
    courses = [service for service in services if MODULE in service.get("command", [])]
    if not courses:
        found.append("No grading service is started by this hub.")
    for service in courses:
        found += _account(service)
        found += _folders(service)
    for service in services:
        found += _terminals(service)
    return [*found, *_mounts(), *_processes()]


def _addresses(hub: Config) -> Iterator[str]:
    host = hub.get("subdomain_host", "")
    address = urlsplit(hub.get("bind_url", "") or f"http://{hub.get('ip', '')}:8000")
    if not host:
        yield (
            "One origin: a page in one student's server can use the formgrader with the rights of "
            "an instructor who opens it. Set c.JupyterHub.subdomain_host."
        )
    elif not host.startswith("https://"):
        yield "No TLS: c.JupyterHub.subdomain_host does not begin with https://."
    has_tls = hub.get("ssl_cert") or address.scheme == "https"
    if not has_tls and address.hostname not in LOOPBACK:
        yield (
            "No TLS: the hub listens on other addresses than the loopback interface's, without a "
            "certificate. Set c.JupyterHub.bind_url to http://127.0.0.1:8000, behind a web server."
        )


def _logins(c: Config) -> Iterator[str]:
    if str(c.JupyterHub.get("authenticator_class", "")).lower().startswith("dummy"):
        yield "Anybody can log in as anybody: c.JupyterHub.authenticator_class is dummy."
    if c.Authenticator.get("allow_all"):
        yield "Whoever has a login is let in: c.Authenticator.allow_all is set."
    spawner = c.JupyterHub.get("spawner_class", "localprocess")
    kind = str(getattr(spawner, "__name__", spawner)).lower()
    if "simple" in kind:
        yield "All servers run as one account: c.JupyterHub.spawner_class does not separate them."
    elif "localprocess" in kind and SERVER not in c.Spawner.get("cmd", []):
        yield (
            "Users' processes write into the hub's log, and may be as many as they like: set "
            f"c.Spawner.cmd to [sys.executable, '-m', '{SERVER}']."
        )
    if "server_token_scopes" not in c.Spawner:
        yield "A notebook may ask of the hub what its owner may: set c.Spawner.server_token_scopes."


def _account(service: dict) -> Iterator[str]:
    if service.get("user", "") in ("", "root") and os.getuid() == 0:
        yield f"The service {service['name']} runs as root: give it an account of its own."
    if "claimed" in service["command"]:
        yield f"Everybody can hand in as everybody: {service['name']} has --identity claimed."


def _folders(service: dict) -> Iterator[str]:
    course = Path(service["cwd"])
    exchange = Path(service["environment"]["NBGRADER_EXCHANGE"])
    repository = Path(service["environment"].get("GRADERS_REPOSITORY", ""))
    closed = [course, *(repository / name for name in ("source", "tests", ".git"))]
    for folder in closed:
        if folder.is_absolute() and (above := _readable(folder)):
            yield f"Other accounts can read {folder}: chmod 700 {above}."
    try:
        info = exchange.stat()
        if stat.S_IMODE(info.st_mode) != 0o1777:
            yield f"{exchange} has not the mode 1777: students can rename what is others'."
        if course.exists() and info.st_dev == course.stat().st_dev:
            yield (
                f"{exchange} is on the file system of the course: who fills one stops the other. "
                "Give it one of its own, with quotas."
            )
    except OSError:
        yield f"There is no exchange at {exchange}."


def _readable(folder: Path) -> Path | None:
    """Return what is to be closed for a folder that other accounts can enter, if they can."""
    try:
        if all(path.stat().st_mode & stat.S_IXOTH for path in folder.parents):
            return folder if folder.stat().st_mode & 0o007 else None
    except OSError:
        pass
    return None


def _terminals(service: dict) -> Iterator[str]:
    if "jupyterhub.singleuser" not in service.get("command", []):
        return
    paths = service.get("environment", {}).get("JUPYTER_CONFIG_PATH", "").split(os.pathsep)
    for path in filter(None, paths):
        try:
            loader = PyFileConfigLoader("jupyter_server_config.py", path)
            if loader.load_config().ServerApp.get("terminals_enabled") is False:
                return
        except ConfigFileNotFound:
            continue
    yield (
        f"The service {service['name']} offers terminals as the course's account: set "
        "c.ServerApp.terminals_enabled = False in its jupyter_server_config.py."
    )


def _mounts() -> Iterator[str]:
    with suppress(OSError):
        if any(line.strip() == "user_allow_other" for line in FUSE.read_text().splitlines()):
            yield (
                "An account can mount a file system of its own in the exchange, and the service "
                f"waits for it: remove user_allow_other from {FUSE}."
            )


def _processes() -> Iterator[str]:
    for process in psutil.process_iter(["cmdline", "uids"]):
        command, uids = process.info["cmdline"] or [], process.info["uids"]
        if command[1:3] == ["-m", MODULE] and uids is not None and uids.real == 0:
            yield f"The grading service that runs now (process {process.pid}) is root's."
