"""The ``---`` block at the top of a Markdown page. Pure.

One bad value must not cost the others: where PyYAML refuses the block, it is read key by key, and the keys that
cannot be read are written as quoted text for MyST, each on its own lines, so that no line number moves.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

import yaml

from sphinx_evidence.frontmatter.yaml_block import Pairs, Scalar, Value, parse_yaml
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.spelling import quoted

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_FENCE = re.compile(r"-{3,}\s*")
_TOP_LEVEL_KEY = re.compile(r"""(?P<key>[^\s#:'"&*!|>%@`,\[\]{}?-][^:]*?)\s*:(?:\s+(?P<rest>.*))?$""")


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
    if not lines or not _FENCE.fullmatch(lines[0]):
        return FrontMatter([], [], source)
    end = next((n for n, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), None)
    if end is None:
        message = "the front matter is never closed; write a line '---' after its last key"
        return FrontMatter([], [Problem(ProblemCode.FRONT_MATTER, message, 1)], source)
    text = "\n".join(lines[1:end])
    if _is_loadable(text):
        tree, problems = parse_yaml(text, first_line=2)
        if tree is None:
            return FrontMatter([], problems, source)
        if isinstance(tree, Pairs):
            return FrontMatter(_entries(tree), problems, source)
    entries: list[Entry] = []
    problems = []
    mended: list[str] = []
    for first_line, chunk in _chunks(lines[1:end], first_line=2):
        found, wrong, written = _read_chunk(chunk, first_line, our_keys)
        known = {entry.key: entry.line for entry in entries}
        for entry in found:
            if entry.key in known:
                message = (
                    f"the key {quoted(entry.key)} is given twice, first in line {known[entry.key]}; "
                    "the first one is used: remove the other"
                )
                wrong = [*wrong, Problem(ProblemCode.FRONT_MATTER, message, entry.line)]
            else:
                entries.append(entry)
        problems.extend(wrong)
        mended.extend(written)
    return FrontMatter(entries, problems, "\n".join([lines[0], *mended, *lines[end:]]))


def _is_loadable(text: str) -> bool:
    """Tell whether MyST, which calls :func:`yaml.safe_load`, would take *text*."""
    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        return False
    return loaded is None or isinstance(loaded, dict)


def _entries(tree: Pairs) -> list[Entry]:
    return [Entry(key.text, key.line, value) for key, value in tree.values]


def _chunks(lines: list[str], first_line: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each top-level key with the lines that belong to it."""
    start = 0
    for number, line in enumerate(lines):
        if number > start and _TOP_LEVEL_KEY.match(line):
            yield first_line + start, lines[start:number]
            start = number
    yield first_line + start, lines[start:]


def _read_chunk(
    chunk: list[str], first_line: int, our_keys: Container[str]
) -> tuple[list[Entry], list[Problem], list[str]]:
    """Return the entries of one chunk, its problems, and its lines as MyST can take them."""
    text = "\n".join(chunk)
    if _is_loadable(text):
        tree, problems = parse_yaml(text, first_line)
        return _entries(tree) if isinstance(tree, Pairs) else [], problems, chunk
    match = _TOP_LEVEL_KEY.match(chunk[0])
    if match is None:
        message = f"{quoted(chunk[0].strip())} is no front matter; write each line as 'key: value'"
        written = [f"# {line}" for line in chunk]
        return [], [Problem(ProblemCode.FRONT_MATTER, message, first_line)], written
    key = match["key"]
    # JSON's string is a YAML string; what followed on other lines becomes comments.
    written = [f"{key}: {json.dumps(match['rest'] or '')}", *(f"# {line}" for line in chunk[1:])]
    tree, problems = parse_yaml(text, first_line)
    if isinstance(tree, Pairs):
        # Well-formed, and still no value for YAML (an impossible date): ours are judged by their own rules.
        entries = _entries(tree)
        if key not in our_keys:
            value = entries[0].value
            shown = quoted(value.text) if isinstance(value, Scalar) else "this value"
            message = f"YAML cannot make a value of {shown} for {quoted(key)}; it is read as text: put it into quotes"
            problems.append(Problem(ProblemCode.FRONT_MATTER, message, first_line))
        return entries, problems, written
    if not problems:
        message = f"YAML cannot make a value of what follows {quoted(key)}; put it into quotes"
        problems = [Problem(ProblemCode.FRONT_MATTER, message, first_line)]
    return [], problems[:1], written
