"""The dated notice above the banner: something has changed, and the page has not been updated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.investigational.nodes import evidence_notice
from sphinx_evidence.placement import BelowTitle, insert_below_title
from sphinx_evidence.render import run_nodes
from sphinx_evidence.review.wording import notice_sentences, notice_title
from sphinx_evidence.words import babel_locale, language_classes, translator

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_evidence.review.record import Notice


class change_notice(BelowTitle, nodes.container):
    """Holds the place of a page's notice of a change (``docname``) until it is written."""


class ResolveChangeNotices(SphinxPostTransform):
    """Writes each page's notice of a change."""

    default_priority = 6  # before references are resolved (10)

    def run(self, **_kwargs: object) -> None:
        """Fill the document's places; in joined outputs it holds many pages."""
        build = evidence_domain(self.env).build
        for place in list(self.document.findall(change_notice)):
            summary = build.summaries.get(place["docname"])
            notice = summary.record.notice if summary else None
            place.replace_self([self.box(notice)] if notice else [])

    def box(self, notice: Notice) -> evidence_notice:
        """Return *notice* as a box, which every writer knows."""
        words = translator()
        title = nodes.strong("", notice_title(words), classes=["evidence-word"])
        sentences = run_nodes(notice_sentences(notice, words), babel_locale(self.config))
        return evidence_notice(
            "",
            nodes.paragraph("", "", title, classes=["evidence-title"]),
            nodes.paragraph("", "", *sentences),
            status="changed",
            classes=["no-search", *language_classes(self.config)],
        )


def place_change_notice(app: Sphinx, doctree: nodes.document) -> None:
    """Keep a place for the notice of a change below the page's title."""
    insert_below_title(doctree, change_notice(docname=app.env.docname))


def setup_change_notice(app: Sphinx) -> None:
    """Connect the notice of a change."""
    app.add_node(change_notice)
    # Above the banner, which is put there next; not earlier, or Sphinx would find no metadata on an untitled page.
    app.connect("doctree-read", place_change_notice)
    app.add_post_transform(ResolveChangeNotices)
