"""Ids that HTML, XML, addresses and LaTeX take."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.citations.anchors import citation_anchor, joined_prefix, reference_anchor


@pytest.mark.parametrize(
    ("key", "anchor"),
    [
        ("Panes2016", "ref-Panes2016"),
        ("smith_2020-b", "ref-smith_2020-b"),
        ("Müller:2020", "ref-M.fc.ller.3a.2020"),
        ("a.b", "ref-a.2e.b"),
    ],
)
def test_a_key_is_kept_as_far_as_it_can_be(key: str, anchor: str) -> None:
    assert reference_anchor(key) == anchor


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_keys_have_two_anchors_of_safe_signs(one: str, other: str) -> None:
    assert re.fullmatch(r"ref-[A-Za-z0-9._-]+", reference_anchor(one))
    assert (reference_anchor(one) == reference_anchor(other)) is (one == other)


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_pages_have_two_prefixes(one: str, other: str) -> None:
    assert (joined_prefix(one) == joined_prefix(other)) is (one == other)


def test_a_citation_is_named_by_its_number() -> None:
    assert citation_anchor(3) == "cite-3"
