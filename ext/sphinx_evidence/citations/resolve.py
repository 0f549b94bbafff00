"""Citations and lists of references are made as a page is written, from the .bib files as they are then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_evidence.citations.anchors import joined_prefix
from sphinx_evidence.citations.bibtex import reference_of
from sphinx_evidence.citations.directives import Scope
from sphinx_evidence.citations.lists import page_list
from sphinx_evidence.citations.nodes import citation_link, references_place
from sphinx_evidence.citations.numbering import Cited
from sphinx_evidence.citations.running_text import PageCitations
from sphinx_evidence.citations.sources import site_list
from sphinx_evidence.citations.takeaway import downloads
from sphinx_evidence.citations.uses import find_citations, is_shown, page_numbers, targets_of
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.tree import enclosing

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ResolveCitations(SphinxPostTransform):
    """Takes the citations before bibtex's resolver does: its numbers run over the whole site."""

    default_priority = 7  # before references are resolved (10)

    def run(self, **_kwargs: object) -> None:
        """Resolve the document's citations, then its lists; in joined outputs it holds many pages."""
        if not self.config.evidence_citations:
            return
        self.builder = evidence_domain(self.env).build.builder
        self.pages: dict[str, PageCitations] = {}
        for citation in list(find_citations(self.document)):
            citation["ids"] = []  # docutils' own numbers; each link has an id of ours
            if is_shown(citation, self.env):
                cited = [Cited(target.key, target.pre, target.post) for target in targets_of(citation)]
                citation.replace_self(self.page(citation["refdoc"]).render(citation, cited))
            else:
                citation.replace_self([])
        for place in list(self.document.findall(references_place)):
            _move_before_other_pages(place)
            place.replace_self(self.listed(place))

    def page(self, docname: str) -> PageCitations:
        """Return the citations of one page."""
        if docname not in self.pages:
            self.pages[docname] = PageCitations(
                reference=lambda key: reference_of(self.env, key),
                numbers=page_numbers(self.env, docname),
                prefix=joined_prefix(docname) if self.builder.name == "singlehtml" else "",
                output=self.builder.format,
            )
        return self.pages[docname]

    def listed(self, place: references_place) -> list[nodes.Node]:
        """Return the list that stands at *place*."""
        page = self.page(place["docname"])
        scope = Scope(place["scope"])
        if scope is Scope.PAGE or (scope is Scope.PAGE_OR_SITE and page.numbers):
            listed = page_list(page, self.builder)
            return (
                [*listed, *downloads(self.env, place["docname"], of_site=False)] if page.numbers else listed
            )
        listed = site_list(self.env, place["docname"], page, with_uncited=scope is Scope.FILES)
        return [*listed, *downloads(self.env, place["docname"], of_site=True)]


def _move_before_other_pages(place: references_place) -> None:
    """Put the list that we added to a page before the pages that its contents list brings in.

    Where the page goes on to cite after these, its list stays at its end.
    """
    section = place.parent
    if "evidence-references-section" not in section["classes"]:
        return
    if isinstance(section.parent, addnodes.only):
        section = section.parent
    brought_in: nodes.Element | None = None
    for node in section.parent.findall():
        if isinstance(node, addnodes.start_of_file) and brought_in is None:
            brought_in = node
        elif brought_in is not None and _cites_in_text(node, place["docname"]):
            return
    while brought_in is not None and not isinstance(brought_in.parent, nodes.section):
        brought_in = brought_in.parent
    if brought_in is not None:
        section.parent.remove(section)
        brought_in.parent.insert(brought_in.parent.index(brought_in), section)


def _cites_in_text(node: nodes.Node, docname: str) -> bool:
    """Return whether *node* is a citation in the text of a page: MyST puts notes at the end, wherever they belong."""
    is_citation = isinstance(node, citation_link) and node["docname"] == docname
    return is_citation and enclosing(node, nodes.footnote) is None


def setup_resolve(app: Sphinx) -> None:
    """Connect the resolution."""
    app.add_post_transform(ResolveCitations)
