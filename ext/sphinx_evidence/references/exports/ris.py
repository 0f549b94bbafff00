"""References as a RIS file, which EndNote, Zotero and their kin import. Pure.

The tags are those of the RIS specification (Research Information Systems) and of EndNote's reference types:

- ``AN`` (accession number) is the PMID, and ``C2`` of an article its PMCID: EndNote keeps PubMed's there.
- RIS has no tag for trial registration numbers, and none for the PMCID of what is no article. They are notes
  (``N1``) that begin with what they are, because a custom field means another thing in every reference type.
- ``AU  - et al.,`` at the end says that there are more authors, and a comma after a name that it is an
  organisation's: EndNote's manual, "Author and Editor Names".
- ``M3`` (type of work) says what is cited where RIS has no type for it.
- ``DA`` and ``Y2`` are ``year/month/day/other``; ``other`` is the publication state.

RIS has neither styles nor escapes: styles are lost, and a sign that would part a value is replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.references.exports.values import one_line, padded
from sphinx_evidence.references.model import Kind
from sphinx_evidence.references.parts import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx_evidence.references.model import Day, Name, Reference

_TYPES = {
    Kind.ARTICLE: "JOUR",
    Kind.BOOK: "BOOK",
    Kind.CHAPTER: "CHAP",
    Kind.REPORT: "RPRT",
    Kind.WEB_PAGE: "ELEC",
    Kind.COURT_OPINION: "CASE",
    Kind.STATUTE: "STAT",
    Kind.THESIS: "THES",
    Kind.OTHER: "GEN",
    Kind.GUIDELINE: "RPRT",
    Kind.PREPRINT: "UNPB",
    Kind.PRESS_RELEASE: "GEN",
    Kind.LABEL: "GEN",
    Kind.REGISTRY_RECORD: "DBASE",
}
_WITHOUT_TYPE = {Kind.GUIDELINE, Kind.PREPRINT, Kind.PRESS_RELEASE, Kind.LABEL, Kind.REGISTRY_RECORD}
_NUMBER_TAGS = {Kind.REPORT: "SN", Kind.GUIDELINE: "SN", Kind.STATUTE: "SE"}
_MORE = "et al.,"
_LINE_END = "\r\n"  # the specification's; RIS readers take no other one amiss


def ris(references: Iterable[Reference]) -> str:
    """Return *references* as the text of a .ris file, in their order: to be written as it is, as UTF-8."""
    return "".join(_record(reference) for reference in references)


def _record(reference: Reference) -> str:
    """Return one record: the type first, the end last, each value on one line, so that none begins a tag."""
    values = [(tag, one_line(value)) for tag, value in _values(reference)]
    lines = [f"{tag}  - {value}{_LINE_END}" for tag, value in values if value]
    return f"{''.join(lines)}ER  - {_LINE_END}"


def _values(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the tags, and their values, empty ones too."""
    kind = reference.kind
    is_article = kind is Kind.ARTICLE or (kind is Kind.GUIDELINE and bool(reference.container))
    yield "TY", "JOUR" if is_article else _TYPES[kind]
    yield "ID", reference.key
    yield "M3", (reference.genre or kind.value).capitalize() if kind in _WITHOUT_TYPE else ""
    yield from (("AU", _name(name)) for name in reference.authors)
    yield "AU", _MORE if reference.has_more_authors else ""
    yield from (("A2", _name(name)) for name in reference.editors)
    yield "A2", _MORE if reference.has_more_editors else ""
    yield "TI", plain(reference.title)
    yield "T2", plain(reference.container)
    yield "JA", reference.container_short
    yield "PY", "".join(padded(reference.date)[:1])
    yield "DA", _date(reference.date, one_line(reference.state))
    yield "VL", reference.volume
    yield "IS", reference.issue
    yield from _pages(one_line(reference.pages))
    yield _NUMBER_TAGS.get(kind, "M1"), reference.number
    yield "ET", reference.edition
    yield "PB", reference.publisher
    yield "CY", reference.place
    yield "DO", reference.doi
    yield "AN", reference.pmid
    yield "C2", reference.pmcid if is_article else ""
    yield "UR", reference.url.replace(";", "%3B")  # a semicolon parts two addresses
    yield "Y2", _date(reference.accessed)
    yield from (("KW", keyword) for keyword in reference.keywords)
    yield "N1", "" if is_article else _labelled("PMCID", reference.pmcid)
    yield "N1", _labelled("Trial registration", ", ".join(map(one_line, reference.registry)))
    yield "N1", plain(reference.note)


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}" if text.strip() else ""


def _name(name: Name) -> str:
    """Return a name as ``particle Family, Given, Suffix``; a comma in one of these would part it, and is left out."""
    family, given, particle, suffix = (one_line(part.replace(",", " ")) for part in name[:4])
    family = one_line(f"{particle} {family}")
    if name.is_organisation:
        return f"{family}," if family else ""
    parts = [part for part in (family, given) if part]
    return ", ".join([*parts, *([""] if suffix and len(parts) == 1 else []), *filter(None, [suffix])])


def _date(day: Day, other: str = "") -> str:
    """Return a date with all its slashes, as ``2024/11/03/``, ``2024///`` or ``///in press``."""
    known = padded(day)
    return "/".join([*known, *[""] * (3 - len(known)), other]) if known or other else ""


def _pages(pages: str) -> Iterator[tuple[str, str]]:
    """Yield first and last page; all in one where it is not two pages with a hyphen between them."""
    first, hyphen, last = pages.partition("-")
    is_range = bool(first and hyphen and last) and "-" not in last
    yield "SP", first if is_range else pages
    yield "EP", last if is_range else ""
