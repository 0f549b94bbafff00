"""The reviews that stand beside a page's last one: the latest of each other role, and those of one part. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sphinx_evidence.review.record import Review, Scope
from sphinx_evidence.review.states import ContentState, content_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_evidence.frontmatter.page import PageRecord
    from sphinx_evidence.review.people import Person, Role


class Section(NamedTuple):
    """A section of a page as it is now."""

    title: str
    digest: str


@dataclass(frozen=True)
class StandingReview:
    """A review that a page shows beside its last one.

    :ivar reviewers: those of its reviewers who are named, since no later review has their role
    :ivar section: the title of the one section that was read, or its id where the page has no such section any more;
        nothing where the page, or its references, were read
    :ivar content_state: whether what was read is unchanged
    """

    review: Review
    reviewers: tuple[Person, ...]
    section: str
    content_state: ContentState


def standing_reviews(
    record: PageRecord,
    people: Mapping[str, Person | None],
    digest: str | None,
    sections: Mapping[str, Section],
) -> tuple[StandingReview, ...]:
    """Return the latest review of each role that the last review of the page lacks, then those of a part of it.

    A review that is older than another by the same role, of as much or more, is not shown.

    :param digest: the page's digest now
    :param sections: the page's sections now, by id
    """
    last = None
    if record.last_reviewed_on is not None:
        last = Review(record.last_reviewed_on, record.reviewed_by, record.review_scope)
    reviews = [*([last] if last else []), *record.other_reviews]
    found: list[StandingReview] = []
    shown: set[tuple[str, Role]] = set()
    for review in sorted(reviews, key=lambda review: review.on.last, reverse=True):
        part = _part(review)
        # Who read the page since then has read the section too.
        later = {part, ""} if review.section else {part}
        reviewers = tuple(
            person
            for person in _known(review.by, people)
            if not any((one, person.role) in shown for one in later)
        )
        read = {part, "references"} if Scope.REFERENCES in review.scope else {part}
        shown |= {(one, person.role) for one in read for person in reviewers}
        if reviewers and review is not last:
            section = sections.get(review.section)
            now = section.digest if section else None if review.section else digest
            title = (section.title if section else "") or review.section
            found.append(StandingReview(review, reviewers, title, content_state(review.digest, now)))
    return tuple(sorted(found, key=lambda one: (bool(one.section), not one.review.is_of_the_page)))


def _part(review: Review) -> str:
    """Return what was read: nothing for the page."""
    if review.section:
        return f"section {review.section}"
    return "" if review.is_of_the_page else "references"


def _known(names: Iterable[str], people: Mapping[str, Person | None]) -> list[Person]:
    return [person for name in names if (person := people.get(name))]
