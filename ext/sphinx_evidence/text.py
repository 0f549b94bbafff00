"""Text from outside, before anything is made of it. Pure."""

from __future__ import annotations

_LINE_AND_TAB = {0x09, 0x0A, 0x0D}
# XHTML and LaTeX can hold neither control signs nor half of a surrogate pair; XML 1.0 (2.2) nor U+FFFE, U+FFFF.
_UNPRINTABLE = dict.fromkeys(
    ({*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF} - _LINE_AND_TAB), " "
)


def printable(text: str) -> str:
    """Return *text* with a space for each sign that no output can hold."""
    return text.translate(_UNPRINTABLE)


def one_line(text: str) -> str:
    """Return *text* on one line, with single spaces, and without the signs that no output can hold."""
    return " ".join(printable(text).split())
