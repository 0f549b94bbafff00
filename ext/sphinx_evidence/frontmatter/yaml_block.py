"""YAML as text with its lines: no value is taken for a number or a date. Pure.

PyYAML's own loader would turn ``2026-13-45`` into an exception and ``0123456`` into the number 42798, and keeps
silent about a key given twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.spelling import quoted

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times as fast
_MOST_VALUES = 20_000


@dataclass(frozen=True)
class Scalar:
    """One value, as its text; empty where nothing was given."""

    text: str
    line: int


@dataclass(frozen=True)
class Items:
    """A list."""

    values: tuple[Value, ...]
    line: int


@dataclass(frozen=True)
class Pairs:
    """A mapping; of a key given twice only the first is kept."""

    values: tuple[tuple[Scalar, Value], ...]
    line: int


Value = Scalar | Items | Pairs


def as_plain(value: Value) -> list[object]:
    """Return *value* as lists, strings and numbers, for the environment's pickle."""
    if isinstance(value, Scalar):
        return ["scalar", value.text, value.line]
    if isinstance(value, Items):
        return ["items", [as_plain(item) for item in value.values], value.line]
    pairs = [[key.text, key.line, as_plain(item)] for key, item in value.values]
    return ["pairs", pairs, value.line]


def from_plain(plain: Any) -> Value:
    """Return the value that :func:`as_plain` was given."""
    kind, content, line = plain
    if kind == "scalar":
        return Scalar(content, line)
    if kind == "items":
        return Items(tuple(from_plain(item) for item in content), line)
    return Pairs(tuple((Scalar(key, key_line), from_plain(item)) for key, key_line, item in content), line)


class _Reader:
    """Turns PyYAML's nodes into values, and notes what cannot be one."""

    def __init__(self, first_line: int, path: str | None) -> None:
        self.first_line = first_line
        self.path = path
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def note(self, message: str, line: int) -> None:
        self.problems.append(Problem(ProblemCode.FRONT_MATTER, message, line, self.path))

    def read(self, node: yaml.Node) -> Value:
        line = node.start_mark.line + self.first_line
        if id(node) in self.seen or len(self.seen) > _MOST_VALUES:
            # A value used twice is an alias; nested ones can grow without bound.
            self.note("an alias ('*name') is not read here; write the value out", line)
            return Scalar("", line)
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            is_null = node.tag == "tag:yaml.org,2002:null"
            return Scalar("" if is_null else str(node.value), line)
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self.read(child) for child in node.value), line)
        return Pairs(tuple(self.pairs(node)), line)

    def pairs(self, node: yaml.Node) -> list[tuple[Scalar, Value]]:
        first: dict[str, int] = {}
        kept: list[tuple[Scalar, Value]] = []
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + self.first_line
            if not isinstance(key_node, yaml.ScalarNode):
                self.note("a key should be a plain word", line)
                continue
            key = str(key_node.value)
            if key in first:
                self.note(
                    f"the key {quoted(key)} is given twice, first in line {first[key]}; "
                    "the first one is used: remove the other",
                    line,
                )
                continue
            first[key] = line
            kept.append((Scalar(key, line), self.read(value_node)))
        return kept


def parse_yaml(text: str, first_line: int = 1, path: str | None = None) -> tuple[Value | None, list[Problem]]:
    """Return what the YAML *text* says, and what is wrong with it.

    :param first_line: the line of the file on which *text* begins
    :returns: the value, or None for an empty or unreadable text
    """
    reader = _Reader(first_line, path)
    try:
        node = yaml.compose(text, Loader=_Loader)
        value = None if node is None else reader.read(node)
    except yaml.YAMLError as error:
        reader.note(f"this is not YAML: {_describe(error)}", _error_line(error, first_line))
        return None, reader.problems
    except RecursionError:
        reader.note("this is nested too deeply to be read", first_line)
        return None, reader.problems
    return value, reader.problems


def _describe(error: yaml.YAMLError) -> str:
    """Return what PyYAML found, on one line, with the usual mistake named."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    hint = ""
    if "mapping values are not allowed" in problem:
        hint = "; put a text that has a colon in it into quotes"
    elif "cannot start any token" in problem:
        hint = "; indent with spaces, and put a text that begins with a sign into quotes"
    return " ".join(problem.split()) + hint


def _error_line(error: yaml.YAMLError, first_line: int) -> int:
    """Return the line of the file that *error* points at."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return first_line + (mark.line if mark is not None else 0)
