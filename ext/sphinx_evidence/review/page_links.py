"""Titles and other words of authors, in what is made of all pages: in the authors' language, linked where it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_evidence.citations.conditions import are_met, conditions_of
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.words import language_classes

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.transforms.post_transforms import SphinxPostTransform

    from sphinx_evidence.review.status_page import review_place
    from sphinx_evidence.review.tally import PageReview


def author_text(text: str, config: Config) -> nodes.inline:
    """Return *text* as its author's words: in the language of the project, where ours are not."""
    language = [f"language-{config.language.replace('_', '-')}"] if language_classes(config) else []
    return nodes.inline(text, text, classes=language)


class PageLinks:
    """Makes links from *place* to pages; a page that the output does not hold gets only its title."""

    def __init__(self, transform: SphinxPostTransform, place: review_place) -> None:
        env, document = transform.env, transform.document
        self.config = transform.config
        self.place = place
        # Sphinx would give a manual's links no address, which is printed as <>.
        self.has_links = evidence_domain(env).build.builder.format != "man"
        files = list(document.findall(addnodes.start_of_file))
        # Sphinx joins pages under a condition too, links to them, and then leaves them out.
        shown = {file["docname"] for file in files if are_met(env, conditions_of(file))}
        self.held = {document.get("docname"), *shown} if files else env.all_docs.keys()

    def to(self, page: PageReview) -> nodes.inline:
        """Return the title of *page* as its author's words, linked where it can be."""
        if not self.has_links or page.docname not in self.held:
            return author_text(page.title, self.config)
        link = addnodes.pending_xref("", nodes.inline("", page.title), refdomain="std", reftype="doc")
        target = {"reftarget": f"/{page.docname}", "refdoc": self.place["docname"], "refexplicit": True}
        link.attributes |= target
        around = author_text("", self.config)
        around += link
        return around
