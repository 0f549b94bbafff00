"""The card of a citation: by pointer, keyboard and finger, where it lies, and what it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.citation_page import CARD, hover, site, stop_the_clock

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser
PHONE: dict[str, Any] = {"has_touch": True, "is_mobile": True, "viewport": {"width": 360, "height": 700}}


@pytest.fixture
def card_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return (site(tmp_path_factory, "furo") / "index.html").as_uri()


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


def test_the_card_shows_all_references_with_number_and_links(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    hover(page, "#cite-2")
    card = page.locator(CARD)
    assert card.get_by_role("listitem").evaluate_all("items => items.map(item => item.value)") == [2, 3]
    assert "<img src=x onerror=document.title='run'> 2017." in card.inner_text()
    assert page.locator(f"{CARD} img").count() == 0
    links = card.get_by_role("link").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == ["https://doi.org/10.1/A", "https://doi.org/10.1/B", "#ref-A"]
    assert "Cited:" not in card.inner_text()
    assert card.locator(".evidence-copy").count() == 0


def test_no_id_stands_twice_on_the_page(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    hover(page, "#cite-2")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(tag => tag.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("citation", ["#cite-6", "#cite-7"])
def test_a_citation_that_is_not_wholly_on_the_page_stays_a_link(
    card_page: str, open_page: OpenPage, citation: str
) -> None:
    page = open_page(card_page, **PHONE)
    page.locator(citation).tap()
    page.wait_for_url("**#ref-*")
    assert page.locator(CARD).count() == 0


def test_a_card_opens_after_a_moment_and_stays_while_pointed_at(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    stop_the_clock(page)
    page.locator("#cite-1").hover()
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
    page.locator("#cite-1").hover()
    page.locator("h1").hover()
    page.clock.run_for(60_000)
    assert page.locator(CARD).count() == 0


def test_a_pointer_that_selects_text_opens_nothing(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    stop_the_clock(page)
    page.locator("h1").hover()
    page.mouse.down()
    page.locator("#cite-1").hover()
    page.clock.run_for(60_000)
    assert page.locator(CARD).count() == 0


def test_a_finger_that_only_rests_opens_nothing(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page, **PHONE)
    stop_the_clock(page)
    page.locator("#cite-1").evaluate(
        "link => link.dispatchEvent(new PointerEvent('pointerover', { pointerType: 'touch', bubbles: true }))"
    )
    page.clock.run_for(60_000)
    assert page.locator(CARD).count() == 0


def test_a_card_closes_when_the_pointer_leaves_the_window(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    hover(page, "#cite-1")
    page.mouse.move(-20, -20)
    expect(page.locator(CARD)).to_have_count(0)


def test_escape_closes_the_card_under_the_pointer(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    hover(page, "#cite-1")
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0


def test_tab_goes_through_the_card_and_on(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    focus(page, "#cite-2")
    expect(page.locator(CARD)).to_be_visible()
    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(focused(page))
    assert stops == ["doi:10.1/A", "doi:10.1/B", "In the list of references", "Close", "after"]
    assert page.locator(CARD).count() == 0


def test_shift_tab_leads_back_out_of_the_card(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    focus(page, "#cite-2")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "cite-2"
    assert page.locator(CARD).count() == 1
    page.keyboard.press("Shift+Tab")
    assert page.locator(CARD).count() == 0


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_escape_leaves_the_focus_on_the_citation(card_page: str, open_page: OpenPage, steps: int) -> None:
    page = open_page(card_page)
    focus(page, "#cite-2")
    for _ in range(steps):
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert focused(page) == "cite-2"
    assert page.locator(CARD).count() == 0


def test_a_pointer_elsewhere_does_not_close_the_keyboards_card(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    stop_the_clock(page)
    focus(page, "#cite-1")
    page.locator("h1").hover()
    page.clock.run_for(60_000)
    assert page.locator(CARD).count() == 1


def test_a_card_closes_when_the_focus_goes_nowhere(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    focus(page, "#cite-1")
    page.evaluate("document.activeElement.blur()")
    expect(page.locator(CARD)).to_have_count(0)


def test_a_link_opened_in_a_new_tab_leaves_the_card(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    focus(page, "#cite-1")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.context.expect_page():
        page.keyboard.press("Control+Enter")
    assert focused(page) == "In the list of references"


@pytest.mark.parametrize("way", ["mouse", "Enter", "in the list"])
def test_links_are_followed_as_links_are(card_page: str, open_page: OpenPage, way: str) -> None:
    page = open_page(card_page)
    if way == "mouse":
        hover(page, "#cite-2")
        page.locator("#cite-2").click()
    else:
        focus(page, "#cite-2")
        for key in ["Enter"] if way == "Enter" else ["Tab", "Tab", "Tab", "Enter"]:
            page.keyboard.press(key)
    page.wait_for_url("**#ref-A")
    expect(page.locator(CARD)).to_have_count(0)


def test_the_card_closes_when_its_link_is_followed_within_sight(
    tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage
) -> None:
    page = open_page((site(tmp_path_factory, "furo") / "all.html").as_uri())
    hover(page, "#cite-1")
    page.locator("#cite-1").click()
    expect(page.locator(CARD)).to_have_count(0)


def test_a_tap_opens_the_card_and_does_not_jump(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page, **PHONE)
    page.locator("#cite-2").tap()
    assert page.locator(CARD).count() == 1
    assert page.locator(CARD).evaluate("card => card === document.activeElement")
    assert "#" not in page.url
    page.locator("#cite-2").tap()
    assert page.locator(CARD).count() == 0
    assert "#" not in page.url


@pytest.mark.parametrize("target", ["#first", "h1", f"{CARD} button"])
def test_a_tap_elsewhere_or_on_close_closes(card_page: str, open_page: OpenPage, target: str) -> None:
    page = open_page(card_page, **PHONE)
    stop_the_clock(page)
    page.locator("#cite-2").tap()
    page.locator(target).tap(position={"x": 5, "y": 5})
    assert page.locator(CARD).count() == 0


def test_a_tap_within_the_card_keeps_it_and_its_link_leads_to_the_list(
    card_page: str, open_page: OpenPage
) -> None:
    page = open_page(card_page, **PHONE)
    page.locator("#cite-2").tap()
    page.locator(f"{CARD} li").first.tap(position={"x": 3, "y": 3})
    assert page.locator(CARD).count() == 1
    page.get_by_text("In the list of references").tap()
    page.wait_for_url("**#ref-A")
    expect(page.locator(CARD)).to_have_count(0)


def test_after_a_tap_enter_still_follows_the_link(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page, **PHONE)
    page.locator("#first").tap(position={"x": 5, "y": 5})
    focus(page, "#cite-1")
    page.keyboard.press("Enter")
    page.wait_for_url("**#ref-Panes2016")


def test_there_is_one_card_at_a_time(card_page: str, open_page: OpenPage) -> None:
    page = open_page(card_page)
    focus(page, "#cite-1")
    hover(page, "#cite-21")
    expect(page.locator(CARD)).to_have_attribute("aria-label", "Reference 21")
    assert page.locator(CARD).count() == 1
    assert page.locator("[aria-describedby]").evaluate_all("tags => tags.map(tag => tag.id)") == ["cite-21"]


@pytest.mark.parametrize(
    ("citation", "name"), [("#cite-2", "References 2 to 3"), ("#cite-3", "Panés et al., Reference 3")]
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
