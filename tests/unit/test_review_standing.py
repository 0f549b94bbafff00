from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.frontmatter.page import PageRecord
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.people import Person, Role
from sphinx_evidence.review.record import Review, Scope
from sphinx_evidence.review.standing import Section, StandingReview, standing_reviews
from sphinx_evidence.review.states import ContentState

A = "v1-" + "a" * 32
B = "v1-" + "b" * 32
C = "v1-" + "c" * 32
PEOPLE: dict[str, Person | None] = {
    "us": Person("us", "the maintainers", Role.MAINTAINER, is_group=True),
    "doctor": Person("doctor", "Dr A", Role.CLINICIAN),
    "surgeon": Person("surgeon", "Dr B", Role.CLINICIAN),
    "patient": Person("patient", "P", Role.PATIENT_READER),
    "editor": Person("editor", "E", Role.EDITOR),
    "broken": None,
}
SECTIONS = {"harms": Section("Harms", B), "plain": Section("", C)}
CONTENT, REFERENCES = (Scope.CONTENT,), (Scope.REFERENCES,)


def standing(
    *lines: str,
    on: str | None = "2026-05",
    by: tuple[str, ...] = ("us",),
    scope: tuple[Scope, ...] = CONTENT,
    digest: str | None = A,
) -> tuple[StandingReview, ...]:
    record = PageRecord(
        last_reviewed_on=PartialDate.parse(on) if on else None,
        reviewed_by=by,
        review_scope=scope,
        other_reviews=tuple(Review.parse(line) for line in lines),
    )
    return standing_reviews(record, PEOPLE, digest, SECTIONS)


def told(found: tuple[StandingReview, ...]) -> list[tuple[str, str, str]]:
    """Return of each review its date, who is named, and what was read."""
    return [
        (
            one.review.on.iso,
            ", ".join(person.id for person in one.reviewers),
            one.section or ("" if one.review.is_of_the_page else "references"),
        )
        for one in found
    ]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ((), []),
        (("2026-04 by doctor",), [("2026-04", "doctor", "")]),
        (("2026-03 by doctor", "2026-04 by surgeon"), [("2026-04", "surgeon", "")]),
        (("2026-04 by doctor", "2026-03 by surgeon"), [("2026-04", "doctor", "")]),
        (("2026-04 by doctor, surgeon",), [("2026-04", "doctor, surgeon", "")]),
        (("2026-04 by us",), []),
        (("2026-04 by us, patient",), [("2026-04", "patient", "")]),
        (
            ("2026-03 by doctor, patient", "2026-04 by doctor"),
            [("2026-04", "doctor", ""), ("2026-03", "patient", "")],
        ),
        (("2026-04 by stranger",), []),
        (("2026-04 by broken",), []),
        (("2026-04 by stranger, doctor",), [("2026-04", "doctor", "")]),
        (("2026-04-20 by doctor", "2026-04 by surgeon"), [("2026-04", "surgeon", "")]),
        # One part of the page
        (("2026-04 by doctor (section harms)",), [("2026-04", "doctor", "Harms")]),
        (
            ("2026-03 by doctor (section harms)", "2026-04 by surgeon (section harms)"),
            [("2026-04", "surgeon", "Harms")],
        ),
        (
            ("2026-03 by doctor (section harms)", "2026-04 by doctor (references)", "2026-02 by editor"),
            [("2026-02", "editor", ""), ("2026-04", "doctor", "references"), ("2026-03", "doctor", "Harms")],
        ),
        (
            ("2026-04 by doctor (section harms)", "2026-03 by doctor (section gone)"),
            [("2026-04", "doctor", "Harms"), ("2026-03", "doctor", "gone")],
        ),
        (("2026-04 by doctor (section plain)",), [("2026-04", "doctor", "plain")]),
        # What a later review of as much or more has overtaken
        (("2026-03 by doctor (section harms)", "2026-04 by doctor"), [("2026-04", "doctor", "")]),
        (
            ("2026-04 by doctor (section harms)", "2026-03 by doctor"),
            [("2026-03", "doctor", ""), ("2026-04", "doctor", "Harms")],
        ),
        (("2026-04 by us (section harms)",), []),
        (("2026-06 by us (section harms)",), [("2026-06", "us", "Harms")]),
        (("2026-04 by us (references)",), [("2026-04", "us", "references")]),
        (
            ("2026-03 by doctor (references)", "2026-04 by doctor (content, references)"),
            [("2026-04", "doctor", "")],
        ),
        (
            ("2026-03 by doctor (references)", "2026-04 by doctor (content)"),
            [("2026-04", "doctor", ""), ("2026-03", "doctor", "references")],
        ),
    ],
)
def test_the_latest_of_each_role_stands_beside_the_last_review_then_those_of_a_part(
    lines: tuple[str, ...], shown: list[tuple[str, str, str]]
) -> None:
    assert told(standing(*lines)) == shown


@pytest.mark.parametrize(("on", "shown"), [("2026-05", []), ("2026-03", [("2026-04", "us", "references")])])
def test_references_read_since_the_last_review_are_shown_though_it_read_them_too(
    on: str, shown: list[tuple[str, str, str]]
) -> None:
    assert told(standing("2026-04 by us (references)", on=on, scope=CONTENT + REFERENCES)) == shown


def test_a_last_review_without_its_day_hides_no_other() -> None:
    assert told(standing("2026-04 by us (section harms)", on=None)) == [("2026-04", "us", "Harms")]


@pytest.mark.parametrize(
    ("line", "digest", "state"),
    [
        (f"2026-04 by doctor {A}", A, ContentState.UNCHANGED),
        (f"2026-04 by doctor {B}", A, ContentState.EDITED),
        ("2026-04 by doctor", A, ContentState.UNKNOWN),
        (f"2026-04 by doctor {A}", None, ContentState.UNKNOWN),
        (f"2026-04 by doctor (references) {A}", A, ContentState.UNCHANGED),
        (f"2026-04 by doctor (references) {B}", A, ContentState.EDITED),
        (f"2026-04 by doctor (section harms) {B}", A, ContentState.UNCHANGED),
        (f"2026-04 by doctor (section harms) {A}", A, ContentState.EDITED),
        (f"2026-04 by doctor (section gone) {A}", A, ContentState.UNKNOWN),
        ("2026-04 by doctor (section harms)", A, ContentState.UNKNOWN),
        ("2026-04 by doctor v0-" + "a" * 32, A, ContentState.UNKNOWN),
    ],
)
def test_each_review_is_compared_with_what_it_read(line: str, digest: str, state: ContentState) -> None:
    (found,) = standing(line, digest=digest)
    assert found.content_state is state


DATES = st.dates(date(2025, 1, 1), date(2026, 12, 31)).map(
    lambda day: PartialDate(day.year, day.month, day.day)
)
NAMES = st.lists(st.sampled_from([*PEOPLE, "stranger"]), min_size=1, max_size=3, unique=True).map(tuple)
SCOPES = st.sampled_from([(), CONTENT, REFERENCES, CONTENT + REFERENCES])
REVIEWS = st.one_of(
    st.builds(Review, DATES, NAMES, SCOPES),
    st.builds(Review, DATES, NAMES, section=st.sampled_from([*SECTIONS, "gone"])),
)
RECORDS = st.builds(
    PageRecord,
    last_reviewed_on=st.one_of(st.none(), DATES),
    reviewed_by=NAMES,
    review_scope=st.sampled_from([(), CONTENT, CONTENT + REFERENCES]),
    other_reviews=st.lists(REVIEWS, max_size=6).map(tuple),
)


def roles_of(review: Review) -> set[Role]:
    return {person.role for name in review.by if (person := PEOPLE.get(name))}


@given(RECORDS)
def test_whatever_is_recorded_each_role_stands_once_and_with_its_latest_review(record: PageRecord) -> None:
    found = standing_reviews(record, PEOPLE, A, SECTIONS)
    own = set() if record.last_reviewed_on is None else roles_of(Review(JAN, record.reviewed_by))
    seen: set[tuple[str, Role]] = set()
    for one in found:
        assert one.review in record.other_reviews
        assert one.reviewers
        assert {person.id for person in one.reviewers} <= set(one.review.by)
        # Who read a section, or the references, is never shown as having read the page.
        assert bool(one.section) == bool(one.review.section)
        part = one.section or str(one.review.is_of_the_page)
        roles = {person.role for person in one.reviewers}
        assert not {(part, role) for role in roles} & seen
        seen |= {(part, role) for role in roles}
        rivals = [
            other
            for other in record.other_reviews
            if (other.section, other.is_of_the_page) == (one.review.section, one.review.is_of_the_page)
        ]
        for role in roles:
            days = [other.on.last for other in rivals if role in roles_of(other)]
            assert one.review.on.last == max(days)
            if role in own and one.review.is_of_the_page:
                assert record.last_reviewed_on is not None
                assert one.review.on.last > record.last_reviewed_on.last
    kinds = [(bool(one.section), not one.review.is_of_the_page) for one in found]
    assert kinds == sorted(kinds)


JAN = PartialDate(2026, 1)


@given(RECORDS)
def test_no_role_that_read_the_page_is_lost(record: PageRecord) -> None:
    found = standing_reviews(record, PEOPLE, A, SECTIONS)
    shown = {person.role for one in found if one.review.is_of_the_page for person in one.reviewers}
    if record.last_reviewed_on is not None:
        shown |= roles_of(Review(JAN, record.reviewed_by))
    read = {role for review in record.other_reviews if review.is_of_the_page for role in roles_of(review)}
    assert read <= shown
