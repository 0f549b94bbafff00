"""``pages.json``: every page's status, dates and state, for other programs. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sphinx_evidence.investigational.status import TreatmentStatus
    from sphinx_evidence.review.dates import PartialDate
    from sphinx_evidence.review.summary import ReviewSummary

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
    review: dict[str, object] | None = {
        "last_reviewed_on": _iso(record.last_reviewed_on),
        "due_on": _iso(summary.due),
        "date_state": summary.date_state.value,
        "content_state": summary.content_state.value,
        "reviewed_by": [
            {"id": person.id, "name": person.name, "role": person.role.value} for person in summary.reviewers
        ],
        "review_digest": record.review_digest,
    }
    return {
        "docname": page.docname,
        "title": page.title,
        "url": page.url,
        "statuses": [_status(status) for status in record.statuses],
        "review": None if record.exempt_reason else review,
        "never_reviewed_because": record.exempt_reason or None,
        "content_digest": page.digest,
        "source_reviewed_on": _iso(record.source_reviewed_on),
        "evidence_searched_on": _iso(record.evidence_searched_on),
        "references": {
            "cited": summary.references.cited,
            "matched": summary.references.matched,
            "verified": summary.references.verified,
        },
    }


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
