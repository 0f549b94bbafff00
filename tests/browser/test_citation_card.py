"""The card of a citation: by pointer and finger, and what it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.citation_page import (
    CARD,
    FIRST_PARAGRAPH,
    HOSTILE,
    ONE,
    PHONE,
    RANGE,
    RANGE_KEYS,
    hover,
    site,
    stop_the_clock,
)

if TYPE_CHECKING:
    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser


def test_the_card_shows_all_references_with_number_and_links(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    hover(page, RANGE)
    card = page.locator(CARD)
    assert card.get_by_role("listitem").evaluate_all("items => items.map(item => item.value)") == [2, 3, 4]
    assert HOSTILE in card.inner_text()
    assert page.locator(f"{CARD} :is(img, b)").count() == 0
    assert page.title() != "run"
    links = card.get_by_role("link").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == [*(f"https://doi.org/10.1000/{key}" for key in RANGE_KEYS), "#ref-Hostile2017"]
    assert "Cited:" not in card.inner_text()
    assert card.locator(".evidence-copy").count() == 0


def test_a_card_brings_no_id_that_the_page_has(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    hover(page, RANGE)
    ids = page.evaluate("[...document.querySelectorAll('[id]:not(table)')].map(tag => tag.id)")
    assert len(ids) == len(set(ids))


def test_a_citation_whose_reference_is_not_on_the_page_stays_a_link(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage
) -> None:
    page = open_page((site(tmp_path_factory, "furo") / "short.html").as_uri(), **PHONE)
    page.evaluate("document.querySelector('.evidence-references').remove()")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.locator(ONE).tap()
    page.wait_for_url("**#ref-*")
    assert page.locator(CARD).count() == 0
    assert errors == []


def test_an_unknown_key_is_named_and_has_no_card(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    stop_the_clock(page)
    page.get_by_text("[unknown reference: Missing2020]").hover()
    page.clock.run_for(60_000)
    assert page.locator(CARD).count() == 0


def test_a_card_opens_after_a_moment_and_stays_while_pointed_at(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    stop_the_clock(page)
    page.locator(ONE).hover()
    page.clock.run_for(140)
    assert page.locator(CARD).count() == 0
    page.clock.run_for(20)
    assert page.locator(CARD).count() == 1
    page.locator("#elsewhere").hover(force=True)
    page.clock.run_for(250)
    page.locator(CARD).hover()
    page.clock.run_for(60_000)
    assert page.locator(CARD).count() == 1
    page.locator("h1").hover()
    page.clock.run_for(290)
    assert page.locator(CARD).count() == 1
    page.clock.run_for(20)
    assert page.locator(CARD).count() == 0


def test_a_pointer_on_its_way_elsewhere_opens_nothing(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    stop_the_clock(page)
    page.locator(ONE).hover()
    page.locator("h1").hover()
    page.clock.run_for(60_000)
    assert page.locator(CARD).count() == 0


def test_a_pointer_that_selects_text_opens_nothing(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    stop_the_clock(page)
    page.locator("h1").hover()
    page.mouse.down()
    page.locator(ONE).hover()
    page.clock.run_for(60_000)
    assert page.locator(CARD).count() == 0


def test_a_finger_that_only_rests_opens_nothing(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page, **PHONE)
    stop_the_clock(page)
    page.locator(ONE).evaluate(
        "link => link.dispatchEvent(new PointerEvent('pointerover', { pointerType: 'touch', bubbles: true }))"
    )
    page.clock.run_for(60_000)
    assert page.locator(CARD).count() == 0


def test_a_card_closes_when_the_pointer_leaves_the_window(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    hover(page, ONE)
    page.mouse.move(-20, -20)
    expect(page.locator(CARD)).to_have_count(0)


def test_escape_closes_the_card_under_the_pointer(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    hover(page, ONE)
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0


def test_the_card_closes_when_its_link_is_followed_within_sight(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage
) -> None:
    page = open_page((site(tmp_path_factory, "furo") / "short.html").as_uri())
    hover(page, ONE)
    page.locator(ONE).click()
    expect(page.locator(CARD)).to_have_count(0)


def test_a_tap_opens_the_card_and_does_not_jump(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page, **PHONE)
    page.locator(RANGE).tap()
    assert page.locator(CARD).count() == 1
    assert page.locator(CARD).evaluate("card => card === document.activeElement")
    assert "#" not in page.url
    page.locator(RANGE).tap()
    assert page.locator(CARD).count() == 0
    assert "#" not in page.url


@pytest.mark.parametrize("target", [FIRST_PARAGRAPH, "h1", f"{CARD} button"])
def test_a_tap_elsewhere_or_on_close_closes(card_page: str, open_page: OpenPage, target: str) -> None:
    page = open_page(card_page, **PHONE)
    stop_the_clock(page)
    page.locator(ONE).tap()
    page.locator(target).tap(position={"x": 5, "y": 5})
    assert page.locator(CARD).count() == 0


def test_a_tap_within_the_card_keeps_it_and_its_link_leads_to_the_list(
    card_page: str, open_page: OpenPage
) -> None:
    page = open_page(card_page, **PHONE)
    page.locator(RANGE).tap()
    page.locator(f"{CARD} li").first.tap(position={"x": 3, "y": 3})
    assert page.locator(CARD).count() == 1
    page.get_by_text("In the list of references").tap()
    page.wait_for_url("**#ref-Hostile2017")
    expect(page.locator(CARD)).to_have_count(0)
