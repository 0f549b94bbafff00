"""Where a list of references stands: at the end of each page that cites, or where its author says."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective
from sphinxcontrib.bibtex.directives import BibliographyDirective

from sphinx_evidence.citations.nodes import references_place
from sphinx_evidence.citations.uses import shared_condition
from sphinx_evidence.domain import evidence_domain, included_path
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.spelling import quoted
from sphinx_evidence.words import translator

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.config import Config


class Scope(StrEnum):
    """What a list holds."""

    PAGE = "page"
    SITE = "site"
    FILES = "files"
    PAGE_OR_SITE = "page or site"


_FILTERS = {"docname in docnames": Scope.PAGE, "cited": Scope.SITE, "True": Scope.FILES}
_KEY = re.compile(r"[^{}\s,]+")


class PlaceReferences(SphinxDirective):
    """A list of references: the page's own, or with ``scope: site`` the whole site's."""

    option_spec: ClassVar[dict[str, Any] | None] = {
        "scope": lambda text: directives.choice(text, [Scope.PAGE, Scope.SITE, Scope.FILES])
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        return [self.place(Scope(self.options.get("scope", Scope.PAGE)))]

    def place(self, scope: Scope) -> references_place:
        """Return the place of a list, noted in the domain."""
        evidence_domain(self.env).data["lists"].setdefault(self.env.docname, []).append(scope.value)
        return references_place(docname=self.env.docname, scope=scope.value)


class ReplacedBibliography(PlaceReferences):
    """bibtex's ``bibliography``: a page's own list where the page cites, else the site's.

    Styles and kinds of list are one for the whole site; keys named in it are listed as if cited without a number.
    """

    optional_arguments = BibliographyDirective.optional_arguments
    final_argument_whitespace = BibliographyDirective.final_argument_whitespace
    has_content = BibliographyDirective.has_content
    option_spec = BibliographyDirective.option_spec

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        scope = Scope.PAGE_OR_SITE
        if "filter" in self.options:
            condition = " ".join(str(self.options["filter"]).split())
            scope = _FILTERS.get(condition, Scope.PAGE_OR_SITE)
            if condition not in _FILTERS:
                source, line = self.get_source_info()
                message = (
                    f"the filter {quoted(condition)} is not used: a list holds what its page cites, what the site "
                    "cites, or all (`{references}` with `scope: page`, `site` or `files`); "
                    "evidence_reference_groups puts it under headings"
                )
                problem = Problem(ProblemCode.CITATION, message, line, included_path(self.env, source))
                evidence_domain(self.env).note_problems(self.env.docname, [problem])
        elif "all" in self.options:
            scope = Scope.FILES
        keys = ",".join(_KEY.findall(" ".join(self.content)))
        return [*([self.citation(keys)] if keys else []), self.place(scope)]

    def citation(self, keys: str) -> addnodes.pending_xref:
        """Return a citation of *keys* that shows nothing in its place."""
        citation = addnodes.pending_xref(
            "", refdomain="cite", reftype="empty", reftarget=keys, refdoc=self.env.docname, refexplicit=False
        )
        self.set_source_info(citation)
        return citation


def place_references(app: Sphinx, doctree: nodes.document) -> None:
    """Give a page that cites a list at its end, if its author has given it none."""
    docname = app.env.docname
    data = evidence_domain(app.env).data
    own = {Scope.PAGE, Scope.PAGE_OR_SITE}
    if not data["uses"].get(docname) or own.intersection(data["lists"].get(docname, [])):
        return
    names = ("references", *(f"page-references-{number}" for number in range(1, len(doctree.ids) + 2)))
    identifier = next(name for name in names if name not in doctree.ids)
    section = nodes.section(ids=[identifier], names=[], classes=["evidence-references-section"])
    section += nodes.title("", translator().gettext("References"))
    section += references_place(docname=docname, scope=Scope.PAGE.value)
    sections = [child for child in doctree.children if isinstance(child, nodes.section)]
    around: nodes.Element = sections[0] if len(sections) == 1 else doctree
    condition = shared_condition(app.env, docname)
    around += addnodes.only("", section, expr=condition) if condition else section


def replace_directives(app: Sphinx, config: Config) -> None:
    """Put our list in the place of bibtex's; where the project leaves bibtex alone, so do we."""
    if config.evidence_citations:
        app.add_directive("references", PlaceReferences)
        app.add_directive("bibliography", ReplacedBibliography, override=True)


def setup_reference_directives(app: Sphinx) -> None:
    """Connect the directives, and the list at the end of a page."""
    app.connect("config-inited", replace_directives)
    app.connect("doctree-read", place_references, priority=400)  # before Sphinx collects the contents, at 500
