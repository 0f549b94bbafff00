"""The reading level by hand: what counts as a sentence, a word, a syllable."""

from __future__ import annotations

import pytest

from reading_level import STAND_IN, grade, sentences, syllables, with_stand_ins, words


@pytest.mark.parametrize(
    ("prose", "parts"),
    [
        ("One went home. Two stayed.", ["One went home.", "Two stayed."]),
        ("It fell by 4.2 mg, from 1.2 to 0.6.", ["It fell by 4.2 mg, from 1.2 to 0.6."]),
        ("Did it help? We do not know.", ["Did it help?", "We do not know."]),
        ("Nobody died. 12 had fever.", ["Nobody died.", "12 had fever."]),
        ('They call it a "reset." It is an aim.', ['They call it a "reset.', "It is an aim."]),
        ("", []),
    ],
)
def test_sentences(prose: str, parts: list[str]) -> None:
    assert sentences(prose) == parts


def test_a_number_a_name_with_a_hyphen_and_a_possessive_are_one_word_each() -> None:
    assert words("CAR-T cells helped 9 of 12 (75%), the body’s own.") == [
        "CAR-T", "cells", "helped", "9", "of", "12", "75", "the", "body’s", "own",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cell", 1),
        ("Cells", 1),
        ("body", 2),
        ("body’s", 2),
        ("remission", 3),
        ("randomised", 3),  # the dictionary has the American spelling
        ("tumour", 2),
        ("anaemia", 4),
        ("long-lasting", 3),
        ("212", 1),
        ("darvadstrocel", 4),  # in no dictionary: its groups of vowels
        (STAND_IN, 2),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_names_count_as_two_syllables_in_singular_and_plural_and_longest_first() -> None:
    names = ["T cell", "regulatory T cell", "placebo"]
    assert with_stand_ins("Regulatory T cells, T cell, placebo’s, placebos", names) == ", ".join(
        [STAND_IN] * 4
    )
    assert with_stand_ins("CAR-T cells", names) == "CAR-T cells"


@pytest.mark.parametrize(
    ("prose", "level"),
    [
        # 0.39 x 4/1 + 11.8 x 4/4 - 15.59
        (["We do not know."], -2.23),
        # 0.39 x 10/2 + 11.8 x 15/10 - 15.59
        (["Remission came in nine people.", "Nobody died of the cells."], 4.06),
    ],
)
def test_the_grade_is_that_of_kincaid(prose: list[str], level: float) -> None:
    assert grade(prose) == pytest.approx(level, abs=0.005)
