"""Pages that are taken along: those of the class ``evidence-sheet`` are set small on paper, to fit one side of A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SHEET = "evidence-sheet"
_ENVIRONMENT = "sphinxevidencesheet"


class SetSheets(SphinxPostTransform):
    """Sets such a page in the LaTeX environment for it; a site's style sheet needs no help."""

    default_priority = 890  # the list of references stands there
    formats = ("latex",)

    def run(self, **_kwargs: object) -> None:
        """Wrap the sheets of the document."""
        for section in list(self.document.findall(nodes.section)):
            if SHEET in section["classes"]:
                _insert(section.parent, section.parent.index(section), "begin")
                _insert(section, len(section), "end")
                for table in section.findall(nodes.table):  # columns take no table that runs over pages
                    table["classes"] = [name for name in table["classes"] if name != "longtable"]


def _insert(parent: nodes.Element, place: int, side: str) -> None:
    # A target belongs to the section after it: Sphinx writes it twice where anything comes between.
    while place and isinstance(parent[place - 1], nodes.target):
        place -= 1
    parent.insert(place, nodes.raw("", rf"\{side}{{{_ENVIRONMENT}}}", format="latex"))


def setup_sheets(app: Sphinx) -> None:
    """Connect the sheets."""
    app.add_post_transform(SetSheets)
