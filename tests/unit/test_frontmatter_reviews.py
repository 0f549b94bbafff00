from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.frontmatter.block import read_block
from sphinx_evidence.frontmatter.field_list import read_field_list
from sphinx_evidence.frontmatter.page import KEYS, PageRecord, read_page
from sphinx_evidence.frontmatter.reviews import read_other_reviews, read_translation_reviews
from sphinx_evidence.frontmatter.yaml_block import Items, Pairs, Scalar
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.record import Review, Scope

TODAY = date(2026, 11, 22)
PEOPLE = ("us", "j-roe", "patients")
A = "v1-" + "a" * 32
B = "v1-" + "b" * 32
JUNE = PartialDate(2026, 6, 2)
WHOLE = Review(JUNE, ("us", "j-roe"), (Scope.CONTENT, Scope.REFERENCES), digest=A)
HARMS = Review(JUNE, ("j-roe",), section="harms", digest=B)
CITED = Review(JUNE, ("patients",), (Scope.REFERENCES,))
SPANISH = Review(PartialDate(2026, 11, 20), ("j-roe",), (Scope.CONTENT,), digest=A, original=B)
OTHER = (WHOLE, HARMS, CITED)
TRANSLATED = (("es", SPANISH), ("pt_BR", CITED_WHOLE := Review(JUNE, ("patients",))))


def read(*body: str) -> tuple[PageRecord, list[Problem]]:
    """Read a page that was reviewed after all others, and then has *body*, from line 4 on."""
    lines = ["last_reviewed_on: 2026-11", "reviewed_by: [us]", *body]
    found = read_block("\n".join(["---", *lines, "---", ""]), KEYS)
    record, problems = read_page(found.entries, TODAY, PEOPLE)
    return record, [*found.problems, *problems]


def test_yaml_gives_a_list_and_a_map() -> None:
    record, problems = read(
        "other_reviews:",
        *(f"- {review.line}" for review in OTHER),
        "translation_reviews:",
        *(f"  {language.replace('_', '-')}: {review.line}" for language, review in TRANSLATED),
    )
    assert problems == []
    assert (record.other_reviews, record.translation_reviews) == (OTHER, TRANSLATED)


def test_restructuredtext_gives_the_same_on_one_line_or_more() -> None:
    entries, problems = read_field_list(
        ":last_reviewed_on: 2026-11\n"
        f":other_reviews: {OTHER[0].line};\n   {OTHER[1].line};\n   {OTHER[2].line};\n"
        f":translation_reviews: es: {SPANISH.line}; pt_BR: {CITED_WHOLE.line}\n"
    )
    record, found = read_page(entries, TODAY, PEOPLE)
    assert [*problems, *found] == []
    assert (record.other_reviews, record.translation_reviews) == (OTHER, TRANSLATED)


@pytest.mark.parametrize("value", [f"'{HARMS.line}'", f"['{HARMS.line}']", f'["{HARMS.line}"]'])
def test_one_review_needs_no_list(value: str) -> None:
    record, problems = read(f"other_reviews: {value}")
    assert (record.other_reviews, problems) == ((HARMS,), [])


def test_tomorrow_is_taken_since_it_has_begun_somewhere() -> None:
    record, problems = read("last_reviewed_on: 2026-11", "translation_reviews: {es: 2026-11-23 by us}")
    assert len(record.translation_reviews) == 1
    assert [problem.code for problem in problems] == [ProblemCode.FRONT_MATTER]  # the day of the page, twice


# The review, the code, what the message says was found, and how it says to mend it.
BAD = [
    ("just words", "review", "'just words' is not a review", "write 'DAY by ID'"),
    ("2026-06-02", "review", "'2026-06-02' is not a review", "'2026-06-02 by a-example (content) v1-…'"),
    ("", "review", "not a review", "write 'DAY by ID'"),
    ("[2026-06-02 by us]", "review", "not a review", "write 'DAY by ID'"),
    ("{on: 2026-06-02}", "review", "not a review", "write 'DAY by ID'"),
    ("2026-06-31 by us", "review", "'2026-06-31' does not exist", "YYYY-MM-DD"),
    ("2026-11-24 by us", "date", "'2026-11-24' lies in the future", "the day on which it happened"),
    ("2026-06-02 by j-row", "person", "the id 'j-row'", "Did you mean 'j-roe'?"),
    ("2026-06-02 by somebody", "person", "the id 'somebody'", "Add them there, or correct the id"),
    ("2026-06-02 by us, somebody", "person", "the id 'somebody'", "Add them there"),
    ("2026-06-02 by us (contnet)", "review", "'contnet' is no scope", "Did you mean 'content'?"),
    ("2026-06-02 by us (content) 0123456", "review", "is not a review", "then the digest"),
    ("2026-06-02 by us (content) v1-0123", "review", "'v1-0123' is no digest", "32 hex digits"),
    (f"2026-06-02 by us v2-{'a' * 32}", "review", "of a later scheme", "update sphinx-evidence"),
]


@pytest.mark.parametrize("key", ["other_reviews", "translation_reviews"])
@pytest.mark.parametrize(("line", "code", "found", "mend"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_review_is_one_problem_on_its_own_line_and_costs_no_other(
    key: str, line: str, code: str, found: str, mend: str
) -> None:
    bullets = ("es:", "fr:", "de:") if key == "translation_reviews" else ("-", "-", "-")
    good = "2026-06-02 by us"
    record, problems = read(
        f"{key}:", *(f"  {mark} {text}" for mark, text in zip(bullets, (good, line, good), strict=True))
    )
    (problem,) = problems
    assert (problem.code.value, problem.line) == (code, 6)
    assert found in problem.message
    assert mend in problem.message
    kept = getattr(record, key)
    assert len(kept) == (3 if line == "2026-06-02 by us, somebody" else 2)
    assert "somebody" not in str(kept)


@pytest.mark.parametrize(
    ("line", "at", "found", "mend"),
    [
        ("other_reviews:", 4, "'other_reviews' is empty", "or remove the key"),
        ("other_reviews: []", 4, "'other_reviews' is empty", "write 'DAY by ID'"),
        ("other_reviews: {a: b}", 4, "not a review", "write 'DAY by ID'"),
        (f"other_reviews: [{SPANISH.line}]", 4, "a second digest", "under translation_reviews"),
        ("other_reviews: [2026-06-02 by us, j-roe]", 4, "'j-roe' is not a review", "write 'DAY by ID'"),
        ("translation_reviews:", 4, "'translation_reviews' is empty", "or remove the key"),
        ("translation_reviews: {}", 4, "'translation_reviews' is empty", "or remove the key"),
        ("translation_reviews: 2026-06-02 by us", 4, "'2026_06_02 by us' is no language", "'es: 2026-06-02"),
        ("translation_reviews: [es]", 4, "not a review", "write 'DAY by ID'"),
        (
            "translation_reviews: {Spanish: 2026-06-02 by us}",
            4,
            "'Spanish' is no language",
            "as conf.py does",
        ),
        ("translation_reviews: {ES: 2026-06-02 by us}", 4, "'ES' is no language", "as conf.py does"),
        ("translation_reviews: {'': 2026-06-02 by us}", 4, "'' is no language", "before its review"),
        ("translation_reviews:\n- es: 2026-06-02 by us", 5, "'' is no language", "before its review"),
        (
            "translation_reviews:\n  pt-BR: 2026-06-02 by us\n  pt_BR: 2026-06-03 by us",
            6,
            "two reviews of 'pt_BR'",
            "keep the later one",
        ),
        (
            "translation_reviews: {es: 2026-06-02 by us (section harms)}",
            4,
            "is not of the whole page",
            "when all has been read",
        ),
        (
            "translation_reviews: {es: 2026-06-02 by us (references)}",
            4,
            "is not of the whole page",
            "remove it",
        ),
    ],
)
def test_a_value_of_the_wrong_form_is_one_problem(line: str, at: int, found: str, mend: str) -> None:
    _record, problems = read(*line.split("\n"))
    (problem,) = problems
    assert (problem.code, problem.line) == (ProblemCode.REVIEW, at)
    assert found in problem.message
    assert mend in problem.message


def test_a_page_s_own_review_is_compared_with_no_original() -> None:
    record, _problems = read(f"other_reviews: ['{SPANISH.line}']")
    assert [review.original for review in record.other_reviews] == [None]


def test_who_read_one_section_of_a_translation_did_not_review_it() -> None:
    record, _problems = read(
        "translation_reviews: {es: 2026-06-02 by us (section harms), fr: 2026-06-02 by us}"
    )
    assert [language for language, _review in record.translation_reviews] == ["fr"]


def test_a_line_names_the_key_that_it_is_of() -> None:
    for key in ("other_reviews", "translation_reviews"):
        _record, (problem,) = read(f"{key}: {{es: nothing}}" if key[0] == "t" else f"{key}: [nothing]")
        assert problem.message.startswith(f"{key}: ")


def test_where_the_people_file_cannot_be_read_nobody_is_credited_and_no_page_is_blamed() -> None:
    value = Items((Scalar(HARMS.line, 3),), 2)
    assert read_other_reviews(value, TODAY, None) == ((), [])
    assert read_translation_reviews(Pairs(((Scalar("es", 3), Scalar(SPANISH.line, 3)),), 2), TODAY, None) == (
        (),
        [],
    )


def test_a_review_by_nobody_who_is_known_is_none() -> None:
    record, problems = read("other_reviews: ['2026-06-02 by x-one, y-two']")
    assert record.other_reviews == ()
    assert [problem.code for problem in problems] == [ProblemCode.PERSON] * 2


WORDS = st.sampled_from(
    ["2026-06-02", " by ", "us", ",", "(content)", "(section x)", A, " of ", ";", "es:", ":"]
)
SCALARS = st.builds(
    Scalar, st.one_of(st.text(max_size=20), st.lists(WORDS, max_size=8).map("".join)), st.just(2)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.builds(Items, st.lists(inner, max_size=3).map(tuple), st.just(2)),
        st.builds(Pairs, st.lists(st.tuples(SCALARS, inner), max_size=3).map(tuple), st.just(2)),
    ),
    max_leaves=6,
)


@given(VALUES)
def test_any_value_is_reviews_by_known_people_or_problems(value: Scalar | Items | Pairs) -> None:
    reviews, problems = read_other_reviews(value, TODAY, PEOPLE)
    translations, found = read_translation_reviews(value, TODAY, PEOPLE)
    for review in [*reviews, *(review for _language, review in translations)]:
        assert review.by
        assert set(review.by) <= set(PEOPLE)
    assert all(review.original is None for review in reviews)
    assert all(review.is_of_the_page for _language, review in translations)
    assert len(dict(translations)) == len(translations)
    assert reviews or problems
    assert translations or found
    for problem in [*problems, *found]:
        assert problem.line == 2
        assert problem.message.isprintable()
        assert len(problem.message) < 500
