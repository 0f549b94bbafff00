"""What a page says, taken from its doctree before anything is translated, numbered or resolved.

Plain text taken at a priority below 10 was equal on Sphinx 8.2, 9.0 and 9.2, and with ``language`` en and es;
``pformat()``, and the text at ``doctree-read``, were not.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.investigational.nodes import evidence_notice
from sphinx_evidence.investigational.status import read_statuses
from sphinx_evidence.review.digest import Piece, content_digest
from sphinx_evidence.review.status_page import review_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_CODE = (nodes.literal_block, nodes.doctest_block, nodes.math, nodes.math_block, nodes.raw)
# Not what the page says: comments, other pages' titles and reviews, what docutils noted itself.
_NOT_CONTENT = (
    addnodes.index,
    addnodes.toctree,
    nodes.comment,
    nodes.meta,
    nodes.pending,
    nodes.system_message,
    review_place,
)
_BEFORE_METADATA = (nodes.comment, nodes.target, nodes.substitution_definition, nodes.pending, nodes.meta)
# Attributes that change what a reader gets, or who gets it.
_TOLD = ("enumtype", "expr", "format", "start")


class ContentDigest(SphinxTransform):
    """Notes the digests of the page's content and of its sections in the domain."""

    default_priority = 5  # before translation (10, 20) and SmartQuotes (855)

    def apply(self, **_kwargs: object) -> None:
        """Note the digest once: translated messages are parsed with the same transforms, after the page."""
        docname = self.env.docname
        data = evidence_domain(self.env).data
        if docname not in data["digests"]:
            data["digests"][docname] = page_digest(self.document, self.env)
            data["sections"][docname] = {
                section["ids"][0]: (_title(section), content_digest(_pieces(section, self.env, docname)))
                for section in self.document.findall(nodes.section)
                if section["ids"]
            }


class TranslationDigest(SphinxTransform):
    """Notes the digest of what a translated page says, where any of it is translated."""

    default_priority = 26  # after Sphinx has counted what is translated (25)

    def apply(self, **_kwargs: object) -> None:
        """Note the digest; a message, which is parsed with the same transforms, counts nothing as translated."""
        progress: dict[str, int] = self.document.get("translation_progress", {})
        if progress.get("translated"):
            digest = page_digest(self.document, self.env)
            evidence_domain(self.env).data["translated"][self.env.docname] = digest


def page_digest(document: nodes.document, env: BuildEnvironment) -> str:
    """Return the digest of what *document*, the page that is being read, says."""
    return content_digest([*status_pieces(env, env.docname), *pieces(document, env, env.docname)])


def _title(section: nodes.section) -> str:
    """Return the words of a section's title."""
    title = section.next_node(nodes.title)
    return "" if title is None else _fold([title.astext()])


def status_pieces(env: BuildEnvironment, docname: str) -> Iterator[Piece]:
    """Yield the statuses that front matter gives: a reader gets them as notices, so a change of one is an edit."""
    for entry in evidence_domain(env).entries(docname):
        if entry.key == "status":
            # Whether a day lies in the future is judged elsewhere, and must not change the digest.
            for status in read_statuses(entry.value, date.max)[0]:
                product = status.product
                told = () if product is None else (product.name, product.place, product.on.iso)
                options = tuple((f"product {number}", text) for number, text in enumerate(told))
                yield Piece("status", f"{status.treatment}: {status.status.value}", options)


def pieces(document: nodes.document, env: BuildEnvironment, docname: str) -> Iterator[Piece]:
    """Yield what a reader gets of *document*, in order."""
    content = list(document.children)
    first = next((child for child in content if not isinstance(child, _BEFORE_METADATA)), None)
    for child in content:
        # A field list on top is the page's metadata, which holds the review itself.
        if child is not first or not isinstance(child, nodes.field_list):
            yield from _pieces(child, env, docname)


def _pieces(node: nodes.Node, env: BuildEnvironment, docname: str) -> Iterator[Piece]:
    """Yield what *node* says; its borders too, since a row moved or an admonition dropped is an edit."""
    if isinstance(node, _NOT_CONTENT) or not isinstance(node, nodes.Element):
        return
    told = tuple((name, str(node[name])) for name in _TOLD if node.get(name))
    if isinstance(node, _CODE):
        yield Piece("code", node.astext(), told)
    elif isinstance(node, nodes.image):
        alt = str(node.get("alt", ""))
        yield Piece("image", _image_digest(str(node["uri"]), env, docname), (("alt", alt),))
    elif isinstance(node, nodes.target):
        if "refuri" in node:
            yield Piece("link", str(node["refuri"]))
    elif isinstance(node, nodes.TextElement):
        yield from _text_pieces(node, env, docname)
    else:
        if isinstance(node, evidence_notice):
            told = tuple(sorted((str(key), str(text)) for key, text in node["options"].items()))
        yield Piece(node.tagname, "", told)
        for child in node.children:
            yield from _pieces(child, env, docname)
        yield Piece(f"end {node.tagname}", "")


def _text_pieces(node: nodes.TextElement, env: BuildEnvironment, docname: str) -> Iterator[Piece]:
    """Yield a paragraph's or a title's words, and what stands between them."""
    words: list[str] = []
    between: list[Piece] = []

    def collect(element: nodes.Node) -> None:
        if isinstance(element, nodes.Text):
            words.append(element.astext())
        elif isinstance(element, (*_CODE, nodes.image, nodes.target)):
            where = (("after", str(len(_fold(words)))),)
            found = _pieces(element, env, docname)
            between.extend(piece._replace(options=piece.options + where) for piece in found)
        elif isinstance(element, nodes.Element) and not isinstance(element, _NOT_CONTENT):
            between.extend(_inline_pieces(element, len(_fold(words))))
            if element.get("refdomain") != "cite":
                for child in element.children:
                    collect(child)

    for child in node.children:
        collect(child)
    if isinstance(node, nodes.reference):  # around an image, say
        yield from _inline_pieces(node, 0)
    yield Piece(node.tagname, _fold(words))
    yield from between


def _inline_pieces(element: nodes.Element, after: int) -> Iterator[Piece]:
    """Yield what an inline element says beyond its words: what it cites, links to, raises or marks.

    :param after: how many signs of its paragraph stand before it
    """
    where = (("after", str(after)),)
    if isinstance(element, addnodes.pending_xref):
        kind = "citation" if element.get("refdomain") == "cite" else "link"
        yield Piece(kind, str(element.get("reftarget", "")), where)
    elif isinstance(element, nodes.reference):
        yield Piece("link", str(element.get("refuri", element.get("refname", ""))), where)
    elif type(element) is not nodes.inline:
        told = ((name, str(element[name])) for name in ("explanation", "reftarget") if element.get(name))
        yield Piece(element.tagname, _fold([element.astext()]), (*where, *told))


def _fold(words: list[str]) -> str:
    """Return *words* with each stretch of white space as one space."""
    return " ".join("".join(words).split())


def _image_digest(uri: str, env: BuildEnvironment, docname: str) -> str:
    """Return the digest of a local image's bytes; the address of one that is not local."""
    if "://" in uri or uri.startswith("data:"):
        return uri
    _relative, path = env.relfn2path(uri, docname)
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return uri


def setup_content(app: Sphinx) -> None:
    """Take each page's digests as it is read."""
    app.add_transform(ContentDigest)
    app.add_transform(TranslationDigest)
