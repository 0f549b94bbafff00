"""Numbers in order of first citation, and how several of them are written together. Pure.

The rules are Citing Medicine's and the ICMJE's: consecutive numbers, one number for each source on a page.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Cited(NamedTuple):
    """One source in a citation.

    :ivar before: words before the number, as ``see``
    :ivar after: words after it, as ``p. 3``
    """

    key: str
    before: str = ""
    after: str = ""


class Group(NamedTuple):
    """What stands between two commas of a citation: one number, or a range of them.

    :ivar keys: the sources, in the order of their numbers
    """

    text: str
    keys: tuple[str, ...]
    before: str = ""
    after: str = ""


def number_keys(keys: Iterable[str]) -> dict[str, int]:
    """Return the number of each key: 1 for the one that comes first."""
    return {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}


def cited_groups(cited: Iterable[Cited], numbers: Mapping[str, int]) -> list[Group]:
    """Return the groups of a citation, in which three or more consecutive numbers make a range.

    Sources with words of their own stay where the author put them; the others are put in order.
    """
    groups: list[Group] = []
    plain: list[str] = []
    for source in cited:
        if source.before or source.after:
            groups += _folded(plain, numbers)
            plain = []
            groups.append(Group(str(numbers[source.key]), (source.key,), source.before, source.after))
        else:
            plain.append(source.key)
    return groups + _folded(plain, numbers)


def _folded(keys: Iterable[str], numbers: Mapping[str, int]) -> list[Group]:
    """Return *keys* as numbers and ranges."""
    in_order = sorted(set(keys), key=lambda key: numbers[key])
    runs: list[list[str]] = [[key] for key in in_order[:1]]
    for before, key in pairwise(in_order):
        if numbers[key] == numbers[before] + 1:
            runs[-1].append(key)
        else:
            runs.append([key])
    groups: list[Group] = []
    for run in runs:
        if len(run) > 2:
            groups.append(Group(f"{numbers[run[0]]}–{numbers[run[-1]]}", tuple(run)))
        else:
            groups += [Group(str(numbers[key]), (key,)) for key in run]
    return groups


def separator(groups: Iterable[Group]) -> str:
    """Return what stands between *groups*: a comma, or a semicolon where one has words of its own."""
    return "; " if any(group.before or group.after for group in groups) else ","


def letters(number: int) -> str:
    """Return ``a`` for 1, ``z`` for 26, ``aa`` for 27, as back-links are named."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name
