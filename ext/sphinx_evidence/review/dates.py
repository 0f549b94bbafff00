"""Days, months and intervals as people write them. Pure: *today* is always an argument."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date, format_skeleton

from sphinx_evidence.spelling import quoted

_DAY_OR_MONTH = re.compile(r"([12][0-9]{3})-([0-9]{2})(?:-([0-9]{2}))?")
_INTERVAL = re.compile(r"([0-9]{1,4})\s*(day|week|month|year)s?", re.IGNORECASE)
_LONGEST = {"day": 3660, "week": 520, "month": 120, "year": 10}
_HOW_TO_WRITE = "write a day as YYYY-MM-DD or a month as YYYY-MM"


@dataclass(frozen=True)
class PartialDate:
    """A day, or a month where the day is None (ISO 8601 reduced precision)."""

    year: int
    month: int
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Return the date that *text* gives.

        :raises ValueError: where it gives none; the message says what to write instead
        """
        match = _DAY_OR_MONTH.fullmatch(text.strip())
        if match is None:
            message = f"{quoted(text)} is not a date; {_HOW_TO_WRITE}"
            raise ValueError(message)
        year, month = int(match[1]), int(match[2])
        day = int(match[3]) if match[3] else None
        try:
            date(year, month, 1 if day is None else day)
        except ValueError:
            message = f"{quoted(text)} does not exist in the calendar; {_HOW_TO_WRITE}"
            raise ValueError(message) from None
        return cls(year, month, day)

    @property
    def first(self) -> date:
        """The day itself, or the month's first day."""
        return date(self.year, self.month, self.day or 1)

    @property
    def last(self) -> date:
        """The day itself, or the month's last day."""
        last_day = calendar.monthrange(self.year, self.month)[1]
        return date(self.year, self.month, self.day or last_day)

    @property
    def iso(self) -> str:
        """The date as ``<time datetime>`` takes it."""
        text = f"{self.year:04}-{self.month:02}"
        return text if self.day is None else f"{text}-{self.day:02}"

    def is_future(self, today: date) -> bool:
        """Tell whether it begins later than tomorrow: somewhere on Earth it is already tomorrow."""
        return self.first - today > timedelta(days=1)

    def written(self, locale: str) -> str:
        """Return the date as people write it in *locale* (a babel identifier such as ``en_GB``)."""
        if self.day is None:
            return format_skeleton("yMMMM", self.first, locale=locale)
        return format_date(self.first, format="long", locale=locale)


@dataclass(frozen=True)
class Interval:
    """A stretch of time between two reviews."""

    number: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Return the interval that *text* gives.

        :raises ValueError: where it gives none; the message says what to write instead
        """
        match = _INTERVAL.fullmatch(text.strip())
        number = int(match[1]) if match else 0
        unit = match[2].lower() if match else ""
        if not 0 < number <= _LONGEST.get(unit, 0):
            message = (
                f"{quoted(text)} is not an interval; write a number and a unit, such as "
                "'6 months', in days, weeks, months or years, up to 10 years"
            )
            raise ValueError(message)
        return cls(number, unit)

    def after(self, reviewed: PartialDate) -> PartialDate:
        """Return the date that lies this far after *reviewed*, with the same precision where it can.

        A day that the month does not have is clamped to its last (31 January + 1 month: 28 February).
        Days and weeks after a month are counted from its last day.
        """
        if self.unit in {"day", "week"}:
            days = self.number * (7 if self.unit == "week" else 1)
            due = reviewed.last + timedelta(days=days)
            return PartialDate(due.year, due.month, due.day)
        months = self.number * (12 if self.unit == "year" else 1)
        year, month = divmod(reviewed.year * 12 + reviewed.month - 1 + months, 12)
        if reviewed.day is None:
            return PartialDate(year, month + 1)
        last_day = calendar.monthrange(year, month + 1)[1]
        return PartialDate(year, month + 1, min(reviewed.day, last_day))
