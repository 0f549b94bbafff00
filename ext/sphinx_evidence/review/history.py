"""What happened to the pages, as entries of the feed: reviews, edits since, and notices. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_evidence.review.feed import FeedEntry, filled_line
from sphinx_evidence.review.record import Review
from sphinx_evidence.review.states import ContentState, DateState, content_state
from sphinx_evidence.review.wording import (
    missing_reviewers,
    notice_sentences,
    plain_text,
    review_sentences,
    who_phrase,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from gettext import NullTranslations

    from sphinx_evidence.frontmatter.page import PageRecord
    from sphinx_evidence.review.people import Person
    from sphinx_evidence.review.summary import ReviewSummary


class PageHistory(NamedTuple):
    """One page and what can be said of it.

    :ivar digest: the digest of the content now
    :ivar changed_on: the day of its last change, right where it was edited since its last review
    """

    docname: str
    title: str
    url: str
    digest: str | None
    summary: ReviewSummary
    changed_on: date


def entries(
    page: PageHistory, people: Mapping[str, Person | None], locale: str, words: NullTranslations
) -> Iterator[FeedEntry]:
    """Yield what happened to *page*: its reviews, its edits since the last one, and its notice.

    :param locale: in which dates are written
    """
    summary, record = page.summary, page.summary.record
    if record.notice is not None:
        title = filled_line(words.gettext("Something has changed: {title}"), title=page.title)
        told = plain_text(notice_sentences(record.notice, words), locale)
        key = f"{page.docname} notice {record.notice.on.iso} {record.notice.text}"
        yield FeedEntry(key, title, page.url, record.notice.on.first, (), told)
    if record.exempt_reason:
        return
    yield from _reviews(page, people, words)
    if summary.date_state is not DateState.NEVER and summary.content_state is ContentState.EDITED:
        title = filled_line(words.gettext("Edited since its last review: {title}"), title=page.title)
        told = plain_text(review_sentences(summary, words), locale)
        yield FeedEntry(f"{page.docname} edited {page.digest}", title, page.url, page.changed_on, (), told)


def _reviews(
    page: PageHistory, people: Mapping[str, Person | None], words: NullTranslations
) -> Iterator[FeedEntry]:
    """Yield every review of the page, each with whether the page had changed since the one before."""
    record = page.summary.record
    before: Review | None = None
    for review in _in_order(record):
        reviewers = tuple(person for name in review.by if (person := people.get(name)))
        told = [filled_line(words.gettext("Reviewed by {who}."), who=who_phrase(reviewers, words))]
        template = words.gettext("Reviewed: {title}")
        if review.section:
            template = words.gettext("Section reviewed: {title}")
            told.append(
                filled_line(words.gettext("Only the section “{section}” was read."), section=review.section)
            )
        elif not review.is_of_the_page:
            template = words.gettext("References read: {title}")
            told.append(words.gettext("Only the references were read."))
        else:
            if page.summary.original is not None:
                template = words.gettext("Translation reviewed: {title}")
            told += _change(before, review, words)
            before = review
            if review.on == record.last_reviewed_on and (missing := missing_reviewers(page.summary, words)):
                told.append(missing)
        title = filled_line(template, title=page.title)
        names = tuple(person.name for person in reviewers)
        yield FeedEntry(
            f"{page.docname} {review.line}", title, page.url, review.on.first, names, " ".join(told)
        )


def _in_order(record: PageRecord) -> list[Review]:
    """Return the reviews of a page, each once, the earliest first."""
    # Of two reviews on one day the later one comes first in front matter.
    reviews = sorted(dict.fromkeys(reversed(record.other_reviews)), key=lambda review: review.on.last)
    if record.last_reviewed_on is None:
        return reviews
    last = Review(
        record.last_reviewed_on, record.reviewed_by, record.review_scope, digest=record.review_digest
    )
    # Last, whatever its day: another one's month, whose end is later, may be the month of this one.
    return [*(review for review in reviews if review != last), last]


def _change(before: Review | None, review: Review, words: NullTranslations) -> list[str]:
    """Return whether the page had changed between two reviews of it."""
    if before is None:
        return []
    state = content_state(before.digest, review.digest)
    return {
        ContentState.EDITED: [words.gettext("The page had been edited since the review before.")],
        ContentState.UNCHANGED: [words.gettext("Nothing had changed since the review before.")],
        ContentState.UNKNOWN: [],
    }[state]
