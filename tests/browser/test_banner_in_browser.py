"""The banner on the reader's own day, with and without the script, from a folder and from a server."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"


class StrictHandler(SimpleHTTPRequestHandler):
    """Serves a folder under a Content-Security-Policy that allows nothing inline."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CSP)
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture
def strict_server(examples: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StrictHandler, directory=str(examples)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def state(page: Page) -> tuple[str | None, str]:
    banner = page.locator(".evidence-review")
    return banner.get_attribute("data-state"), banner.locator(".evidence-date-state").inner_text()


@pytest.mark.parametrize(
    ("today", "expected", "words"),
    [
        ("2026-11-22T12:00:00", "current", "The review is current."),
        ("2027-10-30T12:00:00", "current", "The review is current."),
        ("2027-10-31T12:00:00", "due-soon", "The next review is due soon."),
        ("2027-11-30T23:00:00", "due-soon", "The next review is due soon."),
        ("2027-12-01T00:10:00", "overdue", "The next review is overdue"),
    ],
)
def test_the_state_is_that_of_the_readers_day(
    examples: Path, open_page: OpenPage, today: str, expected: str, words: str
) -> None:
    shown, text = state(open_page((examples / "current.html").as_uri(), today=today))
    assert shown == expected
    assert words in text


def test_a_day_passes_when_it_has_ended_where_the_reader_is(examples: Path, open_page: OpenPage) -> None:
    url = (examples / "current.html").as_uri()
    still_november = open_page(url, today="2027-12-01T05:00:00Z", timezone="America/Los_Angeles")
    assert state(still_november)[0] == "due-soon"
    already_december = open_page(url, today="2027-11-30T20:00:00Z", timezone="Asia/Tokyo")
    assert state(already_december)[0] == "overdue"


@pytest.mark.parametrize(
    ("name", "built"), [("overdue", "overdue"), ("due-soon", "due-soon"), ("never", "never")]
)
def test_the_script_never_moves_to_a_better_state(
    examples: Path, open_page: OpenPage, name: str, built: str
) -> None:
    assert state(open_page((examples / f"{name}.html").as_uri(), today="2025-01-10T12:00:00"))[0] == built


def test_without_javascript_the_due_date_itself_stands_there(examples: Path, open_page: OpenPage) -> None:
    page = open_page((examples / "current.html").as_uri(), java_script_enabled=False)
    text = page.locator(".evidence-review").inner_text()
    assert "Next review due: November 2027." in text
    dates = [date.get_attribute("datetime") for date in page.locator(".evidence-review time").all()]
    assert dates == ["2026-11", "2027-11", "2026-01", "2026-11-20"]


def test_script_and_style_work_under_a_strict_policy(strict_server: str, open_page: OpenPage) -> None:
    page = open_page(f"{strict_server}/current.html", today="2028-01-01T12:00:00")
    assert state(page)[0] == "overdue"
    border = page.locator(".evidence-review").evaluate(
        "banner => getComputedStyle(banner).borderInlineStartStyle"
    )
    assert border == "double"
    blocked = page.evaluate(
        "() => [...document.querySelectorAll('.evidence-review *, .evidence-notice *')]"
        ".filter(tag => tag.hasAttribute('style')).length"
    )
    assert blocked == 0


@pytest.mark.xdist_group("guide")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_banner_and_notices_fit_the_width_and_can_be_read(
    guide: Path, open_page: OpenPage, width: int, scheme: str
) -> None:
    page = open_page(
        (guide / "overview.html").as_uri(), viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    boxes = page.locator(".evidence-review, .evidence-notice").all()
    assert len(boxes) >= 4
    for box in boxes:
        assert box.is_visible()
        assert box.evaluate(CONTRAST) >= 4.5


# WCAG 2.1 contrast of a box's text against what is painted behind it.
CONTRAST = """box => {
  const parse = colour => {
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    probe.fillStyle = colour; probe.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = probe.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((c, i) => {
    const alpha = top[3]; return alpha ? c * alpha + below[i] * (1 - alpha) : below[i]; });
  const layers = [];
  for (let tag = box; tag; tag = tag.parentElement) layers.unshift(parse(getComputedStyle(tag).backgroundColor));
  const behind = layers.reduce((below, top) => over(top, below), [255, 255, 255]);
  const light = colour => {
    const [r, g, b] = colour.map(c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const text = parse(getComputedStyle(box.querySelector('p')).color).slice(0, 3);
  const [high, low] = [light(text), light(behind)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}"""


@pytest.mark.xdist_group("guide")
def test_a_table_shows_all_its_columns_on_a_phone(guide: Path, open_page: OpenPage) -> None:
    page = open_page((guide / "overview.html").as_uri(), viewport={"width": 360, "height": 800})
    tables = page.locator("table").all()
    assert tables
    for table in tables:
        assert table.evaluate("table => table.scrollWidth <= table.closest('.table-wrapper').clientWidth")


@pytest.mark.xdist_group("guide")
def test_printed_the_banner_and_the_notices_stand_there(guide: Path, open_page: OpenPage) -> None:
    page = open_page((guide / "overview.html").as_uri())
    page.emulate_media(media="print")
    boxes = page.locator(".evidence-review, .evidence-notice").all()
    assert len(boxes) >= 4
    for box in boxes:
        assert box.is_visible()
