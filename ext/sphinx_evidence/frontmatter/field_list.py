"""The field list at the top of a reStructuredText page. Pure.

rST has flat fields only, so a value that has parts is written on one line:
``:status: HSCT: specialist use; MSC: investigational``.
"""

from __future__ import annotations

import re

from sphinx_evidence.frontmatter.block import Entry
from sphinx_evidence.frontmatter.yaml_block import Scalar
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.spelling import quoted

_FIELD = re.compile(r":(?P<key>[^:\s][^:]*):(?:\s+(?P<value>.*))?$")


def read_field_list(source: str) -> tuple[list[Entry], list[Problem]]:
    """Return the fields at the top of *source*, before anything but comments and blank lines."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    in_comment = False
    for number, line in enumerate(source.split("\n"), 1):
        is_indented = line[:1].isspace()
        if not line.strip() or (in_comment and is_indented):
            continue
        in_comment = line.startswith("..") and not line.startswith(".. _") and "::" not in line
        if in_comment and not entries:
            continue
        if is_indented and entries:
            last = entries[-1]
            text = f"{last.value.text} {line.strip()}" if isinstance(last.value, Scalar) else ""
            entries[-1] = Entry(last.key, last.line, Scalar(text.strip(), last.line))
            continue
        match = _FIELD.match(line)
        if match is None:
            break
        entries.append(Entry(match["key"], number, Scalar((match["value"] or "").strip(), number)))
    kept: dict[str, Entry] = {}
    for entry in entries:
        if entry.key in kept:
            message = (
                f"the field {quoted(entry.key)} is given twice, first in line {kept[entry.key].line}; "
                "the first one is used: remove the other"
            )
            problems.append(Problem(ProblemCode.FRONT_MATTER, message, entry.line))
        else:
            kept[entry.key] = entry
    return list(kept.values()), problems
