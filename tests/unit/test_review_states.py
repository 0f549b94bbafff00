from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.states import ContentState, DateState, content_state, date_state

ONE = "v1-" + "1" * 32
TWO = "v1-" + "2" * 32


@pytest.mark.parametrize(
    ("due", "today", "state"),
    [
        ("2026-12-31", date(2026, 11, 30), DateState.CURRENT),  # 31 days before
        ("2026-12-31", date(2026, 12, 1), DateState.DUE_SOON),  # exactly 30 days before
        ("2026-12-31", date(2026, 12, 31), DateState.DUE_SOON),  # the day itself has not ended
        ("2026-12-31", date(2027, 1, 1), DateState.OVERDUE),
        ("2026-12", date(2026, 11, 30), DateState.CURRENT),
        ("2026-12", date(2026, 12, 1), DateState.DUE_SOON),
        ("2026-12", date(2026, 12, 31), DateState.DUE_SOON),  # a month passes when it has ended
        ("2026-12", date(2027, 1, 1), DateState.OVERDUE),
        ("2027-02", date(2027, 1, 28), DateState.CURRENT),
        ("2027-02", date(2027, 1, 29), DateState.DUE_SOON),
        ("2027-02", date(2027, 2, 28), DateState.DUE_SOON),
        ("2027-02", date(2027, 3, 1), DateState.OVERDUE),
        ("2028-02", date(2028, 2, 29), DateState.DUE_SOON),
        ("2028-02", date(2028, 3, 1), DateState.OVERDUE),
        ("2027-11", date(2026, 11, 22), DateState.CURRENT),
        ("1999-01", date(2026, 11, 22), DateState.OVERDUE),
    ],
)
def test_a_review_is_due_soon_for_30_days_and_overdue_when_its_day_or_month_has_ended(
    due: str, today: date, state: DateState
) -> None:
    assert date_state(PartialDate.parse(due), today, 30) is state


def test_a_page_without_a_review_was_never_reviewed_on_any_day() -> None:
    assert date_state(None, date(1970, 1, 1), 30) is DateState.NEVER
    assert date_state(None, date(2026, 11, 22), 365) is DateState.NEVER


def test_with_no_days_of_warning_only_the_last_day_is_due_soon() -> None:
    due = PartialDate(2026, 12, 31)
    assert date_state(due, date(2026, 12, 30), 0) is DateState.CURRENT
    assert date_state(due, date(2026, 12, 31), 0) is DateState.DUE_SOON


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 2000),
    st.integers(0, 400),
    st.integers(0, 365),
)
def test_as_days_pass_the_date_axis_never_gets_better(due: date, before: int, later: int, soon: int) -> None:
    order = [DateState.CURRENT, DateState.DUE_SOON, DateState.OVERDUE]
    wanted = PartialDate(due.year, due.month, due.day)
    today = due - timedelta(days=before)
    then = today + timedelta(days=later)
    assert order.index(date_state(wanted, today, soon)) <= order.index(date_state(wanted, then, soon))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_last_day_of_a_month_that_is_due_is_the_last_that_is_not_overdue(today: date) -> None:
    state = date_state(PartialDate(today.year, today.month), today, 30)
    tomorrow = today + timedelta(days=1)
    assert state is DateState.DUE_SOON
    is_overdue = date_state(PartialDate(today.year, today.month), tomorrow, 30) is DateState.OVERDUE
    assert is_overdue == (tomorrow.day == 1)


@pytest.mark.parametrize(
    ("recorded", "computed", "state"),
    [
        (ONE, ONE, ContentState.UNCHANGED),
        (ONE, TWO, ContentState.EDITED),
        (None, ONE, ContentState.UNKNOWN),
        (ONE, None, ContentState.UNKNOWN),
        (None, None, ContentState.UNKNOWN),
        ("v0-" + "1" * 32, ONE, ContentState.UNKNOWN),  # an older scheme says nothing of now
        ("v11-" + "1" * 32, ONE, ContentState.UNKNOWN),
        ("v2-" + "1" * 32, "v2-" + "2" * 32, ContentState.EDITED),
    ],
)
def test_content_counts_as_unchanged_only_where_both_digests_say_so(
    recorded: str | None, computed: str | None, state: ContentState
) -> None:
    assert content_state(recorded, computed) is state
