"""Days, months and years: read from a .bib, and printed as NLM prints them. Pure."""

from __future__ import annotations

import re
from calendar import monthrange

from sphinx_evidence.references.model import Day

_ISO = re.compile(r"(?P<year>[0-9]{4})(?:[-/](?P<month>[0-9]{1,2})(?:[-/](?P<day>[0-9]{1,2}))?)?(?:/.*|T.*)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAME = re.compile(r"(?P<month>[A-Za-z]{3})[a-z]*", re.IGNORECASE)
_NUMBER = re.compile(r"0*(?P<number>[0-9]{1,2})(?![0-9])")


def read_date(text: str) -> Day:
    """Return the day that *text* gives as ISO 8601 does, of a range the first; no day where it gives none."""
    match = _ISO.fullmatch(text.strip())
    return _day(match["year"], match["month"] or "", match["day"] or "") if match else Day()


def read_day(year: str, month: str, day: str) -> Day:
    """Return the day of three BibTeX fields; no day where the year is no number of four digits."""
    return _day(year, month, day) if re.fullmatch("[0-9]{4}", year.strip()) else Day()


def _day(year: str, month: str, day: str) -> Day:
    """Return what of a day there is: of the 31st of June its month only."""
    number = _month(month.strip())
    if not int(year) or not number:
        return Day(int(year))
    match = _NUMBER.match(day.strip())
    of_month = int(match["number"]) if match else 0
    return Day(int(year), number, of_month if of_month <= monthrange(int(year), number)[1] else 0)


def _month(text: str) -> int:
    if match := _NUMBER.match(text):
        return int(match["number"]) if 1 <= int(match["number"]) <= len(_MONTHS) else 0
    match = _MONTH_NAME.match(text)
    name = match["month"].capitalize() if match else ""
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def printed_day(day: Day) -> str:
    """Return ``2026 Nov 22``, or what of it is known: NLM abbreviates months to three English letters."""
    if not day.year:
        return ""
    parts = [str(day.year)]
    parts += [_MONTHS[day.month - 1]] if day.month else []
    parts += [str(day.day)] if day.month and day.day else []
    return " ".join(parts)
