from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.frontmatter.block import FrontMatter, read_block
from sphinx_evidence.frontmatter.page import KEYS
from sphinx_evidence.frontmatter.yaml_block import Scalar
from sphinx_evidence.problems import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

GOOD = "evidence_searched_on: 2026-11-22"
BAD_VALUES = [
    "last_reviewed_on: 2026-13-45",
    "last_reviewed_on: 2027-02-30",
    "status: @x",
    "status: a: b: c",
    "status: *nobody",
    "status: [a, b",
    "status: {a: b",
    'status: "open',
    "status: 'open",
    "status:\n\ttab: indented",
    "status:\n  a: b\n c: d",
    "status: !!python/object/apply:os.system [ls]",
    "status: `x`",
    "status: %x",
    "status: |x",
    "title: 2026-13-45",
    "not a key at all",
    "status:investigational",
    "- a",
]
VALUE_TOKENS = st.sampled_from(
    [
        *("investigational", "2026-13-45", "2027-02-30", "2026-11", "0123456", "null", "~", "<script>"),
        *(": ", ":", "- ", "[", "]", "{", "}", ", ", "#", " # ", '"', "'", "|", ">", "&a ", "*a", "? "),
        *(
            "%",
            "@",
            "`",
            "\t",
            "\\",
            "é",
            "😀",
            "!x ",
            "\\input{/etc/passwd}",
            "^^M",
            "\x00",
            "\x1b",
            "\u202e",
        ),
    ]
)
VALUE = st.lists(VALUE_TOKENS, max_size=6).map("".join)
LINE = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(["status", "last_reviewed_on", "title", "html_meta"]), VALUE),
    st.builds("  {}".format, st.sampled_from(["a: b", "- a", "x", "[", "}"])),
    st.sampled_from(["", "# note", "- a", "no key", "{a: b}", "'quoted': x", "status:investigational", "]"]),
)


def page(*body: str) -> str:
    return "\n".join(["---", *body, "---", "# Title", "", "Text.", ""])


def for_myst(found: FrontMatter) -> object:
    """Return what MyST reads: it takes all up to the line that closes the block."""
    lines = found.source.split("\n")
    return yaml.safe_load("\n".join(lines[1 : lines.index("---", 1)]))


@pytest.mark.parametrize(
    "source",
    ["", "# Title\n", "\n---\nstatus: x\n---\n", "--\nstatus: x\n--\n", " ---\nstatus: x\n---\n", "\ufeff"],
)
def test_a_page_without_front_matter_is_left_as_it_is(source: str) -> None:
    assert read_block(source, KEYS) == FrontMatter([], [], source)


def test_good_front_matter_is_read_with_its_lines_and_left_as_it_is() -> None:
    source = page("status: investigational", "", "# note", "last_reviewed_on: 2026-11", "orphan: true")
    found = read_block(source, KEYS)
    assert [(entry.key, entry.line) for entry in found.entries] == [
        ("status", 2),
        ("last_reviewed_on", 5),
        ("orphan", 6),
    ]
    assert found.problems == []
    assert found.source == source


@pytest.mark.parametrize("body", [[], [""], ["# only a note"]])
def test_an_empty_block_is_no_fault(body: list[str]) -> None:
    source = page(*body)
    assert read_block(source, KEYS) == FrontMatter([], [], source)


def test_windows_line_ends_are_read_alike() -> None:
    found = read_block(
        page("status: investigational", "last_reviewed_on: 2026-13-45").replace("\n", "\r\n"), KEYS
    )
    assert [(entry.key, entry.line) for entry in found.entries] == [("status", 2), ("last_reviewed_on", 3)]
    assert found.problems == []


def test_a_block_that_is_never_closed_is_told_at_its_first_line_and_the_page_is_kept() -> None:
    source = "---\nstatus: investigational\n\n# Title\n"
    found = read_block(source, KEYS)
    (problem,) = found.problems
    assert (problem.code, problem.line) == (ProblemCode.FRONT_MATTER, 1)
    assert "never closed; write a line '---' after its last key" in problem.message
    assert (found.entries, found.source) == ([], source)


@pytest.mark.parametrize("bad", BAD_VALUES)
@pytest.mark.parametrize("is_first", [True, False], ids=["bad first", "bad last"])
def test_a_fault_costs_no_other_key_and_myst_gets_the_rest(bad: str, *, is_first: bool) -> None:
    source = page(*([bad, GOOD] if is_first else [GOOD, bad]))
    found = read_block(source, KEYS)
    line = source.split("\n").index(GOOD) + 1
    assert [entry for entry in found.entries if entry.key == "evidence_searched_on"] == [
        ("evidence_searched_on", line, Scalar("2026-11-22", line))
    ]
    assert len(found.problems) <= 1
    mended = for_myst(found)
    assert isinstance(mended, dict)
    assert str(mended["evidence_searched_on"]) == "2026-11-22"
    assert found.source.count("\n") == source.count("\n")
    assert found.source.endswith("\n---\n# Title\n\nText.\n")


@pytest.mark.parametrize("key", ["last_reviewed_on", "source_reviewed_on", "evidence_searched_on"])
def test_an_impossible_date_of_ours_is_kept_as_text_for_its_own_rule(key: str) -> None:
    found = read_block(page(f"{key}: 2026-13-45"), KEYS)
    assert found.entries == [(key, 2, Scalar("2026-13-45", 2))]
    assert found.problems == []
    assert for_myst(found) == {key: "2026-13-45"}


def test_an_impossible_date_of_another_extension_is_told_and_kept_as_text() -> None:
    found = read_block(page("status: background", "released: 2026-13-45"), KEYS)
    (problem,) = found.problems
    assert (problem.code, problem.line) == (ProblemCode.FRONT_MATTER, 3)
    assert "2026-13-45" in problem.message
    assert "released" in problem.message
    assert "put it into quotes" in problem.message
    assert for_myst(found) == {"status": "background", "released": "2026-13-45"}


@pytest.mark.parametrize(
    ("bad", "line", "found_text"),
    [
        ("status: a: b: c", 3, "put a text that has a colon in it into quotes"),
        ("status: @x", 3, "put a text that begins with a sign into quotes"),
        ("status:\n\ttab: x", 4, "indent"),
        ("status: 'open", 3, "unexpected end"),
    ],
)
def test_what_yaml_cannot_read_is_one_problem_on_its_line(bad: str, line: int, found_text: str) -> None:
    found = read_block(page("# note", *bad.split("\n"), GOOD), KEYS)
    (problem,) = found.problems
    assert problem.code is ProblemCode.FRONT_MATTER
    assert problem.line == line
    assert found_text in problem.message


@pytest.mark.parametrize("bad", ["status:investigational", "- a", "no key at all", "{a: b", "]"])
def test_a_first_line_that_is_no_key_is_named_and_told_how_to_write_one(bad: str) -> None:
    found = read_block(page(bad, GOOD), KEYS)
    (problem,) = found.problems
    assert (problem.code, problem.line) == (ProblemCode.FRONT_MATTER, 2)
    assert problem.message == f"{bad!r} is no front matter; write each line as 'key: value'"
    assert [(entry.key, entry.line) for entry in found.entries] == [("evidence_searched_on", 3)]


@pytest.mark.parametrize(
    "tag", ["!!bool foo", "!!timestamp foo", "!!int", "!!float ''", "!!int x", "!!binary é", "!x y"]
)
def test_a_tag_that_yaml_cannot_apply_costs_no_other_key(tag: str) -> None:
    found = read_block(page(f"title: {tag}", GOOD), KEYS)
    assert [entry.key for entry in found.entries] == ["title", "evidence_searched_on"]
    (problem,) = found.problems
    assert (problem.code, problem.line) == (ProblemCode.FRONT_MATTER, 2)
    assert isinstance(for_myst(found), dict)


@pytest.mark.parametrize(
    "key", ["<<", "2026-13-45", "a\x00b", "foo\x1bbar", "a\u2028b", "k" * 900, "a #b", "a, b", "a]", "a\x7f"]
)
def test_a_key_that_yaml_cannot_take_costs_no_other_key(key: str) -> None:
    found = read_block(page(f"{key}: 2026-13-45", GOOD), KEYS)
    assert ("evidence_searched_on", Scalar("2026-11-22", 3)) in [
        (entry.key, entry.value) for entry in found.entries
    ]
    mended = for_myst(found)
    assert isinstance(mended, dict)
    assert "evidence_searched_on" in mended


@pytest.mark.parametrize("line", ["x: 2026-13-45", "x: [", "x: @"])
def test_indented_front_matter_is_read_as_well(line: str) -> None:
    found = read_block(page(f"  {line}", f"  {GOOD}"), KEYS)
    assert ("evidence_searched_on", 3) in [(entry.key, entry.line) for entry in found.entries]
    assert isinstance(for_myst(found), dict)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("---", "..."), ("---", "-----"), ("----", "----"), ("---", "---  "), ("--- ", " ---")],
)
def test_the_block_ends_where_myst_ends_it_and_the_text_after_it_is_left_alone(
    opening: str, closing: str
) -> None:
    text = "Hello: world\nfoo\n\nTitle\n---\n"
    source = f"{opening}\nlast_reviewed_on: 2026-13-45\n{closing}\n{text}"
    found = read_block(source, KEYS)
    assert [entry.key for entry in found.entries] == ["last_reviewed_on"]
    assert found.problems == []
    assert found.source == source.replace("2026-13-45", '"2026-13-45"')


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_a_line_separator_in_a_value_moves_no_line(sign: str) -> None:
    found = read_block(page(f'title: "a{sign}b"', "status: background"), KEYS)
    assert [(entry.key, entry.line) for entry in found.entries] == [("title", 2), ("status", 3)]


@pytest.mark.parametrize("beside", ["", "title: 2026-13-45"], ids=["in good YAML", "beside a fault"])
def test_a_key_given_twice_is_one_problem_and_the_first_holds(beside: str) -> None:
    body = ["last_reviewed_on: 2026-01", "status: background", "last_reviewed_on: 2026-02", beside]
    found = read_block(page(*body), KEYS)
    twice = [problem for problem in found.problems if "twice" in problem.message]
    assert [(problem.code, problem.line) for problem in twice] == [(ProblemCode.FRONT_MATTER, 4)]
    assert "'last_reviewed_on' is given twice, first in line 2; the first one is used" in twice[0].message
    values = [entry.value for entry in found.entries if entry.key == "last_reviewed_on"]
    assert values == [Scalar("2026-01", 2)]
    assert len(found.problems) == 1 + bool(beside)


def test_a_hostile_value_beside_ours_costs_nothing(hostile: str) -> None:
    source = page(GOOD, f"title: {hostile}", "review_in: 3 months")
    found = read_block(source, KEYS)
    kept = {entry.key: entry.line for entry in found.entries}
    assert (kept["evidence_searched_on"], kept["review_in"]) == (2, 4)
    assert all(problem.message.isprintable() and len(problem.message) < 600 for problem in found.problems)
    assert all(problem.line == 3 for problem in found.problems)
    assert isinstance(for_myst(found), dict)
    assert found.source.count("\n") == source.count("\n")


def test_an_alias_bomb_is_read_at_once(quickly: Callable[[], AbstractContextManager[None]]) -> None:
    bomb = ["a0: &a0 [lol]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    with quickly():
        found = read_block(page(*bomb, GOOD), KEYS)
    assert ("evidence_searched_on", 14) in [(entry.key, entry.line) for entry in found.entries]


def test_a_very_long_line_is_read_at_once(quickly: Callable[[], AbstractContextManager[None]]) -> None:
    with quickly():
        found = read_block(page("title: " + "x" * 200_000, "bad: 2026-13-45", GOOD), KEYS)
    assert [entry.key for entry in found.entries] == ["title", "bad", "evidence_searched_on"]


def test_a_very_long_run_of_spaces_is_refused_at_once(
    quickly: Callable[[], AbstractContextManager[None]],
) -> None:
    with quickly():
        found = read_block(page("a" + " " * 200_000 + "b", "bad: 2026-13-45", GOOD), KEYS)
    assert [entry.key for entry in found.entries] == ["bad", "evidence_searched_on"]


@given(st.lists(LINE, max_size=6))
def test_whatever_the_lines_say_none_moves_and_myst_can_load_them(lines: list[str]) -> None:
    source = page(*lines)
    found = read_block(source, KEYS)
    assert found.source.count("\n") == source.count("\n")
    assert found.source.endswith("\n---\n# Title\n\nText.\n")
    assert for_myst(found) is None or isinstance(for_myst(found), dict)
    last = len(lines) + 2
    assert all(2 <= entry.line <= last for entry in found.entries)
    assert all(
        2 <= (problem.line or 0) <= last and problem.message.isprintable() for problem in found.problems
    )
    names = [entry.key for entry in found.entries]
    assert len(names) == len(set(names))


@given(VALUE, VALUE)
def test_a_key_that_is_fine_is_kept_whatever_stands_beside_it(before: str, after: str) -> None:
    found = read_block(page(f"title: {before}", GOOD, f"html_meta: {after}"), KEYS)
    assert ("evidence_searched_on", 3, Scalar("2026-11-22", 3)) in found.entries


@given(st.text())
def test_any_text_is_read_without_an_exception_and_keeps_its_lines(text: str) -> None:
    for source in (text, f"---\n{text}", f"---\n{text}\n---\n"):
        assert read_block(source, KEYS).source.count("\n") == source.count("\n")


def test_an_impossible_date_deep_in_another_extension_s_map_is_told_on_its_own_line() -> None:
    (problem,) = read_block(page("html_meta:\n  a: 1\n  d: 2026-13-45"), KEYS).problems
    assert problem.line == 4
    assert "2026-13-45" in problem.message


def test_lines_together_that_are_no_keys_are_one_problem() -> None:
    assert len(read_block(page("status: background\n- a\n- b"), KEYS).problems) == 1


def test_prose_between_two_thematic_breaks_is_read_in_good_time() -> None:
    found = read_block("---\n" + "Some words of prose\n" * 20_000 + "---\nx", KEYS)
    assert len(found.problems) == 1


@pytest.mark.parametrize("lines", [["zgood: q", "{a: b}"], ["k: 1", "\ufeffb: 2"], [" lead: 1", "zgood: q"]])
def test_lines_that_are_yaml_alone_and_not_together_are_told(lines: list[str]) -> None:
    found = read_block("\n".join(["---", *lines, "---", "# T"]), KEYS)
    assert len(found.problems) == 1
    assert isinstance(yaml.safe_load("\n".join(found.source.split("\n")[1:-2])), dict | None)
