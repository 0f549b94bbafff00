"""Everything that can be said today of one page's review. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_evidence.review.states import ContentState, DateState, content_state, date_state

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sphinx_evidence.frontmatter.page import PageRecord
    from sphinx_evidence.review.dates import Interval, PartialDate
    from sphinx_evidence.review.people import Person


@dataclass(frozen=True)
class ReferenceCounts:
    """How far a page's references have been checked.

    :ivar cited: distinct references that the page cites
    :ivar matched: those whose details agree with a registry's or the publisher's record
    :ivar verified: those matched and also checked for retraction, concern and correction
    """

    cited: int = 0
    matched: int = 0
    verified: int = 0


@dataclass(frozen=True)
class ReviewSummary:
    """A page's review as of one day.

    :ivar due: when the next review is due; None where there was none
    """

    record: PageRecord
    reviewers: tuple[Person, ...]
    due: PartialDate | None
    date_state: DateState
    content_state: ContentState
    references: ReferenceCounts


def summarise(
    record: PageRecord,
    *,
    today: date,
    default_interval: Interval,
    soon_days: int,
    people: Mapping[str, Person | None],
    digest: str | None,
    references: ReferenceCounts,
) -> ReviewSummary:
    """Return what can be said on *today* of the page that has *record* and, now, *digest*."""
    due = None
    if record.last_reviewed_on is not None:
        due = (record.review_in or default_interval).after(record.last_reviewed_on)
    return ReviewSummary(
        record=record,
        reviewers=tuple(person for name in record.reviewed_by if (person := people.get(name))),
        due=due,
        date_state=date_state(due, today, soon_days),
        content_state=content_state(record.review_digest, digest),
        references=references,
    )
