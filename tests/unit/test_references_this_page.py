"""A page as others cite it."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from sphinx_evidence.references.parts import plain
from sphinx_evidence.references.this_page import page_reference
from sphinx_evidence.references.vancouver import vancouver
from sphinx_evidence.review.dates import PartialDate

WORDS = NullTranslations()


def cited(
    reviewed: PartialDate | None, digest: str | None = "v1-0123456789abcdef0123456789abcdef", **other: str
) -> str:
    given = {
        "author": "the maintainers",
        "address": "https://guide.example/a/b.html",
        "version": "1.2",
    } | other
    reference = page_reference(
        "a/b", title="Lupus & cells", site="A guide", reviewed=reviewed, digest=digest, words=WORDS, **given
    )
    return plain(vancouver(reference, WORDS))


@pytest.mark.parametrize(
    ("reviewed", "date", "said"),
    [
        (PartialDate(2026, 11, 22), "2026 Nov 22", "Last reviewed 2026 Nov 22"),
        (PartialDate(2026, 11), "2026 Nov", "Last reviewed 2026 Nov"),
        (None, "[date unknown]", "Not reviewed"),
    ],
)
def test_it_names_title_review_revision_and_address(
    reviewed: PartialDate | None, date: str, said: str
) -> None:
    assert cited(reviewed) == (
        f"The maintainers. Lupus & cells [Internet]. A guide; {date}. {said}, version 1.2, revision v1-01234567. "
        "Available from: https://guide.example/a/b.html"
    )


def test_what_is_not_known_is_left_out() -> None:
    assert (
        cited(None, None, author="", address="", version="")
        == "Lupus & cells. A guide; [date unknown]. Not reviewed."
    )
