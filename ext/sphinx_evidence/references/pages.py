"""Page numbers: read from a .bib, and shortened as NLM prints them. Pure."""

from __future__ import annotations

import re

_DASH = re.compile(r"\s*[-‐‑‒–—−]+\s*")
_LABEL = re.compile(r"\A(?:pp?\.|pages?(?=[\s0-9]))\s*", re.IGNORECASE)
_RANGE = re.compile(r"(?P<letters>[A-Za-z]*)(?P<first>[0-9]+)-(?P<again>[A-Za-z]*)(?P<last>[0-9]+)")


def read_pages(text: str) -> str:
    """Return page numbers with one hyphen between first and last, and a comma between ranges."""
    ranges = (_DASH.sub("-", _LABEL.sub("", part.strip())).strip("- ") for part in re.split("[,;]", text))
    return ", ".join(part for part in ranges if part)


def shortened(pages: str) -> str:
    """Return *pages* with what the last page repeats of the first left out, as NLM does: ``1281-90``, ``e1-9``.

    Roman numbers, letters behind the number and what else is no plain range stay as they are.
    """
    return ", ".join(_short_range(part.strip()) for part in pages.split(","))


def _short_range(pages: str) -> str:
    match = _RANGE.fullmatch(pages)
    if not match:
        return pages
    letters, first, last = match["letters"], match["first"], match["last"]
    if match["again"] not in {"", letters} or len(first) != len(last) or last < first:
        return pages
    if first == last:
        return f"{letters}{first}"
    same = next(place for place, (one, other) in enumerate(zip(first, last, strict=True)) if one != other)
    return f"{letters}{first}-{last[same:]}"
