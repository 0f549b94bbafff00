"""The digests of what a page, its sections and its translation say, noted as the page is read.

They are taken before anything is translated, numbered or resolved: plain text taken at a priority below 10 was equal on
Sphinx 8.2, 9.0 and 9.2, and with ``language`` en and es; ``pformat()``, and the text at ``doctree-read``, were not.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.investigational.status import read_statuses
from sphinx_evidence.review.digest import Piece, content_digest
from sphinx_evidence.review.pieces import fold, node_pieces, page_pieces
from sphinx_evidence.tree import main_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_MADE_UP_ID = re.compile(r"id[0-9]+")


class ContentDigest(SphinxTransform):
    """Notes the digests of the page's content and of its sections in the domain."""

    default_priority = 5  # before translation (10, 20) and SmartQuotes (855)

    def apply(self, **_kwargs: object) -> None:
        """Note the digests."""
        docname = self.env.docname
        data = evidence_domain(self.env).data
        data["digests"][docname] = page_digest(self.document, self.env)
        data["sections"][docname] = {
            name: (_title(section), content_digest(node_pieces(section, self.env, docname)))
            for section, names in section_names(self.document)
            for name in names
        }


class TranslationDigest(SphinxTransform):
    """Notes the digest of what a translated page says, where any of it is translated."""

    default_priority = 26  # after Sphinx has counted what is translated (25)

    def apply(self, **_kwargs: object) -> None:
        """Note the digest."""
        progress: dict[str, int] = self.document.get("translation_progress", {})
        if progress.get("translated"):
            digest = page_digest(self.document, self.env)
            evidence_domain(self.env).data["translated"][self.env.docname] = digest


def page_digest(document: nodes.document, env: BuildEnvironment) -> str:
    """Return the digest of what *document*, the page that is being read, says."""
    return content_digest([*status_pieces(env, env.docname), *page_pieces(document, env, env.docname)])


def section_names(document: nodes.document) -> Iterator[tuple[nodes.section, list[str]]]:
    """Yield each section with the ids by which a link finds it: of its title, and of labels before it.

    An id that docutils has made up, for a title that is used twice or has no Latin letter, is left out: it names
    another section as soon as one is put in before. So is the section that is the whole page.
    """
    page = main_part(document)
    labels: list[str] = []
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.target) and "refuri" not in node:
            labels += node["ids"]
        elif isinstance(node, nodes.section):
            own = [name for name in node["ids"] if _MADE_UP_ID.fullmatch(name) is None]
            if node is not page:
                yield node, list(dict.fromkeys([*labels, *own]))
            labels = []
        elif not isinstance(node, nodes.comment):
            labels = []


def _title(section: nodes.section) -> str:
    """Return the words of a section's title."""
    title = section.next_node(nodes.title)
    return "" if title is None else fold([title.astext()])


def status_pieces(env: BuildEnvironment, docname: str) -> Iterator[Piece]:
    """Yield the statuses that front matter gives: a reader gets them as notices, so a change of one is an edit."""
    for entry in evidence_domain(env).entries(docname):
        if entry.key == "status":
            # Whether a day lies in the future is judged elsewhere, and must not change the digest.
            for status in read_statuses(entry.value, date.max)[0]:
                product = status.product
                told = () if product is None else (product.name, product.place, product.on.iso)
                options = tuple((f"product {number}", text) for number, text in enumerate(told))
                yield Piece("status", f"{status.treatment}: {status.status.value}", options)


def setup_content(app: Sphinx) -> None:
    """Take each page's digests as it is read."""
    app.add_transform(ContentDigest)
    app.add_transform(TranslationDigest)
