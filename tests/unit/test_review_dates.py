from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.review.dates import Interval, PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

TODAY = date(2026, 11, 22)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
NOT_DATES = [
    "2019-03-2r9",
    "2026",
    "2026-1",
    "2026-1-1",
    "26-11-22",
    "2026-11-22T00:00",
    "2026/11/22",
    "22-11-2026",
    "November 2026",
    "2026-11-",
    "-2026-11",
    "+2026-11",
    "２０２６-11",  # full-width digits
    "٢٠٢٦-١١",
    "2026–11",  # a dash, not a hyphen
    "2026-11-22\n2026-11-23",
    "",
    " ",
]
NOT_IN_THE_CALENDAR = [
    "2026-13-45",
    "2027-02-30",
    "2026-02-29",
    "1900-02-29",
    "2026-00",
    "2026-13",
    "2026-11-00",
    "2026-11-31",
]


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_is_no_date_is_named_and_told_how_to_write_one(text: str) -> None:
    with pytest.raises(
        ValueError, match="is not a date; write a day as YYYY-MM-DD or a month as YYYY-MM"
    ) as info:
        PartialDate.parse(text)
    assert repr(text) in str(info.value)


@pytest.mark.parametrize("text", NOT_IN_THE_CALENDAR)
def test_a_day_that_does_not_exist_is_not_called_a_typing_error(text: str) -> None:
    with pytest.raises(
        ValueError, match=f"'{text}' does not exist in the calendar; write a day as YYYY-MM-DD"
    ):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "last", "iso"),
    [
        ("2026-11-22", date(2026, 11, 22), date(2026, 11, 22), "2026-11-22"),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), "2026-11"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "2026-02"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028-02"),
        ("2028-02-29", date(2028, 2, 29), date(2028, 2, 29), "2028-02-29"),
        (" 2026-12\n", date(2026, 12, 1), date(2026, 12, 31), "2026-12"),
        ("1001-01", date(1001, 1, 1), date(1001, 1, 31), "1001-01"),
    ],
)
def test_a_month_lasts_from_its_first_day_to_its_last(text: str, first: date, last: date, iso: str) -> None:
    found = PartialDate.parse(text)
    assert (found.first, found.last, found.iso) == (first, last, iso)


@given(DAYS)
def test_every_day_is_read_back_as_it_was_written(day: date) -> None:
    found = PartialDate.parse(day.isoformat())
    assert found.first == found.last == day
    assert PartialDate.parse(found.iso) == found


@given(DAYS)
def test_every_month_is_read_back_without_a_day_that_nobody_gave(day: date) -> None:
    found = PartialDate.parse(day.isoformat()[:7])
    assert found.day is None
    assert PartialDate.parse(found.iso) == found


@given(st.text())
def test_any_text_is_a_date_or_a_value_error_on_one_line(text: str) -> None:
    try:
        found = PartialDate.parse(text)
    except ValueError as error:
        assert str(error).isprintable()  # noqa: PT017  # either outcome is right
    else:
        assert found.iso == text.strip()


@pytest.mark.parametrize(
    ("text", "is_future"),
    [
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-11-23", False),  # in Kiritimati it is tomorrow already
        ("2026-11-24", True),
        ("2026-11", False),
        ("2026-12", True),
        ("2027-01", True),
    ],
)
def test_the_future_begins_the_day_after_tomorrow(text: str, *, is_future: bool) -> None:
    assert PartialDate.parse(text).is_future(TODAY) is is_future


def test_a_month_that_begins_tomorrow_is_not_yet_the_future() -> None:
    assert not PartialDate(2026, 12).is_future(date(2026, 11, 30))
    assert PartialDate(2026, 12).is_future(date(2026, 11, 29))


@pytest.mark.parametrize(
    ("reviewed", "interval", "due"),
    [
        ("2026-01", "12 months", "2027-01"),
        ("2026-11", "1 month", "2026-12"),
        ("2026-12", "1 month", "2027-01"),
        ("2026-11", "14 months", "2028-01"),
        ("2026-11", "1 year", "2027-11"),
        ("2026-01-31", "1 month", "2026-02-28"),  # clamped
        ("2028-01-31", "1 month", "2028-02-29"),
        ("2026-03-31", "1 month", "2026-04-30"),
        ("2026-08-31", "6 months", "2027-02-28"),
        ("2028-02-29", "1 year", "2029-02-28"),
        ("2028-02-29", "4 years", "2032-02-29"),
        ("2028-02-29", "12 months", "2029-02-28"),
        ("2026-02-28", "1 month", "2026-03-28"),  # not stretched to the month's end
        ("2026-12-31", "2 months", "2027-02-28"),
        ("2026-11-22", "1 day", "2026-11-23"),
        ("2026-12-31", "1 day", "2027-01-01"),
        ("2028-02-28", "1 day", "2028-02-29"),
        ("2026-11-22", "2 weeks", "2026-12-06"),
        ("2026-11", "1 day", "2026-12-01"),  # counted from the month's last day
        ("2026-02", "1 week", "2026-03-07"),
        ("2016-11", "10 years", "2026-11"),
    ],
)
def test_the_next_review_is_due_that_long_after_the_last(reviewed: str, interval: str, due: str) -> None:
    assert Interval.parse(interval).after(PartialDate.parse(reviewed)).iso == due


@given(DAYS, st.integers(1, 120))
def test_months_never_move_a_due_day_into_another_month(day: date, months: int) -> None:
    due = Interval(months, "month").after(PartialDate(day.year, day.month, day.day))
    assert due.year * 12 + due.month == day.year * 12 + day.month + months
    assert due.day is not None
    assert due.day <= day.day


@given(DAYS, st.integers(1, 520))
def test_weeks_keep_the_weekday(day: date, weeks: int) -> None:
    due = Interval(weeks, "week").after(PartialDate(day.year, day.month, day.day)).first
    assert due - day == timedelta(weeks=weeks)


@given(DAYS, st.integers(1, 10))
def test_years_are_twelve_months_each(day: date, years: int) -> None:
    reviewed = PartialDate(day.year, day.month, day.day)
    assert Interval(years, "year").after(reviewed) == Interval(12 * years, "month").after(reviewed)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("12 months", Interval(12, "month")),
        ("1 month", Interval(1, "month")),
        ("6months", Interval(6, "month")),
        ("6 Months", Interval(6, "month")),
        ("  3 weeks ", Interval(3, "week")),
        ("30 days", Interval(30, "day")),
        ("2 YEARS", Interval(2, "year")),
        ("0012 months", Interval(12, "month")),
        ("3660 days", Interval(3660, "day")),
        ("520 weeks", Interval(520, "week")),
        ("120 months", Interval(120, "month")),
        ("10 years", Interval(10, "year")),
    ],
)
def test_an_interval_is_a_number_and_a_unit(text: str, interval: Interval) -> None:
    assert Interval.parse(text) == interval


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "-3 months",
        "0",
        "0 months",
        "3",
        "months",
        "a month",
        "1.5 years",
        "1,5 years",
        "twelve months",
        "3 moons",
        "3 m",
        "P3M",
        "3 months 2 days",
        "3661 days",
        "521 weeks",
        "121 months",
        "11 years",
        "99999 days",
        "٣ months",
        "",
    ],
)
def test_what_is_no_interval_is_named_and_told_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="write a number and a unit, such as '6 months'") as info:
        Interval.parse(text)
    assert f"{text!r} is not an interval" in str(info.value)


@given(st.text())
def test_any_text_is_an_interval_or_a_value_error_on_one_line(text: str) -> None:
    try:
        found = Interval.parse(text)
    except ValueError as error:
        assert str(error).isprintable()  # noqa: PT017  # either outcome is right
    else:
        assert found.number > 0


@given(st.integers(-9999, 99999), st.sampled_from(["day", "days", "week", "month", "years", "", "hour"]))
def test_an_interval_that_is_taken_is_never_longer_than_ten_years(number: int, unit: str) -> None:
    try:
        interval = Interval.parse(f"{number} {unit}")
    except ValueError:
        return
    due = interval.after(PartialDate(2020, 1, 1)).first
    assert date(2020, 1, 1) < due <= date(2030, 1, 8)


def test_hostile_text_is_refused_on_one_short_line(hostile: str) -> None:
    for parse in (PartialDate.parse, Interval.parse):
        with pytest.raises(ValueError, match="write") as info:
            parse(hostile)
        assert str(info.value).isprintable()
        assert len(str(info.value)) < 600


@pytest.mark.parametrize("text", ["9" * 1_000_000, "1" + " " * 1_000_000 + "x", "2026-11-" * 200_000])
def test_a_megabyte_is_refused_at_once(
    text: str, quickly: Callable[[], AbstractContextManager[None]]
) -> None:
    for parse in (PartialDate.parse, Interval.parse):
        with quickly(), pytest.raises(ValueError, match="is not a"):
            parse(text)


@pytest.mark.parametrize(
    ("text", "locale", "written"),
    [
        ("2026-11", "en", "November 2026"),
        ("2026-11-03", "en", "November 3, 2026"),
        ("2026-11-03", "en_GB", "3 November 2026"),
        ("2026-11-03", "de", "3. November 2026"),
        ("2026-11", "es", "noviembre de 2026"),
        ("2026-11", "ja", "2026年11月"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(text: str, locale: str, written: str) -> None:
    assert PartialDate.parse(text).written(locale) == written
