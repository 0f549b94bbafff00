from __future__ import annotations

from gettext import NullTranslations

import pytest

from sphinx_evidence.investigational.facts import Certainty, Facts
from sphinx_evidence.investigational.status import Product, Status, TreatmentStatus
from sphinx_evidence.investigational.wording import (
    closing_sentence,
    either,
    facts_sentences,
    status_sentences,
    status_word,
)
from sphinx_evidence.review.dates import PartialDate

WORDS = NullTranslations()
NOVEMBER = PartialDate(2026, 11)


def status_told(status: TreatmentStatus) -> str:
    runs = status_sentences(status, WORDS)
    return "".join(run if isinstance(run, str) else run.written("en_GB") for run in runs)


def facts_told(facts: Facts) -> str:
    parts = facts_sentences(facts, WORDS)
    return " · ".join(
        "".join(run if isinstance(run, str) else run.written("en_GB") for run in part) for part in parts
    )


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.INVESTIGATIONAL, "Investigational"),
        (Status.SPECIALIST_USE, "Specialist use"),
        (Status.APPROVED, "Approved product"),
        (Status.WITHDRAWN, "Withdrawn product"),
        (Status.ESTABLISHED, "Established"),
        (Status.BACKGROUND, "Background"),
    ],
)
def test_each_status_has_a_word_of_its_own(status: Status, word: str) -> None:
    assert status_word(status, WORDS) == word


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (
            TreatmentStatus(Status.INVESTIGATIONAL, "MSC"),
            "Still being tested. Nobody yet knows whether the good it may do is greater than the harm.",
        ),
        (
            TreatmentStatus(Status.SPECIALIST_USE, "HSCT"),
            "Used in specialist centres for selected people, where guidelines accept it. It is a "
            "procedure, not a licensed product, and it carries serious risks.",
        ),
        (TreatmentStatus(Status.ESTABLISHED), "Part of established treatment."),
        (TreatmentStatus(Status.BACKGROUND), ""),
        (
            TreatmentStatus(
                Status.WITHDRAWN, "MSC", Product("Stempeucel", "India", PartialDate(2024, 12, 13))
            ),
            "Stempeucel was withdrawn in India: 13 December 2024.",
        ),
        (
            TreatmentStatus(Status.APPROVED, "MSC", Product("Temcell", "Japan", PartialDate(2015, 9))),
            "Temcell was approved in Japan: September 2015.",
        ),
    ],
)
def test_the_line_for_a_treatment_says_no_more_than_its_status(
    status: TreatmentStatus, sentence: str
) -> None:
    assert status_told(status) == sentence


@pytest.mark.parametrize("status", [Status.APPROVED, Status.WITHDRAWN])
def test_without_a_product_nothing_is_called_approved_or_withdrawn(status: Status) -> None:
    assert status_told(TreatmentStatus(status, "MSC")) == ""


def test_a_notice_ends_with_what_it_is_not() -> None:
    assert closing_sentence(WORDS, "Stem cell therapy") == (
        "Stem cell therapy remains investigational for this use and is not a replacement for established treatment."
    )


def test_a_notice_that_names_kinds_speaks_of_these_alone() -> None:
    sentence = closing_sentence(WORDS)
    assert sentence == (
        "The treatments listed here remain investigational for this use and are not a replacement for "
        "established treatment."
    )


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (Facts(), ""),
        (Facts(phase="1/2"), "Phase 1/2"),
        (Facts(certainty=Certainty.LOW), "certainty of evidence: low (our judgement, in GRADE's words)"),
        (Facts(certainty=Certainty.NOT_GRADED), "certainty of evidence: not graded"),
        (Facts(as_of=NOVEMBER), "as of November 2026"),
        (
            Facts(jurisdictions=("US", "EU"), as_of=NOVEMBER),
            "not approved in the US or EU as of November 2026",
        ),
        (Facts(jurisdictions=("US",)), ""),  # without a day nothing is said of approval
        (
            Facts("2", Certainty.LOW, ("US", "EU"), NOVEMBER),
            "Phase 2 · certainty of evidence: low (our judgement, in GRADE's words) · "
            "not approved in the US or EU as of November 2026",
        ),
    ],
)
def test_the_facts_make_one_line(facts: Facts, line: str) -> None:
    assert facts_told(facts) == line


@pytest.mark.parametrize(
    ("names", "phrase"),
    [
        (("US",), "the US"),
        (("Japan",), "Japan"),
        (("US", "EU"), "the US or EU"),
        (("Japan", "US", "EU"), "Japan, the US or EU"),
        (("Japan", "Canada"), "Japan or Canada"),
        (("Japan", "UK"), "Japan or the UK"),
        (("EU",), "the EU"),
    ],
)
def test_places_are_named_as_one_phrase(names: tuple[str, ...], phrase: str) -> None:
    assert either(names, WORDS) == phrase


def test_hostile_text_stands_in_the_line_as_it_is(hostile: str) -> None:
    product = TreatmentStatus(Status.APPROVED, "", Product(hostile, "X", NOVEMBER))
    assert status_told(product) == f"{hostile} was approved in X: November 2026."
    assert facts_told(Facts(jurisdictions=(hostile,), as_of=NOVEMBER)) == (
        f"not approved in {hostile} as of November 2026"
    )
    assert either((hostile, "X"), WORDS) == f"{hostile} or X"
