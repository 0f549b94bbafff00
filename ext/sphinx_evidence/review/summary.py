"""Everything that can be said today of one page's review. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from sphinx_evidence.review.standing import standing_reviews
from sphinx_evidence.review.states import ContentState, DateState, content_state, date_state

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sphinx_evidence.frontmatter.page import PageRecord
    from sphinx_evidence.review.dates import Interval, PartialDate
    from sphinx_evidence.review.people import Person
    from sphinx_evidence.review.standing import Section, StandingReview


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
    :ivar others: the reviews that stand beside the last one
    :ivar owner: who looks after the page, where somebody does
    :ivar original: of a translated page, its original: the rest is then said of the translation
    """

    record: PageRecord
    reviewers: tuple[Person, ...]
    due: PartialDate | None
    date_state: DateState
    content_state: ContentState
    references: ReferenceCounts
    others: tuple[StandingReview, ...] = ()
    owner: Person | None = None
    original: Original | None = None


@dataclass(frozen=True)
class Original:
    """What a page was translated from.

    :ivar state: whether it says what it said when the translation was reviewed
    """

    summary: ReviewSummary
    state: ContentState


class Now(NamedTuple):
    """What a page says now.

    :ivar digest: of its content, before anything is translated
    :ivar sections: by id
    :ivar translated: the digest of the translated content, where the build is in another language and has some
    """

    digest: str | None = None
    sections: Mapping[str, Section] = {}
    translated: str | None = None


class Terms(NamedTuple):
    """What a review is judged by.

    :ivar today: the day of the build
    :ivar default_interval: how long a review holds where the page does not say
    :ivar soon_days: how many days before the due date it counts as due soon
    :ivar people: the people file's people by id
    """

    today: date
    default_interval: Interval
    soon_days: int
    people: Mapping[str, Person | None]


def summarise(record: PageRecord, now: Now, references: ReferenceCounts, terms: Terms) -> ReviewSummary:
    """Return what can be said, on the day of *terms*, of the page that has *record* and says what *now* gives."""
    due = None
    if record.last_reviewed_on is not None:
        due = (record.review_in or terms.default_interval).after(record.last_reviewed_on)
    return ReviewSummary(
        record=record,
        reviewers=tuple(person for name in record.reviewed_by if (person := terms.people.get(name))),
        due=due,
        date_state=date_state(due, terms.today, terms.soon_days),
        content_state=content_state(record.review_digest, now.digest),
        references=references,
        others=standing_reviews(record, terms.people, now.digest, now.sections),
        owner=terms.people.get(record.owner),
    )


def summarise_translation(original: ReviewSummary, language: str, now: Now, terms: Terms) -> ReviewSummary:
    """Return what can be said of the translation into *language* of the page that *original* tells of."""
    reviews = dict(original.record.translation_reviews)
    review = reviews.get(language) or reviews.get(language.partition("_")[0])
    record = replace(
        original.record,
        last_reviewed_on=review.on if review else None,
        reviewed_by=review.by if review else (),
        review_digest=review.digest if review else None,
        review_scope=review.scope if review else (),
        no_change_because="",
        other_reviews=(),
    )
    translation = summarise(record, Now(now.translated), original.references, terms)
    state = content_state(review.original if review else None, now.digest)
    return replace(translation, original=Original(original, state))
