"""The ``---`` block at the top of a Markdown page. Pure.

One bad value must not cost the others: where PyYAML refuses the block, it is read key by key, and the keys that
cannot be read are written as quoted text for MyST, each on its own lines, so that no line number moves.
"""

from __future__ import annotations

import json
import re
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

import yaml

from sphinx_evidence.frontmatter.yaml_block import Pairs, Scalar, Value, given_twice, parse_yaml
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.spelling import quoted

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

FENCE = re.compile(r"-{3,}\s*")
_TOP_LEVEL_KEY = re.compile(r"""(?P<key>[^\s#:'"&*!|>%@`,\[\]{}?-][^:]*):(?:\s(?P<rest>.*))?$""")
# What YAML takes for a date, and fails on where there is no such day.
_DATE_LIKE = re.compile(r"(?<=[:,\[{-] )([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?=\s*[,\]}#]|\s*$)")
# A line that is neither indented, empty nor a comment; and one that is no item of a list under its key.
_LINE = re.compile(r"[^\s#]")
_LINE_OF_NO_LIST = re.compile(r"[^\s#-]")
_PLAIN_KEY = re.compile(r"[A-Za-z][\w-]*")


class Entry(NamedTuple):
    """One key of a page's front matter."""

    key: str
    line: int
    value: Value


class FrontMatter(NamedTuple):
    """A page's front matter.

    :ivar entries: the keys that could be read, in their order
    :ivar problems: what is wrong with the others
    :ivar source: the page's text, changed only where MyST would have lost the whole block
    """

    entries: list[Entry]
    problems: list[Problem]
    source: str


def read_block(source: str, our_keys: Container[str]) -> FrontMatter:
    """Return the front matter of a MyST page.

    :param source: the page's text
    :param our_keys: the keys whose values are validated later, so that a bad one is reported once
    """
    lines = source.split("\n")
    if not FENCE.fullmatch(lines[0]):
        return FrontMatter([], [], source)
    end = closing_line(lines)
    if end is None:
        message = "the front matter is never closed; write a line '---' after its last key"
        return FrontMatter([], [Problem(ProblemCode.FRONT_MATTER, message, 1)], source)
    text = "\n".join(lines[1:end])
    if is_loadable(text):
        tree, problems = parse_yaml(text, first_line=2)
        if tree is None and not problems:
            return FrontMatter([], [], source)
        if isinstance(tree, Pairs):
            return FrontMatter(_entries(tree), problems, source)
    entries, problems, mended = _read_chunks(dedent(text).split("\n"), our_keys)
    if not is_loadable("\n".join(mended)):
        mended = [_as_comment(line) for line in lines[1:end]]
        if not problems:
            message = "these lines are no YAML together; write each key on a line of its own, none indented"
            problems.append(Problem(ProblemCode.FRONT_MATTER, message, 2))
    return FrontMatter(entries, problems, "\n".join([lines[0], *mended, *lines[end:]]))


def closing_line(lines: list[str]) -> int | None:
    """Return the number of the line that ends the block, as mdit-py-plugins finds it."""
    dashes = len(lines[0].rstrip())
    closing = re.compile(rf" {{0,3}}-{{{dashes},}}\s*|\.\.\.\s*")
    return next((number for number, line in enumerate(lines) if number and closing.fullmatch(line)), None)


def is_loadable(text: str) -> bool:
    """Tell whether MyST, which calls :func:`yaml.safe_load`, would take *text*."""
    tree, problems = parse_yaml(text)
    if tree is None and problems:
        return False
    try:
        loaded = yaml.safe_load(text)
        json.dumps(loaded, default=str)  # MyST does so too, and a value inside itself cannot be written
    except Exception:  # noqa: BLE001  # PyYAML lets KeyError, IndexError and AttributeError out of bad tags
        return False
    return loaded is None or isinstance(loaded, dict)


def _entries(tree: Pairs) -> list[Entry]:
    return [Entry(key.text, key.line, value) for key, value in tree.values]


def keep_first(entries: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """Return *entries* without those whose key was given before, and a problem for each of these."""
    kept: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in entries:
        first = kept.setdefault(entry.key, entry)
        if first is not entry:
            message = given_twice(entry.key, first.line)
            problems.append(Problem(ProblemCode.FRONT_MATTER, message, entry.line))
    return list(kept.values()), problems


def _read_chunks(lines: list[str], our_keys: Container[str]) -> tuple[list[Entry], list[Problem], list[str]]:
    """Return the entries of a block that is read key by key, its problems, and its lines as MyST can take them."""
    found: list[Entry] = []
    problems: list[Problem] = []
    mended: list[str] = []
    was_no_key = False
    for first_line, chunk in _pieces(lines):
        entries, wrong, written = _read_chunk(chunk, first_line, our_keys)
        is_no_key = all(line.startswith("#") for line in written)
        # A stretch of lines that are no keys is one fault.
        problems += [] if is_no_key and was_no_key else wrong
        was_no_key = is_no_key
        mended += written
        found += entries
    kept, twice = keep_first(found)
    return kept, [*problems, *twice], mended


def _pieces(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each top-level key with the lines that belong to it.

    Where these cannot be read, yield each line that could stand alone: the key may be fine, and the line after it
    not.
    """
    for first_line, chunk in _split(lines, 2, _TOP_LEVEL_KEY):
        if is_loadable("\n".join(chunk)):
            yield first_line, chunk
        else:
            match = _TOP_LEVEL_KEY.match(chunk[0])
            yield from _split(
                chunk, first_line, _LINE if match is None or match["rest"] else _LINE_OF_NO_LIST
            )


def _split(lines: list[str], first_line: int, begins: re.Pattern[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield *lines* in pieces, each with its line number; a piece begins where *begins* matches."""
    start = 0
    for number, line in enumerate(lines):
        if number > start and begins.match(line):
            yield first_line + start, lines[start:number]
            start = number
    yield first_line + start, lines[start:]


def _read_chunk(
    chunk: list[str], first_line: int, our_keys: Container[str]
) -> tuple[list[Entry], list[Problem], list[str]]:
    """Return the entries of one chunk, its problems, and its lines as MyST can take them."""
    text = "\n".join(chunk)
    tree, problems = parse_yaml(text, first_line)
    entries = _entries(tree) if isinstance(tree, Pairs) else []
    if is_loadable(text):
        return entries, problems, chunk
    quoted_dates = [_DATE_LIKE.sub(r'"\1"', line) for line in chunk]
    if entries and is_loadable("\n".join(quoted_dates)):
        if entries[0].key not in our_keys:
            changed = next(n for n, line in enumerate(chunk) if line != quoted_dates[n])
            shown = quoted(chunk[changed].strip())
            message = f"{shown} has no date that exists; it is read as text: put it into quotes"
            problems = [Problem(ProblemCode.FRONT_MATTER, message, first_line + changed)]
        return entries, problems[:1], quoted_dates
    match = _TOP_LEVEL_KEY.match(chunk[0])
    if match is None:
        told = next((n for n, line in enumerate(chunk) if line.strip() and not line.startswith("#")), 0)
        message = f"{quoted(chunk[told].strip())} is no front matter; write each line as 'key: value'"
        written = [_as_comment(line) for line in chunk]
        return [], [Problem(ProblemCode.FRONT_MATTER, message, first_line + told)], written
    key = match["key"].rstrip()
    written_key = key if _PLAIN_KEY.fullmatch(key) else json.dumps(key)
    # JSON's string is a YAML string; what followed on other lines becomes comments.
    written = [f"{written_key}: {json.dumps(match['rest'] or '')}", *map(_as_comment, chunk[1:])]
    if entries and key not in our_keys:
        # Well-formed, and still no value for YAML (an impossible date). Ours are judged by their own rules.
        value = entries[0].value
        shown = quoted(value.text) if isinstance(value, Scalar) else "this value"
        message = (
            f"YAML cannot make a value of {shown} for {quoted(key)}; it is read as text: put it into quotes"
        )
        problems = [Problem(ProblemCode.FRONT_MATTER, message, first_line)]
    elif not entries and not problems:
        message = f"YAML cannot make a value of what follows {quoted(key)}; put it into quotes"
        problems = [Problem(ProblemCode.FRONT_MATTER, message, first_line)]
    return entries, problems[:1], written


def _as_comment(line: str) -> str:
    """Return *line* as a YAML comment, without the control signs that would end it."""
    return f"# {line.encode('unicode_escape').decode('ascii')}"
