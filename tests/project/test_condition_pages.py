"""The pages on conditions: one shape, one table of studies, a status for each kind of treatment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from sphinx import addnodes

from guide_pages import Kind
from guide_parts import CONDITIONS, DOCS
from reading_level import words

if TYPE_CHECKING:
    from guide_pages import Guide

pytestmark = pytest.mark.xdist_group("pages")

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
STUDY_COLUMNS = ["Study", "Treatment", "Main result", "Harms", "Certainty"]
KINDS = "[Cc]ells?\\b|[Tt]ransplant|CAR-T|Islets"
# Diseases on one page, each with a status of its own.
APART = {
    "conditions/skin": ["psoriasis", "vitiligo", "alopecia areata"],
    "conditions/blood": ["cytopenias", "aplastic anaemia"],
}
LONGER = {"conditions/multiple-sclerosis", "conditions/crohns-disease"}  # they have most to tell


def _cites(node: nodes.Node) -> bool:
    return isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite"


def _is_study(row: nodes.row) -> bool:
    table = row.parent.parent.parent
    return "evidence-studies" in table["classes"] and isinstance(row.parent, nodes.tbody)


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
    assert "Do not stop or change a medicine because of this page;" in box
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


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_page_is_no_longer_than_a_reader_can_bear(guide: Guide, name: str) -> None:
    limit = 2800 if name in LONGER else 2200
    own = (passage.text for passage in guide.pages[name].passages if passage.kind is not Kind.BOX)
    assert sum(len(words(text)) for text in own) <= limit


def test_the_table_of_conditions_leads_to_each_page_once(guide: Guide) -> None:
    index = guide.pages["conditions/index"]
    assert sorted(index.linked_documents(Kind.CELL)) == CONDITIONS
