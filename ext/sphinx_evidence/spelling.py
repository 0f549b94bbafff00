"""The nearest spelling, for "did you mean". Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable


def quoted(value: object) -> str:
    """Return *value* in quotes on one line, control characters escaped and shortened to 80 signs."""
    text = str(value)
    return repr(text if len(text) <= 80 else f"{text[:77]}...")


def nearest(word: str, known: Iterable[str], *, within: int = 3) -> str | None:
    """Return the known word that is fewest edits from *word*, or None.

    An edit is a letter added, removed, changed or swapped with its neighbour (optimal string alignment).
    Case does not count. At most *within* edits, and at most a third of the word, count as near.
    """
    limit = (
        min(within, max(1, len(word) // 3)) if len(word) > 2 else 0
    )  # every short word is near every other
    found = [
        (OSA.distance(word.casefold(), candidate.casefold(), score_cutoff=limit), candidate)
        for candidate in known
    ]
    distance, candidate = min(found, default=(limit + 1, ""))
    return candidate if distance <= limit else None


def did_you_mean(word: str, known: Iterable[str], *, within: int = 3) -> str:
    """Return `` Did you mean 'x'?`` with a leading space, or nothing where no known word is near."""
    candidate = nearest(word, known, within=within)
    return f" Did you mean {quoted(candidate)}?" if candidate is not None else ""


def listed(names: Iterable[str], *, most: int = 10) -> str:
    """Return *names* with commas between, the first ones where there are too many for a message."""
    told = list(names)
    return ", ".join([*told[:most], "…"] if len(told) > most else told) or "none"
