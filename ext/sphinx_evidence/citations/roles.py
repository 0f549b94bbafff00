"""The roles that authors write, which are bibtex's: read with a warning where bibtex would end the build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.roles import XRefRole
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.foot_domain import BibtexFootDomain

from sphinx_evidence.domain import evidence_domain, included_path
from sphinx_evidence.problems import Problem, ProblemCode
from sphinx_evidence.spelling import quoted

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


_MOST_KEYS = 500  # bibtex reads them by recursion


class PageCiteRole(XRefRole):
    """A citation in bibtex's syntax; its words are made as the page is written, when its numbers are known.

    Unlike bibtex's own it has no id, which docutils refuses in a substitution.
    """

    def result_nodes(
        self,
        document: nodes.document,
        env: BuildEnvironment,
        node: nodes.Element,
        is_ref: bool,  # noqa: FBT001  # Sphinx's signature
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citation, or its text where it cannot be read or is to be no link (``!``)."""
        if not is_ref:
            return [node], []
        if not _can_be_read(self.target):
            self.note_problem(
                f"{quoted(self.target)} is no citation; write keys with commas between them, at most {_MOST_KEYS}, "
                "and a page number as 'Key{p. 3}'"
            )
            return [nodes.inline(self.rawtext, self.target, classes=["evidence-unknown"])], []
        if not node["refdomain"]:
            node["refdomain"], node["reftype"] = "cite", "p"
        node.clear()  # nothing of it may come into contents lists, window titles and the ids of headings
        return super().result_nodes(document, env, node, is_ref)

    def note_problem(self, message: str) -> None:
        """Note what is wrong with this citation."""
        source, line = self.get_source_info()
        problem = Problem(ProblemCode.CITATION, message, line, included_path(self.env, source))
        evidence_domain(self.env).note_problems(self.env.docname, [problem])


def _can_be_read(target: str) -> bool:
    try:
        return target.count(",") < _MOST_KEYS and bool(list(parse_citation_targets(target)))
    except ValueError:
        return False


class ReplacedFootciteRole(PageCiteRole):
    """``footcite``, whose list of footnotes would stand beside the page's own in another style."""

    def result_nodes(
        self,
        document: nodes.document,
        env: BuildEnvironment,
        node: nodes.Element,
        is_ref: bool,  # noqa: FBT001  # Sphinx's signature
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citation that :class:`PageCiteRole` makes of the same keys."""
        if not is_ref:
            return [node], []
        form = node["reftype"] if node.get("refdomain") else "p"
        self.note_problem(
            f"'footcite' would make a second list in another style, so {quoted(self.target)} is cited "
            f"in the page's own list; write 'cite:{form}'"
        )
        node["refdomain"], node["reftype"] = "cite", form
        return super().result_nodes(document, env, node, is_ref)


def replace_roles(app: Sphinx, config: Config) -> None:
    """Put our roles in the place of bibtex's; where the project leaves bibtex alone, so do we."""
    if not config.evidence_citations:
        return
    app.add_role("cite", PageCiteRole(), override=True)
    app.add_role("footcite", ReplacedFootciteRole(), override=True)
    for name in BibtexDomain.roles:
        app.add_role_to_domain("cite", name, PageCiteRole(), override=True)
    for name in BibtexFootDomain.roles:
        app.add_role_to_domain("footcite", name, ReplacedFootciteRole(), override=True)


def setup_roles(app: Sphinx) -> None:
    """Connect the replacement of the roles, which waits for the settings."""
    app.connect("config-inited", replace_roles)
