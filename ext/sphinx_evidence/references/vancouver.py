"""References as the National Library of Medicine prints them (Citing Medicine), which ICMJE recommends. Pure.

Up to six authors are named, as ICMJE has it. Meant differences from Citing Medicine: an article has its year
only, because ICMJE allows month and day to be left out; a place or a publisher that the record does not hold is
left out, not called unknown; a thesis is "[thesis]", because the record need not say of which degree.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_evidence.references.imprint import (
    address,
    cited_words,
    date_words,
    identifiers,
    publication_words,
    serial_words,
    shows_address,
)
from sphinx_evidence.references.model import Kind
from sphinx_evidence.references.names import name_line
from sphinx_evidence.references.pages import shortened
from sphinx_evidence.references.parts import Words
from sphinx_evidence.references.runs import spaced, stopped

if TYPE_CHECKING:
    from gettext import NullTranslations

    from sphinx_evidence.references.model import Reference
    from sphinx_evidence.references.parts import Part

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def vancouver(reference: Reference, words: NullTranslations) -> list[Part]:
    """Return *reference* as it stands in the list, in English but for the words that *words* translates."""
    body = {
        Kind.ARTICLE: _article,
        Kind.CHAPTER: _chapter,
        Kind.PREPRINT: _preprint,
        Kind.COURT_OPINION: _law,
        Kind.STATUTE: _law,
    }.get(reference.kind, _monograph)
    return spaced(
        [
            *body(reference, words),
            stopped(reference.note),
            address(reference, words),
            identifiers(reference, words),
        ]
    )


def _article(reference: Reference, words: NullTranslations) -> list[list[Part]]:
    short = [Words(reference.container_short)] if reference.container_short else []
    journal = [*(short or reference.container)]
    if journal and shows_address(reference):
        journal.append(Words(" " + words.gettext("[Internet]")))
    return [
        _authors(reference, words),
        stopped(reference.title),
        stopped(journal),
        _sentence(serial_words(reference, words)),
    ]


def _preprint(reference: Reference, words: NullTranslations) -> list[list[Part]]:
    number = shortened(reference.pages) or reference.number
    date = publication_words(replace(reference, publisher="", place=""), words)
    mark = words.gettext("[Preprint]")
    return [
        _authors(reference, words),
        stopped(reference.title),
        _sentence(f"{reference.publisher} {mark}" if reference.publisher else mark),
        _sentence(f"{date}:{number}" if number else date),
    ]


def _chapter(reference: Reference, words: NullTranslations) -> list[list[Part]]:
    editors = _editors(reference, words)
    book = replace(reference, title=reference.container, authors=(), editors=())
    host = _monograph(book, words)
    host = [group for group in (_sentence(editors), *host) if group]
    host[:1] = [[Words(words.gettext("In:") + " "), *group] for group in host[:1]]
    return [_authors(reference, words), stopped(reference.title), *host]


def _monograph(reference: Reference, words: NullTranslations) -> list[list[Part]]:
    pages = shortened(reference.pages)
    return [
        _authors(reference, words) or _sentence(_editors(reference, words)),
        _title(reference, _medium(reference, words)),
        _sentence(_editors(reference, words)) if reference.authors else [],
        _sentence(_edition(reference.edition, words)),
        _numbered(words.gettext("Vol. {number}"), reference.volume),
        _sentence(publication_words(reference, words)),
        _numbered(words.gettext("p. {number}"), pages),
        _numbered(_number_template(reference, words), reference.number),
    ]


def _number_template(reference: Reference, words: NullTranslations) -> str:
    is_guideline = reference.kind is Kind.GUIDELINE
    return words.gettext("Guideline No.: {number}") if is_guideline else words.gettext("Report No.: {number}")


def _law(reference: Reference, words: NullTranslations) -> list[list[Part]]:
    """Return ``Title, 12 F.4th 345 (9th Cir. 2024)``, as The Bluebook does, to which Citing Medicine refers."""
    number = reference.number
    if number and reference.kind is Kind.COURT_OPINION:
        number = words.gettext("No. {number}").format(number=number)
    series: list[Part] = spaced(
        [_words(reference.volume), reference.container, _words(shortened(reference.pages))]
    )
    cited: list[Part] = []
    for part in (reference.title, _words(number), series):
        cited += [Words(", "), *part] if cited and part else part
    is_dated = reference.date.year or reference.state or reference.kind is Kind.COURT_OPINION
    date = date_words(reference, words) if is_dated else ""
    where = " ".join(part for part in (reference.publisher, date) if part)
    cited += [Words((f" ({where})" if where else "") + cited_words(reference, words))]
    return [_authors(reference, words), stopped(cited)]


def _authors(reference: Reference, words: NullTranslations) -> list[Part]:
    return _sentence(name_line(reference.authors, words, has_more=reference.has_more_authors))


def _editors(reference: Reference, words: NullTranslations) -> str:
    if not reference.editors:
        return ""
    count = len(reference.editors) + reference.has_more_editors
    names = name_line(reference.editors, words, has_more=reference.has_more_editors)
    return words.ngettext("{names}, editor", "{names}, editors", count).format(names=names)


def _title(reference: Reference, medium: str) -> list[Part]:
    marked = [Words(f" [{medium}]")] if medium and reference.title else []
    return stopped([*reference.title, *marked])


def _medium(reference: Reference, words: NullTranslations) -> str:
    """Return what kind of thing it is, where a reader would take it for a book on paper."""
    if reference.kind is Kind.PRESS_RELEASE:
        return words.gettext("press release")
    if reference.kind is Kind.LABEL:
        return reference.genre or words.gettext("package insert")
    if reference.kind is Kind.REGISTRY_RECORD:
        return words.gettext("registry record")
    if reference.kind is Kind.THESIS:
        return words.gettext("thesis")
    return words.gettext("Internet") if shows_address(reference) else ""


def _edition(edition: str, words: NullTranslations) -> str:
    """Return ``2nd ed.`` of ``2``, ``2nd``, ``Second`` or ``Second edition``."""
    edition = re.sub(r"\s*\bed(?:ition|n)?\.?\Z", "", edition, flags=re.IGNORECASE)
    if edition.lower() in _ORDINALS:
        edition = str(_ORDINALS.index(edition.lower()) + 1)
    if re.fullmatch("[0-9]{1,3}", edition):
        number = int(edition)
        is_teen = number // 10 % 10 == 1
        edition = f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    return words.gettext("{edition} ed.").format(edition=edition) if edition else ""


def _numbered(template: str, number: str) -> list[Part]:
    return _sentence(template.format(number=number)) if number else []


def _sentence(text: str) -> list[Part]:
    return stopped(_words(text))


def _words(text: str) -> list[Part]:
    return [Words(text)] if text else []
