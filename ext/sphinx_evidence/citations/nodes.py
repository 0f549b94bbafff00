"""The nodes of citations and lists of references, and how each writer shows them.

They subclass concrete docutils nodes, so that a writer unknown to us falls back on the parent's visitor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator


_LONG = 100  # from here on numbers have three digits, and need more room


class references_place(nodes.container):
    """Holds the place of a list of references: ``docname`` and ``scope``, a :class:`Scope`'s value."""


class citation_group(nodes.inline):
    """A citation in running text."""

    def astext(self) -> str:
        """Return nothing: a number means nothing where a heading is repeated, in search or in a contents list."""
        return ""


class citation_link(nodes.reference):
    """A link from a citation to its reference (``refid``); ``also`` are the ids of the others in its range."""


class reference_list(nodes.enumerated_list):
    """A page's own list."""


class source_list(nodes.bullet_list):
    """A part of the list of all references."""


class cited_on_pages(nodes.paragraph):
    """The printed pages on which the citations ``anchors`` stand; only the LaTeX writer is given one."""


class back_link(nodes.reference):
    """A link from a reference to a place that cites it (``refid``), named ``label`` for those who hear it."""


class export_link(nodes.reference):
    """A link to a file that the reader's browser saves."""


class cite_this_page(nodes.container):
    """How the page itself is cited; only sites have it."""


def visit_back_link_html(self: HTML5Translator, node: back_link) -> None:
    """Open the link."""
    attributes = {"href": f"#{node['refid']}", "role": "doc-backlink", "aria-label": node["label"]}
    if node.get("reftitle"):
        attributes["title"] = node["reftitle"]
    self.body.append(self.starttag(node, "a", "", CLASS="reference internal", **attributes))


def visit_export_html(self: HTML5Translator, node: export_link) -> None:
    """Open a link that is saved, not shown."""
    attributes = {"href": node["refuri"], "download": ""}
    self.body.append(self.starttag(node, "a", "", CLASS="reference download internal", **attributes))


def visit_cite_html(self: HTML5Translator, node: cite_this_page) -> None:
    """Open a box that is closed until it is asked for, which needs no script."""
    self.body.append(self.starttag(node, "details", CLASS="evidence-cite-page", **node["words"]))
    self.body.append(f"<summary>{self.encode(node['summary'])}</summary>\n")


def depart_cite_html(self: HTML5Translator, _node: cite_this_page) -> None:
    """Close the box."""
    self.body.append("</details>\n")


def visit_group_html(self: HTML5Translator, node: citation_group) -> None:
    """Open the citation; its numbers are no words to search for."""
    self.body.append(self.starttag(node, "span", "", CLASS="evidence-citations no-search"))


def depart_group_html(self: HTML5Translator, _node: citation_group) -> None:
    """Close it."""
    self.body.append("</span>")


def visit_link_html(self: HTML5Translator, node: citation_link) -> None:
    """Open the link; the card's script finds the other references of a range in a data attribute."""
    attributes = {"href": f"#{node['refid']}", "role": "doc-biblioref", "aria-label": node["label"]}
    if node.get("also"):
        attributes["data-evidence-also"] = " ".join(node["also"])
    self.body.append(self.starttag(node, "a", "", CLASS="reference internal evidence-citation", **attributes))


def depart_link_html(self: HTML5Translator, _node: citation_link) -> None:
    """Close it."""
    self.body.append("</a>")


def visit_link_latex(self: LaTeXTranslator, node: citation_link) -> None:
    """Open a link without the page number that Sphinx prints after others: the list is at the end of the chapter."""
    if not self.in_title:
        for anchor in node["ids"]:
            self.body.append(self.hypertarget(anchor, anchor=not self.in_caption))
    self.body.append(self.hyperlink(f"{self.curfilestack[-1]}:{node['refid']}"))


def depart_link_latex(self: LaTeXTranslator, _node: citation_link) -> None:
    """Close it."""
    self.body.append("}}")


def visit_list_html(self: HTML5Translator, node: reference_list | source_list) -> None:
    """Open the list, with the words for the card and the copy buttons, which the script adds."""
    tag = "ol" if isinstance(node, reference_list) else "ul"
    length = " evidence-references-long" if len(node) >= _LONG else ""
    self.body.append(self.starttag(node, tag, CLASS=f"evidence-references{length} simple", **node["words"]))


def depart_list_html(self: HTML5Translator, node: reference_list | source_list) -> None:
    """Close the list."""
    self.body.append("</ol>\n" if isinstance(node, reference_list) else "</ul>\n")


def visit_reference_list_latex(self: LaTeXTranslator, node: reference_list) -> None:
    """Open the list, whose environment sphinxevidence.sty defines."""
    self.body.append("\n\\begin{sphinxevidencereferences}\n")
    self.visit_enumerated_list(node)


def depart_reference_list_latex(self: LaTeXTranslator, node: reference_list) -> None:
    """Close the list."""
    self.depart_enumerated_list(node)
    self.body.append("\\end{sphinxevidencereferences}\n")


def visit_source_list_latex(self: LaTeXTranslator, node: source_list) -> None:
    """Open the list, whose environment sphinxevidence.sty defines."""
    self.body.append("\n\\begin{sphinxevidencereferences}\n")
    self.visit_bullet_list(node)


def depart_source_list_latex(self: LaTeXTranslator, node: source_list) -> None:
    """Close the list."""
    self.depart_bullet_list(node)
    self.body.append("\\end{sphinxevidencereferences}\n")


def visit_cited_on_pages_latex(self: LaTeXTranslator, node: cited_on_pages) -> None:
    """Print the words, and the pages as LaTeX knows them in the end, each page once."""
    self.body.append("\n\\begin{sphinxevidencecitedon}{%s}" % self.escape(node["words"]))
    for anchor in node["anchors"]:
        label = self.idescape(f"{self.curfilestack[-1]}:{anchor}")
        self.body.append("\\sphinxevidencepage{%s}" % label)
    self.body.append("\\end{sphinxevidencecitedon}\n")
    raise nodes.SkipNode


def setup_citation_nodes(app: Sphinx) -> None:
    """Register the nodes."""
    app.add_node(references_place)
    app.add_node(citation_group, html=(visit_group_html, depart_group_html))
    app.add_node(
        citation_link,
        html=(visit_link_html, depart_link_html),
        latex=(visit_link_latex, depart_link_latex),
    )
    app.add_node(
        reference_list,
        html=(visit_list_html, depart_list_html),
        latex=(visit_reference_list_latex, depart_reference_list_latex),
    )
    app.add_node(
        source_list,
        html=(visit_list_html, depart_list_html),
        latex=(visit_source_list_latex, depart_source_list_latex),
    )
    app.add_node(back_link, html=(visit_back_link_html, depart_link_html))
    app.add_node(export_link, html=(visit_export_html, depart_link_html))
    app.add_node(cite_this_page, html=(visit_cite_html, depart_cite_html))
    app.add_node(cited_on_pages, latex=(visit_cited_on_pages_latex, None))
