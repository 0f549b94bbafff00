"""Citations on a server and without a script: links both ways, files to save, and whom the page asks."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.citation_page import CARD, CELL, LOW, MOST, ONE, RANGE, hover, site
from browser.test_banner_in_browser import StrictHandler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser
THEMES = ("furo", "alabaster")
ROW = ".evidence-citations:has(> :nth-child(9))"
# The signs of a tag as they stand on its lines.
PRINTED_LINES = """row => {
  const lines = [];
  const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (let at = 0; at < text.length; at += 1) {
      const range = document.createRange();
      range.setStart(text, at); range.setEnd(text, at + 1);
      const { bottom } = range.getBoundingClientRect();
      const line = lines.at(-1);
      if (line && Math.abs(line.bottom - bottom) < 6) line.signs += text.data[at];
      else lines.push({ bottom, signs: text.data[at] });
    }
  }
  return lines.map(line => line.signs);
}"""


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder as it is."""

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""


@contextmanager
def serving(folder: Path, handler: type[SimpleHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(site(tmp_path_factory, "furo"), QuietHandler) as address:
        yield address


@pytest.fixture
def strictly_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(site(tmp_path_factory, "furo"), StrictHandler) as address:
        yield address


def test_a_strict_policy_is_no_obstacle(strictly_served: str, open_page: OpenPage) -> None:
    page = open_page("about:blank")
    blocked: list[str] = []
    page.on(
        "console",
        lambda message: blocked.append(message.text) if "evidence" in str(message.location) else None,
    )
    page.goto(f"{strictly_served}/index.html")
    hover(page, CELL)
    card, cell = page.locator(CARD).bounding_box(), page.locator(CELL).bounding_box()
    assert card is not None
    assert cell is not None
    assert card["x"] + card["width"] <= 1280
    assert card["y"] >= cell["y"] + cell["height"]
    page.locator("#ref-Panes2016 .evidence-copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert blocked == []


@pytest.mark.parametrize("name", ["index", "all"])
def test_only_the_site_is_asked_and_nothing_once_the_page_is_there(
    served: str, open_page: OpenPage, name: str
) -> None:
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served}/{name}.html", wait_until="networkidle")
    assert any("evidence-citations.js" in url for url in asked)
    assert [url for url in asked if not url.startswith((f"{served}/", "data:"))] == []
    asked.clear()
    if name == "index":
        for citation in (ONE, RANGE, MOST):
            hover(page, citation)
            page.keyboard.press("Escape")
            page.mouse.move(0, 0)
    page.locator(".evidence-copy").first.click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert asked == []


@pytest.mark.parametrize(
    ("name", "base"), [("index", "_references/index"), ("short", "_references/short"), ("all", "references")]
)
def test_the_files_are_saved_as_they_lie_on_the_site(
    tmp_path_factory: pytest.TempPathFactory, served: str, open_page: OpenPage, name: str, base: str
) -> None:
    page = open_page(f"{served}/{name}.html")
    for word, suffix in (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json")):
        with page.expect_download() as started:
            page.locator("a[download]").get_by_text(word, exact=True).click()
        saved = started.value
        file = site(tmp_path_factory, "furo") / f"{base}.{suffix}"
        assert saved.suggested_filename == file.name
        assert Path(saved.path()).read_bytes() == file.read_bytes()
    assert page.url == f"{served}/{name}.html"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("citation", [ONE, LOW])
def test_without_javascript_a_number_leads_to_its_reference_and_that_leads_back(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage, theme: str, citation: str
) -> None:
    url = (site(tmp_path_factory, theme) / "index.html").as_uri()
    page = open_page(url, java_script_enabled=False, viewport={"width": 1000, "height": 600})
    page.locator(citation).click()
    page.wait_for_url(f"{url}#ref-Panes2016")
    expect(page.locator("#ref-Panes2016 .evidence-reference-text")).to_be_in_viewport()
    assert page.locator(f"{CARD}, .evidence-copy").count() == 0
    page.locator(f"#ref-Panes2016 a[href='{citation}']").click()
    page.wait_for_url(f"{url}{citation}")
    expect(page.locator(citation)).to_be_in_viewport()


def test_without_javascript_the_sites_list_leads_to_the_lists_of_pages(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage
) -> None:
    folder = site(tmp_path_factory, "furo")
    page = open_page((folder / "all.html").as_uri(), java_script_enabled=False)
    page.locator("#ref-Panes2016").get_by_role("link", name="Citations").click()
    page.wait_for_url(f"{(folder / 'index.html').as_uri()}#ref-Panes2016")
    expect(page.locator("#ref-Panes2016")).to_be_in_viewport()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [320, 414, 700])
def test_a_row_of_many_numbers_breaks_after_its_commas_alone(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage, theme: str, width: int
) -> None:
    url = (site(tmp_path_factory, theme) / "index.html").as_uri()
    page = open_page(url, viewport={"width": width, "height": 700})
    row = page.locator(ROW)
    lines = row.evaluate(PRINTED_LINES)
    assert len(lines) > 1
    assert "".join(lines) == row.inner_text()
    assert all(line.endswith(",") for line in lines[:-1]), lines
    assert row.evaluate("row => row.getBoundingClientRect().right <= document.documentElement.clientWidth")
