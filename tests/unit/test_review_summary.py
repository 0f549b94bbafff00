from __future__ import annotations

from datetime import date

import pytest

from sphinx_evidence.frontmatter.page import PageRecord
from sphinx_evidence.review.dates import Interval, PartialDate
from sphinx_evidence.review.people import Person, Role
from sphinx_evidence.review.states import ContentState, DateState
from sphinx_evidence.review.summary import ReferenceCounts, ReviewSummary, summarise

DIGEST = "v1-" + "a" * 32
REVIEWED = PartialDate(2026, 11)
EDITOR = Person("e", "E", Role.EDITOR)


def summary(
    record: PageRecord, today: date = date(2026, 11, 22), digest: str | None = DIGEST
) -> ReviewSummary:
    return summarise(
        record,
        today=today,
        default_interval=Interval(12, "month"),
        soon_days=30,
        people={"e": EDITOR},
        digest=digest,
        references=ReferenceCounts(cited=3),
    )


def test_a_page_without_a_review_is_never_due_and_never_current() -> None:
    found = summary(PageRecord())
    assert (found.due, found.date_state, found.reviewers) == (None, DateState.NEVER, ())
    assert found.content_state is ContentState.UNKNOWN


def test_the_page_s_own_interval_comes_before_the_default() -> None:
    assert summary(PageRecord(last_reviewed_on=REVIEWED)).due == PartialDate(2027, 11)
    short = PageRecord(last_reviewed_on=REVIEWED, review_in=Interval(1, "month"))
    assert summary(short).due == PartialDate(2026, 12)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2027, 10, 30), DateState.CURRENT),
        (date(2027, 10, 31), DateState.DUE_SOON),
        (date(2027, 11, 30), DateState.DUE_SOON),
        (date(2027, 12, 1), DateState.OVERDUE),
    ],
)
def test_on_a_later_day_the_same_record_has_another_state(today: date, state: DateState) -> None:
    assert summary(PageRecord(last_reviewed_on=REVIEWED), today).date_state is state


def test_a_page_can_be_overdue_and_edited_at_once() -> None:
    record = PageRecord(last_reviewed_on=REVIEWED, review_digest="v1-" + "b" * 32)
    found = summary(record, date(2030, 1, 1))
    assert (found.date_state, found.content_state) == (DateState.OVERDUE, ContentState.EDITED)


def test_the_content_is_unchanged_only_where_the_digest_agrees() -> None:
    record = PageRecord(last_reviewed_on=REVIEWED, review_digest=DIGEST)
    assert summary(record).content_state is ContentState.UNCHANGED
    assert summary(record, digest=None).content_state is ContentState.UNKNOWN


def test_nobody_is_a_reviewer_who_is_not_in_the_people_file() -> None:
    record = PageRecord(last_reviewed_on=REVIEWED, reviewed_by=("stranger", "e"))
    assert summary(record).reviewers == (EDITOR,)


def test_references_count_as_unchecked_until_a_record_says_otherwise() -> None:
    assert ReferenceCounts(cited=3) == ReferenceCounts(cited=3, matched=0, verified=0)
    assert summary(PageRecord()).references == ReferenceCounts(3, 0, 0)
