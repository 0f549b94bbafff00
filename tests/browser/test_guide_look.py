"""The guide on a phone, on a desk and on paper: tables without a scroll bar, legible diagrams, nothing closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from dark_diagrams import light_diagrams
from guide_parts import DOCS, SHEETS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, ViewportSize

    from browser.conftest import OpenPage

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("guide")]

TABLES = [
    path.relative_to(DOCS).with_suffix("").as_posix()
    for path in sorted(DOCS.rglob("*.md"))
    if path.parent.name != "contributing"
    and re.search(r"^:class: .*evidence-cards", path.read_text(encoding="utf-8"), re.MULTILINE)
]
DIAGRAMS = ["background/immune-tolerance", "background/mechanisms", "outlook"]
PHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1280, "height": 900}
# For each cell: does it stick out of the frame that furo gives a table, which label is shown, in which column is it?
CELLS = """() => [...document.querySelectorAll('article table td')].map(cell => {
  const column = cell.closest('.table-wrapper').getBoundingClientRect();
  const own = cell.getBoundingClientRect();
  return {
    out: Math.max(own.right - column.right, column.left - own.left, cell.scrollWidth - cell.clientWidth),
    label: [...cell.querySelectorAll(':scope > .evidence-label')].filter(label => label.offsetWidth).map(
      label => label.textContent).join(),
    column: cell.closest('table').querySelectorAll('th')[cell.cellIndex].textContent,
  };
})"""
COLUMN = 328  # the width of the text on that phone
# What a browser sees of each line of words: how large it is, and whether a frame holds it.
LINES = """() => {
  const frames = [...document.querySelectorAll('rect')].map(rect => rect.getBoundingClientRect());
  const inside = (line, frame) => line.left >= frame.left && line.right <= frame.right
    && line.top >= frame.top && line.bottom <= frame.bottom;
  const overlaps = (line, frame) => line.left < frame.right && line.right > frame.left
    && line.top < frame.bottom && line.bottom > frame.top;
  return [...document.querySelectorAll('text')].map(text => {
    const line = text.getBoundingClientRect();
    return {
      words: text.textContent,
      size: parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a,
      held: line.left >= 0 && line.right <= window.innerWidth
        && frames.every(frame => inside(line, frame) || !overlaps(line, frame)),
    };
  });
}"""
SHOWN = "images => images.filter(image => image.offsetWidth > 0).map(image => image.src.split('/').pop())"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_needs_no_scroll_bar(guide: Path, open_page: OpenPage, name: str) -> None:
    for viewport in (PHONE, DESK):
        page = open_page((guide / f"{name}.html").as_uri(), viewport=viewport)
        cells = page.evaluate(CELLS)
        assert len(cells) >= 5
        assert [cell for cell in cells if cell["out"] > 1] == []
        heads = [cell["column"] for cell in cells]
        assert [cell["label"] for cell in cells] == (heads if viewport is PHONE else [""] * len(cells))


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


def test_every_page_opens_from_a_folder_and_asks_no_other_address(guide: Path, open_page: OpenPage) -> None:
    first, *others = [path for path in sorted(guide.rglob("*.html")) if "_static" not in path.parts]
    page = open_page(first.as_uri())
    for path in others:
        page.goto(path.as_uri())
        text = page.locator("body").inner_text()
        assert "Stem cells and autoimmune disease" in " ".join(text.split()), path.name
    assert len(others) > 60


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_prints_on_one_side_of_a4(
    guide: Path, open_page: OpenPage, tmp_path: Path, name: str
) -> None:
    page = open_page((guide / f"{name}.html").as_uri())
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    (side,) = PdfReader(tmp_path / "page.pdf").pages
    words = side.extract_text()
    assert "Last reviewed" in words
    assert "How up to date this is" in words
    assert "References" in words
    assert "It cannot tell you what to do." in words


@pytest.mark.parametrize("typeface", ["", "DejaVu Sans"])
@pytest.mark.parametrize("path", light_diagrams(), ids=lambda path: path.stem)
def test_every_word_is_legible_on_a_phone_and_stays_in_its_box(
    browser: Browser, path: Path, typeface: str
) -> None:
    drawing = path.read_text(encoding="utf-8").replace('width="400"', 'width="100%"', 1)
    if typeface:
        drawing = re.sub(r"font-family: [^;]+;", f"font-family: '{typeface}';", drawing)
    page = browser.new_page(viewport={"width": COLUMN, "height": 900})
    page.set_content(f"<body style='margin: 0'>{drawing}</body>")
    lines = page.evaluate(LINES)
    page.close()
    assert len(lines) > 10
    assert [line["words"] for line in lines if line["size"] < 9.5] == []
    assert [line["words"] for line in lines if not line["held"]] == []
