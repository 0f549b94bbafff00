from __future__ import annotations

from datetime import date
from gettext import NullTranslations
from itertools import permutations
from typing import Any

import pytest

from sphinx_evidence.frontmatter.page import PageRecord
from sphinx_evidence.review.dates import Interval, PartialDate
from sphinx_evidence.review.feed import FeedEntry
from sphinx_evidence.review.history import PageHistory, entries
from sphinx_evidence.review.people import Person, Role
from sphinx_evidence.review.record import Notice, Review, Scope
from sphinx_evidence.review.summary import Now, ReferenceCounts, Terms, summarise
from sphinx_evidence.text import one_line

TODAY = date(2026, 11, 22)
CHANGED = date(2026, 11, 1)
WORDS = NullTranslations()
A, B, C = ("v1-" + sign * 32 for sign in "abc")
PEOPLE: dict[str, Person | None] = {
    "us": Person("us", "the maintainers", Role.MAINTAINER, is_group=True),
    "doctor": Person("doctor", "Dr A", Role.CLINICIAN),
    "patients": Person("patients", "the group", Role.PATIENT_READER, is_group=True),
    "broken": None,
}
CONTENT = (Scope.CONTENT,)
LAST: dict[str, Any] = {
    "last_reviewed_on": PartialDate(2026, 5, 2),
    "reviewed_by": ("us",),
    "review_scope": CONTENT,
    "review_digest": B,
}


def history(
    *lines: str, digest: str | None = B, title: str = "Lupus", changed: date = CHANGED, **record: Any
) -> list[FeedEntry]:
    """Return what is told of a page with *lines* as its other reviews."""
    others = tuple(Review.parse(line) for line in lines)
    terms = Terms(TODAY, Interval(12, "month"), 30, PEOPLE)
    summary = summarise(PageRecord(other_reviews=others, **record), Now(digest), ReferenceCounts(), terms)
    page = PageHistory("lupus", title, "lupus.html", digest, summary, changed)
    return list(entries(page, PEOPLE, "en_GB", WORDS))


def test_the_last_review_is_an_entry() -> None:
    assert history(**LAST) == [
        FeedEntry(
            f"lupus 2026-05-02 by us (content) {B}",
            "Reviewed: Lupus",
            "lupus.html",
            date(2026, 5, 2),
            ("the maintainers",),
            "Reviewed by the maintainers, who are not clinicians. "
            "No clinician and no patient group has reviewed this page.",
        )
    ]


def test_a_page_of_which_nothing_is_recorded_has_no_entry() -> None:
    assert history() == []


@pytest.mark.parametrize(
    ("line", "title", "summary"),
    [
        ("2026-03 by doctor (content)", "Reviewed: Lupus", "Reviewed by Dr A, clinician."),
        ("2026-03 by doctor (content, references)", "Reviewed: Lupus", "Reviewed by Dr A, clinician."),
        ("2026-03 by doctor", "Reviewed: Lupus", "Reviewed by Dr A, clinician."),
        (
            "2026-03 by doctor (section harms)",
            "Section reviewed: Lupus",
            "Reviewed by Dr A, clinician. Only the section “harms” was read.",
        ),
        (
            "2026-03 by doctor (references)",
            "References read: Lupus",
            "Reviewed by Dr A, clinician. Only the references were read.",
        ),
    ],
)
def test_a_review_of_a_part_is_never_told_as_one_of_the_page(line: str, title: str, summary: str) -> None:
    other, _last = history(line, **LAST)
    assert (other.title, other.summary, other.on) == (title, summary, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("by", "names", "who"),
    [
        ("doctor", ("Dr A",), "Dr A, clinician"),
        (
            "us, doctor",
            ("the maintainers", "Dr A"),
            "the maintainers, who are not clinicians; Dr A, clinician",
        ),
        ("stranger", (), "somebody whose record is missing"),
        ("broken", (), "somebody whose record is missing"),
        ("broken, doctor", ("Dr A",), "Dr A, clinician"),
    ],
)
def test_only_people_who_are_known_are_named(by: str, names: tuple[str, ...], who: str) -> None:
    (entry,) = history(f"2026-03 by {by}")
    assert (entry.authors, entry.summary) == (names, f"Reviewed by {who}.")


@pytest.mark.parametrize(
    ("reviewers", "missing"),
    [
        (("us",), "No clinician and no patient group has reviewed this page."),
        (("doctor",), "No patient group has reviewed this page."),
        (("doctor", "patients"), ""),
        (("stranger",), "No review by a clinician or a patient group is recorded."),
    ],
)
def test_who_has_not_read_the_page_is_told_with_its_last_review(
    reviewers: tuple[str, ...], missing: str
) -> None:
    other, last = history("2025-03 by us", **LAST | {"reviewed_by": reviewers})
    assert last.summary.partition(". ")[2] == missing
    assert other.summary == "Reviewed by the maintainers, who are not clinicians."


EDITED = "The page had been edited since the review before."
SAME = "Nothing had changed since the review before."


def changes(*lines: str, **record: Any) -> list[str]:
    """Return of each review its day, and what is told of changes before it."""
    told = [(entry.key.split()[1], entry.summary) for entry in history(*lines, **record)]
    words = {EDITED: "edited", SAME: "same"}
    return [f"{day} {' '.join(words[one] for one in words if one in text)}".strip() for day, text in told]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([f"2026-03 by us {A}"], ["2026-03", "2026-05-02 edited"]),
        ([f"2026-03 by us {B}"], ["2026-03", "2026-05-02 same"]),
        (["2026-03 by us"], ["2026-03", "2026-05-02"]),
        ([f"2026-03 by us v0-{'a' * 32}"], ["2026-03", "2026-05-02"]),
        (
            [f"2026-03 by us {C}", f"2025-03 by us {A}"],
            ["2025-03", "2026-03 edited", "2026-05-02 edited"],
        ),
        (
            [f"2026-03 by us {B}", f"2025-03 by us {A}"],
            ["2025-03", "2026-03 edited", "2026-05-02 same"],
        ),
        ([f"2026-03 by us (section harms) {A}"], ["2026-03", "2026-05-02"]),
        ([f"2026-03 by us (references) {A}"], ["2026-03", "2026-05-02"]),
        (
            [f"2026-04 by us (references) {C}", f"2026-03 by us {B}"],
            ["2026-03", "2026-04", "2026-05-02 same"],
        ),
        ([f"2026-05-02 by doctor {A}"], ["2026-05-02", "2026-05-02 edited"]),
        ([f"2026-05 by doctor {A}"], ["2026-05", "2026-05-02 edited"]),
        (
            [f"2026-03-04 by us {B}", f"2026-03-04 by doctor {A}"],
            ["2026-03-04", "2026-03-04 edited", "2026-05-02 same"],
        ),
    ],
)
def test_each_review_says_whether_the_page_had_changed_since_the_one_before(
    lines: list[str], told: list[str]
) -> None:
    assert changes(*lines, **LAST) == told


def test_reviews_that_are_listed_in_any_order_are_told_in_theirs() -> None:
    lines = [f"2026-03 by us {A}", f"2025-03 by us {B}", f"2024-03 by us {C}"]
    found = {tuple(changes(*order, **LAST)) for order in permutations(lines)}
    assert found == {("2024-03", "2025-03 edited", "2026-03 edited", "2026-05-02 edited")}


def test_an_edit_since_the_last_review_is_an_entry_of_the_day_of_the_change() -> None:
    _review, edit = history(digest=A, **LAST)
    assert edit == FeedEntry(
        f"lupus edited {A}",
        "Edited since its last review: Lupus",
        "lupus.html",
        CHANGED,
        (),
        "Last reviewed: 2 May 2026 by the maintainers, who are not clinicians. Next review due: 2 May 2027.",
    )


@pytest.mark.parametrize(
    ("digest", "record"),
    [
        (B, LAST),
        (None, LAST),
        (A, LAST | {"review_digest": None}),
        (A, {"review_digest": B}),
        (A, LAST | {"exempt_reason": "a list"}),
    ],
    ids=["unchanged", "nothing to compare", "no digest recorded", "never reviewed", "opted out"],
)
def test_what_is_not_known_to_be_edited_is_not_told_as_edited(
    digest: str | None, record: dict[str, Any]
) -> None:
    assert not [entry for entry in history(digest=digest, **record) if "Edited" in entry.title]


def test_a_notice_is_an_entry_of_its_day() -> None:
    notice = Notice(PartialDate(2026, 10), "A drug was withdrawn.")
    told = FeedEntry(
        "lupus notice 2026-10 A drug was withdrawn.",
        "Something has changed: Lupus",
        "lupus.html",
        date(2026, 10, 1),
        (),
        "This page has not been updated. October 2026: A drug was withdrawn.",
    )
    assert history(notice=notice) == [told]
    assert history(notice=notice, **LAST)[0] == told
    assert history("2026-03 by us", notice=notice, exempt_reason="a list", **LAST) == [told]


def keys(*lines: str, **given: Any) -> list[str]:
    return [entry.key for entry in history(*lines, **given)]


def test_an_entry_keeps_its_key_when_the_title_the_day_or_the_page_changes() -> None:
    notice = Notice(PartialDate(2026, 10), "A drug was withdrawn.")
    before = keys("2026-03 by doctor", digest=A, notice=notice, **LAST)
    assert len(set(before)) == 4
    again = keys(
        "2026-03 by doctor", digest=A, notice=notice, title="Other", changed=date(2026, 11, 20), **LAST
    )
    assert again == before
    edited = keys("2026-03 by doctor", digest=C, notice=notice, **LAST)
    assert set(before) - set(edited) == {f"lupus edited {A}"}


@pytest.mark.parametrize("scope", [(), CONTENT, (Scope.CONTENT, Scope.REFERENCES)])
def test_a_review_keeps_its_key_when_another_one_follows_it(scope: tuple[Scope, ...]) -> None:
    (before,) = keys(**LAST | {"review_scope": scope})
    line = before.removeprefix("lupus ")
    after = keys(line, **LAST | {"last_reviewed_on": PartialDate(2026, 11, 20), "reviewed_by": ("doctor",)})
    assert before == after[0]
    assert len(after) == 2


def test_a_review_that_is_listed_twice_is_one_entry() -> None:
    line = "2026-03 by us (content)"
    last = f"2026-05-02 by us (content) {B}"
    found = keys(line, line, last, **LAST)
    assert found == [f"lupus {line}", f"lupus {last}"]


def test_hostile_text_stays_in_its_line(hostile: str) -> None:
    notice = Notice(PartialDate(2026, 10), f"a {hostile}")
    found = history(title=hostile, notice=notice, **LAST)
    titles = [one_line(f"{what}: {hostile}") for what in ("Something has changed", "Reviewed")]
    assert [entry.title for entry in found] == titles
