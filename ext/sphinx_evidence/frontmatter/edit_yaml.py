"""Changes keys of a YAML map with one key a line. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from sphinx_evidence.frontmatter.edit_nodes import (
    Node,
    write_entry,
    write_inline,
    write_lines,
    write_scalar,
)
from sphinx_evidence.frontmatter.edit_values import Block, CannotEdit, Edit, Inline, NewValue, Table
from sphinx_evidence.spelling import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

_COLON = re.compile(r"[ \t]*:")
_PROPERTIES = re.compile(r"[&!]\S*(?:[ \t]+[&!]\S*)*")
_COMMENT = re.compile(r"[ \t]#")
_NO_CONTENT = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
_DASH = re.compile(r" *-[ \t]*")


class _Editor:
    """Notes what changes in a text.

    :ivar text: the YAML, its lines ended by newlines
    :ivar first_line: the line of the file on which it begins
    """

    def __init__(self, text: str, start: int, end: int, root: Node) -> None:
        self.text = text[start:end]
        self.first_line = text.count("\n", 0, start) + 1
        self.nodes = list(root.all_within())
        self.edits: list[Edit] = []

    def refusal(self, position: int, message: str) -> CannotEdit:
        return CannotEdit(message, self.first_line + self.text.count("\n", 0, position))

    def line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def line_end(self, position: int) -> int:
        """Return where the line after *position* begins; a kept block scalar ends there already."""
        return position if self.text[position - 1] == "\n" else self.text.index("\n", position) + 1

    def after(self, node: Node, indentation: int) -> int:
        """Return where a line can follow *node*: after the comments below it that are indented more."""
        comment = re.compile(rf" {{{indentation + 1},}}#.*\n")
        place = self.line_end(node.end)
        while match := comment.match(self.text, place):
            place = match.end()
        return place

    def change_map(self, node: Node, changes: Mapping[str, NewValue], *, new_is_first: bool) -> None:
        """Note *changes* of a map; a new key follows the one before it in *changes*.

        :param new_is_first: where a new key stands that follows none: first or last
        """
        found: dict[str, tuple[Node, Node]] = {}
        for key, value in node.pairs():
            if key.text in found and key.text in changes:
                message = f"the key {quoted(key.text)} is given twice; remove one of the two lines"
                raise self.refusal(key.start, message)
            if key.text is not None:
                found.setdefault(key.text, (key, value))
        begin = self.line_start(node.items[0].start)
        column = node.items[0].start - begin
        place = begin if new_is_first else self.after(node.items[-1], column)
        new_lines: list[Edit] = []
        for name, new in changes.items():
            if name in found:
                key, value = found[name]
                if new is not None:
                    place = self.after(value, column)
                self.change(key, value, new)
            elif new is not None:
                entry = write_entry(name, new, self.indentation(node.items[0]))
                new_lines.append(Edit(place, place, entry))
        self.edits += new_lines

    def indentation(self, key: Node) -> str:
        """Return what stands before *key*, which has to begin its line."""
        before = self.text[self.line_start(key.start) : key.start]
        if before.strip(" "):
            message = f"{quoted(before + str(key.text))} is no plain key; write it as 'key: value'"
            raise self.refusal(key.start, message)
        return before

    def change(self, key: Node, value: Node, new: NewValue) -> None:
        """Note what makes *value* mean *new*."""
        if value.says(new):
            return
        indentation = self.indentation(key)
        if new is None:
            self.refuse_if_used(key.start, key, value)
            self.edits.append(Edit(self.line_start(key.start), self.line_end(value.end), ""))
        elif isinstance(new, Table) and value.is_block_map and _has_same_order(value, new):
            pairs = dict(new.pairs)
            gone = {str(name.text): None for name, _value in value.pairs() if name.text not in pairs}
            self.change_map(value, {**pairs, **gone}, new_is_first=True)
        elif not (isinstance(new, Block | Inline) and self.extend(value, new.values)):
            self.refuse_if_used(value.start, value)
            self.replace(key, value, new, indentation)

    def refuse_if_used(self, start: int, *gone: Node) -> None:
        """Raise where a name that is given in the nodes *gone* is used elsewhere."""
        inner = [node for outer in gone for node in outer.all_within()]
        named = {node.anchor for node in inner if not isinstance(node.event, yaml.AliasEvent)}
        places = {node.start for node in inner}
        for node in self.nodes:
            is_alias = isinstance(node.event, yaml.AliasEvent)
            if is_alias and node.anchor in named and node.start not in places:
                message = f"the anchor {quoted(node.anchor)} is used elsewhere; write the value there as well"
                raise self.refusal(start, message)

    def extend(self, value: Node, values: tuple[str, ...]) -> bool:
        """Note the lines of new items, where *values* are those of a list and more; else return False."""
        if not value.is_block_list:
            return False
        old = tuple(item.text for item in value.items)
        count = len(old)
        begin = self.line_start(value.items[0].start)
        dash = self.text[begin : value.items[0].start]
        if not _DASH.fullmatch(dash):
            return False
        if values[-count:] == old:
            place, new = begin, values[:-count]
        elif values[:count] == old:
            place, new = self.after(value.items[-1], dash.index("-")), values[count:]
        else:
            return False
        # An item without a text has no space after its dash.
        space = " " if dash.endswith("-") else ""
        lines = "".join(f"{dash}{space}{write_scalar(text)}\n" for text in new)
        self.edits.append(Edit(place, place, lines))
        return True

    def replace(self, key: Node, value: Node, new: str | Inline | Block | Table, indentation: str) -> None:
        """Note what writes *new* in the place of *value*."""
        colon = key.end + _length(_COLON, self.text[key.end : value.start])
        is_below = "\n" in self.text[colon : value.start]
        if value.is_block_list or value.is_block_map:
            self.replace_lines(colon, value, new, indentation, is_below=is_below)
            return
        end = value.start + len(self.text[value.start : value.end].rstrip("\n"))
        comment = _header_comment(self.text[value.start : end]) if value.is_block_scalar else ""
        lines = write_lines(new)
        if not lines:
            style = getattr(value.event, "style", None)
            written = write_inline(new, style if style in {"'", '"'} else "")
            space = " " if value.start == end else ""
            self.edits.append(Edit(value.start, end, f"{space}{written}{comment}"))
        elif is_below:
            before = self.text[self.line_start(value.start) : value.start]
            self.edits.append(Edit(value.start, end, f"\n{before}".join(lines) + comment))
        else:
            self.edits.append(Edit(colon, end, comment))
            place = self.line_end(end)
            self.edits.append(Edit(place, place, "".join(f"{indentation}  {line}\n" for line in lines)))

    def replace_lines(
        self, colon: int, value: Node, new: str | Inline | Block | Table, indentation: str, *, is_below: bool
    ) -> None:
        """Note what writes *new* in the place of a list or a map with one item a line."""
        head = (colon, colon)
        begin = self.line_start(value.start)
        inner = self.text[begin : value.start]
        if not is_below:
            # An anchor or a tag stands beside the key.
            beside = self.text[value.start : self.line_end(value.start)]
            head = (value.start, value.start + _length(_PROPERTIES, beside))
            below = self.text[self.line_end(value.start) : value.end]
            begin = self.line_end(value.start) + _length(_NO_CONTENT, below)
            inner = ""
        lines = write_lines(new)
        if len(inner) <= len(indentation):
            inner = f"{indentation}  "
        if lines:
            self.edits.append(Edit(colon, head[1], ""))
        else:
            space = " " if is_below else ""
            self.edits.append(Edit(*head, space + write_inline(new)))
        self.edits.append(
            Edit(begin, self.line_end(value.end), "".join(f"{inner}{line}\n" for line in lines))
        )


def _header_comment(text: str) -> str:
    """Return the comment beside the ``|`` or ``>`` that begins *text*, with the space before it."""
    header = text.partition("\n")[0]
    match = _COMMENT.search(header)
    return header[len(header[: match.start()].rstrip()) :] if match else ""


def _length(pattern: re.Pattern[str], text: str) -> int:
    """Return how much of the beginning of *text* is *pattern*."""
    match = pattern.match(text)
    return match.end() if match else 0


def _has_same_order(value: Node, new: Table) -> bool:
    """Tell whether the keys that are in both are in one order, so that the lines of the others can stay."""
    old = list(dict.fromkeys(key.text for key, _value in value.pairs()))
    names = [name for name, _text in new.pairs]
    common = [name for name in old if name in names]
    return None not in old and bool(common) and common == [name for name in names if name in old]


def map_edits(text: str, start: int, end: int, root: Node, changes: Mapping[str, NewValue]) -> list[Edit]:
    """Return what makes *changes* in the map *root*.

    :param text: the page's text, its lines ended by newlines
    :param start: where its YAML begins, from which the marks of *root* count
    :param end: where its YAML ends
    :raises CannotEdit: where a key is given twice, is not written as ``key: value``, or its anchor is used elsewhere
    """
    editor = _Editor(text, start, end, root)
    editor.change_map(root, changes, new_is_first=False)
    return [Edit(edit.start + start, edit.end + start, edit.text) for edit in editor.edits]
