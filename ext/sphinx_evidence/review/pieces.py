"""What a reader gets of a doctree, piece by piece, before anything is translated, numbered or resolved."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_evidence.investigational.nodes import evidence_notice
from sphinx_evidence.review.digest import Piece
from sphinx_evidence.review.status_page import review_place
from sphinx_evidence.tree import enclosing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

Options = tuple[tuple[str, str], ...]

_CODE = (nodes.literal_block, nodes.doctest_block, nodes.math, nodes.math_block, nodes.raw)
# Not what the page says: comments, other pages' titles and reviews, what docutils noted itself.
_NOT_CONTENT = (
    addnodes.index,
    addnodes.toctree,
    nodes.comment,
    nodes.meta,
    nodes.pending,
    nodes.substitution_definition,
    nodes.system_message,
    review_place,
)
_BEFORE_METADATA = (nodes.comment, nodes.target, nodes.substitution_definition, nodes.pending, nodes.meta)
# Attributes that change what a reader gets, or who gets it.
_TOLD = (
    *(
        "align",
        "enumtype",
        "expr",
        "format",
        "height",
        "language",
        "scale",
        "start",
        "title",
        "type",
        "version",
    ),
    "width",
)
# Their nodes are known here; those of other extensions, such as graphviz, are taken as they come.
_KNOWN_MODULES = ("docutils.", "sphinx.addnodes", "sphinx_evidence.")
_OF_DOCUTILS = {*nodes.Element.basic_attributes, "refid", "source", "line"}
_COMMA = re.compile(r"\s*,\s*")
_HTML_COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)


def page_pieces(document: nodes.document, env: BuildEnvironment, docname: str) -> Iterator[Piece]:
    """Yield what a reader gets of *document*, in order."""
    content = list(document.children)
    first = next((child for child in content if not isinstance(child, _BEFORE_METADATA)), None)
    for child in content:
        # A field list on top is the page's metadata, which holds the review itself.
        if child is not first or not isinstance(child, nodes.field_list):
            yield from node_pieces(child, env, docname)


def node_pieces(node: nodes.Node, env: BuildEnvironment, docname: str) -> Iterator[Piece]:
    """Yield what *node* says; its borders too, since a row moved or an admonition dropped is an edit."""
    if not isinstance(node, nodes.Element) or _is_no_content(node):
        return
    told = _told(node, env)
    if isinstance(node, _CODE):
        # White space means nothing in a formula.
        text = fold([node.astext()]) if isinstance(node, nodes.math | nodes.math_block) else node.astext()
        yield Piece("code", text, told)
    elif isinstance(node, nodes.image):
        alt = str(node.get("alt", ""))
        yield Piece("image", _image_digest(str(node["uri"]), env, docname), (("alt", alt), *told))
    elif isinstance(node, nodes.target):
        if "refuri" in node:
            yield Piece("link", str(node["refuri"]))
    elif isinstance(node, nodes.TextElement):
        paragraph = _Paragraph(node, env, docname)
        yield Piece(node.tagname, fold(paragraph.words), told)
        yield from paragraph.between
    else:
        yield Piece(node.tagname, "", told)
        for child in node.children:
            yield from node_pieces(child, env, docname)
        yield Piece(f"end {node.tagname}", "")


def _is_no_content(node: nodes.Element) -> bool:
    """Tell whether *node* is nothing that an author wrote for readers."""
    if isinstance(node, nodes.raw):
        return _HTML_COMMENT.fullmatch(node.astext()) is not None
    if isinstance(node, nodes.topic):
        return "contents" in node["classes"]
    if isinstance(node, nodes.field_name):  # "Parameters", in the language of the build
        return enclosing(node, addnodes.desc_content) is not None
    # "Added in version" is Sphinx's, too; the version itself is told of the node around it.
    return isinstance(node, _NOT_CONTENT) or "versionmodified" in node["classes"]


def _told(node: nodes.Element, env: BuildEnvironment) -> Options:
    """Return what counts of *node* beside its words."""
    told: Options = tuple((name, str(node[name])) for name in _TOLD if node.get(name))
    if isinstance(node, evidence_notice):
        told += tuple(sorted((str(key), _COMMA.sub(",", str(text))) for key, text in node["options"].items()))
    elif isinstance(node, nodes.Admonition | nodes.container):
        told += (("classes", " ".join(node["classes"])),)  # a class may fold it away
    elif isinstance(node, nodes.footnote):
        told += (("names", " ".join(node["names"])),)  # it has no number yet
    elif isinstance(node, nodes.literal_block):
        arguments: dict[str, object] = node.get("highlight_args") or {}
        told += (("emphasised", repr(arguments.get("hl_lines", []))),)
    if not type(node).__module__.startswith(_KNOWN_MODULES):
        told += _plain_attributes(node, env)
    return told


def _plain_attributes(node: nodes.Element, env: BuildEnvironment) -> Options:
    """Return what a node of another extension holds in its attributes; where it lies on this machine is no content."""
    return tuple(
        (name, repr(value))
        for name, value in sorted(node.attributes.items())
        if name not in _OF_DOCUTILS
        and isinstance(value, str | int | list)
        and str(env.srcdir) not in repr(value)
    )


class _Paragraph:
    """A paragraph's or a title's words, and what stands between them.

    :ivar words: as they stand, with their white space
    """

    def __init__(self, node: nodes.TextElement, env: BuildEnvironment, docname: str) -> None:
        self.env = env
        self.docname = docname
        self.definitions = node.document.substitution_defs if node.document else {}
        self.names = node.document.substitution_names if node.document else {}  # in lower case
        self.words: list[str] = []
        self.between: list[Piece] = []
        if isinstance(node, nodes.reference):  # around an image, say
            self.between += _inline_pieces(node, 0)
        for child in node.children:
            self.collect(child)

    def collect(self, element: nodes.Node) -> None:
        """Take what *element* says."""
        if isinstance(element, nodes.Text):
            self.words.append(element.astext())
        elif isinstance(element, nodes.substitution_reference):
            self.collect_substituted(element)
        elif isinstance(element, (*_CODE, nodes.image, nodes.target)):
            where = (("after", str(len(fold(self.words)))),)
            found = node_pieces(element, self.env, self.docname)
            self.between.extend(piece._replace(options=piece.options + where) for piece in found)
        elif isinstance(element, nodes.Element) and not _is_no_content(element):
            self.between.extend(_inline_pieces(element, len(fold(self.words))))
            if element.get("refdomain") != "cite":
                for child in element.children:
                    self.collect(child)

    def collect_substituted(self, element: nodes.substitution_reference) -> None:
        """Take what docutils will put in the place of *element*: it does so only later (220)."""
        name = str(element["refname"])
        definition = self.definitions.get(name) or self.definitions.get(self.names.get(name.lower(), ""))
        if definition is None:
            # |release| and |version| are conf.py's; |today| says another thing every day, and is no edit.
            self.words.append(str(getattr(self.env.config, name, name)) if name != "today" else name)
        else:
            for child in definition.children:
                self.collect(child)


def _inline_pieces(element: nodes.Element, after: int) -> Iterator[Piece]:
    """Yield what an inline element says beyond its words: what it cites, links to, raises or marks.

    :param after: how many signs of its paragraph stand before it
    """
    where = (("after", str(after)),)
    if isinstance(element, addnodes.pending_xref):
        target = str(element.get("reftarget", ""))
        if element.get("refdomain") == "cite":
            yield Piece("citation", _COMMA.sub(",", target), (("form", str(element.get("reftype"))), *where))
        else:
            yield Piece("link", target, where)
    elif isinstance(element, nodes.reference):
        leads_to = (
            element[name] for name in ("refuri", "reftarget", "refname", "refid") if element.get(name)
        )
        yield Piece("link", str(next(leads_to, "")), where)
    elif type(element) is not nodes.inline:
        told = (
            (name, str(element[name]))
            for name in ("explanation", "reftarget", "refname")
            if element.get(name)
        )
        yield Piece(element.tagname, fold([element.astext()]), (*where, *told))


def fold(words: list[str]) -> str:
    """Return *words* with each stretch of white space as one space."""
    return " ".join("".join(words).split())


def _image_digest(uri: str, env: BuildEnvironment, docname: str) -> str:
    """Return the digest of a local image's bytes; the address of one that is not local."""
    if "://" in uri or uri.startswith("data:"):
        return uri
    _relative, path = env.relfn2path(uri, docname)
    try:
        # `picture.*` is every picture of that name: each writer takes the one that it can show.
        files = sorted(Path(path).parent.glob(Path(path).name)) if "*" in uri else [Path(path)]
        return " ".join(hashlib.sha256(file.read_bytes()).hexdigest() for file in files) or uri
    except OSError:
        return uri
