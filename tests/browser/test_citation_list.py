"""The list of references and "Cite this page": copying, marks, sizes, and pages with thousands of them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.citation_page import (
    CARD,
    FIRST_PARAGRAPH,
    LONG_NAME,
    LOW,
    ONE,
    PHONE,
    RANGE,
    hover,
    site,
    stop_the_clock,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser
FIRST = (
    "Panés J, García-Olmo D, Van Assche G. Expanded allogeneic stem cells. Lancet. 2016;388(10051):1281-90. "
    "doi: 10.1000/Panes2016"
)
UNCITED = "Nobody A. Nothing [Internet]. 2019. Available from: https://nobody.example/"
# What stands in place of the <> follows from the page's content.
PAGE = (
    "The maintainers. Citations [Internet]. The guide; 2026 Nov 20. Last reviewed 2026 Nov 20, revision v1-<>. "
    "Available from: https://guide.example/index.html"
)
BIBTEX = """@online{index,
  author = {{The maintainers}},
  title = {{Citations}},
  year = {2026},
  month = nov,
  day = {20},
  publisher = {The guide},
  url = {https://guide.example/index.html},
  note = {Last reviewed 2026 Nov 20, revision v1-<>},
}"""
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
FORBIDDEN = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))"
COUNT_LISTENERS = """
window.listeners = 0;
const add = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (...given) {
  if (/evidence-c/.test(new Error().stack)) listeners += 1;
  add.apply(this, given);
};"""
BOXES = """() => [...document.querySelectorAll('#references *')].map(tag => {
  const box = tag.getBoundingClientRect(); return [tag.tagName, box.x, box.y, box.width, box.height].join(); })"""
LINES = "tags => Math.max(...tags.map(tag => new Set([...tag.getClientRects()].map(box => box.top)).size))"


def pasted(page: Page) -> str:
    page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), { id: 'paste' }))")
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    return page.locator("#paste").input_value()


@pytest.mark.parametrize("script", ["", NO_CLIPBOARD, FORBIDDEN])
@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ("#ref-Panes2016 .evidence-copy", FIRST),
        ("#ref-Uncited2019 .evidence-copy", UNCITED),
        (".evidence-cite-text + .evidence-copy", PAGE),
        (".evidence-cite-bibtex + .evidence-copy", BIBTEX),
    ],
)
def test_a_button_copies_the_text(
    card_page: str, open_page: OpenPage, script: str, selector: str, text: str
) -> None:
    page = open_page("about:blank")
    page.add_init_script(script)
    page.goto(card_page)
    page.locator("details").evaluate("details => { details.open = true; }")
    page.locator(selector).click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.locator(selector).evaluate("button => button === document.activeElement")
    assert re.sub("(?<=v1-)[0-9a-f]{8}", "<>", pasted(page)) == text


def test_what_cannot_be_copied_is_selected(card_page: str, open_page: OpenPage) -> None:
    page = open_page("about:blank")
    page.add_init_script(NO_CLIPBOARD + "; document.execCommand = () => false")
    page.goto(card_page)
    page.locator("#ref-Panes2016 .evidence-copy").click()
    assert " ".join(page.evaluate("getSelection().toString()").split()) == FIRST
    expect(page.get_by_role("status")).to_have_text("")


def test_a_button_says_copied_for_two_seconds_and_moves_nothing(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    stop_the_clock(page)
    first, second = (page.locator(f"#ref-{key} .evidence-copy") for key in ("Panes2016", "Bee2018"))
    first.scroll_into_view_if_needed()
    first.focus()
    before = page.evaluate(BOXES)
    page.keyboard.press("Enter")
    expect(first).to_have_text("Copied")
    assert page.evaluate(BOXES) == before
    assert first.evaluate("button => button === document.activeElement")
    page.clock.run_for(1500)
    second.focus()
    page.keyboard.press("Enter")
    expect(second).to_have_text("Copied")
    expect(first).to_have_text("Copy")
    page.clock.run_for(1900)
    expect(second).to_have_text("Copied")
    page.clock.run_for(200)
    expect(second).to_have_text("Copy")
    expect(page.get_by_role("status")).to_have_text("")


def test_each_button_says_what_it_copies(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    button = page.locator("#ref-Panes2016 .evidence-copy")
    expect(button).to_have_accessible_name("Copy: Panés J, García-Olmo D, Van Assche")


@pytest.mark.parametrize("name", ["index", "all"])
def test_the_buttons_come_without_moving_the_list(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage, name: str
) -> None:
    items = "document.querySelectorAll('.evidence-backlinks, .evidence-cited-on')"
    heights = f"[...{items}].map(row => row.getBoundingClientRect().height)"
    page = open_page((site(tmp_path_factory, "furo") / f"{name}.html").as_uri())
    with_buttons = page.evaluate(heights)
    page.evaluate(f"for (const row of {items}) row.querySelector('.evidence-copy').remove()")
    assert page.evaluate(heights) == with_buttons


@pytest.mark.parametrize("touch", [True, False])
def test_buttons_are_large_enough_and_show_the_focus(
    card_page: str, open_page: OpenPage, *, touch: bool
) -> None:
    page = open_page(card_page, has_touch=touch, is_mobile=touch)
    page.locator("details").evaluate("details => { details.open = true; }")
    buttons = page.locator(".evidence-copy")
    least = buttons.evaluate_all(
        "buttons => Math.min(...buttons.map(button => button.getBoundingClientRect())"
        ".flatMap(box => [box.width, box.height]))"
    )
    assert least >= 24
    page.locator("#ref-Panes2016 a").last.focus()
    page.keyboard.press("Tab")
    shown = buttons.first.evaluate(
        "tag => [getComputedStyle(tag).outlineStyle, getComputedStyle(tag).outlineWidth]"
    )
    assert shown == ["solid", "2px"]


@pytest.mark.parametrize("theme", ["furo", "alabaster"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("key", ["#ref-N50", LOW])
def test_a_target_is_marked_and_in_sight(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage, theme: str, width: int, key: str
) -> None:
    url = (site(tmp_path_factory, theme) / "index.html").as_uri()
    page = open_page(f"{url}{key}", viewport={"width": width, "height": 700})
    page.wait_for_function(
        "key => { const top = document.querySelector(key).getBoundingClientRect().top;"
        " const header = document.querySelector('.mobile-header')?.getBoundingClientRect().bottom ?? 0;"
        " return top >= Math.max(header, 16) && top < 200; }",
        arg=key,
    )
    target = page.locator(key)
    assert target.evaluate("tag => getComputedStyle(tag).outlineStyle") == "solid"
    assert page.locator("#ref-N51").evaluate("tag => getComputedStyle(tag).outlineStyle") == "none"


@pytest.mark.parametrize("width", range(300, 460, 20))
def test_signs_stay_together_and_long_texts_wrap(card_page: str, open_page: OpenPage, width: int) -> None:
    page = open_page(card_page, viewport={"width": width, "height": 700})
    assert page.locator(".evidence-citations:has(> [data-evidence-also])").evaluate_all(LINES) == 1
    assert page.locator(LONG_NAME).evaluate_all(LINES) > 1
    assert page.evaluate("() => document.body.scrollWidth <= innerWidth")
    page.locator(FIRST_PARAGRAPH).evaluate("paragraph => { paragraph.style.width = '1px'; }")
    assert page.locator(RANGE).evaluate_all(LINES) == 1


@pytest.mark.parametrize("theme", ["furo", "alabaster"])
@pytest.mark.parametrize(
    ("place", "number"), [("index.html#ref-N120", 120), ("short.html#ref-Panes2016", 99)]
)
def test_numbers_have_room_and_back_links_are_small(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage, theme: str, place: str, number: int
) -> None:
    name, _, reference = place.partition("#")
    page = open_page((site(tmp_path_factory, theme) / name).as_uri())
    room, needed, position = page.locator(f"#{reference}").evaluate(
        """(item, number) => { const style = getComputedStyle(item);
        const probe = Object.assign(document.createElement('span'), { textContent: `${number}.\u00a0` });
        item.append(probe);
        return [parseFloat(getComputedStyle(item.parentElement).paddingInlineStart),
                probe.getBoundingClientRect().width, style.listStylePosition]; }""",
        number,
    )
    assert position == "outside"  # right aligned, as a browser sets its numbers
    assert needed <= room
    small, text = (
        page.locator(f"#{reference} .evidence-{part}").evaluate(
            "tag => parseFloat(getComputedStyle(tag).fontSize)"
        )
        for part in ("backlinks", "reference-text")
    )
    assert 12 <= small < text


def test_a_finger_finds_each_back_link(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page, **PHONE)
    boxes = [link.bounding_box() for link in page.locator("#ref-Panes2016 .evidence-backlinks a").all()]
    assert len(boxes) == 9
    for before, after in pairwise(box for box in boxes if box is not None):
        assert after["x"] - before["x"] >= 24 or after["y"] - before["y"] >= 24


@pytest.mark.parametrize("theme", ["furo", "alabaster"])
def test_on_paper_there_are_references_and_nothing_to_press(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage, theme: str
) -> None:
    page = open_page((site(tmp_path_factory, theme) / "index.html").as_uri())
    hover(page, ONE)
    page.emulate_media(media="print")
    pressed = ("card", "copy", "cite-page", "downloads", "backlinks")
    for selector in [f".evidence-{name}" for name in pressed]:
        assert page.locator(selector).count() >= 1, selector
        assert not page.locator(selector).first.is_visible(), selector
    assert page.locator("#ref-Panes2016 .evidence-reference-text").is_visible()
    breaks = "list => [list, list.children[0]].map(tag => getComputedStyle(tag).breakInside)"
    assert page.locator(".evidence-references").evaluate(breaks) == ["auto", "avoid"]


def test_thousands_of_citations_cost_no_listeners(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage
) -> None:
    page = open_page("about:blank")
    page.add_init_script(COUNT_LISTENERS)
    page.goto((site(tmp_path_factory, "furo") / "crowded.html").as_uri())
    assert page.locator(".evidence-citation").count() == 2000
    assert page.locator(".evidence-reference .evidence-copy").count() == 500
    assert 5 <= page.evaluate("listeners") <= 12
    hover(page, "#cite-2000")
    assert "doi: 10.1000/K499" in page.locator(CARD).inner_text()
