"""What is due: the pages that somebody should look at, by who looks after them. Pure.

The words are for those who make the guide, and English, as the warnings are.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sphinx_evidence.review.dates import Interval, PartialDate
from sphinx_evidence.review.states import ContentState, DateState
from sphinx_evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sphinx_evidence.review.people import Person
    from sphinx_evidence.review.summary import ReviewSummary

SCHEMA_VERSION = 1
_SHORT = re.compile(r"(?P<number>[0-9]{1,4})\s*(?P<unit>[dwmy])", re.IGNORECASE)
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~<>&-])")
# GitHub makes mentions and links of the text that is left after Markdown, so that neither `\@` nor `&#64;` helps:
# https://github.com/github/markup/issues/1168
_LINKING = re.compile(r"(@|#|:(?=//)|www(?=\.))", re.IGNORECASE)
_UNSEEN = "&#8203;"


class Reason(StrEnum):
    """Why a page is listed; the first that holds comes first."""

    OVERDUE = "overdue"
    NEVER = "never reviewed"
    UNSIGNED = "reviewed by nobody who is known"
    DUE = "due"
    NOTICE = "not updated"
    EDITED = "edited"
    TRANSLATION = "its original is newer"


class DuePage(NamedTuple):
    """A page as it was read.

    :ivar path: relative to where the list is read
    :ivar digest: of what the page says now
    """

    docname: str
    path: str
    title: str
    summary: ReviewSummary
    digest: str | None = None

    @property
    def older_translations(self) -> list[str]:
        """The languages whose translation was compared with another text than the page has now."""
        reviews = self.summary.record.translation_reviews
        return [language for language, review in reviews if review.original not in {None, self.digest}]


class DueItem(NamedTuple):
    """A page that somebody should look at.

    :ivar days_left: until its review is due; negative where it is overdue, None where it was never reviewed
    """

    page: DuePage
    reasons: tuple[Reason, ...]
    days_left: int | None

    @property
    def owner(self) -> Person | None:
        """Who looks after the page."""
        return self.page.summary.owner


def read_within(text: str) -> Interval:
    """Return how far ahead to look: ``30d``, ``6w``, ``2m``, ``1y``, or as ``review_in`` is written.

    :raises ValueError: where *text* says neither
    """
    match = _SHORT.fullmatch(text.strip())
    if match is None:
        return Interval.parse(text)
    return Interval.parse(f"{match['number']} {_UNITS[match['unit'].lower()]}")


def due_items(pages: Iterable[DuePage], today: date, within: Interval) -> list[DueItem]:
    """Return what is due until *within* from *today*: by owner, nobody's pages first, the most pressing first."""
    until = within.after(PartialDate(today.year, today.month, today.day)).last
    items = [item for page in pages if (item := _item(page, today, until)) is not None]
    return sorted(items, key=_order)


def _item(page: DuePage, today: date, until: date) -> DueItem | None:
    summary, record = page.summary, page.summary.record
    due = None if summary.due is None else summary.due.last
    is_reviewed = not record.exempt_reason
    holds = {
        Reason.OVERDUE: is_reviewed and summary.date_state is DateState.OVERDUE,
        Reason.NEVER: is_reviewed and summary.date_state is DateState.NEVER,
        Reason.UNSIGNED: is_reviewed and due is not None and not summary.reviewers,
        Reason.DUE: is_reviewed and due is not None and today <= due <= until,
        Reason.NOTICE: record.notice is not None,
        Reason.TRANSLATION: is_reviewed and bool(page.older_translations),
        Reason.EDITED: is_reviewed and due is not None and summary.content_state is ContentState.EDITED,
    }
    reasons = tuple(reason for reason in Reason if holds[reason])
    return DueItem(page, reasons, None if due is None else (due - today).days) if reasons else None


def _order(item: DueItem) -> tuple[str, int, int, str]:
    owner = "" if item.owner is None else item.owner.id
    rank = list(Reason).index(item.reasons[0])
    return owner, rank, item.days_left or 0, item.page.docname


def as_text(items: list[DueItem], today: date) -> str:
    """Return the list for a terminal."""
    if not items:
        return f"Nothing is due on {today.isoformat()}.\n"
    lines: list[str] = []
    for owner, owned in _by_owner(items):
        lines += ["" if not lines else "\n", f"{owner}:\n"]
        for item in owned:
            lines.append(f"  {one_line(item.page.path)}: {'; '.join(_told(item))}\n")
    return "".join(lines)


def as_issue(items: list[DueItem], today: date) -> str:
    """Return the list as Markdown, with a box to tick for each page: the text of an issue."""
    if not items:
        return f"Nothing is due on {today.isoformat()}.\n"
    lines = [f"As of {today.isoformat()}. Sign a page with `sphinx-evidence review PAGE --by ID`.\n"]
    for owner, owned in _by_owner(items):
        lines.append(f"\n## {_escaped(owner)}\n\n")
        for item in owned:
            title, path = _escaped(item.page.title), _escaped(item.page.path)
            lines.append(f"- [ ] {title} ({path}): {_escaped('; '.join(_told(item)))}\n")
    return "".join(lines)


def as_json(items: list[DueItem], today: date) -> str:
    """Return the list for a program; equal input gives equal bytes."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "as_of": today.isoformat(),
        "pages": [_plain(item) for item in items],
    }
    # A file name may hold bytes that no UTF-8 has, and a title signs that a terminal obeys: JSON escapes both.
    return json.dumps(content, ensure_ascii=True, indent=2) + "\n"


def _plain(item: DueItem) -> dict[str, object]:
    summary, record = item.page.summary, item.page.summary.record
    return {
        "docname": item.page.docname,
        "path": item.page.path,
        "title": item.page.title,
        "owner": None if item.owner is None else {"id": item.owner.id, "name": item.owner.name},
        "reasons": [reason.value for reason in item.reasons],
        "last_reviewed_on": None if record.last_reviewed_on is None else record.last_reviewed_on.iso,
        "due_on": None if summary.due is None else summary.due.iso,
        "days_left": item.days_left,
        "older_translations": item.page.older_translations,
        "content_state": summary.content_state.value,
        "notice": None if record.notice is None else {"on": record.notice.on.iso, "text": record.notice.text},
    }


def _by_owner(items: list[DueItem]) -> Iterator[tuple[str, list[DueItem]]]:
    """Yield each owner's name with what is theirs."""
    for owner, owned in groupby(items, key=lambda item: item.owner):
        yield one_line(owner.name) if owner else "Nobody looks after these pages", list(owned)


def _told(item: DueItem) -> Iterator[str]:
    """Yield each reason in words."""
    summary, record = item.page.summary, item.page.summary.record
    for reason in item.reasons:
        if reason is Reason.NOTICE and record.notice is not None:
            yield f"not updated since the notice of {record.notice.on.iso}: {one_line(record.notice.text)}"
        elif reason is Reason.TRANSLATION:
            yield f"newer than its translation into {', '.join(item.page.older_translations)}"
        elif reason is Reason.EDITED and record.last_reviewed_on is not None:
            yield f"edited since its review of {record.last_reviewed_on.iso}"
        elif (
            summary.due is not None and item.days_left is not None and reason in {Reason.OVERDUE, Reason.DUE}
        ):
            when = "overdue since" if reason is Reason.OVERDUE else "due"
            yield f"{when} {summary.due.iso} ({_days(item.days_left)})"
        else:
            yield reason.value


def _days(left: int) -> str:
    """Return how far a day is away, as people say it."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get(left) or (f"in {left} days" if left > 0 else f"{-left} days ago")


def _escaped(text: str) -> str:
    """Return *text* as Markdown that shows it as it stands: no markup, no link, and nobody is mentioned."""
    return _LINKING.sub(rf"\1{_UNSEEN}", _MARKDOWN.sub(r"\\\1", one_line(text)))
