"""What kind of source a .bib entry is: told by its type, and by what it says of itself. Pure.

A journal article is refined to a preprint only, so that a guideline in a journal prints as an article. A chapter,
a thesis, a court opinion and a statute stay what their type says. Every other entry may name its kind in
``entrysubtype``, ``type``, ``howpublished`` or among its ``keywords``, and ``@misc`` in its ``note`` too.
A ``@misc`` that names no kind is a web page where it has an address and no DOI.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_evidence.references.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRY_TYPES = {
    "article": Kind.ARTICLE,
    "suppperiodical": Kind.ARTICLE,
    "book": Kind.BOOK,
    "mvbook": Kind.BOOK,
    "collection": Kind.BOOK,
    "mvcollection": Kind.BOOK,
    "reference": Kind.BOOK,
    "mvreference": Kind.BOOK,
    "proceedings": Kind.BOOK,
    "mvproceedings": Kind.BOOK,
    "inbook": Kind.CHAPTER,
    "bookinbook": Kind.CHAPTER,
    "suppbook": Kind.CHAPTER,
    "incollection": Kind.CHAPTER,
    "suppcollection": Kind.CHAPTER,
    "inreference": Kind.CHAPTER,
    "inproceedings": Kind.CHAPTER,
    "conference": Kind.CHAPTER,
    "techreport": Kind.REPORT,
    "report": Kind.REPORT,
    "manual": Kind.REPORT,
    "standard": Kind.REPORT,
    "online": Kind.WEB_PAGE,
    "webpage": Kind.WEB_PAGE,
    "electronic": Kind.WEB_PAGE,
    "www": Kind.WEB_PAGE,
    "jurisdiction": Kind.COURT_OPINION,
    "legal": Kind.COURT_OPINION,
    "legislation": Kind.STATUTE,
    "statute": Kind.STATUTE,
    "thesis": Kind.THESIS,
    "phdthesis": Kind.THESIS,
    "mastersthesis": Kind.THESIS,
}
KIND_NAMES = {
    Kind.PREPRINT: ("preprint",),
    Kind.PRESS_RELEASE: ("press release", "news release", "media release"),
    Kind.LABEL: (
        "label",
        "drug label",
        "package insert",
        "package leaflet",
        "prescribing information",
        "summary of product characteristics",
    ),
    Kind.REGISTRY_RECORD: ("registry record", "registry results", "trial registration", "trial record"),
    Kind.GUIDELINE: ("guideline", "guidelines", "practice guideline", "clinical practice guideline"),
    Kind.COURT_OPINION: ("court opinion", "court decision", "judgment"),
    Kind.STATUTE: ("statute", "regulation", "directive", "legislation"),
}
PREPRINT_SERVERS = {
    "arxiv": "arXiv",
    "authorea": "Authorea",
    "biorxiv": "bioRxiv",
    "chemrxiv": "ChemRxiv",
    "medrxiv": "medRxiv",
    "osf preprints": "OSF Preprints",
    "preprints": "Preprints",
    "preprints.org": "Preprints.org",
    "psyarxiv": "PsyArXiv",
    "research square": "Research Square",
    "ssrn": "SSRN",
    "ssrn electronic journal": "SSRN",
}
_FIXED = {Kind.CHAPTER, Kind.THESIS, Kind.COURT_OPINION, Kind.STATUTE}
_OF_NAME = {name: kind for kind, names in KIND_NAMES.items() for name in names}
_ALTERNATIVES = "|".join(sorted(map(re.escape, _OF_NAME), key=len, reverse=True))
_NAMED = re.compile(rf"(?P<name>{_ALTERNATIVES})(?P<rest>\s*(?:[,.;:(].*)?)", re.DOTALL)


def kind_of(entry_type: str, field: Callable[[str], str]) -> Kind:
    """Return the kind of an entry; *field* returns the text of the field that has the given name, or nothing."""
    kind = ENTRY_TYPES.get(entry_type.lower(), Kind.OTHER)
    if kind in _FIXED:
        return kind
    journal = field("journal") or field("journaltitle")
    named = _OF_NAME.get(_named(entry_type, field))
    server = server_of(journal) if journal else server_of(field("eprinttype") or field("archiveprefix"))
    if server or named is Kind.PREPRINT or _normal(field("pubstate")) == "prepublished":
        return Kind.PREPRINT
    if kind is Kind.ARTICLE and journal:
        return kind
    if named:
        return named
    has_address = field("url") or field("howpublished").lower().startswith(("https://", "http://"))
    is_page = entry_type.lower() == "misc" and has_address and not field("doi")
    return Kind.WEB_PAGE if is_page else kind


def genre_of(entry_type: str, field: Callable[[str], str]) -> str:
    """Return what an entry calls a product's text, which differs from place to place; nothing for a plain label."""
    name = _named(entry_type, field)
    is_label = _OF_NAME.get(name) is Kind.LABEL
    return name if is_label and name not in {"label", "drug label", "package insert"} else ""


def _named(entry_type: str, field: Callable[[str], str]) -> str:
    """Return the name by which the entry says what kind it is."""
    told = [field("entrysubtype"), field("type"), field("howpublished")]
    told += re.split("[,;]", field("keywords"))
    told += [field("note")] if entry_type.lower() == "misc" else []
    return next((match["name"] for text in told if (match := _NAMED.fullmatch(_normal(text)))), "")


def only_names_a_kind(text: str) -> bool:
    """Return whether *text* says of an entry its kind and nothing else, which its reference says anyway."""
    return _normal(text).rstrip(".") in _OF_NAME


def server_of(name: str) -> str:
    """Return the preprint server that *name* means, as it writes itself; nothing where it means none."""
    words = _normal(name)
    if words in PREPRINT_SERVERS:
        return PREPRINT_SERVERS[words]
    first = words.partition(" ")[0]  # "arXiv preprint arXiv:2001.00001", "bioRxiv (Cold Spring Harbor)"
    return PREPRINT_SERVERS[first] if first.endswith("rxiv") and first in PREPRINT_SERVERS else ""


def _normal(text: str) -> str:
    """Return *text* without what does not tell names apart: case, and a hyphen or a space between words."""
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()
