"""Links of pages to the references of a page, as MyST writes them: ``[text](page.md#ref-Key)``.

The anchors are made as pages are written, so that MyST, which reads before, would warn that they are not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_evidence.citations.anchors import reference_anchor
from sphinx_evidence.citations.bibtex import reference_of
from sphinx_evidence.citations.sources import page_link
from sphinx_evidence.citations.uses import page_numbers
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.references.names import author_words
from sphinx_evidence.words import translator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_NOWHERE = ("", "")


class LinkToReferences(SphinxPostTransform):
    """Resolves the links to references that a page has; what no page has is MyST's to warn of."""

    default_priority = 7  # before MyST's own resolver (9)

    def run(self, **_kwargs: object) -> None:
        """Replace the document's links to references."""
        if not self.config.evidence_citations:
            return
        for link in list(self.document.findall(addnodes.pending_xref)):
            page, anchor = _target(link)
            key = _key(self.env, page, anchor)
            if key is not None:
                authors = nodes.Text(author_words(reference_of(self.env, key), translator()))
                text = nodes.inline("", "", *(link.children if link.astext() else [authors]))
                docname = link.get("refdoc", self.env.docname)
                link.replace_self(page_link(self.env, docname, page, text, anchor))


def note_links(app: Sphinx, doctree: nodes.document) -> None:
    """Note the page's links to anchors, which other pages' citations make and unmake."""
    targets = {_target(link) for link in doctree.findall(addnodes.pending_xref)} - {_NOWHERE}
    evidence_domain(app.env).data["anchor_links"][app.env.docname] = sorted(targets)


def links_shown(env: BuildEnvironment, docname: str) -> list[tuple[str, str, str | None]]:
    """Return the page's links to anchors, each with the key of the reference that it leads to now."""
    links = evidence_domain(env).data["anchor_links"].get(docname, [])
    return [(page, anchor, _key(env, page, anchor)) for page, anchor in links]


def _target(link: addnodes.pending_xref) -> tuple[str, str]:
    """Return the page and the anchor that a link of MyST's names."""
    if link.get("reftype") != "myst":
        return _NOWHERE
    if link.get("refdomain") == "doc":
        return str(link["reftarget"]), str(link.get("reftargetid") or "")
    return str(link.get("refdoc", "")), str(link["reftarget"])


def _key(env: BuildEnvironment, page: str, anchor: str) -> str | None:
    """Return the key of the reference that has *anchor* in the list of *page*."""
    return next((key for key in page_numbers(env, page) if reference_anchor(key) == anchor), None)


def setup_anchor_links(app: Sphinx) -> None:
    """Connect the resolution."""
    app.connect("doctree-read", note_links)
    app.add_post_transform(LinkToReferences)
