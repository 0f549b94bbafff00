"""Tables that become cards on a narrow screen: each cell carries the head of its column as a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CARDS = "evidence-cards"
LABEL = "evidence-label"


def label_cells(table: nodes.table) -> None:
    """Put the head of its column before the words of each cell of *table*.

    A table without a head of one row, or with cells that span others, becomes a plain table again: there is no one
    head to name for each cell.
    """
    # Only the table's own parts: a table may stand in a cell.
    group = next((part for part in table if isinstance(part, nodes.tgroup)), nodes.tgroup())
    heads, rows = (_cells(group, part) for part in (nodes.thead, nodes.tbody))
    spans = any({"morecols", "morerows"} & set(entry.attributes) for row in (*heads, *rows) for entry in row)
    if len(heads) != 1 or spans:
        table["classes"].remove(CARDS)
        return
    labels = [_words(entry) for entry in heads[0]]
    for row in rows:
        for label, entry in zip(labels, row, strict=True):
            if label:
                entry.insert(0, nodes.paragraph("", label, classes=[LABEL]))


def _cells(group: nodes.tgroup, kind: type[nodes.Element]) -> list[list[nodes.entry]]:
    """Return the cells of each row in the parts of one kind."""
    rows = [row for part in group if isinstance(part, kind) for row in part if isinstance(row, nodes.row)]
    return [[entry for entry in row if isinstance(entry, nodes.entry)] for row in rows]


def _words(head: nodes.Element) -> str:
    """Return the words of a column's head, without the marks of its footnotes."""
    head = head.deepcopy()
    for mark in list(head.findall(nodes.footnote_reference)):
        mark.parent.remove(mark)
    return head.astext().strip()


class LabelCards(SphinxPostTransform):
    """Labels the cells of the tables that become cards; only a site's pages are narrow screens."""

    default_priority = 890  # the heads' own links are resolved
    formats = ("html",)

    def run(self, **_kwargs: object) -> None:
        """Label the cells of the document's tables."""
        if evidence_domain(self.env).build.builder.name == "epub":
            return
        for table in list(self.document.findall(nodes.table)):
            if CARDS in table["classes"]:
                label_cells(table)


def setup_cards(app: Sphinx) -> None:
    """Connect the labels."""
    app.add_post_transform(LabelCards)
