from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.frontmatter.block import Entry, read_block
from sphinx_evidence.frontmatter.field_list import read_field_list
from sphinx_evidence.frontmatter.page import KEYS, PageRecord, read_page
from sphinx_evidence.frontmatter.yaml_block import Items, Pairs, Scalar
from sphinx_evidence.investigational.status import Status, TreatmentStatus
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.dates import Interval, PartialDate
from sphinx_evidence.review.record import Notice, Review, Scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

TODAY = date(2026, 11, 22)
PEOPLE = ("maintainers", "j-roe")
DIGEST = "v1-" + "0123456789abcdef" * 2
DATES = ("last_reviewed_on", "source_reviewed_on", "evidence_searched_on")


def read(*body: str) -> tuple[PageRecord, list[Problem]]:
    """Read a Markdown page whose front matter is *body*, from its second line on."""
    found = read_block("\n".join(["---", *body, "---", ""]), KEYS)
    record, problems = read_page(found.entries, TODAY, PEOPLE)
    return record, [*found.problems, *problems]


def test_every_key_of_ours_is_read() -> None:
    record, problems = read(
        "status:",
        "  mesenchymal stromal cells: investigational",
        "  blood stem cell transplant: specialist use",
        "last_reviewed_on: 2026-11",
        "review_in: 6 months",
        "reviewed_by: [maintainers, j-roe]",
        f"review_digest: {DIGEST}",
        "review_scope: content, references",
        "no_change_because: we searched again",
        f"other_reviews: [2026-10 by j-roe (section harms) {DIGEST}]",
        f"translation_reviews: {{es: 2026-11-20 by j-roe {DIGEST} of {DIGEST}}}",
        "owner: j-roe",
        "notice: 2026-11-20 The EMA has warned.",
        "source_reviewed_on: 2026-01",
        "evidence_searched_on: 2026-11-22",
    )
    assert problems == []
    assert record == PageRecord(
        statuses=(
            TreatmentStatus(Status.INVESTIGATIONAL, "mesenchymal stromal cells"),
            TreatmentStatus(Status.SPECIALIST_USE, "blood stem cell transplant"),
        ),
        last_reviewed_on=PartialDate(2026, 11),
        review_in=Interval(6, "month"),
        reviewed_by=("maintainers", "j-roe"),
        review_digest=DIGEST,
        review_scope=(Scope.CONTENT, Scope.REFERENCES),
        no_change_because="we searched again",
        other_reviews=(Review(PartialDate(2026, 10), ("j-roe",), section="harms", digest=DIGEST),),
        translation_reviews=(
            ("es", Review(PartialDate(2026, 11, 20), ("j-roe",), digest=DIGEST, original=DIGEST)),
        ),
        owner="j-roe",
        notice=Notice(PartialDate(2026, 11, 20), "The EMA has warned."),
        source_reviewed_on=PartialDate(2026, 1),
        evidence_searched_on=PartialDate(2026, 11, 22),
    )


def test_restructuredtext_gives_the_same_record_from_flat_fields() -> None:
    entries, problems = read_field_list(
        ":status: MSC: investigational; HSCT: specialist use\n"
        ":last_reviewed_on: 2026-11\n"
        ":reviewed_by: maintainers, j-roe\n"
    )
    assert problems == []
    assert read_page(entries, TODAY, PEOPLE) == (
        PageRecord(
            statuses=(
                TreatmentStatus(Status.INVESTIGATIONAL, "MSC"),
                TreatmentStatus(Status.SPECIALIST_USE, "HSCT"),
            ),
            last_reviewed_on=PartialDate(2026, 11),
            reviewed_by=("maintainers", "j-roe"),
        ),
        [],
    )


def test_a_page_without_front_matter_has_an_empty_record() -> None:
    assert read_page([], TODAY, PEOPLE) == (PageRecord(), [])


# What was written, the code, what the message says was found, and what it says is allowed.
BAD = [
    ("last_reviewed_on: 2019-03-2r9", "date", "last_reviewed_on: '2019-03-2r9' is not a date", "YYYY-MM-DD"),
    ("last_reviewed_on: 2026-13-45", "date", "'2026-13-45' does not exist in the calendar", "YYYY-MM"),
    ("last_reviewed_on: 2027-02-30", "date", "'2027-02-30' does not exist in the calendar", "YYYY-MM-DD"),
    (
        "last_reviewed_on: 2026-11-24",
        "date",
        "'2026-11-24' lies in the future",
        "the day on which it happened",
    ),
    ("last_reviewed_on: 2026-12", "date", "'2026-12' lies in the future (today is 2026-11-22)", "happened"),
    (
        "last_reviewed_on: [2026-11, 2026-12]",
        "date",
        "not a list or a map",
        "the day or month of the last review",
    ),
    ("last_reviewed_on: {a: 2026-11}", "date", "not a list or a map", "the day or month of the last review"),
    ("last_reviewed_on: [2026-13-45]", "date", "not a list or a map", "the day or month of the last review"),
    ("last_reviewed_on:", "date", "'last_reviewed_on' is empty", "the day or month of the last review"),
    ("last_reviewed_on: ''", "date", "'last_reviewed_on' is empty", "remove the key"),
    ("source_reviewed_on: soon", "date", "source_reviewed_on: 'soon' is not a date", "YYYY-MM"),
    ("source_reviewed_on: 2027-01", "date", "source_reviewed_on: '2027-01' lies in the future", "happened"),
    ("source_reviewed_on:", "date", "'source_reviewed_on' is empty", "the older article"),
    ("review_in: soon", "interval", "review_in: 'soon' is not an interval", "write a number and a unit"),
    ("review_in: -3 months", "interval", "'-3 months' is not an interval", "days, weeks, months or years"),
    ("review_in: 0", "interval", "'0' is not an interval", "such as '6 months'"),
    ("review_in: 12", "interval", "'12' is not an interval", "a number and a unit"),
    ("review_in: 11 years", "interval", "'11 years' is not an interval", "up to 10 years"),
    ("review_in: [3 months]", "interval", "not a list or a map", "how long until the next review"),
    ("review_in:", "interval", "'review_in' is empty", "how long until the next review"),
    ("status: investigatonal", "status", "'investigatonal' is no status", "Did you mean 'investigational'?"),
    (
        "status: experimental",
        "status",
        "'experimental' is no status",
        "investigational, specialist use, approved",
    ),
    ("status: [investigational]", "status", "'status' is a list", "write one word (investigational, "),
    ("status:", "status", "no status", "investigational, specialist use"),
    ("status: {}", "status", "'status' is empty", "investigational, specialist use"),
    ("status: {MSC: proven}", "status", "'proven' is no status", "established, background"),
    (
        "status: {MSC: [investigational]}",
        "status",
        "the status of 'MSC'",
        "should be one word: investigational",
    ),
    ("status: approved", "status", "'approved' needs a product, a place and a day", "(Product, EU, 2024-12)"),
    ("status: '@x: y'", "status", "'y' is no status", "investigational"),
    ("reviewed_by: j-row", "person", "the id 'j-row'", "Did you mean 'j-roe'?"),
    (
        "reviewed_by: [maintainers, somebody]",
        "person",
        "the id 'somebody'",
        "Add them there, or correct the id",
    ),
    ("reviewed_by: {maintainers: yes}", "person", "'reviewed_by'", "a list of ids from the people file"),
    ("reviewed_by: [[maintainers]]", "person", "'reviewed_by'", "a list of ids from the people file"),
    ("reviewed_by:", "person", "'reviewed_by'", "ids from the people file"),
    ("reviewed_by: []", "person", "'reviewed_by' is empty", "ids from the people file, or remove the key"),
    ("last_reviewed_on: ~", "date", "'last_reviewed_on' is empty", "remove the key"),
    ("last_reviewed_on: 2026-11-00", "date", "'2026-11-00' does not exist in the calendar", "YYYY-MM-DD"),
    ("status: approved (X, EU, 2099-01)", "status", "'2099-01' lies in the future", "approved"),
    ("status:investigational", "front_matter", "'status:investigational' is no front matter", "'key: value'"),
    ("review_digest: 0123456", "review", "'0123456' is no digest", "v1- and 32 hex digits"),
    (
        f"review_digest: v2-{'a' * 32}",
        "review",
        "is of a later scheme than this version",
        "update sphinx-evid",
    ),
    ("review_digest: v1-ABC", "review", "'v1-ABC' is no digest", "v1- and 32 hex digits"),
    ("review_scope: everything", "review", "'everything' is no scope", "references (each citation was read"),
    ("review_scope: refrences", "review", "'refrences' is no scope", "Did you mean 'references'?"),
    ("review_scope: references", "review", "'references' lacks 'content'", "under other_reviews"),
    ("review_scope: ','", "review", "lacks 'content'", "under other_reviews"),
    ("review_scope: [content]", "review", "not a list or a map", "what that review looked at"),
    ("review_scope:", "review", "'review_scope' is empty", "or remove the key"),
    ("no_change_because:", "review", "'no_change_because' is empty", "why the page was reviewed again"),
    (f"no_change_because: {'x' * 501}", "review", "has 501 signs", "say it in 500"),
    ("owner: j-row", "person", "the id 'j-row'", "Did you mean 'j-roe'?"),
    ("owner: somebody", "person", "the id 'somebody'", "Add them there, or correct the id"),
    ("owner: [j-roe]", "person", "not a list or a map", "an id from the people file"),
    ("owner:", "person", "'owner' is empty", "or remove the key"),
    (
        "notice: The EMA has warned",
        "review",
        "notice: 'The' is not a date",
        "write the day, then what has changed",
    ),
    ("notice: 2026-11-20", "review", "does not say what has changed", "write the day, then"),
    (
        "notice: 2026-11-24 It changed",
        "date",
        "notice: '2026-11-24' lies in the future",
        "today is 2026-11-22",
    ),
    ("notice: 2026-11-31 It changed", "review", "'2026-11-31' does not exist", "YYYY-MM-DD"),
    ("notice: [2026-11-20 It changed]", "review", "not a list or a map", "the day and what has changed"),
    ("notice:", "review", "'notice' is empty", "or remove the key"),
    (f"notice: 2026-11-20 {'x' * 500}", "review", "has 511 signs", "say it in 500"),
    ("onwer: j-roe", "unknown_key", "'onwer' is not known", "Did you mean 'owner'?"),
    ("other_review: [x]", "unknown_key", "'other_review' is not known", "Did you mean 'other_reviews'?"),
    ("review_digest: [v1]", "review", "not a list or a map", "the digest of the page's content"),
    ("review: none", "review", "review: 'none' should be", "'none (reason)'"),
    ("review: none ( )", "review", "'none ( )' should be", "with why the page is never reviewed"),
    ("review: never (x)", "review", "'never (x)' should be", "'none (reason)'"),
    ("reveiw_in: 3 months", "unknown_key", "'reveiw_in' is not known", "Did you mean 'review_in'?"),
    ("last-reviewed-on: 2026-11", "unknown_key", "'last-reviewed-on'", "Did you mean 'last_reviewed_on'?"),
    ("Status: investigational", "unknown_key", "'Status' is not known", "Did you mean 'status'?"),
    ("evidence_searched_on: 2026-01", "front_matter", "given twice, first in line 2", "remove the other"),
    ("status: a: b: c", "front_matter", "mapping values are not allowed", "into quotes"),
    ("status: @x", "front_matter", "cannot start any token", "into quotes"),
]


@pytest.mark.parametrize(("line", "code", "found", "allowed"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_is_one_problem_that_says_how_to_mend_it_and_costs_no_other_key(
    line: str, code: str, found: str, allowed: str
) -> None:
    record, problems = read("evidence_searched_on: 2026-11-22", line, "", "title: kept")
    (problem,) = problems
    assert (problem.code.value, problem.line) == (code, 3)
    assert found in problem.message
    assert allowed in problem.message
    assert record.evidence_searched_on == PartialDate(2026, 11, 22)


@pytest.mark.parametrize(("line", "code", "found", "allowed"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_claims_nothing(line: str, code: str, found: str, allowed: str) -> None:
    del code, found, allowed
    record, _problems = read("evidence_searched_on: 2026-11-22", line)
    assert record in (
        PageRecord(evidence_searched_on=PartialDate(2026, 11, 22)),
        PageRecord(evidence_searched_on=PartialDate(2026, 11, 22), reviewed_by=("maintainers",)),
    )


@pytest.mark.parametrize("key", DATES)
@pytest.mark.parametrize(
    ("day", "is_taken"), [("2026-11-22", True), ("2026-11-23", True), ("2026-11-24", False)]
)
def test_tomorrow_is_taken_since_it_has_begun_somewhere(key: str, day: str, *, is_taken: bool) -> None:
    record, problems = read(f"{key}: {day}")
    assert (getattr(record, key) is not None) is is_taken
    assert (not problems) is is_taken


@pytest.mark.parametrize(
    "key", ["title", "html_theme.sidebar", "orphan", "tocdepth", "myst", "date", "authors", "x"]
)
def test_keys_of_other_extensions_are_left_alone(key: str) -> None:
    assert read(f"{key}: [anything, {{a: b}}]") == (PageRecord(), [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("none (a glossary)", "a glossary"),
        ("None (a glossary)", "a glossary"),
        ("none(it lists (all) terms)", "it lists (all) terms"),
        ("none (<script>alert(1)</script>)", "<script>alert(1)</script>"),
    ],
)
def test_a_page_can_opt_out_of_reviews_with_a_reason(text: str, reason: str) -> None:
    record, problems = read(f"review: {text}")
    assert (record.exempt_reason, problems) == (reason, [])


def test_a_reason_over_two_lines_is_one_text() -> None:
    assert read("review: none (a list", "  of terms)")[0].exempt_reason == "a list of terms"


def test_a_person_named_twice_reviewed_once() -> None:
    assert read("reviewed_by: [j-roe, j-roe]")[0].reviewed_by == ("j-roe",)


def test_one_unknown_person_costs_no_known_one() -> None:
    record, problems = read("reviewed_by:", "  - maintainers", "  - nobody", "  - j-roe")
    assert record.reviewed_by == ("maintainers", "j-roe")
    assert [(problem.code, problem.line) for problem in problems] == [(ProblemCode.PERSON, 4)]


def test_where_the_people_file_cannot_be_read_nobody_is_credited_and_no_page_is_blamed() -> None:
    entries = [Entry("reviewed_by", 2, Items((Scalar("maintainers", 2),), 2))]
    assert read_page(entries, TODAY, None) == (PageRecord(), [])


def test_with_an_empty_people_file_everybody_is_unknown() -> None:
    entries = [Entry("reviewed_by", 2, Scalar("maintainers", 2))]
    record, (problem,) = read_page(entries, TODAY, {})
    assert record.reviewed_by == ()
    assert problem.code is ProblemCode.PERSON


@pytest.mark.parametrize(
    ("last", "other", "is_later"),
    [
        ("2026-10", "2026-10 by j-roe", False),
        ("2026-10", "2026-10-31 by j-roe", False),
        ("2026-10-05", "2026-10 by j-roe", False),  # perhaps before that day
        ("2026-10-05", "2026-10-06 by j-roe", True),
        ("2026-10", "2026-11 by j-roe", True),
        ("2026-10", "2026-11 by j-roe (content)", True),
        ("2026-10", "2026-11 by j-roe (references)", False),
        ("2026-10", "2026-11 by j-roe (section harms)", False),
    ],
)
def test_a_review_of_the_page_that_is_later_than_its_last_is_told(
    last: str, other: str, *, is_later: bool
) -> None:
    _record, problems = read(f"last_reviewed_on: {last}", f"other_reviews: ['{other}']")
    assert [(problem.code, problem.line) for problem in problems] == [(ProblemCode.REVIEW, 3)] * is_later
    assert all("give it as last_reviewed_on" in problem.message for problem in problems)


@pytest.mark.parametrize(
    "line",
    [
        "last_reviewed_on: 2026-11",
        "reviewed_by: j-roe",
        f"review_digest: {DIGEST}",
        "review_scope: content",
        "other_reviews: [2026-10 by j-roe (section harms)]",
        "translation_reviews: {es: 2026-10 by j-roe}",
    ],
)
def test_a_page_that_is_never_reviewed_has_no_review(line: str) -> None:
    _record, (problem,) = read("review: none (a list)", line)
    assert (problem.code, problem.line) == (ProblemCode.REVIEW, 2)
    assert f"'review: none' and '{line.partition(':')[0]}' cannot both be; remove one" in problem.message


@pytest.mark.parametrize("line", ["owner: j-roe", "notice: 2026-11 It changed.", "review_in: 6 months"])
def test_a_page_that_is_never_reviewed_can_have_an_owner_and_a_notice(line: str) -> None:
    assert read("review: none (a list)", line)[1] == []


def test_a_reason_that_nothing_changed_is_the_editors_own_text(hostile: str) -> None:
    entries = [Entry("no_change_because", 2, Scalar(hostile, 2))]
    record, problems = read_page(entries, TODAY, PEOPLE)
    if problems:
        assert len(hostile) > 500
        assert record == PageRecord()
    else:
        assert record.no_change_because == " ".join(hostile.split())


def test_a_last_review_of_less_than_the_page_is_none() -> None:
    record, problems = read("last_reviewed_on: 2026-11", "reviewed_by: j-roe", "review_scope: references")
    assert (record.last_reviewed_on, record.review_scope, len(problems)) == (None, (), 1)


@pytest.mark.parametrize("line", ["last_reviewed_on: soon", "reviewed_by: j-roe"])
def test_where_no_last_review_can_be_told_of_no_other_of_the_page_is(line: str) -> None:
    record, problems = read(line, "other_reviews: [2026-10 by j-roe, 2026-09 by j-roe (references)]")
    assert [review.on.iso for review in record.other_reviews] == ["2026-09"]
    assert len(problems) == 1


def test_where_the_people_file_cannot_be_read_nobody_looks_after_a_page() -> None:
    assert read_page([Entry("owner", 2, Scalar("j-roe", 2))], TODAY, None) == (PageRecord(), [])


_IN_PARTS = {"status", "other_reviews", "translation_reviews"}
_NO_FREE_TEXT = [key for key in KEYS if key != "no_change_because"]


@pytest.mark.parametrize("key", _NO_FREE_TEXT)
def test_a_hostile_value_claims_nothing_and_is_told_on_one_short_line(key: str, hostile: str) -> None:
    entries = [Entry(key, 2, Scalar(hostile, 2))]
    record, problems = read_page(entries, TODAY, PEOPLE)
    assert record == PageRecord()
    assert len(problems) == (
        hostile.count(",") + 1 if key == "reviewed_by" else hostile.count(";") + 1 if key in _IN_PARTS else 1
    )
    assert all(problem.line == 2 for problem in problems)
    assert all(problem.message.isprintable() and len(problem.message) < 900 for problem in problems)


@pytest.mark.parametrize("key", _NO_FREE_TEXT)
@pytest.mark.parametrize(
    "text", ["none (" + "a" * 1_000_000, "a" + " " * 1_000_000 + "b", "(" * 500_000, "a:" * 500_000], ids=len
)
def test_a_megabyte_is_answered_at_once(
    key: str, text: str, quickly: Callable[[], AbstractContextManager[None]]
) -> None:
    with quickly():
        record, problems = read_page([Entry(key, 2, Scalar(text, 2))], TODAY, PEOPLE)
    assert record == PageRecord()
    assert problems


SCALARS = st.builds(Scalar, st.text(max_size=20), st.just(2))
VALUES = st.one_of(
    SCALARS,
    st.builds(Items, st.lists(SCALARS, max_size=3).map(tuple), st.just(2)),
    st.builds(Pairs, st.lists(st.tuples(SCALARS, SCALARS), max_size=3).map(tuple), st.just(2)),
)


@given(st.lists(st.builds(Entry, st.sampled_from([*KEYS, "title", "staus"]), st.just(2), VALUES), max_size=4))
def test_any_values_are_read_without_an_exception(entries: list[Entry]) -> None:
    record, problems = read_page(entries, TODAY, PEOPLE)
    assert all(problem.line == 2 and problem.message.isprintable() for problem in problems)
    assert record.last_reviewed_on is None or record.last_reviewed_on.first <= date(2026, 11, 23)


@given(VALUES, st.sampled_from(sorted(KEYS)))
def test_a_good_key_is_kept_whatever_another_holds(value: Scalar | Items | Pairs, key: str) -> None:
    good = Entry("last_reviewed_on", 3, Scalar("2026-11", 3))
    entries = [Entry(key, 2, value)] if key != "last_reviewed_on" else []
    assert read_page([*entries, good], TODAY, PEOPLE)[0].last_reviewed_on == PartialDate(2026, 11)
