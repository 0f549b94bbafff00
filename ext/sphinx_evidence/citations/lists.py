"""Lists of references: a page's own, and their entries in every writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_evidence.citations.anchors import reference_anchor
from sphinx_evidence.citations.nodes import back_link, cited_on_pages, reference_list
from sphinx_evidence.citations.numbering import letters
from sphinx_evidence.references.parts import Words
from sphinx_evidence.references.vancouver import vancouver
from sphinx_evidence.words import translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx.builders import Builder

    from sphinx_evidence.citations.running_text import BackLink, PageCitations
    from sphinx_evidence.references.model import Reference
    from sphinx_evidence.references.parts import Part


def page_list(page: PageCitations, builder: Builder) -> list[nodes.Node]:
    """Return the page's references in the order of their numbers, each with links back to where it is cited."""
    if not page.numbers:
        return [nodes.paragraph("", translator().gettext("This page cites no references."))]
    listed = reference_list(enumtype="arabic", prefix="", suffix=".", words=list_words())
    for key in page.numbers:
        item = reference_item(page.reference(key), page.prefix + reference_anchor(key), builder)
        item += _back_links(page.back_links.get(key, []), builder)
        listed += item
    return [listed]


def reference_item(reference: Reference, anchor: str, builder: Builder) -> nodes.list_item:
    """Return the entry of *reference* in a list."""
    item = nodes.list_item(classes=["evidence-reference"])
    text = nodes.paragraph("", "", classes=["evidence-reference-text"])
    if builder.format == "html":
        item["ids"].append(anchor)
    else:
        text += nodes.target("", "", ids=[anchor])  # LaTeX drops the ids of list items
    text += list(part_nodes(vancouver(reference, translator())))
    item += text
    return item


def part_nodes(parts: Iterable[Part]) -> Iterator[nodes.Node]:
    """Yield the nodes for the typed parts of a reference."""
    styles: dict[str, type[nodes.TextElement]] = {
        "emphasis": nodes.emphasis,
        "strong": nodes.strong,
        "subscript": nodes.subscript,
        "superscript": nodes.superscript,
    }
    for part in parts:
        if not isinstance(part, Words):
            yield nodes.reference(part.text, part.text, refuri=part.address, internal=False)
        elif part.style is None:
            yield nodes.Text(part.text)
        else:
            yield styles[part.style](part.text, part.text)


def copy_words() -> dict[str, str]:
    """Return the words of the copy button, as the data attributes that the script reads."""
    words = translator()
    return {"data-copy": words.gettext("Copy"), "data-copied": words.gettext("Copied")}


def list_words() -> dict[str, str]:
    """Return the words of a list's copy buttons, and of the card that shows its entries."""
    words = translator()
    card = {"data-close": words.gettext("Close"), "data-goto": words.gettext("In the list of references")}
    return copy_words() | card


def _back_links(links: Sequence[BackLink], builder: Builder) -> list[nodes.Node]:
    words = translator()
    if not links or builder.format not in {"html", "latex"}:
        return []
    if builder.format == "latex":
        anchors = list(dict.fromkeys(link.anchor for link in links))
        return [cited_on_pages(words=words.gettext("Cited on p."), anchors=anchors)]
    paragraph = nodes.paragraph("", "", classes=["evidence-backlinks", "no-search"])
    paragraph += nodes.inline("", words.gettext("Cited:"))
    for number, link in enumerate(links, 1):
        name = letters(number)
        back = back_link("", name, internal=True, refid=link.anchor, label=name)
        if link.heading:
            back["reftitle"] = words.gettext("Under the heading “%(heading)s”") % {"heading": link.heading}
            back["label"] = f"{name}: {back['reftitle']}"
        paragraph += [nodes.Text(" "), back]
    return [paragraph]
