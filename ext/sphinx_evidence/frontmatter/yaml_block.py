"""YAML as text with its lines: no value is taken for a number or a date. Pure.

PyYAML's own loader would turn ``2026-13-45`` into an exception and ``0123456`` into the number 42798, keeps
silent about a key given twice, and with libyaml ends the interpreter on 100,000 open brackets. Its events are read
here instead, one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.spelling import quoted
from sphinx_evidence.text import printable

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times as fast
_NULLS = {"", "~", "null", "Null", "NULL"}
_DEEPEST = 50
_MOST_VALUES = 20_000
_MOST_ALIASES = 20
# YAML ends a line at these signs, which come with text pasted from elsewhere; editors do not.
_NO_LINE_ENDS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")


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


@dataclass
class _Open:
    """A list or a mapping that has not ended yet."""

    is_list: bool
    line: int
    values: list[Value]


class _Reader:
    """Builds values from YAML's events, and notes what cannot be one."""

    def __init__(self, first_line: int, path: str | None) -> None:
        self.first_line = first_line
        self.path = path
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.root: Value | None = None
        self.count = 0
        self.aliases = 0

    def note(self, message: str, line: int) -> None:
        self.problems.append(Problem(ProblemCode.FRONT_MATTER, message, line, self.path))

    def read(self, event: yaml.Event) -> None:
        line = self.first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.ScalarEvent):
            is_null = not event.style and event.value in _NULLS
            self.add(Scalar("" if is_null else printable(str(event.value)), line))
        elif isinstance(event, yaml.AliasEvent):
            # As text: whoever needs the value says what is wrong with it, and it cannot grow. MyST does expand
            # them, and a few dozen can be made to fill the memory.
            self.aliases += 1
            if self.aliases > _MOST_ALIASES:
                raise yaml.YAMLError(f"there are more than {_MOST_ALIASES} aliases ('*name')")
            self.add(Scalar(f"*{event.anchor}", line))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(self.open) >= _DEEPEST:
                raise yaml.YAMLError(f"values are nested more than {_DEEPEST} deep")
            self.open.append(_Open(isinstance(event, yaml.SequenceStartEvent), line, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            ended = self.open.pop()
            self.add(Items(tuple(ended.values), ended.line) if ended.is_list else self.pairs(ended))

    def add(self, value: Value) -> None:
        self.count += 1
        if self.count > _MOST_VALUES:
            raise yaml.YAMLError(f"there are more than {_MOST_VALUES} values")
        if self.open:
            self.open[-1].values.append(value)
        elif self.root is None:
            self.root = value

    def pairs(self, ended: _Open) -> Pairs:
        first: dict[str, int] = {}
        kept: list[tuple[Scalar, Value]] = []
        for key, value in zip(ended.values[::2], ended.values[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.note("a key should be a plain word", key.line)
            elif key.text in first:
                self.note(given_twice(key.text, first[key.text]), key.line)
            else:
                first[key.text] = key.line
                kept.append((key, value))
        return Pairs(tuple(kept), ended.line)


def given_twice(key: str, first_line: int) -> str:
    """Return the message for a key that was given before, in *first_line*."""
    return (
        f"the key {quoted(key)} is given twice, first in line {first_line}; "
        "the first one is used: remove the other"
    )


def parse_yaml(text: str, first_line: int = 1, path: str | None = None) -> tuple[Value | None, list[Problem]]:
    """Return what the YAML *text* says, and what is wrong with it.

    :param first_line: the line of the file on which *text* begins
    :returns: the value, or None for an empty or unreadable text
    """
    reader = _Reader(first_line, path)
    try:
        for event in yaml.parse(text.translate(_NO_LINE_ENDS), Loader=_Loader):
            reader.read(event)
    except yaml.YAMLError as error:
        # What is missing at the end is found missing after it.
        line = min(first_line + _line_in(error, text), first_line + text.rstrip().count("\n"))
        reader.note(f"this is not YAML: {_describe(error)}", line)
        return None, reader.problems[-1:]
    return reader.root, reader.problems


def _describe(error: yaml.YAMLError) -> str:
    """Return what PyYAML found, on one line, with the usual mistake named."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    hint = ""
    if "mapping values are not allowed" in problem:
        hint = "; put a text that has a colon in it into quotes"
    elif "tab character" in problem:
        hint = "; indent with spaces"
    elif "cannot start any token" in problem:
        hint = "; indent with spaces, and put a text that begins with a sign into quotes"
    elif "unexpected end of stream" in problem or "expected ',' or" in problem:
        hint = "; a quote or a bracket is not closed"
    return " ".join(problem.split()) + hint


def _line_in(error: yaml.YAMLError, text: str) -> int:
    """Return how many lines of *text* stand before what *error* points at."""
    if isinstance(error, yaml.reader.ReaderError):
        return text.count("\n", 0, error.position)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return 0 if mark is None else int(mark.line)
