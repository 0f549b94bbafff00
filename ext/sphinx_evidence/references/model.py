"""A bibliographic reference, whatever file it was read from and whatever style it is printed in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sphinx_evidence.references.parts import Words


class Kind(StrEnum):
    """What is cited, as Citing Medicine tells its kinds apart."""

    ARTICLE = "article"
    BOOK = "book"
    CHAPTER = "chapter"
    REPORT = "report"
    GUIDELINE = "guideline"
    WEB_PAGE = "web page"
    PREPRINT = "preprint"
    PRESS_RELEASE = "press release"
    LABEL = "label"
    REGISTRY_RECORD = "registry record"
    COURT_OPINION = "court opinion"
    STATUTE = "statute"
    THESIS = "thesis"
    OTHER = "other"


class Name(NamedTuple):
    """A person, or an organisation, whose whole name is in *family*.

    :ivar particle: as ``van`` in ``van Assche``
    :ivar suffix: as ``Jr``
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_organisation: bool = False


class Day(NamedTuple):
    """A year, a month or a day; *year* 0 means that none is known."""

    year: int = 0
    month: int = 0
    day: int = 0


UNKNOWN_DAY = Day()


@dataclass(frozen=True)
class Reference:
    """What is known of a source. Text is as a reader reads it, without LaTeX or HTML.

    :ivar has_more_authors: whether the record says that there are others (``and others``)
    :ivar container: the journal, or the book of a chapter
    :ivar container_short: the journal's NLM title abbreviation
    :ivar date: of publication
    :ivar state: ``forthcoming``, ``in press`` or the like, where there is no year yet
    :ivar pages: as ``1281-1290``, ``e4``, ``1334-1342.e4``, with a hyphen between first and last
    :ivar number: of a report, a docket, a section of a code
    :ivar publisher: or the issuing body, the preprint server, the registry, the court
    :ivar registry: trial registration numbers
    :ivar accessed: the day on which a web page was read
    :ivar note: what else the record says
    :ivar genre: what a product's text is called where it is no package insert, such as ``package leaflet``
    """

    key: str
    kind: Kind = Kind.OTHER
    title: tuple[Words, ...] = ()
    authors: tuple[Name, ...] = ()
    has_more_authors: bool = False
    editors: tuple[Name, ...] = ()
    has_more_editors: bool = False
    container: tuple[Words, ...] = ()
    container_short: str = ""
    date: Day = UNKNOWN_DAY
    state: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    number: str = ""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    registry: tuple[str, ...] = ()
    url: str = ""
    accessed: Day = UNKNOWN_DAY
    keywords: tuple[str, ...] = ()
    note: tuple[Words, ...] = ()
    genre: str = ""
