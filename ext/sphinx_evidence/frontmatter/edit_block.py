"""Changes keys of the ``---`` block at the top of a Markdown page. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from sphinx_evidence.frontmatter.block import FENCE, closing_line, is_loadable, read_block
from sphinx_evidence.frontmatter.edit_nodes import meaning, read_node, write_entry
from sphinx_evidence.frontmatter.edit_values import Block, CannotEdit, Edit, Inline, NewValue, Table
from sphinx_evidence.frontmatter.edit_yaml import map_edits
from sphinx_evidence.frontmatter.yaml_block import Pairs, parse_yaml
from sphinx_evidence.spelling import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAB = re.compile(r"^ *\t|: *\t|\t *(?:#|$)")


def _block_span(text: str) -> tuple[int, int] | None:
    """Return where the YAML of the block begins and ends; None where there is no block.

    :raises CannotEdit: where it is never closed
    """
    lines = text.split("\n")
    if not FENCE.fullmatch(lines[0]):
        return None
    number = closing_line(lines)
    if number is None:
        message = "the page begins with '---', and no such line follows; write one after the last key"
        raise CannotEdit(f"{message}, or write the rule as '***'")
    start = len(lines[0]) + 1
    return start, start + sum(len(line) + 1 for line in lines[1:number])


def _unreadable(text: str) -> CannotEdit:
    """Return why the block of *text* cannot be read: its first fault."""
    problems = read_block(text, ()).problems
    message, line = (problems[0].message, problems[0].line or 2) if problems else ("this is not YAML", 2)
    if _TAB.search(text.split("\n")[line - 1]):
        # libyaml takes it, MyST's loader does not (https://github.com/yaml/pyyaml/issues/594).
        message = "a tab stands where YAML takes only spaces; write spaces"
    return CannotEdit(message, line)


def block_edits(text: str, changes: Mapping[str, NewValue]) -> list[Edit]:
    """Return what makes *changes* in the front matter of *text*.

    :param text: the page's text, its lines ended by newlines
    :raises CannotEdit: where the block cannot be read, or is not written with one key a line
    """
    new = "".join(write_entry(key, value, "") for key, value in changes.items() if value is not None)
    span = _block_span(text)
    if span is None:
        return [Edit(0, 0, f"---\n{new}---\n")] if new else []
    start, end = span
    if not is_loadable(text[start:end]):
        raise _unreadable(text)
    root, is_explicit = read_node(text[start:end])
    if is_explicit:
        raise CannotEdit("a line of YAML's own ('%' or '---') stands before the keys; remove it", 2)
    if root is None:
        return [Edit(end, end, new)] if new else []
    if not root.is_block_map:
        raise CannotEdit("the front matter is no list of keys; write each on a line as 'key: value'", 2)
    return map_edits(text, start, end, root, changes)


def check_block(old: str, new: str, changes: Mapping[str, NewValue]) -> None:
    """Raise :class:`CannotEdit` unless *new* is *old* with nothing but *changes* made, for every reader of it."""
    before, after = _yaml_of(old), _yaml_of(new)
    found = read_block(new, ())
    is_readable = found.source == new and is_loadable(after)
    if not is_readable or _others(before, changes) != _others(after, changes):
        raise CannotEdit("other keys would not be read as before; edit the front matter by hand", 2)
    node, _is_explicit = read_node(after)
    loaded = yaml.safe_load(after) or {}
    for key, value in changes.items():
        read = [meaning(entry.value) for entry in found.entries if entry.key == key]
        marked = [item for name, item in (node.pairs() if node else ()) if name.text == key]
        wanted = [] if value is None else [_meaning_of(value)]
        says = len(marked) == len(wanted) and all(item.says(value) for item in marked)
        if read != wanted or not says or (key in loaded) is (value is None):
            message = f"{quoted(key)} would not be read back as written; edit the front matter by hand"
            raise CannotEdit(message, 2)


def _yaml_of(text: str) -> str:
    span = _block_span(text)
    return text[slice(*span)] if span else ""


def _others(source: str, changes: Mapping[str, NewValue]) -> object:
    """Return what the keys that do not change mean, for us and for MyST."""
    tree = parse_yaml(source)[0]
    ours = [(key.text, meaning(value)) for key, value in tree.values] if isinstance(tree, Pairs) else []
    loaded = yaml.safe_load(source) or {}
    return [pair for pair in ours if pair[0] not in changes], repr(
        [pair for pair in loaded.items() if pair[0] not in changes]
    )


def _meaning_of(value: NewValue) -> object:
    if isinstance(value, Table):
        return list(value.pairs)
    return list(value.values) if isinstance(value, Inline | Block) else value


def block_end(text: str) -> int:
    """Return where the text after the block begins; 0 where there is no block."""
    span = _block_span(text)
    closing = text.find("\n", span[1]) if span else -1
    return 0 if span is None else closing + 1 or len(text)
