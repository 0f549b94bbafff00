from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sphinx_evidence.frontmatter.page import PageRecord
from sphinx_evidence.review.dates import Interval, PartialDate
from sphinx_evidence.review.due import (
    DueItem,
    DuePage,
    Reason,
    as_issue,
    as_json,
    as_text,
    due_items,
    read_within,
)
from sphinx_evidence.review.people import Person, Role
from sphinx_evidence.review.record import Notice, Review
from sphinx_evidence.review.summary import Now, ReferenceCounts, Terms, summarise
from sphinx_evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

TODAY = date(2026, 11, 22)
MONTH = Interval(30, "day")
THEN, NOW = "v1-" + "a" * 32, "v1-" + "b" * 32
ANNA = Person("anna", "Dr Anna Roe", Role.CLINICIAN)
BEN = Person("ben", "Ben Poe", Role.EDITOR)
NOTICE = Notice(PartialDate(2026, 10, 5), "The regulator has warned.")
REVIEWED: dict[str, Any] = {"last_reviewed_on": PartialDate(2025, 11, 22), "review_digest": NOW}
CURRENT: dict[str, Any] = {"last_reviewed_on": PartialDate(2026, 11), "review_digest": NOW}
ALL_FORMS = (as_text, as_issue, as_json)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def page(docname: str = "lupus", *, title: str = "Lupus", path: str = "", **record: Any) -> DuePage:
    """Return a page that says what *NOW* is the digest of, as it is judged on *TODAY*."""
    terms = Terms(TODAY, Interval(12, "month"), 30, {"anna": ANNA, "ben": BEN})
    summary = summarise(
        PageRecord(**{"reviewed_by": ("anna",), **record}), Now(NOW), ReferenceCounts(), terms
    )
    return DuePage(docname, path or f"docs/{docname}.md", title, summary, NOW)


def due_in(days: int, docname: str = "lupus", **record: Any) -> DuePage:
    """Return a page whose review is due that many days from *TODAY*."""
    on = TODAY + timedelta(days=days - 365)
    reviewed: dict[str, Any] = {
        "last_reviewed_on": PartialDate(on.year, on.month, on.day),
        "review_in": Interval(365, "day"),
    }
    return page(docname, **{"review_digest": NOW, **reviewed, **record})


def listed(*pages: DuePage, within: Interval = MONTH) -> list[tuple[str, tuple[Reason, ...], int | None]]:
    return [(item.page.docname, item.reasons, item.days_left) for item in due_items(pages, TODAY, within)]


@pytest.mark.parametrize(
    ("days", "reasons"),
    [
        (-400, (Reason.OVERDUE,)),
        (-1, (Reason.OVERDUE,)),
        (0, (Reason.DUE,)),
        (1, (Reason.DUE,)),
        (30, (Reason.DUE,)),
        (31, ()),
        (364, ()),
    ],
)
def test_a_page_is_listed_from_the_first_day_of_the_time_ahead_on(
    days: int, reasons: tuple[Reason, ...]
) -> None:
    assert listed(due_in(days)) == ([("lupus", reasons, days)] if reasons else [])


@pytest.mark.parametrize(
    ("within", "last"),
    [("1d", 1), ("30d", 30), ("6w", 42), ("1m", 30), ("2 months", 61), ("1y", 365), ("3 days", 3)],
)
def test_the_time_ahead_ends_with_its_last_day(within: str, last: int) -> None:
    pages = [due_in(days, f"day {days}") for days in (last, last + 1)]
    found = due_items(pages, TODAY, read_within(within))
    assert [item.days_left for item in found] == [last]


def test_a_review_of_a_month_is_due_until_the_month_ends() -> None:
    found = due_items([page(last_reviewed_on=PartialDate(2025, 11), review_digest=NOW)], TODAY, MONTH)
    assert [(item.reasons, item.days_left) for item in found] == [((Reason.DUE,), 8)]
    assert "  docs/lupus.md: due 2026-11 (in 8 days)\n" in as_text(found, TODAY)


@pytest.mark.parametrize(
    ("record", "reasons"),
    [
        ({}, (Reason.NEVER,)),
        ({"review_digest": THEN}, (Reason.NEVER,)),
        ({"notice": NOTICE}, (Reason.NEVER, Reason.NOTICE)),
        ({"exempt_reason": "a list"}, ()),
        ({"exempt_reason": "a list", "notice": NOTICE}, (Reason.NOTICE,)),
        (
            {"exempt_reason": "x", "last_reviewed_on": PartialDate(2020, 1), "review_digest": THEN},
            (),
        ),
        ({"last_reviewed_on": PartialDate(2026, 11), "review_digest": NOW}, ()),
        (
            {"last_reviewed_on": PartialDate(2026, 11), "review_digest": NOW, "reviewed_by": ("gone",)},
            (Reason.UNSIGNED,),
        ),
        ({"last_reviewed_on": PartialDate(2026, 11), "review_digest": None}, ()),
        (
            {
                **CURRENT,
                "translation_reviews": (("es", Review(PartialDate(2026, 11), ("anna",), original=NOW)),),
            },
            (),
        ),
        ({**CURRENT, "translation_reviews": (("es", Review(PartialDate(2026, 11), ("anna",))),)}, ()),
        (
            {
                **CURRENT,
                "translation_reviews": (("es", Review(PartialDate(2026, 11), ("anna",), original=THEN)),),
            },
            (Reason.TRANSLATION,),
        ),
        ({"last_reviewed_on": PartialDate(2026, 11), "review_digest": THEN}, (Reason.EDITED,)),
        (
            {"last_reviewed_on": PartialDate(2026, 11), "review_digest": NOW, "notice": NOTICE},
            (Reason.NOTICE,),
        ),
        (
            {"last_reviewed_on": PartialDate(2020, 1), "review_digest": THEN, "notice": NOTICE},
            (Reason.OVERDUE, Reason.NOTICE, Reason.EDITED),
        ),
        (
            {"last_reviewed_on": PartialDate(2025, 12), "review_digest": THEN},
            (Reason.EDITED,),
        ),
    ],
)
def test_every_reason_that_holds_is_given(record: dict[str, Any], reasons: tuple[Reason, ...]) -> None:
    found = due_items([page(**record)], TODAY, MONTH)
    assert [item.reasons for item in found] == ([reasons] if reasons else [])


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("30d", Interval(30, "day")),
        (" 30 D ", Interval(30, "day")),
        ("6w", Interval(6, "week")),
        ("2m", Interval(2, "month")),
        ("1Y", Interval(1, "year")),
        ("45 days", Interval(45, "day")),
        ("1 month", Interval(1, "month")),
    ],
)
def test_how_far_ahead_is_written_short_or_long(text: str, interval: Interval) -> None:
    assert read_within(text) == interval


@pytest.mark.parametrize(
    "text", ["", "30", "d", "-3d", "0d", "1.5m", "30h", "99999d", "11y", "soon", "٣d", "3dd"]
)
def test_what_is_no_time_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="write a number and a unit"):
        read_within(text)


def items(*pages: DuePage) -> list[DueItem]:
    return due_items(pages, TODAY, MONTH)


def test_nobody_s_pages_come_first_then_each_owner_s_the_most_pressing_first() -> None:
    found = items(
        due_in(5, "b-soon", owner="ben"),
        due_in(-3, "b-late", owner="ben"),
        due_in(-90, "b-later", owner="ben"),
        page("b-never", owner="ben"),
        due_in(200, "b-notice", owner="ben", notice=NOTICE),
        due_in(100, "b-edited", owner="ben", review_digest=THEN),
        due_in(2, "b-sooner", owner="ben"),
        due_in(2, "a-soon", owner="anna"),
        page("nobody-2"),
        page("nobody-1"),
        due_in(-1, "stranger", owner="gone"),
    )
    assert [item.page.docname for item in found] == [
        "stranger",
        "nobody-1",
        "nobody-2",
        "a-soon",
        "b-later",
        "b-late",
        "b-never",
        "b-sooner",
        "b-soon",
        "b-notice",
        "b-edited",
    ]
    assert [line for line in as_text(found, TODAY).splitlines() if line and not line.startswith(" ")] == [
        "Nobody looks after these pages:",
        "Dr Anna Roe:",
        "Ben Poe:",
    ]


@given(st.permutations(range(8)))
def test_the_order_in_which_pages_are_read_changes_nothing(order: list[int]) -> None:
    pages = [
        *(due_in(days, f"p{days}", owner=owner) for days in (-2, 0, 3) for owner in ("anna", "")),
        page("never", owner="anna"),
        page("noticed", **REVIEWED, notice=NOTICE),
    ]
    for write in ALL_FORMS:
        assert write(items(*(pages[place] for place in order)), TODAY) == write(items(*pages), TODAY)


def test_the_list_in_a_terminal() -> None:
    found = items(
        due_in(-1, "late", owner="anna"),
        due_in(-30, "later", owner="anna", review_digest=THEN),
        due_in(0, "today", owner="anna"),
        due_in(1, "tomorrow", owner="anna"),
        due_in(9, "soon", owner="anna", notice=NOTICE),
        page("never"),
    )
    assert as_text(found, TODAY) == (
        "Nobody looks after these pages:\n"
        "  docs/never.md: never reviewed\n"
        "\n"
        "Dr Anna Roe:\n"
        "  docs/later.md: overdue since 2026-10-23 (30 days ago); edited since its review of 2025-10-23\n"
        "  docs/late.md: overdue since 2026-11-21 (yesterday)\n"
        "  docs/today.md: due 2026-11-22 (today)\n"
        "  docs/tomorrow.md: due 2026-11-23 (tomorrow)\n"
        "  docs/soon.md: due 2026-12-01 (in 9 days); "
        "not updated since the notice of 2026-10-05: The regulator has warned.\n"
    )


def test_the_list_as_an_issue_has_a_box_for_each_page() -> None:
    found = items(due_in(-1, "late_page", title="Lupus [and] *more*", owner="anna"), page("never"))
    text = as_issue(found, TODAY)
    assert text.count("- [ ] ") == 2
    rendered = MARKDOWN.render(text)
    assert "<h2>Nobody looks after these pages</h2>" in rendered
    assert "<h2>Dr Anna Roe</h2>" in rendered
    assert "As of 2026-11-22. Sign a page with <code>sphinx-evidence review PAGE --by ID</code>." in rendered
    assert "[ ] Lupus [and] *more* (docs/late_page.md): overdue since 2026-11-21 (yesterday)</li>" in rendered
    assert rendered.count("<li>") == 2


@pytest.mark.parametrize("write", [as_text, as_issue])
def test_where_nothing_is_due_that_is_said(write: Callable[[list[DueItem], date], str]) -> None:
    assert write([], TODAY) == "Nothing is due on 2026-11-22.\n"


def test_the_list_for_a_program() -> None:
    found = items(due_in(-1, "late", owner="anna", notice=NOTICE, review_digest=THEN), page("never"))
    assert json.loads(as_json(found, TODAY)) == {
        "schema_version": 1,
        "as_of": "2026-11-22",
        "pages": [
            {
                "docname": "never",
                "path": "docs/never.md",
                "title": "Lupus",
                "owner": None,
                "reasons": ["never reviewed"],
                "last_reviewed_on": None,
                "due_on": None,
                "days_left": None,
                "older_translations": [],
                "content_state": "unknown",
                "notice": None,
            },
            {
                "docname": "late",
                "path": "docs/late.md",
                "title": "Lupus",
                "owner": {"id": "anna", "name": "Dr Anna Roe"},
                "reasons": ["overdue", "not updated", "edited"],
                "last_reviewed_on": "2025-11-21",
                "due_on": "2026-11-21",
                "days_left": -1,
                "older_translations": [],
                "content_state": "edited",
                "notice": {"on": "2026-10-05", "text": "The regulator has warned."},
            },
        ],
    }
    assert json.loads(as_json([], TODAY)) == {"schema_version": 1, "as_of": "2026-11-22", "pages": []}


MORE_HOSTILE = {
    "mention": "@octocat and \\@octocat, &#64;octocat, `@octocat`",
    "number of an issue": "#1 GH-1 org/repo#1",
    "link": "[a](https://x.example) <https://x.example> https://x.example www.x.example ftp://x.example",
    "mail": "a@x.example <a@x.example> mailto:a@x.example",
    "picture": "![a](https://x.example/a.png)",
    "html": "<img src=x onerror=alert(1)><!-- --><b>b</b>",
    "entities": "&lt;b&gt; &amp;amp; &#60;",
    "backslashes": "\\\\* \\` \\",
    "code": "``` `a` ``",
    "emphasis": "*a* **b** _c_ ~~d~~ ***",
    "list": "- a\n- [x] b\n1. c",
    "heading": "# a\n## b\n---\n===",
    "table": "a|b\n-|-\n|c|",
    "lines": "a\r\n\r\n- [x] signed\n  docs/other.md: nothing\vb\fc\u2029d",
    "colours": "\x1b[2J\x1b]0;title\x07\x9b31m\x7f",
    "half a pair": "a\udce9b",
}


@pytest.fixture(params=MORE_HOSTILE.values(), ids=list(MORE_HOSTILE))
def more_hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def everywhere(text: str) -> list[DueItem]:
    """Return a list that has *text* wherever a text from outside can be."""
    noticed = due_in(-1, owner="anna", notice=Notice(PartialDate(2026, 1), text))
    summary = replace(noticed.summary, owner=replace(ANNA, name=text))
    return items(noticed._replace(title=text, path=text, summary=summary))


def shape(text: str) -> list[str]:
    """Return what Markdown makes of *text*, without its words."""
    found = MARKDOWN.parse(text)
    return [one.type for token in found for one in (token, *(token.children or []))]


def shown(text: str) -> str:
    """Return the words of *text* as Markdown shows them."""
    return unescape(re.sub("<[^>]*>", "", MARKDOWN.render(text)))


def in_issue(text: str) -> None:
    """Assert that *text* stays text in an issue, and is shown as it stands."""
    issue = as_issue(everywhere(text), TODAY)
    assert shape(issue) == shape(as_issue(everywhere("Lupus"), TODAY))
    words = shown(issue)
    for linking in ("@[a-z0-9]", "#[0-9]", "://", "www[.]"):
        assert not re.search(linking, words, re.IGNORECASE)
    seen = words.replace("\u200b", "")
    assert seen.count(one_line(text).replace("\u200b", "")) >= 4


def in_terminal(text: str) -> None:
    """Assert that *text* obeys nobody in a terminal, and stays in its line."""
    told = as_text(everywhere(text), TODAY)
    assert len(told.splitlines()) == 2
    assert [sign for sign in told if category(sign) in {"Cc", "Cs"} and sign != "\n"] == []


def in_json(text: str) -> None:
    """Assert that a program gets *text*, whatever the encoding."""
    written = as_json(everywhere(text), TODAY)
    assert written.isascii()
    (found,) = json.loads(written)["pages"]
    assert (found["title"], found["path"], found["owner"]["name"], found["notice"]["text"]) == (text,) * 4


@pytest.mark.parametrize("check", [in_issue, in_terminal, in_json])
def test_hostile_text_stays_text(
    hostile: str, check: Callable[[str], None], quickly: Callable[[], AbstractContextManager[None]]
) -> None:
    with quickly():
        check(hostile)


@pytest.mark.parametrize("check", [in_issue, in_terminal, in_json])
def test_no_markup_of_an_issue_or_a_terminal_comes_out_of_a_text(
    more_hostile: str, check: Callable[[str], None]
) -> None:
    check(more_hostile)


@pytest.mark.parametrize("check", [in_issue, in_terminal, in_json])
@given(text=st.text(st.characters() | st.sampled_from("\\`*_{}[]()#+!|~<>&-@:/.=\n\x1b"), min_size=1))
def test_any_text_stays_text(check: Callable[[str], None], text: str) -> None:
    check(f"a{text}a")
