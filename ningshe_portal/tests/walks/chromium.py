"""A browser of a walk that is a real one: what is posted is filled in on the page that shows it, by hand.

It has the surface of Django's client as far as the walks use it. A field, a link or a button that is not
there for this person fails the walk.
"""

import itertools
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Error

from ningshe_portal.tests.pictures import fits, shoot_at_widths

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
PATIENCE = 30_000  # ms; the first paper a run prints takes its time
# Where the way to an address begins; any other is opened itself.
BEGINNINGS = [
    (r"(/case/[^/]+/).+", r"\1"),
    (r"/window/(new|receive|late|outage)/", "/window/"),
    (r"/window/hand-over/", "/window/?queue=mine"),
    (r"(/window/NH[^/]+/).+", r"\1"),
    (r"(/admin/utilities/workorder/\d+/)do/.+", r"\1change/"),
    (r"(/admin/approvals/permit/\d+/)do/.+", r"\1change/"),
    (r"/admin/utilities/workorder/leave/", "/admin/utilities/workorder/"),
]
MAIN = ".btn-primary, .default"  # the one main action of a form
# Of several forms with one address, the one whose hidden facts are those that are said.
# A field may be called "method" and stand in front of the form's own.
FIND_FORM = """([path, said]) => {
  const leads = form => new URL(form.getAttribute("action") || location, location).pathname === path;
  const hidden = form => [...form.querySelectorAll("input[type=hidden]")].filter(field => field.name in said);
  const forms = [...document.forms].filter(form => form.getAttribute("method") === "post" && leads(form));
  const meant = form => hidden(form).every(field => String(said[field.name]) === field.value);
  const found = forms.length > 1 ? forms.find(meant) : forms[0];
  if (!found) return null;
  found.dataset.walked = "";
  return {isFolded: Boolean(found.closest("details:not([open])"))};
}"""
KIND = """field => [field.type, Boolean(field.closest("details:not([open])"))]"""
FIND_LINK = """path => {
  const link = [...document.links].find(link => link.pathname === path);
  if (link) link.dataset.walked = "";
  return Boolean(link);
}"""


class Answer:
    """What the server said first, and the page that was shown in the end."""

    def __init__(self, shown):
        self.shown = shown
        first = shown.request
        while first.redirected_from:
            first = first.redirected_from
        self.said = first.response()

    @property
    def status_code(self):
        return self.said.status

    @property
    def content(self):
        return self.shown.body()

    def __getitem__(self, header):
        return self.said.headers[header.lower()]


class Chromium:
    """The one browser of a walk, passed on from hand to hand: a fresh one for each person takes longer to begin.

    Whoever takes it up finds his own cookies, his own screen and an empty page.
    """

    def __init__(self, open_page, story):
        self.page = open_page()
        self.page.set_default_timeout(PATIENCE)
        self.story = story.removeprefix("test_")
        self.numbers = itertools.count(1)
        self.files = []
        self.page.on("download", lambda file: self.files.append(file))
        self.holder = None

    def in_hand(self, client, who, *, is_staff):
        """For somebody signed in as the client is."""
        session = client.cookies.get(settings.SESSION_COOKIE_NAME)
        cookies = [{"name": session.key, "value": session.value, "url": settings.BASE_URL}] if session else []
        return Hand(self, who, cookies, DESK if is_staff else PHONE)

    def pass_to(self, hand):
        if self.holder is not hand:
            self.page.goto("about:blank")
            context = self.page.context
            if self.holder:
                self.holder.cookies = context.cookies()
            context.clear_cookies()
            context.add_cookies(hand.cookies)
            self.page.set_viewport_size(hand.screen)
            self.holder = hand
        return self.page


class Hand:
    def __init__(self, browser, who, cookies, screen):
        self.browser = browser
        self.who = who
        self.cookies = cookies
        self.screen = screen

    @property
    def page(self):
        return self.browser.pass_to(self)

    def get(self, path, query=None):
        """Open a page."""
        if query:
            path += "?" + "&".join(f"{name}={value}" for name, value in query.items())
        response = self.page.goto(path, wait_until="domcontentloaded")
        return self._look(response)

    def post(self, path, said=None):
        """Find the form on its page, fill it in and press its button."""
        said = {name: value for name, value in (said or {}).items() if value is not None}
        form = self._find_form(path, said)
        self._fill(form, said)
        self._shoot()
        return self._press(form, said)

    def _find_form(self, path, said):
        """On the page before him, on the page where the way begins, or behind a link on that."""
        start = beginning_of(path)
        if not self.page.url.endswith(start) or not self._has_form(path, said):
            self.get(start)
            if not self._has_form(path, said):
                assert self.page.evaluate(FIND_LINK, path), f"no form and no link for {path} at {start}"
                self._click(self.page.locator("a[data-walked]"))
                assert self._has_form(path, said), f"no form for {path}"
        return self.page.locator("form[data-walked]")

    def _has_form(self, path, said):
        found = self.page.evaluate(FIND_FORM, [urlsplit(path).path, _plain(said)])
        if found and found["isFolded"]:
            self._unfold(self.page.locator("form[data-walked]"))
        return found

    def _unfold(self, target):
        """From the outermost on."""
        folded = target.locator("xpath=ancestor::details[not(@open)]/summary")
        while folded.count():
            folded.first.click()

    def _fill(self, form, said):
        for name, value in said.items():
            if name != "action":
                self._answer(form.locator(f'[name="{name}"]'), value)

    def _answer(self, fields, value):
        """One question of the form; what is hidden the page knows by itself."""
        kind, is_folded = fields.first.evaluate(KIND)
        if is_folded:
            self._unfold(fields.first)
        values = [str(each) for each in (value if isinstance(value, list) else [value])]
        if kind == "file":
            fields.set_input_files(
                {"name": value.name, "mimeType": "application/pdf", "buffer": value.read()}
            )
        elif kind in ("radio", "checkbox"):
            _tick(fields, values, is_radio=kind == "radio")
        elif kind.startswith("select"):
            fields.select_option(values)
        elif kind != "hidden":
            fields.fill(*values)

    def _press(self, form, said):
        """What is looked over before it is handed in has its button on the next page."""
        button = form.locator(f'button[value="{said["action"]}"]' if "action" in said else MAIN).last
        if not button.count():
            self._click(form.locator(MAIN).last)
            button = self.page.locator(f'form button[value="{said["action"]}"]').last
        return self._click(button)

    def _click(self, target):
        """To the next page, or to a file, which leaves him on this one."""
        try:
            with self.page.expect_navigation(wait_until="domcontentloaded") as reached:
                target.click()
        except Error as error:
            if "ERR_ABORTED" not in str(error):
                raise
            return self._take_file()
        return self._look(reached.value)

    def _take_file(self):
        files = self.browser.files
        if not files:
            self.page.wait_for_event("download")
        return Path(files.pop().path())

    def _look(self, response):
        assert fits(self.page), f"{self.page.url} is wider than the screen"
        self._shoot()
        return Answer(response)

    def _shoot(self):
        browser = self.browser
        name = f"{browser.story}-{next(browser.numbers):02}-{self.who}"
        shoot_at_widths(self.page, name, (PHONE["width"], DESK["width"]))


def beginning_of(path):
    for pattern, page in BEGINNINGS:
        if re.fullmatch(pattern, path):
            return re.sub(pattern, page, path)
    return path


def _plain(said):
    return json.loads(json.dumps(said, default=str))


def _tick(fields, values, *, is_radio):
    for field in fields.all():
        wanted = (field.get_attribute("value") or "on") in values
        if wanted or not is_radio:
            field.set_checked(wanted)
