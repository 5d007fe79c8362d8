"""The first page in a real hub: from the login to an answer, as student, other, instructor."""

import pytest
from playwright.sync_api import Locator, expect

from graders.exchange import Exchange
from hub.settings import REPOSITORY
from hub.supervisor import COURSE
from tests.system.hub.browser import Person, browser, needs_chromium
from tests.system.hub.handing_in import Desk
from tests.system.hub.running import Running, running_hub

NAME = "lasso"
GRADING = f"/services/grading-{COURSE}/"

pytestmark = pytest.mark.exhaustive


def card(student: Person) -> Locator:
    """What the page says of the assignment."""
    return student.page.locator(f"section.card:has(h2:text-is('{NAME}'))")


def hand_in(hub: Running, student: str) -> None:
    """Leave what Submit leaves: a notebook in which nothing is answered."""
    settings = hub.settings
    desk = Desk(Exchange(settings.exchange, COURSE), NAME, settings.accounts)
    desk.hand_in(student, (REPOSITORY / "release" / NAME / f"{NAME}.ipynb").read_bytes())


@needs_chromium
def test_everybody_begins_with_the_course(pictures):
    with running_hub() as hub, browser() as opened:
        settings = hub.settings
        ada, ben, instructor = (
            Person(opened, hub, name, pictures)
            for name in (*settings.students[:2], settings.instructor)
        )
        for person in (ada, ben, instructor):
            person.log_in("")
            person.page.wait_for_url(f"**{GRADING}")
        expect(card(ada)).to_contain_text("Nothing is handed in yet")
        ada.picture("first-page")
        hand_in(hub, ada.name)
        expect(card(ada)).to_contain_text("of 32 points")  # the page renews itself
        ada.picture("where-a-student-stands")
        _asks(ada)
        _sees_nothing(ben, ada)
        _answers(instructor)
        ada.open(GRADING)
        expect(card(ada)).to_contain_text("for columns that are orthonormal")
        _sees_the_class(instructor, ada, ben)


def _asks(ada: Person) -> None:
    card(ada).get_by_role("link", name="Ask for another look").click()
    ada.page.select_option("#exercise", "least_squares")
    ada.page.fill("#reason", "Is the transposed one not right, too?")
    ada.page.get_by_role("button", name="Ask").click()
    expect(card(ada)).to_contain_text("not answered yet")


def _sees_nothing(ben: Person, ada: Person) -> None:
    own = card(ada).get_by_role("link", name="Read the feedback").get_attribute("href")
    assert ada.open(GRADING + own) == 200
    expect(ada.page.locator("body")).to_contain_text("Points by exercise")
    assert ben.open(GRADING + own) == 404
    for path in ("class", "request/1", "metrics", f"report/{NAME}"):
        assert ben.open(GRADING + path) == 403
    ben.open(GRADING)
    expect(card(ben)).to_contain_text("Nothing is handed in yet")
    assert ada.name not in ben.page.content()


def _answers(instructor: Person) -> None:
    instructor.open(GRADING)
    instructor.picture("asked-for-another-look")
    instructor.page.locator("a[href^='request/']").click()
    answering = instructor.page.url
    instructor.page.get_by_role("link", name="the formgrader").click()
    expect(instructor.page.locator("body")).to_contain_text("least_squares")
    assert "/formgrader/submissions/" in instructor.page.url
    instructor.picture("the-submission-in-the-formgrader")
    instructor.page.goto(answering)
    instructor.page.fill("#answer", "It is, for columns that are orthonormal.")
    instructor.page.get_by_role("button", name="Answer").click()
    expect(instructor.page.locator("main")).to_contain_text("asked for another look")


def _sees_the_class(instructor: Person, ada: Person, ben: Person) -> None:
    instructor.page.get_by_role("link", name="who handed in what").click()
    names = instructor.page.locator("table.grid thead th").all_inner_texts()
    column = next(at for at, name in enumerate(names) if name.startswith(NAME)) - 1
    for student, said in ((ada, "of 32"), (ben, "not yet")):
        row = instructor.page.locator(f"tr:has(th:text-is('{student.name}'))")
        expect(row.locator("td").nth(column)).to_contain_text(said)
    instructor.picture("the-class")
