"""The guide's pages: their counts, their reading level, and what stands without a source."""

from __future__ import annotations

import re
import statistics
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from pybtex.database import parse_file

from guide_pages import CITED, Kind, kind_of
from guide_parts import DOCS, REGULATION, SHEETS, SOURCED
from reading_level import grade, sentences, with_stand_ins, words

if TYPE_CHECKING:
    from datetime import date

    from guide_pages import Guide

pytestmark = pytest.mark.xdist_group("pages")

# A table, two lists to fill in, questions with their answers, and words explained.
WITHOUT_KEY_MESSAGES = {"about/evidence-levels", "conditions/index", "questions", *SHEETS}
# Regulation, products, trials and what moves fast; pages that tell of CAR-T cells too.
HALF_A_YEAR = {
    *REGULATION,
    "background/mesenchymal-stromal-cells",
    "conditions/crohns-disease",
    "conditions/index",
    "conditions/type-1-diabetes",
    "deciding/finding-a-trial",
    "deciding/taking-part",
    "life/children",
    "outlook",
    "safety/after-a-procedure",
    "safety/reporting-harm",
}
# Advertising, or more than a study can say.
AVOIDED = re.compile(
    r"promising|breakthrough|revolutionary|cutting-edge|game-changer|miracle|exciting|potential cure|\bproven\b"
    r"|sufferers|victims|well tolerated|no safety signal|regenerative|immune reboot|wipes out|\bcures\b",
    re.IGNORECASE,
)
# A figure in a name is not a finding.
NAMES_WITH_NUMBERS = re.compile(
    r"type [12]|COVID-19|CD19|NCT\d{8}|IL-\d+|ACR\d+|TNF-alpha|5-ASA|Descartes-08|IgG4?"
)
OURS = re.compile(r"\bwe\b|\bwas found, as of\b", re.IGNORECASE)


@pytest.mark.parametrize("name", SOURCED)
def test_a_page_says_who_reviewed_it_and_when_it_is_due(guide: Guide, name: str) -> None:
    page = guide.pages[name]
    front = page.front_matter
    assert front["reviewed_by"] == ["maintainers"]
    state = guide.records[name]["review"]["content_state"]
    assert state in {
        "unchanged",
        "edited",
    }  # whoever edits leaves the signature alone, and the banner says so
    searched: date = front["evidence_searched_on"]
    assert state == "edited" or searched <= front["last_reviewed_on"]
    assert f"up to {searched.day} {searched:%B %Y}" in " ".join(passage.text for passage in page.prose())
    soon = (
        name in HALF_A_YEAR or "CAR-T" in str(front["status"]) or any("CAR-T" in part for part in page.parts)
    )
    assert front.get("review_in") == ("6 months" if soon else None)


@pytest.mark.parametrize("name", [page for page in SOURCED if page not in WITHOUT_KEY_MESSAGES])
def test_key_messages_are_few_short_and_plain(guide: Guide, names: list[str], name: str) -> None:
    messages = [passage.text for passage in guide.pages[name].prose() if passage.section == "Key messages"]
    assert 3 <= len(messages) <= 5
    assert [message for message in messages if len(words(message)) > 25] == []
    plain = [sentence for message in messages for sentence in sentences(with_stand_ins(message, names))]
    assert grade(plain) <= 9


@pytest.mark.parametrize("name", SOURCED)
def test_a_page_reads_as_plainly_as_the_editorial_rules_ask(
    guide: Guide, names: list[str], name: str
) -> None:
    by_section: dict[str, list[str]] = {}
    for passage in guide.pages[name].prose():
        by_section.setdefault(passage.section, []).extend(sentences(passage.text))
    every = [sentence for part in by_section.values() for sentence in part]
    assert [sentence for sentence in every if len(words(sentence)) > 30] == []
    assert statistics.mean(len(words(sentence)) for sentence in every) <= 17
    grades = {
        section: grade([with_stand_ins(sentence, names) for sentence in part])
        for section, part in by_section.items()
        if sum(len(words(sentence)) for sentence in part) >= 40  # fewer words have no level
    }
    assert {section: level for section, level in grades.items() if level > 13} == {}
    assert statistics.median(grades.values()) <= (10 if name == "overview" else 11)


@pytest.mark.parametrize("name", SOURCED)
def test_a_sentence_cites_at_most_two_sources_outside_the_closed_part(guide: Guide, name: str) -> None:
    groups = [
        place["reftarget"] for place in guide.pages[name].cited_places() if kind_of(place) is not Kind.CLOSED
    ]
    assert [group for group in groups if group.count(",") > 1] == []


@pytest.mark.parametrize("name", SOURCED)
def test_a_figure_stands_beside_its_source(guide: Guide, name: str) -> None:
    """A passage with a number cites, or tells of our own search."""
    page = guide.pages[name]
    bare = [
        passage.marked
        for passage in (*page.prose(), *page.prose(Kind.CLOSED))
        if re.search(r"\d", re.sub(NAMES_WITH_NUMBERS, "", passage.text))
        and CITED not in passage.marked
        and not OURS.search(passage.text)
    ]
    assert bare == []


@pytest.mark.parametrize("name", SOURCED)
def test_a_page_has_no_word_of_advertising(guide: Guide, name: str) -> None:
    text = " ".join(passage.text for passage in guide.pages[name].passages)
    assert [found[0] for found in AVOIDED.finditer(text)] == []


@pytest.mark.parametrize("name", SOURCED)
def test_a_page_links_nobody_outside(guide: Guide, name: str) -> None:
    """No clinic, no seller: what leads outside is the list of references alone."""
    links = guide.pages[name].doctree.findall(nodes.reference)
    assert [link["refuri"] for link in links if "://" in link.get("refuri", "")] == []


def test_the_count_of_citations_references_and_words_by_page(guide: Guide) -> None:
    counts = {name: guide.pages[name].count() for name in SOURCED}
    table = "\n".join(f"{count} {name}" for name, count in counts.items())
    print(table)  # noqa: T201  # `pytest -rP` shows it
    telling = {name: count for name, count in counts.items() if name not in SHEETS}  # which mostly ask
    assert [name for name, count in telling.items() if count.references < 5] == [], table
    # One citation for every fifty words, at the least: what is not common knowledge names its source.
    assert [name for name, count in telling.items() if count.citations * 50 < count.words] == [], table
    used = {key for name in SOURCED for key in guide.pages[name].citations}
    assert len(used) >= 200, table


def test_the_references_are_just_those_that_pages_cite(guide: Guide) -> None:
    cited = {key for page in guide.pages.values() for key in page.citations}
    entries = parse_file(DOCS / "_data" / "references.bib").entries
    assert cited == set(entries.keys())
    assert list(entries.keys()) == sorted(entries.keys())
    assert [
        key
        for key, entry in entries.items()
        if not {"doi", "pmid", "pmcid", "registry", "url"} & {field.lower() for field in entry.fields}
    ] == [], "nothing to find these by"


@pytest.mark.parametrize("name", SOURCED)
def test_a_term_of_the_glossary_is_linked_where_a_page_first_uses_it(guide: Guide, name: str) -> None:
    uses = guide.pages[name].first_uses(guide.glossary)
    assert {term: use.words for term, use in uses.items() if not use.linked} == {}


def test_every_term_of_the_glossary_is_used(guide: Guide) -> None:
    assert len(set(guide.glossary.values())) >= 80
    linked = {guide.glossary[term.casefold()] for page in guide.pages.values() for term in page.linked_terms}
    assert set(guide.glossary.values()) - linked == set()
