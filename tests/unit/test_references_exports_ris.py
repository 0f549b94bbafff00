from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from hypothesis import given, settings

from made_references import FULL, HOSTILE_REFERENCES, READ_REFERENCES
from sphinx_evidence.references.exports.ris import ris
from sphinx_evidence.references.model import Day, Kind, Name, Reference
from sphinx_evidence.references.parts import Words, plain
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

WRITTEN = """TY  - JOUR
ID  - Panes2016
AU  - Panés, Julián
AU  - van Assche, Gert
AU  - Howard, James F, Jr
AU  - Wu
AU  - Le Blanc, Katarina
AU  - Research and Trials Unit,
AU  - et al.,
A2  - Roe, Jane
A2  - et al.,
TI  - CD4+ T cells, H2O & Candida: 50%
T2  - Diseases of the Colon & Rectum
JA  - Dis Colon Rectum
PY  - 2016
DA  - 2016/09/24/in press
VL  - 388
IS  - 10051
SP  - 1281
EP  - 1290
ET  - 2nd
PB  - Smith & Sons
CY  - Oxford
DO  - 10.1016/S0140-6736(16)31203-X
AN  - 27477896
C2  - PMC4320647
UR  - https://example.org/a_b?c=%20#d
Y2  - 2026/11/22/
KW  - rct
KW  - Crohn's disease
N1  - Trial registration: NCT01541579, ISRCTN17160440
N1  - Erratum: Lancet 2016;388:1
ER  -
"""
KINDS = [
    (Kind.ARTICLE, "JOUR", None),
    (Kind.BOOK, "BOOK", None),
    (Kind.CHAPTER, "CHAP", None),
    (Kind.REPORT, "RPRT", None),
    (Kind.WEB_PAGE, "ELEC", None),
    (Kind.COURT_OPINION, "CASE", None),
    (Kind.STATUTE, "STAT", None),
    (Kind.THESIS, "THES", None),
    (Kind.OTHER, "GEN", None),
    (Kind.GUIDELINE, "RPRT", "Guideline"),
    (Kind.PREPRINT, "UNPB", "Preprint"),
    (Kind.PRESS_RELEASE, "GEN", "Press release"),
    (Kind.LABEL, "GEN", "Label"),
    (Kind.REGISTRY_RECORD, "DBASE", "Registry record"),
]
NUMBER_KEYS = {Kind.REPORT: "issn", Kind.GUIDELINE: "issn", Kind.STATUTE: "section"}


def lines(reference: Reference) -> list[str]:
    return ris([reference]).split("\r\n")


def record(reference: Reference) -> dict[str, Any]:
    (found,) = rispy.loads(ris([reference]))
    return dict(found)


def as_name(text: str) -> Name:
    """Return the name that RIS holds: it has no particle."""
    if text.endswith(",") and text.count(",") == 1:
        return Name(text[:-1], is_organisation=True)
    family, given_name, suffix = [*map(str.strip, text.split(",")), "", ""][:3]
    return Name(family, given_name, suffix=suffix)


def as_day(text: str) -> tuple[Day, str]:
    *parts, other = text.split("/", 3) if text else ["", "", "", ""]
    return Day(*(int(part or 0) for part in parts)), other


def as_reference(found: dict[str, Any]) -> Reference:
    """Return what rispy read as a reference."""
    authors, editors = found.get("authors", []), found.get("secondary_authors", [])
    kind = next(
        kind for kind, *told in KINDS if told == [found["type_of_reference"], found.get("type_of_work")]
    )
    date, state = as_day(found.get("date", ""))
    notes = found.get("notes", [])
    labelled = dict(
        note.split(": ", 1) for note in notes if note.startswith(("PMCID: ", "Trial registration: "))
    )
    return Reference(
        key=found.get("id", ""),
        kind=kind,
        title=as_words(found.get("title")),
        authors=tuple(as_name(name) for name in authors if name != "et al.,"),
        has_more_authors="et al.," in authors,
        editors=tuple(as_name(name) for name in editors if name != "et al.,"),
        has_more_editors="et al.," in editors,
        container=as_words(found.get("secondary_title")),
        container_short=found.get("alternate_title2", ""),
        date=date,
        state=state,
        volume=found.get("volume", ""),
        issue=found.get("number", ""),
        pages="-".join(found[key] for key in ("start_page", "end_page") if key in found),
        number=found.get(NUMBER_KEYS.get(kind, "note"), ""),
        edition=found.get("edition", ""),
        publisher=found.get("publisher", ""),
        place=found.get("place_published", ""),
        doi=found.get("doi", ""),
        pmid=found.get("accession_number", ""),
        pmcid=found.get("custom2", "") or labelled.get("PMCID", ""),
        registry=tuple(filter(None, labelled.get("Trial registration", "").split(", "))),
        url=(found.get("urls") or [""])[0].replace("%3B", ";"),
        accessed=as_day(found.get("access_date", ""))[0],
        keywords=tuple(found.get("keywords", ())),
        note=as_words(next((note for note in notes if note.split(": ")[0] not in labelled), "")),
    )


def as_words(text: str | None) -> tuple[Words, ...]:
    return (Words(text),) if text else ()


def lossy(reference: Reference) -> Reference:
    """Return what RIS can hold of *reference*; the losses that are meant.

    It has no styles, and no particle of a name but in its family. A comma in a name would part it.
    """

    def name(one: Name) -> Name:
        family, given_name, particle, suffix = (" ".join(part.replace(",", " ").split()) for part in one[:4])
        return Name(f"{particle} {family}".strip(), given_name, "", suffix, one.is_organisation)

    def names(of: tuple[Name, ...]) -> tuple[Name, ...]:
        return tuple(filter(lambda one: one.family, map(name, of)))

    return replace(
        reference,
        title=as_words(plain(reference.title)),
        authors=names(reference.authors),
        editors=names(reference.editors),
        container=as_words(plain(reference.container)),
        note=as_words(plain(reference.note)),
    )


def test_every_field_has_its_tag_and_every_line_ends_as_the_specification_says() -> None:
    assert ris([FULL]) == WRITTEN.replace("ER  -\n", "ER  - \n").replace("\n", "\r\n")


def test_records_stand_in_their_order() -> None:
    other = replace(FULL, key="Other")
    assert ris([FULL, other]) == ris([FULL]) + ris([other])
    assert [found["id"] for found in rispy.loads(ris([FULL, other]))] == ["Panes2016", "Other"]


def test_no_references_are_an_empty_file() -> None:
    assert ris([]) == ""
    assert rispy.loads("") == []


@pytest.mark.parametrize(("kind", "ris_type", "work"), KINDS)
def test_every_kind_has_a_type_of_the_specification(kind: Kind, ris_type: str, work: str | None) -> None:
    found = record(Reference("a", kind))
    assert (found["type_of_reference"], found.get("type_of_work")) == (ris_type, work)
    assert ris_type in rispy.TYPE_OF_REFERENCE_MAPPING
    assert [told[0] for told in KINDS].count(kind) == 1
    assert len(KINDS) == len(Kind)


def test_a_guideline_in_a_journal_is_an_article_that_says_what_it_is() -> None:
    found = record(Reference("a", Kind.GUIDELINE, container=(Words("BMJ"),), pmcid="PMC1"))
    told = [found[key] for key in ("type_of_reference", "type_of_work", "secondary_title", "custom2")]
    assert told == ["JOUR", "Guideline", "BMJ", "PMC1"]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (Kind.REPORT, "SN  - 12"),
        (Kind.GUIDELINE, "SN  - 12"),
        (Kind.STATUTE, "SE  - 12"),
        (Kind.COURT_OPINION, "M1  - 12"),
    ],
)
def test_the_number_stands_where_its_type_has_it(kind: Kind, line: str) -> None:
    assert line in lines(Reference("a", kind, number="12"))


@pytest.mark.parametrize(
    ("kind", "line"), [(Kind.ARTICLE, "C2  - PMC1"), (Kind.CHAPTER, "N1  - PMCID: PMC1")]
)
def test_a_pmcid_of_what_is_no_article_is_a_note(kind: Kind, line: str) -> None:
    found = lines(Reference("a", kind, pmcid="PMC1"))
    assert [one for one in found if "PMC1" in one] == [line]


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ("1281-1290", ["SP  - 1281", "EP  - 1290"]),
        ("e4", ["SP  - e4"]),
        ("1334-1342.e4", ["SP  - 1334", "EP  - 1342.e4"]),
        ("S-1-S-9", ["SP  - S-1-S-9"]),
        ("12-", ["SP  - 12-"]),
        ("-12", ["SP  - -12"]),
        ("", []),
    ],
)
def test_pages_are_first_and_last_where_they_are_two(pages: str, found: list[str]) -> None:
    assert lines(Reference("a", pages=pages))[2:-2] == found


@pytest.mark.parametrize(
    ("day", "state", "found"),
    [
        (Day(), "", []),
        (Day(980), "", ["PY  - 0980", "DA  - 0980///"]),
        (Day(2024, 2), "", ["PY  - 2024", "DA  - 2024/02//"]),
        (Day(2024, 2, 3), "", ["PY  - 2024", "DA  - 2024/02/03/"]),
        (Day(2024, 13, 3), "", ["PY  - 2024", "DA  - 2024///"]),
        (Day(), "in press", ["DA  - ///in press"]),
    ],
)
def test_a_date_keeps_its_slashes(day: Day, state: str, found: list[str]) -> None:
    assert lines(Reference("a", date=day, state=state))[2:-2] == found


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name("Roe", "Jane"), ["AU  - Roe, Jane"]),
        (Name("Roe", suffix="Jr"), ["AU  - Roe, , Jr"]),
        (Name("Roe", "Jane", "van", "Jr"), ["AU  - van Roe, Jane, Jr"]),
        (Name("", "Plato"), ["AU  - Plato"]),
        (Name("Rigshospitalet, Denmark", is_organisation=True), ["AU  - Rigshospitalet Denmark,"]),
        (Name(" , ", is_organisation=True), []),
        (Name("", ""), []),
    ],
)
def test_a_name_has_at_most_three_parts(name: Name, written: list[str]) -> None:
    assert lines(Reference("a", authors=(name,)))[2:-2] == written


def test_a_semicolon_does_not_part_an_address() -> None:
    assert record(Reference("a", url="https://x.org/a;b"))["urls"] == ["https://x.org/a%3Bb"]


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize(
    "field", ["title", "volume", "key", "url", "pages", "state", "authors", "keywords", "note"]
)
def test_no_value_begins_a_tag_of_its_own(field: str, sign: str) -> None:
    text = f"a{sign}ER  - {sign}TY  - BOOK{sign}TI  - b"
    values: dict[str, Any] = {
        "title": (Words(text),),
        "note": (Words(f"a{sign}"), Words(text)),
        "authors": (Name(text, text), Name(text, is_organisation=True)),
        "keywords": (text,),
    }
    written = ris([replace(FULL, **{field: values.get(field, text)}), FULL])
    assert len(written.splitlines()) == written.count("\r\n")
    assert [found["type_of_reference"] for found in rispy.loads(written)] == ["JOUR", "JOUR"]
    assert rispy.loads(written)[1] == record(FULL)


def test_three_thousand_authors_come_back(quickly: Callable[[], AbstractContextManager[None]]) -> None:
    authors = tuple(Name(f"Roe{number}", "Jane") for number in range(3000))
    with quickly():
        assert as_reference(record(Reference("a", authors=authors))).authors == authors


def test_a_hostile_text_breaks_no_record(hostile: str) -> None:
    text = printable(hostile)
    one = Reference("a", title=(Words(text),), authors=(Name(text),), publisher=text, keywords=(text,))
    assert [found["id"] for found in rispy.loads(ris([one, FULL]))] == ["a", "Panes2016"]
    assert as_reference(record(one)).publisher == " ".join(text.split())


@settings(max_examples=60)
@given(HOSTILE_REFERENCES, HOSTILE_REFERENCES)
def test_any_references_are_as_many_records(one: Reference, other: Reference) -> None:
    text = ris([one, other])
    assert text == ris(iter([replace(one), other]))
    assert text.endswith("ER  - \r\n")
    assert len(rispy.loads(text)) == 2
    assert all(line[2:6] == "  - " for line in text.split("\r\n")[:-1])


@settings(max_examples=60)
@given(READ_REFERENCES)
def test_what_went_in_comes_back_but_for_the_losses_that_are_meant(reference: Reference) -> None:
    if reference.kind is Kind.GUIDELINE:
        reference = replace(reference, container=())  # in a journal it is an article: shown above
    assert as_reference(record(reference)) == lossy(reference)
