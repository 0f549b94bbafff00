"""Changes keys of the field list at the top of a reStructuredText page. Pure.

A value that has parts is written on one line, as :mod:`sphinx_evidence.frontmatter.field_list` reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.frontmatter.edit_values import Block, CannotEdit, Edit, Inline, NewValue, Table, texts_of
from sphinx_evidence.frontmatter.field_list import read_field_list
from sphinx_evidence.frontmatter.yaml_block import Scalar
from sphinx_evidence.spelling import quoted
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Fields:
    """Where each field of a text stands."""

    def __init__(self, text: str) -> None:
        # One sign for one sign, so that positions hold; and lines as the reader takes them.
        self.text = printable(text)
        self.lines = self.text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        entries, self.problems = read_field_list(text)
        self.values = {entry.key: entry.value.text for entry in entries if isinstance(entry.value, Scalar)}
        self.numbers = {entry.key: entry.line - 1 for entry in entries}

    def after(self, number: int) -> int:
        """Return the number of the line after the field that begins on line *number*."""
        end = number + 1
        for later in range(number + 1, len(self.lines)):
            if self.lines[later].strip():
                if not self.lines[later][0].isspace():
                    break
                end = later + 1
        return end

    def after_last(self) -> int:
        """Return the number of the line after the list; 0 where there is none."""
        numbers = [*self.numbers.values(), *(problem.line - 1 for problem in self.problems if problem.line)]
        return self.after(max(numbers)) if numbers else 0

    def span(self, key: str) -> tuple[int, int]:
        """Return where the value of *key* begins and ends; where there is none, the end of the name."""
        start = self.starts[self.numbers[key]] + len(f":{key}:")
        if not self.values[key]:
            return start, start
        value = self.text[start : self.starts[self.after(self.numbers[key])] - 1]
        return start + len(value) - len(value.lstrip()), start + len(value.rstrip())

    def refuse_if_twice(self, key: str) -> None:
        for problem in self.problems:
            if problem.line and self.lines[problem.line - 1].startswith(f":{key}:"):
                raise CannotEdit(problem.message, problem.line)


def field_edits(text: str, changes: Mapping[str, NewValue]) -> list[Edit]:
    """Return what makes *changes* in the field list at the top of *text*.

    :param text: the page's text, its lines ended by newlines
    :raises CannotEdit: where a field is given twice, or its new value cannot be one line
    """
    fields = _Fields(text)
    edits: list[Edit] = []
    new_lines: list[Edit] = []
    place = fields.after_last()
    for key, value in changes.items():
        line = fields.numbers.get(key, 0) + 1
        fields.refuse_if_twice(key)
        written = None if value is None else _written(key, value, line)
        if key in fields.numbers:
            if written is not None:
                place = fields.after(line - 1)
            edits += _edits_of_field(fields, key, value, written)
        elif written is not None:
            new_lines.append(_new_line(fields, place, f":{key}: {written}".rstrip()))
    if new_lines and not fields.numbers:
        new_lines.append(Edit(0, 0, "\n"))
    return [*edits, *new_lines]


def _edits_of_field(fields: _Fields, key: str, value: NewValue, written: str | None) -> list[Edit]:
    number = fields.numbers[key]
    if written is None:
        end = min(fields.starts[fields.after(number)], len(fields.text))
        return [Edit(fields.starts[number], end, "")]
    if _says(fields.values[key], value):
        return []
    start, end = fields.span(key)
    return [Edit(start, end, written if fields.values[key] else f" {written}")]


def _new_line(fields: _Fields, number: int, line: str) -> Edit:
    """Return what writes *line* before line *number*, which can be one after the last."""
    position = fields.starts[number]
    if position > len(fields.text):
        return Edit(position - 1, position - 1, f"\n{line}")
    return Edit(position, position, f"{line}\n")


def _written(key: str, value: str | Inline | Block | Table, line: int) -> str:
    """Return *value* on one line, or raise where it would be read as something else."""
    if isinstance(value, Inline):
        written = ", ".join(value.values)
    elif isinstance(value, Block):
        written = "; ".join(value.values)
    elif isinstance(value, Table):
        written = "; ".join(f"{name}: {text}" for name, text in value.pairs)
    else:
        written = value
    if len(f"{written}.".splitlines()) > 1 or not _says(written.strip(), value):
        shown = ", ".join(quoted(text) for text in texts_of(value))
        message = (
            f"{quoted(key)} cannot hold {shown}; a field is one line, and its parts hold neither the sign "
            "between them nor a space at an end: change the text"
        )
        raise CannotEdit(message, line)
    return written


def _says(text: str, value: NewValue) -> bool:
    """Tell whether the field's *text* means *value*."""
    if isinstance(value, Inline):
        return _parts(text, ",") == list(value.values)
    if isinstance(value, Block):
        return _parts(text, ";") == list(value.values)
    if isinstance(value, Table):
        cut = [part.rpartition(":") for part in _parts(text, ";")]
        return [(name.strip(), word.strip()) for name, _colon, word in cut] == list(value.pairs)
    return text == value


def _parts(text: str, sign: str) -> list[str]:
    return [part.strip() for part in text.split(sign)] if text else []


def check_fields(old: str, new: str, changes: Mapping[str, NewValue]) -> None:
    """Raise :class:`CannotEdit` unless *new* is *old* with nothing but *changes* made."""
    before, after = _Fields(old).values, _Fields(new).values
    kept = [item for item in before.items() if item[0] not in changes]
    if [item for item in after.items() if item[0] not in changes] != kept:
        raise CannotEdit("other fields would not be read as before; edit the field list by hand")
    for key, value in changes.items():
        if (key in after) is (value is None) or (value is not None and not _says(after[key], value)):
            message = f"{quoted(key)} would not be read back as written; edit the field list by hand"
            raise CannotEdit(message, _Fields(old).numbers.get(key, 0) + 1)


def fields_end(text: str) -> int:
    """Return where the line after the field list begins; 0 where there is no list."""
    fields = _Fields(text)
    return min(fields.starts[fields.after_last()], len(text))
