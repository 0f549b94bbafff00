"""Names as Vancouver style prints them, as running text says them, and as a list is sorted by. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sphinx_evidence.references.parts import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from gettext import NullTranslations

    from sphinx_evidence.references.model import Name, Reference

MOST_NAMES = 6  # then "et al.": ICMJE
MOST_INITIALS = 2
_SHORT_TITLE = 60
_IN_RUNNING_TEXT = 2
_LONGEST_BLOCK = 3
_SUFFIXES = {"II": "2nd", "III": "3rd", "IV": "4th", "V": "5th", "VI": "6th"}
_BASE_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def initials(given: str) -> str:
    """Return up to two initials: ``JP`` of ``Jean-Pierre``, ``CI`` of ``C. I. Edvard``.

    A name in a script without capitals has none, and stays whole.
    """
    given = unicodedata.normalize("NFC", given)
    if given.upper() == given.lower():
        return given if _has_letter(given) else ""
    words = [word for word in re.split(r"[\s.\u2010\u2011-]+", given) if _has_letter(word)]
    # A word in small letters is a particle ("de"), or the second part of a name with a hyphen ("Ji-woo").
    kept = [word for word in words if not word.islower() or f"-{word}" in given] or words
    found: list[str] = []
    for word in kept:
        letters = [_initial(word)]
        if word.isupper() and len(word) <= _LONGEST_BLOCK:
            letters = list(word)  # "JA" is James A., not one name
        found += [letter.upper()[0] for letter in letters if letter.isalpha()]
    return "".join(found[:MOST_INITIALS])


def _has_letter(word: str) -> bool:
    return any(sign.isalpha() for sign in word)


def _initial(word: str) -> str:
    return next(sign for sign in word if sign.isalpha())


def printed_name(name: Name) -> str:
    """Return a name as ``van Assche G`` or ``Smith JA Jr``; an organisation's as it is."""
    if name.is_organisation:
        return name.family
    suffix = name.suffix.rstrip(".")
    parts = (name.particle, name.family, initials(name.given), _SUFFIXES.get(suffix, suffix))
    return " ".join(part for part in parts if part)


def name_line(names: Sequence[Name], words: NullTranslations, *, has_more: bool) -> str:
    """Return up to six names, then ``et al.``; between a person and an organisation stands a semicolon."""
    line = ""
    for place, name in enumerate(names[:MOST_NAMES]):
        is_group = name.is_organisation or (place > 0 and names[place - 1].is_organisation)
        line += ("; " if is_group else ", ") * bool(place) + printed_name(name)
    if line and (has_more or len(names) > MOST_NAMES):
        return words.gettext("{names}, et al.").format(names=line)
    return line


def author_words(reference: Reference, words: NullTranslations, *, everyone: bool = False) -> str:
    """Return who wrote *reference*, for running text: ``Smith``, ``Smith and Jones``, ``Panés et al.``.

    Where there are no authors, its editors; where nobody is known, its short title in quotes.

    :param everyone: whether all names that the record gives are said
    """
    has_more = reference.has_more_authors if reference.authors else reference.has_more_editors
    names = [" ".join(filter(None, (name.particle, name.family))) for name in _responsible(reference)]
    if not names:
        title = plain(reference.title) or reference.key
        return words.gettext("“{title}”").format(title=_short(title))
    if has_more or (len(names) > _IN_RUNNING_TEXT and not everyone):
        known = ", ".join(names if everyone else names[:1])
        return words.gettext("{names} et al.").format(names=known)
    if len(names) == 1:
        return names[0]
    return words.gettext("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def _short(title: str) -> str:
    """Return *title*, or as many of its first words as stand well in a sentence."""
    if len(title) <= _SHORT_TITLE:
        return title
    start = title[:_SHORT_TITLE]
    return f"{start.rpartition(' ')[0] or start}…"


def _responsible(reference: Reference) -> tuple[Name, ...]:
    return reference.authors or reference.editors


def sort_key(reference: Reference) -> tuple[str, int, str, str]:
    """Return what an alphabetical list is sorted by: names, year, title, key; without case and diacritics.

    Where nobody is known, the title stands in the names' place; what has no year yet comes last.
    """
    title = _plain_letters(plain(reference.title))
    names = _plain_letters(" ".join(printed_name(name) for name in _responsible(reference)))
    return (names or title, reference.date.year or 10_000, title, reference.key)


def _plain_letters(text: str) -> str:
    """Return *text* in small letters without diacritics."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_BASE_LETTERS))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
