from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinx_evidence.frontmatter.block import read_block
from sphinx_evidence.frontmatter.edit import Block, CannotEdit, Inline, NewValue, Table, edit_front_matter
from sphinx_evidence.frontmatter.edit_block import check_block
from sphinx_evidence.frontmatter.field_list import read_field_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

BODY = "# Title\n\nText.\n---\n"


def edit(block: str, changes: Mapping[str, NewValue]) -> str:
    """Return the front matter *block* after *changes*, which are made twice and keep the page around it."""
    edited = edit_front_matter(f"---\n{block}---\n{BODY}", changes, is_markdown=True)
    assert edit_front_matter(edited, changes, is_markdown=True) == edited
    assert edited.startswith("---\n")
    assert edited.endswith(f"---\n{BODY}")
    return edited[4 : -len(f"---\n{BODY}")]


def attempt(source: str, changes: Mapping[str, NewValue], *, is_markdown: bool) -> tuple[str | None, str]:
    """Return the edited text, or None and why it was refused."""
    try:
        edited = edit_front_matter(source, changes, is_markdown=is_markdown)
    except CannotEdit as error:
        return None, str(error)
    assert edit_front_matter(edited, changes, is_markdown=is_markdown) == edited
    return edited, ""


def as_read(edited: str) -> str:
    """Return a file's text as Sphinx hands it on."""
    return edited.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("block", "value", "edited"),
    [
        ("k: old\n", "new", "k: new\n"),
        ("k: old  # why\n", "new", "k: new  # why\n"),
        ("k: old # a\ttab\n", "new", "k: new # a\ttab\n"),
        ("k :  old  \n", "new", "k :  new  \n"),
        ('"k": old\n', "new", '"k": new\n'),
        ("k: 'old' # why\n", "new", "k: 'new' # why\n"),
        ("k: 'old'\n", "it's", "k: 'it''s'\n"),
        ("k: 'old'\n", "a\nb", 'k: "a\\nb"\n'),
        ('k: "old"\n', "new", 'k: "new"\n'),
        ("k: 'old # one'\n", "new", "k: 'new'\n"),
        ("k: old\n", "a: b", 'k: "a: b"\n'),
        ("k: old\n", "a # b", 'k: "a # b"\n'),
        ("k: old\n", "null", 'k: "null"\n'),
        ("k: old\n", "", 'k: ""\n'),
        ("k: old\n", "2026-11-22", "k: 2026-11-22\n"),
        ("k: old\n", "2026-13-45", 'k: "2026-13-45"\n'),
        ("k: old\n", "=", 'k: "="\n'),
        ("k: old\n", "é 😀", "k: é 😀\n"),
        ("k: old\n", "a\u202eb", 'k: "a\\U0000202Eb"\n'),
        ("k: old\n", "a\u202eb\u2028", 'k: "a\\U0000202Eb\\U00002028"\n'),
        ("k:\n", "new", "k: new\n"),
        ("k: # why\n", "new", "k: new # why\n"),
        ("k: ~\n", "new", "k: new\n"),
        ("k: null\n", "null", 'k: "null"\n'),
        ("k: !!str old # why\n", "new", "k: new # why\n"),
        ("k: &a old # why\n", "new", "k: new # why\n"),
        ("k: &a\n", "new", "k: new\n"),
        ("j: &a old\nk: *a\nl: *a\n", "new", "j: &a old\nk: new\nl: *a\n"),
        ("j: &a old\nk: *a\n", "new", "j: &a old\nk: new\n"),
        ("k: folded\n  over\n\n  lines # why\nl: 1\n", "new", "k: new # why\nl: 1\n"),
        ("k: 'quoted\n  over lines' # why\n", "new", "k: 'new' # why\n"),
        ("k: # why\n  # more\n  below # last\n", "new", "k: # why\n  # more\n  new # last\n"),
        ("k: |\n  one\n  # two\n\n\nl: 1\n", "new", "k: new\n\n\nl: 1\n"),
        ("k: >-  # why\n  one\n# note\n", "new", "k: new  # why\n# note\n"),
        ("k: |+\n  one\n\nl: 1\n", "new", "k: new\n\nl: 1\n"),
        ("k: |+\n\nl: 1\n", "new", "k: new\n\nl: 1\n"),
        ("k: [a, # b\n  c] # why\nl: 1\n", "new", "k: new # why\nl: 1\n"),
        ("k: {a: b} # why\n", "new", "k: new # why\n"),
        ("k: # why\n  # more\n  - a # gone\n  - b\n\n# note\n", "new", "k: new # why\n  # more\n\n# note\n"),
        ("k:\n- a\n- b\nl: 1\n", "new", "k: new\nl: 1\n"),
        ("k: &a # why\n  # more\n  - a\n", "new", "k: new # why\n  # more\n"),
        ("k: &a !!seq\n  - a\n", "new", "k: new\n"),
        ("k:\n  a: b\n  c: d\nl: 1\n", "new", "k: new\nl: 1\n"),
        ("  k: old\n  l: 1\n", "new", "  k: new\n  l: 1\n"),
        ("k: old\nl: 2026-11-22 # as it is\nm: 'x'\n", "new", "k: new\nl: 2026-11-22 # as it is\nm: 'x'\n"),
        ("~: 1\nk: old\n? l\n: m\n", "new", "~: 1\nk: new\n? l\n: m\n"),
        ("l: 1\nl: 2\nk: old\n", "new", "l: 1\nl: 2\nk: new\n"),
        ("b: &b {x: 1}\nc:\n  <<: *b\nk: old\n", "new", "b: &b {x: 1}\nc:\n  <<: *b\nk: new\n"),
    ],
)
def test_only_the_value_s_own_stretch_is_replaced(block: str, value: str, edited: str) -> None:
    assert edit(block, {"k": value}) == edited


@pytest.mark.parametrize(
    ("block", "value"),
    [
        ("k:   new # why\n", "new"),
        ("'k': \"new\"\n", "new"),
        ("k: >-\n  new\n", "new"),
        ("k: !!str new\n", "new"),
        ("k:\n", ""),
        ("k: 007\n", "007"),
        ("k: [ a,b ]\n", Inline(("a", "b"))),
        ("k: [ a,b ]\n", Block(("a", "b"))),
        ("k:\n- a # why\n-   'b'\n", Inline(("a", "b"))),
        ("k: []\n", Block(())),
        ("k: { a: b }\n", Table((("a", "b"),))),
        ("k:\n    a:   b # why\n", Table((("a", "b"),))),
        ("k: {}\n", Table(())),
        ("l: 1\n", None),
        ("? k\n: new\n", "new"),
    ],
)
def test_what_means_the_same_already_keeps_its_bytes(block: str, value: NewValue) -> None:
    assert edit(block, {"k": value}) == block


@pytest.mark.parametrize(
    ("block", "value", "edited"),
    [
        ("k: [a] # why\n", Inline(("b", "a, c")), 'k: [b, "a, c"] # why\n'),
        ("k: old # why\n", Inline(()), "k: [] # why\n"),
        ("k: [a]\n", Block(()), "k: []\n"),
        ("k: # why\n  # x\n  - a # one\n  # y\n  - b\n", Block(("n", "a", "b")),
         "k: # why\n  # x\n  - n\n  - a # one\n  # y\n  - b\n"),
        ("k:\n-   a\n- b\nl: 1\n", Block(("m", "n: o", "a", "b")), 'k:\n-   m\n-   "n: o"\n-   a\n- b\nl: 1\n'),
        ("k:\n  - a # one\n    # of a\n  # of k\n# note\n", Inline(("a", "z")),
         "k:\n  - a # one\n    # of a\n  - z\n  # of k\n# note\n"),
        ("k: &x !!seq\n  - a\n", Block(("n", "a")), "k: &x !!seq\n  - n\n  - a\n"),
        ("k:\n  -\n  - a\n", Block(("n", "", "a")), "k:\n  - n\n  -\n  - a\n"),
        ("k:\n  - 'a\n    b'\nl: 1\n", Block(("a b", "n")), "k:\n  - 'a\n    b'\n  - n\nl: 1\n"),
        ("k:\n  -\n    a\nl: 1\n", Block(("n", "a")), "k:\n  - n\n  - a\nl: 1\n"),
        ("k:\n  - a # gone\n  - b # gone\nl: 1\n", Block(("b",)), "k:\n  - b\nl: 1\n"),
        ("k:\n  - a # gone\n  - b\n", Block(("b", "x", "y")), "k:\n  - b\n  - x\n  - y\n"),
        ("k:\n    # x\n    - a\n", Block(("b",)), "k:\n    # x\n    - b\n"),
        ("k:\n- a\nl: 1\n", Block(("b",)), "k:\n  - b\nl: 1\n"),
        ("k:\n- a\n- [x]\n", Inline(("b",)), "k: [b]\n"),
        ("j: &x 1\nk:\n  - *x\n", Block(("*x", "a")), 'j: &x 1\nk:\n  - "*x"\n  - a\n'),
        ("k: old # why\n# note\nl: 1\n", Block(("a", "- b")), 'k: # why\n  - a\n  - "- b"\n# note\nl: 1\n'),
        ("k: # why\n  old # last\n", Block(("a", "b")), "k: # why\n  - a\n  - b # last\n"),
        ("k: | # why\n  one\n\nl: 1\n", Block(("a",)), "k: # why\n  - a\n\nl: 1\n"),
        ("k: [a,\n  b] # why\n", Block(("c",)), "k: # why\n  - c\n"),
        ("k: &x # why\n  - a\n  - c\n", Block(("b",)), "k: # why\n  - b\n"),
        ("k:\n", Block(("a",)), "k:\n  - a\n"),
        ("  k: old\n", Block(("a",)), "  k:\n    - a\n"),
    ],
)  # fmt: skip
def test_a_list_keeps_its_old_items_lines_where_it_can(block: str, value: NewValue, edited: str) -> None:
    assert edit(block, {"k": value}) == edited


@pytest.mark.parametrize(
    ("block", "pairs", "edited"),
    [
        ("k: # why\n  a: 1 # one\n  # x\n  b: 'two'\n", [("a", "1"), ("b", "2")],
         "k: # why\n  a: 1 # one\n  # x\n  b: '2'\n"),
        ("k:\n    a: 1 # one\n    b: 2 # two\n", [("n", "0"), ("a", "1"), ("m", "x"), ("b", "2"), ("z", "y")],
         "k:\n    n: 0\n    a: 1 # one\n    m: x\n    b: 2 # two\n    z: y\n"),
        ("k:\n  a: 1 # gone\n  # stays\n  b: 2\nl: 1\n", [("b", "2")], "k:\n  # stays\n  b: 2\nl: 1\n"),
        ("k:\n  a: 1 # gone\n  b: 2\n", [("n", "0"), ("b", "2")], "k:\n  n: 0\n  b: 2\n"),
        ("k:\n  a: 1\n  b: 2 # two\n", [("b", "2"), ("a", "1")], "k:\n  b: 2\n  a: 1\n"),
        ("k:\n  a: 1\nl: 1\n", [("x: y", "- z"), ("<<", "2026-13-45")],
         'k:\n  "x: y": "- z"\n  "<<": "2026-13-45"\nl: 1\n'),
        ("k: {a: 1} # why\n", [("b", "2")], "k: # why\n  b: 2\n"),
        ("k:\n- a\nl: 1\n", [("b", "2")], "k:\n  b: 2\nl: 1\n"),
        ("k:\n  a: 1\n  a: 2\n", [("b", "2")], "k:\n  b: 2\n"),
        ("k:\n  a: [x,\n    y] # why\n", [("a", "z")], "k:\n  a: z # why\n"),
        ("k: old\n", [], "k: {}\n"),
        ("k:\n  a: 1\n", [], "k: {}\n"),
        ("k:\n  ~: 1\n  a: 1\n", [("a", "2")], "k:\n  a: 2\n"),
    ],
)  # fmt: skip
def test_of_a_table_only_the_entries_that_change_are_touched(
    block: str, pairs: list[tuple[str, str]], edited: str
) -> None:
    assert edit(block, {"k": Table(tuple(pairs))}) == edited


@pytest.mark.parametrize(
    ("block", "edited"),
    [
        ("a: 1\nk: old # gone\nb: 2\n", "a: 1\nb: 2\n"),
        ("# stays\nk:\n  - x # gone\n  # gone\n  - y\n# stays\nb: 2\n", "# stays\n# stays\nb: 2\n"),
        ("k: |\n  x\n\nb: 2\n", "\nb: 2\n"),
        ("k: |+\n  x\n\nb: 2\n", "b: 2\n"),
        ("k: &x [1]\n", ""),
        ("a: |\n  x\nk: 1\n", "a: |\n  x\n"),
        ("k: &x\n  - 1\n", ""),
        ("k: {a: &x 1, b: *x}\nb: 2\n", "b: 2\n"),
    ],
)
def test_a_key_is_removed_with_its_lines_and_no_comment_around_it(block: str, edited: str) -> None:
    assert edit(block, {"k": None}) == edited


@pytest.mark.parametrize(
    ("block", "changes", "edited"),
    [
        ("a: 1\nb: 2 # two\n# end\n", {"k": "v"}, "a: 1\nb: 2 # two\nk: v\n# end\n"),
        ("a: 1\nb: 2\n", {"a": "1", "k": "v"}, "a: 1\nk: v\nb: 2\n"),
        ("a: 1\nb: 2\n", {"a": "1", "k": "v", "l": "w"}, "a: 1\nk: v\nl: w\nb: 2\n"),
        ("a: 1\nb: 2\n", {"a": "1", "b": None, "k": "v"}, "a: 1\nk: v\n"),
        ("a: 1\nb: 2\n", {"b": None, "k": "v"}, "a: 1\nk: v\n"),
        ("a:\n- x\n", {"k": "v", "a": Block(("x", "y"))}, "a:\n- x\n- y\nk: v\n"),
        ("a:\n  - x\n  # of a\n# end\n", {"k": Block(("v", "w"))},
         "a:\n  - x\n  # of a\nk:\n  - v\n  - w\n# end\n"),
        ("# begin\na: 1\n # of a\n# end\n", {"k": "v"}, "# begin\na: 1\n # of a\nk: v\n# end\n"),
        ("a: |\n  x\n\n# end\n", {"k": "v"}, "a: |\n  x\nk: v\n\n# end\n"),
        ("a: |+\n  x\n\n", {"k": "v"}, "a: |+\n  x\n\nk: v\n"),
        ("a: |+\n\n# end\n", {"k": "v"}, "a: |+\n\nk: v\n# end\n"),
        ("a: >+\n  x\n\n# end\n", {"k": "v"}, "a: >+\n  x\n\nk: v\n# end\n"),
        ("a: >\n  x\n", {"k": "v"}, "a: >\n  x\nk: v\n"),
        ("a: [x,\n  y] # why\n", {"k": Inline(("v",))}, "a: [x,\n  y] # why\nk: [v]\n"),
        ("a: x\n  y\n", {"k": Table((("v", "w"),))}, "a: x\n  y\nk:\n  v: w\n"),
        ("  a: 1\n", {"k": Block(("v",)), "l": "w"}, "  a: 1\n  k:\n    - v\n  l: w\n"),
        ("", {"k": "v", "l": "w", "m": None}, "k: v\nl: w\n"),
        ("# only a note\n\n", {"k": "v"}, "# only a note\n\nk: v\n"),
        ("a: 1\n", {"x: y": "v", "on": "w", "": "z"}, 'a: 1\n"x: y": v\n"on": w\n"": z\n'),
        ("a: 1\n... # end\n", {"k": "v"}, "a: 1\nk: v\n... # end\n"),
    ],
)  # fmt: skip
def test_a_new_key_follows_the_one_before_it_or_the_last(
    block: str, changes: dict[str, NewValue], edited: str
) -> None:
    assert edit(block, changes) == edited


@pytest.mark.parametrize(
    ("source", "edited"),
    [
        ("", "---\nk: v\n---\n"),
        ("Text", "---\nk: v\n---\nText"),
        ("\ufeffText\r\n\r\n", "\ufeff---\r\nk: v\r\n---\r\nText\r\n\r\n"),
        ("\rText\n", "---\rk: v\r---\r\rText\n"),
        (" ---\na: 1\n---\n", "---\nk: v\n---\n ---\na: 1\n---\n"),
        ("---\n---", "---\nk: v\n---"),
        ("---\r\na: 1\n---\nText\r", "---\r\na: 1\nk: v\r\n---\nText\r"),
        ("---\ra: 1\r---\r", "---\ra: 1\rk: v\r---\r"),
        ("\ufeff---\r\nk: old # é\r\n---\r\n\ufeffText", "\ufeff---\r\nk: v # é\r\n---\r\n\ufeffText"),
        ("---\na: 1\n...\nText\n", "---\na: 1\nk: v\n...\nText\n"),
        ("----\na: 1\n-----\nText\n", "----\na: 1\nk: v\n-----\nText\n"),
        ("--- \na: 1\n  ---  \nText\n---\n", "--- \na: 1\nk: v\n  ---  \nText\n---\n"),
        ("---\nk: 'a\u2028b'\n---\n", "---\nk: 'v'\n---\n"),
        ("---\nx: 'a\u2028b'\n---\n", "---\nx: 'a\u2028b'\nk: v\n---\n"),
    ],
)
def test_line_ends_byte_order_mark_and_body_stay_as_they_are(source: str, edited: str) -> None:
    assert edit_front_matter(source, {"k": "v"}, is_markdown=True) == edited
    assert edit_front_matter(edited, {"k": "v"}, is_markdown=True) == edited
    assert edit_front_matter(source, {"nothing": None}, is_markdown=True) == source


@pytest.mark.parametrize(
    ("source", "value", "line", "message"),
    [
        ("---\na: 1\nk: v\n", "x", 1, "write one after the last key"),
        ("---\nText\n", "x", 1, "write the rule as '***'"),
        ("---\na: 1\nk: [b\n---\n", "x", 3, "not closed"),
        ("---\na: 1\n\tk: b\n---\n", "x", 3, "write spaces"),
        ("---\nk: v\na: 2026-13-45\n---\n", "x", 3, "put it into quotes"),
        ("---\nText\n---\n", "x", 2, "write each line as 'key: value'"),
        ("---\n- k\n---\n", "x", 2, "write each line as 'key: value'"),
        ("---\nk: !x y\n---\n", "x", 2, "put it into quotes"),
        ("---\nk: *nobody\n---\n", "x", 2, "put it into quotes"),
        ("---\n{k: v}\n---\n", "x", 2, "write each on a line as 'key: value'"),
        ("---\n~\n---\n", "x", 2, "write each on a line as 'key: value'"),
        ("----\n%YAML 1.1\n---\nk: v\n----\n", "x", 2, "stands before the keys; remove it"),
        ("----\nk: v\n---\nl: w\n----\n", "x", 2, "these lines are no YAML together"),
        ("---\na: 1\nk: v\t# why\n---\n", "x", 3, "a tab stands where YAML takes only spaces"),
        ("---\na: 1\nk:\tv\n---\n", "x", 3, "a tab stands where YAML takes only spaces; write spaces"),
        ("---\na: 1\nk: v\nb: 2\n'k': w\n---\n", "x", 5, "'k' is given twice; remove one"),
        ("---\n\nk: v\nb: 2\n'k': w\n---\n", None, 5, "'k' is given twice; remove one"),
        ("---\na: 1\nk: &n v\nb: *n\n---\n", "x", 3, "'n' is used elsewhere; write the value there as well"),
        ("---\na: 1\nk: &n v\nb: *n\n---\n", None, 3, "'n' is used elsewhere"),
        ("---\na: 1\n&n k: v\nb: *n\n---\n", None, 3, "'n' is used elsewhere"),
        ("---\nk:\n  - &n v\n  - w\nb: *n\n---\n", Block(("x",)), 3, "'n' is used elsewhere"),
        ("---\nk: &n\n  - v\nb: *n\n---\n", Block(("x", "v")), 2, "other keys would not be read as before"),
        ("---\n? k\n: v\n---\n", "x", 2, "'? k' is no plain key; write it as 'key: value'"),
        ("---\n? k\n: v\n---\n", None, 2, "is no plain key"),
        ("---\nb: &b {k: v}\n<<: *b\n---\n", None, 2, "'k' would not be read back as written"),
        ("---\nk:\n  below\n---\n", "---", 2, "'k' would not be read back as written"),
        ("---\n1: v\n---\n", "x" * 90_000 + "\x00", 1, "cannot hold 'xxx"),
        ("---\nk: v\n---\n", Inline(("a", "\x07")), 1, "without control signs"),
        ("---\nk: v\n---\n", Table((("a", "1"), ("a", "2"))), 2, "'k' would not be read back as written"),
    ],
)
def test_an_edit_in_doubt_is_refused_with_the_line_and_how_to_mend_it(
    source: str, value: NewValue, line: int, message: str
) -> None:
    for text in (source, "\ufeff" + source.replace("\n", "\r\n")):
        with pytest.raises(CannotEdit, match=re.escape(message)) as caught:
            edit_front_matter(text, {"k": value}, is_markdown=True)
        assert str(caught.value).startswith(f"line {line}: ")
        assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("edited", "message"),
    [
        ("a: 1\nb: 2\nk: other\n", "'k' would not be read back"),
        ("a: 1\nb: 2\n", "'k' would not be read back"),
        ("a: 1\nb: 2\nk: a b\nk: a b\n", "'k' would not be read back"),
        ("a: 1\nb: 2\nk: 'a\u2028b'\n", "'k' would not be read back"),
        ("a: 1\nb: 2\nk: [a b]\n", "'k' would not be read back"),
        ("a: 1\nb: 2\nk: a b\nc: 3\n", "other keys would not be read as before"),
        ("b: 2\na: 1\nk: a b\n", "other keys would not be read as before"),
        ("a: 0x1\nb: 2\nk: a b\n", "other keys would not be read as before"),
        ("a: '1'\nb: 2\nk: a b\n", "other keys would not be read as before"),
        ("a: 1\nb: 2\nk: a b\nc: [\n", "other keys would not be read as before"),
    ],
)
def test_what_no_longer_says_what_it_said_is_found_before_it_is_written(edited: str, message: str) -> None:
    old = "---\na: 1\nb: 2\nk: old\n---\n"
    check_block(old, "---\na: 1\nb: 2\nk: a b\n---\n", {"k": "a b"})
    with pytest.raises(CannotEdit, match=message):
        check_block(old, f"---\n{edited}---\n", {"k": "a b"})


def test_a_blank_line_that_would_join_a_line_end_is_refused() -> None:
    with pytest.raises(CannotEdit, match="the text after the front matter would not stay as it is"):
        edit_front_matter("---\na: 1\rk: v\r\n\n---\n", {"k": None}, is_markdown=True)


def test_a_key_that_only_myst_would_see_is_refused() -> None:
    source = "---\na: 1 # note\u2028k: v\n---\n"
    with pytest.raises(CannotEdit, match="k' is no plain key"):
        edit_front_matter(source, {"k": "new"}, is_markdown=True)
    assert edit_front_matter(source, {"a": "2"}, is_markdown=True) == source.replace("1", "2")


@pytest.mark.parametrize(
    ("source", "changes", "edited"),
    [
        (":k: old\n", {"k": "new"}, ":k: new\n"),
        (":k:\told  \n", {"k": "new"}, ":k:\tnew  \n"),
        (":k:\n:l: 1\n", {"k": "new"}, ":k: new\n:l: 1\n"),
        (":k:  \n", {"k": "new"}, ":k: new  \n"),
        (":k:\n   old\n   text\n\nT\n", {"k": "new"}, ":k:\n   new\n\nT\n"),
        (":k: old\n\n   text\n:l: 1\n", {"k": "new"}, ":k: new\n:l: 1\n"),
        (":k: old\n", {"k": ""}, ":k: \n"),
        (":k: a,b\n", {"k": Inline(("a", "b"))}, ":k: a,b\n"),
        (":k: a;\n   b\n", {"k": Block(("a", "b"))}, ":k: a;\n   b\n"),
        (":k: x : a ;y: b\n", {"k": Table((("x", "a"), ("y", "b")))}, ":k: x : a ;y: b\n"),
        (":k: a\n", {"k": Inline(("b", "a"))}, ":k: b, a\n"),
        (":k: a\n", {"k": Block(("b", "a, c"))}, ":k: b; a, c\n"),
        (":k: a\n", {"k": Table((("x: y", "b"), ("z", "c, d")))}, ":k: x: y: b; z: c, d\n"),
        (":k: a\n", {"k": Inline(())}, ":k: \n"),
        (":a: 1\n:k: old\n   more\n\n:b: 2\n", {"k": None}, ":a: 1\n\n:b: 2\n"),
        (":a: 1\n:k: old", {"k": None}, ":a: 1\n"),
        (":k: old\n   \n:b: 2\n", {"k": None}, "   \n:b: 2\n"),
        (".. note\n\n:k: old\n\nT\n", {"k": None}, ".. note\n\n\nT\n"),
        (":a: 1\n   more\n\n:b: 2\n\nT\n", {"k": "v"}, ":a: 1\n   more\n\n:b: 2\n:k: v\n\nT\n"),
        (":a: 1\n   more\n\n:b: 2\n\nT\n", {"a": "1 more", "k": "v", "l": ""},
         ":a: 1\n   more\n:k: v\n:l:\n\n:b: 2\n\nT\n"),
        (":a: 1\n:b: 2\n", {"a": "1", "b": None, "k": "v"}, ":a: 1\n:k: v\n"),
        (":a: 1", {"k": "v", "l": "w"}, ":a: 1\n:k: v\n:l: w"),
        (":a: 1\n:a: 2\n", {"k": "v"}, ":a: 1\n:a: 2\n:k: v\n"),
        ("", {"k": "v"}, ":k: v\n\n"),
        ("", {"k": None}, ""),
        ("\n\nT", {"k": "v", "l": "w"}, ":k: v\n:l: w\n\n\n\nT"),
        ("T\n=\n\n:k: text\n", {"k": "v"}, ":k: v\n\nT\n=\n\n:k: text\n"),
    ],
)  # fmt: skip
def test_of_a_field_list_only_the_fields_that_change_are_touched(
    source: str, changes: dict[str, NewValue], edited: str
) -> None:
    for bom, end in (("", "\n"), ("\ufeff", "\r\n"), ("", "\r")):
        if end != "\n" and end not in source.replace("\n", end):
            continue
        given_text, wanted = bom + source.replace("\n", end), bom + edited.replace("\n", end)
        assert edit_front_matter(given_text, changes, is_markdown=False) == wanted
        assert edit_front_matter(wanted, changes, is_markdown=False) == wanted


@pytest.mark.parametrize(
    ("source", "changes", "line", "message"),
    [
        (":a: 1\n:k: v\n:k: w\n", {"k": "x"}, 3, "'k' is given twice, first in line 2"),
        (":k: v\n:a: 1\n:k: w\n", {"k": None}, 3, "'k' is given twice, first in line 1"),
        (":a: 1\n", {"k": "a\nb"}, 1, "'k' cannot hold 'a\\nb'"),
        (":a: 1\n:k: v\n", {"k": "a\nb"}, 2, "'k' cannot hold 'a\\nb'; a field is one line"),
        (":a: 1\n:k: v\n", {"k": "a\u2028"}, 2, "'k' cannot hold 'a\\u2028'; a field is one line"),
        (":a: 1\n:k: v\n", {"k": " a"}, 2, "a space at an end"),
        (":k: v\n", {"k": Inline(("a, b",))}, 1, "hold neither the sign between them"),
        (":k: v\n", {"k": Inline(("",))}, 1, "change the text"),
        (":k: v\n", {"k": Block(("a; b",))}, 1, "cannot hold 'a; b'"),
        (":k: v\n", {"k": Table((("a", "b: c"),))}, 1, "cannot hold 'a', 'b: c'"),
        (":k: v\n", {"k": "a\x00"}, 1, "without control signs"),
        ("  quote\n", {"k": "x"}, 1, "'k' would not be read back as written"),
        (":k: v\n", {"a:b": "x"}, 1, "would not be read"),
        (":k: v\n", {"": "x"}, 1, "would not be read back as written"),
        (":k: v\n\n.. note\n\n:b: 2\n", {"k": None}, 1, "other fields would not be read as before"),
    ],
)
def test_an_edit_of_fields_in_doubt_is_refused_with_the_line_and_how_to_mend_it(
    source: str, changes: dict[str, NewValue], line: int, message: str
) -> None:
    with pytest.raises(CannotEdit, match=re.escape(message)) as caught:
        edit_front_matter(source, changes, is_markdown=False)
    assert str(caught.value).startswith(f"line {line}: ")
    assert str(caught.value).isprintable()


WORD = st.text(alphabet="abz09 :#-,[]{}&*!|>'\"%@`~=\\é😀\u202e\u2028?<", max_size=12)
VALUE = st.one_of(
    WORD,
    st.sampled_from(["2026-11-22", "2026-13-45", "null", "v1-0f", "none (an index)"]),
    st.builds(Inline, st.lists(WORD, max_size=3).map(tuple)),
    st.builds(Block, st.lists(WORD, max_size=3).map(tuple)),
    st.builds(Table, st.lists(st.tuples(WORD, WORD), max_size=3, unique_by=lambda pair: pair[0]).map(tuple)),
)
# What stands before a value on its line, the value, and what follows it.
SCALARS = [
    (": ", "old", ""),
    (":  ", "2026-11-22", "  # why: not"),
    (" : ", "'it''s'", " #'"),
    (": ", '"a\\n# b"', " "),
    (": # why\n    ", "one\n    two", " # last"),
    (": ", "[a, # b\n  'c']", " # why"),
    (": ", "{a: [b, c]}", "\n  # of it"),
    (": ", "!!str &used old", ""),
    (": ", "|\n  one\n  # two", "\n"),
    (": ", ">-\n  one", "\n\n# note"),
]
OTHERS = [
    "# note",
    "",
    "l1:\n- a # b\n# c\n- d",
    "l2: &l2 [x]\nl3: *l2",
    "l4: |+\n  text\n\n",
    "l5:\n  <<: {a: 1}\n  b: 0x1F # c",
    "'l6' : \"q\"",
    "? l7\n: v",
    "l8: 'a\u2028b'",
    "l9: .nan",
]


def readings(source: str) -> dict[str, object]:
    """Return what PyYAML makes of a page's block, but for the key ``k``."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n")
    loaded = yaml.safe_load(text[4 : text.index("\n---\n", 3) + 1]) or {}
    return {key: repr(value) for key, value in loaded.items() if key != "k"}


@given(
    st.lists(st.sampled_from(OTHERS), max_size=3, unique=True),
    st.sampled_from(SCALARS),
    st.lists(st.sampled_from(OTHERS), max_size=3, unique=True),
    st.one_of(WORD, st.builds(Inline, st.lists(WORD, max_size=3).map(tuple))),
    st.sampled_from([("", "\n"), ("", "\r\n"), ("\ufeff", "\r\n")]),
)
def test_every_byte_but_the_value_s_own_is_kept(
    before: list[str], entry: tuple[str, str, str], after: list[str], value: NewValue, file: tuple[str, str]
) -> None:
    colon, old, tail = entry
    bom, end = file
    after = [part for part in after if part not in before or not part.startswith(("l", "'", "?"))]
    head = bom + "\n".join(["---", *before, f"k{colon}"]).replace("\n", end)
    rest = "\n".join([tail, *after, "---", "# T", "", "x"]).replace("\n", end)
    source = head + old.replace("\n", end) + rest
    edited = edit_front_matter(source, {"k": value}, is_markdown=True)
    assert edited.startswith(head)
    assert edited.endswith(rest)
    assert end not in edited[len(head) : -len(rest)] or edited == source
    assert readings(edited) == readings(source)
    assert edit_front_matter(edited, {"k": value}, is_markdown=True) == edited


@given(
    st.lists(st.sampled_from(OTHERS[:7] + OTHERS[8:]), max_size=4, unique=True),
    VALUE,
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_new_key_adds_its_lines_and_its_removal_gives_the_page_back(
    parts: list[str], value: NewValue, end: str
) -> None:
    source = "\n".join(["---", *parts, "---", "# T"]).replace("\n", end)
    edited = edit_front_matter(source, {"k": value}, is_markdown=True)
    assert readings(edited) == readings(source)
    assert edit_front_matter(edited, {"k": value}, is_markdown=True) == edited
    assert edit_front_matter(edited, {"k": None}, is_markdown=True) == source


TOKEN = st.sampled_from(
    [
        *(
            "k",
            "l",
            "status",
            ": ",
            ":",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "\t",
            "  ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ", ",
        ),
        *(
            "#",
            " # ",
            '"',
            "'",
            "|",
            ">",
            "&a ",
            "*a",
            "? ",
            "!!str ",
            "<<",
            "%",
            "~",
            "---\n",
            "...\n",
            "\n  ",
        ),
        *("2026-13-45", "2026-11", "\x00", "\u2028", "\ufeff", "é", "😀", "\n- ", "\nk: ", "\n:k: ", "\n.. "),
    ]
)
TEXT = st.one_of(st.text(), st.lists(TOKEN, max_size=30).map("".join))
CHANGES = st.dictionaries(st.sampled_from(["k", "l", "status", "a: b", ""]), st.none() | VALUE, max_size=3)


def means(found: object, value: NewValue) -> bool:
    """Tell whether PyYAML's ``BaseLoader``, which leaves all as text, found *value*."""
    if isinstance(value, Table):
        return found == dict(value.pairs)
    return found == (list(value.values) if isinstance(value, Inline | Block) else value)


@given(
    st.sampled_from(["", "---\n", "---\nk: ", "\ufeff---\r\nl: "]),
    TEXT,
    st.sampled_from(["", "\n---\nBody"]),
    CHANGES,
)
def test_whatever_the_text_it_is_edited_as_wanted_or_refused(
    begin: str, text: str, rest: str, changes: dict[str, NewValue]
) -> None:
    source = begin + text + rest
    edited, why = attempt(source, changes, is_markdown=True)
    if edited is None:
        assert re.match("line [0-9]+: ", why)
        assert why.isprintable()
        return
    assert edited.endswith(rest)
    found = read_block(as_read(edited), ())
    assert found.source == as_read(edited)
    lines = found.source.split("\n")
    if not lines[0].startswith("---"):
        assert edited == source
        return
    closing = next(n for n in range(1, len(lines)) if re.match(r" {0,3}(---|\.\.\.)", lines[n]))
    loaded = yaml.load("\n".join(lines[1:closing]), yaml.BaseLoader) or {}  # noqa: S506  # it makes text alone
    for key, value in changes.items():
        assert key not in loaded if value is None else means(loaded[key], value)


@given(TEXT, CHANGES)
def test_whatever_the_text_its_fields_are_edited_as_wanted_or_refused(
    text: str, changes: dict[str, NewValue]
) -> None:
    edited, why = attempt(text, changes, is_markdown=False)
    if edited is None:
        assert re.match("line [0-9]+: ", why)
        assert why.isprintable()
        return
    keys = {entry.key for entry in read_field_list(as_read(edited))[0]}
    assert all((key in keys) is (value is not None) for key, value in changes.items())


@given(
    st.lists(st.sampled_from([":a: 1", ":b:\n   x\n\n   y", ":c: |x|", "", ":d:"]), max_size=4, unique=True),
    st.one_of(st.text(alphabet="abc -:*é", min_size=1).map(str.strip), st.just(Inline(("a", "b")))),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_a_new_field_adds_its_line_and_its_removal_gives_the_list_back(
    parts: list[str], value: NewValue, end: str
) -> None:
    source = "\n".join([":first: 1", *parts, "", "Title", "====="]).replace("\n", end)
    edited = edit_front_matter(source, {"k": value}, is_markdown=False)
    assert edit_front_matter(edited, {"k": None}, is_markdown=False) == source
    first = edit_front_matter(source, {"first": "1", "k": value}, is_markdown=False)
    assert first.startswith(f":first: 1{end}:k:")


@pytest.mark.parametrize("quotes", ["", "'", '"'])
def test_a_hostile_value_is_written_as_text_or_refused(hostile: str, quotes: str) -> None:
    edited, why = attempt(f"---\na: 1\nk: {quotes}v{quotes}\n---\n", {"k": hostile}, is_markdown=True)
    if any(sign in hostile for sign in "\0\x1b\x85"):
        assert edited is None
        assert "'k' cannot hold" in why
        assert len(why) < 400
    else:
        assert edited is not None
        assert yaml.safe_load(edited[4:-4]) == {"a": 1, "k": hostile}


def test_a_hostile_field_is_written_as_text_or_refused(hostile: str) -> None:
    edited, why = attempt(":a: 1\n:k: v\n", {"k": hostile}, is_markdown=False)
    if any(sign in hostile for sign in "\0\x1b\x85"):
        assert edited is None
        assert "'k' cannot hold" in why
        assert len(why) < 400
    else:
        assert edited == f":a: 1\n:k: {hostile}\n"


def test_a_hostile_value_beside_the_key_is_kept_or_the_edit_is_refused(hostile: str) -> None:
    source = f"---\ntitle: {hostile}\nk: v\n---\n"
    edited, why = attempt(source, {"k": "new"}, is_markdown=True)
    assert edited == source.replace("k: v", "k: new") or why.startswith("line 2: ")


@pytest.mark.parametrize(
    ("block", "is_readable"),
    [
        ("k: " + "[" * 100_000, False),
        ("k: |" + " " * 100_000 + "\n  x", True),
        ("k: |" + " " * 100_000 + "x", False),
        ("k: &" + "a" * 100_000 + " x", True),
        ("\n" * 20_000 + "k: x", True),
        ("k:\n" + "  # c\n" * 5_000 + "  - x", True),
        ("a: " + "\\n" * 10_000 + "\nk: x", True),
        ("\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [{'*a' + str(n - 1)}{f', *a{n - 1}' * 8}]" for n in range(1, 9))]),
         False),
    ],
    ids=["brackets", "spaces", "text", "anchor", "empty lines", "comments", "long line", "alias bomb"],
)  # fmt: skip
def test_hostile_blocks_are_edited_or_refused_at_once(
    block: str,
    is_readable: bool,  # noqa: FBT001
    quickly: Callable[[], AbstractContextManager[None]],
) -> None:
    for end in ("\n", "\r\n"):
        source = f"---\n{block}\n---\n".replace("\n", end)
        with quickly():
            edited, why = attempt(source, {"k": "new"}, is_markdown=True)
        assert (edited is not None and "k: new" in edited) is is_readable
        assert len(why) < 400
