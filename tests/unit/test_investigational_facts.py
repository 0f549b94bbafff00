from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.investigational.facts import OPTIONS, PHASES, Certainty, Facts, read_facts
from sphinx_evidence.investigational.trials import read_trial
from sphinx_evidence.problems import ProblemCode
from sphinx_evidence.review.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

TODAY = date(2026, 11, 22)


def test_all_options_together_give_all_facts() -> None:
    options = {
        "phase": "Phase 2",
        "certainty": "Very-low",
        "jurisdictions": "US,  EU ,",
        "as-of": "2026-11",
        "trials": "NCT02633163, ISRCTN12345678;2012-003871-12\n2023-500000-11-00",
    }
    numbers = ("NCT02633163", "ISRCTN12345678", "2012-003871-12", "2023-500000-11-00")
    assert read_facts(options, TODAY) == (
        Facts(
            "2",
            Certainty.VERY_LOW,
            ("US", "EU"),
            PartialDate(2026, 11),
            tuple(read_trial(number) for number in numbers),
        ),
        [],
    )


@pytest.mark.parametrize("options", [{}, dict.fromkeys(OPTIONS, ""), dict.fromkeys(OPTIONS, "  ")])
def test_no_options_give_no_facts_and_are_no_fault(options: dict[str, str]) -> None:
    assert read_facts(options, TODAY) == (Facts(), [])


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("write", [str, "phase {}".format, "PHASE  {} ".format])
def test_a_phase_may_be_given_with_the_word_or_without(phase: str, write: Callable[[str], str]) -> None:
    facts, problems = read_facts({"phase": write(phase)}, TODAY)
    assert (facts.phase, problems) == (phase, [])


@pytest.mark.parametrize("certainty", Certainty)
def test_each_word_of_grade_is_taken(certainty: Certainty) -> None:
    assert read_facts({"certainty": certainty.value.title()}, TODAY) == (Facts(certainty=certainty), [])


@pytest.mark.parametrize(
    ("options", "code", "found", "allowed"),
    [
        ({"phases": "2"}, "investigational", "no option 'phases'", "Did you mean 'phase'?"),
        (
            {"colour": "red"},
            "investigational",
            "no option 'colour'",
            "as-of, jurisdictions, phase, certainty, trials",
        ),
        ({"phase": "II"}, "investigational", "the phase 'ii'", "early 1, 1, 1/2, 2, 2/3, 3, 4"),
        ({"phase": "5"}, "investigational", "the phase '5'", "early 1, 1, 1/2"),
        ({"certainty": "hihg"}, "investigational", "the certainty 'hihg'", "Did you mean 'high'?"),
        (
            {"certainty": "good"},
            "investigational",
            "the certainty 'good'",
            "high, moderate, low, very low, not graded",
        ),
        ({"as-of": "lately"}, "date", "as-of: 'lately' is not a date", "YYYY-MM"),
        ({"as-of": "2026-13"}, "date", "as-of: '2026-13' does not exist", "YYYY-MM"),
        (
            {"as-of": "2026-12"},
            "date",
            "as-of: '2026-12' lies in the future",
            "nothing can have been looked up then",
        ),
        ({"jurisdictions": "US"}, "investigational", "'jurisdictions'", "add ':as-of: YYYY-MM'"),
        ({"jurisdictions": "US", "as-of": "lately"}, "date", "'lately'", "YYYY-MM"),
        ({"trials": "NCT0263316"}, "trial", "'NCT0263316' is no trial", "NCT and 8 digits"),
        ({"trials": "see"}, "trial", "'see' is no trial", "NCT and 8 digits"),
    ],
)
def test_a_bad_option_is_one_problem_and_claims_nothing(
    options: dict[str, str], code: str, found: str, allowed: str
) -> None:
    facts, (problem,) = read_facts(options, TODAY)
    assert facts == Facts()
    assert problem.code.value == code
    assert found in problem.message
    assert allowed in problem.message


@pytest.mark.parametrize("bad", ["colour", "phase", "certainty", "trials"])
def test_a_bad_option_costs_no_other(bad: str) -> None:
    good = {
        "phase": "2",
        "certainty": "low",
        "as-of": "2026-11",
        "jurisdictions": "US",
        "trials": "NCT02633163",
    }
    facts, (problem,) = read_facts(good | {bad: "wrong"}, TODAY)
    kept, _problems = read_facts({name: text for name, text in good.items() if name != bad}, TODAY)
    assert facts == kept
    assert bad in problem.message or "'wrong'" in problem.message


def test_one_bad_number_costs_no_other_trial() -> None:
    facts, (problem,) = read_facts({"trials": "NCT02633163 NCT1 ISRCTN12345678"}, TODAY)
    assert [trial.number for trial in facts.trials] == ["NCT02633163", "ISRCTN12345678"]
    assert problem.code is ProblemCode.TRIAL
    assert "'NCT1'" in problem.message


@pytest.mark.parametrize(
    ("as_of", "is_taken"), [("2026-11-22", True), ("2026-11-23", True), ("2026-11-24", False)]
)
def test_not_approved_is_said_only_as_of_a_day_that_has_come(as_of: str, *, is_taken: bool) -> None:
    facts, _problems = read_facts({"jurisdictions": "US", "as-of": as_of}, TODAY)
    assert (facts.jurisdictions == ("US",)) is is_taken
    assert (facts.as_of is not None) is is_taken


@pytest.mark.parametrize("option", [*OPTIONS, "unknown"])
def test_hostile_options_claim_nothing_but_places(option: str, hostile: str) -> None:
    facts, problems = read_facts({option: hostile}, TODAY)
    assert facts == Facts()
    assert problems
    assert all(problem.message.isprintable() and len(problem.message) < 900 for problem in problems)


def test_a_hostile_place_stays_text(hostile: str) -> None:
    facts, problems = read_facts({"jurisdictions": hostile, "as-of": "2026-11"}, TODAY)
    assert problems == []
    assert ",".join(facts.jurisdictions) == ",".join(" ".join(part.split()) for part in hostile.split(","))


@pytest.mark.parametrize("option", OPTIONS)
def test_a_megabyte_is_answered_at_once(
    option: str, quickly: Callable[[], AbstractContextManager[None]]
) -> None:
    for text in ("x" * 1_000_000, "phase " * 200_000, "a" + " " * 1_000_000 + "b"):
        with quickly():
            facts, problems = read_facts({option: text}, TODAY)
        assert facts == Facts()
        assert problems


@given(
    st.dictionaries(
        st.one_of(st.sampled_from(OPTIONS), st.text(max_size=9)), st.text(max_size=30), max_size=5
    )
)
def test_any_options_are_read_without_an_exception(options: dict[str, str]) -> None:
    facts, problems = read_facts(options, TODAY)
    assert facts.phase in ("", *PHASES)
    assert not facts.jurisdictions or facts.as_of is not None
    assert all(problem.message.isprintable() for problem in problems)
