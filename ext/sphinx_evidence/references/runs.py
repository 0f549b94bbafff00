"""Putting runs of words together. Pure."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, cast

from sphinx_evidence.references.parts import Link, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_evidence.references.parts import Part

_BREAKABLE = re.compile(r"[^\S\u00a0]+")  # a no-break space is meant, and kept
_STOPPED = re.compile(r"[.?!…。？！][\"'”’»]*\Z")


def folded(words: Iterable[Words]) -> tuple[Words, ...]:
    """Return *words* with white space folded, none at either end, and neighbours of one style made one."""
    kept: list[Words] = []
    for run in words:
        text = _BREAKABLE.sub(" ", run.text)
        if not kept:
            text = text.lstrip()
        elif text.startswith(" ") and kept[-1].text.endswith(" "):
            text = text[1:]
        if text:
            kept.append(Words(text, run.style))
    while kept and not (end := kept[-1].text.rstrip()):
        kept.pop()
    if kept:
        kept[-1] = Words(end, kept[-1].style)
    return tuple(_joined(kept))


def _joined(words: Iterable[Words]) -> Iterable[Words]:
    """Yield *words* with neighbours of one style made one."""
    for style, runs in groupby(words, key=lambda run: run.style):
        yield Words("".join(run.text for run in runs), style)


def stopped(parts: Sequence[Part]) -> list[Part]:
    """Return *parts* as a sentence: with a full stop, unless they are nothing or end with a stop of their own."""
    if not parts or _STOPPED.search(parts[-1].text):
        return list(parts)
    return [*parts, Words(".")]


def spaced(groups: Iterable[Sequence[Part]]) -> list[Part]:
    """Return *groups*, a space between each two; neighbours of one style are made one."""
    parts: list[Part] = []
    for group in groups:
        parts += [Words(" "), *group] if parts and group else group
    line: list[Part] = []
    for is_link, run in groupby(parts, key=lambda part: isinstance(part, Link)):
        same = list(run)
        line += same if is_link else _joined(cast("list[Words]", same))
    return line
