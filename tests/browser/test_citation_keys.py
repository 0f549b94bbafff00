"""The card of a citation by keyboard and for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.citation_page import (
    BY_NAME,
    CARD,
    FIRST_PARAGRAPH,
    HIGH,
    LONG_NAME,
    ONE,
    ORGANISATION,
    PHONE,
    RANGE,
    RANGE_IN_ROW,
    RANGE_KEYS,
    hover,
    stop_the_clock,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser


def focus(page: Page, citation: str) -> None:
    """Reach a citation by the keyboard: from the place before it, one Tab on."""
    page.evaluate(
        """citation => { const before = document.createElement('button');
        document.querySelector(citation).before(before); before.focus(); }""",
        citation,
    )
    page.keyboard.press("Tab")
    assert focused(page) == citation.removeprefix("#")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def test_tab_goes_through_the_card_and_on(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    focus(page, RANGE)
    expect(page.locator(CARD)).to_be_visible()
    stops = []
    for _ in range(6):
        page.keyboard.press("Tab")
        stops.append(focused(page))
    assert stops == [
        *(f"10.1000/{key}" for key in RANGE_KEYS),
        "In the list of references",
        "Close",
        "the next link",
    ]
    assert page.locator(CARD).count() == 0


def test_shift_tab_leads_back_out_of_the_card(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    focus(page, RANGE)
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == RANGE.removeprefix("#")
    assert page.locator(CARD).count() == 1
    page.keyboard.press("Shift+Tab")
    assert page.locator(CARD).count() == 0


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_escape_leaves_the_focus_on_the_citation(card_page: str, open_page: OpenPage, steps: int) -> None:
    page = open_page(card_page)
    focus(page, RANGE)
    for _ in range(steps):
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert focused(page) == RANGE.removeprefix("#")
    assert page.locator(CARD).count() == 0


def test_a_pointer_elsewhere_does_not_close_the_keyboards_card(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    stop_the_clock(page)
    focus(page, ONE)
    page.locator("h1").hover()
    page.clock.run_for(60_000)
    assert page.locator(CARD).count() == 1


def test_a_card_closes_when_the_focus_goes_nowhere(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    focus(page, ONE)
    page.evaluate("document.activeElement.blur()")
    expect(page.locator(CARD)).to_have_count(0)


def test_a_link_opened_in_a_new_tab_leaves_the_card(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    focus(page, ONE)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.context.expect_page():
        page.keyboard.press("Control+Enter")
    assert focused(page) == "In the list of references"


@pytest.mark.parametrize("way", ["mouse", "Enter", "in the list"])
def test_links_are_followed_as_links_are(card_page: str, open_page: OpenPage, way: str) -> None:
    page = open_page(card_page)
    if way == "mouse":
        hover(page, RANGE)
        page.locator(RANGE).click()
    else:
        focus(page, RANGE)
        for key in ["Enter"] if way == "Enter" else ["Tab", "Tab", "Tab", "Tab", "Enter"]:
            page.keyboard.press(key)
    page.wait_for_url("**#ref-Hostile2017")
    expect(page.locator(CARD)).to_have_count(0)


def test_after_a_tap_enter_still_follows_the_link(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page, **PHONE)
    page.locator(FIRST_PARAGRAPH).tap(position={"x": 5, "y": 5})
    focus(page, ONE)
    page.keyboard.press("Enter")
    page.wait_for_url("**#ref-Panes2016")


def test_there_is_one_card_at_a_time(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    focus(page, ONE)
    hover(page, HIGH)
    expect(page.locator(CARD)).to_have_attribute("aria-label", "Reference 5")
    assert page.locator(CARD).count() == 1
    expect(page.locator("[aria-describedby]")).to_have_attribute("id", HIGH.removeprefix("#"))


@pytest.mark.parametrize(
    ("citation", "name"),
    [
        (RANGE, "References 2 to 4"),
        (RANGE_IN_ROW, "References 3 to 5"),
        (BY_NAME, "Reference 1"),
        (LONG_NAME, f"{ORGANISATION}, Reference 6"),
    ],
)
def test_a_screen_reader_gets_name_description_and_a_named_group(
    card_page: str, open_page: OpenPage, citation: str, name: str
) -> None:
    page = open_page(card_page)
    focus(page, citation)
    link = page.locator(citation)
    expect(link).to_have_accessible_name(name)
    text = page.locator(f"{CARD} .evidence-reference-text").first.inner_text()
    described = page.locator(f"#{link.get_attribute('aria-describedby')}").inner_text()
    assert text in described
    assert "Close" not in described
    expect(page.get_by_role("group", name=name)).to_be_visible()
