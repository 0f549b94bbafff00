"""Which references each page cites: noted as the page is read, with their lines, and asked for in every build."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from sphinx_evidence.citations.bibtex import known_keys
from sphinx_evidence.citations.conditions import Condition, are_met, as_only, conditions_of
from sphinx_evidence.citations.numbering import number_keys
from sphinx_evidence.citations.scan import unknown_key_message
from sphinx_evidence.domain import evidence_domain, included_path
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.spelling import quoted
from sphinx_evidence.tree import ancestors, enclosing, text_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.citation_target import CitationTarget

_Use = tuple[str, str | None, int, list[Condition]]  # key, file where it is not the page, line, conditions


class NoteUses(SphinxTransform):
    """Notes which references the page cites, and where: once, and before a translation takes the lines away."""

    default_priority = 5  # before translation (20)

    def apply(self, **_kwargs: object) -> None:
        """Note the uses; translated messages are parsed with the same transforms, after the page."""
        domain = evidence_domain(self.env)
        docname = self.env.docname
        if docname in domain.data["uses"] or not self.config.evidence_citations:
            return
        domain.data["uses"][docname] = list(_uses(find_citations(self.document), self.env))
        for citation in find_citations(self.document):
            if (title := _heading_around(citation)) is not None:
                _take_space_before(citation)
                source, line = _place(citation)
                target = quoted(citation["reftarget"])
                message = (
                    f"the heading {quoted(title.astext().strip())} cites {target}; the site's contents lists, its "
                    "search and the window's title leave it out: cite it in the text below"
                )
                problem = Problem(ProblemCode.CITATION, message, line, included_path(self.env, source))
                domain.note_problems(docname, [problem])


def order_uses(app: Sphinx, doctree: nodes.document) -> None:
    """Put the uses in the order of the page as it is written: substitutions, footnotes and translations move them."""
    if not app.config.evidence_citations:
        return
    kept = evidence_domain(app.env).data["uses"]
    noted: dict[str, list[_Use]] = defaultdict(list)
    for use in kept.get(app.env.docname, []):
        noted[use[0]].append(use)
    in_order: list[_Use] = []
    in_text = (citation for citation in find_citations(doctree) if not _is_definition(citation))
    for key, path, line, only in _uses(in_text, app.env):
        _key, path_read, line_read, _only = noted[key].pop(0) if noted[key] else (key, path, line, only)
        in_order.append((key, path_read, line_read, only))
    kept[app.env.docname] = in_order


def find_citations(document: nodes.Element) -> Iterator[addnodes.pending_xref]:
    """Yield the citations in *document* that are not yet resolved."""
    for node in document.findall(addnodes.pending_xref):
        if node.get("refdomain") == "cite":
            yield node


def targets_of(citation: addnodes.pending_xref) -> list[CitationTarget]:
    """Return the sources that *citation* names, with the words beside each."""
    return list(parse_citation_targets(citation["reftarget"]))


def is_shown(node: nodes.Node, env: BuildEnvironment) -> bool:
    """Return whether the builder shows what stands in every ``only`` around *node*."""
    return not _is_definition(node) and are_met(env, conditions_of(node))


def page_numbers(env: BuildEnvironment, docname: str) -> dict[str, int]:
    """Return the number of each known reference that the page cites.

    What stands in an ``only`` or an ``ifconfig`` that is not shown has none.
    """
    known = known_keys(env)
    uses = evidence_domain(env).data["uses"].get(docname, [])
    return number_keys(
        key for key, _path, _line, conditions in uses if key in known and are_met(env, conditions)
    )


def unknown_key_problems(env: BuildEnvironment, docname: str, known: AbstractSet[str]) -> list[Problem]:
    """Return one problem for each unknown key of the page, where it is cited first."""
    problems: dict[str, Problem] = {}
    for key, path, line, _only in evidence_domain(env).data["uses"].get(docname, []):
        if key not in known and key not in problems:
            problems[key] = Problem(ProblemCode.CITATION, unknown_key_message(key, known), line, path)
    return list(problems.values())


def shared_condition(env: BuildEnvironment, docname: str) -> str:
    """Return the ``only`` condition under which the page cites anything; nothing where it always does."""
    uses = evidence_domain(env).data["uses"].get(docname, [])
    conditions = [as_only(env, only) for _key, _path, _line, only in uses]
    if not all(conditions):
        return ""
    return " or ".join(f"({condition})" for condition in dict.fromkeys(conditions))


def _uses(citations: Iterable[addnodes.pending_xref], env: BuildEnvironment) -> Iterator[_Use]:
    for citation in citations:
        source, line = _place(citation)
        path = included_path(env, source)
        conditions = conditions_of(citation)
        for target in targets_of(citation):
            yield target.key, path, line, conditions


def _is_definition(node: nodes.Node) -> bool:
    """Return whether *node* stands in the definition of a substitution, which no writer shows."""
    return enclosing(node, nodes.substitution_definition) is not None


def _heading_around(node: nodes.Node) -> nodes.Element | None:
    """Return the heading of a section, not of a table or a box, that *node* stands in."""
    title = enclosing(node, nodes.title)
    return title if title is not None and isinstance(title.parent, nodes.section | nodes.document) else None


def _take_space_before(citation: addnodes.pending_xref) -> None:
    """Let the citation bring the space before it along, which would stand alone where the heading is repeated."""
    before = text_before(citation)
    if before is not None and before.astext().endswith(" "):
        citation.parent.replace(before, nodes.Text(before.astext().rstrip()))
        citation["space_before"] = True


def _place(node: nodes.Node) -> tuple[str | None, int]:
    """Return the file and the line on which *node*, or what holds it, begins."""
    placed = next((around for around in (node, *ancestors(node)) if around.line), None)
    return (placed.source, int(placed.line or 1)) if placed is not None else (None, 1)


def setup_uses(app: Sphinx) -> None:
    """Connect the noting of uses."""
    app.add_transform(NoteUses)
    app.connect("doctree-read", order_uses, priority=390)  # before a page's list is placed, at 400
