"""JupyterHub as `make hub` starts it: on the loopback interface, for a demonstration."""

import hmac
import os
import sys
from pathlib import Path

from jupyterhub.auth import Authenticator

from graders.service.jupyterhub import add_course
from hub.settings import REPOSITORY, VARIABLE, load

c = get_config()  # noqa: F821  (JupyterHub provides it)

settings = load(Path(os.environ[VARIABLE]))


class Passwords(Authenticator):
    """Lets in who has a password in the settings. A real hub asks the university's own login."""

    async def authenticate(self, handler: object, data: dict[str, str]) -> str | None:
        """Return the name that was given, if the password is this name's own."""
        known = settings.passwords.get(data["username"])
        given = data["password"].encode()
        return data["username"] if known and hmac.compare_digest(known.encode(), given) else None


# Nobody reaches the hub from another machine. README.md says what to change before anybody may.
c.JupyterHub.bind_url = f"http://127.0.0.1:{settings.port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings.ports['hub']}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.ports['proxy']}"
# The proxy in Python, which needs no Node.js.
# Milliseconds: Validate runs a whole notebook before it answers, and the default is 20 s.
patience = "--proxy-timeout=600000"
program = str(Path(sys.prefix, "bin", "configurable-http-proxy"))
c.ConfigurableHTTPProxy.command = [program, patience]
c.JupyterHub.authenticator_class = Passwords
c.Authenticator.allowed_users = set(settings.people)
c.JupyterHub.log_level = "INFO"

if settings.accounts:
    # What a user's processes say does not go into the hub's log, and their number is bounded.
    c.Spawner.cmd = [sys.executable, "-m", "graders.service.server"]
else:
    c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab"
c.Spawner.environment = {"SHELL": "/bin/bash"}
c.Spawner.interrupt_timeout = 3
c.Spawner.term_timeout = 3
if settings.accounts:
    c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
else:
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = str(settings.home("{username}"))
    if os.getuid() == 0:
        c.Spawner.args = ["--allow-root"]

add_course(
    c,
    "mathematics-of-deep-learning",
    folder=settings.course,
    exchange=settings.exchange,
    account=settings.grader if settings.accounts else "",
    instructors=[settings.instructor],
    students=settings.students,
    roles=REPOSITORY / "hub" / "roles",
    ports=(settings.ports["formgrader"], settings.ports["grading"]),
    identity="accounts" if settings.accounts else "claimed",
)
# On a busy machine they take longer than the half minute after which the hub gives up.
for service in c.JupyterHub.services:
    service["timeout"] = 150
