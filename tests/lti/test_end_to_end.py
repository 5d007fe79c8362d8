"""From the platform into the hub and back: login, keys, roster, grades, feedback; and forgeries.

The platform is lti1p3platform, which nobody here wrote; the hub is a real JupyterHub with
jupyterhub-ltiauthenticator; all by HTTP on the loopback interface.
"""

import base64
import hashlib
import hmac
import json
import os
import signal
import threading
import time
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from jwcrypto.jwk import JWK
from playwright.sync_api import expect

from graders.course import Course
from graders.exchange import Exchange
from graders.service.state import FRESH
from tests.cli.command import run
from tests.feedback.test_accessible import RULES
from tests.lti.learning_platform import INSTRUCTOR, LearningPlatform, answer_with
from tests.lti.lti_hub import Visitor, free_port, lti_hub
from tests.small_course import NAME
from tests.system.hub.browser import browser, needs_chromium
from tests.system.hub.paged import Paged
from tests.system.hub.served import COURSE

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]
PREFIX = f"/services/grading-{COURSE}/"
OTHER = JWK.generate(kty="RSA", size=2048)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The platform, a course in which two students are graded, and the hub."""
    folder = tmp_path_factory.mktemp("lti")
    there = LearningPlatform()
    for user, name in (("3", "Ada Lovelace"), ("4", "Ben B"), ("A b", "Carl C")):
        there.add(user, name)
    there.add("9", "Emmy Noether", INSTRUCTOR)
    paged = Paged(folder)
    paged.grade("lti-3", time.time() - 3600, explain="")
    paged.grade("lti-4", time.time() - 3600)  # a written answer waits
    there.course = paged.course.root
    with there.serving():
        port = free_port()
        there.hub = f"http://127.0.0.1:{port}"
        with open(there.course / "nbgrader_config.py", "a") as file:
            file.write(there.lines() + f"c.LTI.address = {there.hub + PREFIX!r}\n")
        assert lti(there, "keys").returncode == 0
        exchange = Exchange(folder / "exchange", COURSE, "claimed")
        assert exchange.folder.is_dir()
        with lti_hub(folder, there.course, exchange.folder.parent, there):
            there.log = folder / "hub.log"
            with urllib.request.urlopen(f"{there.hub}{PREFIX}lti/keys") as answer:
                there.tool_keys = json.load(answer)
            yield there


def lti(world, *arguments):
    return run("lti", *arguments, cwd=world.course)


def sender(world):
    found = [
        one for one in psutil.process_iter(["cmdline"])
        if one.info["cmdline"] and one.info["cmdline"][1:3] == ["-m", "graders.service.sending"]
        and str(world.course) in one.info["cmdline"]
    ]  # fmt: skip
    return found[0] if found else None


def wait(condition, world, seconds=180):
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, world.log.read_text()[-5000:]
        time.sleep(0.2)


def launched(world, user):
    """Begin a launch; return the browser, and what a token has to say."""
    visitor = Visitor(world.hub)
    begin = urlsplit(world.handle("GET", "/launch", {"user": user}, {}, b"")[2]["Location"])
    status, _, where = visitor.open(f"{begin.path}?{begin.query}")
    assert status == 302 and where.startswith(f"{world.address}/auth")
    query = parse_qs(urlsplit(where).query)
    return visitor, query["state"][0], query["nonce"][0]


def arrive(visitor, token, state):
    return visitor.open("/hub/lti13/oauth_callback", {"id_token": token, "state": state})


def test_grades_go_by_themselves_and_again_when_the_sender_is_killed(world):
    assert lti(world, "roster", "--write").returncode == 0
    wait(lambda: (NAME, "3") in world.scores, world)
    assert (NAME, "4") not in world.scores  # it waits for a person
    first = world.scores[NAME, "3"]["scoreGiven"]
    # The platform takes the next grade, and the sender is killed before it hears so.
    taken = []

    def takes_and_says_nothing(handler):
        taken.append(True)
        time.sleep(60)

    killed = sender(world)
    world.answers["POST /lineitems/1/scores"] = takes_and_says_nothing
    with Course(world.course).gradebook() as gradebook:
        grade = gradebook.find_grade("explain", NAME, NAME, "lti-4")
        grade.manual_score, grade.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    wait(lambda: taken, world)
    killed.send_signal(signal.SIGKILL)
    world.answers.clear()
    lti(world, "status")
    wait(lambda: (new := sender(world)) and new.pid != killed.pid, world)
    assert "lti-4" in lti(world, "send").stdout  # not after half a minute
    wait(lambda: (NAME, "4") in world.scores, world)
    assert world.scores[NAME, "3"]["scoreGiven"] == first
    moments = [one["timestamp"] for one in world.received if one["userId"] == "3"]
    assert moments == sorted(set(moments))


def look_at_the_lecturers_page(world, page, pictures):
    """One grade is refused, with words that want to be more than words."""
    said = "<script>alert(1)</script> " + "x" * 200
    world.answers["POST /lineitems/1/scores"] = lambda one: answer_with(one, 422, said)
    with Course(world.course).gradebook() as gradebook:
        gradebook.find_grade("explain", NAME, NAME, "lti-3").manual_score = 0.5
        gradebook.db.commit()
    wait(lambda: "422" in lti(world, "status").stdout, world)
    world.answers.clear()
    time.sleep(FRESH)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(f"{world.hub}{PREFIX}platform")
        expect(page.locator("td.attention")).to_have_text("refused")
        expect(page.locator("body")).to_contain_text("422: <script>alert(1)</script>")
        page.screenshot(path=pictures / f"platform-{width}.png", full_page=True)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        wrong = [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]
        assert not wrong, wrong
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@needs_chromium
def test_from_the_platform_to_the_feedback_and_nobody_elses(world, tmp_path):
    pictures = Path(os.environ.get("HUB_PICTURES", tmp_path))
    with browser() as chromium:
        people = {}
        for user in ("3", "4", "9"):
            page = chromium.new_context().new_page()
            page.goto(f"{world.address}/launch?user={user}")
            page.wait_for_url(f"{world.hub}{PREFIX}**", timeout=90_000)
            people[user] = page
        expect(people["3"].locator("body")).to_contain_text("lti-3")
        expect(people["9"].locator("h1")).to_have_text("Grading")
        look_at_the_lecturers_page(world, people["9"], pictures)
        assert people["3"].goto(f"{world.hub}{PREFIX}platform").status == 403
        comment = world.scores[NAME, "3"]["comment"]
        feedback = comment.removeprefix("Feedback: ")
        assert feedback.startswith(f"{world.hub}{PREFIX}feedback/")
        assert people["3"].goto(feedback).status == 200
        assert people["4"].goto(feedback).status == 404
    said = world.log.read_text()
    assert f"line_items = '{world.address}/lineitems'" in said and "context_id = '42'" in said


def test_a_good_token_lets_in_once(world):
    visitor, state, nonce = launched(world, "3")
    token = world.sign(world.claims("3", nonce))
    assert arrive(visitor, token, state)[0] == 302 and visitor.is_in
    # In another browser the same token is of no use.
    other, other_state, _ = launched(world, "4")
    assert arrive(other, token, state)[0] == 400 and arrive(other, token, other_state)[0] == 400
    assert not other.is_in


BASE = "https://purl.imsglobal.org/spec/lti/claim/"
FORGED = {
    "another issuer": {"iss": "https://evil.example"},
    "another tool": {"aud": "another-tool"},
    "too old": {"exp": 1, "iat": 1},
    "another nonce": {"nonce": "0" * 64},
    "another deployment": {f"{BASE}deployment_id": "2"},
    "no deployment": {f"{BASE}deployment_id": None},
    "another course": {f"{BASE}context": {"id": "43", "label": "x"}},
    "no course": {f"{BASE}context": None},
    "nobody": {"sub": ""},
    "a list of people": {"sub": ["3", "4"]},
}


@pytest.mark.parametrize("how", FORGED)
def test_a_token_with_other_words_lets_nobody_in(world, how):
    visitor, state, nonce = launched(world, "3")
    token = world.sign(world.claims("3", nonce) | FORGED[how])
    assert arrive(visitor, token, state)[0] in (400, 401, 403) and not visitor.is_in


def signed_by_a_secret(claims, secret, kid):
    """Sign with a public key as if it were a secret, which PyJWT itself would not."""

    def part(value):
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    head = {"alg": "HS256", "typ": "JWT", "kid": kid}
    text = b".".join(part(json.dumps(one).encode()) for one in (head, claims))
    made = hmac.new(secret.encode(), text, hashlib.sha256).digest()
    return (text + b"." + part(made)).decode()


@pytest.mark.parametrize("how", ["other key", "public key as a secret", "none", "cut", "empty"])
def test_a_token_that_the_platform_has_not_signed_lets_nobody_in(world, how):
    visitor, state, nonce = launched(world, "3")
    claims = world.claims("3", nonce)
    good = world.sign(claims)
    head = jwt.get_unverified_header(good)
    key = OTHER.export_to_pem(private_key=True, password=None).decode()
    token = {
        "other key": lambda: jwt.encode(claims, key, "RS256", {"kid": head["kid"]}),
        "public key as a secret": lambda: signed_by_a_secret(claims, world.public, head["kid"]),
        "none": lambda: jwt.encode(claims, None, "none", {"kid": head["kid"]}),
        "cut": lambda: good[: good.rindex(".") + 1],
        "empty": lambda: "..",
    }[how]()
    assert arrive(visitor, token, state)[0] in (400, 401) and not visitor.is_in


@pytest.mark.parametrize("path", ["/hub/login", "/hub/login?next=", "/hub/lti13/oauth_login"])
def test_the_hubs_own_login_form_lets_nobody_in(world, path):
    visitor = Visitor(world.hub)
    visitor.open("/hub/login")
    (xsrf,) = {cookie.value for cookie in visitor.cookies if cookie.name == "_xsrf"}
    claims = world.claims("4", "0") | {"username": "lti-4", "password": "x", "email": "lti-4"}
    form = {key: one if isinstance(one, str) else json.dumps(one) for key, one in claims.items()}
    status, _, _ = visitor.open(path, form | {"_xsrf": xsrf})
    assert status in (302, 400, 403) and not visitor.is_in


def test_a_slow_platform_does_not_stop_the_hub(world):
    visitor, state, nonce = launched(world, "3")
    world.answers["GET /jwks"] = lambda one: time.sleep(5) or one.send_error(503)
    token = world.sign(world.claims("3", nonce))
    waiting = threading.Thread(target=arrive, args=(visitor, token, state))
    waiting.start()
    time.sleep(1)
    started = time.monotonic()
    assert Visitor(world.hub).open("/hub/health")[0] == 200
    took = time.monotonic() - started
    waiting.join()
    world.answers.clear()
    assert took < 2.5 and not visitor.is_in
