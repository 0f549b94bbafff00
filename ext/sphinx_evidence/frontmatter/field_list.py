"""The field list at the top of a reStructuredText page. Pure.

rST has flat fields only, so a value that has parts is written on one line:
``:status: HSCT: specialist use; MSC: investigational``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_evidence.frontmatter.block import Entry, keep_first
from sphinx_evidence.frontmatter.yaml_block import Scalar
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from sphinx_evidence.problems import Problem

_FIELD = re.compile(r":(?P<key>(?:\\.|[^:\s\\])(?:\\.|[^:\\])*):(?:\s+(?P<value>.*))?$")

# What docutils lets stand before the field list: what no reader sees.
_INVISIBLE = "contents|default-role|highlight|index|meta|role|sectnum|title"
_BEFORE = re.compile(rf"__(?:$|\s)|\.\.(?:$|\s+(?:(?:{_INVISIBLE})::|(?![\w-]+(?::[\w-]+)*::)))")


def read_field_list(source: str) -> tuple[list[Entry], list[Problem]]:
    """Return the fields at the top of *source*, before anything that a reader sees."""
    entries: list[Entry] = []
    for number, line in enumerate(printable(source).split("\n"), 1):
        is_indented = line[:1].isspace()
        if not line.strip() or (not entries and (is_indented or _BEFORE.match(line))):
            continue
        if is_indented:
            last = entries[-1]
            text = f"{last.value.text} {line.strip()}" if isinstance(last.value, Scalar) else ""
            entries[-1] = Entry(last.key, last.line, Scalar(text.strip(), last.line))
            continue
        match = _FIELD.match(line)
        if match is None:
            break
        entries.append(Entry(match["key"], number, Scalar((match["value"] or "").strip(), number)))
    return keep_first(entries)
