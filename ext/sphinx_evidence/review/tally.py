"""Counts, orders and words of all pages' reviews. Pure: the translator is an argument."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.people import Role
from sphinx_evidence.review.states import ContentState, DateState
from sphinx_evidence.review.wording import fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from gettext import NullTranslations

    from sphinx_evidence.review.people import Person
    from sphinx_evidence.review.summary import ReviewSummary
    from sphinx_evidence.review.wording import Run

_MOST_MONTHS = 24


class PageReview(NamedTuple):
    """A page, by the title that readers see, and its review as of today."""

    docname: str
    title: str
    summary: ReviewSummary


@dataclass(frozen=True)
class Tally:
    """How many pages are in each state.

    :ivar counts: pages that are meant to be reviewed, by the state of the date and of the content; None stands for
        the content of a page that was never reviewed, which cannot have been edited since
    :ivar exempt: pages that are not reviewed, with a reason
    """

    counts: Counter[tuple[DateState, ContentState | None]]
    exempt: int

    def pages(self, date: DateState | None = None, content: ContentState | None = None) -> int:
        """Return how many pages have these states; None takes them all."""
        return sum(
            count
            for (of_date, of_content), count in self.counts.items()
            if date in {None, of_date} and content in {None, of_content}
        )


def tally(pages: Iterable[PageReview]) -> Tally:
    """Return the counts of *pages*."""
    counts: Counter[tuple[DateState, ContentState | None]] = Counter()
    exempt = 0
    for page in pages:
        state = page.summary.date_state
        if page.summary.record.exempt_reason:
            exempt += 1
        else:
            counts[state, None if state is DateState.NEVER else page.summary.content_state] += 1
    return Tally(counts, exempt)


class DueMonths(NamedTuple):
    """How many reviews are due in each month.

    :ivar rows: in the order of time
    :ivar is_complete: whether months without a page are among them
    """

    rows: tuple[tuple[PartialDate, int], ...]
    is_complete: bool


def due_months(pages: Iterable[PageReview]) -> DueMonths:
    """Return the months from the first to the last in which a review is due, also those in which none is.

    Where that would be more than 24, only those in which one is.
    """
    counts = Counter(
        due.year * 12 + due.month - 1
        for page in pages
        if (due := page.summary.due) is not None and not page.summary.record.exempt_reason
    )
    months = range(min(counts), max(counts) + 1) if counts else range(0)
    is_complete = len(months) <= _MOST_MONTHS
    shown = months if is_complete else sorted(counts)
    rows = tuple((PartialDate(month // 12, month % 12 + 1), counts[month]) for month in shown)
    return DueMonths(rows, is_complete)


_URGENCY = {DateState.OVERDUE: 0, DateState.NEVER: 1, DateState.DUE_SOON: 2, DateState.CURRENT: 4}
_EDITED, _EXEMPT = 3, 5


def most_urgent_first(pages: Iterable[PageReview]) -> list[PageReview]:
    """Return *pages*: overdue, never reviewed, due soon, edited, the rest, those with a reason; each by due day."""

    def key(page: PageReview) -> tuple[int, date, str]:
        summary = page.summary
        urgency = _URGENCY[summary.date_state]
        if summary.record.exempt_reason:
            urgency = _EXEMPT
        elif summary.date_state is DateState.CURRENT and summary.content_state is ContentState.EDITED:
            urgency = _EDITED
        due = date.max if summary.due is None else summary.due.last
        return urgency, due, page.docname

    return sorted(pages, key=key)


class SignedReview(NamedTuple):
    """A review that somebody signed."""

    page: PageReview
    on: PartialDate


def signed_reviews(pages: Iterable[PageReview]) -> dict[str, list[SignedReview]]:
    """Return each person's reviews by the person's id: of each page the last one, the latest first."""
    signed: dict[str, list[SignedReview]] = {}
    for page in sorted(pages, key=lambda page: page.docname):
        original = page.summary.original
        summary = original.summary if original else page.summary
        record = summary.record
        last: dict[str, PartialDate] = {}
        if record.last_reviewed_on is not None:
            last = {person.id: record.last_reviewed_on for person in summary.reviewers}
        for review in (*record.other_reviews, *(review for _language, review in record.translation_reviews)):
            # Who read one section did not review the page.
            for name in review.by if review.is_of_the_page else ():
                last[name] = max(last.get(name, review.on), review.on, key=lambda day: day.last)
        for name, on in last.items() if not record.exempt_reason else ():
            signed.setdefault(name, []).append(SignedReview(page, on))
    for reviews in signed.values():
        reviews.sort(key=lambda review: review.on.last, reverse=True)
    return signed


def roles_that_signed(pages: Iterable[PageReview], people: Mapping[str, Person | None]) -> set[Role]:
    """Return the roles of everybody who has reviewed a page as a whole."""
    return {person.role for name in signed_reviews(pages) if (person := people.get(name)) is not None}


def vacant_roles(people: Mapping[str, Person | None]) -> list[Role]:
    """Return the roles that nobody in *people* has."""
    filled = {person.role for person in people.values() if person is not None}
    return [role for role in Role if role not in filled]


def summary_runs(counts: Tally, today: PartialDate, words: NullTranslations) -> list[Run]:
    """Return the day of the build and the counts, in sentences."""
    number = counts.pages()
    values = {
        "pages": str(number),
        "current": str(counts.pages(DateState.CURRENT)),
        "soon": str(counts.pages(DateState.DUE_SOON)),
        "overdue": str(counts.pages(DateState.OVERDUE)),
        "never": str(counts.pages(DateState.NEVER)),
    }
    template = words.gettext("On {date}, no page is meant to be reviewed.")
    if number:
        template = words.ngettext(
            "On {date}, {pages} page is meant to be reviewed: {current} current, {soon} due soon, "
            "{overdue} overdue, {never} never reviewed.",
            "On {date}, {pages} pages are meant to be reviewed: {current} current, {soon} due soon, "
            "{overdue} overdue, {never} never reviewed.",
            number,
        )
    runs = fill(template, date=today, **values)
    if edited := counts.pages(content=ContentState.EDITED):
        template = words.ngettext(
            "{pages} page has been edited since its review.",
            "{pages} pages have been edited since their review.",
            edited,
        )
        runs += [" ", *fill(template, pages=str(edited))]
    if counts.exempt:
        template = words.ngettext(
            "{pages} page is not reviewed, with a reason.",
            "{pages} pages are not reviewed, each with a reason.",
            counts.exempt,
        )
        runs += [" ", *fill(template, pages=str(counts.exempt))]
    return runs


def state_word(state: DateState, words: NullTranslations) -> str:
    """Return the state of the date in a word or two."""
    return {
        DateState.CURRENT: words.gettext("Current"),
        DateState.DUE_SOON: words.gettext("Due soon"),
        DateState.OVERDUE: words.gettext("Overdue"),
        DateState.NEVER: words.gettext("Never reviewed"),
    }[state]


def content_words(state: ContentState, words: NullTranslations) -> str:
    """Return the state of the content in a few words."""
    return {
        ContentState.UNCHANGED: words.gettext("text unchanged since the review"),
        ContentState.EDITED: words.gettext("text edited since the review"),
        ContentState.UNKNOWN: words.gettext("edits cannot be excluded"),
    }[state]
