from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from hypothesis import given, settings
from pybtex.database.input.bibtex import Parser

from made_references import FULL, HOSTILE_REFERENCES, PIECES, READ_REFERENCES
from sphinx_evidence.references.bibfiles import read_bibliographies
from sphinx_evidence.references.entries import read_reference
from sphinx_evidence.references.exports.bibtex import bibtex
from sphinx_evidence.references.model import Day, Kind, Name, Reference
from sphinx_evidence.references.parts import Style, Words
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from pybtex.database import BibliographyData

OWN_FILE = Path(__file__).resolve().parents[2] / "docs" / "_data" / "references.bib"
WRITTEN = r"""@article{Panes2016,
  author = {Panés, Julián and van Assche, Gert and Howard, Jr, James F and Wu and Le Blanc, Katarina and {Research and Trials Unit} and others},
  editor = {Roe, Jane and others},
  title = {{CD4\textsuperscript{+} T cells, H\textsubscript{2}O \& \emph{Candida}: \textbf{50\%}}},
  journal = {Diseases of the Colon \& Rectum},
  shortjournal = {Dis Colon Rectum},
  year = {2016},
  month = sep,
  day = {24},
  pubstate = {in press},
  volume = {388},
  number = {10051},
  pages = {1281--1290},
  edition = {2nd},
  publisher = {Smith \& Sons},
  address = {Oxford},
  doi = {10.1016/S0140-6736(16)31203-X},
  pmid = {27477896},
  pmcid = {PMC4320647},
  registry = {NCT01541579, ISRCTN17160440},
  url = {https://example.org/a_b?c=%20#d},
  urldate = {2026-11-22},
  keywords = {rct, Crohn's disease},
  note = {Erratum: \emph{Lancet} 2016;388:1},
}
"""  # noqa: E501 - an author field is one line
PRESS_RELEASE = Reference("Press", Kind.PRESS_RELEASE, (Words("News"),))


def parsed(text: str) -> BibliographyData:
    """Read *text* with pybtex, which raises here at the first fault."""
    return Parser().parse_string(text)


def split(text: str, *middlewares: Any) -> dict[str, Any]:
    """Read *text* with bibtexparser, and return the entries by their keys."""
    library = parse_string(text, append_middleware=middlewares)
    assert library.failed_blocks == []
    assert library.comments == []
    return dict(library.entries_dict)


def back(reference: Reference) -> Reference:
    (entry,) = parsed(bibtex([reference])).entries.values()
    return read_reference(entry)


def as_read(reference: Reference) -> Reference:
    """Return what BibTeX can hold of *reference*: the losses that are meant.

    A journal stands with an article and its kin only; a state where there is no year; the issue of a report or of a
    page is its own field. A work of no kind is a web page where it has an address and no DOI.
    """
    kind = reference.kind
    in_journal = kind is Kind.ARTICLE
    has_container = kind in {Kind.ARTICLE, Kind.CHAPTER, Kind.COURT_OPINION, Kind.STATUTE}
    if kind is Kind.OTHER and reference.url and not reference.doi:
        kind = Kind.WEB_PAGE
    return replace(
        reference,
        kind=kind,
        container=reference.container if has_container else (),
        container_short=reference.container_short if in_journal else "",
    )


def test_every_field_stands_under_the_name_that_the_project_s_own_files_give_it() -> None:
    assert bibtex([FULL]) == WRITTEN


def test_entries_stand_in_their_order_with_an_empty_line_between() -> None:
    text = bibtex([FULL, PRESS_RELEASE])
    assert text == f"{WRITTEN}\n{bibtex([PRESS_RELEASE])}"
    assert list(parsed(text).entries) == ["Panes2016", "Press"]


def test_no_references_are_an_empty_file() -> None:
    assert bibtex([]) == ""
    assert list(parsed("").entries) == []


@pytest.mark.parametrize(
    ("kind", "entry_type", "subtype"),
    [
        (Kind.ARTICLE, "article", None),
        (Kind.BOOK, "book", None),
        (Kind.CHAPTER, "incollection", None),
        (Kind.REPORT, "techreport", None),
        (Kind.THESIS, "phdthesis", None),
        (Kind.WEB_PAGE, "online", None),
        (Kind.OTHER, "misc", None),
        (Kind.GUIDELINE, "misc", "guideline"),
        (Kind.PREPRINT, "misc", "preprint"),
        (Kind.PRESS_RELEASE, "misc", "press release"),
        (Kind.LABEL, "misc", "label"),
        (Kind.REGISTRY_RECORD, "misc", "registry record"),
        (Kind.COURT_OPINION, "misc", "court opinion"),
        (Kind.STATUTE, "misc", "statute"),
    ],
)
def test_what_bibtex_has_no_type_for_is_named(kind: Kind, entry_type: str, subtype: str | None) -> None:
    (entry,) = parsed(bibtex([Reference("a", kind, (Words("T"),))])).entries.values()
    assert (entry.type, entry.fields.get("entrysubtype")) == (entry_type, subtype)
    assert read_reference(entry).kind is kind


def test_every_kind_is_in_the_table() -> None:
    marks: Any = test_what_bibtex_has_no_type_for_is_named
    assert {row[0] for row in marks.pytestmark[0].args[1]} == set(Kind)


def test_a_guideline_in_a_journal_is_an_article_that_says_what_it_is() -> None:
    guideline = Reference("a", Kind.GUIDELINE, (Words("T"),), container=(Words("BMJ"),), issue="3")
    (entry,) = parsed(bibtex([guideline])).entries.values()
    found = (entry.type, entry.fields["entrysubtype"], entry.fields["journal"])
    assert found == ("article", "guideline", "BMJ")


@pytest.mark.parametrize(
    ("kind", "issue", "number", "fields"),
    [
        (Kind.ARTICLE, "3", "", {"number": "3"}),
        (Kind.ARTICLE, "3", "12", {"number": "3"}),
        (Kind.ARTICLE, "", "12", {"number": "12"}),
        (Kind.REPORT, "3", "12", {"issue": "3", "number": "12"}),
    ],
)
def test_the_number_of_an_article_is_its_issue(
    kind: Kind, issue: str, number: str, fields: dict[str, str]
) -> None:
    (entry,) = parsed(bibtex([Reference("a", kind, issue=issue, number=number)])).entries.values()
    assert dict(entry.fields) == fields


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("R&D 5% $5 #1 a_b", r"R\&D 5\% \$5 \#1 a\_b"),
        ("a}b{c", r"a{\textbraceright}b{\textbraceleft}c"),
        (r"\input{/etc/passwd}", r"{\textbackslash}input{\textbraceleft}/etc/passwd{\textbraceright}"),
        ("a~b^c", r"a{\textasciitilde}b{\textasciicircum}c"),
        ("10\N{NO-BREAK SPACE}mg", "10~mg"),
        ("a -- b --- c", "a -{}- b -{}-{}- c"),
        ("``a'' ,,b <<c>> ?`d", "`{}`a'{}' ,{},b <{}<{}c>{}> ?{}`d"),
        ("<b>not bold</b>, p<a, p<0.05", "<{}b>not bold<{}/b>, p<a, p<0.05"),
        ("@article{x,", r"@article{\textbraceleft}x,"),
        ('"é ß Ж 語 😀—"', '"é ß Ж 語 😀—"'),
    ],
)
def test_a_text_is_escaped_and_comes_back(text: str, latex: str) -> None:
    reference = Reference("a", title=(Words("T"), Words(text, Style.EMPHASIS)), publisher=text)
    written = bibtex([reference])
    assert f"  title = {{{{T\\emph{{{latex}}}}}}},\n" in written
    assert f"  publisher = {{{latex}}},\n" in written
    assert back(reference).title == (Words("T"), Words(text, Style.EMPHASIS))
    assert back(reference).publisher == " ".join(text.split())
    if not set("{}^`-'") & set(text):  # pylatexenc does not know the commands for braces, and joins over {}
        decoded = split(written, LatexDecodingMiddleware())["a"]
        assert decoded["title"] == f"T{text}"


def test_line_ends_and_tabs_are_spaces() -> None:
    assert "title = {{a b c}}," in bibtex([Reference("a", title=(Words(" a\r\nb\tc\u2028"),))])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name("Roe", "Jane"), "Roe, Jane"),
        (Name("Wu"), "Wu"),
        (Name("Assche", "Gert", "van"), "van Assche, Gert"),
        (Name("Assche", "", "van"), "van Assche, {}"),
        (Name("Torre", "Raquel", "Sanabria de la"), "Sanabria de la Torre, Raquel"),
        (Name("de la Cruz", "Ana"), "de{ }la{ }Cruz, Ana"),
        (Name("Le Blanc"), "Le{ }Blanc"),
        (Name("Roe", "Jane", suffix="Jr"), "Roe, Jr, Jane"),
        (Name("Roe", suffix="Jr, MD"), "Roe, Jr{,} MD, {}"),
        (Name("Simon and Schuster", "A and B"), "Simon{ }and{ }Schuster, A {and} B"),
        (Name("others"), "others{}"),
        (Name("{"), r"{\textbraceleft}{}"),
        (Name("European Medicines Agency", is_organisation=True), "{European Medicines Agency}"),
        (Name("Smith, Jones and others", is_organisation=True), "{Smith, Jones and others}"),
        (Name("others", is_organisation=True), "{others}"),
    ],
)
def test_a_name_is_taken_apart_as_it_was_put_together(name: Name, written: str) -> None:
    reference = Reference("a", authors=(name, Name("Last", "A")))
    assert f"author = {{{written} and Last, A}}" in bibtex([reference])
    assert back(reference).authors == reference.authors
    assert not back(reference).has_more_authors
    people = split(bibtex([reference]), SeparateCoAuthors())["a"]["author"]
    assert people == [written, "Last, A"]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        (Name("", "Plato"), Name("Plato")),
        (Name("Assche", "Gert", "Van"), Name("Van Assche", "Gert")),
    ],
)
def test_what_bibtex_cannot_tell_of_a_name_is_kept_in_it(name: Name, read: Name) -> None:
    assert back(Reference("a", authors=(name,))).authors == (read,)


@pytest.mark.parametrize("name", [Name(""), Name(" ", "\n"), Name("", is_organisation=True)])
def test_a_name_without_text_is_none(name: Name) -> None:
    assert "author" not in bibtex([Reference("a", authors=(name,))])


@pytest.mark.parametrize(
    ("field", "value", "written"),
    [
        ("url", "https://example.org/a{b}\\c}", "https://example.org/a%7Bb%7D%5Cc%7D"),
        ("url", "https://example.org/100%_#x&y~z", "https://example.org/100%_#x&y~z"),
        ("doi", "10.1000/a{b\\", "10.1000/a%7Bb%5C"),
        (
            "doi",
            "10.1002/(SICI)1097(1998)49:8<693::AID>3.0.CO;2-O",
            "10.1002/(SICI)1097(1998)49:8<693::AID>3.0.CO;2-O",
        ),
        ("pmid", "1}2\\", "12"),
        ("pmcid", "{PMC1", "PMC1"),
    ],
)
def test_an_address_stays_as_it_is_but_for_what_would_break_the_file(
    field: str, value: str, written: str
) -> None:
    changed: dict[str, Any] = {field: value}
    text = bibtex([replace(PRESS_RELEASE, **changed), FULL])
    assert parsed(text).entries["Press"].fields[field] == written
    assert split(text)["Press"][field] == written


@pytest.mark.parametrize(
    ("day", "fields"),
    [
        (Day(), {}),
        (Day(2024), {"year": "2024"}),
        (Day(980, 2), {"year": "0980", "month": "February"}),
        (Day(2024, 11, 3), {"year": "2024", "month": "November", "day": "03"}),
        (Day(2024, 13, 3), {"year": "2024"}),
        (Day(2024, 0, 3), {"year": "2024"}),
        (Day(0, 11, 3), {}),
        (Day(2024, 11, 32), {"year": "2024", "month": "November"}),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(day: Day, fields: dict[str, str]) -> None:
    (entry,) = parsed(bibtex([Reference("a", date=day)])).entries.values()
    assert dict(entry.fields) == fields


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        (["a", "A", "a", "a-2"], ["a", "A-2", "a-3", "a-2-2"]),
        (["x{y}, z\\", "", "()", "@a", "Ünal2020"], ["x-y-z-", "reference", "-", "-a", "Ünal2020"]),
    ],
)
def test_keys_are_such_that_every_entry_is_read(keys: list[str], written: list[str]) -> None:
    text = bibtex(Reference(key) for key in keys)
    assert list(parsed(text).entries) == written
    assert list(split(text)) == written


def test_three_thousand_authors_come_back(quickly: Callable[[], AbstractContextManager[None]]) -> None:
    authors = tuple(Name(f"Roe-{number}", "Jane and John", "van") for number in range(3000))
    with quickly():
        text = bibtex([Reference("a", authors=authors)])
        assert len(split(text, SeparateCoAuthors())["a"]["author"]) == 3000
    assert back(Reference("a", authors=authors)).authors == authors


def test_a_hostile_text_breaks_no_entry(hostile: str) -> None:
    text = printable(hostile)
    names = (Name(text, text, text, text), Name(text, is_organisation=True))
    fields: dict[str, Any] = dict.fromkeys(["url", "doi", "pmid", "volume", "publisher", "key"], text)
    written = bibtex([Reference(title=(Words(text),), authors=names, **fields), FULL])
    assert list(parsed(written).entries)[1:] == ["Panes2016"]
    assert list(split(written))[1:] == ["Panes2016"]
    assert read_reference(parsed(written).entries["Panes2016"]) == read_reference(
        parsed(WRITTEN).entries["Panes2016"]
    )


@settings(max_examples=60)
@given(HOSTILE_REFERENCES, HOSTILE_REFERENCES)
def test_any_references_are_as_many_entries_for_two_readers(one: Reference, other: Reference) -> None:
    text = bibtex([one, other])
    assert text == bibtex(iter([replace(one), other]))
    assert text.endswith("}\n")
    entries = list(parsed(text).entries)
    assert len(entries) == 2
    assert list(split(text)) == entries
    assert list(read_bibliographies([("a.bib", text.encode())]).data.entries) == entries


@settings(max_examples=60)
@given(READ_REFERENCES)
def test_what_a_reader_gives_comes_back_equal(reference: Reference) -> None:
    assert back(as_read(reference)) == as_read(reference)


@settings(max_examples=60)
@given(READ_REFERENCES)
def test_bibtexparser_parts_the_names_where_pybtex_does(reference: Reference) -> None:
    entry = split(bibtex([reference]), SeparateCoAuthors(), SplitNameParts())[reference.key]
    people = [name.family for name in reference.authors] + ["others"] * reference.has_more_authors
    found = entry["author"] if people else []
    assert len(found) == len(people)


def own_references() -> Sequence[Any]:
    found = read_bibliographies([(str(OWN_FILE), OWN_FILE.read_bytes())])
    assert len(found.data.entries) > 50
    return list(found.data.entries.values())


@pytest.mark.parametrize("entry", own_references(), ids=lambda entry: entry.key)
def test_the_project_s_own_references_come_back_field_by_field(entry: Any) -> None:
    reference = read_reference(entry)
    (written,) = parsed(bibtex([reference])).entries.values()
    assert read_reference(written) == reference
    added = {"entrysubtype", "url"}
    kept = {name: value for name, value in written.fields.items() if name not in added - set(entry.fields)}
    dropped = {"note"} if not reference.note else set()  # it names the kind, which entrysubtype says
    assert kept == {name: value for name, value in entry.fields.items() if name not in dropped}
    assert written.persons == entry.persons


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("field", ["title", "volume", "publisher", "note"])
def test_bibtexparser_finds_no_fault_in_any_piece(
    field: str, piece: str, caplog: pytest.LogCaptureFixture
) -> None:
    value: Any = (Words(piece),) if field in {"title", "note"} else piece
    with caplog.at_level(logging.WARNING):
        split(bibtex([replace(FULL, **{field: value})]), LatexDecodingMiddleware())
    assert caplog.records == []


def test_a_products_text_keeps_its_name() -> None:
    leaflet = Reference(
        "a", Kind.LABEL, genre="package leaflet", title=(Words("Alofisel"),), publisher="Takeda"
    )
    assert back(leaflet) == leaflet
