from __future__ import annotations

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from sphinx_evidence.review.digest import SCHEME, Piece, content_digest, is_digest, scheme_number

PIECES = st.lists(
    st.builds(
        Piece,
        st.sampled_from(["text", "code", "citation", "image"]),
        st.text(),
        st.lists(st.tuples(st.text(), st.text()), max_size=3).map(tuple),
    ),
    max_size=5,
)


@pytest.mark.parametrize(
    ("pieces", "digest"),
    [
        ([], "v1-4f53cda18c2baa0c0354bb5f9a3ecbe5"),
        ([Piece("text", "Stem cells")], "v1-2c1e482244fa4411ad72d289f87ef755"),
        ([Piece("text", "Ménière, β-cell, 😀")], "v1-9366cabefb40c62e0641c2e70fc57fa0"),
        ([Piece("citation", "Snowden2022", (("style", "p"),))], "v1-42b2c40848d2639d77532316d157741a"),
    ],
)
def test_a_digest_recorded_by_one_version_holds_in_the_next(pieces: list[Piece], digest: str) -> None:
    assert content_digest(pieces) == digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([Piece("text", "ab"), Piece("text", "c")], [Piece("text", "a"), Piece("text", "bc")]),
        ([Piece("text", "a"), Piece("text", "b")], [Piece("text", "b"), Piece("text", "a")]),
        ([Piece("text", "a")], [Piece("code", "a")]),
        ([Piece("text", "a")], [Piece("text", "a", (("b", ""),))]),
        ([Piece("text", "a", (("b", "cd"),))], [Piece("text", "a", (("bc", "d"),))]),
        ([Piece("text", "")], []),
        ([Piece("text", '"], ["text", "b')], [Piece("text", ""), Piece("text", "b")]),
    ],
)
def test_content_that_differs_has_another_digest(one: list[Piece], other: list[Piece]) -> None:
    assert content_digest(one) != content_digest(other)


@given(PIECES)
def test_equal_content_has_an_equal_digest_whatever_gives_the_pieces(pieces: list[Piece]) -> None:
    assert content_digest(pieces) == content_digest(iter(pieces))


@given(PIECES, PIECES)
def test_no_two_pages_share_a_digest(one: list[Piece], other: list[Piece]) -> None:
    assume(one != other)
    assert content_digest(one) != content_digest(other)


@given(PIECES)
def test_yaml_reads_every_digest_as_text(pieces: list[Piece]) -> None:
    digest = content_digest(pieces)
    assert is_digest(digest)
    assert yaml.safe_load(f"review_digest: {digest}") == {"review_digest": digest}


def test_a_lone_surrogate_is_hashed_and_not_refused() -> None:
    assert is_digest(content_digest([Piece("text", "\ud800")]))


@pytest.mark.parametrize("text", ["v1-" + "0" * 32, "v1-" + "9f" * 16, "v12-" + "a" * 32])
def test_the_form_of_a_digest_names_its_scheme(text: str) -> None:
    assert is_digest(text)


@pytest.mark.parametrize(
    "text",
    [
        "0123456",
        "v1-",
        "v1-" + "0" * 31,
        "v1-" + "0" * 33,
        "v1-" + "G" * 32,
        "v1-" + "A" * 32,
        "v-" + "0" * 32,
        "v1-" + "0" * 32 + "\n",
        " v1-" + "0" * 32,
        "v٣-" + "0" * 32,
        "",
        "v01-" + "0" * 32,  # or one scheme would have two names
        "v" + "9" * 5000 + "-" + "0" * 32,  # no number for Python
    ],
)
def test_what_is_no_digest_is_not_taken_for_one(text: str) -> None:
    assert not is_digest(text)


@pytest.mark.parametrize(
    ("text", "number"), [("v0-" + "0" * 32, 0), ("v1-" + "9" * 32, 1), ("v12-" + "a" * 32, 12), ("v3", 3)]
)
def test_a_digest_tells_the_number_of_its_scheme(text: str, number: int) -> None:
    assert scheme_number(text) == number


@given(PIECES)
def test_what_is_computed_is_of_the_scheme_of_today(pieces: list[Piece]) -> None:
    assert scheme_number(content_digest(pieces)) == scheme_number(SCHEME)
