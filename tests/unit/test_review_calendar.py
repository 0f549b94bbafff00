from __future__ import annotations

import re
from datetime import UTC, date, datetime
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from sphinx_evidence.review.calendar import DueReview, reviews_calendar
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

TODAY = date(2026, 11, 22)
WORDS = NullTranslations()
REVIEWED = "Last reviewed: 22 November 2026 by Jo Roe, editor. Next review due: 22 November 2027."
LUPUS = DueReview(
    "conditions/lupus",
    "Lupus",
    "https://example.org/conditions/lupus.html",
    PartialDate(2027, 11, 22),
    REVIEWED,
    "Jo Roe",
)
WRITTEN = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//sphinx-evidence//reviews//EN
CALSCALE:GREGORIAN
NAME:Guide: reviews due
X-WR-CALNAME:Guide: reviews due
BEGIN:VEVENT
SUMMARY:Review due: Lupus
DTSTART;VALUE=DATE:20271122
DTEND;VALUE=DATE:20271123
DTSTAMP:20261122T000000Z
UID:38fdf5c3-32f7-5afc-9b4b-5ea176c55cf4
DESCRIPTION:Last reviewed: 22 November 2026 by Jo Roe\\, editor. Next revie
 w due: 22 November 2027.\\nPage owner: Jo Roe
TRANSP:TRANSPARENT
URL:https://example.org/conditions/lupus.html
END:VEVENT
END:VCALENDAR
"""
TITLES = {
    "end of the event": "Lupus\r\nEND:VEVENT\r\nEND:VCALENDAR",
    "another property": "Lupus\nATTENDEE:mailto:a@example.org",
    "lone carriage return": "Lupus\rURL:https://example.org",
    "separators": 'a;b,c:d"e"',
    "backslashes": r"\ \\ \; \, \n \N C:\New C:\new \\N \\",
    "escaped by somebody": r"a\, b\; c\nd",
    "parameter escapes": "^n ^^ ^'",
    "template": "{title} {0} %s",
    "controls": "a\x00b\x07c\x0bd\x1be\x7ff\x85g",
    "line separators": "a\u2028b\u2029c",
    "lone surrogates": "a\ud800b\udfffc",
    "no characters": "a\ufffeb\uffffc",
    "emoji": "👩‍⚕️🧬" * 200,
    "two and three octets": "é末" * 400,
    "semicolons": ";" * 1000,
    "cdata": "]]><script>alert(1)</script>",
    "empty": "",
}
EVERY_SIGN = st.text(st.characters() | st.sampled_from("\\\r\n;,:nN\ud800\ufeff\t"))
DAYS = st.dates(date(1001, 1, 1), date(3009, 12, 31))


def written(*reviews: DueReview, project: str = "Guide", today: date = TODAY) -> str:
    return reviews_calendar(reviews, project, today, WORDS)


def titled(title: str, docname: str = "page") -> DueReview:
    return LUPUS._replace(docname=docname, title=title)


def one_line(text: str) -> str:
    return " ".join(printable(text).replace("\ufffe", " ").replace("\uffff", " ").split())


def read(text: str) -> list[dict[str, str]]:
    """Return the text of each event's properties, on which two libraries agree and in which neither finds a fault."""
    calendar = Calendar.from_ical(text)
    parts = calendar.walk()
    assert [part.errors for part in parts] == [[]] * len(parts)
    theirs = vobject.readOne(text)
    assert theirs.validate(raiseException=True)
    events = [{name: _text_of(value) for name, value in event.items()} for event in calendar.walk("VEVENT")]
    seconds = getattr(theirs, "vevent_list", [])
    names = ("summary", "description", "url", "uid", "transp")
    assert [[event.get(name.upper()) for name in names] for event in events] == [
        [getattr(second, name).value if hasattr(second, name) else None for name in names]
        for second in seconds
    ]
    assert [event["DTSTART"] for event in events] == [str(second.dtstart.value) for second in seconds]
    return events


def _text_of(value: Any) -> str:
    return str(getattr(value, "dt", value))


def content_lines(text: str) -> list[str]:
    """Return the lines as RFC 5545, 3.1, has them folded, after a look at each of them."""
    raw = text.encode()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        assert not set(line.decode("utf-8")) & {*map(chr, range(0x20)), "\x7f"} - {"\t"}
    return re.sub("\r\n ", "", text).removesuffix("\r\n").split("\r\n")


def names(text: str) -> list[str]:
    return [re.split("[:;]", line)[0] for line in content_lines(text)]


def test_a_review_is_an_event_of_a_day() -> None:
    assert written(LUPUS) == WRITTEN.replace("\n", "\r\n")


def test_two_libraries_read_what_is_written() -> None:
    (event,) = read(written(LUPUS))
    assert event["SUMMARY"] == "Review due: Lupus"
    assert event["DESCRIPTION"] == f"{REVIEWED}\nPage owner: Jo Roe"
    assert event["URL"] == "https://example.org/conditions/lupus.html"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["DTSTAMP"] == str(datetime(2026, 11, 22, tzinfo=UTC))
    assert (event["DTSTART"], event["DTEND"]) == ("2027-11-22", "2027-11-23")


def test_nobody_is_woken() -> None:
    assert "VALARM" not in written(LUPUS)


@pytest.mark.parametrize(
    ("due", "first", "after"),
    [
        ((2027, 11, 22), "2027-11-22", "2027-11-23"),
        ((2027, 11, 30), "2027-11-30", "2027-12-01"),
        ((2027, 12), "2027-12-31", "2028-01-01"),
        ((2027, 2), "2027-02-28", "2027-03-01"),
        ((2028, 2), "2028-02-29", "2028-03-01"),
        ((2028, 2, 28), "2028-02-28", "2028-02-29"),
        ((2028, 2, 29), "2028-02-29", "2028-03-01"),
    ],
)
def test_a_month_is_due_on_its_last_day(due: tuple[int, ...], first: str, after: str) -> None:
    (event,) = read(written(LUPUS._replace(due=PartialDate(*due))))
    assert (event["DTSTART"], event["DTEND"]) == (first, after)


@pytest.mark.parametrize(
    ("reviewed", "owner", "description"),
    [
        ("A.", "", "A."),
        ("A.", " ", "A."),
        ("", "Jo", "Page owner: Jo"),
        ("A.", "Jo; {name}\nRoe", "A.\nPage owner: Jo; {name} Roe"),
        ("A,\r\nb.", "", "A, b."),
        ("", "", None),
        ("\n", "\t", None),
    ],
)
def test_the_description_holds_what_is_known(reviewed: str, owner: str, description: str | None) -> None:
    (event,) = read(written(LUPUS._replace(reviewed=reviewed, owner=owner)))
    assert event.get("DESCRIPTION") == description


def test_a_site_without_an_address_has_no_links() -> None:
    (event,) = read(written(LUPUS._replace(url="")))
    assert "URL" not in event


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://x.org/a%20b.html#c?d=e+f", "https://x.org/a%20b.html#c?d=e+f"),
        ("https://x.org/ä b.html", "https://x.org/%C3%A4%20b.html"),
        ("https://x.org/\r\nEND:VEVENT", "https://x.org/%0D%0AEND:VEVENT"),
        ("https://x.org/;,\\\ud800", "https://x.org/;,%5C%3F"),
    ],
)
def test_an_address_stays_in_its_line(url: str, address: str) -> None:
    text = written(LUPUS._replace(url=url))
    assert f"URL:{address}" in content_lines(text)
    assert read(text)[0]["URL"] == address


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_no_title_leaves_its_property(title: str) -> None:
    text = written(titled(title))
    assert names(text) == names(written(LUPUS))
    assert read(text)[0]["SUMMARY"] == one_line(f"Review due: {title}")


@pytest.mark.parametrize(
    ("title", "value"),
    [("a;b", r"a\;b"), ("a,b", r"a\,b"), ("a\\b", r"a\\b"), (r"\n\N", r"\\n\\N"), ('"a: b"', '"a: b"')],
)
def test_what_the_standard_has_escaped_is_escaped(title: str, value: str) -> None:
    assert f"SUMMARY:Review due: {value}" in content_lines(written(titled(title)))


def test_hostile_text_stays_text(hostile: str, quickly: Callable[[], AbstractContextManager[None]]) -> None:
    with quickly():
        text = written(LUPUS._replace(title=hostile, reviewed=hostile, owner=hostile), project=hostile)
    assert names(text) == names(written(LUPUS))
    (event,) = read(text)
    assert event["SUMMARY"] == one_line(f"Review due: {hostile}")
    assert event["DESCRIPTION"] == f"{one_line(hostile)}\nPage owner: {one_line(hostile)}"
    contents = vobject.readOne(text).contents
    found = [contents[name][0].value for name in ("name", "x-wr-calname")]
    assert found == [one_line(f"{hostile}: reviews due")] * 2


@given(title=EVERY_SIGN, reviewed=EVERY_SIGN, owner=EVERY_SIGN, docname=EVERY_SIGN, url=EVERY_SIGN)
def test_whatever_the_text_both_libraries_read_it(
    title: str, reviewed: str, owner: str, docname: str, url: str
) -> None:
    review = DueReview(docname, title, f"https://x.org/{url}", PartialDate(2027, 11), f"A {reviewed}", owner)
    text = written(review)
    content_lines(text)
    (event,) = read(text)
    lines = [one_line(f"A {reviewed}"), *([one_line(f"Page owner: {owner}")] if one_line(owner) else [])]
    assert event["SUMMARY"] == one_line(f"Review due: {title}")
    assert event["DESCRIPTION"] == "\n".join(lines)
    assert re.fullmatch("https://x.org/[!-~]*", event["URL"])


@given(due=DAYS, today=DAYS)
def test_an_event_lasts_a_day_in_any_year(due: date, today: date) -> None:
    review = LUPUS._replace(due=PartialDate(due.year, due.month, due.day))
    (event,) = read(written(review, today=today))
    assert date.fromisoformat(event["DTEND"]).toordinal() - due.toordinal() == 1
    assert event["DTSTART"] == str(due)
    assert event["DTSTAMP"] == f"{today} 00:00:00+00:00"


def uid(review: DueReview, project: str = "Guide", today: date = TODAY) -> str:
    return read(written(review, project=project, today=today))[0]["UID"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Lupus erythematosus"},
        {"url": "https://elsewhere.org/lupus.html"},
        {"reviewed": "Reviewed."},
        {"owner": ""},
    ],
)
def test_an_event_stays_the_same_when_its_words_change(change: dict[str, Any]) -> None:
    assert uid(LUPUS) == uid(LUPUS._replace(**change)) == uid(LUPUS, today=date(2027, 1, 1))


def test_another_page_date_or_project_is_another_event() -> None:
    found = [
        uid(LUPUS),
        uid(LUPUS._replace(docname="conditions/lupus2")),
        uid(LUPUS._replace(due=PartialDate(2027, 11, 23))),
        uid(LUPUS._replace(due=PartialDate(2027, 11, 30))),
        uid(LUPUS._replace(due=PartialDate(2027, 11))),
        uid(LUPUS, project="Guide 2"),
        uid(LUPUS._replace(docname="lupus"), project="Guideconditions/"),
    ]
    assert len(set(found)) == len(found)


def shuffled(reviews: Iterable[DueReview]) -> list[str]:
    return [event["SUMMARY"].removeprefix("Review due: ") for event in read(written(*reviews))]


def test_events_stand_by_date_then_by_page() -> None:
    reviews = [
        titled("4", "a")._replace(due=PartialDate(2028, 1)),
        titled("3", "b")._replace(due=PartialDate(2028, 1, 30)),
        titled("2", "b")._replace(due=PartialDate(2027, 12, 1)),
        titled("1", "a")._replace(due=PartialDate(2027, 12, 1)),
    ]
    assert shuffled(reviews) == shuffled(reversed(reviews)) == ["1", "2", "3", "4"]


def test_the_same_reviews_give_the_same_bytes_in_whatever_order_they_are_read() -> None:
    reviews = [titled("a", "a"), titled("b", "b"), LUPUS]
    one = reviews_calendar(reviews, "Guide", TODAY, WORDS)
    other = reviews_calendar(iter(reversed(reviews)), "Guide", TODAY, WORDS)
    assert one.encode() == other.encode()


def test_a_calendar_without_events_has_the_one_component_that_the_standard_wants() -> None:
    text = written()
    assert read(text) == []
    assert [part.name for part in Calendar.from_ical(text).subcomponents] == ["VTIMEZONE"]
    assert "NAME:Guide: reviews due" in content_lines(text)
    assert {"TZID:UTC", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000"} <= set(content_lines(text))


def test_the_words_are_those_of_the_build() -> None:
    class German(NullTranslations):
        def gettext(self, message: str) -> str:
            return {
                "Review due: {title}": "{title}: Prüfung fällig",
                "Page owner: {name}": "Zuständig: {name}",
                "{project}: reviews due": "Prüfungen für {project}",
            }[message]

    text = reviews_calendar([LUPUS], "Guide", TODAY, German())
    (event,) = read(text)
    assert event["SUMMARY"] == "Lupus: Prüfung fällig"
    assert event["DESCRIPTION"].endswith("\nZuständig: Jo Roe")
    assert "X-WR-CALNAME:Prüfungen für Guide" in content_lines(text)
