"""The ``investigational`` directive and role: what an author writes of one use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective, SphinxRole

from sphinx_evidence.domain import evidence_domain, included_path
from sphinx_evidence.investigational.nodes import evidence_notice, investigational_mark
from sphinx_evidence.investigational.status import Status
from sphinx_evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

_COMMON = {"class", "name"}  # docutils' own, for every directive


class AnyOption(dict[str, "Callable[[str], Any]"]):
    """An option specification that takes every option.

    docutils drops a directive with an unknown option, body and all; ours keeps the body and names the option.
    """

    def __bool__(self) -> bool:
        return True

    def __contains__(self, _name: object) -> bool:
        return True

    def __missing__(self, _name: str) -> Callable[[str], Any]:
        return directives.unchanged


class Investigational(SphinxDirective):
    """Marks one use of a treatment as investigational, with what is known of it."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[AnyOption] = AnyOption()

    def run(self) -> list[nodes.Node]:
        """Return the notice with the author's words; what is generated joins them when the page is written."""
        options = {
            printable(str(name)): printable(str(value or ""))
            for name, value in self.options.items()
            if name not in _COMMON
        }
        notice = evidence_notice(status=Status.INVESTIGATIONAL.value, options=options)
        self.set_source_info(notice)
        notice["classes"] += [nodes.make_id(name) for name in str(self.options.get("class", "")).split()]
        if self.arguments:
            children, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
            # A paragraph, so that every writer prints it; the status word is put before it when the page is written.
            title = nodes.paragraph(self.arguments[0], "", *children, classes=["evidence-title"])
            self.set_source_info(title)
            notice += [title, *messages]
        body = self.parse_content_to_nodes()
        notice += body
        self.add_name(notice)
        kept = evidence_domain(self.env).data["notices"].setdefault(self.env.docname, [])
        source, line = self.get_source_info()
        kept.append((included_path(self.env, source), line, options, not body))
        return [notice]


class InvestigationalRole(SphinxRole):
    """Marks words in running text as naming something investigational."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the marked words."""
        mark = investigational_mark(self.rawtext, self.text, classes=["evidence-marked"])
        self.set_source_info(mark)
        return [mark], []


def setup_directive(app: Sphinx) -> None:
    """Register the directive and the role."""
    app.add_directive("investigational", Investigational)
    app.add_role("investigational", InvestigationalRole())
