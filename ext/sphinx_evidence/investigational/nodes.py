"""The nodes of the notices, and how each writer shows them.

They subclass concrete docutils nodes, so that a writer unknown to us falls back on the parent's visitor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_evidence.placement import BelowTitle

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator
    from sphinx.writers.manpage import ManualPageTranslator
    from sphinx.writers.texinfo import TexinfoTranslator


class evidence_notice(nodes.admonition):
    """A box with the status word in it; ``status`` and, from the directive, ``options``."""


class page_status(BelowTitle, nodes.container):
    """Holds the place of a page's notices (``docname``) until it is written."""


class investigational_mark(nodes.inline):
    """Words in running text that name something investigational."""


def visit_notice_html(self: HTML5Translator, node: evidence_notice) -> None:
    """Open the box: no `admonition`, whose titles and icons each theme sets in a way of its own."""
    slug = node["status"].replace(" ", "-")
    self.body.append(self.starttag(node, "div", CLASS=f"evidence-notice evidence-{slug}", role="note"))


def depart_notice_html(self: HTML5Translator, _node: evidence_notice) -> None:
    """Close the box."""
    self.body.append("</div>\n")


def visit_notice_latex(self: LaTeXTranslator, node: evidence_notice) -> None:
    """Open the box, whose environment sphinxevidence.sty defines."""
    slug = node["status"].replace(" ", "")
    self.body.append("\n\\begin{sphinxevidencenotice}{%s}\n" % slug)
    self.no_latex_floats += 1


def depart_notice_latex(self: LaTeXTranslator, _node: evidence_notice) -> None:
    """Close the box."""
    self.body.append("\n\\end{sphinxevidencenotice}\n")
    self.no_latex_floats -= 1


def visit_notice_man(self: ManualPageTranslator, _node: evidence_notice) -> None:
    """Indent what the box holds, apart from what stands above it."""
    self.ensure_eol()
    self.body.append(".sp\n.RS 4\n")


def depart_notice_man(self: ManualPageTranslator, _node: evidence_notice) -> None:
    """End the indented part."""
    self.ensure_eol()
    self.body.append(".RE\n")


def visit_notice_texinfo(self: TexinfoTranslator, _node: evidence_notice) -> None:
    """Open a box; the status word is in its first paragraph."""
    self.body.append("\n@cartouche\n@quotation\n")


def depart_notice_texinfo(self: TexinfoTranslator, _node: evidence_notice) -> None:
    """Close the box."""
    self.ensure_eol()
    self.body.append("@end quotation\n@end cartouche\n")


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes."""
    app.add_node(
        evidence_notice,
        html=(visit_notice_html, depart_notice_html),
        latex=(visit_notice_latex, depart_notice_latex),
        man=(visit_notice_man, depart_notice_man),
        texinfo=(visit_notice_texinfo, depart_notice_texinfo),
    )
    app.add_node(page_status)
    app.add_node(investigational_mark)
