"""``reviews.ics``: a calendar of the days on which reviews are due (RFC 5545). Pure."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vText

from sphinx_evidence.review.feed import encoded_address, filled_line
from sphinx_evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from gettext import NullTranslations

    from icalendar import Component

    from sphinx_evidence.review.dates import PartialDate

_PRODUCT = "-//sphinx-evidence//reviews//EN"
_NAMESPACE = UUID("0a9c3d52-6f5b-4b0c-8a55-1f5be0a4d6c7")
_ESCAPED = re.compile(r"[\\;,]")


class DueReview(NamedTuple):
    """One page and when it is to be reviewed.

    :ivar url: absolute; empty where the site's address is not set
    :ivar due: a day, or a month, whose review is due on its last day
    :ivar reviewed: a sentence on the last review
    :ivar owner: who is to see to it; empty where nobody is named
    """

    docname: str
    title: str
    url: str
    due: PartialDate
    reviewed: str
    owner: str


class _Text(vText):
    """A TEXT value, escaped as RFC 5545, 3.3.11, has it.

    icalendar writes a line end for a backslash and an N, and the name of a calendar without any escape.
    """

    def to_ical(self) -> bytes:
        return _ESCAPED.sub(r"\\\g<0>", self).replace("\n", r"\n").encode()


def reviews_calendar(reviews: Iterable[DueReview], project: str, today: date, words: NullTranslations) -> str:
    r"""Return the text of the calendar, with ``\r\n`` at line ends; equal input gives equal bytes."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    name = filled_line(words.gettext("{project}: reviews due"), project=project)
    _add_text(calendar, "name", name)  # RFC 7986, 5.1; most programs read the older X-WR-CALNAME
    _add_text(calendar, "x-wr-calname", name)
    for review in sorted(reviews, key=lambda review: (review.due.last, review.docname)):
        calendar.add_component(_event(review, project, today, words))
    if not calendar.subcomponents:
        calendar.add_component(_utc())
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def _event(review: DueReview, project: str, today: date, words: NullTranslations) -> Event:
    """Return an event of one day that leaves the day free."""
    event = Event()
    event.add("uid", str(uuid5(_NAMESPACE, json.dumps([project, review.docname, review.due.iso]))))
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", review.due.last)
    event.add("dtend", review.due.last + timedelta(days=1))  # RFC 5545, 3.6.1: the first day after the event
    event.add("transp", "TRANSPARENT")
    _add_text(event, "summary", filled_line(words.gettext("Review due: {title}"), title=review.title))
    lines = [one_line(review.reviewed)]
    if owner := one_line(review.owner):
        lines.append(filled_line(words.gettext("Page owner: {name}"), name=owner))
    if description := "\n".join(filter(None, lines)):
        _add_text(event, "description", description)
    if review.url:
        event.add("url", encoded_address(review.url))
    return event


def _add_text(component: Component, name: str, text: str) -> None:
    component.add(name, _Text(text), encode=False)


def _utc() -> Timezone:
    """Return what a calendar without events holds, and no program shows.

    RFC 5545, 3.6, wants at least one component and lets a time zone be the only one. Programs read a calendar with
    none, but validators refuse it: https://github.com/collective/icalendar/issues/251
    """
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # RFC 5545, 3.6.5: a local time
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone = Timezone()
    zone.add("tzid", "UTC")
    zone.add_component(standard)
    return zone
