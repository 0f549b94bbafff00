from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.review.dates import PartialDate
from sphinx_evidence.review.people import Person, Role, read_people

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

PATH = "docs/_data/people.yaml"
TODAY = date(2026, 11, 22)
GOOD = "- id: good\n  name: Good Person\n  role: editor\n"


def read(text: str) -> tuple[dict[str, Person] | None, list[Problem]]:
    people, problems = read_people(text, PATH, TODAY)
    usable = None if people is None else {name: person for name, person in people.items() if person}
    return usable, problems


def test_a_group_and_a_person_are_read_with_all_that_is_printed_of_them() -> None:
    people, problems = read(
        "- id: maintainers\n  name: the guide's maintainers\n  kind: group\n  role: maintainer\n"
        "- id: j-roe\n  name: Jane Roe\n  kind: person\n  role: clinician\n"
        "  credentials: rheumatologist, Leeds\n  interests: none declared\n"
        "  interests_declared_on: 2026-11-01\n"
    )
    assert problems == []
    assert people == {
        "maintainers": Person("maintainers", "the guide's maintainers", Role.MAINTAINER, is_group=True),
        "j-roe": Person(
            "j-roe",
            "Jane Roe",
            Role.CLINICIAN,
            credentials="rheumatologist, Leeds",
            interests="none declared",
            interests_declared_on=PartialDate(2026, 11, 1),
        ),
    }


def test_interests_that_nobody_asked_for_are_not_called_none() -> None:
    people, _problems = read(GOOD)
    assert people is not None
    assert people["good"].interests == "not asked"
    assert people["good"].is_group is False


@pytest.mark.parametrize("role", Role)
def test_every_role_can_be_given(role: Role) -> None:
    people, problems = read(f"- {{id: a, name: A, role: {role.value}}}")
    assert problems == []
    assert people is not None
    assert people["a"].role is role


@pytest.mark.parametrize("text", ["", "\n", "# nobody yet\n", "[]"])
def test_a_file_that_names_nobody_is_no_fault(text: str) -> None:
    assert read(text) == ({}, [])


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("- id: [\n", 1, "this is not YAML"),
        ("- id: a\n  name: b: c\n", 2, "into quotes"),
        ("- id: a\n\tname: b\n", 2, "tab"),
        ("people:\n- id: a\n", 1, "not a list of people; write a list in which each person has `id:`"),
        ("just words\n", 1, "not a list of people; write a list"),
        ("[" * 100_000, 1, "nested more than 50 deep"),
    ],
)
def test_a_file_that_is_no_list_is_one_problem_and_leaves_the_people_unknown(
    text: str, line: int, found: str
) -> None:
    people, (problem,) = read(text)
    assert people is None
    assert (problem.code, problem.line, problem.path) == (ProblemCode.PEOPLE_FILE, line, PATH)
    assert found in problem.message


@pytest.mark.parametrize(
    ("entry", "line", "found", "allowed"),
    [
        ("- just a name\n", 4, "this is not a person", "`id:`, `name:` and `role:`"),
        ("- [a, b]\n", 4, "this is not a person", "`id:`, `name:` and `role:`"),
        ("- id: a\n  role: editor\n", 4, "lacks name", "`name:`"),
        ("- id: a\n", 4, "lacks name and role", "`role:`"),
        ("- {}\n", 4, "lacks id and name and role", "`id:`"),
        ("- id: a\n  nmae: A\n  role: editor\n", 5, "no key 'nmae'", "Did you mean 'name'?"),
        ("- id: a\n  name:\n  role: editor\n", 5, "'name'", "a line of text"),
        ("- id: a\n  name: [A]\n  role: editor\n", 5, "'name'", "a line of text"),
        ("- id: a\n  name: A\n  role: doctor\n", 4, "the role 'doctor'", "clinician"),
        ("- id: a\n  name: A\n  role: clinican\n", 4, "the role 'clinican'", "Did you mean 'clinician'?"),
        ("- id: a\n  name: A\n  role: Editor\n", 4, "the role 'Editor'", "Did you mean 'editor'?"),
        ("- id: a\n  name: A\n  role: editor\n  kind: team\n", 4, "the kind 'team'", "'person' nor 'group'"),
    ],
)
def test_a_person_who_cannot_be_read_is_one_problem_and_costs_nobody_else(
    entry: str, line: int, found: str, allowed: str
) -> None:
    people, (problem,) = read(GOOD + entry + GOOD.replace("good", "other"))
    assert people is not None
    assert list(people) == ["good", "other"]
    assert (problem.code, problem.line, problem.path) == (ProblemCode.PEOPLE_FILE, line, PATH)
    assert found in problem.message
    assert allowed in problem.message


@pytest.mark.parametrize(
    ("extra", "line", "found"),
    [
        ("  email: a@b.org\n", 7, "a person has no key 'email'"),
        ("  interests:\n", 7, "'interests' should be a line of text"),
        ("  name: Another\n", 7, "'name' is given twice, first in line 5"),
    ],
)
def test_a_key_that_cannot_be_used_is_one_problem_and_the_person_is_kept(
    extra: str, line: int, found: str
) -> None:
    people, (problem,) = read(GOOD + "- id: a\n  name: A\n  role: editor\n" + extra)
    assert people is not None
    assert people["a"] == Person("a", "A", Role.EDITOR)
    assert (problem.code, problem.line, problem.path) == (ProblemCode.PEOPLE_FILE, line, PATH)
    assert found in problem.message


@pytest.mark.parametrize(
    ("lines", "interests", "day"),
    [
        ("", "not asked", None),
        ("  interests: not asked\n", "not asked", None),
        (
            "  interests: none declared\n  interests_declared_on: 2026-11\n",
            "none declared",
            PartialDate(2026, 11),
        ),
        (
            "  interests_declared_on: 2026-11-23\n  interests: 'paid by X: 2025'\n",
            "paid by X: 2025",
            PartialDate(2026, 11, 23),
        ),
    ],
)
def test_interests_are_declared_with_their_day_or_nobody_asked(
    lines: str, interests: str, day: PartialDate | None
) -> None:
    people, problems = read(GOOD + lines)
    assert problems == []
    assert people is not None
    assert (people["good"].interests, people["good"].interests_declared_on) == (interests, day)


@pytest.mark.parametrize(
    ("lines", "found", "mend"),
    [
        ("  interests: none\n", "these interests have no day", "`interests_declared_on: YYYY-MM-DD`"),
        ("  interests: Not asked\n", "these interests have no day", "write `interests: not asked`"),
        ("  interests_declared_on: 2026-11\n", "interests that nobody asked for", "remove one of the two"),
        (
            "  interests: not asked\n  interests_declared_on: 2026-11\n",
            "interests that nobody asked for have no day",
            "remove one of the two",
        ),
        ("  interests: a\n  interests_declared_on: soon\n", "'soon' is not a date", "YYYY-MM-DD"),
        ("  interests: a\n  interests_declared_on: 2026-02-30\n", "'2026-02-30' does not exist", "YYYY-MM"),
        (
            "  interests: a\n  interests_declared_on: 2026-11-24\n",
            "lies in the future",
            "today is 2026-11-22",
        ),
    ],
)
def test_interests_without_a_day_that_can_be_used_have_none_and_are_one_problem(
    lines: str, found: str, mend: str
) -> None:
    people, (problem,) = read(GOOD + lines + GOOD.replace("good", "other"))
    assert people is not None
    assert list(people) == ["good", "other"]
    assert people["good"].interests_declared_on is None
    assert (problem.code, problem.line, problem.path) == (ProblemCode.PEOPLE_FILE, 1, PATH)
    assert found in problem.message
    assert mend in problem.message


def test_of_two_people_with_one_id_the_first_is_used_and_the_other_is_named() -> None:
    people, (problem,) = read(
        GOOD + "- {id: good, name: Impostor, role: clinician}\n" + GOOD.replace("good", "c")
    )
    assert people is not None
    assert people["good"].name == "Good Person"
    assert list(people) == ["good", "c"]
    assert problem.line == 4
    assert "two people have the id 'good'; the first one, 'Good Person', is used" in problem.message
    assert "give each an id of their own" in problem.message


@pytest.mark.parametrize("key", ["id", "name", "credentials", "interests"])
def test_hostile_text_in_a_person_stays_text_or_is_told_on_one_short_line(key: str, hostile: str) -> None:
    fields = {"id": "a", "name": "A", "role": "editor"} | {key: hostile}
    people, problems = read("-\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items()))
    assert all(problem.message.isprintable() and len(problem.message) < 600 for problem in problems)
    assert problems or people
    if not problems and people:
        (person,) = people.values()
        assert getattr(person, key) in " ".join(hostile.split())


def test_a_role_is_a_word_of_ours_and_no_hostile_text(hostile: str) -> None:
    people, problems = read(GOOD + f"- id: a\n  name: A\n  role: {hostile}\n")
    assert people is None or list(people) == ["good"]
    assert len(problems) == 1


def test_a_thousand_people_are_read_at_once(quickly: Callable[[], AbstractContextManager[None]]) -> None:
    text = "".join(f"- id: p{number}\n  name: P {number}\n  role: editor\n" for number in range(1000))
    with quickly():
        people, problems = read(text)
    assert problems == []
    assert people is not None
    assert len(people) == 1000


TOKENS = st.sampled_from(
    [
        "- ",
        "\n- ",
        "\n  ",
        "id: a",
        "name: A",
        "role: editor",
        "role: x",
        "kind: group",
        "interests: i",
        "interests_declared_on: 2026-11",
        "&a ",
        "*a",
        "[",
        "}",
        ": ",
        "'",
    ]
)


@given(st.one_of(st.text(), st.lists(TOKENS, max_size=20).map("".join)))
def test_any_text_is_people_or_problems_on_lines_of_it(text: str) -> None:
    people, problems = read(text)
    assert all(problem.code is ProblemCode.PEOPLE_FILE and problem.path == PATH for problem in problems)
    assert all(problem.message.isprintable() for problem in problems)
    for name, person in (people or {}).items():
        assert person.id == name
        assert person.name.strip()
        assert person.interests != "not asked" or person.interests_declared_on is None
