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

from sphinx_evidence.citations.conditions import as_only, conditions_of
from sphinx_evidence.citations.nodes import references_place
from sphinx_evidence.citations.uses import shared_condition
from sphinx_evidence.domain import evidence_domain, included_path
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.spelling import quoted
from sphinx_evidence.tree import main_part
from sphinx_evidence.words import language_classes, translator

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


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
        """Return the place of a list."""
        place = references_place(docname=self.env.docname, scope=scope.value)
        self.set_source_info(place)
        return place


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
        scope = Scope.FILES if "all" in self.options else Scope.PAGE_OR_SITE
        unused: list[str] = [name for name in ("keyprefix", "notcited") if name in self.options]
        unused += ["the name of a .bib file"] if self.arguments else []
        if "filter" in self.options:
            condition = " ".join(str(self.options["filter"]).split())
            scope = _FILTERS.get(condition, scope)
            unused += [] if condition in _FILTERS else [f"the filter {quoted(condition)}"]
        if unused:
            source, line = self.get_source_info()
            message = (
                f"'bibliography': {', '.join(unused)} is not used; a list holds what its page cites, what the site "
                "cites, or all (`{references}` with `scope: page`, `site` or `files`), and "
                "evidence_reference_groups puts it under headings"
            )
            problem = Problem(ProblemCode.CITATION, message, line, included_path(self.env, source))
            evidence_domain(self.env).note_problems(self.env.docname, [problem])
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
    """Note where the page's lists stand, and give a page that cites one at its end, if its author has given it none."""
    env, docname = app.env, app.env.docname
    if not app.config.evidence_citations:
        return
    places = _places(env, doctree)
    data = evidence_domain(env).data
    data["lists"][docname] = [place["scope"] for place in places]
    own = [conditions_of(place) for place in places if place["scope"] in {Scope.PAGE, Scope.PAGE_OR_SITE}]
    unless = [as_only(env, conditions) for conditions in own]
    if data["uses"].get(docname) and all(unless):
        conditions = [shared_condition(env, docname), *(f"not ({condition})" for condition in unless)]
        _add_list(app, doctree, " and ".join(f"({condition})" for condition in conditions if condition))


def _places(env: BuildEnvironment, doctree: nodes.document) -> list[references_place]:
    """Return the places of lists; one that would stand a second time is removed, and told."""
    places: dict[tuple[bool, str], references_place] = {}
    for place in list(doctree.findall(references_place)):
        is_site = place["scope"] in {Scope.SITE, Scope.FILES}
        if places.setdefault((is_site, repr(conditions_of(place))), place) is not place:
            message = (
                "this list stands on the page already, and its references can be linked once only: remove one"
            )
            problem = Problem(ProblemCode.CITATION, message, place.line, included_path(env, place.source))
            evidence_domain(env).note_problems(env.docname, [problem])
            place.parent.remove(place)
    return list(places.values())


def _add_list(app: Sphinx, doctree: nodes.document, condition: str) -> None:
    """Add a list at the end of the page, after its footnotes, which MyST puts behind the section that is the page."""
    title = translator().gettext("References")
    place = references_place(docname=app.env.docname, scope=Scope.PAGE.value)
    around = main_part(doctree)
    added: list[nodes.Element]
    if next(iter(doctree.findall(nodes.section)), None) is None:
        # Sphinx would take a section's title for that of a page that has none.
        rubric = nodes.rubric("", title, classes=language_classes(app.config), **{"heading-level": 2})
        added = [rubric, place]
    else:
        names = ("references", *(f"page-references-{number}" for number in range(1, len(doctree.ids) + 2)))
        identifier = next(name for name in names if name not in doctree.ids)
        section = nodes.section(ids=[identifier], names=[], classes=["evidence-references-section"])
        # autosectionlabel takes this for the label, of which it wants no two.
        section += nodes.title(f"{app.env.docname} references", title, classes=language_classes(app.config))
        section += place
        added = [section]
    if around is not doctree:
        behind = list(doctree.children[doctree.index(around) + 1 :])
        for node in behind:
            if isinstance(node, nodes.footnote | nodes.transition):
                doctree.remove(node)
                around += node
    around += addnodes.only("", *added, expr=condition) if condition else added


def replace_directives(app: Sphinx, config: Config) -> None:
    """Put our list in the place of bibtex's; where the project leaves bibtex alone, so do we."""
    if config.evidence_citations:
        app.add_directive("references", PlaceReferences)
        app.add_directive("bibliography", ReplacedBibliography, override=True)


def setup_reference_directives(app: Sphinx) -> None:
    """Connect the directives, and the list at the end of a page."""
    app.connect("config-inited", replace_directives)
    app.connect("doctree-read", place_references, priority=400)  # before Sphinx collects the contents, at 500
