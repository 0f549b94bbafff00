"""The parts of a Vancouver reference that most kinds share: publication, address, identifiers, note. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.references.days import printed_day
from sphinx_evidence.references.identifiers import (
    doi_address,
    pmc_address,
    pubmed_address,
    trial_address,
    web_address,
)
from sphinx_evidence.references.model import Day, Kind
from sphinx_evidence.references.pages import shortened
from sphinx_evidence.references.parts import Link, Words
from sphinx_evidence.references.runs import spaced, stopped

if TYPE_CHECKING:
    from gettext import NullTranslations

    from sphinx_evidence.references.model import Reference
    from sphinx_evidence.references.parts import Part

_YEAR_IS_ENOUGH = {Kind.ARTICLE, Kind.BOOK, Kind.CHAPTER, Kind.THESIS, Kind.COURT_OPINION, Kind.STATUTE}
_ADDRESS_ADDS = {
    Kind.WEB_PAGE,
    Kind.REGISTRY_RECORD,
    Kind.PRESS_RELEASE,
    Kind.LABEL,
    Kind.COURT_OPINION,
    Kind.STATUTE,
}


def date_words(reference: Reference, words: NullTranslations) -> str:
    """Return when it was published, or what is known instead of it."""
    if not reference.date.year:
        states = {"forthcoming": words.gettext("Forthcoming"), "in press": words.gettext("In press")}
        return states.get(reference.state.lower(), reference.state) or words.gettext("[date unknown]")
    is_year = reference.kind in _YEAR_IS_ENOUGH
    return printed_day(Day(reference.date.year) if is_year else reference.date)


def serial_words(reference: Reference, words: NullTranslations) -> str:
    """Return ``2016;388(10051):1281-90``, which follows a journal's title."""
    issue = f"({reference.issue})" if reference.issue else ""
    place = f"{reference.volume}{issue}"
    date = date_words(reference, words) + cited_words(reference, words)
    pages = shortened(reference.pages)
    return f"{date}{f';{place}' if place else ''}{f':{pages}' if pages else ''}"


def publication_words(reference: Reference, words: NullTranslations) -> str:
    """Return ``Bethesda (MD): National Library of Medicine; 2015 [cited 2026 Nov 22]``."""
    house = ": ".join(part for part in (reference.place, reference.publisher) if part)
    date = date_words(reference, words) + cited_words(reference, words)
    return "; ".join(part for part in (house, date) if part)


def shows_address(reference: Reference) -> bool:
    """Return whether the web address is printed: where the DOI does not lead there anyway."""
    is_needed = not reference.doi or reference.kind in _ADDRESS_ADDS
    return is_needed and bool(web_address(reference.url))


def cited_words(reference: Reference, words: NullTranslations) -> str:
    """Return the day on which the address was read, with a space before it; nothing where none is known."""
    day = printed_day(reference.accessed)
    if not day or not shows_address(reference):
        return ""
    return " " + words.gettext("[cited {day}]").format(day=day)


def address(reference: Reference, words: NullTranslations) -> list[Part]:
    """Return where the source can be read; no stop follows, which readers would take into the address."""
    if not shows_address(reference):
        return []
    url = web_address(reference.url)
    return [Words(words.gettext("Available from:") + " "), Link(url, url)]


def identifiers(reference: Reference, words: NullTranslations) -> list[Part]:
    """Return DOI, PMID, PMCID and trial registration numbers, each linked where it has its proper form."""
    doi: list[Part] = [Words("doi: "), _linked(reference.doi, doi_address(reference.doi))]
    pmid: list[Part] = [Words("PMID: "), _linked(reference.pmid, pubmed_address(reference.pmid))]
    pmcid: list[Part] = [Words("PMCID: "), _linked(reference.pmcid, pmc_address(reference.pmcid))]
    archives = (pmid if reference.pmid else []) + (pmcid if reference.pmcid else [])
    if reference.pmid and reference.pmcid:
        archives = [*pmid, Words("; "), *pmcid]
    trials: list[Part] = []
    for number in reference.registry:
        trials += [Words(", ")] if trials else [Words(words.gettext("Registry:") + " ")]
        trials.append(_linked(number, trial_address(number)))
    if archives or trials:
        doi = stopped(doi)  # alone it has no stop, which readers would take into it
    return spaced([doi if reference.doi else [], stopped(archives), stopped(trials)])


def _linked(text: str, url: str) -> Part:
    return Link(text, url) if url else Words(text)
