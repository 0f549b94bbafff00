"""The people and organisations of a .bib entry. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.references.latex import text_of
from sphinx_evidence.references.model import Name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pybtex.database import Person


def read_names(persons: Iterable[Person]) -> tuple[tuple[Name, ...], bool]:
    """Return the names of *persons*, and whether the record ends with ``and others``."""
    names: list[Name] = []
    has_more = False
    for person in persons:
        if str(person) == "others":
            has_more = True
        elif (name := _read_name(person)).family:
            names.append(name)
    return tuple(names), has_more


def _read_name(person: Person) -> Name:
    given = _text([*person.first_names, *person.middle_names])
    family = _text(person.last_names)
    if not family:  # one name only, which BibTeX may take for a given one
        return Name(given)
    if not given and len(person.last_names) == 1 and is_in_braces(person.last_names[0]):
        return Name(family, is_organisation=True)
    return Name(family, given, _text(person.prelast_names), _text(person.lineage_names))


def _text(parts: Iterable[str]) -> str:
    return text_of(" ".join(parts))


def is_in_braces(text: str) -> bool:
    """Return whether *text* is one group in braces: so BibTeX is told not to take a name apart."""
    depth = 0
    for place, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth <= 0:
            return place > 0 and place == len(text) - 1
    return False
