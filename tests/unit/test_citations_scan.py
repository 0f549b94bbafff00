"""Which keys a page cites, found without building it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.citations.scan import cited_in


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("{cite:p}`A`", ["A"]),
        ("{cite}`A` and {cite:t}`B,C`", ["A", "B", "C"]),
        (":cite:p:`A` and :cite:`{see}B{p. 3}, C{table 2, row 1}`", ["A", "B", "C"]),
        ("{footcite}`A` :footcite:p:`B`", ["A", "B"]),
        ("{cite:p}`A,\nB`", ["A", "B"]),
        ("```{note}\n{cite:p}`A`\n```\n\n{cite:p}`B`", ["A", "B"]),
        ("````{note}\n```{tip}\n{cite:p}`A`\n```\n{cite:p}`B`\n````\n{cite:p}`C`", ["A", "B", "C"]),
        (":::{note}\n{cite:p}`A`\n:::", ["A"]),
        ("```md\n{cite:p}`A`\n```\n{cite:p}`B`", ["B"]),
        ("```\n{cite:p}`A`\n```", []),
        ("~~~\n{cite:p}`A`\n```\n{cite:p}`B`\n~~~\n{cite:p}`C`", ["C"]),
        ("```{code-block} md\n{cite:p}`A`\n```\n{cite:p}`B`", ["B"]),
        ("Write ``{cite:p}`A` `` or ```` {cite:p}`B` ````.", []),
        ("``:cite:p:`A```", []),
        ("{cite:p}`` {doc}`A`", []),
        ("", []),
    ],
)
def test_what_is_cited(text: str, keys: list[str]) -> None:
    assert [key for key, _line in cited_in(text)] == keys


def test_each_key_has_its_line() -> None:
    text = "# T\n\n{cite:p}`A`\n\n```md\n{cite:p}`No`\n```\n``\ncode\n`` {cite:p}`B,C` {cite:p}`D`\n"
    text += "% {cite:p}`No`\n{cite:p}`E`"
    assert list(cited_in(text)) == [("A", 3), ("B", 10), ("C", 10), ("D", 10), ("E", 12)]


@given(st.text(alphabet="`~{}:cite,p A\n", max_size=200))
def test_nothing_ends_it(text: str) -> None:
    assert all(key.strip() and line >= 1 for key, line in cited_in(text))
