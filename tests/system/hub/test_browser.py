"""The whole loop as people see it: a real hub, JupyterLab in Chromium, nobody grades by hand."""

from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from graders.cli.demo import MARK
from graders.notebook.exercises import exercises_of, read_notebook
from hub.settings import REPOSITORY
from hub.supervisor import COURSE
from tests.system.hub.browser import Person, browser, needs_chromium
from tests.system.hub.running import running_hub

NAME = "lasso"
WRONG = "def least_squares(features, y):\n    return np.asarray(features).T @ np.asarray(y)"
TAUGHT = "the best line through (0, 0), (1, 1.5), (2, 1) is 1/3 + x/2; got coefficients [2.5 3.5]"
# What a student may try from a notebook; each prints why it failed, or what it found.
TRIES = """
import os, pathlib, urllib.request
token = os.environ["JUPYTERHUB_API_TOKEN"]
ask = lambda url: urllib.request.urlopen(
    urllib.request.Request(url, headers={{"Authorization": "token " + token}})).read()
for what, call in {{
    "list submissions": lambda: os.listdir({inbound!r}),
    "list feedback": lambda: os.listdir({feedback!r}),
    "read another's home": lambda: os.listdir({home!r}),
    "read the course": lambda: os.listdir({course!r}),
    "read the passwords": lambda: open({settings!r}).read(),
    "read the repository": lambda: list(pathlib.Path({repository!r}).glob("source/*/*.ipynb"))[0],
    "read the tests' bank": lambda: os.listdir({bank!r}),
    "see others' processes": lambda: open("/proc/1/environ").read(),
    "ask the grading service": lambda: ask({grading!r}),
    "ask the formgrader": lambda: ask({formgrader!r}),
    "ask the hub who there is": lambda: ask({users!r}),
    "ask another's server": lambda: ask({other!r}),
}}.items():
    try:
        print("TRIED", what, "and found", call())
    except (OSError, IndexError) as error:
        print("TRIED", what, "refused", type(error).__name__)
"""

pytestmark = pytest.mark.exhaustive


def reference(*names: str) -> dict[str, str]:
    """The instructor's solutions of some exercises."""
    notebook = read_notebook(REPOSITORY / "source" / NAME / f"{NAME}.ipynb")
    sources = {e.name: e.solution.source for e in exercises_of(notebook)}
    return {
        name: "\n".join(line for line in sources[name].split("\n") if not MARK.search(line))
        for name in names
    }


@needs_chromium
def test_a_student_hands_in_and_hears_at_once_what_to_correct(pictures):
    with running_hub() as hub, browser() as opened:
        settings = hub.settings
        ada, ben, instructor = (
            Person(opened, hub, name, pictures)
            for name in (*settings.students[:2], settings.instructor)
        )
        _sees_what_is_released(instructor)
        _hands_in(ada)
        first = _reads(ada, 0, "4-feedback")
        assert TAUGHT in first and "least_squares\t0 of 3" in first
        ada.frame.locator(f"text={TAUGHT}").first.scroll_into_view_if_needed()
        ada.picture("4-feedback-on-a-mistake")
        _corrects(ada)
        second = _reads(ada, 1, "6-feedback-on-the-correction")
        assert TAUGHT not in second and "least_squares\t3 of 3" in second
        assert [found.points for found in hub.queue.find()] == [5, 8]
        _finds_out_nothing(ben, ada)
        _watches(instructor, hub)


def _sees_what_is_released(instructor: Person) -> None:
    instructor.log_in(f"/services/{COURSE}/lab?formgrader=true")
    row = instructor.frame.locator(f"tr:has(td.name a:text-is('{NAME}'))")
    expect(row).to_contain_text("released")
    row.scroll_into_view_if_needed()
    instructor.picture("1-formgrader")


def _hands_in(ada: Person) -> None:
    ada.log_in("")
    card = ada.page.locator(f"section.card:has(h2:text-is('{NAME}'))")
    card.get_by_role("link", name="open JupyterLab").click()
    ada.wait_for_lab()
    ada.open_list()
    ada.fetch(NAME)
    ada.picture("2-assignment-list")
    ada.open_notebook(NAME)
    ada.fill(reference("cosine_features", "generate_data") | {"least_squares": WRONG})
    assert TAUGHT in ada.validate()
    ada.page.locator(".jp-Dialog pre").first.hover()
    ada.page.mouse.wheel(0, 330)
    ada.page.wait_for_timeout(500)  # it scrolls smoothly
    ada.picture("3-validate")
    ada.page.keyboard.press("Escape")
    ada.submit(NAME)
    ada.fetch_feedback()


def _reads(ada: Person, number: int, picture: str) -> str:
    text = ada.read_feedback(number, NAME)
    ada.picture(picture)
    return text


def _corrects(ada: Person) -> None:
    ada.open_list()
    ada.open_notebook(NAME)
    ada.fill(reference("least_squares"))
    ada.picture("5-corrected")
    ada.submit(NAME)
    ada.fetch_feedback()


def _finds_out_nothing(ben: Person, ada: Person) -> None:
    ben.log_in()
    ben.wait_for_lab()
    settings = ben.hub.settings
    if settings.accounts:
        folder = settings.exchange / COURSE
        source = TRIES.format(
            inbound=str(folder / "inbound"),
            feedback=str(folder / "feedback"),
            home=str(settings.home(ada.name)),
            course=str(settings.course),
            settings=str(Path(settings.folder, "settings.json")),
            repository=str(REPOSITORY),
            bank=str(REPOSITORY / "tests" / "bank"),
            grading=f"{ben.hub.grading}/metrics",
            formgrader=f"{ben.hub.address}/services/{COURSE}/api/contents",
            users=f"{ben.hub.address}/hub/api/users",
            other=f"{ben.hub.address}/user/{ada.name}/api/contents",
        )
        said = ben.run(source)
        assert said.count("TRIED") == source.count(": lambda:") == said.count(" refused "), said
    # The other's server, the formgrader, and what the grading service shows.
    for path in (
        f"/user/{ada.name}/lab",
        f"/services/{COURSE}/",
        f"/services/grading-{COURSE}/metrics",
        f"/services/grading-{COURSE}/class",
        f"/services/grading-{COURSE}/request/1",
        f"/services/grading-{COURSE}/everybody/{NAME}",
        f"/services/grading-{COURSE}/history/{ada.name}/{NAME}",
        f"/services/grading-{COURSE}/seen/1",
        f"/services/grading-{COURSE}/actions",
        f"/services/grading-{COURSE}/roster",
    ):
        assert ben.open(path) == 403, path
    ben.picture("7-another-student-is-refused")


def _watches(instructor: Person, hub) -> None:
    health = instructor.page.request.get(f"{hub.grading}/health")
    assert (health.status, health.json()["status"]) == (200, "ok")
    assert instructor.open(f"/services/grading-{COURSE}/") == 200
    instructor.picture("8-grading-service")
    body = instructor.page.locator("body")
    expect(body).to_contain_text("8 of 32")
    # Of a student's submissions the newest, whose grades count.
    again = instructor.page.locator("button:text-is('Grade again')")
    expect(again).to_have_count(1)
    again.click()
    expect(body).to_contain_text("graded, 2 times")
    metrics = instructor.page.request.get(f"{hub.grading}/metrics")
    assert metrics.status == 200
    assert 'graders_submissions{stage="graded"} 2.0' in metrics.text()
    # As Prometheus asks: without a browser, with a token that can do this and nothing else.
    token = instructor.make_token([f"access:services!service=grading-{COURSE}"])
    for given, answered in ((token, True), ("another", False)):
        request = Request(f"{hub.grading}/metrics", headers={"Authorization": f"Bearer {given}"})
        with urlopen(request) as answer:  # without a token that counts: the login page
            assert (b"graders_submissions" in answer.read()) == answered
