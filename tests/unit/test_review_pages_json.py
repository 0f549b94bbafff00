from __future__ import annotations

import json
from datetime import date
from importlib import resources
from typing import Any

import jsonschema
import pytest

from sphinx_evidence.frontmatter.page import PageRecord
from sphinx_evidence.investigational.status import Product, Status, TreatmentStatus
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.pages_json import SCHEMA_VERSION, PageEntry, pages_json
from sphinx_evidence.review.people import Person, Role
from sphinx_evidence.review.record import Notice, Review, Scope
from sphinx_evidence.review.standing import StandingReview
from sphinx_evidence.review.states import ContentState, DateState
from sphinx_evidence.review.summary import Original, ReferenceCounts, ReviewSummary

TODAY = date(2026, 11, 22)
DIGEST = "v1-" + "a" * 32
SCHEMA = json.loads(
    resources.files("sphinx_evidence").joinpath("review/pages.schema.json").read_text(encoding="utf-8")
)
DOCTOR = Person("j-roe", "Jane Roe", Role.CLINICIAN)
PARTIAL = Review(PartialDate(2026, 6, 2), ("j-roe",), section="harms", digest=DIGEST)
REVIEWED = PageEntry(
    "conditions/lupus",
    "Lupus",
    "conditions/lupus.html",
    DIGEST,
    ReviewSummary(
        PageRecord(
            statuses=(
                TreatmentStatus(Status.INVESTIGATIONAL, "MSC"),
                TreatmentStatus(
                    Status.WITHDRAWN, "Alofisel", Product("Alofisel", "EU", PartialDate(2024, 12, 13))
                ),
            ),
            last_reviewed_on=PartialDate(2026, 11),
            reviewed_by=("maintainers",),
            review_digest=DIGEST,
            source_reviewed_on=PartialDate(2026, 1),
            evidence_searched_on=PartialDate(2026, 11, 22),
            review_scope=(Scope.CONTENT,),
            no_change_because="the sources were searched again",
            notice=Notice(PartialDate(2026, 11, 20), "A trial was stopped."),
        ),
        (Person("maintainers", "the guide's maintainers", Role.MAINTAINER, is_group=True),),
        PartialDate(2027, 11),
        DateState.CURRENT,
        ContentState.UNCHANGED,
        ReferenceCounts(3, 2, 1),
        others=(StandingReview(PARTIAL, (DOCTOR,), "Harms", ContentState.EDITED),),
        owner=DOCTOR,
        original=Original(
            ReviewSummary(
                PageRecord(last_reviewed_on=PartialDate(2026, 10)),
                (),
                PartialDate(2027, 10),
                DateState.CURRENT,
                ContentState.UNKNOWN,
                ReferenceCounts(),
            ),
            ContentState.EDITED,
        ),
    ),
)


def empty(docname: str = "index", title: str = "Home", **record: Any) -> PageEntry:
    summary = ReviewSummary(
        PageRecord(**record), (), None, DateState.NEVER, ContentState.UNKNOWN, ReferenceCounts()
    )
    return PageEntry(docname, title, f"{docname}.html", None, summary)


def valid(text: str) -> Any:
    content = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(content)
    return content


def test_the_schema_is_a_schema_of_the_version_that_is_written() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema_version"] == {"const": SCHEMA_VERSION}


def test_a_reviewed_page_is_told_with_its_status_dates_and_state() -> None:
    content = valid(pages_json([REVIEWED], "Guide", TODAY))
    assert content == {
        "schema_version": 1,
        "project": "Guide",
        "as_of": "2026-11-22",
        "pages": [
            {
                "docname": "conditions/lupus",
                "title": "Lupus",
                "url": "conditions/lupus.html",
                "statuses": [
                    {"treatment": "MSC", "status": "investigational", "product": None},
                    {
                        "treatment": "Alofisel",
                        "status": "withdrawn",
                        "product": {"name": "Alofisel", "place": "EU", "on": "2024-12-13"},
                    },
                ],
                "review": {
                    "last_reviewed_on": "2026-11",
                    "due_on": "2027-11",
                    "date_state": "current",
                    "content_state": "unchanged",
                    "reviewed_by": [
                        {"id": "maintainers", "name": "the guide's maintainers", "role": "maintainer"}
                    ],
                    "scope": ["content"],
                    "no_change_because": "the sources were searched again",
                    "review_digest": DIGEST,
                },
                "other_reviews": [
                    {
                        "on": "2026-06-02",
                        "reviewed_by": [{"id": "j-roe", "name": "Jane Roe", "role": "clinician"}],
                        "scope": [],
                        "section": "harms",
                        "content_state": "edited",
                    }
                ],
                "original": {
                    "review": {
                        "last_reviewed_on": "2026-10",
                        "due_on": "2027-10",
                        "date_state": "current",
                        "content_state": "unknown",
                        "reviewed_by": [],
                        "scope": [],
                        "no_change_because": None,
                        "review_digest": None,
                    },
                    "content_state": "edited",
                },
                "owner": "j-roe",
                "notice": {"on": "2026-11-20", "text": "A trial was stopped."},
                "never_reviewed_because": None,
                "content_digest": DIGEST,
                "source_reviewed_on": "2026-01",
                "evidence_searched_on": "2026-11-22",
                "references": {"cited": 3, "matched": 2, "verified": 1},
            }
        ],
    }


def test_a_page_without_a_record_claims_nothing() -> None:
    (page,) = valid(pages_json([empty()], "Guide", TODAY))["pages"]
    assert page["review"]["date_state"] == "never"
    assert page["review"]["content_state"] == "unknown"
    assert page["review"]["reviewed_by"] == page["statuses"] == []
    assert page["review"]["last_reviewed_on"] is page["review"]["due_on"] is page["content_digest"] is None


def test_a_page_that_opts_out_has_a_reason_and_no_review() -> None:
    (page,) = valid(pages_json([empty(exempt_reason="a glossary")], "Guide", TODAY))["pages"]
    assert (page["review"], page["never_reviewed_because"]) == (None, "a glossary")


def test_a_status_for_the_whole_page_names_no_treatment() -> None:
    entry = empty(statuses=(TreatmentStatus(Status.BACKGROUND),))
    (page,) = valid(pages_json([entry], "Guide", TODAY))["pages"]
    assert page["statuses"] == [{"treatment": None, "status": "background", "product": None}]


def test_a_project_without_pages_is_valid() -> None:
    assert valid(pages_json([], "", TODAY))["pages"] == []


@pytest.mark.parametrize("state", DateState)
@pytest.mark.parametrize("content_state", ContentState)
@pytest.mark.parametrize("role", Role)
def test_every_word_that_can_be_written_is_in_the_schema(
    state: DateState, content_state: ContentState, role: Role
) -> None:
    reviewers = (Person("a", "A", role),)
    summary = ReviewSummary(PageRecord(), reviewers, None, state, content_state, ReferenceCounts())
    valid(pages_json([PageEntry("a", "A", "a.html", None, summary)], "Guide", TODAY))


@pytest.mark.parametrize("status", Status)
def test_every_status_is_in_the_schema(status: Status) -> None:
    valid(pages_json([empty(statuses=(TreatmentStatus(status),))], "Guide", TODAY))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"date_state": "current"', '"date_state": "fine"'),
        ('"status": "investigational"', '"status": "proven"'),
        ('"last_reviewed_on": "2026-11"', '"last_reviewed_on": "November"'),
        ('"content_digest": "v1-', '"content_digest": "'),
        ('"role": "maintainer"', '"role": "doctor"'),
        ('"verified": 1', '"verified": -1'),
        ('"as_of": "2026-11-22"', '"as_of": "2026-11"'),
        ('"schema_version": 1', '"schema_version": 2'),
        ('"title": "Lupus",', ""),
    ],
)
def test_the_schema_refuses_what_is_never_written(old: str, new: str) -> None:
    text = pages_json([REVIEWED], "Guide", TODAY)
    assert old in text
    with pytest.raises(jsonschema.ValidationError):
        valid(text.replace(old, new))


def test_every_field_that_is_written_is_described_in_the_schema() -> None:
    content = valid(pages_json([REVIEWED], "Guide", TODAY))
    (page,) = content["pages"]
    defs = SCHEMA["$defs"]
    assert set(content) == set(SCHEMA["properties"]) == set(SCHEMA["required"])
    assert set(page) == set(defs["page"]["properties"]) == set(defs["page"]["required"])
    assert set(page["review"]) == set(defs["review"]["properties"]) == set(defs["review"]["required"])
    assert set(page["statuses"][0]) == set(defs["status"]["properties"]) == set(defs["status"]["required"])


def test_the_same_pages_give_the_same_bytes_in_whatever_order_they_are_read() -> None:
    one = pages_json([empty("b"), empty("a"), REVIEWED], "Guide", TODAY)
    other = pages_json(iter([REVIEWED, empty("a"), empty("b")]), "Guide", TODAY)
    assert one.encode() == other.encode()
    assert [page["docname"] for page in valid(one)["pages"]] == ["a", "b", "conditions/lupus"]


def test_a_person_can_read_the_file_and_a_diff_of_it() -> None:
    text = pages_json([empty(title="Ménière & Söhne 末")], "Guide", TODAY)
    assert text.endswith("}\n")
    assert '      "title": "Ménière & Söhne 末",\n' in text


def test_hostile_text_is_read_back_as_it_was(hostile: str) -> None:
    reviewers = (Person("a", hostile, Role.EDITOR),)
    record = PageRecord(statuses=(TreatmentStatus(Status.INVESTIGATIONAL, hostile),), exempt_reason=hostile)
    summary = ReviewSummary(record, reviewers, None, DateState.NEVER, ContentState.UNKNOWN, ReferenceCounts())
    content = valid(pages_json([PageEntry("a", hostile, "a.html", None, summary)], hostile, TODAY))
    (page,) = content["pages"]
    assert content["project"] == page["title"] == page["never_reviewed_because"] == hostile
    assert page["statuses"][0]["treatment"] == hostile
