"""What a page says, taken from its doctree before anything is translated, numbered or resolved.

Plain text taken at a priority below 10 was equal on Sphinx 8.2, 9.0 and 9.2, and with ``language`` en and es;
``pformat()``, and the text at ``doctree-read``, were not.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.investigational.nodes import evidence_notice, investigational_mark
from sphinx_evidence.review.digest import Piece, content_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_CODE = (nodes.literal_block, nodes.doctest_block, nodes.math, nodes.math_block, nodes.raw)
# Not what the page says: review and status keys, comments, other pages' titles, what docutils noted itself.
_NOT_CONTENT = (
    addnodes.index,
    addnodes.toctree,
    nodes.comment,
    nodes.meta,
    nodes.pending,
    nodes.system_message,
    nodes.target,
)


class ContentDigest(SphinxTransform):
    """Notes the digest of the page's content in the domain."""

    default_priority = 5  # before translation (10, 20) and SmartQuotes (855)

    def apply(self, **_kwargs: object) -> None:
        """Note the digest once: translated messages are parsed with the same transforms, after the page."""
        docname = self.env.docname
        digests = evidence_domain(self.env).data["digests"]
        if docname not in digests:
            digests[docname] = content_digest(pieces(self.document, self.env, docname))


def pieces(document: nodes.document, env: BuildEnvironment, docname: str) -> Iterator[Piece]:
    """Yield what a reader gets of *document*, in order."""
    # The first field list is the page's metadata, which holds the review itself.
    metadata = next((child for child in document.children if isinstance(child, nodes.field_list)), None)
    for child in document.children:
        if child is not metadata:
            yield from _pieces(child, env, docname)


def _pieces(node: nodes.Node, env: BuildEnvironment, docname: str) -> Iterator[Piece]:
    if isinstance(node, _NOT_CONTENT) or not isinstance(node, nodes.Element):
        return
    if isinstance(node, _CODE):
        yield Piece("code", node.astext())
    elif isinstance(node, nodes.image):
        alt = str(node.get("alt", ""))
        yield Piece("image", _image_digest(str(node["uri"]), env, docname), (("alt", alt),))
    elif isinstance(node, nodes.TextElement):
        yield from _text_pieces(node, env, docname)
    else:
        if isinstance(node, evidence_notice):
            options = tuple(sorted((str(key), str(text)) for key, text in node["options"].items()))
            yield Piece("investigational", "", options)
        for child in node.children:
            yield from _pieces(child, env, docname)


def _text_pieces(node: nodes.TextElement, env: BuildEnvironment, docname: str) -> Iterator[Piece]:
    """Yield a paragraph's or a title's words, and what stands between them."""
    words: list[str] = []
    between: list[Piece] = []

    def collect(element: nodes.Node) -> None:
        if isinstance(element, nodes.Text):
            words.append(element.astext())
        elif isinstance(element, _NOT_CONTENT):
            return
        elif isinstance(element, nodes.image | nodes.math | nodes.raw):
            between.extend(_pieces(element, env, docname))
        elif isinstance(element, nodes.Element):
            between.extend(_inline_pieces(element, len(_fold(words))))
            if element.get("refdomain") != "cite":
                for child in element.children:
                    collect(child)

    for child in node.children:
        collect(child)
    yield Piece(node.tagname, _fold(words))
    yield from between


def _inline_pieces(element: nodes.Element, after: int) -> Iterator[Piece]:
    """Yield what an inline element says beyond its words: what it cites, links to or marks.

    :param after: how many signs of its paragraph stand before it
    """
    where = (("after", str(after)),)
    if isinstance(element, addnodes.pending_xref):
        kind = "citation" if element.get("refdomain") == "cite" else "link"
        yield Piece(kind, str(element.get("reftarget", "")), where)
    elif isinstance(element, nodes.reference) and "refuri" in element:
        yield Piece("link", str(element["refuri"]), where)
    elif isinstance(element, investigational_mark):
        yield Piece("mark", element.astext(), where)


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
    """Take each page's digest as it is read."""
    app.add_transform(ContentDigest)
