from __future__ import annotations

from datetime import date

import pytest

from sphinx_evidence.frontmatter.page import PageRecord
from sphinx_evidence.review.dates import Interval, PartialDate
from sphinx_evidence.review.people import Person, Role
from sphinx_evidence.review.record import Review, Scope
from sphinx_evidence.review.standing import Section
from sphinx_evidence.review.states import ContentState, DateState
from sphinx_evidence.review.summary import (
    Now,
    ReferenceCounts,
    ReviewSummary,
    Terms,
    summarise,
    summarise_translation,
)

DIGEST = "v1-" + "a" * 32
OTHER = "v1-" + "b" * 32
REVIEWED = PartialDate(2026, 11)
EDITOR = Person("e", "E", Role.EDITOR)
TERMS = Terms(date(2026, 11, 22), Interval(12, "month"), 30, {"e": EDITOR})


def summary(
    record: PageRecord, today: date = date(2026, 11, 22), digest: str | None = DIGEST
) -> ReviewSummary:
    return summarise(record, Now(digest), ReferenceCounts(cited=3), TERMS._replace(today=today))


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


@pytest.mark.parametrize(("owner", "person"), [("e", EDITOR), ("", None), ("stranger", None)])
def test_a_page_is_looked_after_by_somebody_in_the_people_file_or_nobody(
    owner: str, person: Person | None
) -> None:
    assert summary(PageRecord(owner=owner)).owner == person


def test_other_reviews_are_compared_with_the_page_and_its_sections_as_they_are_now() -> None:
    lines = (f"2026-06 by e (section harms) {DIGEST}", f"2026-05 by e (references) {OTHER}")
    record = PageRecord(other_reviews=tuple(map(Review.parse, lines)))
    found = summarise(record, Now(OTHER, {"harms": Section("Harms", DIGEST)}), ReferenceCounts(), TERMS)
    assert [(one.section, one.content_state) for one in found.others] == [
        ("", ContentState.UNCHANGED),
        ("Harms", ContentState.UNCHANGED),
    ]


def translation(*reviews: tuple[str, str], language: str = "es", now: Now | None = None) -> ReviewSummary:
    record = PageRecord(
        last_reviewed_on=REVIEWED,
        reviewed_by=("e",),
        review_digest=DIGEST,
        review_scope=(Scope.CONTENT,),
        review_in=Interval(1, "month"),
        no_change_because="searched again",
        other_reviews=(Review.parse("2026-01 by e (references)"),),
        translation_reviews=tuple((name, Review.parse(line)) for name, line in reviews),
        evidence_searched_on=REVIEWED,
    )
    now = now or Now(DIGEST, {}, OTHER)
    return summarise_translation(summarise(record, now, ReferenceCounts(3), TERMS), language, now, TERMS)


def test_a_translation_that_nobody_reviewed_takes_nothing_from_its_original() -> None:
    found = translation()
    assert (found.date_state, found.content_state, found.due) == (DateState.NEVER, ContentState.UNKNOWN, None)
    assert (found.reviewers, found.others, found.record.review_scope) == ((), (), ())
    assert (found.record.review_digest, found.record.no_change_because) == (None, "")
    assert found.record.evidence_searched_on == REVIEWED
    assert found.original is not None
    assert found.original.state is ContentState.UNKNOWN
    assert found.original.summary.reviewers == (EDITOR,)
    assert found.original.summary.content_state is ContentState.UNCHANGED


@pytest.mark.parametrize(
    ("line", "own", "original"),
    [
        (f"2026-10 by e {OTHER} of {DIGEST}", ContentState.UNCHANGED, ContentState.UNCHANGED),
        (f"2026-10 by e {DIGEST} of {DIGEST}", ContentState.EDITED, ContentState.UNCHANGED),
        (f"2026-10 by e {OTHER} of {OTHER}", ContentState.UNCHANGED, ContentState.EDITED),
        (f"2026-10 by e {OTHER}", ContentState.UNCHANGED, ContentState.UNKNOWN),
        (f"2026-10 by e of {DIGEST}", ContentState.UNKNOWN, ContentState.UNCHANGED),
        ("2026-10 by e", ContentState.UNKNOWN, ContentState.UNKNOWN),
    ],
)
def test_a_translation_is_compared_with_itself_and_its_original_with_its_own_text(
    line: str, own: ContentState, original: ContentState
) -> None:
    found = translation(("es", line))
    assert found.original is not None
    assert (found.content_state, found.original.state) == (own, original)
    assert (found.due, found.reviewers) == (PartialDate(2026, 11), (EDITOR,))


@pytest.mark.parametrize(
    ("language", "day"),
    [("es", "2026-10"), ("es_MX", "2026-09"), ("es_AR", "2026-10"), ("fr", None), ("e", None)],
)
def test_a_country_s_own_review_comes_before_its_language_s(language: str, day: str | None) -> None:
    found = translation(("es", "2026-10 by e"), ("es_MX", "2026-09 by e"), language=language)
    on = found.record.last_reviewed_on
    assert (on and on.iso) == day
