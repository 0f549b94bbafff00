"""sphinx_evidence: nothing on a page claims more than the record proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.assessment import setup_assessment
from sphinx_evidence.cards import setup_cards
from sphinx_evidence.citations.anchor_links import setup_anchor_links
from sphinx_evidence.citations.bibtex import setup_bibtex
from sphinx_evidence.citations.directives import setup_reference_directives
from sphinx_evidence.citations.nodes import setup_citation_nodes
from sphinx_evidence.citations.resolve import setup_resolve
from sphinx_evidence.citations.roles import setup_roles
from sphinx_evidence.citations.takeaway import setup_takeaway
from sphinx_evidence.citations.uses import setup_uses
from sphinx_evidence.config import setup_config
from sphinx_evidence.domain import EvidenceDomain
from sphinx_evidence.investigational.directive import setup_directive
from sphinx_evidence.investigational.nodes import setup_nodes
from sphinx_evidence.investigational.notices import setup_notices
from sphinx_evidence.links import setup_links
from sphinx_evidence.outputs import setup_outputs
from sphinx_evidence.relations import setup_relations
from sphinx_evidence.render import setup_render
from sphinx_evidence.review.banner import setup_banner
from sphinx_evidence.review.change_notice import setup_change_notice
from sphinx_evidence.review.content import setup_content
from sphinx_evidence.review.exports import setup_exports
from sphinx_evidence.review.people_page import setup_people_page
from sphinx_evidence.review.status_page import setup_status_page
from sphinx_evidence.sheets import setup_sheets
from sphinx_evidence.words import setup_words
from sphinx_evidence.written import setup_written

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension, feature by feature."""
    app.add_domain(EvidenceDomain)
    for setup_feature in (
        setup_config,
        setup_words,
        setup_render,
        setup_nodes,
        setup_bibtex,
        setup_roles,
        setup_uses,
        setup_citation_nodes,
        setup_reference_directives,
        setup_resolve,
        setup_anchor_links,
        setup_takeaway,
        setup_assessment,
        setup_content,
        setup_change_notice,
        setup_banner,
        setup_status_page,
        setup_people_page,
        setup_notices,
        setup_directive,
        setup_cards,
        setup_sheets,
        setup_links,
        setup_relations,
        setup_outputs,
        setup_exports,
        setup_written,
    ):
        setup_feature(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
