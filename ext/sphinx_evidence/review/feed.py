"""``reviews.atom``: the newest reviews and changes, for feed readers (RFC 4287). Pure."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from sphinx_evidence.review.wording import fill
from sphinx_evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from gettext import NullTranslations

FEED_NAME = "reviews.atom"
MOST_ENTRIES = 100
_ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACE = UUID("5d0f6f0e-6d0b-4c55-9d5e-0b7d6f0c2a41")
# RFC 3986, 2: what an address is made of; a percent sign is one of these only before two hexadecimal digits.
_NOT_IN_ADDRESS = re.compile(r"[^A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]|%(?![0-9A-Fa-f]{2})")
# RFC 5646, 2.1: parts of up to eight letters or digits; `sr@latin` and `en_GB.UTF-8` go on with what is no part.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*(?![A-Za-z0-9_-])")


class FeedEntry(NamedTuple):
    """One review or change.

    :ivar key: what makes the entry's id: unique in the project, and the same in every build
    :ivar url: absolute or relative to the feed
    :ivar on: the day of the review or change
    :ivar summary: plain text
    """

    key: str
    title: str
    url: str
    on: date
    authors: tuple[str, ...]
    summary: str


def atom_feed(
    entries: Iterable[FeedEntry],
    *,
    project: str,
    site_url: str,
    language: str,
    today: date,
    words: NullTranslations,
) -> str:
    """Return the text of the feed, newest entries first; equal input gives equal bytes.

    :param site_url: the site's address; where it is empty, the feed does not say where it lies
    :param language: of the words, as Sphinx or BCP 47 writes it
    :param today: the feed's date where it has no entry
    """
    newest = sorted(entries, key=lambda entry: (-entry.on.toordinal(), entry.key))[:MOST_ENTRIES]
    feed = ET.Element("feed", {"xmlns": _ATOM})
    if (found := _LANGUAGE.match(language)) is not None:
        feed.set("xml:lang", found[0].replace("_", "-"))
    _add(feed, "id", _identifier(project))
    _add(feed, "title", filled_line(words.gettext("{project}: reviews and changes"), project=project))
    _add(feed, "updated", _midnight(newest[0].on if newest else today))
    _add(ET.SubElement(feed, "author"), "name", project)
    if site_url:
        home = f"{encoded_address(site_url).rstrip('/')}/"
        ET.SubElement(feed, "link", rel="self", type="application/atom+xml", href=f"{home}{FEED_NAME}")
        ET.SubElement(feed, "link", rel="alternate", type="text/html", href=home)
    for entry in newest:
        _add_entry(feed, entry, project)
    ET.indent(feed)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written.decode("utf-8") + "\n"


def _add_entry(feed: ET.Element, entry: FeedEntry, project: str) -> None:
    element = ET.SubElement(feed, "entry")
    _add(element, "id", _identifier(project, entry.key))
    _add(element, "title", entry.title)
    _add(element, "updated", _midnight(entry.on))
    for author in filter(None, map(one_line, entry.authors)):
        _add(ET.SubElement(element, "author"), "name", author)
    ET.SubElement(element, "link", rel="alternate", type="text/html", href=encoded_address(entry.url))
    _add(element, "summary", entry.summary)


def _add(parent: ET.Element, tag: str, text: str) -> None:
    """Add an element of plain text, which is what Atom takes text for where no type is given."""
    ET.SubElement(parent, tag).text = one_line(text)


def _identifier(*names: str) -> str:
    """Return an id that is made of *names* alone; as JSON, they cannot run into one another."""
    return uuid5(_NAMESPACE, json.dumps(names)).urn


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def filled_line(template: str, **values: str) -> str:
    """Return *template* filled with *values*, on one line."""
    return one_line("".join(map(str, fill(template, **values))))


def encoded_address(text: str) -> str:
    """Return an address with all that no address holds percent-encoded; what was encoded before is left alone."""
    return _NOT_IN_ADDRESS.sub(_percent_encoded, text)


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))
