"""Where the extension puts what it adds to a page."""

from __future__ import annotations

from itertools import takewhile

from docutils import nodes


class BelowTitle:
    """Marks the nodes that stand between a page's title and its first own words."""


_ABOVE = (nodes.title, nodes.subtitle, BelowTitle)


def insert_below_title(doctree: nodes.document, addition: nodes.Element) -> None:
    """Put *addition* below the page's title and what was put there before; on top where there is no title."""
    section = next((child for child in doctree.children if isinstance(child, nodes.section)), None)
    parent: nodes.Element = doctree if section is None else section
    above = list(takewhile(lambda child: isinstance(child, _ABOVE), parent.children))
    parent.insert(len(above), addition)
