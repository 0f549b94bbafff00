from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.frontmatter.yaml_block import Items, Pairs, Scalar, Value
from sphinx_evidence.investigational.status import Product, Status, TreatmentStatus, read_statuses
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

TODAY = date(2026, 11, 22)
ALLOWED = "investigational, specialist use, approved, withdrawn, established, background"
PLAIN = [status for status in Status if status not in (Status.APPROVED, Status.WITHDRAWN)]


def read(value: Value) -> tuple[list[TreatmentStatus], list[Problem]]:
    return read_statuses(value, TODAY)


def kinds(**words: str) -> Pairs:
    """Return a map of kinds of treatment, each on a line of its own from line 3 on."""
    pairs = [(Scalar(kind, line), Scalar(word, line)) for line, (kind, word) in enumerate(words.items(), 3)]
    return Pairs(tuple(pairs), 3)


@pytest.mark.parametrize("status", PLAIN)
def test_one_word_stands_for_everything_on_the_page(status: Status) -> None:
    assert read(Scalar(status.value, 2)) == ([TreatmentStatus(status)], [])


@pytest.mark.parametrize(
    "text", ["Specialist Use", "SPECIALIST USE", "  specialist   use ", "specialist\nuse"]
)
def test_case_and_white_space_do_not_count(text: str) -> None:
    assert read(Scalar(text, 2)) == ([TreatmentStatus(Status.SPECIALIST_USE)], [])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            "withdrawn (Alofisel, EU, 2024-12)",
            TreatmentStatus(Status.WITHDRAWN, "", Product("Alofisel", "EU", PartialDate(2024, 12))),
        ),
        (
            "approved(Ryoncil,US,2024-12-18)",
            TreatmentStatus(Status.APPROVED, "", Product("Ryoncil", "US", PartialDate(2024, 12, 18))),
        ),
        (
            "approved (Temcell (JR-031), Japan, 2015-09)",
            TreatmentStatus(Status.APPROVED, "", Product("Temcell (JR-031)", "Japan", PartialDate(2015, 9))),
        ),
        (
            "approved (X, EU, 2026-11-23)",
            TreatmentStatus(Status.APPROVED, "", Product("X", "EU", PartialDate(2026, 11, 23))),
        ),
    ],
)
def test_an_approval_or_withdrawal_is_of_a_product_in_a_place_on_a_day(
    text: str, status: TreatmentStatus
) -> None:
    assert read(Scalar(text, 2)) == ([status], [])


def test_each_kind_of_treatment_has_its_own_word() -> None:
    assert read(kinds(MSC="investigational", HSCT="specialist use")) == (
        [TreatmentStatus(Status.INVESTIGATIONAL, "MSC"), TreatmentStatus(Status.SPECIALIST_USE, "HSCT")],
        [],
    )


def test_a_flat_field_gives_the_same_as_a_map() -> None:
    flat = Scalar("MSC: investigational; Crohn: fistula: specialist use", 1)
    assert read(flat) == (
        [
            TreatmentStatus(Status.INVESTIGATIONAL, "MSC"),
            TreatmentStatus(Status.SPECIALIST_USE, "Crohn: fistula"),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("value", "found", "allowed"),
    [
        (Scalar("investigatonal", 3), "'investigatonal' is no status", "Did you mean 'investigational'?"),
        (Scalar("experimental", 3), "'experimental' is no status", f"it is one of: {ALLOWED}."),
        (Scalar("", 3), "'' is no status", ALLOWED),
        (Scalar("proven (X, EU, 2024)", 3), "'proven (X, EU, 2024)' is no status", ALLOWED),
        (
            Scalar("approved", 3),
            "'approved' needs a product, a place and a day",
            "'approved (Product, EU, 2024-12)'",
        ),
        (Scalar("withdrawn ()", 3), "'withdrawn' needs a product", "'withdrawn (Product, EU, 2024-12)'"),
        (Scalar("approved (EU, 2024-12)", 3), "needs a product, a place and a day", "Product, EU"),
        (Scalar("approved (X, , 2024-12)", 3), "needs a product, a place and a day", "Product, EU"),
        (Scalar("approved (X, EU, 2024-12, extra)", 3), "needs a product, a place and a day", "Product, EU"),
        (Scalar("approved (X, EU, 2024-13)", 3), "'2024-13' does not exist in the calendar", "YYYY-MM"),
        (Scalar("approved (X, EU, lately)", 3), "'lately' is not a date", "YYYY-MM"),
        (Scalar("approved (X, EU, 2099-01)", 3), "2099-01", "future"),
        (Scalar("withdrawn (X, EU, 2026-11-24)", 3), "2026-11-24", "future"),
        (Scalar("investigational (X)", 3), "'investigational' takes nothing in brackets", "'X'"),
        (Scalar("background ()", 3), "'background' takes nothing in brackets", "''"),
        (Items((Scalar("investigational", 3),), 3), "'status' is a list", f"write one word ({ALLOWED})"),
        (Items((), 3), "'status' is a list", ALLOWED),
        (Pairs((), 3), "'status' is empty", ALLOWED),
        (Pairs(((Scalar("MSC", 3), Items((), 3)),), 3), "the status of 'MSC'", ALLOWED),
        (Pairs(((Scalar("MSC", 3), Pairs((), 3)),), 3), "the status of 'MSC'", ALLOWED),
    ],
)
def test_a_bad_status_is_one_problem_and_marks_nothing(value: Value, found: str, allowed: str) -> None:
    statuses, (problem,) = read(value)
    assert statuses == []
    assert (problem.code, problem.line) == (ProblemCode.STATUS, 3)
    assert found in problem.message
    assert allowed in problem.message


def test_one_bad_word_costs_no_other_kind() -> None:
    statuses, (problem,) = read(kinds(MSC="investigational", iPSC="proven", HSCT="specialist use"))
    assert [status.treatment for status in statuses] == ["MSC", "HSCT"]
    assert problem.line == 4


def test_one_bad_word_in_a_flat_field_costs_no_other_kind() -> None:
    statuses, (problem,) = read(Scalar("MSC: investigational; iPSC: proven; HSCT: specialist use", 1))
    assert [status.treatment for status in statuses] == ["MSC", "HSCT"]
    assert "'proven'" in problem.message


@pytest.mark.parametrize(
    "text", ["MSC: investigational; MSC: established", "MSC: investigational; msc: established"]
)
def test_of_two_words_for_one_kind_the_first_is_used_and_the_other_is_told(text: str) -> None:
    statuses, (problem,) = read(Scalar(text, 2))
    assert statuses == [TreatmentStatus(Status.INVESTIGATIONAL, "MSC")]
    assert "two statuses; the first one is used: remove the other" in problem.message


def test_a_hostile_word_marks_nothing_and_is_told_on_short_lines(hostile: str) -> None:
    statuses, problems = read(Scalar(hostile, 2))
    assert statuses == []
    assert problems
    assert all(problem.message.isprintable() and len(problem.message) < 900 for problem in problems)


def test_a_hostile_kind_stays_text(hostile: str) -> None:
    statuses, problems = read(kinds(**{hostile: "investigational"}))
    assert statuses == [TreatmentStatus(Status.INVESTIGATIONAL, hostile.strip())]
    assert problems == []


def test_a_hostile_product_stays_text_or_is_told(hostile: str) -> None:
    statuses, problems = read(kinds(MSC=f"approved ({hostile}, EU, 2024-12)"))
    names = [status.product.name for status in statuses if status.product]
    assert names == [" ".join(hostile.split())] or len(problems) == 1


@pytest.mark.parametrize(
    "text",
    ["a" + " " * 1_000_000 + "b", "approved (" + ")" * 500_000 + "x", "approved (" * 100_000, ";" * 10_000],
)
def test_a_megabyte_is_refused_at_once(
    text: str, quickly: Callable[[], AbstractContextManager[None]]
) -> None:
    with quickly():
        statuses, problems = read(Scalar(text, 2))
    assert statuses == []
    assert problems


@given(st.text())
def test_any_word_gives_a_status_of_ours_or_a_problem(text: str) -> None:
    statuses, problems = read(Scalar(text, 2))
    assert len(statuses) + len(problems) == text.count(";") + 1
    assert all(problem.line == 2 and problem.message.isprintable() for problem in problems)


@given(st.sampled_from(["approved", "withdrawn"]), st.text(alphabet="(),- 0123456789ab", max_size=30))
def test_nothing_is_called_approved_or_withdrawn_without_product_place_and_past_day(
    word: str, rest: str
) -> None:
    statuses, _problems = read(Scalar(f"{word} ({rest}", 2))
    for status in statuses:
        assert status.product is not None
        assert status.product.name
        assert status.product.place
        assert status.product.on.first <= date(2026, 11, 23)
