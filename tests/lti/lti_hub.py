"""A JupyterHub into which people come from a learning platform, with the service of a small course.

In the place of hub/lti/jupyterhub_config.py, with the same function of ours.
"""

import http.cookiejar
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import psutil

from tests.lti.learning_platform import CLIENT, CONTEXT, DEPLOYMENT, LearningPlatform
from tests.system.hub.served import COURSE, REPOSITORY

# Seconds within which the hub and its service start, on a busy machine.
START = 300
CONFIG = """
import os, sys
from pathlib import Path
from graders.lti.login import use_login
from graders.service.jupyterhub import add_course

c.JupyterHub.bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{inner}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.ConfigurableHTTPProxy.command = [str(Path(sys.prefix, "bin", "configurable-http-proxy"))]
c.JupyterHub.spawner_class = "simple"
add_course(
    c, "{course}", folder=Path("{folder}"), exchange=Path("{exchange}"), account="",
    instructors=["lti-9"], students=[], roles=Path("{repository}/hub/roles"),
    ports=({formgrader}, {grading}), identity="claimed", options=["--workers=1"],
)
c.JupyterHub.services = [one for one in c.JupyterHub.services if "grading" in one["name"]]
c.LTI13Authenticator.issuer = "{platform}"
c.LTI13Authenticator.client_id = {{"{client}"}}
c.LTI13Authenticator.authorize_url = "{platform}/auth"
c.LTI13Authenticator.jwks_endpoint = "{platform}/jwks"
c.CourseLogin.deployment_id = "{deployment}"
c.CourseLogin.context_id = "{context}"
use_login(c, "{course}", accounts=False)
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


@contextmanager
def lti_hub(folder: Path, course: Path, exchange: Path, there: LearningPlatform) -> Iterator[None]:
    """Run the hub at the address that the platform knows."""
    ports = {name: free_port() for name in ("inner", "proxy", "formgrader", "grading")}
    ports["hub"] = int(there.hub.rpartition(":")[2])
    config = folder / "jupyterhub_config.py"
    config.write_text(
        CONFIG.format(
            **ports,
            course=COURSE,
            folder=course,
            exchange=exchange,
            repository=REPOSITORY,
            platform=there.address,
            client=CLIENT,
            deployment=DEPLOYMENT,
            context=CONTEXT,
        )
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTERHUB_")}
    environment["PYTHONPATH"] = str(REPOSITORY)
    with open(folder / "hub.log", "w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(config)],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        _wait(process, f"{there.hub}/services/grading-{COURSE}/health", folder / "hub.log")
        yield
    finally:
        family = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        process.wait(60)
        for one in psutil.wait_procs(family, timeout=60)[1]:
            one.kill()


def _wait(process: subprocess.Popen, address: str, log: Path) -> None:
    ends = time.monotonic() + START
    while True:
        assert process.poll() is None and time.monotonic() < ends, log.read_text()[-5000:]
        with suppress(OSError), urllib.request.urlopen(address, timeout=30) as answer:
            if answer.status == 200:
                return
        time.sleep(0.3)


class Visitor:
    """A browser, as far as cookies go; it follows nothing."""

    def __init__(self, address: str):
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        processor = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(processor, _Stay)

    def open(self, path: str, data: dict | None = None, **headers: str) -> tuple[int, str, str]:
        """Return the status, the page, and where it leads."""
        body = None if data is None else urlencode(data).encode()
        request = urllib.request.Request(self.address + path, body, headers)
        try:
            answer = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")

    @property
    def is_in(self) -> bool:
        """Whether the hub knows who that is."""
        return self.open("/hub/home")[0] == 200


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        """Not followed."""
