"""The guide's pages: their shape, their counts, their reading level, and what stands without a source."""

from __future__ import annotations

import re
import statistics
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from pybtex.database import parse_file
from sphinx import addnodes

from guide_pages import CITED, DOCS, Kind, kind_of, read_guide
from reading_level import NAMES, grade, sentences, with_stand_ins, words

if TYPE_CHECKING:
    from datetime import date

    from guide_pages import Guide

CONDITIONS = sorted(
    f"conditions/{path.stem}" for path in (DOCS / "conditions").glob("*.md") if path.stem != "index"
)
BACKGROUND = sorted(f"background/{path.stem}" for path in (DOCS / "background").glob("*.md"))
SOURCED = [*BACKGROUND, *CONDITIONS, "conditions/index", "outlook", "overview"]
SECTIONS = [
    "Key messages",
    "The condition in brief",
    "What established treatment offers",
    "What has been tried",
    "What the studies found",
    "Harms across all kinds",
    "Pregnancy, children and vaccines",
    "What guidelines and regulators say",
    "Trials",
    "What is not known",
    "How up to date this is",
    "References",
]
# Products, trials and what moves fast; pages that tell of CAR-T cells too.
HALF_A_YEAR = {
    "background/mesenchymal-stromal-cells",
    "conditions/crohns-disease",
    "conditions/index",
    "conditions/type-1-diabetes",
    "outlook",
}
STUDY_COLUMNS = ["Study", "Treatment", "Main result", "Harms", "Certainty"]
KINDS = "[Cc]ells?\\b|[Tt]ransplant|CAR-T|Islets"
# Diseases on one page, each with a status of its own.
APART = {
    "conditions/skin": ["psoriasis", "vitiligo", "alopecia areata"],
    "conditions/blood": ["cytopenias", "aplastic anaemia"],
}
LONGER = {"conditions/multiple-sclerosis", "conditions/crohns-disease"}  # they have most to tell
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


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    return read_guide(tmp_path_factory.mktemp("guide"))


def _cites(node: nodes.Node) -> bool:
    return isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite"


def _is_study(row: nodes.row) -> bool:
    table = row.parent.parent.parent
    return "evidence-studies" in table["classes"] and isinstance(row.parent, nodes.tbody)


@pytest.fixture(scope="module")
def names(guide: Guide) -> list[str]:
    return [*NAMES.read_text(encoding="utf-8").splitlines(), *guide.glossary]


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_has_every_section_in_one_order_and_none_is_empty(guide: Guide, name: str) -> None:
    page = guide.pages[name]
    assert page.headings == SECTIONS
    told = {part: " ".join(page.texts_below(part)) for part in SECTIONS[:-1]}
    assert [part for part, text in told.items() if len(words(text)) < 8] == []
    assert re.search(r"\b20[0-9]{2}\b|found no", told["Trials"])


def test_writers_are_told_what_is_asked_of_a_condition() -> None:
    told = (DOCS / "contributing" / "write-a-page.md").read_text(encoding="utf-8")
    numbered = [line.split(". ", 1)[1] for line in told.splitlines() if re.match(r"\d+\. ", line)]
    assert [item.split(":")[0] for item in numbered if not item.startswith("The box")] == SECTIONS[:-1]
    assert "\n".join(f"  - {column}" for column in STUDY_COLUMNS[1:]) in told


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_studies_of_a_condition_stand_in_the_same_columns(guide: Guide, name: str) -> None:
    tables = [
        [entry.astext() for entry in table.findall(nodes.entry)]
        for table in guide.pages[name].doctree.findall(nodes.table)
        if "evidence-studies" in table["classes"]
    ]
    assert tables
    for cells in tables:
        assert cells[:5] == STUDY_COLUMNS
        assert all(cells)
        assert len(cells) % 5 == 0
    rows = [row for row in guide.pages[name].doctree.findall(nodes.row) if _is_study(row)]
    assert [row.astext() for row in rows if not any(row.findall(_cites))] == []


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_says_what_to_do_when_offered_a_treatment(guide: Guide, name: str) -> None:
    box = " ".join(passage.text for passage in guide.pages[name].prose(Kind.BOX))
    assert "Do not stop or change a medicine because of this page." in box
    assert "Unwell after a procedure?" in box
    assert guide.pages[name].source.count("offered-a-treatment.md") == 1
    assert {passage.section for passage in guide.pages[name].prose(Kind.BOX)} == {"Key messages"}


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_part_for_clinicians_is_closed_and_ends_the_studies(guide: Guide, name: str) -> None:
    for part in guide.pages[name].doctree.findall(nodes.admonition):
        if "for-clinicians" in part["classes"]:
            assert part["collapsible"] == "closed"
            above = part.parent
            assert part is above[-1]
            assert "What the studies found" in {above[0].astext(), above.parent[0].astext()}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_has_a_status_for_each_kind_of_treatment(guide: Guide, name: str) -> None:
    kinds = list(guide.pages[name].front_matter["status"])
    told = {
        passage.section
        for passage in guide.pages[name].prose()
        if not re.search("found no|read none|not looked", passage.text)
    }
    for short, long in (
        ("MSC", "esenchymal"),
        ("Mesenchymal", "esenchymal"),
        ("transplant", "ransplant"),
        ("CAR-T", "CAR-T"),
    ):
        if any(short in section for section in told):
            assert any(long in kind for kind in kinds), (short, kinds)
    assert [kind for kind in kinds if not re.search(KINDS, kind)] == []
    assert [part for part in APART.get(name, ()) if not any(part in kind for kind in kinds)] == []


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


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_page_is_no_longer_than_a_reader_can_bear(guide: Guide, name: str) -> None:
    limit = 2800 if name in LONGER else 2200
    assert guide.pages[name].count().words <= limit


@pytest.mark.parametrize("name", [page for page in SOURCED if page != "conditions/index"])
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
    assert [name for name, count in counts.items() if count.references < 5] == [], table
    # One citation for every fifty words, at the least: what is not common knowledge names its source.
    assert [name for name, count in counts.items() if count.citations * 50 < count.words] == [], table
    used = {key for name in SOURCED for key in guide.pages[name].citations}
    assert len(used) >= 150, table


def test_the_references_are_just_those_that_pages_cite(guide: Guide) -> None:
    cited = {key for page in guide.pages.values() for key in page.citations}
    entries = parse_file(DOCS / "_data" / "references.bib").entries
    assert cited == set(entries.keys())
    assert list(entries.keys()) == sorted(entries.keys())
    assert [
        key
        for key, entry in entries.items()
        if not {"doi", "pmid", "registry", "url"} & {field.lower() for field in entry.fields}
    ] == [], "nothing to find these by"


@pytest.mark.parametrize("name", SOURCED)
def test_a_term_of_the_glossary_is_linked_where_a_page_first_uses_it(guide: Guide, name: str) -> None:
    uses = guide.pages[name].first_uses(guide.glossary)
    assert {term: use.words for term, use in uses.items() if not use.linked} == {}


def test_every_term_of_the_glossary_is_used(guide: Guide) -> None:
    linked = {guide.glossary[term.casefold()] for page in guide.pages.values() for term in page.linked_terms}
    assert set(guide.glossary.values()) - linked == set()


def test_the_table_of_conditions_leads_to_each_page_once(guide: Guide) -> None:
    index = guide.pages["conditions/index"]
    assert sorted(index.documents_in_tables()) == CONDITIONS
