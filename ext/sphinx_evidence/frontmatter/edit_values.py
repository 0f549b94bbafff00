"""What an edit of front matter can write, and how every other byte of the file is kept. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Inline:
    """A list on one line: ``[a, b]`` in YAML, ``a, b`` in reStructuredText."""

    values: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """A list with one item a line: ``- a`` in YAML, ``a; b`` in reStructuredText."""

    values: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A map with one key a line in YAML, ``key: value; key: value`` in reStructuredText."""

    pairs: tuple[tuple[str, str], ...]


NewValue = str | Inline | Block | Table | None  # None removes the key


class CannotEdit(ValueError):  # noqa: N818  # it is an answer
    """The edit is not safe. The message names the line of the file, what was found there, and how to mend it."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(f"line {line}: {message}")


class Edit(NamedTuple):
    """A stretch of the text, and what replaces it."""

    start: int
    end: int
    text: str


def texts_of(value: NewValue) -> list[str]:
    """Return every text that *value* would write."""
    if isinstance(value, Table):
        return [text for pair in value.pairs for text in pair]
    if isinstance(value, Inline | Block):
        return list(value.values)
    return [] if value is None else [value]


def with_newlines(raw: str) -> str:
    """Return *raw* as it is read: every line end is one newline."""
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def raw_position(raw: str, position: int) -> int:
    """Return where in *raw* the sign stands that is at *position* once every line end is one newline."""
    pairs = [match.start() - number for number, match in enumerate(re.finditer("\r\n", raw))]
    return position + bisect_left(pairs, position)


def splice(raw: str, edits: Iterable[Edit], line_end: str) -> str:
    """Return *raw* with *edits*, which do not overlap.

    Of those that begin at one place, what is only inserted comes first, in its order.

    :param raw: the text with its own line ends
    :param edits: their positions count every line end as one sign
    :param line_end: what ends the lines that are written
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [raw[done : raw_position(raw, edit.start)], edit.text.replace("\n", line_end)]
        done = raw_position(raw, edit.end)
    return "".join([*pieces, raw[done:]])
