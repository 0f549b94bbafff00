"""Where a node stands in its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield what *node* stands in, the nearest first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def enclosing(node: nodes.Node, kind: type[nodes.Element]) -> nodes.Element | None:
    """Return the nearest *kind* that *node* stands in."""
    return next((parent for parent in ancestors(node) if isinstance(parent, kind)), None)


def main_part(doctree: nodes.document) -> nodes.Element:
    """Return the section that is the page; the document where it has several sections, or none."""
    sections = [child for child in doctree.children if isinstance(child, nodes.section)]
    return sections[0] if len(sections) == 1 else doctree


def text_before(node: nodes.Element) -> nodes.Text | None:
    """Return the text that stands right before *node*."""
    position = node.parent.index(node)
    before = node.parent[position - 1] if position else None
    return before if isinstance(before, nodes.Text) else None
