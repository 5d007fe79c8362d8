"""A student's own server in a running hub: what of the hub its processes hold, and their bounds."""

import os
import re
import stat
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import psutil
import pytest

from graders.service.server import EXPENDABLE, LOG, PROCESSES
from hub.log import keep
from tests.system.hub.accounts import needs_root
from tests.system.hub.running import running_hub


class Browser:
    """Somebody who logs in to the hub, without a window."""

    def __init__(self, hub, name):
        self._hub, self._name, self._cookies = hub, name, CookieJar()
        handler = urllib.request.HTTPCookieProcessor(self._cookies)
        self._opener = urllib.request.build_opener(handler)

    def open(self, path, **form):
        body = urllib.parse.urlencode(form).encode() if form else None
        with self._opener.open(self._hub.address + path, body, timeout=60) as answer:
            return answer.read().decode()

    def log_in(self):
        self.open("/hub/login")
        (xsrf,) = {one.value for one in self._cookies if one.name == "_xsrf"}
        password = self._hub.settings.passwords[self._name]
        self.open("/hub/login?next=/hub/home", _xsrf=xsrf, username=self._name, password=password)

    def is_served(self):
        """Whether one's own server answers."""
        try:
            return "jupyter-config-data" in self.open(f"/user/{self._name}/lab")
        except urllib.error.HTTPError:
            return False

    def start_server(self):
        """Start one's own server; return its process."""
        self.open("/hub/spawn")
        ends = time.monotonic() + 120
        while time.monotonic() < ends:
            for process in psutil.Process(self._hub.process.pid).children(recursive=True):
                command = process.cmdline()
                if process.username() == self._name and "jupyterhub.singleuser" in command:
                    return process
            time.sleep(0.2)
        raise AssertionError(self._hub.log)


@pytest.mark.exhaustive
@needs_root
def test_a_server_holds_nothing_of_the_hubs_and_is_bounded():
    with running_hub() as hub:
        settings = hub.settings
        if not settings.accounts:
            pytest.skip("all is one account's here")
        student = settings.students[0]
        browser = Browser(hub, student)
        browser.log_in()
        process = browser.start_server()
        said = {os.stat(f"/proc/{process.pid}/fd/{number}") for number in (1, 2)}
        own = (settings.home(student) / LOG).stat()
        assert {(one.st_dev, one.st_ino) for one in said} == {(own.st_dev, own.st_ino)}
        limits = Path(f"/proc/{process.pid}/limits").read_text()
        assert re.search(rf"Max processes +{PROCESSES} +{PROCESSES} ", limits)
        score = Path(f"/proc/{process.pid}/oom_score_adj").read_text()
        assert int(score) == EXPENDABLE
        log = settings.hub / "jupyterhub.log"
        assert stat.S_IMODE(log.stat().st_mode) == 0o600
        ends = time.monotonic() + 120
        while not browser.is_served():
            assert time.monotonic() < ends
            time.sleep(0.5)
        assert "is running at" in (settings.home(student) / LOG).read_text()
        assert "JupyterHub" in log.read_text()


@pytest.mark.parametrize("size", [1, 900, 5000, 100_000])
def test_the_log_is_bounded_whatever_is_said(tmp_path, monkeypatch, size):
    monkeypatch.setattr("hub.log.MOST", 10_000)
    log = tmp_path / "hub.log"
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        for number in range(50_000 // size + 1):
            os.write(writer, str(number).encode().rjust(size, b" "))
        os.write(writer, b"the end")
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as said:
        keep(said, log)
    os.waitpid(child, 0)
    assert log.read_bytes().endswith(b"the end")
    assert all(path.stat().st_size <= max(10_000, 2**16) for path in tmp_path.iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
