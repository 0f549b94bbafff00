"""The two axes of a review: its date, and the content since. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sphinx_evidence.review.digest import scheme_number

if TYPE_CHECKING:
    from datetime import date

    from sphinx_evidence.review.dates import PartialDate


class DateState(StrEnum):
    """Where today stands between the last review and the next one due."""

    CURRENT = "current"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    NEVER = "never"


class ContentState(StrEnum):
    """Whether the page still says what was reviewed."""

    UNCHANGED = "unchanged"
    EDITED = "edited"
    UNKNOWN = "unknown"


def date_state(due: PartialDate | None, today: date, soon_days: int) -> DateState:
    """Return the date axis: *due* is None where the page was never reviewed.

    A day passes when it has ended, and a month when its last day has.
    """
    if due is None:
        return DateState.NEVER
    days_left = (due.last - today).days
    if days_left < 0:
        return DateState.OVERDUE
    return DateState.DUE_SOON if days_left <= soon_days else DateState.CURRENT


def content_state(recorded: str | None, computed: str | None) -> ContentState:
    """Return the content axis: the digest recorded at the review against the page's digest now.

    Digests of two schemes say nothing of each other.
    """
    if recorded is None or computed is None or scheme_number(recorded) != scheme_number(computed):
        return ContentState.UNKNOWN
    return ContentState.UNCHANGED if recorded == computed else ContentState.EDITED
