"""A student's pages: what is their own, and nothing that is another's."""

import re
import time
from contextlib import suppress
from urllib.error import URLError

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from graders.service.regrade import LONGEST, OPEN, RequestRefused
from tests.feedback.test_accessible import RULES
from tests.small_course import NAME
from tests.system.hub.browser import browser, needs_chromium
from tests.system.hub.hub_api import Visitor
from tests.system.hub.paged import FORMGRADER, WRONG, Paged, home

pytestmark = pytest.mark.exhaustive
NOW = time.time()
HOUR = 3600.0
HOSTILE = "</textarea><script>alert(1)</script>\x1b[31m\u202e & ' \""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Ada handed in twice, the second one late; Ben once; the others nothing."""
    made = Paged(tmp_path_factory.mktemp("pages"))
    with made.course.gradebook() as gradebook:
        for student in ("ada", "ben", "carl", "dora", "emmy"):
            gradebook.update_or_create_student(student)
    made.set_due(NOW - HOUR)
    made.first = made.grade("ada", NOW - 2 * HOUR, explain="")
    made.second = made.grade("ada", NOW - HOUR + 16, double=WRONG)
    made.bens = made.grade("ben", NOW - 3 * HOUR, double=WRONG, explain="Ben's own words")
    with made.serving():
        yield made


def ask(course, visitor, number, exercise="double", reason="The test expects a list."):
    visitor.open(f"ask/{number}")
    data = {"exercise": exercise, "reason": reason, "_xsrf": visitor.xsrf()}
    return visitor.open(f"ask/{number}", data)


def test_a_student_sees_due_date_points_and_every_feedback(course):
    ada = course.visitor("ada")
    page = ada.open("")[1]
    assert "5 of 7 points" in page and "one exercise waits" in page
    assert "Your best was 6 of 7 points" in page
    assert re.search(r'Was due <strong><time datetime="[0-9T:-]+\+00:00">', page)
    assert "Handed in 16 s late" in page and "8 of 10 gradings left today" in page
    for number in (course.first, course.second):
        assert f'href="feedback/{number}"' in page
        status, feedback, _ = ada.open(f"feedback/{number}")
        assert status == 200 and "Points by exercise" in feedback
    assert "Nothing is handed in, and it was due" in course.visitor("carl").open("")[1]


def test_what_is_anothers_is_answered_as_if_it_did_not_exist(course):
    ben = course.visitor("ben")
    assert "ada" not in ben.open("")[1]
    unknown = ben.open("feedback/99999")
    for number in (course.first, course.second):
        assert ben.open(f"feedback/{number}")[:2] == unknown[:2]
        assert ben.open(f"feedback/{number}/{NAME}")[:2] == unknown[:2]
        assert ben.open(f"ask/{number}")[0] == 404
        assert ask(course, ben, number)[0] == 404
    assert unknown[0] == 404 and not course.requests.of("ben", NAME)
    assert "own words" in ben.open(f"feedback/{course.bens}")[1]


@pytest.mark.parametrize(
    "path",
    [
        *("class", "request/1", "again", "metrics", f"report/{NAME}", f"everybody/{NAME}"),
        *(f"history/ada/{NAME}", "seen/1", f"seen/1/{NAME}", "pausing", "actions", "roster"),
    ],
)
def test_what_is_for_instructors_is_closed_to_students_and_strangers(course, path):
    for name in ("ada", "student"):
        assert course.visitor(name).open(path)[0] == 403
    stranger = course.visitor("stranger")
    for closed in (path, "", f"feedback/{course.first}"):
        assert stranger.open(closed)[0] == 403


def test_a_program_with_a_token_has_figures_and_no_pages(course):
    for name, answers in (("program-1", (200, 403)), ("ada-token", (403, 200))):
        token = {"Authorization": f"token {name}"}
        visitor = Visitor(course.address)
        found = [visitor.open(path, **token)[0] for path in ("metrics", "")]
        assert tuple(found) == answers


def test_another_look_is_asked_for_once_and_answered(course):
    ada, instructor = course.visitor("ada"), course.visitor("instructor")
    assert ask(course, ada, course.second)[0] == 302
    assert "<strong>double</strong>: you asked on" in ada.open("")[1]
    assert ask(course, ada, course.second)[0] == 409
    assert ask(course, ada, course.first)[0] == 409  # not the newest
    assert ask(course, ada, course.second, "explain")[0] == 409  # waits for a person anyway
    page = instructor.open("")[1]
    (link,) = re.findall(r'href="(request/\d+)"', page)
    assert f"{FORMGRADER}/formgrader/submissions/" in course.wait(instructor, FORMGRADER, link)
    data = {"answer": "You are right: <b>2</b> points more.", "_xsrf": instructor.xsrf()}
    assert ada.open(link, data | {"_xsrf": ada.xsrf()})[0] == 403
    assert instructor.open(link, data | {"_xsrf": "planted"})[0] == 403
    assert instructor.open(link, data | {"answer": " "})[0] == 409
    assert instructor.open(link, data)[0] == 302
    assert "Somebody has answered" in instructor.open(link, data)[1]
    page = ada.open("")[1]
    assert "You are right: &lt;b&gt;2&lt;/b&gt; points more." in page and "you asked on" not in page
    assert link not in instructor.open("")[1]
    assert "By instructor" in instructor.open(link)[1]
    assert ask(course, ada, course.second)[0] == 409  # until it is graded again
    course.queue.renew(course.second, course.queue.find(f"id = {course.second}")[0].exercises)
    course.give_back()
    assert ask(course, ada, course.second)[0] == 302


def test_hostile_reasons_are_bounded_and_shown_as_text(course):
    ben, instructor = course.visitor("ben"), course.visitor("instructor")
    for reason in ("", " \n\t", "\x00\x07", "\u202e\u200b\u2060", "x" * (LONGEST + 1)):
        status, page, _ = ask(course, ben, course.bens, reason=reason)
        assert status == 409 and 'role="alert"' in page
    with suppress(URLError, ConnectionError):  # it is not even read
        assert ask(course, ben, course.bens, reason="x" * 10_000_000)[0] in (400, 413)
    for exercise in ("", "nothing", "test_double", "double' OR 1", "explain"):
        assert ask(course, ben, course.bens, exercise)[0] == 409
    assert ben.open(f"ask/{course.bens}", {"exercise": "double", "reason": "x"})[0] == 403
    assert not course.requests.of("ben", NAME)
    _, page, _ = ask(course, ben, course.bens, "nothing", HOSTILE)
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert ask(course, ben, course.bens, reason=HOSTILE)[0] == 302
    (found,) = course.requests.of("ben", NAME)
    assert "\x1b" not in found.reason
    for path in ("", f"request/{found.id}"):
        page = instructor.open(path)[1]
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    for number in ("-1", "1e3", "%D9%A1", "9" * 30, "1/../../x", "99999"):
        assert instructor.open(f"request/{number}")[0] == 404


def test_thousands_of_requests_stay_a_few(course):
    for number in range(2000):
        try:
            course.requests.ask(10_000 + number, 1, "many", NAME, "double", "again")
        except RequestRefused as error:
            assert str(OPEN) in str(error)
    assert len(course.requests.of("many", NAME, 5000)) == OPEN
    page = course.visitor("instructor").open("")[1]
    assert page.count('href="request/') <= 100
    assert course.requests.forget("many") == OPEN


def test_the_class_shows_who_is_missing_and_who_was_late(course):
    page = course.visitor("instructor").open("class")[1]
    rows = dict(re.findall(r'<tr><th scope="row">(\w+)</th>\n(.*?)</tr>', page, re.DOTALL))
    assert {"ada", "ben", "carl", "emmy"} <= set(rows)
    assert "late by 16 s" in rows["ada"] and "1 to grade by hand" in rows["ada"]
    assert f'href="{FORMGRADER}/formgrader/submissions/' in rows["ada"] and "5 of 7" in rows["ada"]
    assert "missing" in rows["carl"] and "href" not in rows["carl"] and "late" not in rows["ben"]
    assert f"<strong>{NAME}</strong> (was due): carl, dora, emmy" in page


def test_a_submission_on_its_way_has_its_place(course):
    emmy = course.visitor("emmy")
    before, number = course.hand_in("carl", NOW - 20), course.hand_in("emmy", NOW - 10)
    time.sleep(1.5)  # whose turn it is may be as old as a second
    page = emmy.open("")[1]
    assert "it waits to be graded" in page and "Before it is one submission" in page
    assert 'data-seconds="5"' in page and f"feedback/{number}" not in page
    # Here nobody grades, and the page says so in the place of an estimate.
    assert "Nothing is graded at the moment" in page
    for one in (before, number):
        course.queue.fail(one, "for the test: a secret path")
    page = emmy.open("")[1]
    assert "grading it failed" in page and "secret path" not in page
    course.give_back()
    assert "Your submission is safe" in emmy.open(f"feedback/{number}")[1]


def test_an_extension_is_ones_own_and_what_cannot_be_read_is_said(course):
    dora, instructor = course.visitor("dora"), course.visitor("instructor")
    path = course.course.root / "extensions.csv"
    path.write_text(f"student,assignment,hours\ndora,{NAME},48\n")
    page = course.wait(dora, "with your extension of 2 days")
    assert "it was due" not in page and "cannot all be read" not in page
    assert "extension" not in course.visitor("emmy").open("")[1]
    assert "not yet, has more time" in course.wait(instructor, "has more time", "class")
    path.write_text("nonsense\ncarl\n")
    page = course.wait(dora, "cannot all be read")
    assert "with your extension of 2 days" in page  # as far as is known
    assert "extensions.csv" in course.wait(instructor, "extensions.csv")
    path.unlink()
    course.wait(dora, "it was due")


def test_the_policy_hides_points_and_feedback(course):
    course.set_due(NOW + 24 * HOUR)
    try:
        for level, shown in (("nothing", ""), ("points", "7 points"), ("full", "7 points")):
            number = course.grade(f"shy{level}", NOW - HOUR, level)
            page = (visitor := course.visitor(f"shy{level}")).open("")[1]
            assert ("of 7 points" in page) == bool(shown)
            feedback = visitor.open(f"feedback/{number}")
            assert feedback[0] == 200 and ("Your notebook" in feedback[1]) == (level == "full")
            assert visitor.open(f"ask/{number}")[0] == (409 if level == "nothing" else 200)
    finally:
        course.set_due(NOW - HOUR)


@needs_chromium
def test_everybody_can_read_the_pages_and_they_renew_themselves(course, pictures):
    course.requests.ask(course.bens, 7, "ben", NAME, "shifted", "Why is this wrong? " * 20)
    (asked,) = [one for one in course.requests.of("ben", NAME) if one.exercise == "shifted"]
    with browser() as opened:
        zone = {"timezone_id": "America/New_York", "locale": "en-US"}
        ada = course.context(opened, course.visitor("ada"), **zone).new_page()
        errors: list[str] = []
        ada.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        ada.goto(f"{course.address}{home()}")
        expect(ada.locator("section.card time").first).to_contain_text("GMT-")
        ada.evaluate("window.loaded = 'once'")
        ada.locator("details summary").click()
        course.hand_in("ada", NOW, refused="it came meanwhile.")
        ada.evaluate("document.activeElement.blur()")
        ada.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(ada.locator("main")).to_contain_text("it came meanwhile")
        assert ada.evaluate("window.loaded") == "once" and not errors
        assert ada.locator("details[open]").count() == 1 and ada.locator("#stale").is_hidden()
        looks_well(ada, pictures / "student")
        answer = ada.goto(f"{course.address}{home(f'feedback/{course.second}')}")
        assert "sandbox" in answer.headers["content-security-policy"] and answer.status == 200
        ada.locator("main table a").first.click()  # within the page, which has no scripts
        assert "#" in ada.url and not errors
        ada.screenshot(path=pictures / "feedback.png")

        ben = course.context(opened, course.visitor("ben"), **zone).new_page()
        assert ben.goto(f"{course.address}{home(f'feedback/{course.second}')}").status == 404
        looks_well(ben, pictures / "error")
        ben.goto(f"{course.address}{home(f'ask/{course.bens}')}")
        looks_well(ben, pictures / "ask")
        carl = course.context(opened, course.visitor("carl"), **zone).new_page()
        carl.goto(f"{course.address}{home()}")
        looks_well(carl, pictures / "student-nothing")

        instructor = course.context(opened, course.visitor("instructor"), **zone).new_page()
        for path, name in (("", "queue"), ("class", "class"), (f"request/{asked.id}", "request")):
            instructor.goto(f"{course.address}{home(path)}")
            looks_well(instructor, pictures / name)


def looks_well(page, picture):
    """Check a page with axe-core on phone and desktop, light and dark, and take pictures."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            name = picture.with_name(f"{picture.name}-{scheme}-{width}.png")
            page.screenshot(path=name, full_page=True)
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
            wrong = [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]
            assert not wrong, wrong
            assert page.evaluate("document.documentElement.scrollWidth") <= width
