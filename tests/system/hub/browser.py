"""A person at a browser: what students and instructors do in the hub, in headless Chromium."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect, sync_playwright

from tests.system.hub.running import Running

# Milliseconds that a person on a busy machine waits.
COMPLETION_TIMEOUT = 90_000
NAMES = ("chromium", "chromium-browser", "google-chrome")
expect.set_options(timeout=COMPLETION_TIMEOUT)


def chromium() -> str | None:
    """Return the browser's path, if there is one: $CHROMIUM, or what is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


needs_chromium = pytest.mark.skipif(
    chromium() is None, reason="no Chromium is installed (apt-get install chromium)"
)


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        # Root, as in a container, has Chromium without its own sandbox; it opens our pages alone.
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        opened = playwright.chromium.launch(executable_path=chromium(), args=options)
        yield opened
        opened.close()


class Person:
    """Somebody with an account, at a browser of their own.

    Parameters
    ----------
    browser : Browser
    hub : Running
    name : str
    pictures : Path
        Where pictures are kept.
    """

    def __init__(self, browser: Browser, hub: Running, name: str, pictures: Path):
        self.hub, self.name, self._pictures = hub, name, pictures
        self._context = browser.new_context(viewport={"width": 1280, "height": 800})
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(COMPLETION_TIMEOUT)

    def make_token(self, scopes: list[str]) -> str:
        """Have the hub make a token."""
        self.open("/hub/token")
        cookies = self._context.cookies(f"{self.hub.address}/hub/")
        (xsrf,) = (cookie["value"] for cookie in cookies if cookie["name"] == "_xsrf")
        answer = self.page.request.post(
            f"{self.hub.address}/hub/api/users/{self.name}/tokens",
            data={"scopes": scopes, "note": "Prometheus"},
            headers={"X-XSRFToken": xsrf, "Referer": f"{self.hub.address}/hub/token"},
        )
        assert answer.status == 201, answer.text()
        return answer.json()["token"]

    def picture(self, name: str) -> None:
        """Keep a picture of what is to be seen."""
        self.page.screenshot(path=self._pictures / f"{name}.png")

    def open(self, path: str) -> int:
        """Open an address of the hub; return its status."""
        return self.page.goto(self.hub.address + path).status

    def log_in(self, then: str = "/hub/spawn") -> None:
        """Log in, on the way to an address, or with none at the hub's own."""
        self.open(f"/hub/login?next={then}" if then else "/")
        self.page.fill("#username_input", self.name)
        self.page.fill("#password_input", self.hub.settings.passwords[self.name])
        self.page.click("#login_submit")

    def wait_for_lab(self) -> None:
        """Wait until JupyterLab with nbgrader's menu is there."""
        expect(self._menu("Nbgrader")).to_be_visible()

    def _menu(self, name: str) -> Locator:
        return self.page.locator(f".lm-MenuBar-itemLabel:text-is('{name}')")

    def choose(self, menu: str, command: str) -> None:
        """Choose a command from a menu."""
        self._menu(menu).click()
        self.page.locator(f"li.lm-Menu-item[data-command='{command}']").click()

    # ---- The student's list of assignments

    def open_list(self) -> None:
        self.choose("Nbgrader", "nbgrader:open-assignment-list")
        expect(self.page.locator("#nbgrader-assignment-list")).to_be_visible()

    def fetch(self, assignment: str) -> None:
        row = self.page.locator(f"#released_assignments_list .list_item:has-text('{assignment}')")
        row.locator("button:text-is('Fetch')").click()
        expect(self._fetched(assignment)).to_be_visible()

    def _fetched(self, assignment: str) -> Locator:
        rows = self.page.locator("#fetched_assignments_list .list_item:not(.nested_list_item)")
        return rows.filter(has_text=assignment)

    def open_notebook(self, assignment: str) -> None:
        self._fetched(assignment).locator("a.assignment-notebooks-link").click()
        self.page.locator(f".assignment-notebooks a:text-is('{assignment}')").click()
        expect(self.page.locator(".jp-NotebookPanel-toolbar")).to_be_visible()

    def submit(self, assignment: str) -> None:
        """Open the list and press Submit; return when the submission is listed."""
        submitted = self.page.locator("#submitted_assignments_list .nested_list_item")
        self.open_list()
        expect(self._fetched(assignment)).to_be_visible()
        before = submitted.count()
        self._fetched(assignment).locator("button:text-is('Submit')").first.click()
        expect(submitted).to_have_count(before + 1)

    def fetch_feedback(self) -> None:
        """Refresh the list until there is feedback on all submissions, and fetch it."""
        ends = time.monotonic() + COMPLETION_TIMEOUT / 1000
        submitted = self.page.locator("#submitted_assignments_list")
        while not submitted.locator("text=feedback available to fetch").count():
            assert time.monotonic() < ends, "no feedback came"
            self.page.click("#refresh_assignments_list")
            self.page.wait_for_timeout(1500)  # the list is empty while it is read
        submitted.locator("button:text-is('Fetch Feedback')").click()
        expect(submitted.locator("text=feedback available to fetch")).to_have_count(0)
        expect(submitted.locator("text=view feedback").first).to_be_visible()

    def read_feedback(self, number: int, assignment: str) -> str:
        """Open the feedback page of one's submission, 0 being the oldest; return its text."""
        rows = self.page.locator("#submitted_assignments_list .nested_list_item")
        link = rows.nth(number).locator("a:has-text('view feedback')")
        moment = rows.nth(number).inner_text().split(" UTC")[0].strip()
        link.click()
        # The folder of the submission, which is named after its time.
        expect(self.page.locator(".jp-FileBrowser-crumbs").first).to_contain_text(moment)
        self.page.locator(f".jp-DirListing-item:has-text('{assignment}.html')").dblclick()
        body = self.frame.locator("body")
        expect(body).to_contain_text("exercise")
        return body.inner_text()

    # ---- A notebook

    def fill(self, answers: dict[str, str]) -> None:
        """Type answers into the cells that define the names, and save."""
        for name, source in answers.items():
            cell = self.page.locator(f".jp-CodeCell:has-text('def {name}(') .cm-content").first
            cell.scroll_into_view_if_needed()
            cell.click()
            self.page.keyboard.press("Control+A")
            self.page.keyboard.press("Delete")
            self.page.keyboard.insert_text(source)
        # Another save before this one has been answered would find that the file has changed.
        with self.page.expect_response(
            lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url
        ):
            self.page.keyboard.press("Control+S")
        self.page.wait_for_timeout(500)

    def run(self, source: str) -> str:
        """Run a program in a new notebook; return what it prints."""
        self.page.locator(".jp-LauncherCard[data-category='Notebook']").first.click()
        cell = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-content")
        expect(self.page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
        cell.click()
        self.page.keyboard.insert_text(f"{source}\nprint('DONE')")
        self.page.keyboard.press("Shift+Enter")
        output = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea").first
        expect(output).to_contain_text("DONE")
        return output.inner_text()

    def validate(self) -> str:
        """Press Validate; return what it says."""
        self.page.locator(".jp-NotebookPanel-toolbar jp-button:has-text('Validate')").click()
        dialog = self.page.locator(".jp-Dialog")
        expect(dialog).to_contain_text("Validation Results")
        return dialog.inner_text()

    # ---- Pages in pages

    @property
    def frame(self) -> FrameLocator:
        """What the tab in front shows in a frame: a feedback page, or the formgrader."""
        return self.page.frame_locator(".lm-DockPanel-widget:not(.lm-mod-hidden) iframe")
