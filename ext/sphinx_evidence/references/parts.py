"""Runs of words that every writer can show: text, text in a style, a link. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Style(StrEnum):
    """How a run is set; the values are docutils' names of inline elements."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    SUBSCRIPT = "subscript"
    SUPERSCRIPT = "superscript"


class Words(NamedTuple):
    """Text as a reader reads it, without markup of any kind: each writer escapes it for its output."""

    text: str
    style: Style | None = None


class Link(NamedTuple):
    """A link to *address*, which begins with ``https://`` or ``http://``."""

    text: str
    address: str


Part = Words | Link


def plain(parts: Iterable[Part]) -> str:
    """Return the text of *parts*."""
    return "".join(part.text for part in parts)
