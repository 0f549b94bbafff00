from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.spelling import did_you_mean, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

KEYS = ("status", "review_in", "reviewed_by", "last_reviewed_on")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("reveiw_in", "review_in"),  # neighbours swapped: one edit
        ("review-in", "review_in"),
        ("reviewin", "review_in"),
        ("Status", "status"),  # case does not count
        ("STATSU", "status"),
        ("last_reviewd_on", "last_reviewed_on"),
        ("html_meta", None),
        ("orphan", None),
        ("", None),
        ("x", None),
    ],
)
def test_a_slip_finds_its_word_and_another_word_finds_none(word: str, meant: str | None) -> None:
    assert nearest(word, KEYS) == meant


@pytest.mark.parametrize(("word", "meant"), [("abc", "abd"), ("ab", None), ("abc", "abcd")])
def test_a_short_word_has_one_slip_at_most(word: str, meant: str | None) -> None:
    assert nearest(word, [meant] if meant else ["cd"]) == meant


def test_no_more_edits_than_asked_for_count_as_near() -> None:
    assert nearest("reveiw_ni", KEYS, within=2) == "review_in"
    assert nearest("reveiw_ni", KEYS, within=1) is None


def test_among_words_equally_near_the_choice_does_not_depend_on_their_order() -> None:
    assert nearest("cat", ["car", "bat"]) == nearest("cat", ["bat", "car"]) == "bat"


def test_nothing_known_gives_no_hint() -> None:
    assert did_you_mean("status", []) == ""
    assert did_you_mean("orphan", KEYS) == ""


def test_the_hint_is_a_sentence_that_can_follow_another() -> None:
    assert did_you_mean("statsu", KEYS) == " Did you mean 'status'?"


def test_what_is_quoted_stays_on_one_printable_short_line(hostile: str) -> None:
    shown = quoted(hostile)
    assert shown.isprintable()
    assert len(shown) <= 400  # 80 signs, each escaped at worst


def test_what_is_too_long_is_cut_and_says_so() -> None:
    assert quoted("x" * 80) == repr("x" * 80)
    assert quoted("x" * 81) == repr("x" * 77 + "...")


@given(st.text(), st.lists(st.text(), max_size=5))
def test_a_known_word_is_always_its_own_nearest(word: str, others: list[str]) -> None:
    found = nearest(word, [word, *others])
    assert found is not None
    assert found.casefold() == word.casefold()


def test_a_word_of_a_million_letters_is_answered_at_once(
    quickly: Callable[[], AbstractContextManager[None]],
) -> None:
    with quickly():
        assert nearest("reviewed_by" * 100_000, KEYS) is None
