from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.frontmatter.yaml_block import (
    Items,
    Pairs,
    Scalar,
    Value,
    as_plain,
    from_plain,
    parse_yaml,
)
from sphinx_evidence.problems import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

VALUES = st.recursive(
    st.builds(Scalar, st.text(), st.integers(1, 99)),
    lambda inner: st.one_of(
        st.builds(Items, st.lists(inner, max_size=3).map(tuple), st.integers(1, 99)),
        st.builds(
            Pairs,
            st.lists(st.tuples(st.builds(Scalar, st.text(), st.integers(1, 99)), inner), max_size=3).map(
                tuple
            ),
            st.integers(1, 99),
        ),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11",
        "2026-13-45",
        "0123456",
        "1e3",
        "yes",
        "off",
        "12:30:45",
        "0x1f",
        ".inf",
        "1_000",
        "2026-11-22T10:00:00Z",
        "<script>alert(1)</script>",
        r"\input{/etc/passwd}",
        "100%",
        "a#b",
        "^^M",
    ],
)
def test_a_value_is_text_and_never_a_number_a_date_or_a_truth(text: str) -> None:
    assert parse_yaml(text) == (Scalar(text, 1), [])


@pytest.mark.parametrize("text", ["k:", "k: ~", "k: null", "k: Null", "k:   # nothing", "k: ''"])
def test_no_value_is_the_empty_text(text: str) -> None:
    value, problems = parse_yaml(text)
    assert value == Pairs(((Scalar("k", 1), Scalar("", 1)),), 1)
    assert problems == []


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "---\n..."])
def test_an_empty_text_says_nothing_and_is_no_fault(text: str) -> None:
    value, problems = parse_yaml(text)
    assert value is None or (isinstance(value, Scalar) and value.text == "")
    assert problems == []


def test_each_value_knows_its_own_line() -> None:
    value, problems = parse_yaml("a: 1\n\n# note\nb:\n- x\n- y: z\n", first_line=10)
    assert problems == []
    assert value == Pairs(
        (
            (Scalar("a", 10), Scalar("1", 10)),
            (
                Scalar("b", 13),
                Items((Scalar("x", 14), Pairs(((Scalar("y", 15), Scalar("z", 15)),), 15)), 14),
            ),
        ),
        10,
    )


def test_windows_line_ends_move_no_line() -> None:
    assert parse_yaml("a: 1\r\nb: 2\r\n") == parse_yaml("a: 1\nb: 2\n")


def test_of_a_key_given_twice_the_first_is_used_and_the_second_is_named_with_both_lines() -> None:
    value, problems = parse_yaml("a: 1\nb: 2\na: 3\n", first_line=2, path="people.yaml")
    assert value == Pairs(((Scalar("a", 2), Scalar("1", 2)), (Scalar("b", 3), Scalar("2", 3))), 2)
    (problem,) = problems
    assert (problem.code, problem.line, problem.path) == (ProblemCode.FRONT_MATTER, 4, "people.yaml")
    assert "'a' is given twice, first in line 2" in problem.message
    assert "remove the other" in problem.message


def test_the_same_key_in_two_maps_is_no_duplicate() -> None:
    assert parse_yaml("- id: a\n- id: b\n")[1] == []


@pytest.mark.parametrize("key", ["? [a, b]\n: c", "{a: b}: c", "[a]: b"])
def test_a_key_that_is_no_word_is_told_and_costs_no_other(key: str) -> None:
    value, problems = parse_yaml(f"{key}\ngood: 1\n")
    assert isinstance(value, Pairs)
    assert [name.text for name, _value in value.values] == ["good"]
    assert [problem.message for problem in problems] == ["a key should be a plain word"]


def test_an_alias_is_kept_as_text_and_not_followed() -> None:
    value, problems = parse_yaml("a: &x [1, 2]\nb: *x\nc: 3\n")
    assert problems == []
    assert isinstance(value, Pairs)
    assert [(name.text, item) for name, item in value.values[1:]] == [
        ("b", Scalar("*x", 2)),
        ("c", Scalar("3", 3)),
    ]


def test_an_alias_to_itself_ends() -> None:
    value, problems = parse_yaml("a: &x\n  b: *x\n")
    assert problems == []
    assert isinstance(value, Pairs)
    assert "*x" in str(value.values[0][1])


def test_an_alias_bomb_stays_as_small_as_its_text(
    quickly: Callable[[], AbstractContextManager[None]],
) -> None:
    lines = ["a0: &a0 [lol]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
    with quickly():
        value, (problem,) = parse_yaml("\n".join(lines))
    assert value is None
    assert "more than 20 aliases" in problem.message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[" * 100_000, "nested more than 50 deep"),
        ("- " * 100_000, "nested more than 50 deep"),
        ("[" * 51 + "]" * 51, "nested more than 50 deep"),
        ("[" + "a, " * 30_000 + "a]", "more than 20000 values"),
    ],
)
def test_what_is_too_deep_or_too_much_is_one_problem_in_words(text: str, found: str) -> None:
    value, (problem,) = parse_yaml(text)
    assert value is None
    assert found in problem.message


def test_fifty_lists_in_each_other_are_still_read_and_survive_the_pickle() -> None:
    value, problems = parse_yaml("[" * 50 + "]" * 50)
    assert problems == []
    assert value is not None
    assert from_plain(pickle.loads(pickle.dumps(as_plain(value)))) == value  # noqa: S301  # our own bytes


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!x", "!!binary"]
)
def test_a_tag_runs_nothing_and_is_left_out(tag: str) -> None:
    assert parse_yaml(f"k: {tag} ls") == (Pairs(((Scalar("k", 1), Scalar("ls", 1)),), 1), [])


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a: b: c", 1, "quotes"),
        ("ok: 1\nk: @x", 2, "quotes"),
        ("ok: 1\nk: `x`", 2, "quotes"),
        ("ok: 1\nk: %x", 2, "quotes"),
        ("a:\n\tb: 1", 2, "spaces"),
        ("k: 'open", 1, "not closed"),
        ("k: [a, b\nl: 1", 2, "expected"),
    ],
)
def test_what_is_not_yaml_is_one_problem_with_its_line_and_what_to_do(
    text: str, line: int, hint: str
) -> None:
    value, (problem,) = parse_yaml(text, path="people.yaml")
    assert value is None
    assert problem.message.startswith("this is not YAML: ")
    assert hint in problem.message
    assert (problem.line, problem.path) == (line, "people.yaml")


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x07", "\x7f"])
def test_a_control_sign_is_refused_in_words_that_do_not_repeat_it(sign: str) -> None:
    value, (problem,) = parse_yaml(f"k: a{sign}b")
    assert value is None
    assert problem.message.isprintable()


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_lists_in_lists_without_end_are_refused(opening: str) -> None:
    value, (problem,) = parse_yaml(opening * 2000, first_line=4)
    assert value is None
    assert problem.line is not None
    assert problem.line >= 4


@given(VALUES)
def test_every_value_survives_the_pickle_as_plain_lists(value: Value) -> None:
    plain = pickle.loads(pickle.dumps(as_plain(value)))  # noqa: S301  # our own bytes
    assert from_plain(plain) == value


@given(st.text())
def test_any_text_is_read_or_is_one_problem_on_one_line(text: str) -> None:
    value, problems = parse_yaml(text)
    assert value is not None or len(problems) <= 1
    assert all(problem.message.isprintable() for problem in problems)


@given(st.text(alphabet="ab:-[]{}&*!?|>'\"#%@,\n\t ~=<", max_size=60))
def test_any_yaml_like_text_is_read_or_is_a_problem_on_a_line_of_it(text: str) -> None:
    value, problems = parse_yaml(text, first_line=5)
    assert value is not None or len(problems) <= 1
    assert all(problem.line is not None for problem in problems)
    assert all(5 <= (problem.line or 0) <= 6 + text.count("\n") for problem in problems)


def test_a_hostile_value_is_kept_as_it_stands_or_refused(hostile: str) -> None:
    value, problems = parse_yaml(f"first: 1\nk: {hostile}")
    assert all(problem.message.isprintable() and len(problem.message) < 600 for problem in problems)
    if value is not None:
        assert isinstance(value, Pairs)
        assert value.values[0] == (Scalar("first", 1), Scalar("1", 1))


def test_a_control_sign_in_a_long_file_is_told_on_its_own_line() -> None:
    _value, (problem,) = parse_yaml("a: 1\nb: 2\nc: \x1b\n")
    assert problem.line == 3
