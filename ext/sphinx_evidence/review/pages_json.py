"""``pages.json``: every page's status, dates and state, for other programs. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sphinx_evidence.investigational.status import TreatmentStatus
    from sphinx_evidence.review.dates import PartialDate
    from sphinx_evidence.review.people import Person
    from sphinx_evidence.review.standing import StandingReview
    from sphinx_evidence.review.summary import Original, ReviewSummary

SCHEMA_VERSION = 1


class PageEntry(NamedTuple):
    """One page as the build knows it.

    :ivar url: relative to the site's root
    :ivar digest: the digest of the content now
    """

    docname: str
    title: str
    url: str
    digest: str | None
    summary: ReviewSummary


def pages_json(pages: Iterable[PageEntry], project: str, today: date) -> str:
    """Return the text of ``pages.json``, as ``pages.schema.json`` describes it; equal input gives equal bytes."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "project": project,
        "as_of": today.isoformat(),
        "pages": [_page(page) for page in sorted(pages, key=lambda page: page.docname)],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _page(page: PageEntry) -> dict[str, object]:
    summary, record = page.summary, page.summary.record
    return {
        "docname": page.docname,
        "title": page.title,
        "url": page.url,
        "statuses": [_status(status) for status in record.statuses],
        "review": None if record.exempt_reason else _review(summary),
        "other_reviews": [_other(standing) for standing in summary.others],
        "original": None if summary.original is None else _original(summary.original),
        "never_reviewed_because": record.exempt_reason or None,
        "owner": None if summary.owner is None else summary.owner.id,
        "notice": None if record.notice is None else {"on": record.notice.on.iso, "text": record.notice.text},
        "content_digest": page.digest,
        "source_reviewed_on": _iso(record.source_reviewed_on),
        "evidence_searched_on": _iso(record.evidence_searched_on),
        "references": {
            "cited": summary.references.cited,
            "matched": summary.references.matched,
            "verified": summary.references.verified,
        },
    }


def _review(summary: ReviewSummary) -> dict[str, object]:
    """Return the last review of the page; of a translated page, that of the translation."""
    record = summary.record
    return {
        "last_reviewed_on": _iso(record.last_reviewed_on),
        "due_on": _iso(summary.due),
        "date_state": summary.date_state.value,
        "content_state": summary.content_state.value,
        "reviewed_by": _people(summary.reviewers),
        "scope": [scope.value for scope in record.review_scope],
        "no_change_because": record.no_change_because or None,
        "review_digest": record.review_digest,
    }


def _other(standing: StandingReview) -> dict[str, object]:
    """Return a review that stands beside the last one."""
    return {
        "on": standing.review.on.iso,
        "reviewed_by": _people(standing.reviewers),
        "scope": [scope.value for scope in standing.review.scope],
        "section": standing.review.section or None,
        "content_state": standing.content_state.value,
    }


def _original(original: Original) -> dict[str, object]:
    """Return the review of what a page was translated from, and whether that has changed since."""
    return {"review": _review(original.summary), "content_state": original.state.value}


def _people(people: tuple[Person, ...]) -> list[dict[str, str]]:
    return [{"id": person.id, "name": person.name, "role": person.role.value} for person in people]


def _status(status: TreatmentStatus) -> dict[str, object]:
    product = status.product
    return {
        "treatment": status.treatment or None,
        "status": status.status.value,
        "product": None
        if product is None
        else {"name": product.name, "place": product.place, "on": product.on.iso},
    }


def _iso(day: PartialDate | None) -> str | None:
    return None if day is None else day.iso
