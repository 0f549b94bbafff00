"""The guide's pages on a phone, on a desk and on paper: tables without a scroll bar, one diagram, nothing closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from guide_pages import DOCS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import ViewportSize

    from browser.conftest import OpenPage

pytestmark = [pytest.mark.slow, pytest.mark.browser]

CARDS = [
    f"conditions/{path.stem}"
    for path in sorted((DOCS / "conditions").glob("*.md"))
    if "evidence-cards" in path.read_text(encoding="utf-8")
]
DIAGRAMS = ["background/immune-tolerance", "background/mechanisms", "outlook"]
PHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1280, "height": 900}
# For each cell: does it stick out of the frame that furo gives a table, and what stands before its words?
CELLS = """() => [...document.querySelectorAll('table.evidence-cards td')].map(cell => {
  const column = cell.closest('.table-wrapper').getBoundingClientRect();
  const own = cell.getBoundingClientRect();
  return {
    out: Math.max(own.right - column.right, column.left - own.left, cell.scrollWidth - cell.clientWidth),
    label: getComputedStyle(cell, '::before').content,
  };
})"""
SHOWN = "images => images.filter(image => image.offsetWidth > 0).map(image => image.src.split('/').pop())"


@pytest.mark.parametrize("name", CARDS)
def test_a_table_needs_no_scroll_bar(guide: Path, open_page: OpenPage, name: str) -> None:
    for viewport in (PHONE, DESK):
        page = open_page((guide / f"{name}.html").as_uri(), viewport=viewport)
        cells = page.evaluate(CELLS)
        assert len(cells) >= 5
        assert [cell for cell in cells if cell["out"] > 1] == []
        assert {cell["label"] != "none" for cell in cells} == {viewport is PHONE}


@pytest.mark.parametrize("name", DIAGRAMS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_variant_of_a_diagram_is_shown(guide: Path, open_page: OpenPage, name: str, scheme: str) -> None:
    page = open_page((guide / f"{name}.html").as_uri(), color_scheme=scheme, java_script_enabled=False)
    (shown,) = page.locator(".evidence-diagram").evaluate_all(SHOWN)
    assert ("-dark" in shown) == (scheme == "dark")
    page.emulate_media(media="print")
    (printed,) = page.locator(".evidence-diagram").evaluate_all(SHOWN)
    assert "-dark" not in printed


def test_what_is_closed_on_a_screen_is_open_on_paper(
    guide: Path, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page((guide / "conditions" / "systemic-sclerosis.html").as_uri())
    closed = page.locator("details.for-clinicians p").first
    assert not closed.is_visible()
    words = closed.text_content()
    assert words
    page.pdf(path=tmp_path / "page.pdf")
    printed = " ".join(part.extract_text() for part in PdfReader(tmp_path / "page.pdf").pages)
    assert " ".join(words.split()[:4]) in " ".join(printed.split())
