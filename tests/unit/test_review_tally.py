from __future__ import annotations

from datetime import date
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.frontmatter.page import PageRecord
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.people import Person, Role
from sphinx_evidence.review.record import Review
from sphinx_evidence.review.states import ContentState, DateState
from sphinx_evidence.review.summary import ReferenceCounts, ReviewSummary
from sphinx_evidence.review.tally import (
    PageReview,
    content_words,
    due_months,
    most_urgent_first,
    signed_reviews,
    state_word,
    summary_runs,
    tally,
    vacant_roles,
)

WORDS = NullTranslations()
DAY = PartialDate(2026, 11, 22)
MAINTAINERS = Person("maintainers", "the guide's maintainers", Role.MAINTAINER, is_group=True)
DOCTOR = Person("doctor", "A. Example", Role.CLINICIAN)


def page(
    docname: str,
    state: DateState = DateState.CURRENT,
    content: ContentState = ContentState.UNCHANGED,
    *,
    due: str = "2027-01",
    reviewed: str = "2026-01",
    by: tuple[Person, ...] = (MAINTAINERS,),
    others: tuple[str, ...] = (),
    exempt: str = "",
) -> PageReview:
    was_reviewed = state is not DateState.NEVER
    record = PageRecord(
        last_reviewed_on=PartialDate.parse(reviewed) if was_reviewed else None,
        other_reviews=tuple(Review.parse(line) for line in others),
        exempt_reason=exempt,
    )
    due_on = PartialDate.parse(due) if was_reviewed else None
    return PageReview(
        docname, docname.title(), ReviewSummary(record, by, due_on, state, content, ReferenceCounts())
    )


PAGES = st.lists(
    st.builds(
        page,
        st.text("abc/", min_size=1, max_size=3),
        st.sampled_from(DateState),
        st.sampled_from(ContentState),
        due=st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(str),
        exempt=st.sampled_from(["", "", "", "a reason"]),
    ),
    max_size=30,
)


def test_each_page_is_counted_on_both_axes() -> None:
    counts = tally(
        [
            page("a"),
            page("b", content=ContentState.EDITED),
            page("c", DateState.OVERDUE, ContentState.EDITED),
            page("d", DateState.NEVER, ContentState.UNKNOWN),
            page("e", exempt="a list"),
        ]
    )
    assert counts.pages() == 4
    assert counts.exempt == 1
    assert counts.pages(DateState.CURRENT) == 2
    assert counts.pages(DateState.CURRENT, ContentState.EDITED) == 1
    assert counts.pages(content=ContentState.EDITED) == 2
    assert counts.pages(DateState.DUE_SOON) == 0


@pytest.mark.parametrize("content", ContentState)
def test_a_page_that_was_never_reviewed_has_no_text_that_was(content: ContentState) -> None:
    counts = tally([page("a", DateState.NEVER, content)])
    assert counts.pages(DateState.NEVER) == 1
    assert [counts.pages(content=state) for state in ContentState] == [0, 0, 0]


@given(PAGES)
def test_no_page_is_lost_or_counted_twice(pages: list[PageReview]) -> None:
    counts = tally(pages)
    assert counts.pages() + counts.exempt == len(pages)
    assert sum(counts.pages(state) for state in DateState) == counts.pages()
    reviewed = counts.pages() - counts.pages(DateState.NEVER)
    assert sum(counts.pages(content=state) for state in ContentState) == reviewed


def test_months_between_the_first_and_the_last_are_shown_with_none() -> None:
    months = due_months([page("a", due="2026-11-03"), page("b", due="2027-02"), page("c", due="2026-11-30")])
    assert [(month.iso, count) for month, count in months.rows] == [
        ("2026-11", 2),
        ("2026-12", 0),
        ("2027-01", 0),
        ("2027-02", 1),
    ]
    assert months.is_complete


@pytest.mark.parametrize(("last", "rows", "is_complete"), [("2027-12", 24, True), ("2028-01", 2, False)])
def test_more_than_two_years_are_shown_without_their_gaps_and_say_so(
    last: str, rows: int, *, is_complete: bool
) -> None:
    months = due_months([page("a", due="2026-01"), page("b", due=last)])
    assert len(months.rows) == rows
    assert months.is_complete is is_complete
    assert (months.rows[0][0].iso, months.rows[-1][0].iso) == ("2026-01", last)


def test_only_pages_with_a_review_are_due() -> None:
    assert due_months([page("a", DateState.NEVER), page("b", exempt="a list")]).rows == ()


@given(PAGES)
def test_every_due_page_is_in_its_month(pages: list[PageReview]) -> None:
    months = due_months(pages)
    due = [one for one in pages if one.summary.due and not one.summary.record.exempt_reason]
    assert sum(count for _month, count in months.rows) == len(due)
    assert list(months.rows) == sorted(months.rows, key=lambda row: row[0].first)
    if not months.is_complete:
        assert all(count for _month, count in months.rows)


def test_what_needs_somebody_comes_first() -> None:
    pages = [
        page("exempt", exempt="a list"),
        page("later", due="2027-03"),
        page("edited", content=ContentState.EDITED, due="2027-09"),
        page("sooner", due="2027-02"),
        page("soon", DateState.DUE_SOON, ContentState.EDITED, due="2026-12"),
        page("never", DateState.NEVER),
        page("overdue", DateState.OVERDUE, due="2026-10"),
        page("long-overdue", DateState.OVERDUE, ContentState.EDITED, due="2026-09-30"),
        page("also-later", due="2027-03-31"),
    ]
    names = [
        "long-overdue",
        "overdue",
        "never",
        "soon",
        "edited",
        "sooner",
        "also-later",
        "later",
        "exempt",
    ]
    assert [one.docname for one in most_urgent_first(pages)] == names
    assert [one.docname for one in most_urgent_first(reversed(pages))] == names


def test_each_persons_reviews_are_listed_the_latest_first() -> None:
    signed = signed_reviews(
        [
            page("b", reviewed="2026-05", by=(MAINTAINERS, DOCTOR)),
            page("c", reviewed="2026-05-31"),
            page("a", reviewed="2026-06-01"),
            page("never", DateState.NEVER),
            page("exempt", exempt="a list"),
        ]
    )
    found = {name: [(one.page.docname, one.on.iso) for one in reviews] for name, reviews in signed.items()}
    assert found == {
        "maintainers": [("a", "2026-06-01"), ("b", "2026-05"), ("c", "2026-05-31")],
        "doctor": [("b", "2026-05")],
    }


@pytest.mark.parametrize(
    ("other", "on"),
    [
        ("2026-03-01 by doctor", "2026-03-01"),
        ("2026-03-01 by doctor (references)", None),
        ("2026-03-01 by doctor (section harms)", None),
    ],
)
def test_an_earlier_review_counts_where_it_was_of_the_whole_page(other: str, on: str | None) -> None:
    signed = signed_reviews([page("a", reviewed="2026-05", others=(other, "2026-01-02 by maintainers"))])
    assert [review.on.iso for review in signed["maintainers"]] == ["2026-05"]
    assert [review.on.iso for review in signed.get("doctor", [])] == ([on] if on else [])


def test_a_role_is_vacant_unless_somebody_usable_has_it() -> None:
    assert vacant_roles({}) == list(Role)
    assert vacant_roles({"doctor": DOCTOR, "maintainers": MAINTAINERS, "broken": None}) == [
        Role.EDITOR,
        Role.SECOND_READER,
        Role.STATISTICIAN,
        Role.PATIENT_READER,
    ]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([], "On 2026-11-22, no page is meant to be reviewed."),
        (
            [page("a", exempt="x")],
            "On 2026-11-22, no page is meant to be reviewed. 1 page is not reviewed, with a reason.",
        ),
        (
            [page("a")],
            "On 2026-11-22, 1 page is meant to be reviewed: 1 current, 0 due soon, 0 overdue, 0 never reviewed.",
        ),
        (
            [
                *(page(f"{number}", DateState.DUE_SOON) for number in range(2)),
                *(page(f"{number}", DateState.OVERDUE) for number in range(3)),
                *(page(f"{number}", DateState.NEVER) for number in range(4)),
                page("x", exempt="x"),
                page("y", exempt="y"),
            ],
            "On 2026-11-22, 9 pages are meant to be reviewed: 0 current, 2 due soon, 3 overdue, 4 never reviewed. "
            "2 pages are not reviewed, each with a reason.",
        ),
    ],
)
def test_the_counts_are_told_with_their_day(pages: list[PageReview], said: str) -> None:
    runs = summary_runs(tally(pages), DAY, WORDS)
    assert DAY in runs
    assert "".join(run if isinstance(run, str) else run.iso for run in runs) == said


def test_no_two_states_have_the_same_words() -> None:
    assert len({state_word(state, WORDS) for state in DateState}) == len(DateState)
    assert len({content_words(state, WORDS) for state in ContentState}) == len(ContentState)
