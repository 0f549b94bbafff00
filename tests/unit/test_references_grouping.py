"""The groups of the list of all references."""

from __future__ import annotations

from gettext import NullTranslations

from sphinx_evidence.references.grouping import default_groups, grouped
from sphinx_evidence.references.model import Kind, Name, Reference
from sphinx_evidence.references.parts import Words

WORDS = NullTranslations()


def reference(key: str, *keywords: str, kind: Kind = Kind.ARTICLE) -> Reference:
    return Reference(key, kind, title=(Words(key),), authors=(Name(key),), keywords=keywords)


def test_a_reference_stands_under_the_first_heading_that_fits_and_in_alphabetical_order() -> None:
    references = [
        reference("Zoe", "rct"),
        reference("Abe", "rct", "review"),
        reference("Émile", "review"),
        reference("Bo"),
    ]
    found = grouped(references, {"Trials": ["rct"], "Reviews": ["review"], "Books": ["book"]}, WORDS)
    assert [(title, [item.key for item in items]) for title, items in found] == [
        ("Trials", ["Abe", "Zoe"]),
        ("Reviews", ["Émile"]),
        ("Other sources", ["Bo"]),
    ]


def test_a_heading_can_name_a_kind_of_source() -> None:
    found = grouped([reference("Law", kind=Kind.STATUTE), reference("Art")], {"Law": ["statute"]}, WORDS)
    assert [(title, len(items)) for title, items in found] == [("Law", 1), ("Other sources", 1)]


def test_without_headings_of_its_own_a_project_gets_kinds_of_source() -> None:
    groups = default_groups(WORDS)
    placed = [kind for kinds in groups.values() for kind in kinds]
    assert len(placed) == len(set(placed))
    assert set(Kind) - set(placed) == {Kind.WEB_PAGE, Kind.OTHER}
