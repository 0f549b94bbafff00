"""Where the card of a citation fits, what it moves, how it looks; the list of references beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.citation_page import (
    BY_NAME,
    CAPTION,
    CARD,
    CELL,
    FOOTNOTE,
    HEADING,
    HIGH,
    LONG_NAME,
    LOW,
    MOST,
    NOTE,
    ONE,
    RANGE,
    hover,
    site,
)
from browser.measures import CONTRAST

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser
SCREENS: list[dict[str, Any]] = [
    {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True},
    {"viewport": {"width": 360, "height": 700}, "has_touch": True, "is_mobile": True},
    {"viewport": {"width": 568, "height": 320}, "has_touch": True, "is_mobile": True},
    {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2, "has_touch": True},  # zoom 200 %
]
BOXES = """() => [...document.querySelectorAll('body *:not(.evidence-card, .evidence-card *)')]
  .map(tag => { const box = tag.getBoundingClientRect();
                return [tag.tagName, tag.id, box.x, box.y, box.width, box.height].join(); })"""
SHIFTS = """() => { window.shifts = [];
  new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => entry.value)))
    .observe({ type: 'layout-shift' }); }"""
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"

WITHOUT_POPOVER = """
const set = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) { if (name !== 'popover') set.call(this, name, value); };
delete HTMLElement.prototype.showPopover;"""
IN_SIGHT = """card => {
  const header = document.createElement('div');
  Object.assign(header.style, { position: 'fixed', inset: 0, zIndex: 60 }); // higher than any of furo's
  document.body.append(header);
  const box = card.getBoundingClientRect();
  const shown = (x, y) => card.contains(document.elementFromPoint(x, y));
  return box.left >= 0 && box.top >= 0 && box.right <= document.documentElement.clientWidth
    && box.bottom <= innerHeight && shown(box.left + 4, box.top + 4) && shown(box.right - 4, box.bottom - 4)
    && shown(box.left + box.width / 2, box.top + box.height / 2);
}"""


def box(page: Page, selector: str) -> dict[str, float]:
    found: dict[str, float] = page.locator(selector).evaluate("tag => tag.getBoundingClientRect().toJSON()")
    return found


def scroll(page: Page, run: str) -> None:
    """Scroll at once, whatever the theme says, and wait until it is painted."""
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    page.evaluate(run)
    page.evaluate(NEXT_FRAME)


def style(page: Page, selector: str, name: str) -> str:
    return str(page.locator(selector).first.evaluate("(tag, name) => getComputedStyle(tag)[name]", name))


@pytest.mark.parametrize("citation", [BY_NAME, HEADING, NOTE, CAPTION, CELL, FOOTNOTE])
@pytest.mark.parametrize("popover", [True, False])
@pytest.mark.parametrize("theme", ["furo", "alabaster"])
def test_the_card_is_whole_wherever_the_citation_stands(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage, theme: str, citation: str, *, popover: bool
) -> None:
    url = (site(tmp_path_factory, theme) / "index.html").as_uri()
    page = open_page("about:blank", viewport={"width": 700, "height": 500})
    if not popover:
        page.add_init_script(WITHOUT_POPOVER)
    page.goto(url)
    hover(page, citation)
    assert page.locator(CARD).evaluate("card => card.matches(':popover-open')") is popover
    assert page.locator(CARD).evaluate("card => getComputedStyle(card).fontSize") == "14.4px"
    assert page.locator(CARD).evaluate(IN_SIGHT)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen["viewport"]["width"])
@pytest.mark.parametrize("citation", [ONE, RANGE, HIGH, LONG_NAME, MOST, CELL])
def test_the_card_fits_a_small_screen(
    card_page: str, open_page: OpenPage, screen: dict[str, Any], citation: str
) -> None:
    page = open_page(card_page, **screen)
    page.locator(citation).tap()
    card, size = box(page, CARD), screen["viewport"]
    assert card["left"] >= 0
    assert card["right"] <= size["width"]
    assert card["top"] >= 0
    assert card["bottom"] <= size["height"]
    assert card["height"] <= 0.6 * size["height"] + 1  # the text stays in sight
    assert page.locator(CARD).evaluate("card => card.scrollWidth <= card.clientWidth")
    for button in ("In the list of references", "Close"):
        shown = page.locator(CARD).get_by_text(button).bounding_box()
        assert shown is not None
        assert shown["height"] >= 24
        assert card["top"] < shown["y"] < card["bottom"] - shown["height"] + 1


@pytest.mark.parametrize("citation", [HIGH, MOST])
def test_a_high_card_scrolls_inside(card_page: str, open_page: OpenPage, citation: str) -> None:
    page = open_page(card_page)
    hover(page, citation)
    page.locator(CARD).hover()
    page.mouse.wheel(0, 400)
    page.wait_for_function("() => document.querySelector('.evidence-card')?.scrollTop > 300")
    assert page.evaluate("scrollY") == 0


def test_the_card_lies_above_where_there_is_no_room_below(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    for block, lies_above in (("start", False), ("end", True)):
        scroll(page, f"document.querySelector('{LOW}').scrollIntoView({{ block: '{block}' }})")
        hover(page, LOW)
        assert (box(page, CARD)["bottom"] <= box(page, LOW)["top"]) is lies_above
        assert (box(page, CARD)["top"] >= box(page, LOW)["bottom"]) is not lies_above
        page.keyboard.press("Escape")
        page.mouse.move(0, 0)


def test_the_card_follows_and_closes_when_its_citation_leaves(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    scroll(page, f"document.querySelector('{LOW}').scrollIntoView({{ block: 'center' }})")
    hover(page, LOW)
    before = box(page, CARD)["top"] - box(page, LOW)["top"]
    scroll(page, "scrollBy(0, 60)")
    assert box(page, CARD)["top"] - box(page, LOW)["top"] == pytest.approx(before, abs=1)
    page.set_viewport_size({"width": 700, "height": 700})
    page.evaluate(NEXT_FRAME)
    if page.locator(CARD).count():
        assert box(page, CARD)["right"] <= 700
    scroll(page, "scrollTo(0, 0)")
    expect(page.locator(CARD)).to_have_count(0)


def test_the_card_closes_when_its_cell_is_scrolled_away(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page, **SCREENS[0])
    assert page.locator(".table-wrapper").evaluate("table => table.scrollWidth > table.clientWidth")
    page.locator(CELL).tap()
    page.evaluate(NEXT_FRAME)
    scroll(page, "document.querySelector('.table-wrapper').scrollLeft = 0")
    expect(page.locator(CARD)).to_have_count(0)


@pytest.mark.parametrize("citation", [ONE, BY_NAME, HEADING, CELL])
def test_nothing_moves_when_a_card_opens_and_closes(
    card_page: str, open_page: OpenPage, citation: str
) -> None:
    page = open_page(card_page, viewport={"width": 1000, "height": 1400})
    page.locator(citation).scroll_into_view_if_needed()
    for _frame in range(3):
        page.evaluate(NEXT_FRAME)  # furo marks the place in its contents list after a scroll
    page.evaluate(SHIFTS)
    before = page.evaluate(BOXES)
    hover(page, citation)
    assert page.evaluate(BOXES) == before
    page.keyboard.press("Escape")
    page.evaluate(NEXT_FRAME)
    assert page.evaluate(BOXES) == before
    assert page.evaluate("shifts") == []


def test_from_right_to_left_the_card_hangs_on_the_right(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    page.locator(f"p:has({LOW})").evaluate("paragraph => { paragraph.dir = 'rtl'; }")
    hover(page, LOW)
    assert style(page, CARD, "direction") == "rtl"
    assert box(page, CARD)["right"] == pytest.approx(box(page, LOW)["right"], abs=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", ["furo", "alabaster"])
def test_all_words_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage, theme: str, scheme: str
) -> None:
    page = open_page((site(tmp_path_factory, theme) / "index.html").as_uri(), color_scheme=scheme)
    hover(page, ONE)
    assert style(page, CARD, "backgroundColor").startswith("rgb(")
    for part in ("p", "li", "p a", "button"):
        for within in (CARD, "#ref-Panes2016"):
            for tag in page.locator(f"{within} {part}").all():
                assert tag.evaluate(CONTRAST) >= 4.5, (within, part)


def test_the_card_has_ground_and_ink_of_the_list(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    page.locator(".evidence-references").evaluate(
        "list => { list.style.backgroundColor = '#102030'; list.style.color = '#e0d0c0'; }"
    )
    hover(page, ONE)
    assert style(page, CARD, "backgroundColor") == "rgb(16, 32, 48)"
    assert style(page, f"{CARD} li", "color") == "rgb(224, 208, 192)"


def test_forced_colours_leave_edges_and_the_mark_of_the_target(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page, forced_colors="active")
    page.goto(f"{card_page}#ref-Bee2018")
    hover(page, ONE)
    for selector in (CARD, f"{CARD} button", ".evidence-copy"):
        assert style(page, selector, "borderTopStyle") == "solid"
        assert style(page, selector, "borderTopColor") != style(page, CARD, "backgroundColor")
    assert style(page, "#ref-Bee2018", "outlineStyle") == "solid"


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_who_wants_no_motion_gets_none(
    card_page: str, open_page: OpenPage, motion: str, *, moves: bool
) -> None:
    page = open_page(card_page, reduced_motion=motion)
    hover(page, ONE)
    assert (style(page, CARD, "animationName") != "none") is moves
    assert style(page, CARD, "transitionDuration") == "0s"
