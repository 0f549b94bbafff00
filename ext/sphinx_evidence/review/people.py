"""People and groups who review pages, from people.yaml. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sphinx_evidence.frontmatter.yaml_block import Items, Pairs, Scalar, Value, parse_yaml
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.spelling import did_you_mean, quoted

if TYPE_CHECKING:
    from datetime import date

NOT_ASKED = "not asked"


class Role(StrEnum):
    """What somebody does for the guide."""

    MAINTAINER = "maintainer"
    EDITOR = "editor"
    SECOND_READER = "second reader"
    CLINICIAN = "clinician"
    STATISTICIAN = "statistician"
    PATIENT_READER = "patient reader"


@dataclass(frozen=True)
class Person:
    """Somebody, or a group, who can sign a review.

    :param id: what front matter's ``reviewed_by`` names
    :param name: as printed
    :param role: what they do for the guide
    :param is_group: whether this is a group rather than one person
    :param credentials: profession, specialty, institution, as printed after the name
    :param interests: interests as declared, or ``not asked``
    :param interests_declared_on: when they were; None where nobody asked, or where the day was not recorded
    """

    id: str
    name: str
    role: Role
    is_group: bool = False
    credentials: str = ""
    interests: str = NOT_ASKED
    interests_declared_on: PartialDate | None = None


_ID = re.compile(r"[\w.-]+")  # front matter names several with commas between, and what they read in brackets
_TEXT_KEYS = ("id", "name", "kind", "role", "credentials", "interests", "interests_declared_on")
_HOW_TO_WRITE = (
    "write a list in which each person has `id:`, `name:` and `role:` "
    "(and may have `kind: group`, `credentials:`, `interests:` with `interests_declared_on:`)"
)


People = dict[str, Person | None]


def read_people(text: str, path: str, today: date) -> tuple[People | None, list[Problem]]:
    """Return the people in *text* by id, and what is wrong with the rest of the file at *path*, on *today*.

    An id whose entry cannot be used has None. The whole is None where the file cannot be read. Either is one fault,
    and nobody is unknown for it.
    """
    tree, found = parse_yaml(text, path=path)
    problems = [_problem(problem.message, problem.line, path) for problem in found]
    if tree is None:
        return None if problems else {}, problems
    if not isinstance(tree, Items):
        return None, [_problem(f"this is not a list of people; {_HOW_TO_WRITE}", 1, path)]
    people: People = {}
    for item in tree.values:
        person, found = _read_person(item, path, today)
        problems.extend(found)
        known = _id_of(item)
        if known in people:
            first = people[known]
            message = (
                f"two people have the id {quoted(known)}; the first one, "
                f"{quoted(first.name if first else known)}, is used: give each an id of their own"
            )
            problems.append(_problem(message, item.line, path))
        elif known:
            people[known] = person
    return people, problems


def _id_of(item: Value) -> str:
    """Return the id that an entry gives, whatever else is wrong with it; nothing where it gives none."""
    given = {key.text: value for key, value in item.values} if isinstance(item, Pairs) else {}
    found = given.get("id")
    return found.text.strip() if isinstance(found, Scalar) else ""


def missing_people_file(path: str) -> Problem:
    """Return the problem of a people file that does not exist although a page names somebody."""
    message = "a page or evidence_owner names somebody, and this people file does not exist; create it"
    return _problem(message, 1, path)


def _read_person(item: Value, path: str, today: date) -> tuple[Person | None, list[Problem]]:
    if not isinstance(item, Pairs):
        return None, [_problem(f"this is not a person; {_HOW_TO_WRITE}", item.line, path)]
    problems: list[Problem] = []
    fields: dict[str, str] = {}
    for key, value in item.values:
        if key.text not in _TEXT_KEYS:
            hint = did_you_mean(key.text, _TEXT_KEYS)
            message = f"a person has no key {quoted(key.text)}; {_HOW_TO_WRITE}.{hint}"
            problems.append(_problem(message, key.line, path))
        elif not isinstance(value, Scalar) or not value.text.strip():
            message = f"{quoted(key.text)} should be a line of text"
            problems.append(_problem(message, value.line, path))
        else:
            fields[key.text] = value.text.strip()
    missing = [key for key in ("id", "name", "role") if key not in fields]
    if missing and problems:
        return None, problems
    if missing:
        message = f"this person lacks {' and '.join(missing)}; {_HOW_TO_WRITE}"
        return None, [*problems, _problem(message, item.line, path)]
    if message := _unusable(fields):
        return None, [*problems, _problem(message, item.line, path)]
    interests = fields.get("interests", NOT_ASKED)
    declared_on, found = _declared_on(
        interests, fields.get("interests_declared_on", ""), item.line, path, today
    )
    person = Person(
        id=fields["id"],
        name=fields["name"],
        role=Role(fields["role"]),
        is_group=fields.get("kind") == "group",
        credentials=fields.get("credentials", ""),
        interests=interests,
        interests_declared_on=declared_on,
    )
    return person, [*problems, *found]


def _unusable(fields: dict[str, str]) -> str:
    """Return why nobody can be made of *fields*; nothing where somebody can."""
    if _ID.fullmatch(fields["id"]) is None:
        return f"the id {quoted(fields['id'])} is not one word; write letters, digits, '-', '_' and '.'"
    if fields["role"] not in list(Role):
        hint = did_you_mean(fields["role"], Role)
        return f"the role {quoted(fields['role'])} is none of: {', '.join(Role)}.{hint}"
    if fields.get("kind", "person") not in {"person", "group"}:
        return f"the kind {quoted(fields['kind'])} is neither 'person' nor 'group'"
    return ""


def _declared_on(
    interests: str, text: str, line: int, path: str, today: date
) -> tuple[PartialDate | None, list[Problem]]:
    """Return the day on which *interests* were declared: a declaration without its day says nothing of now."""
    how = "give `interests_declared_on: YYYY-MM-DD`"
    if not text:
        missing = f"these interests have no day; {how}, or write `interests: {NOT_ASKED}`"
        return None, [] if interests == NOT_ASKED else [_problem(missing, line, path)]
    if interests == NOT_ASKED:
        return None, [
            _problem("interests that nobody asked for have no day; remove one of the two", line, path)
        ]
    try:
        day = PartialDate.parse(text)
    except ValueError as error:
        return None, [_problem(f"interests_declared_on: {error}", line, path)]
    if day.is_future(today):
        message = f"interests_declared_on: {quoted(text)} lies in the future (today is {today.isoformat()})"
        return None, [_problem(message, line, path)]
    return day, []


def _problem(message: str, line: int | None, path: str) -> Problem:
    return Problem(ProblemCode.PEOPLE_FILE, message, line or 1, path)
