"""A person at a browser: logs in, goes to pages, fills forms by their labels, takes pictures."""

import os
import re
from base64 import b64encode
from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from PIL import Image

from oversight.demo.stage import PASSWORD
from tests.databases import ROOT

PICTURES = Path(os.environ.get("JOURNEY_PICTURES") or ROOT / "docs" / "pictures")
"""Those of README and how-tos, unless a run keeps its own (`make validation`)."""
MOST_LOOKS, LOOK_AGAIN_MILLISECONDS = 20, 250
FOOT_PIXELS, CONTRAST = 20, 40
"""Paper against the viewer's background; a frame without a drawn page has one shade."""

CARRIES = """files => {
  const carried = new DataTransfer();
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  for (const [name, type, text] of files) carried.items.add(new File([bytes(text)], name, { type }));
  return carried;
}"""
"""What a person carries over the page, as the browser hands it to the events of a drop."""


class Person:
    """One browser context; console errors and failed requests of our own site are defects."""

    def __init__(self, browser: Any, address: str, email: str, password: str = PASSWORD) -> None:
        self.address, self.email, self.password = address, email, password
        self.context = browser.new_context(
            viewport={"width": 1366, "height": 768}, accept_downloads=True, base_url=address
        )
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._notes)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("response", lambda answer: answer.status >= 500 and self.problems.append(answer.url))

    def _notes(self, message: Any) -> None:
        """The browser writes every refused answer into its console; those are no defects."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(message.text)

    def log_in(self) -> None:
        self.page.goto("/accounts/login/")
        self.page.locator("[name=login]").fill(self.email)
        self.page.locator("[name=password]").fill(self.password)
        self.page.locator("main button[type=submit]").first.click()
        self.page.wait_for_load_state()
        assert "/accounts/login/" not in self.page.url, self.page.inner_text("main")

    def goes(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self._sees_all_of_it()

    def clicks(self, name: str) -> None:
        """A button or link by its words."""
        found = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        found.first.click()
        self.page.wait_for_load_state()

    def fills(self, values: dict[str, str]) -> None:
        """Fields by the beginning of their label."""
        for label, value in values.items():
            self.page.get_by_label(re.compile(f"^{re.escape(label)}")).first.fill(value)

    def opens(self, words: str) -> None:
        """What lies folded under these words."""
        self.page.locator("summary", has_text=words).click()

    def chooses(self, label: str) -> None:
        """A radio button by its words."""
        self.page.get_by_role("radio", name=label, exact=True).check()

    def submits(self, name: str = "") -> None:
        """The form's button; without a name the first primary one."""
        button = (
            self.page.locator("main button.btn-primary").first
            if not name
            else self.page.get_by_role("button", name=name).first
        )
        button.click()
        self.page.wait_for_load_state()

    def drops(self, files: Sequence[Path]) -> None:
        """Files out of a folder, onto the page's drop zone."""
        carried = [(path.name, guess_type(path.name)[0] or "", b64encode(path.read_bytes()).decode()) for path in files]
        transfer = self.page.evaluate_handle(CARRIES, carried)
        zone = self.page.locator("[data-dropzone]")
        for event, is_over in (("dragenter", True), ("dragleave", False), ("dragover", True), ("drop", False)):
            zone.dispatch_event(event, {"dataTransfer": transfer})
            assert ("is-over" in str(zone.get_attribute("class"))) is is_over, event
        assert zone.locator(".file-name").all_inner_texts() == [path.name for path in files]

    def signs(self, action: str, reason: str = "") -> None:
        """Give the components that the signing form asks for: the user ID too, the first time."""
        if reason:
            self.page.get_by_label("Reason or remark").fill(reason)
        if self.page.locator("main [name=user_id]").count():
            self.page.locator("main [name=user_id]").fill(self.email)
        self.page.locator("main [name=password]").fill(self.password)
        self.submits(action)

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for(timeout=15_000)

    def takes_picture(self, name: str) -> Path:
        """For README and how-tos; written only where the pictures are kept."""
        self._sees_all_of_it()
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=str(path))
        for _ in range(MOST_LOOKS):
            if self._is_painted(path):
                break
            self.page.wait_for_timeout(LOOK_AGAIN_MILLISECONDS)
            self.page.screenshot(path=str(path))
        return path

    def _sees_all_of_it(self) -> None:
        """Nothing runs off the side: a table's last column is not found by whoever does not scroll."""
        over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{self.page.url} is {over} px wider than the window"

    def _is_painted(self, path: Path) -> bool:
        """The browser's PDF viewer paints in a process of its own: before it has, its frame has one color."""
        frame = self.page.locator("iframe.document-page").first
        box = frame.bounding_box() if frame.count() else None
        if box is None:
            return True
        with Image.open(path) as picture:
            right, bottom = min(box["x"] + box["width"], picture.width), min(box["y"] + box["height"], picture.height)
            foot = picture.convert("L").crop((int(box["x"]), int(bottom) - FOOT_PIXELS, int(right), int(bottom)))
            darkest, brightest = foot.getextrema()
            return brightest - darkest > CONTRAST

    def leave(self, folder: Path) -> None:
        """The last page is kept beside the site's log, for whoever reads a failure."""
        self.page.screenshot(path=str(folder / f"{self.email}.png"))
        self.context.close()
        assert self.problems == [], f"{self.email}: {self.problems}"
