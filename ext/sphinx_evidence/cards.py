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

    A table without a head, or with cells that span others, is left as it is: there is no one head to name.
    """
    spans = any({"morecols", "morerows"} & set(entry.attributes) for entry in table.findall(nodes.entry))
    head = next(table.findall(nodes.thead), None)
    if head is None or spans:
        return
    labels = [entry.astext() for entry in list(head.findall(nodes.row))[-1].findall(nodes.entry)]
    for body in table.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            for label, entry in zip(labels, row.findall(nodes.entry), strict=False):
                entry.insert(0, nodes.paragraph("", label, classes=[LABEL]))


class LabelCards(SphinxPostTransform):
    """Labels the cells of the tables that become cards; only a site's pages are narrow screens."""

    default_priority = 890  # the heads' own links are resolved
    formats = ("html",)

    def run(self, **_kwargs: object) -> None:
        """Label the cells of the document's tables."""
        if evidence_domain(self.env).build.builder.name == "epub":
            return
        for table in self.document.findall(nodes.table):
            if CARDS in table["classes"]:
                label_cells(table)


def setup_cards(app: Sphinx) -> None:
    """Connect the labels."""
    app.add_post_transform(LabelCards)
