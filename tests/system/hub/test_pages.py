"""The pages of the service, asked by people who do odd things, and by hostile pages."""

import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from graders.exchange import Receipt
from graders.service.web import IDLE
from tests.feedback.test_accessible import RULES
from tests.system.hub.accounts import open_folder
from tests.system.hub.browser import browser, needs_chromium
from tests.system.hub.hub_api import PREFIX, Visitor, environment, hub_api
from tests.system.hub.served import Served, running

pytestmark = pytest.mark.exhaustive


@pytest.fixture(scope="module")
def served():
    with open_folder() as folder, hub_api() as api:
        served = Served(folder)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        served.start(environment(api, port))
        visitor = Visitor(address := f"http://127.0.0.1:{port}")
        served.wait(lambda: is_served(visitor))
        served.queue.add("one", Receipt("ada", "small", 1000.0), refused="no reason")
        served.address = address
        yield served
        served.end()


@pytest.fixture
def address(served):
    return served.address


def is_served(visitor: Visitor) -> bool:
    try:
        return bool(visitor.open("health")[0])
    except OSError:
        return False


@pytest.fixture
def instructor(address):
    visitor = Visitor(address)
    visitor.log_in("instructor-first")
    return visitor


def test_who_logs_in_again_in_another_tab_is_told_to_open_the_page_again(address, instructor):
    assert instructor.open("")[0] == 200
    before = instructor.xsrf()
    instructor.log_in("instructor-second")
    status, page, _ = instructor.open("again", {"submission": "1", "_xsrf": before})
    assert status == 403 and "Open it again" in page
    status, page, _ = instructor.open("")
    assert status == 200 and "You are instructor" in page
    # With what the new page gives, it is accepted; and refused one cannot be graded.
    assert instructor.open("again", {"submission": "1", "_xsrf": instructor.xsrf()})[0] == 409
    assert Visitor(address).open("health")[0] in (200, 503)


@pytest.mark.parametrize("path", ["", "again", "metrics", "oauth_callback", "health", "nothing"])
@pytest.mark.parametrize(
    "cookie",
    ["_xsrf=planted", "_xsrf=2|abcdef|1|2", "_xsrf=; _xsrf=ä", f"_xsrf={'x' * 5000}"],
    ids=["planted", "old", "odd", "long"],
)
def test_what_another_page_plants_hangs_nobody(address, instructor, path, cookie):
    instructor.open("")
    kept = "; ".join(f"{c.name}={c.value}" for c in instructor.cookies if c.name != "_xsrf")
    given = {"Cookie": f"{cookie}; {kept}".encode().decode("latin-1")}
    for mode in ("navigate", "cors", "no-cors"):
        headers = {**given, "Sec-Fetch-Mode": mode, "Sec-Fetch-Site": "same-site"}
        other = Visitor(address)
        assert other.open(path, **headers)[0] in (200, 302, 400, 403, 404, 405, 503)
        status, _, _ = other.open(path, {"submission": "1", "_xsrf": "planted"}, **headers)
        assert status in (403, 404, 405)
    assert instructor.open("")[0] == 200


def test_how_the_class_did_is_for_instructors(instructor):
    status, page, _ = instructor.open("report/small")
    assert status == 200 and "<html" in page and "small" in page
    for name in ("another", "*", "..%2Fsmall", "small%00", "%5Bs%5Dmall"):
        assert instructor.open(f"report/{name}")[0] in (400, 404)


@needs_chromium
def test_the_page_renews_itself_and_can_be_read_by_everybody(address, served, instructor, tmp_path):
    with browser() as opened:
        context = opened.new_context()
        context.add_cookies(
            [
                {
                    "name": one.name,
                    "value": one.value or "",
                    "domain": "127.0.0.1",
                    "path": one.path,
                }
                for one in instructor.cookies
            ]
        )
        page = context.new_page()
        errors: list[str] = []
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(f"{address}{PREFIX}")
        page.evaluate("window.loaded = 'once'")
        served.queue.add("new", Receipt("emmy", "small", 3000.0), refused="came meanwhile")
        expect(page.locator("main")).to_contain_text("came meanwhile")
        assert page.evaluate("window.loaded") == "once" and not errors
        assert page.locator("#stale").is_hidden()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=tmp_path / f"{scheme}-{width}.png", full_page=True)
                found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
                violations = found.response["violations"]
                assert not violations, [(one["id"], one["nodes"][0]["html"]) for one in violations]
                assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_students_open_no_page_of_instructors(address):
    student = Visitor(address)
    student.log_in("student-one")
    for path in ("class", "metrics", "report/small", "request/1"):
        assert student.open(path)[0] == 403
    assert student.open("again", {"submission": "1"})[0] == 403
    assert "Needing attention" not in student.open("")[1]
    token = {"Authorization": "token student-two"}
    assert Visitor(address).open("metrics", **token)[0] == 403


def test_a_program_comes_with_a_token(address):
    token = {"Authorization": "token instructor-program"}
    status, page, _ = Visitor(address).open("metrics", **token)
    assert status == 200 and "graders_submissions" in page


def test_health_says_which_process_is_down(address, served):
    served.wait(lambda: '"down": []' in Visitor(address).open("health")[1])
    for job, module in (("exchange", "exchanging"), ("grader", "grader")):
        (pid,) = running(served.process.pid, f"graders.service.{module}")
        os.kill(pid, signal.SIGKILL)
        served.wait(lambda job=job: f'"down": ["{job}"]' in Visitor(address).open("health")[1])
        served.wait(lambda: '"down": []' in Visitor(address).open("health")[1])


def test_thousands_of_connections_keep_nobody_out_and_fill_no_log(address, served):
    port = int(address.rpartition(":")[2])
    (pid,) = running(served.process.pid, "graders.service.web")
    held = []
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit[1], 5000), limit[1]))
    try:
        for _ in range(3000):
            with suppress(OSError):
                held.append(socket.create_connection(("127.0.0.1", port), timeout=5))
        assert len(held) > 1000
        assert Visitor(address).open("health")[0] == 200
        assert len(os.listdir(f"/proc/{pid}/fd")) < 250
    finally:
        for one in held:
            one.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)
    for _ in range(100):
        Visitor(address).open("nothing")
    assert len(served.said) < 100_000


def test_the_page_shows_the_last_rows_of_many(served, instructor):
    queue = served.queue
    for number in range(300):
        receipt = Receipt(f"student {number % 40}", "small", 2000.0 + number)
        queue.add(f"many {number}", receipt, refused="for the test")
    status, page, _ = instructor.open("")
    assert status == 200 and "The last 100." in page and page.count("<tr>") < 120


# Given: the port, and what is sent.
CHURN = """
import socket, sys, time
address, said, held = ("127.0.0.1", int(sys.argv[1])), sys.argv[2].encode(), []
ends = time.monotonic() + 20
while time.monotonic() < ends:
    try:
        held.append(socket.create_connection(address, timeout=1))
        held[-1].send(said)
    except OSError:
        pass
    if len(held) > 500:
        held.pop(0).close()
"""
ASKS = f"GET {PREFIX}health HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("said", ["", ASKS], ids=["opens", "asks"])
def test_who_opens_one_after_the_other_keeps_nobody_out(address, instructor, said):
    port = address.rpartition(":")[2]
    churn = subprocess.Popen([sys.executable, "-c", CHURN, port, said])
    try:
        time.sleep(2)
        assert [instructor.open("")[0] for _ in range(10)] == [200] * 10
    finally:
        churn.kill()
        churn.wait()


@pytest.mark.parametrize(
    "header",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp"},
        {"X-Forwarded-For": "1.2.3.4\x1b[31m", "X-Real-Ip": "::"},
        {"X-Scheme": "javascript", "Forwarded": "host=evil.example"},
        {"Cookie": "; ".join(f"a{n}={'x' * 400}" for n in range(120))},
    ],
    ids=["host", "forwarded host", "forwarded for", "scheme", "cookies"],
)
def test_what_a_request_says_of_itself_leads_nowhere(address, header):
    status, page, where = Visitor(address).open("", **header)
    # Control characters are no part of a header.
    assert (status, where.partition("?")[0]) in ((302, "/hub/api/oauth2/authorize"), (400, ""))
    assert "evil" not in where + page and "1.2.3.4" not in page


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "X"])
@pytest.mark.parametrize("path", ["", "again", "report/small", "health"])
def test_other_methods_do_nothing(address, method, path):
    connection = http.client.HTTPConnection("127.0.0.1", int(address.rpartition(":")[2]))
    connection.request(method, f"{PREFIX}{path}", headers={"Content-Length": "0"})
    assert connection.getresponse().status in (403, 405)
    connection.close()


def is_closed(connection):
    """Send one more byte; return whether the other side has closed the connection."""
    connection.settimeout(0.5)
    try:
        connection.send(b"x")
        return not connection.recv(1000)
    except TimeoutError:
        return False
    except OSError:
        return True


def test_slow_ones_are_closed(address):
    """Headers byte by byte, and bodies that do not end."""
    port = int(address.rpartition(":")[2])
    starts = [
        b"GET / HT",
        f"POST {PREFIX}again HTTP/1.1\r\nContent-Length: 50000\r\n\r\n".encode(),
        f"POST {PREFIX}again HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nF000\r\n".encode(),
    ]
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in starts]
    for one, start in zip(slow, starts, strict=True):
        one.send(start)
    ends = time.monotonic() + 2 * IDLE
    while slow:
        assert time.monotonic() < ends
        for one in list(slow):
            if is_closed(one):
                slow.remove(one)
                one.close()
    assert Visitor(address).open("health")[0] in (200, 503)
