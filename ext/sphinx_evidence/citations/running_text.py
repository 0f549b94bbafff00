"""Citations in running text: the words and links of each of bibtex's forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_evidence.citations.anchors import citation_anchor, reference_anchor
from sphinx_evidence.citations.nodes import citation_group, citation_link
from sphinx_evidence.citations.numbering import Cited, cited_groups, separator
from sphinx_evidence.references.names import author_words
from sphinx_evidence.tree import enclosing, text_before
from sphinx_evidence.words import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_evidence.references.model import Reference

NO_LINKS = {"man", "text"}  # where a link within the document would print as an address
_CAPITALISED = {"ct", "cts", "cauthor", "cauthors"}
_NUMBERED = {"p", "alp", "label", "labelpar"}
_IN_PARENTHESES = {"p", "labelpar", "authorpar", "yearpar"}


class BackLink(NamedTuple):
    """A place that cites: the id to go to, and the heading that it stands under."""

    anchor: str
    heading: str


@dataclass
class PageCitations:
    """The citations of one page as it is written.

    :ivar reference: gives the reference of a known key
    :ivar numbers: the number of each known key
    :ivar prefix: before every id, where several pages share a file
    :ivar output: the builder's format: LaTeX has no anchors in headings, and a man page no links
    :ivar back_links: the places that cite each key
    """

    reference: Callable[[str], Reference]
    numbers: dict[str, int]
    prefix: str = ""
    output: str = "html"
    links: int = 0
    back_links: dict[str, list[BackLink]] = field(default_factory=dict)

    def render(self, citation: nodes.Element, cited: Sequence[Cited]) -> list[nodes.Node]:
        """Return the nodes for *citation*.

        :param cited: the sources that it names, of which unknown ones have no number
        """
        form = str(citation["reftype"])
        known = [source for source in cited if source.key in self.numbers]
        unknown = ", ".join(source.key for source in cited if source.key not in self.numbers)
        rendered: list[nodes.Node] = []
        if known and form != "empty":
            base = form.removeprefix("c") if form in _CAPITALISED else form
            everyone = base.endswith("s")
            rendered.append(self._group(citation, base.removesuffix("s"), known, form, everyone=everyone))
        if unknown:
            rendered += [nodes.Text(" ")] if rendered else []
            label = translator().gettext("unknown reference")
            rendered.append(nodes.inline("", f"[{label}: {unknown}]", classes=["evidence-unknown"]))
        return rendered

    def _group(
        self, citation: nodes.Element, base: str, known: Sequence[Cited], form: str, *, everyone: bool
    ) -> citation_group:
        inner: Iterable[nodes.Node]
        if base in _NUMBERED:
            inner = self._numbers(citation, known)
        else:
            inner = self._texts(citation, base, known, everyone=everyone)
        said = (node for node in inner if isinstance(node, nodes.Element) or node.astext())
        group = citation_group("", "", *said)
        if form in _CAPITALISED and isinstance(
            first := next(iter(group.findall(nodes.Text)), None), nodes.Text
        ):
            text = first.astext()
            first.parent.replace(first, nodes.Text(text[:1].upper() + text[1:]))
        if base in _IN_PARENTHESES:
            group.insert(0, nodes.Text("("))
            group.append(nodes.Text(")"))
        if citation.get("space_before"):
            group.insert(0, nodes.Text(self.space))
        elif base in _NUMBERED:
            self._bind(citation)
        return group

    @property
    def space(self) -> str:
        """What stands before a number: no line begins with it, where the output is set in lines by others."""
        return "\N{NO-BREAK SPACE}" if self.output in {"html", "latex"} else " "

    def _bind(self, citation: nodes.Element) -> None:
        """Keep the citation on the line of the word before it."""
        if enclosing(citation, nodes.entry) is not None:
            return  # a narrow column needs every place to break
        before = text_before(citation)
        if before is not None and before.astext().endswith((" ", "\n")):
            citation.parent.replace(before, nodes.Text(before.astext().rstrip() + self.space))

    def _numbers(self, citation: nodes.Element, known: Sequence[Cited]) -> Iterable[nodes.Node]:
        groups = cited_groups(known, self.numbers)
        for position, group in enumerate(groups):
            before = separator(groups) if position else ""
            yield nodes.Text(before + (f"{group.before} " if group.before else ""))
            yield self._link(citation, group.text, group.keys)
            yield nodes.Text(f", {group.after}" if group.after else "")

    def _texts(
        self, citation: nodes.Element, base: str, known: Sequence[Cited], *, everyone: bool
    ) -> Iterable[nodes.Node]:
        for position, source in enumerate(known):
            reference = self.reference(source.key)
            yield nodes.Text((", " if position else "") + (f"{source.before} " if source.before else ""))
            after = f", {source.after}" if source.after else ""
            authors = author_words(reference, translator(), everyone=everyone)
            if base == "t":
                yield nodes.Text(f"{authors}{self.space}(")
                yield self._link(citation, str(self.numbers[source.key]), (source.key,))
                yield nodes.Text(f"{after})")
            else:
                text = authors if base.startswith("author") else _year(reference)
                yield self._link(citation, text, (source.key,))
                yield nodes.Text(after)

    def _link(self, citation: nodes.Element, text: str, keys: Sequence[str]) -> nodes.Node:
        """Return a link to the first of *keys*, noted as a place that cites them all."""
        self.links += 1
        anchor = self.prefix + citation_anchor(self.links)
        link: nodes.Node = nodes.Text(text)
        title = enclosing(citation, nodes.title)
        if self.output == "latex" and title is not None:
            # LaTeX keeps no label in a heading, and sets a link there in capitals, address and all.
            anchor = next(iter(title.parent["ids"]), "")
        elif self.output not in NO_LINKS and enclosing(citation, nodes.reference) is None:
            link = citation_link(
                "",
                text,
                internal=True,
                docname=citation["refdoc"],
                refid=self.prefix + reference_anchor(keys[0]),
                also=[self.prefix + reference_anchor(key) for key in keys[1:]],
                label=self._label(text, keys),
                ids=[anchor],
            )
            if self.output == "latex" and enclosing(citation, nodes.thead) is not None:
                link["ids"], anchor = [], ""  # set again on each page, its label would be there twice
        else:
            anchor = ""  # a link in a link is no HTML
        if anchor:
            place = BackLink(anchor, _heading(citation))
            for key in keys:
                self.back_links.setdefault(key, []).append(place)
        return link

    def _label(self, text: str, keys: Sequence[str]) -> str:
        """Return the link's name for those who hear it; it begins or ends with what others see."""
        words = translator()
        first, last = self.numbers[keys[0]], self.numbers[keys[-1]]
        if len(keys) > 1:
            return words.gettext("References %(first)d to %(last)d") % {"first": first, "last": last}
        label = words.gettext("Reference %(number)d") % {"number": first}
        return label if text == str(first) else f"{text}, {label}"


def _year(reference: Reference) -> str:
    return str(reference.date.year or reference.state or translator().gettext("no date"))


def _heading(node: nodes.Node) -> str:
    """Return the heading under which *node* stands."""
    section = enclosing(node, nodes.section)
    if section is None or not isinstance(section.children[0], nodes.title):
        return ""
    return " ".join(section.children[0].astext().split())
