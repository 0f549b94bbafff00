"""What stands where in a YAML text, and how a text is written in YAML. Pure.

PyYAML's events have marks, which its loaded values have not. They are only read once
:func:`sphinx_evidence.frontmatter.block.is_loadable` has found the text harmless.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from yaml.resolver import Resolver

from sphinx_evidence.frontmatter.block import is_loadable
from sphinx_evidence.frontmatter.edit_values import Block, Inline, NewValue, Table
from sphinx_evidence.frontmatter.yaml_block import Items, Pairs, Scalar, Value, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_NULL = "tag:yaml.org,2002:null"
_UNSEEN = re.compile(r"[^ -~]")


@dataclass(frozen=True)
class Node:
    """A scalar, an alias, a list or a map.

    :ivar event: what PyYAML says of it
    :ivar start: where it begins: with its anchor or tag, else with its text or its first item
    :ivar end: where its text or its last item ends, before any comment
    :ivar items: a list's items; a map's keys and values by turns
    """

    event: Any
    start: int
    end: int
    items: tuple[Node, ...] = ()

    @property
    def anchor(self) -> str | None:
        """The name that it is given, or that it uses."""
        return getattr(self.event, "anchor", None)

    @property
    def is_block_scalar(self) -> bool:
        """Whether it is written below ``|`` or ``>``."""
        return isinstance(self.event, yaml.ScalarEvent) and self.event.style in {"|", ">"}

    @property
    def is_block_list(self) -> bool:
        """Whether it is a list with one item a line."""
        return isinstance(self.event, yaml.SequenceStartEvent) and not self.event.flow_style

    @property
    def is_block_map(self) -> bool:
        """Whether it is a map with one key a line."""
        return isinstance(self.event, yaml.MappingStartEvent) and not self.event.flow_style

    @property
    def text(self) -> str | None:
        """A scalar's text, as the front matter's reader takes it; None for anything else and for null."""
        if not isinstance(self.event, yaml.ScalarEvent):
            return None
        text = str(self.event.value)
        is_plain = not self.event.style
        return None if text and is_plain and _is_null(text) else text

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Yield a map's keys with their values."""
        return zip(self.items[::2], self.items[1::2], strict=True)

    def all_within(self) -> Iterator[Node]:
        """Yield the node, and all that it holds."""
        left = [self]
        while left:
            node = left.pop()
            yield node
            left += node.items

    def says(self, value: NewValue) -> bool:
        """Tell whether it means *value* already."""
        if isinstance(value, Table):
            pairs = [(key.text, item.text) for key, item in self.pairs()] if self.is_map() else None
            return pairs == list(value.pairs)
        if isinstance(value, Inline | Block):
            is_list = isinstance(self.event, yaml.SequenceStartEvent)
            return is_list and [item.text for item in self.items] == list(value.values)
        return value is not None and self.text == value

    def is_map(self) -> bool:
        """Tell whether it is a map, in whatever style."""
        return isinstance(self.event, yaml.MappingStartEvent)


def _is_null(text: str) -> bool:
    resolver: Any = Resolver()
    return bool(resolver.resolve(yaml.ScalarNode, text, (True, False)) == _NULL)


def read_node(text: str) -> tuple[Node | None, bool]:
    """Return what a harmless YAML *text* holds, and whether a line ``---`` or a directive begins it."""
    begun: list[yaml.CollectionStartEvent] = []
    held: list[list[Node]] = [[]]
    is_explicit = False
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        start, end = _marks(event)
        if isinstance(event, yaml.DocumentStartEvent):
            is_explicit = bool(event.explicit)
        elif isinstance(event, yaml.CollectionStartEvent):
            begun.append(event)
            held.append([])
        elif isinstance(event, yaml.CollectionEndEvent):
            first, items = begun.pop(), tuple(held.pop())
            # A block collection ends, for PyYAML, where the next token begins.
            end = end if first.flow_style else items[-1].end
            held[-1].append(Node(first, _marks(first)[0], end, items))
        elif isinstance(event, yaml.ScalarEvent):
            held[-1].append(Node(event, start, end if _keeps_empty_lines(event) else _last(text, start, end)))
        elif isinstance(event, yaml.AliasEvent):
            held[-1].append(Node(event, start, end))
    return (held[0][0] if held[0] else None), is_explicit


def _marks(event: Any) -> tuple[int, int]:
    """Return where *event* begins and ends: of PyYAML's own loader, each has its marks."""
    return event.start_mark.index, event.end_mark.index


def _keeps_empty_lines(event: yaml.ScalarEvent) -> bool:
    """Tell whether the empty lines after a scalar are its own, as below ``|+``."""
    return bool(event.value.endswith("\n\n") or event.value == "\n")


def _last(text: str, start: int, end: int) -> int:
    """Return where the text between *start* and *end* ends, before the empty lines after it."""
    return start + len(text[start:end].rstrip("\n"))


def meaning(value: Value | None) -> object:
    """Return *value* without its lines; the reader has seen to it that it is not deep."""
    if isinstance(value, Pairs):
        return [(key.text, meaning(item)) for key, item in value.values]
    if isinstance(value, Items):
        return [meaning(item) for item in value.values]
    return value.text if isinstance(value, Scalar) else []


def write_scalar(text: str, template: str = "k: {}", quotes: str = "") -> str:
    """Return *text* in YAML: plain where it is read back as it is, else in quotes.

    :param template: where it will stand: after ``k:``, in a list on a line, or as a key
    :param quotes: the quotes that the old value had
    """
    candidate = text if not quotes else "'{}'".format(text.replace("'", "''"))
    if text and text.isprintable() and quotes != '"' and _is_read_back(template, candidate, text):
        return candidate
    return _UNSEEN.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _is_read_back(template: str, candidate: str, text: str) -> bool:
    source = template.format(candidate)
    if not is_loadable(source):
        return False
    key = text if template == "{}: k" else "k"
    value = {"k: {}": text, "k: [{}]": [text], "{}: k": "k"}[template]
    return meaning(parse_yaml(source)[0]) == [(key, value)] and list(yaml.safe_load(source)) == [key]


def _escaped(match: re.Match[str]) -> str:
    """Return a sign that cannot be seen as YAML writes it, any other as it is."""
    sign = match[0]
    return sign if sign.isprintable() else f"\\U{ord(sign):08X}"


def write_inline(value: str | Inline | Block | Table, quotes: str = "") -> str:
    """Return *value* on one line; of a list or a map with several lines, only the empty one has such a form."""
    if isinstance(value, str):
        return write_scalar(value, quotes=quotes)
    if isinstance(value, Table):
        return "{}"
    return f"[{', '.join(write_scalar(text, 'k: [{}]') for text in value.values)}]"


def write_lines(value: NewValue) -> list[str]:
    """Return the lines, not indented, of what is written with one item a line; none for all else."""
    if isinstance(value, Block):
        return [f"- {write_scalar(text)}" for text in value.values]
    if isinstance(value, Table):
        return [f"{write_scalar(key, '{}: k')}: {write_scalar(text)}" for key, text in value.pairs]
    return []


def write_entry(key: str, value: str | Inline | Block | Table, indentation: str) -> str:
    """Return the lines of a new key with its value."""
    name = f"{indentation}{write_scalar(key, '{}: k')}:"
    if lines := write_lines(value):
        return "".join(f"{line}\n" for line in [name, *(f"{indentation}  {line}" for line in lines)])
    return f"{name} {write_inline(value)}\n"
