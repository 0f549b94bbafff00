"""What every export needs of a reference's values. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.references.parts import Words, plain
from sphinx_evidence.references.runs import folded

if TYPE_CHECKING:
    from sphinx_evidence.references.model import Day


def one_line(text: str) -> str:
    """Return *text* with each run of white space, line ends among it, as one space, and none at either end."""
    return plain(folded([Words(text)]))


def date_parts(day: Day) -> list[int]:
    """Return year, month and day as far as they are known: a day without its month is none."""
    parts: list[int] = []
    for value, last in zip(day, (9999, 12, 31), strict=True):
        if not 1 <= value <= last:
            break
        parts.append(value)
    return parts


def padded(day: Day) -> list[str]:
    """Return what of a date is known, the year with four figures, month and day with two."""
    return [f"{part:0{width}}" for part, width in zip(date_parts(day), (4, 2, 2), strict=False)]
