"""A pybtex entry as a reference, whatever of BibTeX's and biblatex's fields it uses. Pure.

Nothing here raises for what a field holds: what cannot be read is kept as text, or left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_evidence.references.days import read_date, read_day
from sphinx_evidence.references.identifiers import (
    bare_doi,
    bare_pmcid,
    bare_pmid,
    registration_numbers,
    web_address,
)
from sphinx_evidence.references.kinds import genre_of, kind_of, only_names_a_kind, server_of
from sphinx_evidence.references.latex import text_of, words_of
from sphinx_evidence.references.model import Day, Kind, Name, Reference
from sphinx_evidence.references.pages import read_pages
from sphinx_evidence.references.parts import Words, plain
from sphinx_evidence.references.persons import read_names
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from pybtex.database import Entry

_ESCAPED = re.compile(r"\\([_%#&$~{}])")
_ADDRESS = re.compile(r"https?://[^\s{}]+", re.IGNORECASE)
_STATES = {"inpress": "in press", "inpreparation": "in preparation"}
_LONGEST_STATE = 60
_OTHER_NUMBERS = {Kind.PREPRINT: "eprint", Kind.COURT_OPINION: "docket"}
_IN_CONTAINER = {Kind.ARTICLE, Kind.CHAPTER, Kind.COURT_OPINION, Kind.STATUTE}

_HOLDS = {  # the attributes of a reference of which one must say what a field of a .bib says
    "title": ("title",),
    "author": ("authors",),
    "author or publisher": ("authors", "editors", "publisher"),
    "publisher": ("publisher",),
    "school": ("publisher",),
    "institution or reporter": ("publisher", "container"),
    "journal": ("container", "container_short"),
    "booktitle": ("container",),
    "year": ("date", "state"),
    "number": ("number",),
    "url": ("url",),
    "doi or url": ("doi", "url"),
    "registry or url": ("registry", "url"),
}
REQUIRED = {  # Citing Medicine; a page on the web, a record and a law are found without a year
    Kind.ARTICLE: ("author", "title", "journal", "year"),
    Kind.BOOK: ("title", "publisher", "year"),
    Kind.CHAPTER: ("title", "booktitle", "year"),
    Kind.REPORT: ("title", "author or publisher", "year"),
    Kind.GUIDELINE: ("title", "author or publisher", "year"),
    Kind.WEB_PAGE: ("title", "url"),
    Kind.PREPRINT: ("author", "title", "year", "doi or url"),
    Kind.PRESS_RELEASE: ("title", "author or publisher", "year"),
    Kind.LABEL: ("title", "author or publisher", "year"),
    Kind.REGISTRY_RECORD: ("title", "registry or url"),
    Kind.COURT_OPINION: ("title", "institution or reporter", "year"),
    Kind.STATUTE: ("title", "number"),
    Kind.THESIS: ("author", "title", "school", "year"),
    Kind.OTHER: ("title",),
}


def read_reference(entry: Entry) -> Reference:
    """Return *entry* as a reference."""
    fields = _Fields(entry)
    kind = kind_of(entry.type, fields.text)
    authors, has_more_authors = read_names(entry.persons.get("author", []))
    editors, has_more_editors = read_names(entry.persons.get("editor", []))
    date, state = _date(fields)
    number = fields.text("number")
    return Reference(
        key=str(entry.key or ""),
        kind=kind,
        genre=genre_of(entry.type, fields.text) if kind is Kind.LABEL else "",
        title=fields.title("title", "subtitle"),
        authors=authors + _organisations(fields, kind, is_alone=not authors),
        has_more_authors=has_more_authors,
        editors=editors,
        has_more_editors=has_more_editors,
        container=_container(fields, kind),
        container_short=fields.text("shortjournal") if kind is Kind.ARTICLE else "",
        date=date,
        state=state,
        volume=fields.text("volume"),
        issue=(number if kind is Kind.ARTICLE else "") or fields.text("issue"),
        pages=read_pages(fields.text("pages", "eid")),
        number="" if kind is Kind.ARTICLE else number or fields.text(_OTHER_NUMBERS.get(kind, "")),
        edition=fields.text("edition"),
        publisher=_publisher(fields, kind),
        place=fields.text("address", "location"),
        doi=bare_doi(fields.raw("doi")),
        pmid=bare_pmid(fields.raw("pmid")),
        pmcid=bare_pmcid(fields.raw("pmcid")),
        registry=registration_numbers(fields.raw("registry")),
        url=_url(fields),
        accessed=read_date(fields.text("urldate", "accessed")),
        keywords=_keywords(fields.text("keywords")),
        note=_note(fields),
    )


def missing_fields(reference: Reference) -> list[str]:
    """Return the .bib fields that the reference's kind requires and that say nothing, as ``doi or url``."""
    return [
        field
        for field in REQUIRED[reference.kind]
        if all(getattr(reference, name) in {(), "", Day()} for name in _HOLDS[field])
    ]


class _Fields:
    """The fields of an entry, each as nothing where it is absent."""

    def __init__(self, entry: Entry) -> None:
        self._fields = entry.fields

    def latex(self, *names: str) -> str:
        """Return the first of the fields that says anything, as it stands in the file."""
        values = (str(self._fields.get(name) or "").strip() for name in names)
        return next((value for value in values if value), "")

    def text(self, *names: str) -> str:
        """Return the first of the fields as a reader reads it."""
        return text_of(self.latex(*names))

    def raw(self, name: str) -> str:
        r"""Return a field that is no LaTeX, though it may be written with ``\_``."""
        return " ".join(_ESCAPED.sub(r"\1", printable(self.latex(name))).split())

    def title(self, name: str, name_of_rest: str) -> tuple[Words, ...]:
        """Return a title with its subtitle."""
        title, rest = words_of(self.latex(name)), words_of(self.latex(name_of_rest))
        return (*title, Words(": "), *rest) if title and rest else title or rest


def _organisations(fields: _Fields, kind: Kind, *, is_alone: bool) -> tuple[Name, ...]:
    """Return the group that wrote with the authors; of an article without any, its organisation."""
    name = fields.text("collaboration")
    if is_alone and kind is Kind.ARTICLE:
        name = name or fields.text("organization", "organisation", "institution")
    return (Name(name, is_organisation=True),) if name else ()


def _container(fields: _Fields, kind: Kind) -> tuple[Words, ...]:
    if kind is Kind.CHAPTER and fields.latex("booktitle"):
        return fields.title("booktitle", "booksubtitle")
    if kind not in _IN_CONTAINER:
        return ()
    return words_of(fields.latex("reporter", "journal", "journaltitle"))


def _publisher(fields: _Fields, kind: Kind) -> str:
    names = ["publisher", "institution", "organization", "organisation", "school"]
    if kind is Kind.THESIS:
        names = ["school", "institution", "publisher"]
    if kind is Kind.PREPRINT:
        server = server_of(fields.text("journal", "journaltitle")) or server_of(
            fields.text("eprinttype", "archiveprefix")
        )
        return server or fields.text("journal", "journaltitle", *names)
    return fields.text("court", *names) or (
        "" if kind in _IN_CONTAINER else fields.text("journal", "website")
    )


def _date(fields: _Fields) -> tuple[Day, str]:
    """Return the date of publication, or where there is none in what state the work is."""
    date = read_date(fields.text("date"))
    year = fields.text("year")
    date = date if date.year else read_day(year, fields.text("month"), fields.text("day"))
    if date.year:
        return date, ""
    state = _state(year) or _state(fields.text("date"))
    publication = fields.text("pubstate")
    return date, state or ("" if publication.lower() == "prepublished" else _state(publication))


def _state(text: str) -> str:
    state = _STATES.get(text.lower(), text)
    return state if len(state) <= _LONGEST_STATE else f"{state[: _LONGEST_STATE - 1]}…"


def _url(fields: _Fields) -> str:
    """Return the web address; the one in ``howpublished``, where BibTeX has no better field for it."""
    if url := web_address(fields.raw("url")):
        return url
    if match := _ADDRESS.search(fields.raw("howpublished")):
        return web_address(match[0])
    eprint = fields.raw("eprint")
    is_arxiv = server_of(fields.text("eprinttype", "archiveprefix")) == "arXiv"
    return web_address(f"https://arxiv.org/abs/{eprint}") if eprint and is_arxiv else ""


def _keywords(text: str) -> tuple[str, ...]:
    words = (word.strip() for word in re.split("[,;]", text))
    return tuple(dict.fromkeys(word for word in words if word))


def _note(fields: _Fields) -> tuple[Words, ...]:
    """Return what else is said, without what is only the entry's kind or its address."""
    notes: list[tuple[Words, ...]] = []
    for name in ("howpublished", "note", "addendum"):
        latex = fields.latex(name)
        is_address = name == "howpublished" and _ADDRESS.search(latex)
        words = words_of(latex)
        if words and not is_address and not only_names_a_kind(plain(words)):
            notes.append(words)
    return tuple(
        run for place, words in enumerate(notes) for run in ((Words("; "),) if place else ()) + words
    )
