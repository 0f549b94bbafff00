"""The pages that help somebody decide, keep safe and live with it, and those that say who made the guide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from guide_pages import CITED, Kind
from guide_parts import CONDITIONS, DECIDING, DOCS, LIFE, REGULATION, SAFETY, SHEETS
from reading_level import grade, sentences, with_stand_ins, words

if TYPE_CHECKING:
    from guide_pages import Guide

pytestmark = pytest.mark.xdist_group("pages")

TELLING = [page for page in (*SAFETY, *REGULATION, *DECIDING, *LIFE) if page not in SHEETS]
WANTED = {
    "about": [
        "accessibility",
        "changes",
        "corrections",
        "evidence-levels",
        "how-we-check",
        "how-we-write",
        "privacy",
        "who-is-behind",
    ],
    "deciding": [
        "costs-and-consent",
        "finding-a-trial",
        "offered-a-treatment",
        "questions-to-ask",
        "reading-a-claim",
        "taking-part",
        "treatment-abroad",
    ],
    "life": ["children", "fertility-and-pregnancy", "vaccines"],
    "regulation": ["approved-products", "elsewhere", "europe-uk", "overview", "united-states"],
    "safety": [
        "after-a-procedure",
        "car-t",
        "known-risks",
        "reporting-harm",
        "transplant",
        "unregulated-clinics",
    ],
}
OFFERED = "deciding/offered-a-treatment"
UNWELL = "safety/after-a-procedure"
# What nobody may believe of the guide.
CLAIMS = re.compile(
    r"expert-reviewed|medically reviewed|peer-reviewed|trusted|comprehensive|compliant|educational purposes|HONcode",
    re.IGNORECASE,
)
# A clinician must sign before the page may name a sign of danger, a threshold or a time of its own; what was seen in
# others stands there with its source.
MEDICAL_ADVICE = re.compile(
    r"°|\bdegrees?\b|\bwithin \d+|\b\d+ ?(?:C|days?|hours?|minutes?|weeks?)\b|\bfever|\bchest pain|\bbreath"
    r"|\bconfus|\btemperature|\bsigns? of|\bif you (?:have|feel)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("folder", WANTED)
def test_no_page_of_this_part_is_missing(folder: str) -> None:
    there = {path.stem for path in (DOCS / folder).glob("*.md")}
    assert set(WANTED[folder]) - there == set()


@pytest.mark.parametrize("name", TELLING)
def test_a_page_begins_with_its_answer_and_ends_with_its_day(guide: Guide, name: str) -> None:
    headings = guide.pages[name].headings
    assert headings[0] == "Key messages"
    assert headings[-2:] == ["How up to date this is", "References"]
    assert any(re.search(r"not know|not find|not say|not read", heading) for heading in headings)


@pytest.mark.parametrize("name", [*TELLING, *SHEETS])
def test_a_page_has_room_for_what_a_reader_can_bear(guide: Guide, name: str) -> None:
    assert guide.pages[name].count().words <= (430 if name in SHEETS else 1600)


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("safety/after-a-procedure", None),
        ("safety/unregulated-clinics", "Warning signs"),
        ("deciding/questions-to-ask", None),
    ],
)
def test_what_is_read_in_a_hurry_is_the_plainest(
    guide: Guide, names: list[str], name: str, section: str | None
) -> None:
    page = guide.pages[name]
    read = [
        sentence
        for passage in page.prose()
        if section in {None, passage.section}
        for sentence in sentences(with_stand_ins(passage.text, names))
    ]
    assert len(read) > 10
    assert grade(read) <= 7


@pytest.mark.parametrize("name", [*CONDITIONS, "overview"])
def test_one_tap_leads_from_a_condition_to_what_to_do_when_offered_a_treatment(
    guide: Guide, name: str
) -> None:
    assert {OFFERED, UNWELL} <= set(guide.pages[name].linked_documents(Kind.BOX))


def test_the_page_for_emergencies_gives_no_signs_before_a_clinician_has_signed(guide: Guide) -> None:
    page = guide.pages["safety/after-a-procedure"]
    text = " ".join(passage.text for passage in page.passages)
    ours = [passage.text for passage in page.passages if CITED not in passage.marked]
    assert [words for words in ours if MEDICAL_ADVICE.search(words)] == []
    first = next(page.prose()).text
    assert "call your local emergency number" in first
    assert "A clinician must sign before this page may say more." in text


@pytest.mark.parametrize(
    "advice",
    [
        "If you feel feverish, go to hospital.",
        "Within 3 days, see a doctor.",
        "Chest pain and confusion are signs of danger.",
        "Go when your temperature is above 38 C.",
    ],
)
def test_advice_that_needs_a_clinician_is_found(advice: str) -> None:
    assert MEDICAL_ADVICE.search(advice)


@pytest.mark.parametrize("name", [f"about/{stem}" for stem in WANTED["about"]])
def test_the_guide_claims_no_more_of_itself_than_it_can_show(guide: Guide, name: str) -> None:
    text = " ".join(passage.text for passage in guide.pages[name].passages)
    assert [found[0] for found in CLAIMS.finditer(text)] == []


@pytest.mark.parametrize("name", ["about/how-we-write", "about/how-we-check", "about/who-is-behind", "index"])
def test_it_is_said_at_once_that_no_clinician_has_reviewed_the_guide(guide: Guide, name: str) -> None:
    begins = " ".join(passage.text for passage in list(guide.pages[name].prose())[:3])
    assert re.search(r"No clinician and no patient group", begins)


def test_automated_help_is_told_where_the_making_is_told(guide: Guide) -> None:
    page = guide.pages["about/how-we-write"]
    assert "Automated help" in page.headings
    assert len(words(" ".join(page.texts_below("Automated help")))) > 80
