"""Numbers in order of first citation, and their folding into ranges."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.citations.numbering import Cited, cited_groups, letters, number_keys, separator

NUMBERS = number_keys("ABCDEFGHI")


def text(*cited: Cited) -> str:
    groups = cited_groups(cited, NUMBERS)
    return separator(groups).join(group.text for group in groups)


def test_the_first_citation_gives_the_number() -> None:
    assert number_keys(["B", "A", "B", "C", "A"]) == {"B": 1, "A": 2, "C": 3}


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("", ""),
        ("A", "1"),
        ("AB", "1,2"),
        ("ABC", "1–3"),
        ("CBA", "1–3"),
        ("ABCE", "1–3,5"),
        ("ACEFG", "1,3,5–7"),
        ("ABDEGHI", "1,2,4,5,7–9"),
        ("AAA", "1"),
    ],
)
def test_numbers_are_in_order_and_three_or_more_in_a_row_are_a_range(keys: str, shown: str) -> None:
    assert text(*(Cited(key) for key in keys)) == shown


def test_a_source_with_words_of_its_own_stays_where_the_author_put_it() -> None:
    cited = [Cited("E", after="p. 3"), Cited("B"), Cited("A"), Cited("C"), Cited("D", before="see")]
    groups = cited_groups(cited, NUMBERS)
    assert [(group.before, group.text, group.after) for group in groups] == [
        ("", "5", "p. 3"),
        ("", "1–3", ""),
        ("see", "4", ""),
    ]
    assert separator(groups) == "; "
    assert groups[1].keys == ("A", "B", "C")


@given(st.lists(st.sampled_from("ABCDEFGHI"), min_size=1))
def test_what_is_cited_is_what_the_numbers_say(keys: list[str]) -> None:
    shown = text(*(Cited(key) for key in keys))
    said: list[int] = []
    for part in shown.split(","):
        first, _dash, last = part.partition("–")
        said += range(int(first), int(last or first) + 1)
    assert said == sorted({NUMBERS[key] for key in keys})
    assert re.fullmatch(r"[0-9,–]+", shown)


@pytest.mark.parametrize(
    ("number", "name"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (702, "zz"), (703, "aaa")]
)
def test_letters_go_on_after_z(number: int, name: str) -> None:
    assert letters(number) == name
