"""What a page shows of the .bib files and of other pages' citations: if it changes, the page is written again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.citations.anchor_links import links_shown
from sphinx_evidence.citations.bibtex import known_keys, reference_of
from sphinx_evidence.citations.directives import Scope
from sphinx_evidence.citations.sources import citing_pages
from sphinx_evidence.citations.uses import page_numbers
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.references.vancouver import vancouver
from sphinx_evidence.words import translator

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_evidence.references.model import Reference
    from sphinx_evidence.references.parts import Part


def references_shown(env: BuildEnvironment, docname: str) -> str:
    """Return everything that the page's citations and lists depend on, apart from the page itself."""
    if not env.config.evidence_citations:
        return ""
    numbers = page_numbers(env, docname)
    own = [(number, _printed(env, key)) for key, number in numbers.items()]
    linked = links_shown(env, docname)
    scopes = {Scope(scope) for scope in evidence_domain(env).data["lists"].get(docname, [])}
    of_site = {Scope.SITE, Scope.FILES} | (set() if own else {Scope.PAGE_OR_SITE})
    if scopes.isdisjoint(of_site):
        return repr((own, linked))
    listed = citing_pages(env)
    keys = known_keys(env) if Scope.FILES in scopes else listed.keys()
    references = [_printed(env, key) for key in sorted(keys)]
    return repr((own, linked, listed, references, evidence_domain(env).build.settings.reference_groups))


def _printed(env: BuildEnvironment, key: str) -> tuple[Reference, list[Part]]:
    """Return the reference, and how this version of the extension prints it."""
    reference = reference_of(env, key)
    return reference, vancouver(reference, translator())
