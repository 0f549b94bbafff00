from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.frontmatter.field_list import read_field_list
from sphinx_evidence.frontmatter.yaml_block import Scalar
from sphinx_evidence.problems import ProblemCode
from sphinx_evidence.text import printable


def fields(source: str) -> list[tuple[str, int, str]]:
    entries, _problems = read_field_list(source)
    return [(entry.key, entry.line, entry.value.text) for entry in entries if isinstance(entry.value, Scalar)]


STATUS = ("status", 1, "background")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("", []),
        ("Title\n=====\n\n:status: background\n", []),  # after a title it is part of the text
        (":status: background\n", [STATUS]),
        (
            ":status: background\n:review_in: 3 months\n\nTitle\n=====\n",
            [STATUS, ("review_in", 2, "3 months")],
        ),
        ("\n\n:status: background\n", [("status", 3, "background")]),
        (":status: background\r\n:orphan:\r\n", [STATUS, ("orphan", 2, "")]),
        (":orphan:\n", [("orphan", 1, "")]),
        (":status:\n   background\n", [STATUS]),
        (
            ":status: HSCT: specialist use;\n   MSC: investigational\n",
            [("status", 1, "HSCT: specialist use; MSC: investigational")],
        ),
        (".. a comment\n   of two lines\n\n:status: background\n", [("status", 4, "background")]),
        ("..\n   a comment\n\n:status: background\n", [("status", 4, "background")]),
        (".. _label:\n\n:status: background\n", [("status", 3, "background")]),
        (".. |x| replace:: y\n\n:status: background\n", [("status", 3, "background")]),
        (".. note:: seen\n\n:status: background\n", []),
        (":status: background\n\nText.\n\n:review_in: 3 months\n", [STATUS]),
        (":status: background\nno field\n:review_in: 3 months\n", [STATUS]),
        (":: background\n", []),
        (":status:background\n", []),
        ("\ufeff:status: background\n", []),
    ],
)
def test_the_fields_at_the_top_are_read_with_their_lines(
    source: str, found: list[tuple[str, int, str]]
) -> None:
    assert fields(source) == found
    assert read_field_list(source)[1] == []


def test_of_a_field_given_twice_the_first_is_used_and_the_second_is_named_with_both_lines() -> None:
    entries, (problem,) = read_field_list(
        ":status: background\n:review_in: 3 months\n:status: investigational\n"
    )
    assert [(entry.key, entry.line) for entry in entries] == [("status", 1), ("review_in", 2)]
    assert entries[0].value == Scalar("background", 1)
    assert (problem.code, problem.line) == (ProblemCode.FRONT_MATTER, 3)
    assert "'status' is given twice, first in line 1" in problem.message
    assert "remove the other" in problem.message


def test_a_hostile_field_is_text_and_costs_no_other(hostile: str) -> None:
    found = fields(f":title: {hostile}\n:status: background\n")
    assert found == [("title", 1, printable(hostile).strip()), ("status", 2, "background")]


@given(st.text())
def test_any_text_is_read_without_an_exception(text: str) -> None:
    entries, _problems = read_field_list(text)
    assert all(1 <= entry.line <= text.count("\n") + 1 for entry in entries)


@given(st.text(alphabet=":.\n ab_|;-", max_size=80))
def test_any_text_like_fields_gives_each_key_once_and_only_text(text: str) -> None:
    entries, problems = read_field_list(text)
    keys = [entry.key for entry in entries]
    assert len(keys) == len(set(keys))
    assert all(isinstance(entry.value, Scalar) for entry in entries)
    assert all(problem.line is not None for problem in problems)
