"""The guide's pages as Sphinx reads them: their passages, citations and links, for tests of what they say."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from sphinx import addnodes

from conftest import REPOSITORY
from guide_parts import DOCS
from reading_level import any_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


CITED = "\N{DOUBLE DAGGER}"  # stands in a passage where it cites


class Kind(Enum):
    """Where a passage stands."""

    PROSE = "running text"
    CELL = "a cell of a table"
    CLOSED = "the closed part for clinicians"
    BOX = "the box that is the same on every page"


@dataclass(frozen=True)
class Passage:
    """A paragraph or an item, its citations shown by `CITED`."""

    section: str
    kind: Kind
    marked: str

    @property
    def text(self) -> str:
        """The words alone."""
        return re.sub(rf"\s*{CITED}", "", self.marked)


@dataclass(frozen=True)
class Count:
    """What a page holds."""

    citations: int
    references: int
    words: int

    def __str__(self) -> str:
        return f"{self.citations:4} citations of {self.references:3} references in {self.words:5} words:"


@dataclass(frozen=True)
class Use:
    """The first place where a page uses a term of the glossary."""

    words: str
    linked: bool


@dataclass(frozen=True)
class GuidePage:
    """One page, by name."""

    name: str
    doctree: nodes.document

    @cached_property
    def source(self) -> str:
        return (DOCS / f"{self.name}.md").read_text(encoding="utf-8")

    @cached_property
    def front_matter(self) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load(self.source.split("---")[1])
        return found

    @cached_property
    def headings(self) -> list[str]:
        """The titles one level below the page's own."""
        top = next(self.doctree.findall(nodes.section))
        return [section[0].astext() for section in top if isinstance(section, nodes.section)]

    @cached_property
    def parts(self) -> list[str]:
        """The titles of all its parts."""
        return [section[0].astext() for section in self.doctree.findall(nodes.section)]

    @cached_property
    def citations(self) -> list[str]:
        """Every key at every place where it is cited."""
        return [key for place in self.cited_places() for key in place["reftarget"].split(",")]

    @cached_property
    def passages(self) -> list[Passage]:
        return list(_passages(self.doctree))

    def prose(self, kind: Kind = Kind.PROSE) -> Iterator[Passage]:
        """Return the passages of one kind."""
        return (passage for passage in self.passages if passage.kind is kind)

    def texts_below(self, heading: str) -> list[str]:
        """Return the words of every passage and table below one of the `headings`."""
        top = next(self.doctree.findall(nodes.section))
        (part,) = (part for part in top if isinstance(part, nodes.section) and part[0].astext() == heading)
        return [paragraph.astext() for paragraph in part.findall(nodes.paragraph)]

    def count(self) -> Count:
        return Count(
            citations=len(list(self.cited_places())),
            references=len(set(self.citations)),
            words=sum(len(words(passage.text)) for passage in self.passages),
        )

    def cited_places(self) -> Iterator[addnodes.pending_xref]:
        """Return the places that cite, each with its keys in `reftarget`."""
        return self._links("cite")

    @cached_property
    def linked_terms(self) -> set[str]:
        return {link["reftarget"] for link in self._links("std") if link["reftype"] == "term"}

    def first_uses(self, forms: Mapping[str, str]) -> dict[str, Use]:
        """Return where the running text first has each term; `forms` gives the name of each of its forms."""
        pattern = any_of(tuple(forms))
        uses: dict[str, Use] = {}
        for node in self.doctree.findall(nodes.Text):
            if kind_of(node) is Kind.PROSE and _is_running(node):
                for found in pattern.finditer(node.astext()):
                    name = forms[found["name"].casefold()]
                    uses.setdefault(name, Use(found[0], linked=_is_term_link(node)))
        return uses

    def linked_documents(self, kind: Kind) -> list[str]:
        """Return the pages that passages of one kind link."""
        links = (link for link in self._links("std") if link["reftype"] == "doc")
        return [link["reftarget"].removeprefix("/") for link in links if kind_of(link) is kind]

    def _links(self, domain: str) -> Iterator[addnodes.pending_xref]:
        return (
            link for link in self.doctree.findall(addnodes.pending_xref) if link.get("refdomain") == domain
        )


@dataclass(frozen=True)
class Guide:
    """Every page by name, and what the build wrote of them."""

    pages: dict[str, GuidePage]
    records: dict[str, dict[str, Any]]

    @cached_property
    def glossary(self) -> dict[str, str]:
        """Each form of a term, in small letters, and the term's name: the first of its forms."""
        forms: dict[str, str] = {}
        for item in self.pages["glossary"].doctree.findall(nodes.definition_list_item):
            written = [term.astext() for term in item.findall(nodes.term)]
            forms |= {form.casefold(): written[0] for form in written}
        return forms


def _passages(doctree: nodes.document) -> Iterator[Passage]:
    section = ""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
            section = node.astext()
        elif isinstance(node, nodes.paragraph) and (marked := _marked(node)):
            yield Passage(section, kind_of(node), marked)


def _is_running(text: nodes.Text) -> bool:
    """Tell whether text can hold a link: a title cannot, nor can what is a link to a page already."""
    above = list(_ancestors(text))
    return not any(
        isinstance(node, nodes.title)
        or (isinstance(node, nodes.paragraph) and "evidence-title" in node["classes"])
        or (isinstance(node, addnodes.pending_xref) and node["reftype"] in {"doc", "ref"})
        for node in above
    )


def _is_term_link(text: nodes.Text) -> bool:
    return any(
        isinstance(node, addnodes.pending_xref) and node["reftype"] == "term" for node in _ancestors(text)
    )


def _ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def kind_of(node: nodes.Node) -> Kind:
    """Return where a node stands."""
    for above in _ancestors(node):
        if isinstance(above, nodes.table):
            return Kind.CELL
        if isinstance(above, nodes.admonition) and above.tagname == "admonition":  # no notice of ours
            return Kind.CLOSED if "for-clinicians" in above["classes"] else Kind.BOX
    return Kind.PROSE


def _marked(paragraph: nodes.paragraph) -> str:
    copy = paragraph.deepcopy()
    for place in list(copy.findall(addnodes.pending_xref)):
        if place.get("refdomain") == "cite":
            place.replace_self(nodes.Text(CITED))
    return " ".join(copy.astext().split())


def read_guide(where: Path) -> Guide:
    """Build the whole guide once, below `where`."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", str(where / "doctrees")]
    done = subprocess.run(
        [*command, "-c", str(REPOSITORY), str(DOCS), str(where / "out")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    pages = {}
    for path in sorted((where / "doctrees").rglob("*.doctree")):
        name = path.relative_to(where / "doctrees").with_suffix("").as_posix()
        pages[name] = GuidePage(name, pickle.loads(path.read_bytes()))  # noqa: S301  # our own build wrote it
    written = json.loads((where / "out" / "pages.json").read_text(encoding="utf-8"))
    return Guide(pages, {page["docname"]: page for page in written["pages"]})
