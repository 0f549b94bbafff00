"""One review, and one notice, as front matter records them: each on one line. Pure.

A line is the same in YAML and in a reStructuredText field, where there is no way to write a map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.digest import SCHEME, is_digest, scheme_number
from sphinx_evidence.spelling import did_you_mean, quoted


class Scope(StrEnum):
    """What a review looked at."""

    CONTENT = "content"
    REFERENCES = "references"


MEANINGS = {
    Scope.CONTENT: "the page was read as a whole",
    Scope.REFERENCES: "each citation was read against its source",
}
HOW_TO_WRITE_REVIEW = (
    "write 'DAY by ID', then '(content)', '(content, references)' or '(section ID)', then the digest, as "
    "'2026-06-02 by a-example (content) v1-…'"
)
HOW_TO_WRITE_NOTICE = "write the day, then what has changed: '2026-11-20 The regulator has warned of …'"
_REVIEW = re.compile(
    r"(?P<on>\S+)\s+by\s+(?P<by>(?:(?! v[0-9]+-| because )[^()])+?)\s*(?:\((?P<scope>[^()]*)\))?"
    r"(?:\s+(?P<digest>v[0-9]+-\S*))?(?:\s+of\s+(?P<original>v[0-9]+-\S*))?(?:\s+because\s+(?P<because>.+))?"
)
_LONGEST, _LONGEST_LINE = 500, 1000  # signs of a text, and of a review with its reason
_SECTION = re.compile(r"section(?!\S)\s*(?P<id>.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Review:
    """One review.

    :ivar by: ids of people in the people file
    :ivar scope: what was looked at; empty where that was not recorded
    :ivar section: the id of the one section that was read; nothing for the whole page
    :ivar digest: the digest of what was read, where it was recorded
    :ivar original: of a translation's review, the digest of the original that it was compared with
    :ivar no_change_because: why it was made although nothing had changed
    """

    on: PartialDate
    by: tuple[str, ...]
    scope: tuple[Scope, ...] = ()
    section: str = ""
    digest: str | None = None
    original: str | None = None
    no_change_because: str = ""

    @classmethod
    def parse(cls, text: str) -> Review:
        """Return the review that the line *text* gives.

        :raises ValueError: where it gives none; the message says what to write instead
        """
        line = short_line(text, _LONGEST_LINE)
        match = _REVIEW.fullmatch(line)
        by = (
            tuple(dict.fromkeys(name.strip() for name in match["by"].split(",") if name.strip()))
            if match
            else ()
        )
        if match is None or not by:
            raise ValueError(f"{quoted(line)} is not a review; {HOW_TO_WRITE_REVIEW}")
        told = (match["scope"] or "").strip()
        section = _SECTION.fullmatch(told)
        if section and len(section["id"].split()) != 1:
            raise ValueError(
                f"{quoted(told)} is not one section; write '(section ID)' with the id of a heading, which its link "
                "on the built page ends with"
            )
        scope = () if section else read_scope(told)
        if match["scope"] is not None and not (section or scope):
            raise ValueError(
                f"{quoted(line)} does not say in its brackets what was read; {HOW_TO_WRITE_REVIEW}"
            )
        return cls(
            on=PartialDate.parse(match["on"]),
            by=by,
            scope=scope,
            section=section["id"] if section else "",
            digest=match["digest"] and known_digest(match["digest"]),
            original=match["original"] and known_digest(match["original"]),
            no_change_because=match["because"] or "",
        )

    @property
    def line(self) -> str:
        """The review as :meth:`parse` reads it."""
        told = f"section {self.section}" if self.section else ", ".join(self.scope)
        parts = [self.on.iso, "by", ", ".join(self.by), f"({told})" if told else "", self.digest or ""]
        parts += ["of", self.original] if self.original else []
        parts += ["because", self.no_change_because] if self.no_change_because else []
        return " ".join(part for part in parts if part)

    @property
    def is_of_the_page(self) -> bool:
        """Whether somebody read the whole page, not a section or its references alone."""
        return not self.section and (not self.scope or Scope.CONTENT in self.scope)


def read_scope(text: str) -> tuple[Scope, ...]:
    """Return the scopes that ``content, references`` gives, each once.

    :raises ValueError: for a word that is none; the message says which there are
    """
    found: list[Scope] = []
    for part in text.split(","):
        word = part.strip().casefold()
        if word and word not in list(Scope):
            allowed = " and ".join(f"{scope} ({meaning})" for scope, meaning in MEANINGS.items())
            raise ValueError(
                f"{quoted(part.strip())} is no scope of a review; there are {allowed}.{did_you_mean(word, Scope)}"
            )
        if word and Scope(word) not in found:
            found.append(Scope(word))
    return tuple(found)


def known_digest(text: str) -> str:
    """Return *text* where it is a digest of a scheme that this version knows.

    :raises ValueError: where it is none; the message says what one looks like
    """
    if not is_digest(text):
        raise ValueError(f"{quoted(text)} is no digest; it looks like {SCHEME}- and 32 hex digits")
    if scheme_number(text) > scheme_number(SCHEME):
        raise ValueError(
            f"{quoted(text)} is of a later scheme than this version knows ({SCHEME}); update sphinx-evidence"
        )
    return text


def short_line(text: str, longest: int = _LONGEST) -> str:
    """Return *text* on one line.

    :raises ValueError: where that would be too long to stand in a banner
    """
    line = " ".join(text.split())
    if len(line) > longest:
        raise ValueError(
            f"{quoted(line)} has {len(line)} signs; say it in {longest}, and the rest on the page"
        )
    return line


@dataclass(frozen=True)
class Notice:
    """Something has changed, and the page has not been updated.

    :ivar text: what has changed, in the editors' words
    """

    on: PartialDate
    text: str

    @classmethod
    def parse(cls, text: str) -> Notice:
        """Return the notice that the line *text* gives.

        :raises ValueError: where it gives none; the message says what to write instead
        """
        day, _space, words = short_line(text).partition(" ")
        try:
            on = PartialDate.parse(day.rstrip(":"))
        except ValueError as error:
            raise ValueError(f"{error}; {HOW_TO_WRITE_NOTICE}") from None
        if not words:
            raise ValueError(f"{quoted(text)} does not say what has changed; {HOW_TO_WRITE_NOTICE}")
        return cls(on, words)
