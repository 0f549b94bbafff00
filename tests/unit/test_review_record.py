from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.digest import is_digest
from sphinx_evidence.review.record import MEANINGS, Notice, Review, Scope, read_scope, short_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

_Found = TypeVar("_Found")
A = "v1-" + "a" * 32
B = "v1-" + "b" * 32
JUNE = PartialDate(2026, 6, 2)


@pytest.mark.parametrize(
    ("line", "review"),
    [
        ("2026-06-02 by a", Review(JUNE, ("a",))),
        ("2026-06 by a", Review(PartialDate(2026, 6), ("a",))),
        ("2026-06-02 by a, b", Review(JUNE, ("a", "b"))),
        ("2026-06-02 by a,b,", Review(JUNE, ("a", "b"))),
        ("2026-06-02 by a, a", Review(JUNE, ("a",))),
        ("2026-06-02 by Jane Roe", Review(JUNE, ("Jane Roe",))),
        ("2026-06-02 by nearby by night", Review(JUNE, ("nearby by night",))),
        ("2026-06-02 by a (content)", Review(JUNE, ("a",), (Scope.CONTENT,))),
        ("2026-06-02 by a(content)", Review(JUNE, ("a",), (Scope.CONTENT,))),
        ("2026-06-02 by a (References)", Review(JUNE, ("a",), (Scope.REFERENCES,))),
        (
            "2026-06-02 by a (content, references, content)",
            Review(JUNE, ("a",), (Scope.CONTENT, Scope.REFERENCES)),
        ),
        ("2026-06-02 by a (section harms)", Review(JUNE, ("a",), section="harms")),
        ("2026-06-02 by a (Section  harms )", Review(JUNE, ("a",), section="harms")),
        ("2026-06-02 by a (section content)", Review(JUNE, ("a",), section="content")),
        (f"2026-06-02 by a {A}", Review(JUNE, ("a",), digest=A)),
        (f"2026-06-02 by a (content) {A}", Review(JUNE, ("a",), (Scope.CONTENT,), digest=A)),
        (
            f"2026-06-02 by a (content) {A} of {B}",
            Review(JUNE, ("a",), (Scope.CONTENT,), digest=A, original=B),
        ),
        (f"2026-06-02 by a of {B}", Review(JUNE, ("a",), original=B)),
        (f"  2026-06-02\n\tby  a  (content)\n  {A} ", Review(JUNE, ("a",), (Scope.CONTENT,), digest=A)),
        ("2026-06-02 by a v0-" + "c" * 32, Review(JUNE, ("a",), digest="v0-" + "c" * 32)),
    ],
)
def test_a_line_gives_one_review(line: str, review: Review) -> None:
    assert Review.parse(line) == review


# The line, what the message says was found, and how it says to mend it.
BAD_REVIEWS = [
    ("", "'' is not a review", "write 'DAY by ID'"),
    ("2026-06-02", "'2026-06-02' is not a review", "'2026-06-02 by a-example (content) v1-…'"),
    ("2026-06-02 a-example", "is not a review", "write 'DAY by ID'"),
    ("by a-example", "is not a review", "write 'DAY by ID'"),
    ("2026-06-02 by ", "is not a review", "write 'DAY by ID'"),
    ("2026-06-02 by , ,", "is not a review", "write 'DAY by ID'"),
    ("2026-06-02 by (content)", "is not a review", "write 'DAY by ID'"),
    ("2026-06-02 by a (content", "is not a review", "write 'DAY by ID'"),
    ("2026-06-02 by a (content) (references)", "is not a review", "write 'DAY by ID'"),
    (f"2026-06-02 by a {A} (content)", "is not a review", "then the digest"),
    (f"2026-06-02 by a (content) {A} {B}", "is not a review", "then the digest"),
    ("2026-06-02 by a ()", "does not say in its brackets what was read", "'(section ID)'"),
    ("2026-06-02 by a ( , )", "does not say in its brackets what was read", "'(content)'"),
    ("2 June by a", "is not a review", "write 'DAY by ID'"),
    ("yesterday by a", "'yesterday' is not a date", "YYYY-MM-DD"),
    ("2026-13 by a", "'2026-13' does not exist in the calendar", "YYYY-MM"),
    ("2026-06-31 by a", "'2026-06-31' does not exist", "YYYY-MM-DD"),
    ("2026-06-02 by a (text)", "'text' is no scope of a review", "content (the page was read as a whole)"),
    ("2026-06-02 by a (contents)", "'contents' is no scope", "Did you mean 'content'?"),
    ("2026-06-02 by a (content, refs)", "'refs' is no scope", "references (each citation was read"),
    ("2026-06-02 by a (sections)", "'sections' is no scope", "content (the page"),
    ("2026-06-02 by a (section)", "'section' is not one section", "'(section ID)' with the id of a heading"),
    ("2026-06-02 by a (section my harms)", "'section my harms' is not one section", "'(section ID)'"),
    ("2026-06-02 by a (section harms, references)", "is not one section", "'(section ID)'"),
    ("2026-06-02 by a v1-abc", "'v1-abc' is no digest", "v1- and 32 hex digits"),
    (f"2026-06-02 by a {A.upper().replace('V', 'v')}", "is no digest", "v1- and 32 hex digits"),
    (f"2026-06-02 by a {A} of v1-abc", "'v1-abc' is no digest", "v1- and 32 hex digits"),
    (f"2026-06-02 by a v2-{'a' * 32}", "is of a later scheme", "update sphinx-evidence"),
    (f"2026-06-02 by a {A} of v2-{'a' * 32}", "is of a later scheme", "(v1)"),
    ("2026-06-02 by " + "a" * 1000, "has 1014 signs", "say it in 1000"),
]


@pytest.mark.parametrize(("line", "found", "mend"), BAD_REVIEWS, ids=[row[0][:60] for row in BAD_REVIEWS])
def test_a_line_that_gives_none_says_what_was_found_and_how_to_write_it(
    line: str, found: str, mend: str
) -> None:
    with pytest.raises(ValueError) as error:
        Review.parse(line)
    assert found in str(error.value)
    assert mend in str(error.value)


def test_an_older_scheme_is_taken_since_its_digest_says_nothing_now() -> None:
    older = "v0-" + "a" * 32
    assert Review.parse(f"2026-06-02 by a {older}").digest == older


@pytest.mark.parametrize(
    ("line", "is_of_the_page"),
    [
        ("2026-06-02 by a", True),
        ("2026-06-02 by a (content)", True),
        ("2026-06-02 by a (references, content)", True),
        ("2026-06-02 by a (references)", False),
        ("2026-06-02 by a (section harms)", False),
    ],
)
def test_only_who_read_all_of_it_reviewed_the_page(line: str, *, is_of_the_page: bool) -> None:
    assert Review.parse(line).is_of_the_page is is_of_the_page


DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
DATES = st.one_of(
    DAYS.map(lambda day: PartialDate(day.year, day.month, day.day)),
    DAYS.map(lambda day: PartialDate(day.year, day.month)),
)
IDS = st.from_regex(r"[a-z][a-z0-9-]{0,11}", fullmatch=True)
DIGESTS = st.one_of(st.none(), st.from_regex(r"v1-[0-9a-f]{32}", fullmatch=True))
WHAT = st.one_of(
    st.fixed_dictionaries({"scope": st.lists(st.sampled_from(Scope), unique=True).map(tuple)}),
    st.fixed_dictionaries({"section": st.from_regex(r"[^\s()]{1,20}", fullmatch=True)}),
)
REVIEWS = st.builds(
    lambda on, by, what, digest, original: Review(on, by, digest=digest, original=original, **what),
    DATES,
    st.lists(IDS, min_size=1, max_size=4, unique=True).map(tuple),
    WHAT,
    DIGESTS,
    DIGESTS,
)


@given(REVIEWS)
def test_a_review_written_on_a_line_is_read_from_it(review: Review) -> None:
    assert Review.parse(review.line) == review


TOKENS = st.sampled_from(
    [
        "2026-06-02",
        "2026-06",
        " by ",
        "by",
        " ",
        "a",
        ",",
        "(",
        ")",
        "content",
        "section",
        " of ",
        A,
        "v1-",
        "v9",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(TOKENS, max_size=12).map("".join))


def outcome(parse: Callable[[str], _Found], text: str) -> _Found | str:
    """Return what *text* gives, or the message on why it gives nothing; another exception is a fault."""
    try:
        return parse(text)
    except ValueError as error:
        return str(error)


@given(TEXTS)
def test_any_text_is_a_review_by_somebody_or_one_short_line_on_what_is_wrong(text: str) -> None:
    review = outcome(Review.parse, text)
    if isinstance(review, str):
        assert review.isprintable()
        assert len(review) < 400
    else:
        assert all(name.strip() for name in review.by)
        assert review.by
        assert all(is_digest(digest) for digest in (review.digest, review.original) if digest)
        assert Review.parse(review.line) == review


@given(TEXTS)
def test_any_text_is_a_notice_that_says_something_or_one_short_line_on_what_is_wrong(text: str) -> None:
    notice = outcome(Notice.parse, text)
    if isinstance(notice, str):
        assert notice.isprintable()
        assert len(notice) < 400
    else:
        assert notice.text.strip()
        assert notice.text in " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["2026-06-02 by " + "a " * 500_000, "(" * 1_000_000, "by " * 400_000, " " * 1_000_000 + "x"],
    ids=len,
)
@pytest.mark.parametrize("parse", [Review.parse, Notice.parse])
def test_a_megabyte_is_answered_at_once(
    parse: Callable[[str], object], text: str, quickly: Callable[[], AbstractContextManager[None]]
) -> None:
    with quickly(), pytest.raises(ValueError):
        parse(text)


def test_a_hostile_line_is_refused_on_one_short_line(hostile: str) -> None:
    for parse in (Review.parse, Notice.parse):
        with pytest.raises(ValueError) as error:
            parse(hostile)
        assert str(error.value).isprintable()
        assert len(str(error.value)) < 400


def test_hostile_names_and_sections_are_kept_as_they_are_or_refused(hostile: str) -> None:
    for line in (f"2026-06-02 by {hostile}", f"2026-06-02 by a (section {hostile})"):
        review = outcome(Review.parse, line)
        if isinstance(review, str):
            assert review.isprintable()
        else:
            assert (review.section or review.by[0]) in " ".join(hostile.split())


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("", ()),
        ("content", (Scope.CONTENT,)),
        ("CONTENT ,References", (Scope.CONTENT, Scope.REFERENCES)),
        ("references, content, references", (Scope.REFERENCES, Scope.CONTENT)),
    ],
)
def test_scopes_are_given_as_words_each_once(text: str, scope: tuple[Scope, ...]) -> None:
    assert read_scope(text) == scope


def test_every_scope_has_a_meaning_that_the_message_gives() -> None:
    with pytest.raises(ValueError) as error:
        read_scope("everything")
    assert set(MEANINGS) == set(Scope)
    assert all(f"{scope} ({meaning})" in str(error.value) for scope, meaning in MEANINGS.items())


@pytest.mark.parametrize(
    ("text", "on", "words"),
    [
        ("2026-11-20 The EMA has warned.", PartialDate(2026, 11, 20), "The EMA has warned."),
        ("2026-11 A trial was stopped.", PartialDate(2026, 11), "A trial was stopped."),
        ("2026-11-20: A trial.", PartialDate(2026, 11, 20), "A trial."),
        ("2026-11-20 over\n  two lines", PartialDate(2026, 11, 20), "over two lines"),
        ("2026-11-20 2026-11-21", PartialDate(2026, 11, 20), "2026-11-21"),
    ],
)
def test_a_notice_is_a_day_and_words(text: str, on: PartialDate, words: str) -> None:
    assert Notice.parse(text) == Notice(on, words)


def test_hostile_words_of_a_notice_are_kept_on_short_line_or_are_too_long(hostile: str) -> None:
    notice = outcome(Notice.parse, f"2026-11-20 {hostile}")
    if isinstance(notice, str):
        assert "say it in 500" in notice
        assert len(hostile) > 400
    else:
        assert notice.text == " ".join(hostile.split())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The EMA has warned.", "'The' is not a date"),
        ("20 November The EMA", "'20' is not a date"),
        ("2026-11-31 The EMA", "'2026-11-31' does not exist in the calendar"),
        ("2026-11-20", "'2026-11-20' does not say what has changed"),
        ("2026-11-20:", "'2026-11-20:' does not say what has changed"),
        ("", "'' is not a date"),
    ],
)
def test_a_notice_without_day_or_words_says_how_to_write_one(text: str, found: str) -> None:
    with pytest.raises(ValueError) as error:
        Notice.parse(text)
    assert found in str(error.value)
    assert "'2026-11-20 The regulator has warned of …'" in str(error.value)


@pytest.mark.parametrize(("length", "is_taken"), [(1, True), (500, True), (501, False)])
def test_a_line_fits_a_banner(length: int, *, is_taken: bool) -> None:
    text = "x" * length
    if is_taken:
        assert short_line(f" {text}\n") == text
    else:
        with pytest.raises(ValueError, match="has 501 signs; say it in 500"):
            short_line(text)
